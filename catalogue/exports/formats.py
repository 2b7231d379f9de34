"""The four forms in which a selection goes along, and how large each may be."""

from dataclasses import dataclass
from datetime import date

#: So many items make one PDF; more become complete parts in a ZIP, because merging PDFs loses their tags.
PER_PART = 300


@dataclass(frozen=True, slots=True)
class Format:
    """One form. Up to `at_once` items the visitor waits for it (docs/performance.md); more are queued."""

    name: str
    label: str
    kind: str
    at_once: int
    about: str

    def parts(self, items: int) -> int:
        """In how many files `items` items come."""
        return max(1, -(-items // PER_PART)) if self.name == "pdf" else 1

    def file_name(self, on: date, items: int = 0) -> str:
        ending = "zip" if self.parts(items) > 1 else self.name
        return f"trajectwijzer-overzicht-{on:%Y-%m-%d}.{ending}"


FORMATS = {
    row.name: row
    for row in (
        Format(
            "pdf",
            "PDF",
            "application/pdf",
            20,
            "om te lezen, te printen of mee te geven, met een bladzijde per interventie",
        ),
        Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            2000,
            "om te sorteren en te filteren, met een blad met bronnen en uitleg",
        ),
        Format("csv", "CSV", "text/csv; charset=utf-8", 2000, "om in een ander programma te laden"),
        Format(
            "json",
            "JSON",
            "application/json; charset=utf-8",
            2000,
            "alles wat we weten, voor wie er een programma mee maakt",
        ),
    )
}
