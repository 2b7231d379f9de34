"""The HTML of what becomes a PDF: overview, fact sheet, comparison and shortlist; each from one template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from catalogue.browse.list_query import ListQuery
from catalogue.browse.overview import Overview
from catalogue.documents.citations import Note
from catalogue.exports.about import description_of
from catalogue.exports.charts import charts_of
from catalogue.exports.reading import read_items
from catalogue.item_page import Fact, ItemPage
from catalogue.lists.comparison import Comparison
from catalogue.models import CatalogueState, Intervention, Source
from catalogue.rendering.pdf import html_of


@dataclass(frozen=True, slots=True)
class BookletPart:
    """Which of how many files this is, and how many items come before it."""

    number: int = 1
    of: int = 1
    before: int = 0


@dataclass(frozen=True, slots=True)
class BookletEntry:
    """One item of a booklet; `key` begins every id inside its section."""

    item: Intervention
    page: ItemPage
    key: str

    @property
    def practical(self) -> list[Fact]:
        """The practical matters of which something is said."""
        return [fact for fact in self.page.practical if fact.answer or fact.remark]

    @property
    def not_mentioned(self) -> list[str]:
        """The others, which on paper need no line each."""
        silent = [fact.label.lower() for fact in self.page.practical if not (fact.answer or fact.remark)]
        return silent + self.page.not_mentioned

    @property
    def sources(self) -> list[tuple[str, list[Note]]]:
        """The notes per source, which is then named once; in the order of their first notes."""
        found: dict[str, list[Note]] = {}
        for note in self.page.notes:
            found.setdefault(note.cite.source, []).append(note)
        return list(found.items())


def overview_html(query: ListQuery, *, made_on: date, part: BookletPart | None = None, keys=None) -> str:
    """The overview of what `query` finds, or of one part of it (`keys`)."""
    entries, part = entries_of(read_items(query.keys if keys is None else keys)), part or BookletPart()
    context = {
        "about": description_of(query, made_on),
        "part": part,
        "last": part.before + len(entries),
        "charts": charts_of(query),
        "overview": Overview(Intervention.objects.published().filter(pk__in=query.keys)),
        **_bound(entries),
    }
    return html_of("pdf/overview.html", context)


def factsheet_html(item: Intervention, *, made_on: date) -> str:
    """One item with all that its page says."""
    entries = entries_of(read_items([item.pk]))
    return html_of("pdf/factsheet.html", {**_about(made_on), **_bound(entries), "entry": entries[0]})


def shortlist_html(items: Sequence[Intervention], *, made_on: date) -> str:
    """A list of one's own: the table, and each item on a page of its own."""
    entries = entries_of(read_items(item.pk for item in items))
    return html_of("pdf/shortlist.html", {**_about(made_on), **_bound(entries)})


def comparison_html(comparison: Comparison, *, made_on: date) -> str:
    sources = Source.objects.filter(citations__intervention__in=comparison.items).distinct()
    return html_of("pdf/comparison.html", {**_about(made_on), "comparison": comparison, "sources": sources})


def entries_of(rows: Iterable[Intervention]) -> list[BookletEntry]:
    stamp = CatalogueState.stamp()
    return [BookletEntry(item, ItemPage(item, stamp), f"i{item.pk}") for item in rows]


def _bound(entries: list[BookletEntry]) -> dict:
    cited = {row.source_id for entry in entries for row in entry.item.citations.all()}
    return {"entries": entries, "sources": Source.objects.filter(pk__in=cited)}


def _about(made_on: date) -> dict:
    return {
        "made_on": made_on,
        "version": CatalogueState.current(),
        "municipality": settings.MUNICIPALITY_NAME,
        "logo": settings.LOGO,
    }
