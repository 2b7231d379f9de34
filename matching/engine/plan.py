"""The combination plan: a proposal to talk about, of which few items together cover most.

Row 0 is what runs already. Then come rows without an item: a blocking barrier that nothing offered covers,
and fixed rows by facts. Then at most three ranked items of trajecten and regelingen that do not wait, so that

    sum over the barriers and wishes of weight x the best coverage among the chosen

is as high as it can be (combination.py), by stated and declared coverage only; an item that is uncertain
counts for less. Of several optima the fewest items, then the ranks in the joined order decide.

The first traject of her order is always in it when it surely is in reach, can begin now and nothing she said
speaks against it: a proposal begins with what fits best.

Blocks: "now" for what has an early phase and for regelingen, "later" for the rest, for what is paused or full
and for what waits for childcare. In a block at most one main traject: one of more than two dagdelen, or of
unknown hours; language may stand beside it. The known hours of a block stay within hers. What contradicts her
sector, her main wish or her level is left out, with that reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.answers import Answer
from matching.engine.combination import PlanProblem, solve
from matching.engine.conditions import leaves
from matching.engine.explaining import OpenQuestion
from matching.engine.items import REGELINGEN, TRAJECTEN, Catalogue, Item, NextStep
from matching.engine.matching import Match, MatchResult
from matching.engine.needs import ProfileNeed
from matching.engine.rules import FirstStep, PlanRules, holds
from matching.engine.scoring import Verdict, coverage_answer, covers
from matching.engine.vocabulary import BLOCKING, LEVELS
from matching.engine.weights import SECTORS

NOW, LATER = "now", "later"
#: The outcomes and the wishes that mean paid work.
PAID_OUTCOMES = frozenset({"betaald-werk", "eigen-bedrijf"})
PAID_WORK = frozenset({"betaald-werk", "betaald-werk-nu"})
#: The key of the row for a blocking barrier that has no row of its own.
OTHER_STEP = "other"
#: Why the first traject is not in the plan, or may not be in any.
WAITS, SECTOR, MAIN_WISH, LEVEL, ACTIVATION = "waits", "sector", "main_wish", "level", "activation"
HOURS, NOTHING_STATED, LESS_TOGETHER = "hours", "nothing_stated", "less_together"
REASONS = (WAITS, SECTOR, MAIN_WISH, LEVEL, ACTIVATION, HOURS, NOTHING_STATED, LESS_TOGETHER)


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One chosen item. `barriers` and `wishes` are what it is for: what the rows before it do not cover as
    well.

    `gain` in points is what it adds to those before it. `ask` is what to find out first, `first` how to
    begin. `after_childcare`: only once childcare is arranged.
    """

    item: Item
    rank: int
    list_name: str
    block: str
    gain: int
    barriers: tuple[str, ...]
    wishes: tuple[str, ...]
    ask: tuple[OpenQuestion, ...]
    first: NextStep | None
    hours_unknown: bool
    after_childcare: bool


@dataclass(frozen=True, slots=True)
class StepFirst:
    """A row without an item: what to do first or at the same time, and the barriers that it is about."""

    step: FirstStep
    barriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Running:
    """What runs already: "dit loopt al, niet laten stoppen". `hours` a week, None when not known."""

    kind: str
    hours: float | None


@dataclass(frozen=True, slots=True)
class Without:
    """Why the first traject is not in the plan: one of the reasons of this module."""

    source_ref: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`coverage` and `levels` in points 0-100; `left` are the barriers that no chosen item covers.

    `others` are further optima as tuples of source_refs, `more` that there are others still. `missing` names
    what the sources ask of a plan and this one has not: "work", "realism_check", "aftercare".
    `builds_on` are pairs (item, what it builds on) that were chosen together. `contradicting` are the ranked
    items that were left out because of what she said, by source_ref with the reason.
    """

    running: tuple[Running, ...]
    first: tuple[StepFirst, ...]
    items: tuple[PlanItem, ...]
    coverage: int
    levels: dict[str, int]
    left: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    more: bool
    missing: tuple[str, ...]
    builds_on: tuple[tuple[str, str], ...]
    without: Without | None
    contradicting: tuple[tuple[str, str], ...]


def block_for(kind: str, phases: Sequence[str], rules: PlanRules) -> str:
    """Regelingen and what activates or prepares come now; what starts at leading to work comes later."""
    if kind == "scheme" or not phases or set(phases) - rules.later_phases:
        return NOW
    return LATER


def plan(result: MatchResult, catalogue: Catalogue) -> Plan:
    """The best combination of offered items of `result`."""
    return _Planner(result, catalogue).plan()


class _Planner:
    def __init__(self, result: MatchResult, catalogue: Catalogue):
        self.result, self.catalogue, self.rules = result, catalogue, catalogue.rules.plan
        self.need: ProfileNeed = result.scores.need
        self.facts = result.profile.facts
        self.slugs = [slug for slug, _ in self.need.weights]
        self.wishes = [wish.wish for wish, _ in self.need.wishes]
        self.severity = dict(result.profile.barriers)
        ranked = [match for match in result.ranked() if not match.waits]
        self.contradictions = {
            match.column: reason for match in ranked if (reason := self._contradiction(match.item))
        }
        self.candidates = [match for match in ranked if match.column not in self.contradictions]
        self.cover = self._cover(np.array([match.column for match in self.candidates], dtype=np.intp))

    def plan(self) -> Plan:
        optima, more = solve(self._problem()) if len(self.candidates) else ([()], False)
        rows = self._ordered(optima[0])
        refs = {self.candidates[row].item.source_ref for row in rows}
        reached = np.zeros(len(self.slugs) + len(self.wishes), dtype=np.int64)
        items, points_so_far = [], 0
        weights = self._weights()
        for row in rows:
            mine = self.cover[row]
            new = np.flatnonzero(mine > reached)
            reached = np.maximum(reached, mine)
            points_now = self._points(int(reached @ weights), self.need.total)
            items.append(self._item(row, new.tolist(), points_now - points_so_far))
            points_so_far = points_now
        covered = {slug for slug, value in zip(self.slugs, reached, strict=False) if value}
        return Plan(
            running=tuple(Running(kind, hours) for kind, hours in self.facts.get("already", {}).items()),
            first=self._first(),
            items=tuple(items),
            coverage=points_so_far,
            levels=self._levels(reached),
            left=tuple(slug for slug, _ in self.result.profile.barriers if slug not in covered),
            others=tuple(tuple(self.candidates[row].item.source_ref for row in rows) for rows in optima[1:]),
            more=more,
            missing=self._missing([self.candidates[row].item for row in rows]) if rows else (),
            builds_on=tuple(
                (self.candidates[row].item.source_ref, ref)
                for row in rows
                for kind, ref in self.candidates[row].item.relations
                if kind == "builds-on" and ref in refs
            ),
            without=self._without(refs),
            contradicting=tuple(
                (self.catalogue.items[column].source_ref, reason)
                for column, reason in self.contradictions.items()
            ),
        )

    def _cover(self, columns: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        """[candidates x barriers and wishes] in half per cents times what counts of an uncertain item."""
        catalogue, facts = self.catalogue, self.facts
        cover = np.zeros((len(columns), len(self.slugs) + len(self.wishes)), dtype=np.int64)
        for index, slug in enumerate(self.slugs):
            row = catalogue.barrier_row[slug]
            half = catalogue.matrix[row, columns].astype(np.int64) * 2
            half *= covers(slug, facts, catalogue)[columns]
            for condition, conditional in catalogue.conditional_columns.get(slug, ()):
                if coverage_answer(slug, condition, facts, catalogue.vocabulary) is Answer.UNKNOWN:
                    half[np.isin(columns, conditional)] //= 2
            cover[:, index] = half
        serves = catalogue.lists[TRAJECTEN][columns]
        for index, (wish, _) in enumerate(self.need.wishes, start=len(self.slugs)):
            percent = catalogue.serving(wish, facts.get("sectors", ()))[columns]
            cover[:, index] = np.maximum(percent, 0) * 2 * serves
        uncertain = np.array([match.verdict is Verdict.UNCERTAIN for match in self.candidates], dtype=bool)
        return cover * np.where(uncertain, self.rules.uncertain, 100)[:, None]

    def _weights(self) -> npt.NDArray[np.int64]:
        weights = [weight for _, weight in (*self.need.weights, *self.need.wishes)]
        return np.array(weights, dtype=np.int64)

    def _problem(self) -> PlanProblem:
        blocks = [self._block(match) for match in self.candidates]
        stated_hours = self.facts.get("hours_per_week")
        hours = np.zeros((len(blocks), 2), dtype=np.int64)
        for row, (match, block) in enumerate(zip(self.candidates, blocks, strict=True)):
            asked = match.item.least_hours(self.rules.dagdeel_hours)
            # Once childcare is arranged she has more hours than the limit knows of.
            hours[row, int(block == LATER)] = 0 if match.later_only else round((asked or 0) * 100)
        count = len(self.slugs)
        # The need of the barriers in half per cents of certain items; without barriers that of the wishes.
        need = (self.need.barrier_total or self.need.wish_total) * 200 * 100
        share = self.rules.least_share * self.rules.share_barriers
        parts = 100 * max(self.rules.share_barriers, count)
        return PlanProblem(
            cover=self.cover,
            weights=self._weights(),
            size=self.rules.size,
            hours=hours,
            limit=-1 if stated_hours is None else round(stated_hours * 100),
            conflicts=self._conflicts(blocks),
            slot=np.array(
                [self._slot(match, block) for match, block in zip(self.candidates, blocks, strict=True)],
                dtype=np.int64,
            ),
            blocking=np.array(
                [self.severity[slug] == BLOCKING for slug in self.slugs] + [False] * len(self.wishes),
                dtype=bool,
            ),
            barriers=np.array([True] * count + [False] * len(self.wishes), dtype=bool),
            easy=np.array([match.list_name == REGELINGEN for match in self.candidates], dtype=bool),
            least=-(-need * share // parts),
            lead=self._leads(),
        )

    def _leads(self) -> bool:
        """Whether the first candidate is the first traject, surely in reach, not for later, and covers more
        than the regelingen do.
        """
        first = self.candidates[0]
        now = first.closed is None and not first.later_only and first.reach is Answer.YES
        if not now or first.rank != 1 or first.list_name != TRAJECTEN:
            return False
        easy = np.array([match.list_name == REGELINGEN for match in self.candidates], dtype=bool)
        return bool((self.cover[0] > self.cover[easy].max(axis=0, initial=0)).any())

    def _block(self, match: Match) -> str:
        if match.closed or match.later_only:
            return LATER
        return block_for(match.item.kind, match.item.traits.get("phases", ()), self.rules)

    def _slot(self, match: Match, block: str) -> int:
        """Which single place in its block a main traject takes; -1 when it may stand beside one."""
        if not self._is_main(match.item):
            return -1
        language = self.rules.language_barriers
        teaches = any(row.barrier in language and row.role == "main" for row in match.item.coverage)
        return 2 * int(block == LATER) + int(teaches)

    def _is_main(self, item: Item) -> bool:
        if item.list_name == REGELINGEN:
            return False
        hours = item.least_hours(self.rules.dagdeel_hours)
        return hours is None or hours > self.rules.side_dagdelen * self.rules.dagdeel_hours

    def _conflicts(self, blocks: Sequence[str]) -> frozenset[tuple[int, int]]:
        """Pairs of which one contains the other, or would come before what it builds on."""
        row_of = {match.item.source_ref: row for row, match in enumerate(self.candidates)}
        pairs = {
            tuple(sorted((row, row_of[ref])))
            for row, match in enumerate(self.candidates)
            for kind, ref in match.item.relations
            if ref in row_of and (kind == "contains" or (blocks[row] == NOW and blocks[row_of[ref]] == LATER))
        }
        return frozenset((low, high) for low, high in pairs)

    def _contradiction(self, item: Item) -> str:
        """What of her own words speaks against this item in a plan; "" when nothing does."""
        if item.list_name != TRAJECTEN:
            return ""
        wanted, sectors = self.facts.get("sectors", ()), item.traits.get("sectors", ())
        if wanted and sectors and not set(wanted) & set(sectors):
            return SECTOR
        if self._below_her_level(item) and not set(wanted) & set(sectors):
            return LEVEL
        main = next((wish for wish, _ in self.need.wishes if wish.wish == self.need.main), None)
        if main is not None and main.leads_elsewhere and main.wish != SECTORS and self._is_main(item):
            column = self.catalogue.column_of[item.source_ref]
            served = int(self.catalogue.serving(main, ())[column])
            if served == 0 and item.traits.get("outcomes"):
                return MAIN_WISH
        step, phases = self.facts.get("participation_step"), item.traits.get("phases", ())
        if (
            step is not None
            and step >= self.rules.activation_from_step
            and set(phases) == {self.rules.activation_phase}
            and self._is_main(item)
            and not self.rules.activation_wishes & set(self.facts.get("wishes", ()))
        ):
            return ACTIVATION
        return ""

    def _below_her_level(self, item: Item) -> bool:
        trains_for, hers = self.rules.training_steps.get(item.training_level), self.facts.get("education")
        if trains_for is None or hers is None:
            return False
        keys = self.catalogue.vocabulary.context
        if holds(self.rules.level_exempt, self.facts, list(self.severity), keys):
            return False
        position = keys["education"].position
        return position(hers) - position(trains_for) >= self.rules.level_gap

    def _ordered(self, chosen: Sequence[int]) -> list[int]:
        """Now before later, by rank; what an item builds on comes before it."""
        rows = sorted(chosen, key=lambda row: (self._block(self.candidates[row]) == LATER, row))
        refs = {self.candidates[row].item.source_ref: row for row in rows}
        ordered: list[int] = []

        def place(row: int) -> None:
            if row not in ordered:
                for kind, ref in self.candidates[row].item.relations:
                    if kind == "builds-on" and ref in refs and refs[ref] != row:
                        before = refs.pop(ref)
                        place(before)
                ordered.append(row)

        for row in rows:
            place(row)
        return ordered

    def _item(self, row: int, new: Sequence[int], gain: int) -> PlanItem:
        match, count = self.candidates[row], len(self.slugs)
        return PlanItem(
            item=match.item,
            rank=match.rank or 0,
            list_name=match.list_name,
            block=self._block(match),
            gain=gain,
            barriers=tuple(self.slugs[index] for index in new if index < count),
            wishes=tuple(self.wishes[index - count] for index in new if index >= count),
            ask=match.questions,
            first=match.next_step,
            hours_unknown=match.list_name == TRAJECTEN
            and match.item.least_hours(self.rules.dagdeel_hours) is None,
            after_childcare=match.later_only,
        )

    def _first(self) -> tuple[StepFirst, ...]:
        """The rows without an item: for blocking barriers that nothing offered covers, and by facts."""
        open_to_her = np.array(
            [match.column for match in self.result.offered if not match.waits], dtype=np.intp
        )
        blocking = [slug for slug in self.slugs if self.severity[slug] == BLOCKING]
        bare = [slug for slug in blocking if not covers(slug, self.facts, self.catalogue)[open_to_her].any()]
        slugs, keys = list(self.severity), self.catalogue.vocabulary.context
        rows = []
        for step in self.rules.steps:
            mine = tuple(slug for slug in bare if slug in step.barriers)
            if holds(step.when, self.facts, slugs, keys):
                mine = tuple(slug for slug in slugs if slug in mine or slug in step.about)
            elif not mine:
                continue
            rows.append(StepFirst(step, mine))
        named = {slug for row in rows for slug in row.barriers}
        other = tuple(slug for slug in bare if slug not in named)
        if other:
            fallback = (step for step in self.rules.steps if step.key == OTHER_STEP)
            rows.append(StepFirst(next(fallback, FirstStep(OTHER_STEP, "")), other))
        return tuple(rows)

    def _without(self, refs: set[str]) -> Without | None:
        """Why the first traject is not among the chosen `refs`; None when it is, or when there is none."""
        leading = self.result.leading
        if not leading or leading[0].item.source_ref in refs:
            return None
        first = leading[0]
        return Without(first.item.source_ref, self._reason(first))

    def _reason(self, match: Match) -> str:
        if match.waits:
            return WAITS
        if match.column in self.contradictions:
            return self.contradictions[match.column]
        row = next(index for index, one in enumerate(self.candidates) if one.column == match.column)
        if not self.cover[row].any():
            return NOTHING_STATED
        hours, stated = match.item.least_hours(self.rules.dagdeel_hours), self.facts.get("hours_per_week")
        if hours is not None and stated is not None and hours > stated:
            return HOURS
        return LESS_TOGETHER

    def _points(self, covered: int, total: int) -> int:
        """Whole points 0-100, rounded half up, of a sum in weight x half per cents x 100."""
        whole = 200 * 100 * total
        return (2 * 100 * covered + whole) // (2 * whole)

    def _levels(self, reached: npt.NDArray[np.int64]) -> dict[str, int]:
        barriers = self.catalogue.vocabulary.barriers
        found = {}
        for level in LEVELS:
            mine = [
                (weight, int(value))
                for (slug, weight), value in zip(self.need.weights, reached, strict=False)
                if barriers[slug].level == level
            ]
            asked = 200 * sum(weight for weight, _ in mine)
            found[level] = sum(weight * value for weight, value in mine) // asked if asked else 0
        return found

    def _missing(self, items: Sequence[Item]) -> tuple[str, ...]:
        """What the sources ask of a plan (kennissynthese-2020 §5.1, §6.1) and no chosen item is known to
        have.
        """
        towards_work = any(
            PAID_OUTCOMES & set(item.traits.get("outcomes", ()))
            or set(item.traits.get("phases", ())) & self.rules.later_phases
            or any(PAID_WORK & set(leaf.has or ()) for leaf in leaves(item.conditions))
            for item in items
        )
        missing = [] if towards_work else ["work"]
        missing += [
            name for name in ("realism_check", "aftercare") if not any(name in item.has for item in items)
        ]
        return tuple(missing)
