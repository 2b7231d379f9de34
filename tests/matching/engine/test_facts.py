"""What is assumed decides who may take part and nothing else; likely slips are only ever shown."""

from dataclasses import replace
from datetime import date

import pytest
from generated import DAY, KEYS, RULES, VOCABULARY, catalogue, item_lists, profiles
from hypothesis import HealthCheck, given, settings

from catalogue.text.law import LAW_CHANGED
from matching.engine.conditions import Leaf
from matching.engine.facts import known_facts, slips
from matching.engine.items import Caution, Coverage, Item
from matching.engine.matching import match
from matching.engine.profile import Profile
from matching.engine.rules import (
    FixedLine,
    Implications,
    SafetyRules,
    implications_from,
    slips_from,
    when_from,
)
from matching.engine.scoring import Verdict
from matching.engine.tips import Tip, partner_left_out, safe_tips
from matching.engine.vocabulary import Barrier

NETWORK = (("netwerk", 2),)


def assumed(barriers=NETWORK, vocabulary=VOCABULARY, **facts):
    found = known_facts(Profile("client", barriers, facts, None), vocabulary, RULES)
    return {one.fact: one.value for one in found.assumed}


def test_a_barrier_and_a_fact_bring_what_follows_from_them():
    assert assumed((("lezen", 1),)) == {"low_literate": True}
    assert assumed(income="bijstand") == {"low_income": True}
    assert assumed() == {}


def test_what_she_stated_always_wins():
    assert assumed((("lezen", 1),), low_literate=False) == {}
    assert assumed(income="bijstand", low_income=False) == {}


def test_what_runs_already_sets_what_is_unknown():
    already = replace(KEYS["already"], implies={"werk": {"income": "werk"}})
    vocabulary = replace(VOCABULARY, context={**KEYS, "already": already})
    assert assumed(vocabulary=vocabulary, already={"werk": 12}) == {"income": "werk"}
    assert assumed(vocabulary=vocabulary, already={"taalles": 4}) == {}
    assert assumed(vocabulary=vocabulary, already={"werk": None}, income="bijstand") == {"low_income": True}


def test_a_barrier_adds_to_a_list_and_says_only_what_is_new():
    told = Barrier("geweld", "personal", "Geweld", implies={"circumstances": ["geweld"]})
    vocabulary = replace(VOCABULARY, barriers={**VOCABULARY.barriers, "geweld": told})
    assert assumed((("geweld", 1),), vocabulary, circumstances=("opvang",)) == {"circumstances": ("geweld",)}
    assert assumed((("geweld", 1),), vocabulary, circumstances=("geweld",)) == {}


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(item_lists(), profiles())
def test_what_is_assumed_gives_no_points_and_decides_no_right(items, profile):
    """Without the implications an item may be uncertain instead of certain; cover and lift stay the same."""
    bare = replace(RULES, implications=Implications())
    nothing = {slug: replace(barrier, implies={}) for slug, barrier in VOCABULARY.barriers.items()}
    # For its own coverage a ticked barrier states what it is about; that is no assumption.
    items = [
        replace(
            item,
            coverage=tuple(
                replace(row, condition=None) if row.barrier in ("opvang", "lezen") else row
                for row in item.coverage
            ),
        )
        for item in items
    ]
    with_them = catalogue(items)
    without = catalogue(items, rules=bare)
    without.vocabulary = replace(VOCABULARY, barriers=nothing)
    one, other = match(profile, with_them, DAY), match(profile, without, DAY)
    assert (one.scores.cover == other.scores.cover).all()
    assert (one.scores.lift == other.scores.lift).all()
    rights = [
        {m.item.source_ref: (m.verdict, m.may_apply) for m in result.matches if m.list_name == "rechten"}
        for result in (one, other)
    ]
    assert rights[0] == rights[1]


def test_an_assumed_answer_is_marked_as_one():
    asks = Leaf("low_income", True, "laag inkomen", one_of=(True,))
    item = Item("a", "a", "a", coverage=(Coverage("netwerk", 80, "stated"),), conditions=asks)
    profile = Profile("client", NETWORK, {"income": "bijstand"}, None)
    one = match(profile, catalogue([item]), DAY).matches[0]
    assert (one.verdict, [row.assumed for row in one.conditions]) == (Verdict.ELIGIBLE, [True])
    stated = replace(profile, facts={"income": "bijstand", "low_income": True})
    assert [row.assumed for row in match(stated, catalogue([item]), DAY).matches[0].conditions] == [False]


@pytest.mark.parametrize(
    ("when", "implies"),
    [
        ({"dutch_level": ["A0"]}, {"newcomer": "ja"}),
        ({"newcomer": ["ja"]}, {"low_income": True}),
        ({"income": ["bijstand"]}, {"languages": "pools"}),
        ({"gender": ["vrouw"]}, {"low_income": True}),
    ],
)
def test_language_origin_and_newcomer_status_imply_nothing(when, implies):
    held = {"fact": "hours_per_week", "ask": "childcare", "when": []}
    document = {
        "implications": [{"when": when, "implies": implies, "because": "x"}],
        "hours_held_by_childcare": held,
    }
    with pytest.raises(ValueError, match="wordt niets aangenomen"):
        implications_from(document)


SLIPS = slips_from(
    {
        "slips": [
            {"key": "child", "of": "age", "minus": "hours_per_week", "below": 10, "text": "Klopt dit?"},
            {"key": "income", "when": {"income": ["werk"], "low_income": [True]}, "text": "Klopt dit?"},
        ]
    }
)


def slip_keys(barriers=NETWORK, **facts):
    found = slips(Profile("client", barriers, facts, None), VOCABULARY, replace(RULES, slips=SLIPS))
    return [(slip.key, slip.facts) for slip in found]


def test_a_likely_slip_names_the_facts_that_do_not_agree():
    assert slip_keys(age=20, hours_per_week=15) == [("child", ("age", "hours_per_week"))]
    assert slip_keys(income="werk", low_income=True) == [("income", ("income", "low_income"))]
    assert slip_keys(age=40, hours_per_week=15, income="werk", low_income=False) == []


def test_a_barrier_that_does_not_go_with_what_was_stated_is_a_slip():
    assert slip_keys((("lezen", 2),), low_literate=False) == [
        ("lezen:low_literate", ("barriers", "low_literate"))
    ]
    assert slip_keys((("lezen", 2),), low_literate=True) == []


HOURS = Item("a", "a", "a", coverage=(Coverage("netwerk", 80, "stated"),), hours=30.0)


def with_hours(barriers=NETWORK, **facts):
    return match(Profile("client", barriers, facts, None), catalogue([HOURS]), DAY).matches[0]


def test_known_hours_above_hers_exclude_and_are_named():
    one = with_hours(hours_per_week=16)
    assert (one.verdict, one.excluded_by) == (Verdict.INELIGIBLE, ("hours_per_week",))
    assert with_hours(hours_per_week=30).verdict is Verdict.ELIGIBLE


def test_as_long_as_her_hours_are_unknown_there_is_nothing_to_test():
    one = with_hours()
    assert (one.verdict, one.conditions) == (Verdict.ELIGIBLE, ())


def test_hours_that_childcare_holds_down_are_unknown_and_ask_about_childcare():
    for one in (
        with_hours(hours_per_week=16, childcare="niet-geregeld"),
        with_hours((("netwerk", 2), ("opvang", 1)), hours_per_week=16),
    ):
        assert (one.verdict, one.later_only) == (Verdict.UNCERTAIN, True)
        assert [question.fact for question in one.questions] == ["childcare"]
    arranged = with_hours((("netwerk", 2), ("opvang", 1)), hours_per_week=16, childcare="geregeld")
    assert (arranged.verdict, arranged.later_only) == (Verdict.INELIGIBLE, False)


def test_only_with_women_is_a_condition():
    def one(**traits):
        item = Item("a", "a", "a", coverage=(Coverage("netwerk", 80, "stated"),), traits=traits)
        return match(
            Profile("client", NETWORK, {"wishes": ("alleen-vrouwen",)}, None), catalogue([item]), DAY
        ).matches[0]

    assert one(women_only=("ja",)).verdict is Verdict.ELIGIBLE
    assert (one(women_only=("nee",)).verdict, one(women_only=("nee",)).excluded_by) == (
        Verdict.INELIGIBLE,
        ("wishes",),
    )
    assert (one().verdict, [row.fact for row in one().questions]) == (Verdict.UNCERTAIN, ["women_only"])


def test_a_wish_that_she_did_not_name_is_unknown_in_a_required_leaf():
    item = Item(
        "a", "a", "a",
        coverage=(Coverage("netwerk", 80, "stated"),),
        conditions=Leaf("wishes", True, "wil een eigen bedrijf", has=("eigen-bedrijf",)),
    )  # fmt: skip
    for wishes, verdict in ((("opleiding",), Verdict.UNCERTAIN), (("eigen-bedrijf",), Verdict.ELIGIBLE)):
        profile = Profile("client", NETWORK, {"wishes": wishes}, None)
        assert match(profile, catalogue([item]), DAY).matches[0].verdict is verdict


def test_a_condition_that_a_stated_fact_speaks_against_is_an_amber_line():
    caution = Caution("voor wie weinig Nederlands spreekt", Leaf("dutch_level", False, "", maximum="A1"))
    item = replace(HOURS, hours=None, cautions=(caution,))
    for level, expected in (("B1", (caution,)), ("A1", ()), (None, ())):
        facts = {"dutch_level": level} if level else {}
        result = match(Profile("client", NETWORK, facts, None), catalogue([item]), DAY)
        assert result.matches[0].cautions == expected


SAFETY = SafetyRules(
    when=when_from([{"circumstances": ["geweld"]}, {"barriers": ["lezen"]}]),
    instead="Spreek haar alleen.",
    cautioned=frozenset({"home_visits"}),
    caution="Vraag eerst of dat veilig is.",
)
TIPS = (Tip("Nodig haar partner uit.", involves_partner=True), Tip("Begin met wat zij wil."))


@pytest.mark.parametrize(
    ("barriers", "facts", "left_out"),
    [
        (NETWORK, {}, False),
        (NETWORK, {"circumstances": ("geweld",)}, True),
        (NETWORK, {"circumstances": ("opvang",)}, False),
        ((("lezen", 1),), {}, True),
    ],
)
def test_where_partner_or_family_may_harm_her_no_tip_brings_them_in(barriers, facts, left_out):
    profile = Profile("client", barriers, facts, None)
    assert partner_left_out(profile, VOCABULARY, SAFETY) is left_out
    shown = [tip.text for tip in safe_tips(TIPS, left_out=left_out, safety=SAFETY)]
    first = "Spreek haar alleen." if left_out else "Nodig haar partner uit."
    assert shown == [first, "Begin met wat zij wil."]


def test_home_visits_get_an_amber_line_where_they_may_harm_her():
    rules, item = replace(RULES, safety=SAFETY), replace(HOURS, hours=None, has=frozenset({"home_visits"}))
    for facts, expected in (({"circumstances": ("geweld",)}, ["Vraag eerst of dat veilig is."]), ({}, [])):
        result = match(Profile("client", NETWORK, facts, None), catalogue([item], rules=rules), DAY)
        assert [caution.text for caution in result.matches[0].cautions] == expected


def test_a_fixed_line_stands_when_its_facts_hold_and_expires_on_its_day():
    line = FixedLine(
        "melden", "Meld werk.", when_from({"income": ["bijstand"]}), valid_until=date(2026, 12, 31)
    )
    rules = replace(RULES, lines=(line,))
    for facts, expected in (({"income": "bijstand"}, (line,)), ({"income": "werk"}, ()), ({}, ())):
        assert (
            match(Profile("client", NETWORK, facts, None), catalogue([HOURS], rules=rules), DAY).lines
            == expected
        )
    assert (line.text_on(date(2026, 12, 31)), line.text_on(date(2027, 1, 1))) == ("Meld werk.", LAW_CHANGED)


def test_the_day_stands_in_the_answer_and_decides_what_is_open():
    paused = replace(HOURS, hours=None, paused_until=date(2026, 12, 5))
    profile, found = Profile("client", NETWORK, {}, None), catalogue([paused])
    for day, available in ((date(2026, 12, 4), "paused"), (date(2026, 12, 5), "open")):
        result = match(profile, found, day)
        assert (result.day, result.matches[0].available) == (day, available)


def test_a_ticked_barrier_states_what_it_is_about_for_its_own_coverage():
    asks = Leaf("low_literate", False, "", one_of=(True,))
    own = Item("a", "a", "a", coverage=(Coverage("lezen", 80, "stated", condition=asks),))
    other = Item("b", "b", "b", coverage=(Coverage("netwerk", 80, "stated", condition=asks),))
    profile = Profile("client", (("lezen", 2), ("netwerk", 2)), {}, None)
    found = match(profile, catalogue([own, other]), DAY).scores
    assert found.cover.tolist() == [2 * 160, 2 * 80]
