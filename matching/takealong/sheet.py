"""The sheet that she takes along, made from the public data of the selected items only.

No profile reaches this module, so the sheet cannot show an answer, a barrier or a municipality.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.models import Intervention
from matching.engine.conditions import leaves, parse, required_part
from matching.engine.items import Item
from matching.engine.plan import LATER, NOW, block_for
from matching.engine.vocabulary import MatchingVocabulary
from matching.weights.in_force import rules

MAX_ITEMS = 3
FILENAME = "trajectwijzer-om-mee-te-nemen.pdf"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """What the sheet shows of one item: public data, nothing about her."""

    name: str
    provider: str
    what: str
    where: str
    how_long: str
    starts: str
    childcare: str
    ask_about: str
    costs: str
    website: str
    mailbox: str
    provider_asks: tuple[str, ...]
    goals: str
    block: str
    stand: str


@dataclass(frozen=True, slots=True)
class Sheet:
    items: tuple[SheetItem, ...]
    today: date
    catalogue_version: str
    with_plan: bool
    sources: tuple[str, ...]

    @property
    def length(self) -> int:
        """Number of characters printed about the items; it decides the font size."""
        texts_by_item = (
            (item.what, item.where, item.how_long, item.starts, item.childcare, item.costs, item.ask_about)
            for item in self.items
        )
        return sum(len(text) for texts in texts_by_item for text in texts)

    @property
    def is_full(self) -> bool:
        return len(self.items) > 2 or self.length > 700

    @property
    def is_long(self) -> bool:
        return self.length > 1250

    @property
    def together(self) -> list[SheetItem]:
        return [item for item in self.items if item.block == NOW]

    @property
    def after(self) -> list[SheetItem]:
        return [item for item in self.items if item.block == LATER]


def name_is_sensitive(item: Item, vocabulary: MatchingVocabulary) -> bool:
    """Whether naming the item reveals something sensitive: it requires a sensitive fact."""
    required = required_part(item.conditions)
    return any(vocabulary.context[leaf.fact].sensitive for leaf in leaves(required))


def sheet_of(
    rows: Iterable[Intervention],
    *,
    today: date,
    catalogue_version: str,
    with_plan: bool,
    vocabulary: MatchingVocabulary,
) -> Sheet:
    items = tuple(_item(row, vocabulary) for row in list(rows)[:MAX_ITEMS])
    years = tuple(dict.fromkeys(item.stand for item in items))
    return Sheet(items, today, catalogue_version, with_plan, years)


def _item(row: Intervention, vocabulary: MatchingVocabulary) -> SheetItem:
    return SheetItem(
        name=row.name,
        provider=row.provider.name if row.provider else "",
        what=row.law_changed or row.summary,
        where=row.where,
        how_long=row.duration_text,
        starts=row.start_moments,
        childcare=_childcare(row),
        ask_about=_ask_about(row),
        costs=row.costs_participant,
        website=row.url,
        mailbox=row.mailbox,
        provider_asks=_asks(row, vocabulary),
        goals=", ".join(link.goal.label for link in row.goal_rows.all()),
        block=block_for(row.kind, row.traits_of("phases"), rules().plan),
        stand=row.stand,
    )


def _childcare(row: Intervention) -> str:
    if row.childcare:
        return row.notes.get("childcare") or "Ja, er is kinderopvang."
    return "Nee." if row.childcare is False else ""


def _ask_about(row: Intervention) -> str:
    """The questions that the sources leave open, as she may ask them."""
    questions = [
        ("Bestaat dit nog?", False),
        ("Is er plek?", False),
        ("Waar is het?", bool(row.reach_text) and not row.reach_national),
        ("Wanneer begint het?", bool(row.start_moments)),
        ("Is er opvang voor kinderen?", row.childcare is not None),
        ("Wat kost het?", bool(row.costs_participant)),
    ]
    return " ".join(question for question, known in questions if not known)


def _asks(row: Intervention, vocabulary: MatchingVocabulary) -> tuple[str, ...]:
    """The conditions of the provider, without those on sensitive facts."""
    required = required_part(parse(row.conditions))
    tested: Sequence[str] = [
        leaf.text for leaf in leaves(required) if not vocabulary.context[leaf.fact].sensitive
    ]
    return tuple(dict.fromkeys([*tested, *(condition.text for condition in row.provider_conditions.all())]))
