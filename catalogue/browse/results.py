"""What the list page shows of one question: items, facets, chips, and what leaving one filter out gives."""

from dataclasses import dataclass
from functools import lru_cache

from catalogue.models import Intervention
from catalogue.text.folding import slugify

PROVISIONS_TITLE = "Met"
#: How many options of a long facet are shown at once: the fixed choices of the source's table come first.
FIRST = 6
#: Facets that stand open from the start; the others open when one of their values is ticked.
OPEN = frozenset({"niveau", "voorzieningen", "doel"})


@dataclass(frozen=True, slots=True)
class FacetOption:
    name: str
    value: str
    label: str
    count: int
    checked: bool

    @property
    def id(self) -> str:
        return _id(self.name, self.value)


@lru_cache(maxsize=1000)
def _id(name: str, value: str) -> str:
    return f"{name}-{slugify(value)}"


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    title: str
    options: list[FacetOption]

    @property
    def open(self) -> bool:
        return self.name in OPEN or self.ticked > 0

    @property
    def first(self) -> list[FacetOption]:
        """The options that are always shown; a long list keeps the rest behind a click."""
        return self.options[:FIRST] if len(self.options) > FIRST + 2 else self.options

    @property
    def more(self) -> list[FacetOption]:
        return self.options[len(self.first) :]

    @property
    def more_open(self) -> bool:
        return any(option.checked for option in self.more)

    @property
    def ticked(self) -> int:
        return sum(option.checked for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the query string without it."""

    name: str
    title: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class QueryLink:
    """A link to the same question with one thing else: its text, whether it is so now, its query string."""

    label: str
    current: bool
    query: str


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A filter that, when left out, gives `count` items."""

    title: str
    count: int
    without: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item `for_cards` on a page of the list; `snippet` is where it says what was asked, else ""."""

    item: Intervention
    snippet: str
