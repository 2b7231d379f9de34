"""The combination plan is exactly the best that the rules allow, and says what it leaves."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from generated import DAY, RULES, SOON, WEIGHTS, catalogue, item_lists, profiles
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine.combination import OTHER_OPTIMA, PlanProblem, solve
from matching.engine.conditions import Leaf
from matching.engine.items import Coverage, Item, ItemReach
from matching.engine.matching import match
from matching.engine.plan import (
    ACTIVATION,
    HOURS,
    LATER,
    LESS_TOGETHER,
    LEVEL,
    MAIN_WISH,
    NOTHING_STATED,
    NOW,
    SECTOR,
    WAITS,
    plan,
)
from matching.engine.profile import Profile
from matching.engine.rules import FirstStep, PlanRules, when_from


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(0, 9)), draw(st.integers(1, 5))
    cells = st.sampled_from((0, 0, 30, 60, 80, 120, 160, 200))
    cover = [[draw(cells) for _ in range(columns)] for _ in range(rows)]
    weights = [draw(st.integers(1, 3)) for _ in range(columns)]
    pairs = [(low, high) for low in range(rows) for high in range(low + 1, rows)]
    barriers = [draw(st.booleans()) for _ in range(columns)]
    return PlanProblem(
        cover=np.array(cover, dtype=np.int64).reshape(rows, columns),
        weights=np.array(weights, dtype=np.int64),
        size=draw(st.integers(1, 4)),
        hours=np.array(
            [[draw(st.sampled_from((0, 0, 400, 1200))) for _ in range(2)] for _ in range(rows)],
            dtype=np.int64,
        ).reshape(rows, 2),
        limit=draw(st.sampled_from((-1, 0, 1000, 1600))),
        conflicts=frozenset(draw(st.lists(st.sampled_from(pairs), max_size=2)) if pairs else ()),
        slot=np.array([draw(st.sampled_from((-1, -1, 0, 1))) for _ in range(rows)], dtype=np.int64),
        blocking=np.array([is_barrier and draw(st.booleans()) for is_barrier in barriers], dtype=bool),
        barriers=np.array(barriers, dtype=bool),
        easy=np.array([draw(st.booleans()) for _ in range(rows)], dtype=bool),
        least=draw(st.sampled_from((0, 60, 20 * sum(weights), 400))),
    )


@st.composite
def led_problems(draw):
    """Problems of which the first row is in every set."""
    problem = draw(problems())
    assume(len(problem.cover) and problem.cover[0].any())
    assume(problem.limit < 0 or (problem.hours[0] <= problem.limit).all())
    return replace(problem, lead=True)


def value_of(problem, rows):
    return int(problem.cover[list(rows)].max(axis=0) @ problem.weights) if rows else 0


def allowed(problem, rows):
    """The rules in the plainest words."""
    slots = [problem.slot[row] for row in rows if problem.slot[row] >= 0]
    if any(low in rows and high in rows for low, high in problem.conflicts) or len(slots) > len(set(slots)):
        return False
    if problem.limit >= 0 and (problem.hours[list(rows)].sum(axis=0) > problem.limit).any():
        return False
    return len(rows) < 2 or all(needed(problem, rows, row) for row in rows)


def needed(problem, rows, row):
    rest = [one for one in rows if one != row]
    lost = [
        column
        for column in range(problem.cover.shape[1])
        if problem.cover[row, column] and not any(problem.cover[one, column] for one in rest)
    ]
    return bool(lost) and (
        value_of(problem, rows) - value_of(problem, rest) >= problem.least
        or any(problem.blocking[column] for column in lost)
        or bool(problem.easy[row] and any(problem.barriers[column] for column in lost))
    )


def by_trying_everything(problem):
    """Of all allowed sets those with the highest sum and the fewest rows, in order."""
    found = [()]
    for size in range(1, problem.size + 1):
        found += [rows for rows in combinations(range(len(problem.cover)), size) if allowed(problem, rows)]
    if problem.lead:
        found = [rows for rows in found if 0 in rows]
    best = max(value_of(problem, rows) for rows in found)
    found = [rows for rows in found if value_of(problem, rows) == best]
    fewest = min(len(rows) for rows in found)
    return sorted(rows for rows in found if len(rows) == fewest)


@settings(max_examples=1000)
@given(st.one_of(problems(), led_problems()))
def test_it_equals_trying_everything(problem):
    expected = by_trying_everything(problem)
    assert solve(problem) == (expected[: OTHER_OPTIMA + 1], len(expected) > OTHER_OPTIMA + 1)


@settings(max_examples=300)
@given(problems())
def test_every_part_of_an_allowed_set_is_allowed(problem):
    """The search may stop at a set that is not allowed: nothing that holds it is."""
    for rows in combinations(range(len(problem.cover)), 3):
        if allowed(problem, rows):
            assert all(allowed(problem, part) for part in combinations(rows, 2))


def test_of_many_equal_optima_the_first_in_order_are_found():
    count = 200
    problem = PlanProblem(
        cover=np.tile(np.eye(2, dtype=np.int64) * 200, (count // 2, 1)),
        weights=np.ones(2, dtype=np.int64),
        size=3,
        hours=np.zeros((count, 2), dtype=np.int64),
        limit=-1,
        conflicts=frozenset(),
        slot=np.full(count, -1),
        blocking=np.zeros(2, dtype=bool),
        barriers=np.ones(2, dtype=bool),
        easy=np.zeros(count, dtype=bool),
        least=40,
    )
    assert solve(problem) == ([(0, 1), (0, 3), (0, 5), (0, 7), (0, 9)], True)


@settings(max_examples=150)
@given(item_lists(max_size=6), profiles())
def test_a_plan_follows_the_rules_for_every_profile(items, profile):
    found_catalogue = catalogue(items)
    result = match(profile, found_catalogue, DAY)
    found = plan(result, found_catalogue)
    ranked = {one.item.source_ref: one for one in result.ranked()}
    covered = {row.barrier for item in found.items for row in ranked[item.item.source_ref].covered}
    assert len(found.items) <= 3
    assert not any(ranked[item.item.source_ref].waits for item in found.items)
    assert not any(ranked[item.item.source_ref].closed and item.block == NOW for item in found.items)
    assert set(found.left) == {slug for slug, _ in profile.barriers} - covered
    assert sum(item.gain for item in found.items) == found.coverage <= 100
    assert all(item.barriers or item.wishes for item in found.items)
    leading = result.leading
    assert (found.without is None) is (
        not leading or leading[0].item.source_ref in {item.item.source_ref for item in found.items}
    )


def covering(ref, *barriers, percent=100, **more):
    """A small course of two dagdelen; with `hours=None, dagdelen=None` a main traject."""
    more = {"dagdelen": 2, **more}
    coverage = tuple(Coverage(slug, percent, "stated", "main") for slug in barriers)
    return Item(source_ref=ref, slug=ref, name=ref, coverage=coverage, **more)


PROFILE = Profile("client", (("opvang", 3), ("zelfvertrouwen", 2), ("netwerk", 1)), {}, None)


def plan_of(*items, profile=PROFILE, rules=RULES):
    found = catalogue(list(items), WEIGHTS, rules)
    return plan(match(profile, found, DAY), found)


def with_facts(**facts):
    return replace(PROFILE, facts=facts)


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


def test_what_an_item_builds_on_comes_before_it():
    found = plan_of(covering("a", "opvang", relations=(("builds-on", "b"),)), covering("b", "zelfvertrouwen"))
    assert (refs(found), found.builds_on) == (["b", "a"], (("a", "b"),))


def test_an_item_never_comes_before_what_it_builds_on_and_that_comes_later():
    base = covering("b", "zelfvertrouwen", traits={"phases": ("plaatsing",)})
    found = plan_of(covering("a", "opvang", relations=(("builds-on", "b"),)), base)
    assert refs(found) == ["a"]


def test_derived_coverage_never_fills_a_plan_and_it_says_so():
    plausible = Item("a", "a", "a", coverage=(Coverage("opvang", 40, "derived"),))
    found = plan_of(plausible)
    assert (refs(found), found.left) == ([], ("opvang", "zelfvertrouwen", "netwerk"))
    assert (found.without.source_ref, found.without.reason) == ("a", NOTHING_STATED)


def test_what_leads_to_work_comes_after_what_prepares():
    found = plan_of(
        covering("a", "opvang", traits={"phases": ("plaatsing",)}),
        covering("b", "zelfvertrouwen", traits={"phases": ("activering", "toeleiding")}),
    )
    assert [(item.item.source_ref, item.block) for item in found.items] == [("b", NOW), ("a", LATER)]


def test_two_main_trajecten_never_stand_in_one_block():
    main = {"dagdelen": None}
    first = covering("a", "opvang", **main)
    found = plan_of(first, covering("b", "zelfvertrouwen", **main), covering("c", "netwerk", hours=6.0))
    assert refs(found) == ["a", "c"]
    late = covering("b", "zelfvertrouwen", traits={"phases": ("plaatsing",)}, **main)
    assert [(one.item.source_ref, one.block) for one in plan_of(first, late).items] == [
        ("a", NOW),
        ("b", LATER),
    ]


def test_hours_above_two_dagdelen_make_a_traject_a_main_one():
    found = plan_of(covering("a", "opvang", hours=7.0), covering("b", "zelfvertrouwen", hours=7.0))
    assert refs(found) == ["a"]
    found = plan_of(covering("a", "opvang", hours=7.0), covering("b", "zelfvertrouwen", hours=6.0))
    assert refs(found) == ["a", "b"]


def test_language_may_stand_beside_a_main_traject():
    profile = replace(PROFILE, barriers=(("zelfvertrouwen", 2), ("lezen", 2)), facts={"low_literate": True})
    found = plan_of(
        covering("a", "zelfvertrouwen", dagdelen=None), covering("b", "lezen", dagdelen=None), profile=profile
    )
    assert refs(found) == ["a", "b"]


def test_a_regeling_may_stand_beside_everything():
    found = plan_of(
        covering("a", "opvang", dagdelen=None), covering("b", "netwerk", kind="scheme", dagdelen=None)
    )
    assert refs(found) == ["a", "b"]


BARRIERS_OF_FIVE = (("zelfvertrouwen", 2), ("lezen", 2), ("netwerk", 2), ("werkgevers", 2), ("in-beeld", 1))


def test_what_adds_less_than_a_tenth_is_left_out_unless_it_is_a_regeling_or_lifts_a_block():
    profile = Profile("client", BARRIERS_OF_FIVE, {"low_literate": True}, None)
    broad = covering("a", "zelfvertrouwen", "lezen", "netwerk", "werkgevers")
    small = covering("b", "in-beeld", percent=60)
    assert refs(plan_of(broad, small, profile=profile)) == ["a"]
    assert refs(plan_of(broad, replace(small, kind="scheme"), profile=profile)) == ["a", "b"]
    blocked = replace(profile, barriers=(*BARRIERS_OF_FIVE[:4], ("in-beeld", 3)))
    assert refs(plan_of(broad, covering("b", "in-beeld", percent=60), profile=blocked)) == ["a", "b"]


def test_what_only_covers_better_what_is_covered_already_is_left_out():
    found = plan_of(covering("a", "opvang", "netwerk", percent=60), covering("b", "opvang", "netwerk"))
    assert refs(found) == ["b"]


def test_one_small_item_is_a_plan():
    profile = Profile("client", BARRIERS_OF_FIVE, {}, None)
    assert refs(plan_of(covering("b", "in-beeld", percent=10), profile=profile)) == ["b"]


def test_the_hours_of_one_block_stay_within_hers_and_unknown_hours_are_flagged():
    found = plan_of(
        covering("a", "opvang", hours=6.0),
        covering("b", "zelfvertrouwen", hours=5.0),
        covering("c", "netwerk", dagdelen=None),
        profile=replace(
            with_facts(hours_per_week=8), barriers=(("in-beeld", 2), ("zelfvertrouwen", 2), ("netwerk", 1))
        ),
    )
    assert [(item.item.source_ref, item.hours_unknown) for item in found.items] == [("b", False), ("c", True)]


def test_dagdelen_count_as_three_hours_each():
    found = plan_of(
        covering("a", "zelfvertrouwen", dagdelen=3),
        profile=with_facts(hours_per_week=8, childcare="geregeld"),
    )
    assert refs(found) == []
    found = plan_of(
        covering("a", "zelfvertrouwen", dagdelen=3),
        profile=with_facts(hours_per_week=9, childcare="geregeld"),
    )
    assert refs(found) == ["a"]


def test_what_childcare_holds_back_may_only_come_later():
    found = plan_of(covering("a", "opvang", hours=30.0), profile=with_facts(hours_per_week=16))
    row = found.items[0]
    assert (row.block, row.after_childcare, [one.fact for one in row.ask]) == (LATER, True, ["childcare"])


def test_what_is_paused_or_full_is_never_for_now():
    found = plan_of(covering("a", "opvang", paused_until=SOON))
    assert [(item.item.source_ref, item.block) for item in found.items] == [("a", LATER)]
    assert [item.block for item in plan_of(covering("a", "opvang", paused_until=DAY)).items] == [NOW]


def test_what_contradicts_her_own_words_is_left_out_with_the_reason():
    care = covering("a", "opvang", traits={"sectors": ("zorg",)})
    found = plan_of(care, profile=with_facts(sectors=("ict",)))
    assert (refs(found), found.without.reason, found.contradicting) == ([], SECTOR, (("a", SECTOR),))
    elsewhere = covering("a", "opvang", dagdelen=None, traits={"outcomes": ("betaald-werk",)})
    found = plan_of(elsewhere, profile=with_facts(wishes=("eigen-bedrijf",)))
    assert (refs(found), found.without.reason) == ([], MAIN_WISH)
    beside = replace(elsewhere, dagdelen=2)
    assert refs(plan_of(beside, profile=with_facts(wishes=("eigen-bedrijf",)))) == ["a"]


def test_training_far_below_her_own_level_is_left_out_unless_her_diploma_does_not_count_here():
    levels = PlanRules(
        training_steps={"mbo-1": "mbo1"}, level_gap=1, level_exempt=when_from({"childcare": ["geregeld"]})
    )
    rules = replace(RULES, plan=levels)
    course = covering("a", "opvang", training_level="mbo-1", traits={"sectors": ("zorg",)})
    for facts, expected in (
        ({"education": "mbo1"}, []),
        ({"education": "hbo"}, [LEVEL]),
        ({"education": "hbo", "childcare": "geregeld"}, []),
        ({"education": "hbo", "sectors": ("zorg",)}, []),
    ):
        found = plan_of(course, profile=with_facts(**facts), rules=rules)
        assert [reason for _, reason in found.contradicting] == expected


def test_high_on_the_ladder_activation_is_no_main_row_unless_she_asks_for_it():
    rules = replace(RULES, plan=PlanRules(activation_wishes=frozenset({"vrouwengroep"})))
    activation = covering("a", "opvang", dagdelen=None, traits={"phases": ("activering",)})
    found = catalogue([activation], WEIGHTS, rules)
    for facts, expected in (
        ({"participation_step": 3}, []),
        ({"participation_step": 4}, [ACTIVATION]),
        ({"participation_step": 4, "wishes": ("vrouwengroep",)}, []),
    ):
        assert [
            reason for _, reason in plan(match(with_facts(**facts), found, DAY), found).contradicting
        ] == expected


def test_what_waits_for_a_group_answer_is_not_in_it_and_it_says_so():
    waiting = covering("a", "opvang", conditions=Leaf("newcomer", True, "nieuwkomer", one_of=("ja",)))
    found = plan_of(waiting)
    assert (refs(found), found.without.reason) == ([], WAITS)


def test_an_item_that_asks_more_hours_than_she_has_is_not_offered():
    found = plan_of(
        covering("a", "zelfvertrouwen", hours=30.0),
        profile=with_facts(hours_per_week=16, childcare="geregeld"),
    )
    assert (refs(found), found.without, HOURS) == ([], None, "hours")


def test_what_is_uncertain_counts_for_less():
    unsure = covering(
        "a", "opvang", conditions=Leaf("in_work_track", True, "volgt een traject", one_of=(True,))
    )
    assert refs(plan_of(unsure, covering("b", "opvang", percent=95))) == ["b"]
    assert refs(plan_of(unsure, covering("b", "opvang", percent=85))) == ["a"]


STEPS = PlanRules(
    steps=(
        FirstStep("school", "Kijk eerst naar school.", when=when_from({"age": {"max": 26}})),
        FirstStep("debts", "Eerst schuldhulp.", barriers=("opvang",)),
        FirstStep("other", "Vraag het wijkteam."),
    )
)


def first_rows(*items, profile=PROFILE):
    found = plan_of(*items, profile=profile, rules=replace(RULES, plan=STEPS))
    return [(row.step.key, row.barriers) for row in found.first]


def test_a_blocking_barrier_that_nothing_covers_comes_first_without_an_item():
    assert first_rows() == [("debts", ("opvang",))]
    assert first_rows(covering("a", "opvang")) == []
    other = replace(PROFILE, barriers=(("netwerk", 3), ("zelfvertrouwen", 2)))
    assert first_rows(profile=other) == [("other", ("netwerk",))]


def test_what_only_waits_does_not_take_a_first_row_away():
    waiting = covering("a", "opvang", conditions=Leaf("newcomer", True, "nieuwkomer", one_of=("ja",)))
    assert first_rows(waiting) == [("debts", ("opvang",))]


def test_a_fixed_row_stands_on_facts_alone():
    young = replace(PROFILE, barriers=(("netwerk", 1),), facts={"age": 19})
    assert first_rows(profile=young) == [("school", ())]
    assert first_rows(profile=replace(young, facts={"age": 27})) == []


def test_what_runs_already_is_row_zero():
    found = plan_of(profile=with_facts(already={"taalles": 6, "werk": None}))
    assert [(row.kind, row.hours) for row in found.running] == [("taalles", 6), ("werk", None)]


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


def test_it_begins_with_the_first_traject_when_that_surely_is_in_reach():
    """Two small ones cover more together; the main one that leads her order stands first all the same."""
    main = covering("a", "opvang", "zelfvertrouwen", percent=80, dagdelen=None)
    others = [covering("b", "opvang", percent=90, dagdelen=None), covering("c", "zelfvertrouwen", "netwerk")]
    assert refs(plan_of(main, *others))[0] == "a"
    elsewhere = replace(main, reach=ItemReach(national=False))
    found = plan_of(elsewhere, *others)
    assert (refs(found), found.without.reason) == (["c", "b"], LESS_TOGETHER)


def test_a_traject_that_does_nothing_beyond_a_regeling_need_not_be_in_it():
    side = covering("a", "opvang", percent=60)
    scheme = covering("b", "opvang", kind="scheme")
    assert refs(plan_of(side, scheme)) == ["b"]


def test_a_fixed_row_takes_the_barrier_that_it_is_about():
    steps = PlanRules(
        steps=(
            FirstStep("school", "Eerst school.", when=when_from({"age": {"max": 26}}), about=("netwerk",)),
            FirstStep("other", "Vraag het wijkteam."),
        )
    )
    young = replace(PROFILE, barriers=(("netwerk", 3), ("zelfvertrouwen", 1)), facts={"age": 19})
    found = plan_of(profile=young, rules=replace(RULES, plan=steps))
    assert [(row.step.key, row.barriers) for row in found.first] == [("school", ("netwerk",))]
