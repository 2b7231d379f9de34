"""The answer in Dutch words and in the order of the page. No rule lives here, only how it is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.models import Intervention, Level, Source
from catalogue.reference import read_json
from matching.engine.changes import BUY_IN, Change
from matching.engine.matching import Condition, Covered, Line, Match
from matching.engine.plan import AFTER, Plan, PlanItem
from matching.engine.profile import Profile
from matching.engine.robustness import TOP, Robustness
from matching.engine.scoring import Verdict, need_of
from matching.engine.vocabulary import Barrier, Vocabulary
from matching.service import Answered
from matching.takealong import reveals
from matching.weights import weights
from matching.wording import (
    ANSWER_WORDS,
    BASIS_WORDS,
    LEVEL_WORDS,
    MISSING_WORDS,
    OUTSIDE_WORDS,
    ROBUSTNESS_WORDS,
    SEVERITY_WORDS,
    VERDICT_ICONS,
    VERDICT_WORDS,
    count,
    first_lower,
    first_upper,
)

#: So many items stand open on the page; the rest is one click away.
OPEN_CARDS = 6
REASONS = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One level of the bars. `text` replaces the number where nothing was asked."""

    level: str
    label: str
    value: int
    derived: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    sensitive: bool
    level: str
    note: str
    basis: str
    severity: str
    half: str
    cites: str


@dataclass(frozen=True, slots=True)
class LineRow:
    what: str
    how: str
    points: int


@dataclass(frozen=True, slots=True)
class ConditionRow:
    text: str
    strength: str
    answer: str
    cites: str


@dataclass(frozen=True, slots=True)
class Card:
    """One item on the result page."""

    match: Match
    row: Intervention
    verdict: str
    verdict_class: str
    verdict_icon: str
    bars: list[Bar]
    reasons: list[Reason]
    more_reasons: list[Reason]
    plausible: list[Reason]
    left: list[str]
    lines: list[LineRow]
    conditions: list[ConditionRow]
    sure: str
    changes: list[str]
    why_not: str
    other_sector: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    item: PlanItem
    row: Intervention
    barriers: list[str]
    questions: int


@dataclass(frozen=True, slots=True)
class Left:
    """A barrier that nothing in the plan covers, with what the sources say you can do yourself."""

    barrier: Barrier
    working_elements: list[dict[str, str]]
    tips: list[dict[str, str]]
    policy: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class TakeAlongChoice:
    """An item that may go on the sheet; ticked when it is in the plan and its name reveals nothing."""

    ref: str
    name: str
    ticked: bool
    reveals: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    sentence: str
    cards: list[Card]
    more_cards: list[Card]
    without_cover: list[Card]
    out_of_reach: list[Card]
    ineligible: list[Card]
    together: list[PlanRow]
    after: list[PlanRow]
    plan: Plan
    plan_bars: list[Bar]
    missing: list[str]
    builds_on: list[tuple[str, str]]
    others: list[list[str]]
    left: list[Left]
    own_side: list[Left]
    takealong: list[TakeAlongChoice]
    facts: list[tuple[str, str, bool]]
    catalogue_version: str
    stands: str


def page_of(answered: Answered, vocabulary: Vocabulary) -> ResultPage:
    """Everything the result page shows, in three queries however many items there are."""
    result = answered.result
    refs = [match.item.source_ref for match in result.matches]
    rows = {
        row.source_ref: row
        for row in Intervention.objects.published().for_places().filter(source_ref__in=refs)
    }
    sources = {source.key: source.short for source in Source.objects.all()}
    asked = {vocabulary.barriers[slug].level for slug, _ in result.profile.barriers}
    need = need_of(result.profile, vocabulary, weights()).total
    cards = [
        _card(
            match,
            rows[match.item.source_ref],
            asked,
            sources,
            vocabulary,
            answered.robustness.get(match.item.source_ref),
            answered.changes.get(match.item.source_ref, ()),
            result.profile.facts,
            need,
        )
        for match in result.matches
    ]
    offered = [card for card in cards if card.match.rank is not None]
    useful = [card for card in offered if card.match.covered]
    plan_rows = [
        PlanRow(
            item,
            rows[item.item.source_ref],
            [vocabulary.barriers[slug].label for slug in item.barriers],
            next(len(one.questions) for one in result.offered if one.item is item.item),
        )
        for item in answered.plan.items
    ]
    names = {match.item.source_ref: match.item.name for match in result.matches}
    return ResultPage(
        sentence=_sentence(useful),
        cards=useful[:OPEN_CARDS],
        more_cards=useful[OPEN_CARDS:],
        without_cover=[card for card in offered if not card.match.covered],
        out_of_reach=[card for card in cards if card.match.verdict is Verdict.OUT_OF_REACH],
        ineligible=[card for card in cards if card.match.verdict is Verdict.INELIGIBLE],
        together=[row for row in plan_rows if row.item.block != AFTER],
        after=[row for row in plan_rows if row.item.block == AFTER],
        plan=answered.plan,
        plan_bars=_bars(answered.plan.levels, {}, asked),
        missing=[MISSING_WORDS[name] for name in answered.plan.missing],
        builds_on=[(names[one], names[other]) for one, other in answered.plan.builds_on],
        others=[[names[ref] for ref in refs] for refs in answered.plan.others],
        left=[
            _left(vocabulary.barriers[slug], sources)
            for slug in answered.plan.left
            if slug not in result.own_side
        ],
        own_side=[_left(vocabulary.barriers[slug], sources) for slug in result.own_side],
        takealong=_takealong(useful[:OPEN_CARDS], answered.plan, vocabulary),
        facts=_facts(result.profile, vocabulary),
        catalogue_version=result.catalogue_version,
        stands=" en ".join(sorted({row.stand for row in rows.values()})),
    )


def _facts(profile: Profile, vocabulary: Vocabulary) -> list[tuple[str, str, bool]]:
    """What was filled in of the situation: label, value, and whether it is sensitive."""
    rows = [("Gemeente", profile.place.name, False)] if profile.place else []
    for name, value in profile.facts.items():
        key = vocabulary.context[name]
        values = value if isinstance(value, tuple) else (value,)
        words = ["ja" if item is True else "nee" if item is False else str(item) for item in values]
        shown = ", ".join(key.value_labels.get(word, word) for word in words)
        rows.append((key.label, shown, key.sensitive))
    return rows


def _takealong(cards: Sequence[Card], plan: Plan, vocabulary: Vocabulary) -> list[TakeAlongChoice]:
    planned = [row.item for row in plan.items]
    certain = {card.match.item.source_ref for card in cards if card.match.verdict is Verdict.ELIGIBLE}
    items = {item.source_ref: item for item in [*planned, *(card.match.item for card in cards)]}
    refs = {item.source_ref for item in planned}
    return [
        TakeAlongChoice(
            ref,
            item.name,
            ref in refs and ref in certain and not reveals(item, vocabulary),
            reveals(item, vocabulary),
        )
        for ref, item in items.items()
    ]


def _sentence(useful: Sequence[Card]) -> str:
    """How many of the items that stand open fit, and how many only after a question."""
    if not useful:
        return "Niets in de catalogus werkt aan wat je koos en past bij haar."
    shown = useful[:OPEN_CARDS]
    fits = sum(card.match.verdict is Verdict.ELIGIBLE for card in shown)
    parts = []
    if fits:
        parts.append(count(fits, "aanbod past goed", "keer past het aanbod goed"))
    if maybe := len(shown) - fits:
        parts.append(count(maybe, "past na navraag", "keer moet je eerst iets navragen"))
    return f"{first_upper(', '.join(parts))}."


def _card(
    match: Match,
    row: Intervention,
    asked: set[str],
    sources: Mapping[str, str],
    vocabulary: Vocabulary,
    sure: Robustness | None,
    changes: Iterable[Change],
    facts: Mapping[str, Any],
    need: int,
) -> Card:
    def told(rows: Iterable[Covered]) -> list[Reason]:
        barriers = vocabulary.barriers
        return [_reason(row, sources, sensitive=barriers[row.barrier].sensitive) for row in rows]

    reasons = told(match.covered)
    return Card(
        match=match,
        row=row,
        verdict=VERDICT_WORDS[match.verdict],
        verdict_class=match.verdict.value.replace("_", "-"),
        verdict_icon=VERDICT_ICONS[match.verdict],
        bars=_bars(match.levels, match.derived_levels, asked),
        reasons=reasons[:REASONS],
        more_reasons=reasons[REASONS:],
        plausible=told(match.plausible),
        left=[
            first_lower(barrier.label)
            for slug in match.uncovered
            if not (barrier := vocabulary.barriers[slug]).sensitive
        ],
        lines=[_line(line, need) for line in match.lines],
        conditions=[_condition(condition, sources, vocabulary, facts) for condition in match.conditions],
        sure=_sure(sure, match.rank),
        changes=[change_words(change, vocabulary) for change in changes],
        why_not=_why_not(match, row, vocabulary, facts),
        other_sector=_other_sector(match, facts.get("sectors", ()), vocabulary),
    )


def _other_sector(match: Match, wanted: Sequence[str], vocabulary: Vocabulary) -> str:
    """The sectors of an item that has none of those she named; a caution, it changes no score."""
    offered = match.item.traits.get("sectors", ())
    if not wanted or not offered or set(wanted) & set(offered):
        return ""
    labels = vocabulary.context["sectors"].value_labels
    return ", ".join(labels.get(name, name) for name in offered)


def _bars(values: Mapping[str, int], derived: Mapping[str, int], asked: set[str]) -> list[Bar]:
    return [
        Bar(
            level.value,
            LEVEL_WORDS[level.value],
            values[level.value],
            min(values[level.value] + derived.get(level.value, 0), 100),
            "" if level.value in asked else "niet aangekruist",
        )
        for level in Level
    ]


def _reason(covered: Any, sources: Mapping[str, str], *, sensitive: bool) -> Reason:
    condition = covered.coverage.condition
    half = ""
    if condition is not None and covered.answer.word == "unknown":
        half = f"telt half: niet bekend of dit klopt: {getattr(condition, 'text', 'voorwaarde')}"
    return Reason(
        label=covered.label,
        sensitive=sensitive,
        level=covered.level,
        note=covered.coverage.note,
        basis=BASIS_WORDS[covered.coverage.basis],
        severity=SEVERITY_WORDS[covered.severity],
        half=half,
        cites=cites_text(covered.coverage.cites, sources),
    )


def cites_text(cites: Iterable[tuple[str, str]], sources: Mapping[str, str]) -> str:
    """ "Re-integratie van vrouwen … (2020), Bijlage 2 nr 14; §5.1": each source once, with its places."""
    places: dict[str, list[str]] = {}
    for source, place in cites:
        places.setdefault(source, []).append(place)
    return "; ".join(f"{sources.get(key, key)}, {' en '.join(found)}" for key, found in places.items())


def _line(line: Line, need: int) -> LineRow:
    if line.kind == "barrier":
        share = f"{line.weight} × {line.coverage / 2:g} : {need}"
        how = f"gewicht × dekking : behoefte = {share} ({BASIS_WORDS[line.basis]})"
    else:
        kind = "voorwaarde die klopt" if line.kind == "specificity" else "sluit aan"
        how = f"{kind}: {line.percent} % erbij"
    return LineRow(line.label, how, line.points)


def _condition(
    condition: Condition, sources: Mapping[str, str], vocabulary: Vocabulary, facts: Mapping[str, Any]
) -> ConditionRow:
    unsaid = vocabulary.context[condition.fact].closed_world and condition.fact not in facts
    return ConditionRow(
        text=condition.text,
        strength="eis" if condition.required else "bedoeld voor",
        answer="niet aangekruist" if unsaid else ANSWER_WORDS[condition.answer],
        cites=cites_text(condition.cites, sources),
    )


def _sure(sure: Robustness | None, rank: int | None) -> str:
    if sure is None:
        return ""
    words = ROBUSTNESS_WORDS if rank is not None and rank <= TOP else OUTSIDE_WORDS
    return words[sure.word].format(share=sure.share)


def _why_not(match: Match, row: Intervention, vocabulary: Vocabulary, facts: Mapping[str, Any]) -> str:
    if match.verdict is Verdict.OUT_OF_REACH:
        if match.item.kind == Intervention.Kind.SCHEME:
            return f"Regeling van {row.where}. Vraag of jouw gemeente ook zo’n regeling heeft."
        return f"Volgens de bron in {row.where}." if row.where else ""
    if match.verdict is not Verdict.INELIGIBLE:
        return ""
    if all(vocabulary.context[fact].closed_world and fact not in facts for fact in match.excluded_by):
        return "Voor een groep die je niet hebt aangekruist. Vraag er niet naar."
    texts = [
        condition.text
        for condition in match.conditions
        if condition.required and condition.fact in match.excluded_by
    ]
    return f"De aanbieder vraagt: {', '.join(dict.fromkeys(texts))}."


def change_words(change: Change, vocabulary: Vocabulary) -> str:
    """One change as a sentence to the klantmanager."""
    steps = " en ".join(_step(fact, value, vocabulary, change.kind) for fact, value in change.facts)
    gives = "komt dit in beeld" if change.gives == "offered" else "staat dit op de eerste plaats"
    return f"{steps[:1].upper()}{steps[1:]}, dan {gives}."


def _step(fact: str, value: Any, vocabulary: Vocabulary, kind: str) -> str:
    if fact == BUY_IN:
        return "als de gemeente dit inkoopt"
    if kind == "arrange":
        if fact == "childcare":
            return "als er kinderopvang is geregeld"
        if fact == "in_work_track":
            return "als zij een traject naar werk volgt"
        if fact == "diploma_recognised":
            return "als haar diploma is gewaardeerd"
    key = vocabulary.context[fact]
    if isinstance(value, bool):
        shown = "ja" if value else "nee"
    elif isinstance(value, tuple):
        shown = " en ".join(key.value_labels.get(item, item) for item in value)
    else:
        shown = key.value_labels.get(str(value), str(value))
    verb = "als het antwoord is" if kind == "answer" else "als dit verandert:"
    return f"{verb} “{key.label.lower()}: {shown}”"


@cache
def _what_is_left() -> dict[str, Any]:
    path = settings.FIXTURES_DIR / "what_is_left.json"
    return read_json(path)["barriers"] if path.is_file() else {}


def _left(barrier: Barrier, sources: Mapping[str, str]) -> Left:
    known = _what_is_left().get(barrier.slug, {})

    def told(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {"text": row["text"], "cites": cites_text([(row["source"], row["place"])], sources)}
            for row in rows
        ]

    policy = known.get("policy")
    return Left(
        barrier=barrier,
        working_elements=told(known.get("working_elements", ())),
        tips=told(known.get("conversation_tips", ())),
        policy=told([policy])[0] if policy and policy.get("source") else None,
    )
