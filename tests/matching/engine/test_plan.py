"""The combination plan is exactly the best, and says what it leaves."""

from itertools import combinations

import numpy as np
from generated import VOCABULARY, WEIGHTS, catalogue, item_lists, profiles
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.combination import OTHER_OPTIMA, PlanProblem, solve
from matching.engine.items import Coverage, Item
from matching.engine.matching import match
from matching.engine.plan import AFTER, TOGETHER, plan
from matching.engine.profile import Profile


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(0, 9)), draw(st.integers(1, 5))
    cells = st.sampled_from((0, 0, 30, 60, 80, 120, 160, 200))
    cover = [[draw(cells) for _ in range(columns)] for _ in range(rows)]
    weights = [draw(st.integers(1, 3)) for _ in range(columns)]
    pairs = [(low, high) for low in range(rows) for high in range(low + 1, rows)]
    return PlanProblem(
        cover=np.array(cover, dtype=np.int64).reshape(rows, columns),
        weights=np.array(weights, dtype=np.int64),
        cost=2 * sum(weights),
        size=draw(st.integers(1, 4)),
        hours=np.array(
            [[draw(st.sampled_from((0, 0, 400, 1200))) for _ in range(2)] for _ in range(rows)],
            dtype=np.int64,
        ).reshape(rows, 2),
        limit=draw(st.sampled_from((-1, 0, 1000, 1600))),
        conflicts=frozenset(draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else ()),
    )


def by_trying_everything(problem):
    """All sets of at most `size` rows that fit, with the best value, in sorted order."""
    best, sets = 0, [()]
    for size in range(1, problem.size + 1):
        for rows in combinations(range(len(problem.cover)), size):
            if any(low in rows and high in rows for low, high in problem.conflicts):
                continue
            if problem.limit >= 0 and (problem.hours[list(rows)].sum(axis=0) > problem.limit).any():
                continue
            value = int(problem.cover[list(rows)].max(axis=0) @ problem.weights) - problem.cost * size
            if value > best:
                best, sets = value, []
            if value == best:
                sets.append(rows)
    return sorted(sets)


@settings(max_examples=1000)
@given(problems())
def test_it_equals_trying_everything(problem):
    expected = by_trying_everything(problem)
    assert solve(problem) == (expected[: OTHER_OPTIMA + 1], len(expected) > OTHER_OPTIMA + 1)


@settings(max_examples=200)
@given(item_lists(max_size=6), profiles())
def test_a_plan_holds_only_offered_items_and_leaves_what_they_do_not_cover(items, profile):
    result = match(profile, catalogue(items))
    found = plan(result, VOCABULARY, WEIGHTS)
    offered = {one.item.source_ref: one for one in result.offered}
    covered = {row.barrier for item in found.items for row in offered[item.item.source_ref].covered}
    assert len(found.items) <= 3
    assert set(found.left) == {slug for slug, _ in profile.barriers} - covered
    assert sum(item.gain for item in found.items) == found.coverage <= 100


def covering(ref, *barriers, **more):
    coverage = tuple(Coverage(slug, 100, "stated") for slug in barriers)
    return Item(source_ref=ref, slug=ref, name=ref, coverage=coverage, **more)


PROFILE = Profile("client", (("opvang", 3), ("zelfvertrouwen", 2), ("netwerk", 1)), {}, None)


def plan_of(*items, profile=PROFILE):
    return plan(match(profile, catalogue(list(items))), VOCABULARY, WEIGHTS)


def refs(found):
    return [item.item.source_ref for item in found.items]


def test_it_combines_what_no_single_item_covers():
    found = plan_of(covering("a", "opvang"), covering("b", "zelfvertrouwen"), covering("c", "netwerk"))
    assert refs(found) == ["a", "b", "c"]
    assert (found.coverage, found.left) == (100, ())


def test_it_never_holds_an_item_with_what_that_contains():
    whole = covering("a", "opvang", "zelfvertrouwen", relations=(("contains", "b"),))
    found = plan_of(whole, covering("b", "netwerk"))
    assert refs(found) == ["a"]
    assert found.left == ("netwerk",)


def test_it_says_when_one_item_builds_on_another():
    found = plan_of(covering("a", "opvang", relations=(("builds-on", "b"),)), covering("b", "zelfvertrouwen"))
    assert found.builds_on == (("a", "b"),)


def test_derived_coverage_never_fills_a_plan():
    plausible = Item("a", "a", "a", coverage=(Coverage("opvang", 40, "derived"),))
    found = plan_of(plausible)
    assert (refs(found), found.left) == ([], ("opvang", "zelfvertrouwen", "netwerk"))


def test_what_leads_to_work_comes_after_what_prepares():
    found = plan_of(
        covering("a", "opvang", traits={"phases": ("plaatsing",)}),
        covering("b", "zelfvertrouwen", traits={"phases": ("activering", "toeleiding")}),
    )
    assert [(item.item.source_ref, item.block) for item in found.items] == [("b", TOGETHER), ("a", AFTER)]


def test_the_hours_of_one_block_stay_within_hers_and_unknown_hours_are_flagged():
    busy = Profile("client", PROFILE.barriers, {"hours_per_week": 16}, None)
    found = plan_of(
        covering("a", "opvang", hours=12.0),
        covering("b", "zelfvertrouwen", hours=8.0),
        covering("c", "netwerk"),
        profile=busy,
    )
    assert [(item.item.source_ref, item.hours_unknown) for item in found.items] == [("a", False), ("c", True)]


def test_it_says_what_the_sources_ask_of_a_plan_and_it_lacks():
    bare = plan_of(covering("a", "opvang"))
    whole = plan_of(
        covering(
            "a",
            "opvang",
            has=frozenset({"aftercare", "realism_check"}),
            traits={"outcomes": ("betaald-werk",)},
        )
    )
    assert bare.missing == ("work", "realism_check", "aftercare")
    assert whole.missing == ()


def test_nothing_offered_gives_an_empty_plan_that_leaves_everything():
    found = plan_of(Item("a", "a", "a", audience=("klantmanager",)))
    assert (found.items, found.left, found.missing) == ((), ("opvang", "zelfvertrouwen", "netwerk"), ())
