"""The answer: every item of the audience with its verdict, its score line by line, and what to ask."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from matching.engine.answers import Answer
from matching.engine.calculation import Covered, ScoreLine
from matching.engine.explaining import Explainer, OpenQuestion, TestedCondition
from matching.engine.items import DERIVED, Catalogue, Item
from matching.engine.profile import NO_BARRIER, Fault, Profile, ProfileRefused
from matching.engine.scoring import OFFERED, Scores, Verdict, points, scores, verdict


@dataclass(frozen=True, eq=False)
class Match:
    """One item for this profile. `rank` is None when it is not offered.

    The explanation is computed on first reading and cached; ValueError when a verdict has no reason.
    """

    item: Item
    verdict: Verdict
    rank: int | None
    score: int
    _column: int = field(repr=False)
    _explainer: Explainer = field(repr=False)

    @cached_property
    def covered(self) -> tuple[Covered, ...]:
        """The barriers that the item covers, the heaviest first."""
        return tuple(row for row in self._met if row.coverage.counts_as_covered)

    @cached_property
    def plausible(self) -> tuple[Covered, ...]:
        """The barriers that it may do something for: only its goals and approaches say so."""
        return tuple(row for row in self._met if row.coverage.basis == DERIVED)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The barriers that count and that it does not cover, by slug."""
        return self._explainer.uncovered(self.covered)

    @property
    def levels(self) -> dict[str, int]:
        return self._explainer.levels(self.covered)

    @property
    def derived_levels(self) -> dict[str, int]:
        return self._explainer.levels(self.plausible)

    @cached_property
    def lines(self) -> tuple[ScoreLine, ...]:
        """The calculation; the points of the lines add up to the score."""
        found = self._explainer.lines(self._column, self._met, self.score)
        if sum(line.points for line in found) != self.score:
            raise ValueError(f"{self.item.source_ref}: the lines do not add up to the score")
        return found

    @property
    def conditions(self) -> tuple[TestedCondition, ...]:
        return self._explainer.conditions(self._column)

    @cached_property
    def reach(self) -> Answer:
        return self._explainer.reach(self._column)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What to ask of an item that is offered."""
        found = self._explainer.questions(self._column, self.reach) if self.verdict in OFFERED else ()
        if self.verdict is Verdict.UNCERTAIN and not found:
            raise ValueError(f"{self.item.source_ref}: uncertain without a question")
        return found

    @cached_property
    def excluded_by(self) -> tuple[str, ...]:
        """The facts that make it ineligible."""
        if self.verdict is not Verdict.INELIGIBLE:
            return ()
        found = self._explainer.excluded_by(self._column)
        if not found:
            raise ValueError(f"{self.item.source_ref}: ineligible without a reason")
        return found

    @cached_property
    def _met(self) -> list[Covered]:
        return self._explainer.met(self._column)


@dataclass(frozen=True, slots=True, eq=False)
class MatchResult:
    """`matches`: the offered by rank, then out of reach, then ineligible, each of these by score and name."""

    profile: Profile
    catalogue_version: str
    matches: tuple[Match, ...]
    own_side: tuple[str, ...]
    scores: Scores = field(repr=False)

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
    explainer, items = Explainer(profile, catalogue, found), catalogue.items
    score, verdicts = found.score.tolist(), found.verdicts.tolist()
    matches = tuple(
        Match(
            item=items[column],
            verdict=verdict(verdicts[column]),
            rank=rank_of.get(column),
            score=points(score[column], found.need),
            _column=column,
            _explainer=explainer,
        )
        for column in (*rank_of, *others)
    )
    own_side = tuple(
        slug
        for slug, _ in profile.barriers
        if profile.audience == "client" and catalogue.vocabulary.barriers[slug].own_side
    )
    return MatchResult(profile, catalogue.version, matches, own_side, found)


__all__ = ["Covered", "Match", "MatchResult", "OpenQuestion", "ScoreLine", "TestedCondition", "match"]
