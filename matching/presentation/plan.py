"""The proposal: its rows in words, and the items that may go on the papers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from matching.engine.calculation import wish_label
from matching.engine.items import Item
from matching.engine.matching import Match
from matching.engine.plan import LATER, Plan, PlanItem
from matching.engine.vocabulary import MatchingVocabulary
from matching.presentation.cards import closed_words
from matching.presentation.result_items import ResultItem
from matching.takealong.sheet import name_is_sensitive


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One item of the plan: what it is for, what to find out first, and why it is not open now."""

    item: PlanItem
    shown: ResultItem
    for_what: list[tuple[str, bool]]
    ask: list[str]
    closed: str

    @property
    def next_step(self) -> SafeString:
        return self.shown.parts["next_step"].fill()


@dataclass(frozen=True, slots=True)
class TakeAlongChoice:
    """An item that may go on paper; ticked when the plan holds it and its name reveals nothing sensitive."""

    ref: str
    name: str
    ticked: bool
    name_is_sensitive: bool
    ask_first: bool
    later: bool


def plan_row(row: PlanItem, match: Match, shown: ResultItem, vocabulary: MatchingVocabulary) -> PlanRow:
    """`for_what` are labels, each with whether it is sensitive."""
    barriers = [vocabulary.barriers[slug] for slug in row.barriers]
    for_what = [(barrier.label, barrier.sensitive) for barrier in barriers]
    for_what += [(wish_label(wish, vocabulary.context), False) for wish in row.wishes]
    ask = list(dict.fromkeys(question.text for question in row.ask))
    return PlanRow(row, shown, for_what, ask, closed_words(match.closed) if match.closed else "")


def takealong_choices(
    plan: Plan, ranked: Iterable[Match], vocabulary: MatchingVocabulary
) -> list[TakeAlongChoice]:
    """First what the plan holds, in its order, then the others of `ranked`."""
    planned = {row.item.source_ref: row for row in plan.items}
    items: dict[str, Item] = {ref: row.item for ref, row in planned.items()}
    asks = {ref: bool(row.ask) for ref, row in planned.items()}
    for match in ranked:
        items.setdefault(match.item.source_ref, match.item)
        asks.setdefault(match.item.source_ref, bool(match.questions))
    return [
        TakeAlongChoice(
            ref=ref,
            name=item.name,
            ticked=ref in planned and not name_is_sensitive(item, vocabulary),
            name_is_sensitive=name_is_sensitive(item, vocabulary),
            ask_first=asks[ref],
            later=ref in planned and planned[ref].block == LATER,
        )
        for ref, item in items.items()
    ]
