"""The promises of docs/matching.md over generated catalogues and profiles."""

from dataclasses import replace
from itertools import product

import pytest
from generated import (
    BARRIERS,
    DAY,
    KEYS,
    NEW_FACTS,
    RULES,
    VOCABULARY,
    WEIGHTS,
    catalogue,
    item_lists,
    profiles,
    trees,
    value_of,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reference import (
    first_version_order,
    reference_facts,
    reference_meant,
    reference_order,
    reference_score,
    reference_tree,
    reference_verdict,
)

from matching.answer_json import match_json
from matching.engine.answers import Answer
from matching.engine.conditions import (
    ConditionGroup,
    Leaf,
    candidate_values,
    evaluate,
    open_leaves,
    required_part,
    waits,
    what_excludes,
)
from matching.engine.facts import known_facts
from matching.engine.items import RECHTEN, REGELINGEN, TRAJECTEN, Coverage, Item
from matching.engine.matching import match
from matching.engine.needs import need_of
from matching.engine.scoring import Verdict, factors, scores

many = settings(max_examples=50, suppress_health_check=list(HealthCheck))
facts_only = profiles().map(lambda profile: profile.facts)
THREE = {True: Answer.YES, None: Answer.UNKNOWN, False: Answer.NO}


def answer_of(profile, items):
    return match(profile, catalogue(items), DAY)


def ranking(result):
    return [(one.item.source_ref, one.rank, one.verdict) for one in result.matches]


def in_full(result):
    return [match_json(one, None, ()) for one in result.matches]


@settings(max_examples=150)
@given(item_lists(), profiles())
def test_it_equals_a_plain_python_reference(items, profile):
    mine = [item for item in items if profile.audience in item.audience]
    result = answer_of(profile, items)
    for name in (TRAJECTEN, REGELINGEN):
        assert [one.item.source_ref for one in result.ranked(name)] == reference_order(items, profile, name)
        assert [one.rank for one in result.ranked(name)] == list(range(1, len(result.ranked(name)) + 1))
    assert {one.item.source_ref: (one.verdict.value, one.waits) for one in result.matches} == {
        item.source_ref: (reference_verdict(item, profile), reference_meant(item, profile)[1])
        for item in mine
    }
    # Points are the exact score in hundredths, rounded half up.
    assert {one.item.source_ref: one.score for one in result.matches} == {
        item.source_ref: int(reference_score(item, profile) * 100 + 1 / 2) for item in mine
    }


@settings(max_examples=150)
@given(item_lists(plain=True), profiles(without=NEW_FACTS))
def test_where_nothing_new_plays_a_part_the_order_within_a_list_is_that_of_version_1(items, profile):
    assume(not {"opvang", "lezen"} & set(dict(profile.barriers)))
    sure = [item for item in items if reference_verdict(item, profile) == "eligible"]
    result = answer_of(profile, sure)
    before = first_version_order(sure, profile)
    for name in (TRAJECTEN, REGELINGEN):
        ranked = [one.item.source_ref for one in result.ranked(name)]
        assert ranked == [ref for ref in before if ref in ranked]


@many
@given(item_lists(), profiles(), st.data())
def test_raising_coverage_never_lowers_the_item(items, profile, data):
    index = data.draw(st.integers(0, len(items) - 1))
    before = answer_of(profile, items)
    item = items[index]
    assume(item.coverage)
    raised = tuple(replace(row, percent=data.draw(st.integers(row.percent, 100))) for row in item.coverage)
    after = answer_of(profile, [*items[:index], replace(item, coverage=raised), *items[index + 1 :]])

    def rank_in(result):
        return next((one.rank for one in result.matches if one.item.source_ref == item.source_ref), None)

    assert rank_in(before) is None or rank_in(after) <= rank_in(before)


def led(found, one, other):
    """Whether item `one` comes before item `other`, when nothing but the score decides."""
    return found.score[one] >= found.score[other]


def alike(found, one, other):
    same = (found.lift, found.codes, found.closed)
    return all(values[one] == values[other] for values in same)


@many
@given(item_lists(min_size=2), profiles(), st.data())
def test_raising_a_severity_never_lowers_an_item_below_one_that_covers_it_no_better(items, profile, data):
    assume(profile.barriers)
    index = data.draw(st.integers(0, len(profile.barriers) - 1))
    slug, severity = profile.barriers[index]
    assume(severity < 3)
    worse = replace(
        profile,
        barriers=tuple((name, 3 if name == slug else old) for name, old in profile.barriers),
    )
    found = catalogue(items)
    before, after = scores(profile, found, DAY), scores(worse, found, DAY)
    row = found.matrix[found.barrier_row[slug]].astype(int)
    assume(not any(coverage.condition for _, coverage in found.conditional if coverage.barrier == slug))
    for one in range(len(items)):
        for other in range(len(items)):
            if row[one] >= row[other] and alike(before, one, other):
                assert not (led(before, one, other) and not led(after, one, other))


@many
@given(item_lists(min_size=2), profiles())
def test_an_item_that_covers_and_serves_everything_at_least_as_well_is_not_lower(items, profile):
    found = catalogue([replace(item, coverage=without_conditions(item)) for item in items])
    result = match(profile, found, DAY)
    served = {one.column: [row.percent for row in one.served] for one in result.matches}
    for one in served:
        for other in served:
            dominates = (found.matrix[:, one] >= found.matrix[:, other]).all() and all(
                mine >= theirs for mine, theirs in zip(served[one], served[other], strict=False)
            )
            if dominates and served[one] and served[other] and alike(result.scores, one, other):
                assert led(result.scores, one, other)


def without_conditions(item):
    return tuple(replace(row, condition=None) for row in item.coverage)


@many
@given(item_lists(), profiles(), st.data())
def test_answering_an_open_question_in_its_favour_never_lowers_an_item(items, profile, data):
    """In its favour: the required part no longer open or not worse, and no coverage condition made false."""
    open_facts = [
        key for key in KEYS.values()
        if key.name not in profile.facts and not key.closed_world and key.type not in ("municipality", "list")
        and key.name != "main_wish"
    ]  # fmt: skip
    assume(open_facts)
    key = data.draw(st.sampled_from(open_facts))
    answered = replace(profile, facts={**profile.facts, key.name: data.draw(value_of(key))})
    found = catalogue(items)
    before, after = scores(profile, found, DAY), scores(answered, found, DAY)
    for column, item in enumerate(found.items):
        conditions = [row.condition for row in item.coverage if row.condition is not None]
        spoiled = any(
            evaluate(one, answered.facts, KEYS) is Answer.NO
            and evaluate(one, profile.facts, KEYS) is not Answer.NO
            for one in conditions
        )
        if after.codes[column] <= before.codes[column] and not spoiled and item.list_name != RECHTEN:
            assert after.score[column] >= before.score[column]


@many
@given(
    item_lists(),
    profiles(),
    st.sampled_from(["opleiding", "eigen-bedrijf", "vrouwengroep", "betaald-werk-nu"]),
)
def test_stating_a_wish_never_lowers_how_well_an_item_that_fully_serves_it_covers(items, profile, wish):
    wishes = profile.facts.get("wishes", ())
    assume(wish not in wishes)
    stated = replace(profile, facts={**profile.facts, "wishes": (*wishes, wish)})
    found = catalogue(items)
    before, after = match(profile, found, DAY), match(stated, found, DAY)
    served = {
        one.column for one in after.matches for row in one.served if row.wish == wish and row.percent == 100
    }
    # Parts of the need as fractions with one denominator: P / N before and after.
    before_need, after_need = before.scores.need.total, after.scores.need.total
    for column in served:
        if before_need:
            now = int(after.scores.cover[column]) * before_need
            assert now >= int(before.scores.cover[column]) * after_need


NO_WISHES = ("wishes", "main_wish", "sectors")


@many
@given(
    item_lists(min_size=2),
    profiles(without=NO_WISHES),
    st.sampled_from(["vrouwengroep", "eigen-bedrijf", "betaald-werk-nu"]),
)
def test_stating_a_first_wish_never_puts_an_item_that_serves_it_fully_below_one_that_it_led(
    items, profile, wish
):
    """... and that serves it no better, at no higher lift x open. None of these wishes lifts by itself."""
    stated = replace(profile, facts={**profile.facts, "wishes": (wish,)})
    found = catalogue(items)
    before, after = scores(profile, found, DAY), scores(stated, found, DAY)
    percent = {
        one.column: next(row.percent for row in one.served if row.wish == wish)
        for one in match(stated, found, DAY).matches
        if one.list_name == TRAJECTEN
    }
    same = [column for column in percent if before.codes[column] == after.codes[column]]
    for one in same:
        for other in same:
            raised = after.lift[other] * certain(after, other) <= after.lift[one] * certain(after, one)
            if percent[one] == 100 and raised and led(before, one, other):
                assert led(after, one, other)


def certain(found, column):
    """What counts of the score of an item, in per cent."""
    return int(factors(WEIGHTS)[found.codes[column]])


@many
@given(item_lists(min_size=2), profiles())
def test_at_equal_cover_and_lift_the_sure_one_leads(items, profile):
    found = scores(profile, catalogue(items), DAY)
    places = found.places
    for one in range(len(items)):
        for other in range(len(items)):
            equal = found.cover[one] * found.lift[one] == found.cover[other] * found.lift[other] > 0
            sure, unsure = found.codes[one] == 0, found.codes[other] in (1, 3, 4, 6, 7)
            if equal and sure and unsure and found.closed[one] == found.closed[other] and places[one]:
                assert places[one] > places[other]


@many
@given(item_lists(), profiles())
def test_what_waits_comes_below_what_does_not_and_what_is_closed_below_what_is_open(items, profile):
    result = answer_of(profile, items)
    for name in (TRAJECTEN, REGELINGEN):
        groups = [(one.waits, one.closed is not None) for one in result.ranked(name)]
        assert groups == sorted(groups)


@many
@given(item_lists(), profiles())
def test_a_right_never_ranks_and_rests_on_what_was_stated(items, profile):
    result = answer_of(profile, items)
    for one in result.matches:
        if one.list_name == RECHTEN:
            assert (one.rank, one.covered, one.score) == (None, (), 0)
            assert one.verdict is not Verdict.ELIGIBLE
            stated = reference_tree(one.item.conditions, profile.facts)
            assert (one.verdict is Verdict.INELIGIBLE) is (stated is False)
            assert not one.may_apply or stated is not False
            assert all(question.fact != "circumstances" for question in one.questions)
    assert set(result.rights) <= {one for one in result.matches if one.list_name == RECHTEN}


def test_a_right_with_coverage_is_refused():
    with pytest.raises(ValueError, match="no coverage"):
        Item("r", "r", "r", kind="right", coverage=(Coverage("opvang", 60, "stated"),))


@many
@given(item_lists(), profiles(), st.integers(2, 5))
def test_multiplying_all_weights_changes_nothing(items, profile, factor):
    assume(profile.barriers)
    scaled = replace(WEIGHTS, levels=dict.fromkeys(WEIGHTS.levels, factor))
    assert ranking(answer_of(profile, items)) == ranking(match(profile, catalogue(items, scaled), DAY))


@many
@given(item_lists(), profiles(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(items, profile, chance):
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert in_full(answer_of(profile, items)) == in_full(answer_of(profile, shuffled))


@many
@given(item_lists(min_size=2), profiles())
def test_an_item_that_is_not_offered_changes_nothing_for_the_others(items, profile):
    result = answer_of(profile, items)
    offered = {one.item.source_ref for one in result.offered}
    rest = [item for item in items if item.source_ref in offered]
    assume(rest)
    again = answer_of(profile, rest)
    assert [(one.item.source_ref, one.rank, one.score) for one in again.offered] == [
        (one.item.source_ref, one.rank, one.score) for one in result.offered
    ]


@many
@given(item_lists(), profiles())
def test_the_lines_add_up_to_the_score_and_only_what_is_open_takes_off(items, profile):
    for one in answer_of(profile, items).matches:
        assert sum(line.points for line in one.lines) == one.score
        assert 0 <= one.score <= 100
        assert all(line.points >= 0 for line in one.lines if line.kind != "open")
        assert all(0 <= value <= 100 for value in one.levels.values())


@many
@given(profiles())
def test_accessory_wishes_together_never_outweigh_a_blocking_barrier(profile):
    need = need_of(profile, VOCABULARY, WEIGHTS, RULES)
    accessory = sum(weight for wish, weight in need.wishes if wish.accessory)
    blocking = [weight for slug, weight in need.weights if dict(profile.barriers)[slug] == 3]
    assert not blocking or accessory < min(blocking)
    assert need.wish_total <= 2 * len(need.weights) * need.scale or not need.weights


@many
@given(item_lists(), profiles())
def test_without_barriers_and_wishes_nothing_has_a_rank(items, profile):
    facts = {name: value for name, value in profile.facts.items() if name not in NO_WISHES}
    result = answer_of(replace(profile, barriers=(), facts=facts), items)
    assert result.ranked() == ()
    assert {one.score for one in result.matches} <= {0}


@many
@given(item_lists(), profiles())
def test_who_is_excluded_is_told_why_and_who_is_in_doubt_what_to_ask(items, profile):
    for one in answer_of(profile, items).matches:
        assert bool(one.excluded_by) is (one.verdict is Verdict.INELIGIBLE)
        assert one.questions or one.verdict is not Verdict.UNCERTAIN or one.list_name == RECHTEN
        assert one.verdict in (Verdict.ELIGIBLE, Verdict.UNCERTAIN) or not one.questions


@many
@given(trees, profiles())
def test_the_tree_answers_and_waits_as_the_reference(tree, profile):
    facts, required = reference_facts(profile), required_part(tree)
    eligible = known_facts(profile, VOCABULARY, RULES).eligible
    answer = THREE[reference_tree(tree, facts)]
    assert evaluate(required, eligible, KEYS) is answer
    favoured = reference_tree(tree, facts, favour=True)
    assert waits(required, eligible, KEYS) is (answer is Answer.UNKNOWN and favoured is None)


def way_out(tree, facts, chosen):
    """New values for the `chosen` facts with which `tree` is not false; None when there are none."""
    options = [
        [value for value in candidate_values(tree, KEYS[name]) if value != facts.get(name)] for name in chosen
    ]
    changes = (dict(zip(chosen, values, strict=True)) for values in product(*options))
    left = (change for change in changes if evaluate(tree, {**facts, **change}, KEYS) is not Answer.NO)
    return next(left, None)


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(trees, facts_only)
def test_the_facts_that_exclude_are_minimal_and_changing_exactly_those_removes_the_verdict(tree, facts):
    required = required_part(tree)
    assume(evaluate(required, facts, KEYS) is Answer.NO)
    excluded_by = what_excludes(required, facts, KEYS)
    assert excluded_by
    change = way_out(required, facts, excluded_by)
    assume(change is not None)
    assert set(change) == set(excluded_by)
    assert evaluate(required, {**facts, **change}, KEYS) is not Answer.NO
    for left_out in excluded_by:
        fewer = [name for name in excluded_by if name != left_out]
        assert not fewer or way_out(required, facts, fewer) is None


def test_of_many_conditions_that_fail_together_each_is_named_without_a_search():
    """Fifteen facts that are all wrong: trying all subsets with all values would take hours."""
    facts = {f"f{number:02}": 40 for number in range(15)}
    keys = {name: replace(KEYS["age"], name=name) for name in facts}
    tree = ConditionGroup("all", tuple(Leaf(name, True, "", maximum=30) for name in facts))
    assert what_excludes(tree, facts, keys) == tuple(facts)


def test_a_search_that_takes_too_long_names_the_facts_of_the_false_part():
    facts = {f"f{number:02}": 40 for number in range(15)}
    keys = {name: replace(KEYS["age"], name=name) for name in facts}
    part = ConditionGroup("all", tuple(Leaf(name, True, "", maximum=30) for name in facts))
    tree = ConditionGroup("any", (part, ConditionGroup("all", (part, Leaf("f00", True, "", maximum=20)))))
    assert what_excludes(tree, facts, keys) == tuple(facts)


@many
@given(trees, facts_only)
def test_questions_are_asked_only_where_an_unknown_matters_and_never_about_circumstances(tree, facts):
    required = required_part(tree)
    asked = open_leaves(required, facts, KEYS)
    assert bool(asked) == (evaluate(required, facts, KEYS) is Answer.UNKNOWN)
    assert all(leaf.fact != "circumstances" for leaf in asked)
    assert all(facts.get(leaf.fact) in (None, "anders") or leaf.fact == "wishes" for leaf in asked)


@many
@given(trees, facts_only, st.data())
def test_learning_one_more_fact_never_turns_a_known_answer_round(tree, facts, data):
    missing = [
        key
        for key in KEYS.values()
        if key.name not in facts and not key.closed_world and key.type != "municipality"
    ]
    assume(missing)
    key = data.draw(st.sampled_from(missing))
    before = evaluate(tree, facts, KEYS)
    after = evaluate(tree, {**facts, key.name: data.draw(value_of(key))}, KEYS)
    assert before is Answer.UNKNOWN or after is before


@many
@given(item_lists(max_size=12), profiles(), st.integers(1, 4))
def test_the_top_of_the_order_is_the_beginning_of_the_whole_order(items, profile, top):
    found = catalogue(items)
    head, whole = scores(profile, found, DAY, top), scores(profile, found, DAY)
    for name in (TRAJECTEN, REGELINGEN):
        assert list(head.orders[name]) == list(whole.orders[name][:top])


def test_every_generated_barrier_is_in_the_vocabulary():
    assert list(VOCABULARY.barriers) == list(BARRIERS)
    assert {verdict.value for verdict in Verdict} == {"eligible", "uncertain", "out_of_reach", "ineligible"}
