"""The rows of the plan, and the items that may go on the take-along sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.plan import Plan, PlanItem
from matching.engine.scoring import Verdict
from matching.engine.vocabulary import MatchingVocabulary
from matching.presentation.cards import ResultCard
from matching.presentation.result_items import ResultItem
from matching.takealong.sheet import name_is_sensitive


@dataclass(frozen=True, slots=True)
class PlanRow:
    item: PlanItem
    shown: ResultItem
    barriers: list[str]
    questions: int


@dataclass(frozen=True, slots=True)
class TakeAlongChoice:
    """An item that may go on the sheet; ticked when planned and its name reveals nothing sensitive."""

    ref: str
    name: str
    ticked: bool
    name_is_sensitive: bool


def takealong_choices(
    cards: Sequence[ResultCard], plan: Plan, vocabulary: MatchingVocabulary
) -> list[TakeAlongChoice]:
    planned = [row.item for row in plan.items]
    certain = {card.match.item.source_ref for card in cards if card.match.verdict is Verdict.ELIGIBLE}
    items = {item.source_ref: item for item in [*planned, *(card.match.item for card in cards)]}
    refs = {item.source_ref for item in planned}
    return [
        TakeAlongChoice(
            ref,
            item.name,
            ref in refs and ref in certain and not name_is_sensitive(item, vocabulary),
            name_is_sensitive(item, vocabulary),
        )
        for ref, item in items.items()
    ]
