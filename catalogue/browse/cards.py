"""The items in the list as they are shown: a card says the same in every question but for a line or two."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from catalogue.models import Intervention
from catalogue.rendering.fragments import pieces


class Card:
    """One item `for_cards`. A shelf keeps it for all visitors: nothing of a question may be put on it."""

    def __init__(self, item: Intervention):
        self.item = item

    @cached_property
    def around(self) -> tuple[SafeString, ...]:
        """The card before and after the lines of the question."""
        return pieces("catalogue/item_card.html", {"item": self.item})


@dataclass(frozen=True, slots=True)
class Found:
    """An item on a page of the list; `snippet` is where it says what was asked, "" without words."""

    card: Card
    snippet: str

    @property
    def item(self) -> Intervention:
        return self.card.item
