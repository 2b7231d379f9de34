"""`bin/cases`: how the matching does on a book of client cases, beside two text searches.

The cases (`tests/data/cases.json`) were judged from the sources before anything was tuned. Half is set aside
(`--aside`) and is run once, at the end of a change; tuning looks at the other half only. Printed per way of
finding, in per cent of what was asked:

    hits     of what belongs first: the first three trajecten, or anywhere in its own list
    MRR      of the trajecten that belong first, the mean of 1 / place
    first    cases whose first traject is one that the case names
    order    pairs that stand in the right order
    wrong    what may never be offered and was, or led while it must not (a number)

and of the matching alone: plan (what the proposal must hold, and must not), left (barriers that no offer
covers and first rows without an item) and flips (changes of one fact that bring in or take out what they
should).

The two searches are those of the catalogue: one is given the text of the case, the other the words of what
was ticked, and of that only what the matching itself would offer.

With `--knife-edge` each number of the model is taken times ½ and times 1½.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from bench.start import start_django

CASES = Path(__file__).parent.parent / "tests" / "data" / "cases.json"
TUNE, ASIDE = "tune", "aside"
FIRST, LEADING = 3, 5
#: A day on which nothing in the fixtures is paused or full, so that the figures do not depend on the clock.
DAY = date(2026, 12, 1)
KINDS = ("hits", "MRR", "first", "order", "plan", "left", "flips")
Case = Mapping[str, Any]


def cases_of(name: str) -> list[Case]:
    """The cases of one half."""
    return [case for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"] if case["set"] == name]


@dataclass
class Judgement:
    """Per kind what was right of what was asked, and in words what was not."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, kind: str, right: bool | Fraction, what: str = "") -> None:
        self.asked[kind] += 1
        self.right[kind] += right  # type: ignore[assignment]
        if not right:
            self.missed.append(f"{kind}: {what}")

    def share(self, kind: str) -> float:
        return 100 * float(self.right[kind]) / self.asked[kind] if self.asked[kind] else 100.0

    def figures(self) -> dict[str, float]:
        return {kind: round(self.share(kind), 1) for kind in KINDS if self.asked[kind]} | {
            "wrong": len(self.wrong)
        }


class Found(Protocol):
    """What one way of finding makes of a profile."""

    def order(self) -> Sequence[str]:
        """The trajecten that it puts forward, the first one first."""

    def offers(self, ref: str) -> bool:
        """Whether it offers this item at all."""


class Matched:
    """What the matching says to one profile, as far as the cases judge it."""

    def __init__(self, profile: Mapping[str, Any], catalogue: Any):
        from matching.engine.matching import match
        from matching.engine.plan import plan
        from matching.engine.profile import parse

        result = match(parse(profile, catalogue.vocabulary), catalogue, DAY)
        proposal = plan(result, catalogue)
        self.matches = {one.item.source_ref: one for one in result.matches}
        self.plan = [row.item.source_ref for row in proposal.items]
        self.left = set(proposal.left)
        self.first_rows = {barrier for row in proposal.first for barrier in row.barriers}
        ranked = result.ranked("trajecten")
        self._order = [one.item.source_ref for one in ranked if not one.waits]
        self._rank = {one.item.source_ref: one.rank for one in result.ranked()}

    def order(self) -> Sequence[str]:
        return self._order

    def offers(self, ref: str) -> bool:
        found = self.matches.get(ref)
        return found is not None and (found.offered or found.may_apply)

    def waits(self, ref: str) -> bool:
        return ref in self.matches and self.matches[ref].waits

    def above(self, higher: str, lower: str) -> bool:
        """Whether one stands above the other; what waits or has no place stands below all that has."""
        rank = self._rank.get(higher)
        if rank is None or self.waits(higher):
            return False
        return lower not in self._rank or self.waits(lower) or rank < self._rank[lower]


class Searched:
    """What a text search finds: `refs` in its order. `trajecten` are the items of that list."""

    def __init__(self, refs: Sequence[str], trajecten: set[str]):
        self._order = [ref for ref in refs if ref in trajecten]
        self._found = set(refs)

    def order(self) -> Sequence[str]:
        return self._order

    def offers(self, ref: str) -> bool:
        return ref in self._found

    def above(self, higher: str, lower: str) -> bool:
        if higher not in self._order:
            return False
        return lower not in self._order or self._order.index(higher) < self._order.index(lower)


def judge_leading(case: Case, found: Any, trajecten: set[str], tally: Judgement) -> None:
    """What can be asked of any way of finding."""
    name, order = case["id"], list(found.order())
    for ref in case["belongs"]:
        if ref in trajecten:
            tally.note("hits", ref in order[:FIRST], f"{name} {ref}")
            tally.asked["MRR"] += 1
            tally.right["MRR"] += Fraction(1, order.index(ref) + 1) if ref in order else 0  # type: ignore[assignment]
        else:
            tally.note("hits", found.offers(ref), f"{name} {ref}")
    if case["first"]:
        tally.note("first", bool(order) and order[0] in case["first"], f"{name} {','.join(order[:1])}")
    for higher, lower in case["order"]:
        tally.note("order", found.above(higher, lower), f"{name} {higher} > {lower}")
    planned = getattr(found, "plan", [])
    tally.wrong += [
        f"{name} leads: {ref}" for ref in case["not_first_five"] if ref in {*order[:LEADING], *planned}
    ]
    tally.wrong += [f"{name} offers: {ref}" for ref in case["must_not"] if found.offers(ref)]


def judge(case: Case, catalogue: Any, trajecten: set[str], tally: Judgement) -> None:
    """One case, by the matching."""
    name, found = case["id"], Matched(case["profile"], catalogue)
    judge_leading(case, found, trajecten, tally)
    for ref in case["plan_has"]:
        tally.note("plan", ref in found.plan, f"{name} +{ref}")
    for ref in case["plan_not"]:
        tally.note("plan", ref not in found.plan, f"{name} -{ref}")
    for barrier in case["first_rows"]:
        tally.note("left", barrier in found.first_rows, f"{name} first row {barrier}")
    for barrier in case["left"]:
        tally.note("left", barrier in found.left or barrier in found.first_rows, f"{name} {barrier}")
    for flip in case["flips"]:
        context = {**case["profile"].get("context", {}), **flip["change"]}
        context = {fact: value for fact, value in context.items() if value is not None}
        after = Matched({**case["profile"], "context": context}, catalogue)
        for ref in flip["in"]:
            tally.note(
                "flips", after.offers(ref) and not after.waits(ref), f"{name} {flip['change']} in {ref}"
            )
        for ref in flip["out"]:
            tally.note("flips", not after.offers(ref), f"{name} {flip['change']} out {ref}")


def by_matching(cases: Sequence[Case], catalogue: Any) -> Judgement:
    tally, trajecten = Judgement(), _trajecten(catalogue)
    for case in cases:
        judge(case, catalogue, trajecten, tally)
    return tally


def by_search(
    cases: Sequence[Case], catalogue: Any, words: Callable[[Case], str], *, only_offered: bool
) -> Judgement:
    """The search of the catalogue for `words` of the case; of that `only_offered` by the matching."""
    tally, trajecten, search = Judgement(), _trajecten(catalogue), _search()
    for case in cases:
        refs = search(words(case))
        if only_offered:
            matched = Matched(case["profile"], catalogue)
            refs = [ref for ref in refs if matched.offers(ref) and not matched.waits(ref)]
        judge_leading(case, Searched(refs, trajecten), trajecten, tally)
    return tally


def ticked_words(case: Case, catalogue: Any) -> str:
    """The labels of her barriers, wishes and sectors, as somebody would type them."""
    profile, vocabulary = case["profile"], catalogue.vocabulary
    words = [vocabulary.barriers[slug].label for slug in profile.get("barriers", {})]
    for fact in ("wishes", "sectors"):
        labels = vocabulary.context[fact].value_labels
        words += [labels.get(value, value) for value in profile.get("context", {}).get(fact, ())]
    return " ".join(words)


def _trajecten(catalogue: Any) -> set[str]:
    return {item.source_ref for item in catalogue.items if item.list_name == "trajecten"}


def _search() -> Callable[[str], list[str]]:
    import numpy as np

    from catalogue.models import Intervention
    from catalogue.search.query import understand
    from catalogue.search.ranking import Rows, best, score

    rows = list(
        Intervention.objects.published().order_by("sort_name", "source_ref").values_list("pk", "source_ref")
    )
    items = Rows(np.array([key for key, _ in rows]))

    def search(text: str) -> list[str]:
        asked = understand(text)
        if not asked:
            return []
        points = score(asked, items).points
        return [rows[row][1] for row in best(points, 0, len(rows)).tolist()]

    return search


def knife_edges(catalogue: Any) -> Iterator[tuple[str, str, Any]]:
    """Every number of the model taken times ½ and 1½: its name, the number, the catalogue with it.

    Of what is open the loss is taken (100 − 90). A level has a whole number, so of the others twice is taken.
    """
    from matching.engine.items import Catalogue

    def other(weights: Any = None, rules: Any = None) -> Any:
        return Catalogue(
            catalogue.items,
            catalogue.vocabulary,
            weights or catalogue.weights,
            catalogue.version,
            rules or catalogue.rules,
        )

    weights, rules = catalogue.weights, catalogue.rules
    for level, number in weights.levels.items():
        twice = {name: 2 * value for name, value in weights.levels.items()}
        for new in (number, 3 * number):
            yield (
                f"level {level}",
                f"{number} → {new / 2:g}",
                other(replace(weights, levels={**twice, level: new})),
            )
    for fact, number in weights.specificity.items():
        for new in _halved(number):
            changed = {**weights.specificity, fact: new}
            yield f"specificity {fact}", f"{number} → {new}", other(replace(weights, specificity=changed))
    for rule in dict.fromkeys((rule.fact, rule.trait, rule.points) for rule in weights.fit):
        for new in _halved(rule[2]):
            fit = tuple(
                replace(one, points=new) if (one.fact, one.trait, one.points) == rule else one
                for one in weights.fit
            )
            yield f"fit {rule[0]} on {rule[1]}", f"{rule[2]} → {new}", other(replace(weights, fit=fit))
    for name in ("specificity_cap", "fit_cap"):
        number = getattr(weights, name)
        for new in _halved(number):
            yield name, f"{number} → {new}", other(replace(weights, **{name: new}))
    for name in ("open_conditions", "open_reach"):
        number = getattr(weights, name)
        for loss in _halved(100 - number):
            yield name, f"{number} → {100 - loss}", other(replace(weights, **{name: 100 - loss}))
    for index, need in enumerate(rules.wishes.needs):
        for new in _halved(need.share):
            needs = list(rules.wishes.needs)
            needs[index] = replace(need, share=new)
            wishes = replace(rules.wishes, needs=tuple(needs))
            yield f"wish {need.wish}", f"{need.share} → {new}", other(rules=replace(rules, wishes=wishes))
    for name in ("base_factor", "empty_base", "secondary", "accessory_limit", "unknown"):
        number = getattr(rules.wishes, name)
        for new in _halved(number):
            wishes = replace(rules.wishes, **{name: new})
            yield f"wishes {name}", f"{number} → {new}", other(rules=replace(rules, wishes=wishes))
    for name in ("side_dagdelen", "least_share", "share_barriers", "level_gap"):
        number = getattr(rules.plan, name)
        for new in _halved(number):
            plan = replace(rules.plan, **{name: new})
            yield f"plan {name}", f"{number} → {new}", other(rules=replace(rules, plan=plan))


def _halved(number: int) -> tuple[int, ...]:
    """Half and one and a half times a whole number, rounded away from it; never below 1."""
    return tuple(dict.fromkeys(new for new in (max(1, number // 2), (3 * number + 1) // 2) if new != number))


def _line(name: str, tally: Judgement) -> str:
    figures = "  ".join(f"{kind} {value:g}" for kind, value in tally.figures().items())
    return f"{name:<22} {figures}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/cases", description=__doc__.splitlines()[0])
    parser.add_argument("--aside", action="store_true", help="the half that is set aside")
    parser.add_argument("--knife-edge", action="store_true", help="each number of the model times ½ and 1½")
    parser.add_argument("--missed", action="store_true", help="what was missed, case by case")
    options = parser.parse_args(arguments)

    start_django()
    from bench import catalogues

    catalogue, cases = catalogues.real(), cases_of(ASIDE if options.aside else TUNE)
    own = by_matching(cases, catalogue)
    print(f"{len(cases)} cases ({ASIDE if options.aside else TUNE})")
    print(_line("matching", own))
    print(
        _line("search: the text", by_search(cases, catalogue, lambda case: case["text"], only_offered=False))
    )
    ticked = by_search(cases, catalogue, lambda case: ticked_words(case, catalogue), only_offered=True)
    print(_line("search: ticks, offered", ticked))
    if options.missed:
        for line in (*own.missed, *(f"wrong: {one}" for one in own.wrong)):
            print(f"  {line}")
    if options.knife_edge:
        before, sharp = own.figures(), 0
        for name, change, changed in knife_edges(catalogue):
            after = by_matching(cases, changed).figures()
            moved = [
                f"{kind} {before[kind]:g} → {after[kind]:g}" for kind in after if after[kind] != before[kind]
            ]
            sharp += bool(moved)
            print(f"  {name:<32} {change:<12} {'sharp: ' + ', '.join(moved) if moved else 'nothing changes'}")
        print(f"{sharp} changes are sharp")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
