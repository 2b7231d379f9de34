"""What every file says of itself: what was asked, of which catalogue, when and for whom."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from catalogue.browse.list_query import ListQuery
from catalogue.models import CatalogueState


@dataclass(frozen=True, slots=True)
class ExportDescription:
    """`words` is the question as pairs of a title and what was chosen; `query` is it as an address."""

    words: tuple[tuple[str, str], ...]
    order: str
    query: str
    total: int
    version: str
    made_on: date
    municipality: str = ""
    logo: str = ""

    @property
    def sentence(self) -> str:
        """The question in one line."""
        return "; ".join(f"{title}: {text}" for title, text in self.words) or "Alle interventies"


def description_of(query: ListQuery, made_on: date) -> ExportDescription:
    return ExportDescription(
        words=tuple(query.in_words),
        order=query.order_in_words,
        query=query.canonical,
        total=query.total,
        version=CatalogueState.current(),
        made_on=made_on,
        municipality=settings.MUNICIPALITY_NAME,
        logo=settings.LOGO,
    )
