"""What every file says of itself: what was asked, of which catalogue, when and for whom."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from catalogue.exports.chosen import Chosen
from catalogue.models import CatalogueState


@dataclass(frozen=True, slots=True)
class About:
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


def about_of(chosen: Chosen, made_on: date) -> About:
    return About(
        words=tuple(chosen.words),
        order=chosen.order,
        query=chosen.query,
        total=chosen.total,
        version=CatalogueState.current(),
        made_on=made_on,
        municipality=settings.MUNICIPALITY_NAME,
        logo=settings.LOGO,
    )
