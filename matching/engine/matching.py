"""The answer: every item of the audience with its verdict, its score line by line, and what to ask."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.engine.answers import Answer
from matching.engine.calculation import Covered, Line, lines
from matching.engine.conditions import Leaf, Tree, open_leaves, test, what_excludes
from matching.engine.items import DERIVED, Catalogue, Item
from matching.engine.profile import NO_BARRIER, Fault, Profile, ProfileRefused
from matching.engine.scoring import (
    OFFERED,
    Scores,
    Verdict,
    coverage_answer,
    effective,
    fit,
    points,
    rules_for,
    scores,
    specificity,
    verdict,
)
from matching.engine.vocabulary import LEVELS

Cites = tuple[tuple[str, str], ...]


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
    scores: Scores = field(repr=False, compare=False)

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
    rank_of = {int(column): rank for rank, column in enumerate(found.order, start=1)}
    others = [
        column
        for column in np.lexsort((catalogue.tiebreak, -found.score, found.verdicts)).tolist()
        if column not in rank_of and catalogue.audiences[profile.audience][column]
    ]
    told = _Told(profile, catalogue, found)
    matches = tuple(told.match(column, rank_of.get(column)) for column in (*rank_of, *others))
    own_side = tuple(
        slug
        for slug, _ in profile.barriers
        if profile.audience == "client" and catalogue.vocabulary.barriers[slug].own_side
    )
    return MatchResult(profile, catalogue.version, matches, own_side, found)


class _Told:
    """Tells of one item at a time why; what the profile alone decides is worked out once."""

    def __init__(self, profile: Profile, catalogue: Catalogue, found: Scores):
        self._profile, self._catalogue, self._found = profile, catalogue, found
        self._keys, self._weights = catalogue.vocabulary.context, catalogue.weights
        barriers, self._counted = catalogue.vocabulary.barriers, dict(found.need.weights)
        self._barriers = {
            slug: (barriers[slug], severity) for slug, severity in profile.barriers if slug in self._counted
        }
        self._asked = dict.fromkeys(LEVELS, 0)
        for slug, weight in found.need.weights:
            self._asked[barriers[slug].level] += weight
        self._rules = rules_for(profile.facts, catalogue.weights)
        #: Per item what it has: an element of a list costs a third of one of an array.
        self._tree, self._verdict = catalogue.tree_of.tolist(), found.verdicts.tolist()
        self._cover, self._lift, self._score = found.cover.tolist(), found.lift.tolist(), found.score.tolist()

    def match(self, column: int, rank: int | None) -> Match:
        catalogue, facts, found = self._catalogue, self._profile.facts, self._found
        item, tree = catalogue.items[column], self._tree[column]
        met = self._met(item)
        covered = tuple(row for row in met if row.coverage.counts_as_covered)
        plausible = tuple(row for row in met if row.coverage.basis == DERIVED)
        has = {row.barrier for row in covered}
        required, outcome = catalogue.required[tree], verdict(self._verdict[column])
        reach = item.reach.answer(self._profile.place)
        score = points(self._score[column], found.need)
        return Match(
            item=item,
            verdict=outcome,
            rank=rank,
            score=score,
            levels=self._levels(covered),
            derived_levels=self._levels(plausible),
            lines=lines(
                met,
                self._lifted(item, catalogue.specific[tree]) if self._lift[column] > 100 else [],
                cover=self._cover[column],
                total=score,
                need=found.need,
                keys=self._keys,
            ),
            covered=covered,
            plausible=plausible,
            uncovered=tuple(slug for slug in self._counted if slug not in has),
            conditions=tuple(
                Condition(leaf.fact, leaf.text, leaf.required, test(leaf, facts, self._keys), leaf.cites)
                for leaf in catalogue.leaves[tree]
            ),
            reach=reach,
            questions=self._questions(item, required, reach) if outcome in OFFERED else (),
            excluded_by=(what_excludes(required, facts, self._keys) if outcome is Verdict.INELIGIBLE else ()),
        )

    def _met(self, item: Item) -> list[Covered]:
        """The coverage that counts for this profile, the heaviest first."""
        met: list[tuple[int, str, Covered]] = []
        for coverage in item.coverage:
            if coverage.barrier in self._barriers:
                answer = coverage_answer(coverage, self._profile, self._keys)
                if answer is not Answer.NO:
                    barrier, severity = self._barriers[coverage.barrier]
                    row = Covered(barrier.slug, barrier.label, barrier.level, severity, coverage, answer)
                    weight = self._counted[barrier.slug] * effective(coverage, answer)
                    met.append((-weight, barrier.slug, row))
        return [row for _, _, row in sorted(met, key=lambda one: one[:2])]

    def _levels(self, rows: Sequence[Covered]) -> dict[str, int]:
        """Per level how much of the need on that level is covered, 0-100; 0 when nothing was asked there."""
        done = dict.fromkeys(LEVELS, 0)
        if not rows:
            return done
        for row in rows:
            done[row.level] += self._counted[row.barrier] * effective(row.coverage, row.answer)
        return {level: done[level] // (2 * asked) if asked else 0 for level, asked in self._asked.items()}

    def _lifted(self, item: Item, known: Sequence[Leaf]) -> list[tuple[str, str, int]]:
        """What lifts the score, as kind, key and per cents."""
        facts, weights = self._profile.facts, self._weights
        lifted = [("specificity", *part) for part in specificity(known, facts, self._keys, weights)]
        return [*lifted, *(("fit", *part) for part in fit(item.traits, self._rules, weights.fit_cap))]

    def _questions(self, item: Item, required: Tree | None, reach: Answer) -> tuple[Question, ...]:
        """What must be found out before the verdict is certain; each fact once, closed-world facts never."""
        facts, place, found = self._profile.facts, self._profile.place, dict[str, Question]()
        for leaf in open_leaves(required, facts, self._keys):
            text = "Vraag de aanbieder of zij welkom is."
            if facts.get(leaf.fact) is None:
                text = self._keys[leaf.fact].question
            found.setdefault(leaf.fact, Question(leaf.fact, text, leaf.text))
        if reach is Answer.UNKNOWN:
            question = Question("municipality", self._keys["municipality"].question, item.reach.text)
            if place is not None:
                text = f"Vraag de aanbieder: loopt dit ook in {place.name}?"
                question = Question("reach", text, item.reach.text)
            found.setdefault(question.fact, question)
        return tuple(found.values())


__all__ = ["Condition", "Covered", "Line", "Match", "MatchResult", "Question", "match"]
