"""The promises of docs/matching.md over generated catalogues and profiles."""

from dataclasses import replace

from generated import (
    BARRIERS,
    KEYS,
    VOCABULARY,
    WEIGHTS,
    catalogue,
    item_lists,
    profiles,
    reference_score,
    reference_tree,
    reference_verdict,
    trees,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching.answer_json import match_json
from matching.engine.answers import Answer
from matching.engine.conditions import evaluate, open_leaves, required_part, way_out, what_excludes
from matching.engine.matching import match
from matching.engine.scoring import Verdict, scores

many = settings(max_examples=200)
facts_only = profiles().map(lambda profile: profile.facts)


def ranking(result):
    return [(one.item.source_ref, one.rank, one.verdict) for one in result.matches]


def in_full(result):
    return [match_json(one, None, ()) for one in result.matches]


@settings(max_examples=300)
@given(item_lists(), profiles())
def test_it_equals_a_plain_python_reference(items, profile):
    places = {"effectief": 0, "goed-onderbouwd": 1, "goed-beschreven": 2, "": 3}
    mine = [item for item in items if profile.audience in item.audience]
    verdicts = {item.source_ref: reference_verdict(item, profile) for item in mine}
    exact = {item.source_ref: reference_score(item, profile) for item in mine}
    offered = sorted(
        (item for item in mine if verdicts[item.source_ref] in ("eligible", "uncertain")),
        key=lambda item: (
            -exact[item.source_ref],
            places[item.recognition],
            item.name.lower(),
            item.source_ref,
        ),
    )

    result = match(profile, catalogue(items))

    assert [one.item.source_ref for one in result.offered] == [item.source_ref for item in offered]
    assert {one.item.source_ref: one.verdict.value for one in result.matches} == verdicts
    # Points are the exact score in hundredths, rounded half up.
    assert {one.item.source_ref: one.score for one in result.matches} == {
        ref: int(score * 100 + 1 / 2) for ref, score in exact.items()
    }


@many
@given(item_lists(), profiles(), st.data())
def test_raising_coverage_never_lowers_the_item(items, profile, data):
    index = data.draw(st.integers(0, len(items) - 1))
    before = match(profile, catalogue(items))
    item = items[index]
    assume(item.coverage)
    raised = tuple(replace(row, percent=data.draw(st.integers(row.percent, 100))) for row in item.coverage)
    after = match(profile, catalogue([*items[:index], replace(item, coverage=raised), *items[index + 1 :]]))

    def rank_in(result):
        return next((one.rank for one in result.matches if one.item.source_ref == item.source_ref), None)

    assert rank_in(before) is None or rank_in(after) <= rank_in(before)


@many
@given(item_lists(min_size=2), profiles(), st.data())
def test_raising_a_severity_never_lowers_an_item_below_one_that_covers_it_no_better(items, profile, data):
    index = data.draw(st.integers(0, len(profile.barriers) - 1))
    slug, severity = profile.barriers[index]
    assume(severity < 3)
    worse = replace(
        profile,
        barriers=tuple((name, 3 if name == slug else old) for name, old in profile.barriers),
    )
    found = catalogue(items)
    before, after = scores(profile, found), scores(worse, found)
    row = found.matrix[found.barrier_row[slug]].astype(int)
    assume(not any(coverage.condition for _, coverage in found.conditional if coverage.barrier == slug))
    for one in range(len(items)):
        for other in range(len(items)):
            if row[one] >= row[other] and before.lift[one] == before.lift[other]:
                assert not (
                    before.score[one] >= before.score[other] and after.score[one] < after.score[other]
                )


@many
@given(item_lists(min_size=2), profiles())
def test_an_item_that_covers_everything_at_least_as_well_is_not_lower_at_equal_lifts(items, profile):
    found = catalogue([replace(item, coverage=without_conditions(item)) for item in items])
    result = scores(profile, found)
    for one in range(len(items)):
        for other in range(len(items)):
            dominates = (found.matrix[:, one] >= found.matrix[:, other]).all()
            if dominates and result.lift[one] == result.lift[other]:
                assert result.score[one] >= result.score[other]


def without_conditions(item):
    return tuple(replace(row, condition=None) for row in item.coverage)


@many
@given(item_lists(), profiles(), st.integers(2, 9))
def test_multiplying_all_weights_changes_nothing(items, profile, factor):
    scaled = replace(WEIGHTS, levels=dict.fromkeys(WEIGHTS.levels, factor))
    assert ranking(match(profile, catalogue(items))) == ranking(match(profile, catalogue(items, scaled)))


@many
@given(item_lists(), profiles(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(items, profile, chance):
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert in_full(match(profile, catalogue(items))) == in_full(match(profile, catalogue(shuffled)))


@many
@given(item_lists(min_size=2), profiles())
def test_an_item_that_is_not_offered_changes_nothing_for_the_others(items, profile):
    result = match(profile, catalogue(items))
    kept = [item for item in items if item.source_ref in {one.item.source_ref for one in result.offered}]
    assume(kept)
    again = match(profile, catalogue(kept))
    assert [(one.item.source_ref, one.rank, one.score) for one in again.offered] == [
        (one.item.source_ref, one.rank, one.score) for one in result.offered
    ]


@many
@given(item_lists(), profiles())
def test_the_lines_add_up_to_the_score(items, profile):
    for one in match(profile, catalogue(items)).matches:
        assert sum(line.points for line in one.lines) == one.score
        assert 0 <= one.score <= 125
        assert all(0 <= value <= 100 for value in one.levels.values())


@many
@given(item_lists(), profiles())
def test_who_is_kept_out_is_told_why_and_who_is_in_doubt_what_to_ask(items, profile):
    for one in match(profile, catalogue(items)).matches:
        assert bool(one.excluded_by) is (one.verdict is Verdict.INELIGIBLE)
        assert one.questions or one.verdict is not Verdict.UNCERTAIN
        assert one.rank is not None or not one.questions


@many
@given(trees, facts_only)
def test_the_tree_answers_as_the_reference(tree, facts):
    answer = {True: Answer.YES, None: Answer.UNKNOWN, False: Answer.NO}[reference_tree(tree, facts)]
    assert evaluate(required_part(tree), facts, KEYS) is answer


@settings(max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(trees, facts_only)
def test_the_facts_that_exclude_are_minimal_and_changing_exactly_those_removes_the_verdict(tree, facts):
    required = required_part(tree)
    assume(evaluate(required, facts, KEYS) is Answer.NO)
    excluded_by = what_excludes(required, facts, KEYS)
    assert excluded_by
    change = way_out(required, facts, KEYS, excluded_by)
    assume(change is not None)
    assert set(change) == set(excluded_by)
    assert evaluate(required, {**facts, **change}, KEYS) is not Answer.NO
    for left_out in excluded_by:
        fewer = [name for name in excluded_by if name != left_out]
        assert not fewer or way_out(required, facts, KEYS, fewer) is None


@many
@given(trees, facts_only)
def test_questions_are_asked_only_where_an_unknown_matters_and_never_about_circumstances(tree, facts):
    required = required_part(tree)
    asked = open_leaves(required, facts, KEYS)
    assert bool(asked) == (evaluate(required, facts, KEYS) is Answer.UNKNOWN)
    assert all(leaf.fact != "circumstances" for leaf in asked)
    assert all(facts.get(leaf.fact) in (None, "anders") for leaf in asked)


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
    value = {
        "bool": st.booleans(),
        "int": st.integers(15, 80),
        "list": st.sets(st.sampled_from(key.values or ("-",))).map(tuple),
        "choice": st.sampled_from(key.values or ("-",)),
    }[key.type]
    before = evaluate(tree, facts, KEYS)
    after = evaluate(tree, {**facts, key.name: data.draw(value)}, KEYS)
    assert before is Answer.UNKNOWN or after is before


@many
@given(item_lists(max_size=12), profiles(), st.integers(1, 4))
def test_the_top_of_the_order_is_the_beginning_of_the_whole_order(items, profile, top):
    found = catalogue(items)
    assert list(scores(profile, found, top).order) == list(scores(profile, found).order[:top])


def test_every_generated_barrier_is_in_the_vocabulary():
    assert list(VOCABULARY.barriers) == list(BARRIERS)
    assert {verdict.value for verdict in Verdict} == {"eligible", "uncertain", "out_of_reach", "ineligible"}
