"""The answer: every item of the audience with its verdict, its score line by line, and what to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.answers import Answer
from matching.engine.conditions import evaluate, leaves, open_leaves, required_part, test, what_excludes
from matching.engine.items import DERIVED, Catalogue, Coverage, Item
from matching.engine.profile import NO_BARRIER, Fault, Profile, ProfileRefused
from matching.engine.scoring import (
    OFFERED,
    Need,
    Verdict,
    coverage_answer,
    effective,
    fit,
    points,
    scores,
    specificity,
    verdict,
)
from matching.engine.vocabulary import LEVELS

Cites = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the calculation; the `points` of all lines add up to the score.

    `kind` is "barrier", "specificity" or "fit". For a barrier `weight` is severity x level weight and
    `coverage` 0-200 (hundredths, doubled); for the other two `percent` is what the line adds.
    """

    kind: str
    key: str
    label: str
    points: int
    weight: int = 0
    coverage: int = 0
    percent: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A barrier of the profile that the item works on; `answer` is that of the coverage's own condition."""

    barrier: str
    label: str
    level: str
    severity: int
    coverage: Coverage
    answer: Answer


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the item with the answer that this profile gives it."""

    fact: str
    text: str
    required: bool
    answer: Answer
    cites: Cites


@dataclass(frozen=True, slots=True)
class Question:
    """What to find out before the verdict is certain. `fact` is "reach" when the provider must be asked."""

    fact: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Match:
    """One item for this profile. `rank` is None when it is not offered. A match has reasons or is refused."""

    item: Item
    verdict: Verdict
    rank: int | None
    score: int
    levels: dict[str, int]
    derived_levels: dict[str, int]
    lines: tuple[Line, ...]
    covered: tuple[Covered, ...]
    plausible: tuple[Covered, ...]
    uncovered: tuple[str, ...]
    conditions: tuple[Condition, ...]
    reach: Answer
    questions: tuple[Question, ...]
    excluded_by: tuple[str, ...]

    def __post_init__(self) -> None:
        if sum(line.points for line in self.lines) != self.score:
            raise ValueError(f"{self.item.source_ref}: the lines do not add up to the score")
        if self.verdict is Verdict.INELIGIBLE and not self.excluded_by:
            raise ValueError(f"{self.item.source_ref}: ineligible without a reason")
        if self.verdict is Verdict.UNCERTAIN and not self.questions:
            raise ValueError(f"{self.item.source_ref}: uncertain without a question")


@dataclass(frozen=True, slots=True)
class MatchResult:
    """`matches`: the offered by rank, then out of reach, then ineligible, each of these by score and name."""

    profile: Profile
    catalogue_version: str
    matches: tuple[Match, ...]
    own_side: tuple[str, ...]

    @property
    def offered(self) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.rank is not None)

    def with_verdict(self, *verdicts: Verdict) -> tuple[Match, ...]:
        return tuple(match for match in self.matches if match.verdict in verdicts)


def match(profile: Profile, catalogue: Catalogue) -> MatchResult:
    """Ranks the catalogue for `profile`; raises ProfileRefused when no barrier is left that counts."""
    found = scores(profile, catalogue)
    if not found.need.total:
        raise ProfileRefused([Fault("barriers", NO_BARRIER)])
    ranks = {int(column): rank for rank, column in enumerate(found.order, start=1)}
    matches = [
        _match(
            profile,
            catalogue,
            item,
            need=found.need,
            cover=int(found.cover[column]),
            score=int(found.score[column]),
            outcome=verdict(int(found.verdicts[column])),
            rank=ranks.get(column),
        )
        for column, item in enumerate(catalogue.items)
        if profile.audience in item.audience
    ]
    exact = {item.source_ref: int(score) for item, score in zip(catalogue.items, found.score, strict=True)}
    place = {
        item.source_ref: int(spot) for item, spot in zip(catalogue.items, catalogue.tiebreak, strict=True)
    }
    matches.sort(
        key=lambda one: (
            one.rank is None,
            one.rank or 0,
            list(Verdict).index(one.verdict),
            -exact[one.item.source_ref],
            place[one.item.source_ref],
        )
    )
    own_side = tuple(
        slug
        for slug, _ in profile.barriers
        if profile.audience == "client" and catalogue.vocabulary.barriers[slug].own_side
    )
    return MatchResult(profile, catalogue.version, tuple(matches), own_side)


def _match(
    profile: Profile,
    catalogue: Catalogue,
    item: Item,
    *,
    need: Need,
    cover: int,
    score: int,
    outcome: Verdict,
    rank: int | None,
) -> Match:
    keys, vocabulary = catalogue.vocabulary.context, catalogue.vocabulary
    counted = dict(need.weights)
    severities = dict(profile.barriers)
    met: list[Covered] = []
    for coverage in item.coverage:
        if coverage.barrier in counted:
            barrier = vocabulary.barriers[coverage.barrier]
            answer = coverage_answer(coverage, profile, keys)
            met.append(
                Covered(
                    barrier.slug, barrier.label, barrier.level, severities[barrier.slug], coverage, answer
                )
            )
    met = [row for row in met if row.answer is not Answer.NO]
    met.sort(key=lambda row: (-counted[row.barrier] * effective(row.coverage, row.answer), row.barrier))
    covered = tuple(row for row in met if row.coverage.counts_as_covered)
    plausible = tuple(row for row in met if row.coverage.basis == DERIVED)
    required = required_part(item.conditions)
    total = points(score, need)
    return Match(
        item=item,
        verdict=outcome,
        rank=rank,
        score=total,
        levels=_levels(covered, need, catalogue),
        derived_levels=_levels(plausible, need, catalogue),
        lines=_lines(met, profile, catalogue, item, counted, cover, need, total),
        covered=covered,
        plausible=plausible,
        uncovered=tuple(slug for slug in counted if slug not in {row.barrier for row in covered}),
        conditions=tuple(
            Condition(leaf.fact, leaf.text, leaf.required, test(leaf, profile.facts, keys), leaf.cites)
            for leaf in leaves(item.conditions)
        ),
        reach=item.reach.answer(profile.place),
        questions=_questions(profile, catalogue, item) if outcome in OFFERED else (),
        excluded_by=what_excludes(required, profile.facts, keys) if outcome is Verdict.INELIGIBLE else (),
    )


def _levels(rows: Sequence[Covered], need: Need, catalogue: Catalogue) -> dict[str, int]:
    """Per level how much of the need on that level is covered, 0-100; 0 when nothing was asked there."""
    counted = dict(need.weights)
    answer = {}
    for level in LEVELS:
        asked = sum(
            weight for slug, weight in need.weights if catalogue.vocabulary.barriers[slug].level == level
        )
        done = sum(
            counted[row.barrier] * effective(row.coverage, row.answer) for row in rows if row.level == level
        )
        answer[level] = done // (2 * asked) if asked else 0
    return answer


def _lines(
    met: Sequence[Covered],
    profile: Profile,
    catalogue: Catalogue,
    item: Item,
    counted: dict[str, int],
    cover: int,
    need: Need,
    total: int,
) -> tuple[Line, ...]:
    """The calculation as lines whose whole points add up to `total` (largest remainder)."""
    keys, weights = catalogue.vocabulary.context, catalogue.weights
    rows: list[tuple[int, Line]] = []
    for row in met:
        doubled = effective(row.coverage, row.answer)
        weight = counted[row.barrier]
        line = Line("barrier", row.barrier, row.label, 0, weight, doubled, basis=row.coverage.basis)
        rows.append((weight * doubled * 100, line))
    lifted = [("specificity", *part) for part in specificity(item.conditions, profile.facts, keys, weights)]
    lifted += [("fit", *part) for part in fit(item.traits, profile.facts, weights)]
    for kind, key, percent in lifted:
        rows.append((cover * percent, Line(kind, key, _fact_label(key, catalogue), 0, percent=percent)))
    whole = 200 * need.total
    floors = [share // whole for share, _ in rows]
    left = total - sum(floors)
    by_remainder = sorted(range(len(rows)), key=lambda index: (-(rows[index][0] % whole), index))
    for index in by_remainder[:left]:
        floors[index] += 1
    return tuple(
        Line(line.kind, line.key, line.label, given, line.weight, line.coverage, line.percent, line.basis)
        for given, (_, line) in zip(floors, rows, strict=True)
    )


def _fact_label(key: str, catalogue: Catalogue) -> str:
    """ "wishes:betaald-werk" → "Wat zij wil: betaald werk"; a bare fact → its label."""
    fact, _, value = key.partition(":")
    known = catalogue.vocabulary.context[fact]
    if not value:
        return known.label or fact
    return f"{known.label or fact}: {known.value_labels.get(value, value)}"


def _questions(profile: Profile, catalogue: Catalogue, item: Item) -> tuple[Question, ...]:
    """What must be found out before the verdict is certain; each fact once, closed-world facts never."""
    keys = catalogue.vocabulary.context
    required = required_part(item.conditions)
    found: dict[str, Question] = {}
    if evaluate(required, profile.facts, keys) is Answer.UNKNOWN:
        for leaf in open_leaves(required, profile.facts, keys):
            stated = profile.facts.get(leaf.fact)
            text = keys[leaf.fact].question if stated is None else "Vraag de aanbieder of zij welkom is."
            found.setdefault(leaf.fact, Question(leaf.fact, text, leaf.text))
    if item.reach.answer(profile.place) is Answer.UNKNOWN:
        if profile.place is None:
            question = Question("municipality", keys["municipality"].question, item.reach.text)
        else:
            text = f"Vraag de aanbieder: loopt dit ook in {profile.place.name}?"
            question = Question("reach", text, item.reach.text)
        found.setdefault(question.fact, question)
    return tuple(found.values())


__all__ = ["Condition", "Covered", "Line", "Match", "MatchResult", "Question", "match"]
