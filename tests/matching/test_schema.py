"""The schemas say what the engine does: they accept the same profiles and describe every answer."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from matching import adapter
from matching.answer_json import as_json
from matching.engine.profile import ProfileRefused, parse
from matching.schema import answer_schema, profile_schema
from matching.service import answer

DATA = Path(__file__).parent.parent / "data"
PROFILES = [
    (scenario["id"], scenario["profile"])
    for name in ("scenarios_national.json", "scenarios_den_haag.json")
    for scenario in json.loads((DATA / name).read_text(encoding="utf-8"))
]
slow_start = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def test_both_are_valid_schemas(catalogue):
    Draft202012Validator.check_schema(profile_schema(adapter.current().vocabulary))
    Draft202012Validator.check_schema(answer_schema())


@pytest.mark.parametrize("profile", [row[1] for row in PROFILES[::6]], ids=[row[0] for row in PROFILES[::6]])
def test_profiles_of_the_scenarios_fit_and_their_answers_too(catalogue, profile):
    found = adapter.current()
    Draft202012Validator(profile_schema(found.vocabulary)).validate(profile)
    answered = as_json(answer(parse(profile, found.vocabulary), found))
    Draft202012Validator(answer_schema()).validate(answered)
    assert json.loads(json.dumps(answered)) == answered


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 300),
    st.floats(0, 50, allow_nan=False),
    st.sampled_from(("vrouw", "B1", "mbo4", "ja", "bijstand")),
    st.lists(st.sampled_from(("betaald-werk", "zorg", "geweldservaring", "x")), max_size=2, unique=True),
)


@slow_start
@given(st.data())
def test_the_schema_accepts_what_the_engine_accepts(catalogue, data):
    vocabulary = adapter.current().vocabulary
    names = [name for name, key in vocabulary.context.items() if key.type != "municipality"]
    profile = {
        "barriers": data.draw(
            st.dictionaries(
                st.sampled_from(("mantelzorg", "klein-netwerk", "bestaat-niet")),
                st.sampled_from((1, 2, 3, 0, 7, True, "2")),
                max_size=2,
            )
        ),
        "context": data.draw(st.dictionaries(st.sampled_from([*names, "naam"]), values, max_size=4)),
    }
    by_schema = Draft202012Validator(profile_schema(vocabulary)).is_valid(profile)
    try:
        parse(profile, vocabulary)
        by_engine = True
    except ProfileRefused:
        by_engine = False
    # Of a number that is written in words ("28 jaar") the schema says only that it is text.
    numbers = {name for name, key in vocabulary.context.items() if key.type in ("int", "number")}
    assume(not any(isinstance(value, str) and name in numbers for name, value in profile["context"].items()))
    assert by_schema == by_engine
