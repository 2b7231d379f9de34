"""The fields of a document in the order of the item's page, each in lines that a person can read.

What a field says is more than its value: the remark in `notes` and its citations belong to it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.documents.schema import DATES, NUMBERS, Document
from catalogue.models import Barrier, Coverage, Intervention, Region, Relation, Source
from catalogue.text import labels
from catalogue.text.dutch import number
from catalogue.text.folding import fold
from catalogue.text.json_files import read_json


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `many` when its value is a set of lines and not one text."""

    key: str
    many: bool = False

    @property
    def label(self) -> str:
        label = OWN_LABELS.get(self.key) or labels.FIELDS[self.key]
        return label[:1].upper() + label[1:]


#: Names of fields that the page of an item never names itself.
OWN_LABELS = {
    "slug": "adres van de pagina", "kind": "soort", "conditions": "voorwaarden",
    "provider_conditions": "bespreek zelf", "coverage": "werkt aan", "amounts": "bedragen",
    "relations": "hoort bij", "differences": "verschillen tussen bronnen", "stand": "stand (jaar)",
    "as_of": "peildatum plekken en wachttijd", "notes": "overige opmerkingen",
    "ladder_from": "participatieladder, van", "ladder_to": "participatieladder, tot",
    "duration_weeks_min": "weken, minimaal", "duration_weeks_max": "weken, maximaal",
    "hours_per_week_min": "uren per week, minimaal", "hours_per_week_max": "uren per week, maximaal",
}  # fmt: skip
MANY = frozenset(
    {"audience", "target_groups", "conditions", "provider_conditions", "goals", "approaches", "sectors",
     "phases", "reach", "outcomes", "results", "amounts", "differences", "coverage", "relations", "notes"}
)  # fmt: skip
#: The parts of the page and their fields, in the order in which a klantmanager asks.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Naam en aanbieder", ("name", "kind", "provider", "slug")),
    ("Voor wie", ("audience", "target_groups", "conditions", "provider_conditions")),
    ("Wat het is", ("summary", "working_method", "goals", "approaches", "sectors")),
    (
        "Hoe lang",
        (
            "duration_text", "duration_weeks_min", "duration_weeks_max", "sessions", "hours_per_week_min",
            "hours_per_week_max", "phases", "ladder_from", "ladder_to",
        ),
    ),
    ("Waar", ("reach", "visiting_address")),
    ("Wat het oplevert", ("outcomes", "results")),
    (
        "Hoe weten we dat?",
        ("recognition", "effect_note", "section", "table_position", "differences", "stand"),
    ),
    ("Contact", ("url", "mailbox")),
    ("Werkt aan", ("coverage",)),
    (
        "Praktisch",
        (
            "childcare", "language_lessons", "aftercare", "work_experience_place", "realism_check", "group",
            "individual", "volunteers", "benefit_kept", "municipality_takes_part", "counts_as_work_track",
            "handbook", "asks_of_participant", "referral", "decided_by", "permission_needed",
            "costs_participant", "start_moments", "waiting_time", "places", "as_of", "cost_per_place",
            "contract_here", "funding_until", "transferability", "amounts", "relations", "notes",
        ),
    ),
)  # fmt: skip
FIELDS = {key: Field(key, key in MANY) for _, keys in PARTS for key in keys}
ELSEWHERE = {"yes": "ook elders", "no": "alleen daar", "unknown": "elders niet bekend"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says of one field: its value, the remark upon it, and where it is said."""

    value: Any
    remark: str | None
    cites: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.remark or self.cites) or not is_silent(self.value)


def is_silent(value: Any) -> bool:
    """Whether a value says nothing: null, empty, or a reach in which every part is."""
    if isinstance(value, dict) and set(value) == {"national", "regions", "elsewhere", "text"}:
        return all(part in (None, []) for part in value.values())
    return value in (None, "", [], {})


def said(document: Document, key: str) -> Said:
    """What `document` says of field `key`.

    The field `notes` holds the remarks that are upon no field, and the citations of remarks in general.
    """
    cites = tuple((row["source"], row["place"]) for row in document["citations"] if row["field"] == key)
    if key == "notes":
        return Said(loose_remarks(document), None, cites)
    return Said(document[key], document["notes"].get(key), cites)


def loose_remarks(document: Document) -> dict[str, str]:
    """The remarks that are upon no field of the page."""
    return {name: text for name, text in document["notes"].items() if name not in FIELDS or name == "notes"}


class Words:
    """The lines in which a field is read; knows the names of barriers, sources and facts."""

    def __init__(self) -> None:
        self._barriers = dict(Barrier.objects.order_by().values_list("slug", "label"))
        self._sources = {source.key: source.short for source in Source.objects.all()}

    def of(self, key: str, value: Any) -> list[str]:
        """The value of field `key` in lines; empty when it says nothing."""
        if is_silent(value):
            return []
        if isinstance(value, bool):
            return ["ja" if value else "nee"]
        if key in NUMBERS:
            return [number(value)]
        if key in DATES:
            return ["-".join(reversed(value.split("-")))]
        read = getattr(self, f"_{key}", None)
        return list(read(value)) if read else [str(value)]

    def cites(self, cites: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{self._sources.get(source, source)}, {place}" for source, place in cites]

    def _with_places(self, text: str, cites: list[dict[str, str]]) -> str:
        places = "; ".join(self.cites((cite["source"], cite["place"]) for cite in cites))
        return f"{text} [{places}]"

    # The closed lists

    def _kind(self, value: str) -> list[str]:
        return [Intervention.Kind(value).label]

    def _section(self, value: str) -> list[str]:
        return [Intervention.Section(value).label]

    def _audience(self, value: list[str]) -> list[str]:
        return [labels.AUDIENCES[name] for name in value]

    def _phases(self, value: list[str]) -> list[str]:
        return [labels.PHASES[name] for name in value]

    def _outcomes(self, value: list[str]) -> list[str]:
        return [labels.OUTCOMES[name] for name in value]

    def _sectors(self, value: list[str]) -> list[str]:
        return [name.replace("-", " ") for name in value]

    # The lists of the item's own

    def _target_groups(self, value: list[str]) -> list[str]:
        return value

    def _goals(self, value: list[dict]) -> list[str]:
        return [self._term(term["wording"], term["slug"]) for term in value]

    _approaches = _goals

    def _term(self, wording: str, slug: str) -> str:
        return wording if fold(wording) == fold(slug) else f"{wording} ({slug})"

    def _reach(self, value: dict) -> Iterable[str]:
        if value["national"] is not None:
            yield "landelijk" if value["national"] else "niet landelijk"
        for region in value["regions"]:
            yield f"{Region.Level(region['level']).label}: {region['name']}"
        if value["elsewhere"]:
            yield ELSEWHERE[value["elsewhere"]]
        if value["text"]:
            yield f"in de bron: “{value['text']}”"

    def _conditions(self, tree: dict) -> list[str]:
        parts = tree.get("all", [tree])
        return [self._condition(part) for part in parts]

    def _condition(self, tree: dict) -> str:
        for name, word in (("all", " én "), ("any", " óf ")):
            if name in tree:
                return word.join(f"({self._condition(part)})" for part in tree[name])
        if "not" in tree:
            return f"niet ({self._condition(tree['not'])})"
        strength = "eis" if tree["strength"] == "required" else "bedoeld voor, geen eis"
        return self._with_places(f"{tree['text']}: {strength}; getoetst op {_tested(tree)}", tree["cite"])

    def _provider_conditions(self, rows: list[dict]) -> list[str]:
        return [self._with_places(row["text"], row["cite"]) for row in rows]

    def _coverage(self, rows: list[dict]) -> list[str]:
        return [self._covered(row) for row in rows]

    def _covered(self, row: dict) -> str:
        name = self._barriers.get(row["barrier"], row["barrier"])
        role, basis = Coverage.Role(row["role"]).label, Coverage.Basis(row["basis"]).label
        text = f"{name}: {role}, {row['value']} van 100, {basis}"
        if row["condition"]:
            text += f"; telt alleen bij {self._condition(row['condition'])}"
        return self._with_places(f"{text}; {row['note']}" if row["note"] else text, row["cite"])

    def _recognition(self, row: dict) -> list[str]:
        level = Intervention.Recognition(row["level"]).label
        return [self._with_places(f"{level}: {row['text']}", row["cite"])]

    def _results(self, rows: list[dict]) -> list[str]:
        kinds = {"target": "streefgetal", "result": "gemeld resultaat"}
        return [self._counted(row, kinds[row["kind"]]) for row in rows]

    def _amounts(self, rows: list[dict]) -> list[str]:
        return [self._counted(row, "bedrag") for row in rows]

    def _counted(self, row: dict, kind: str) -> str:
        figure = "" if row["number"] is None else f"{number(row['number'])} {row['unit'] or ''}".strip()
        about = ", ".join(filter(None, [kind, figure, str(row["year"] or "")]))
        return self._with_places(f"{row['text']} ({about})", row["cite"])

    def _relations(self, rows: list[dict]) -> list[str]:
        return [
            self._with_places(f"{Relation.Kind(row['kind']).label} {row['ref']}", row["cite"]) for row in rows
        ]

    def _differences(self, rows: list[dict]) -> list[str]:
        return [
            f"{row['field']}: "
            + "; ".join(self._with_places(f"“{each['says']}”", [each]) for each in row["statements"])
            + f"; hier telt: {row['decides']}"
            for row in rows
        ]

    def _notes(self, value: dict[str, str]) -> list[str]:
        return [f"{name}: {text}" for name, text in value.items()]


@cache
def _facts() -> dict[str, Any]:
    return read_json(settings.FIXTURES_DIR / "context_labels.json")


def _tested(leaf: dict) -> str:
    """What a leaf of the conditions lets a computer test: "Leeftijd minstens 18"."""
    fact = _facts().get(leaf["fact"], {})
    values = {True: "ja", False: "nee"} | fact.get("values", {})

    def named(name: str) -> str:
        return " of ".join(str(values.get(value, value)) for value in leaf[name])

    parts = [f"{word} {named(name)}" for name, word in (("in", "is"), ("has", "bevat")) if name in leaf]
    parts += [
        f"{word} {leaf[name]}" for name, word in (("min", "minstens"), ("max", "hoogstens")) if name in leaf
    ]
    if "unsure" in leaf:
        parts.append(f"onbekend bij {named('unsure')}")
    return f"{fact.get('label', leaf['fact'])} {', '.join(parts)}"


def exactly(value: Any) -> str:
    """A value as the document holds it, for a difference that the words do not show."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
