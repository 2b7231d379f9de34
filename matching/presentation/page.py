"""The result page: what is shown at once, what is one click away, and the order of the parts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.documents.citations import cites_text
from catalogue.knowledge.reading import knowledge
from catalogue.knowledge.safety import safety as safety_text
from catalogue.text.dutch import count, first_lower, first_upper, listed
from catalogue.vocabulary.cached import shared_vocabulary
from matching.engine.facts import Assumed
from matching.engine.items import RECHTEN, REGELINGEN, Catalogue
from matching.engine.matching import Match, MatchResult
from matching.engine.plan import LATER, Plan, StepFirst
from matching.engine.profile import Profile
from matching.engine.questions import NextQuestion, settled
from matching.engine.rules import clue_facts
from matching.engine.scoring import Verdict
from matching.engine.tips import partner_left_out
from matching.engine.vocabulary import ContextKey, MatchingVocabulary
from matching.presentation.cards import CardBuilder, ResultCard, wishes_met
from matching.presentation.plan import PlanRow, TakeAlongChoice, plan_row, takealong_choices
from matching.presentation.result_items import ResultItem, result_items
from matching.presentation.tips import BarrierTips, barrier_tips
from matching.service import MatchAnswer
from matching.wording import MISSING_WORDS, WITHOUT_WORDS, hours_words, value_words

#: Number of cards that are shown unfolded.
MAX_OPEN_CARDS = 3
OPEN, FURTHER, CLOSED, WAITING, SCHEMES = "open", "verder", "dicht", "wacht", "regelingen"
RIGHTS, WITHOUT_COVER = "rechten", "zonder"
NOT_NOW, OUT_OF_REACH, INELIGIBLE = "nu-niet", "elders", "anderen"
#: Number of items of each group that are shown at first; the rest is asked for by the name of the group.
INITIAL_COUNTS = {
    OPEN: MAX_OPEN_CARDS, FURTHER: 4, CLOSED: 4, WAITING: 4, SCHEMES: 4, RIGHTS: 10, WITHOUT_COVER: 10,
    NOT_NOW: 10, OUT_OF_REACH: 10, INELIGIBLE: 10,
}  # fmt: skip
#: An item that only her wish rules out is not "not now".
WISHES = "wishes"


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
class SourcedText:
    """A sentence with its sources in words; `sensitive` when it says something that she told herself."""

    text: str
    cites: str = ""
    sensitive: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the klantmanager sees, top to bottom. `safe_tips` replaces every tip with partner or family."""

    sentence: str
    safety: str
    safe_tips: str
    question: NextQuestion | None
    no_question: str
    lines: list[SourcedText]
    slips: list[str]
    assumed: list[SourcedText]
    facts: list[tuple[str, str, bool]]
    plan: Plan
    running: list[str]
    first: list[SourcedText]
    now: list[PlanRow]
    later: list[PlanRow]
    without: str
    missing: list[str]
    builds_on: list[tuple[str, str]]
    others: list[list[str]]
    cards: list[ResultCard]
    groups: dict[str, CardGroup]
    waits_for: list[str]
    talk: list[BarrierTips]
    own_side: list[BarrierTips]
    takealong: list[TakeAlongChoice]
    catalogue_version: str
    source_years: str

    @property
    def not_offered(self) -> list[CardGroup]:
        return [self.groups[name] for name in (NOT_NOW, OUT_OF_REACH, INELIGIBLE) if self.groups[name].total]

    @property
    def without_offer(self) -> list[BarrierTips]:
        return [one for one in self.talk if one.without_offer]

    @property
    def with_offer(self) -> list[BarrierTips]:
        return [one for one in self.talk if not one.without_offer]


def page_of(
    answered: MatchAnswer, catalogue: Catalogue, stamp: str, expanded: Collection[str] = ()
) -> ResultPage:
    """Everything the result page shows, in at most two queries however many items there are.

    `stamp` is that of the catalogue (CatalogueState.stamp). Groups named in `expanded` are shown whole, the
    others up to INITIAL_COUNTS.
    """
    result, vocabulary, plan = answered.result, catalogue.vocabulary, answered.plan
    grouped = _grouped(result.matches, vocabulary)
    shown = {
        name: rows if name in expanded else rows[: INITIAL_COUNTS[name]] for name, rows in grouped.items()
    }
    items = result_items(stamp, catalogue)
    cards = _cards(CardBuilder(answered, catalogue), shown, items)
    match_of = {match.item.source_ref: match for match in result.matches}
    rows = [
        plan_row(row, match_of[row.item.source_ref], items[row.item.source_ref], vocabulary)
        for row in plan.items
    ]
    names = {ref: match.item.name for ref, match in match_of.items()}
    sources = shared_vocabulary(stamp).sources
    known, safety = knowledge(stamp), catalogue.rules.safety
    unsafe = partner_left_out(result.profile, vocabulary, safety)
    covered = {row.barrier for match in result.offered if not match.waits for row in match.covered}
    counted = [
        vocabulary.barriers[slug] for slug, _ in result.profile.barriers if slug not in result.own_side
    ]
    own = [vocabulary.barriers[slug] for slug in result.own_side]
    talk = list(barrier_tips(counted, known, family_left_out=unsafe, offered=covered, left=plan.left))
    refs = {match.item.source_ref for matches in shown.values() for match in matches}
    return ResultPage(
        sentence=_sentence(result, grouped, [one for one in talk if one.without_offer]),
        safety=safety_text()["text"],
        safe_tips=safety.instead if unsafe else "",
        question=answered.next_question,
        no_question=_no_question(answered, catalogue),
        lines=[
            SourcedText(line.text_on(result.day), cites_text(line.cites, sources)) for line in result.lines
        ],
        slips=[slip.text for slip in result.slips],
        assumed=[_assumed(one, vocabulary) for one in result.assumed],
        facts=_facts(result.profile, vocabulary),
        plan=plan,
        running=_running(plan, vocabulary.context.get("already")),
        first=[_first(row, vocabulary, sources) for row in plan.first],
        now=[row for row in rows if row.item.block != LATER],
        later=[row for row in rows if row.item.block == LATER],
        without=_without(plan, names),
        missing=[MISSING_WORDS[name] for name in plan.missing],
        builds_on=[(names[one], names[other]) for one, other in plan.builds_on],
        others=[[names[ref] for ref in refs] for refs in plan.others],
        cards=cards[OPEN],
        groups={
            name: CardGroup(name, cards[name], len(grouped[name]), name in expanded)
            for name in INITIAL_COUNTS
        },
        waits_for=_waits_for(grouped[WAITING], vocabulary),
        talk=talk,
        own_side=list(barrier_tips(own, known, family_left_out=unsafe)),
        takealong=takealong_choices(plan, [*shown[OPEN], *shown[FURTHER], *shown[SCHEMES]], vocabulary),
        catalogue_version=result.catalogue_version,
        source_years=source_years_of(
            items[ref] for ref in refs.union(row.item.source_ref for row in plan.items)
        ),
    )


def _cards(builder: CardBuilder, shown: dict[str, list[Match]], items: Any) -> dict[str, list[Any]]:
    build: dict[str, Callable[[Match, ResultItem], Any]] = {
        WITHOUT_COVER: _mention,
        RIGHTS: builder.right,
        NOT_NOW: builder.not_offered,
        OUT_OF_REACH: builder.not_offered,
        INELIGIBLE: builder.not_offered,
    }
    return {
        name: [build.get(name, builder.card)(match, items[match.item.source_ref]) for match in matches]
        for name, matches in shown.items()
    }


def _mention(match: Match, shown: ResultItem) -> Mention:
    return Mention(match, shown, [covered.label for covered in match.plausible])


def _grouped(matches: Iterable[Match], vocabulary: MatchingVocabulary) -> dict[str, list[Match]]:
    """The matches by the groups of the page, in the order of the engine; what does not apply is in none."""
    groups: dict[str, list[Match]] = {name: [] for name in INITIAL_COUNTS}
    for match in matches:
        if name := _group(match, vocabulary):
            groups[name].append(match)
    groups[OPEN], groups[FURTHER] = groups[FURTHER][:MAX_OPEN_CARDS], groups[FURTHER][MAX_OPEN_CARDS:]
    return groups


def _group(match: Match, vocabulary: MatchingVocabulary) -> str:
    if match.list_name == RECHTEN:
        return RIGHTS if match.may_apply else ""
    if match.offered:
        return _offered_group(match)
    if match.verdict is Verdict.OUT_OF_REACH:
        return OUT_OF_REACH
    keys = [vocabulary.context[fact] for fact in match.excluded_by]
    may_change = all((key.changeable or key.arrangeable) and key.name != WISHES for key in keys)
    return NOT_NOW if may_change else INELIGIBLE


def _offered_group(match: Match) -> str:
    if match.rank is None or not (match.covered or wishes_met(match)):
        return WITHOUT_COVER
    if match.waits:
        return WAITING
    if match.list_name == REGELINGEN:
        return SCHEMES
    return CLOSED if match.closed else FURTHER


def _facts(profile: Profile, vocabulary: MatchingVocabulary) -> list[tuple[str, str, bool]]:
    """The facts of the profile: label, value in Dutch, and whether it is sensitive."""
    rows = [("Gemeente", profile.place.name, False)] if profile.place else []
    for name, value in profile.facts.items():
        key = vocabulary.context[name]
        rows.append((key.label, value_words(value, key.value_labels), key.sensitive))
    return rows


def _assumed(one: Assumed, vocabulary: MatchingVocabulary) -> SourcedText:
    """ "Laag gezinsinkomen: ja", and what that follows from."""
    key, barrier = vocabulary.context[one.fact], vocabulary.barriers.get(one.source)
    because = barrier.label if barrier else one.source
    if one.source in vocabulary.context:
        because = vocabulary.context[one.source].label
    sensitive = key.sensitive or bool(barrier and barrier.sensitive)
    return SourcedText(f"{key.label}: {value_words(one.value, key.value_labels)}", because, sensitive)


def _running(plan: Plan, key: ContextKey | None) -> list[str]:
    labels = key.value_labels if key else {}
    return [hours_words(labels.get(one.kind, one.kind), one.hours) for one in plan.running]


def _first(row: StepFirst, vocabulary: MatchingVocabulary, sources: Mapping[str, str]) -> SourcedText:
    """A row of the plan without an item, with the barriers that it is for."""
    barriers = [vocabulary.barriers[slug] for slug in row.barriers]
    keys = [vocabulary.context.get(fact) for fact in clue_facts(row.step.when)]
    sensitive = any(barrier.sensitive for barrier in barriers) or any(key and key.sensitive for key in keys)
    about = ", ".join(barrier.label for barrier in barriers)
    return SourcedText(row.step.text, cites_text(row.step.cites, sources), sensitive, about)


def _without(plan: Plan, names: dict[str, str]) -> str:
    """Why the first traject is not in the plan; empty when it is."""
    if plan.without is None:
        return ""
    name, reason = names[plan.without.source_ref], WITHOUT_WORDS[plan.without.reason]
    return f"{name} staat bovenaan, maar niet in dit voorstel: {reason}."


def _no_question(answered: MatchAnswer, catalogue: Catalogue) -> str:
    """What is said where there is no question to ask."""
    if answered.next_question or not answered.result.leading:
        return ""
    if settled(answered.result, catalogue):
        return "Meer vragen veranderen de eerste drie niet."
    return "Geen enkele vraag verandert nu de eerste drie."


def _waits_for(waiting: Iterable[Match], vocabulary: MatchingVocabulary) -> list[str]:
    """The questions about a group that these wait for."""
    return list(
        dict.fromkeys(
            question.text
            for match in waiting
            for question in match.questions
            if question.fact in vocabulary.context and vocabulary.context[question.fact].group
        )
    )


def source_years_of(shown: Iterable[ResultItem]) -> str:
    """The years of the sources and whether they were verified: "2020 en 2024, nog niet geverifieerd"."""
    items = [one.intervention for one in shown]
    span = listed(sorted({item.stand for item in items}))
    verified = sum(item.verified_on is not None for item in items)
    if verified == len(items):
        return span
    return f"{span}, {'deels' if verified else 'nog'} niet geverifieerd"


def _sentence(
    result: MatchResult, grouped: dict[str, list[Match]], without_offer: Sequence[BarrierTips]
) -> str:
    """How many trajecten fit and how many perhaps, what has no offer, and whether anything is local."""
    need, place = result.scores.need, result.profile.place
    if not need.total:
        return "Je kruiste geen belemmering aan. Hieronder staat waar zij aan mee kan doen."
    found = [*grouped[OPEN], *grouped[FURTHER]]
    fits = sum(match.verdict is Verdict.ELIGIBLE for match in found)
    parts = [count(fits, "traject past", "trajecten passen")] if fits else []
    if maybe := len(found) - fits:
        noun = "" if parts else " traject" if maybe == 1 else " trajecten"
        verb = "past misschien" if maybe == 1 else "passen misschien"
        parts.append(count(maybe, f"{noun} {verb}".strip(), f"{noun} {verb}".strip()))
    sentences = [listed(parts) or "Geen traject in de catalogus past bij haar en werkt aan wat je koos"]
    labels = [one.barrier.label for one in without_offer if not one.barrier.sensitive]
    if labels and found:
        sentences.append(f"Hier is nog geen aanbod voor: {'; '.join(map(first_lower, labels))}")
    if place and not any(place.keys & match.item.reach.keys for match in result.matches):
        sentences.append(f"Voor {place.name} staat geen plaatselijk aanbod in de catalogus")
    return " ".join(f"{first_upper(sentence)}." for sentence in sentences)
