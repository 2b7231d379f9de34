"""The result page: what is shown at once, what is one click away, and the order of the parts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.knowledge.reading import knowledge
from catalogue.text.dutch import count, first_upper, listed
from matching.engine.items import Catalogue
from matching.engine.matching import Match
from matching.engine.plan import LATER, Plan
from matching.engine.profile import Profile
from matching.engine.scoring import Verdict
from matching.engine.tips import partner_left_out
from matching.engine.vocabulary import MatchingVocabulary
from matching.presentation.bars import LevelMatch
from matching.presentation.cards import CardBuilder, ResultCard
from matching.presentation.plan import PlanRow, TakeAlongChoice, takealong_choices
from matching.presentation.result_items import ResultItem, result_items
from matching.presentation.uncovered import UncoveredBarrier, uncovered_barrier
from matching.service import MatchAnswer
from matching.wording import MISSING_WORDS, value_words

#: Number of cards that are shown unfolded.
MAX_OPEN_CARDS = 6
OPEN, FURTHER, WITHOUT_COVER = "open", "verder", "zonder"
OUT_OF_REACH, INELIGIBLE = "elders", "anderen"
#: Number of items of each group that are shown at first; the rest is asked for by the name of the group.
INITIAL_COUNTS = {OPEN: MAX_OPEN_CARDS, FURTHER: 4, WITHOUT_COVER: 10, OUT_OF_REACH: 10, INELIGIBLE: 10}


@dataclass(frozen=True, slots=True)
class Mention:
    """An item without covered barriers, with the barriers for which it is plausible."""

    match: Match
    shown: ResultItem
    plausible: list[str]


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The items of one kind that are shown, and how many there are; a POST of `name` shows all."""

    name: str
    cards: list[Any]
    total: int
    expanded: bool

    @property
    def more(self) -> int:
        return self.total - len(self.cards)


@dataclass(frozen=True, slots=True)
class ResultPage:
    sentence: str
    cards: list[ResultCard]
    further: CardGroup
    without_cover: CardGroup
    out_of_reach: CardGroup
    ineligible: CardGroup
    together: list[PlanRow]
    after: list[PlanRow]
    plan: Plan
    plan_bars: list[LevelMatch]
    missing: list[str]
    builds_on: list[tuple[str, str]]
    others: list[list[str]]
    uncovered: list[UncoveredBarrier]
    own_side: list[UncoveredBarrier]
    takealong: list[TakeAlongChoice]
    facts: list[tuple[str, str, bool]]
    slips: list[str]
    catalogue_version: str
    source_years: str


def page_of(
    answered: MatchAnswer, catalogue: Catalogue, stamp: str, expanded: Collection[str] = ()
) -> ResultPage:
    """Everything the result page shows, in at most two queries however many items there are.

    `stamp` is that of the catalogue (CatalogueState.stamp). Groups named in `expanded` are shown whole, the
    others up to INITIAL_COUNTS.
    """
    result, vocabulary = answered.result, catalogue.vocabulary
    groups = _grouped(result.matches)
    shown = {
        name: rows if name in expanded else rows[: INITIAL_COUNTS[name]] for name, rows in groups.items()
    }
    planned = [row.item.source_ref for row in answered.plan.items]
    refs = {match.item.source_ref for matches in shown.values() for match in matches}
    items = result_items(stamp, catalogue)
    known, safety = knowledge(stamp), catalogue.rules.safety
    instead = safety.instead if partner_left_out(result.profile, vocabulary, safety) else ""
    builder = CardBuilder(answered, catalogue)
    build: dict[str, Callable[[Match, ResultItem], Any]] = {
        OPEN: builder.card,
        FURTHER: builder.card,
        WITHOUT_COVER: _mention,
        OUT_OF_REACH: builder.not_offered,
        INELIGIBLE: builder.not_offered,
    }
    cards = {
        name: [build[name](match, items[match.item.source_ref]) for match in matches]
        for name, matches in shown.items()
    }

    def group(name: str) -> CardGroup:
        return CardGroup(name, cards[name], len(groups[name]), name in expanded)

    names = {match.item.source_ref: match.item.name for match in result.matches}
    plan_rows = [
        PlanRow(
            item,
            items[item.item.source_ref],
            [vocabulary.barriers[slug].label for slug in item.barriers],
            next(len(one.questions) for one in result.offered if one.item is item.item),
        )
        for item in answered.plan.items
    ]
    uncovered = [slug for slug in answered.plan.left if slug not in result.own_side]
    return ResultPage(
        sentence=_sentence(cards[OPEN]),
        cards=cards[OPEN],
        further=group(FURTHER),
        without_cover=group(WITHOUT_COVER),
        out_of_reach=group(OUT_OF_REACH),
        ineligible=group(INELIGIBLE),
        together=[row for row in plan_rows if row.item.block != LATER],
        after=[row for row in plan_rows if row.item.block == LATER],
        plan=answered.plan,
        plan_bars=builder.bars(answered.plan.levels, {}),
        missing=[MISSING_WORDS[name] for name in answered.plan.missing],
        builds_on=[(names[one], names[other]) for one, other in answered.plan.builds_on],
        others=[[names[ref] for ref in refs] for refs in answered.plan.others],
        uncovered=[uncovered_barrier(vocabulary.barriers[slug], known, instead) for slug in uncovered],
        own_side=[uncovered_barrier(vocabulary.barriers[slug], known, instead) for slug in result.own_side],
        takealong=takealong_choices(cards[OPEN], answered.plan, vocabulary),
        facts=_facts(result.profile, vocabulary),
        slips=[slip.text for slip in result.slips],
        catalogue_version=result.catalogue_version,
        source_years=source_years_of(items[ref] for ref in refs.union(planned)),
    )


def _mention(match: Match, shown: ResultItem) -> Mention:
    return Mention(match, shown, [covered.label for covered in match.plausible])


def _grouped(matches: Iterable[Match]) -> dict[str, list[Match]]:
    """The matches by the groups of the page, each in the order of the engine."""
    groups: dict[str, list[Match]] = {name: [] for name in INITIAL_COUNTS}
    for match in matches:
        groups[_group(match)].append(match)
    groups[OPEN], groups[FURTHER] = groups[FURTHER][:MAX_OPEN_CARDS], groups[FURTHER][MAX_OPEN_CARDS:]
    return groups


def _group(match: Match) -> str:
    if match.offered:
        return FURTHER if match.rank is not None and match.covered else WITHOUT_COVER
    return OUT_OF_REACH if match.verdict is Verdict.OUT_OF_REACH else INELIGIBLE


def _facts(profile: Profile, vocabulary: MatchingVocabulary) -> list[tuple[str, str, bool]]:
    """The facts of the profile: label, value in Dutch, and whether it is sensitive."""
    rows = [("Gemeente", profile.place.name, False)] if profile.place else []
    for name, value in profile.facts.items():
        key = vocabulary.context[name]
        rows.append((key.label, value_words(value, key.value_labels), key.sensitive))
    return rows


def source_years_of(shown: Iterable[ResultItem]) -> str:
    """The years of the sources and whether they were verified: "2020 en 2024, nog niet geverifieerd"."""
    items = [one.intervention for one in shown]
    span = listed(sorted({item.stand for item in items}))
    verified = sum(item.verified_on is not None for item in items)
    if verified == len(items):
        return span
    return f"{span}, {'deels' if verified else 'nog'} niet geverifieerd"


def _sentence(shown: Sequence[ResultCard]) -> str:
    """How many of the unfolded items fit, and how many only after a question was answered."""
    if not shown:
        return "Niets in de catalogus werkt aan wat je koos en past bij haar."
    fits = sum(card.match.verdict is Verdict.ELIGIBLE for card in shown)
    parts = []
    if fits:
        parts.append(count(fits, "past goed", "passen goed"))
    if maybe := len(shown) - fits:
        parts.append(count(maybe, "past pas na navraag", "passen pas na navraag"))
    return f"{first_upper(', '.join(parts))}."
