"""The answer: every item of the audience with its verdict, its score line by line, and what to ask."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from catalogue.text.law import law_changed
from matching.engine.answers import Answer
from matching.engine.calculation import Covered, ScoreLine, ServedWish
from matching.engine.explaining import Explainer, OpenQuestion, TestedCondition
from matching.engine.facts import Assumed, Slip, slips
from matching.engine.items import (
    DERIVED,
    LISTS,
    RECHTEN,
    TRAJECTEN,
    Catalogue,
    Caution,
    Closed,
    Item,
    NextStep,
)
from matching.engine.profile import Profile
from matching.engine.rules import FixedLine, holds
from matching.engine.scoring import (
    OFFERED,
    RANKED_LISTS,
    VERDICTS,
    WAITS,
    Scores,
    Verdict,
    points,
    scores,
    total_of,
)


@dataclass(frozen=True, eq=False)
class Match:
    """One item for this profile. `rank` counts within its list; None when it has none: a right, what is not
    offered, and what covers no barrier and serves no wish of hers.

    `law_changed` says of a right that it was checked for a day before this one, else it is empty.
    The explanation is computed on first reading and cached; ValueError when a verdict has no reason.
    """

    item: Item
    list_name: str
    verdict: Verdict
    rank: int | None
    score: int
    waits: bool
    closed: Closed | None
    law_changed: str
    column: int = field(repr=False)
    _explainer: Explainer = field(repr=False)

    @property
    def available(self) -> str:
        """ "open", "paused" or "full"."""
        return self.closed.state if self.closed else "open"

    @property
    def offered(self) -> bool:
        return self.verdict in OFFERED and self.list_name != RECHTEN

    @cached_property
    def may_apply(self) -> bool:
        """Of a right whether it may apply to her ("kan gelden"); False for everything else."""
        return (
            self.list_name == RECHTEN and self.verdict in OFFERED and self._explainer.may_apply(self.column)
        )

    @cached_property
    def covered(self) -> tuple[Covered, ...]:
        """The barriers that the item covers, the heaviest first."""
        return tuple(row for row in self._met if row.coverage.counts_as_covered)

    @cached_property
    def plausible(self) -> tuple[Covered, ...]:
        """The barriers that it may do something for: only its goals and approaches say so."""
        return tuple(row for row in self._met if row.coverage.basis == DERIVED)

    @cached_property
    def served(self) -> tuple[ServedWish, ...]:
        """How far it serves each of her wishes that count."""
        return self._explainer.served(self.column)

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
        found = self._explainer.lines(self.column, self._met, self.served, self.score)
        if sum(line.points for line in found) != self.score:
            raise ValueError(f"{self.item.source_ref}: the lines do not add up to the score")
        return found

    @property
    def conditions(self) -> tuple[TestedCondition, ...]:
        return self._explainer.conditions(self.column)

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """The amber lines: what a stated fact speaks against, and safety."""
        return self._explainer.cautions(self.column)

    @cached_property
    def reach(self) -> Answer:
        return self._explainer.reach(self.column)

    @cached_property
    def later_only(self) -> bool:
        """Whether it can only come once childcare is arranged."""
        return self._explainer.later_only(self.column)

    @property
    def next_step(self) -> NextStep | None:
        return self.item.next_step

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What to ask of an item that is offered, or of a right that may apply."""
        found = self._explainer.questions(self.column, self.reach) if self.verdict in OFFERED else ()
        if self.verdict is Verdict.UNCERTAIN and not found and self.list_name != RECHTEN:
            raise ValueError(f"{self.item.source_ref}: uncertain without a question")
        return found

    @cached_property
    def excluded_by(self) -> tuple[str, ...]:
        """The facts that make it ineligible."""
        if self.verdict is not Verdict.INELIGIBLE:
            return ()
        found = self._explainer.excluded_by(self.column)
        if not found:
            raise ValueError(f"{self.item.source_ref}: ineligible without a reason")
        return found

    @cached_property
    def _met(self) -> list[Covered]:
        return self._explainer.met(self.column)


@dataclass(frozen=True, eq=False)
class MatchResult:
    """`matches`: trajecten and regelingen by rank, then what is offered without a rank, rights, out of reach
    and ineligible, each of these by score and name.

    `slips`, `assumed` and `lines` are for the klantmanager's eyes only. `own_side` are barriers about the
    guidance itself, which do not count for a client.
    """

    profile: Profile
    day: date
    catalogue_version: str
    matches: tuple[Match, ...]
    own_side: tuple[str, ...]
    scores: Scores = field(repr=False)
    slips: tuple[Slip, ...] = ()
    lines: tuple[FixedLine, ...] = ()

    @property
    def assumed(self) -> tuple[Assumed, ...]:
        return self.scores.known.assumed

    @cached_property
    def offered(self) -> tuple[Match, ...]:
        """Trajecten and regelingen that she may take part in, the ranked ones first."""
        return tuple(match for match in self.matches if match.offered)

    def ranked(self, *names: str) -> tuple[Match, ...]:
        """The ranked of these lists, or of both, in their joined order."""
        wanted = names or RANKED_LISTS
        return tuple(match for match in self.matches if match.rank is not None and match.list_name in wanted)

    @cached_property
    def rights(self) -> tuple[Match, ...]:
        """The rights that may apply to her."""
        return tuple(match for match in self.matches if match.may_apply)

    @property
    def leading(self) -> tuple[Match, ...]:
        """The first three trajecten."""
        return self.ranked(TRAJECTEN)[:3]


def match(profile: Profile, catalogue: Catalogue, day: date) -> MatchResult:
    """Ranks the catalogue for `profile` on `day`; without barriers and wishes nothing has a rank."""
    found = scores(profile, catalogue, day)
    explainer, items = Explainer(profile, catalogue, found), catalogue.items
    rank_of: dict[int, int] = {}
    for name in RANKED_LISTS:
        rank_of |= {int(column): rank for rank, column in enumerate(found.orders[name], start=1)}
    verdicts = found.verdicts.tolist()
    right, audience = catalogue.lists[RECHTEN].tolist(), catalogue.audiences[profile.audience].tolist()
    others = sorted(
        (
            column
            for column in np.lexsort((catalogue.tiebreak, -found.score)).tolist()
            if column not in rank_of and audience[column]
        ),
        key=lambda column: (verdicts[column] > 1, right[column], verdicts[column]),
    )
    totals = {name: total_of(name, found.need) for name in LISTS}
    score, closed = found.score.tolist(), found.closed.tolist()
    waits = (found.codes // 3 == WAITS).tolist()
    matches = tuple(
        Match(
            item=items[column],
            list_name=items[column].list_name,
            verdict=VERDICTS[verdicts[column]],
            rank=rank_of.get(column),
            score=points(score[column], totals[items[column].list_name]),
            waits=waits[column],
            closed=items[column].closed_on(day) if closed[column] else None,
            law_changed=law_changed(items[column].valid_until, day),
            column=column,
            _explainer=explainer,
        )
        for column in (*rank_of, *others)
    )
    barriers, keys = catalogue.vocabulary.barriers, catalogue.vocabulary.context
    slugs = [slug for slug, _ in profile.barriers]
    return MatchResult(
        profile=profile,
        day=day,
        catalogue_version=catalogue.version,
        matches=matches,
        own_side=tuple(slug for slug in slugs if profile.audience == "client" and barriers[slug].own_side),
        scores=found,
        slips=slips(profile, catalogue.vocabulary, catalogue.rules),
        lines=tuple(line for line in catalogue.rules.lines if holds(line.when, profile.facts, slugs, keys)),
    )


__all__ = [
    "Covered",
    "Match",
    "MatchResult",
    "OpenQuestion",
    "ScoreLine",
    "ServedWish",
    "TestedCondition",
    "match",
]
