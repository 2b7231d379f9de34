"""One item as one document: rows and document say the same, and the hash is of what is said."""

import copy
import json
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.documents.fields import BY_KEY, DATES, FLAGS, NUMBERS, TEXTS, Kind
from catalogue.documents.lifting import lifted
from catalogue.documents.schema import check, content_hash, document_of, schema, whole_numbers
from catalogue.revisions import actions
from catalogue.revisions.publishing import current_hash, fresh
from tests.factories import covers, document, term

FILES = sorted((settings.FIXTURES_DIR / "interventions").glob("*.json"))


def read(path):
    return lifted(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rows_say_what_the_file_says(catalogue, path):
    item = fresh(path.stem)
    assert document_of(item) == read(path)
    assert item.document_hash == current_hash(item) == content_hash(read(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_order_of_the_keys_is_that_of_the_schema(catalogue, path):
    keys = list(schema()["properties"])
    assert list(document_of(fresh(path.stem))) == keys
    in_file = list(json.loads(path.read_text(encoding="utf-8")))
    assert in_file == [key for key in keys if key in in_file]


def test_every_key_is_present_in_every_document():
    assert sorted(schema()["required"]) == sorted(schema()["properties"])


# The hash


def turned(value):
    """`value` with the keys of every object in the opposite order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", FILES[:5], ids=lambda path: path.stem)
def test_the_hash_does_not_depend_on_the_order_of_the_keys(path):
    given = read(path)
    assert list(turned(given)) != list(given)
    assert content_hash(turned(given)) == content_hash(given)


def test_the_hash_takes_20_and_20_point_0_for_the_same():
    whole, point = document(hours_per_week_min=20), document(hours_per_week_min=20.0)
    point |= {name: whole[name] for name in ("source_ref", "slug", "name")}
    assert content_hash(whole) == content_hash(point)
    assert content_hash(whole) != content_hash(whole | {"hours_per_week_min": 20.5})


def test_the_hash_depends_on_the_order_of_a_list_and_on_null():
    given = document(target_groups=["Moeders", "Vrouwen"], group=None)
    assert content_hash(given) != content_hash(given | {"target_groups": ["Vrouwen", "Moeders"]})
    assert content_hash(given) != content_hash(given | {"group": False})
    assert content_hash(given) == content_hash({name: value for name, value in given.items() if value})
    assert content_hash(given | {"phases": None}) != content_hash(given | {"phases": []})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (20.0, 20),
        (20.5, 20.5),
        (True, True),
        ("20.0", "20.0"),
        ([1.0, {"a": 2.0}], [1, {"a": 2}]),
        (None, None),
    ],
)
def test_whole_numbers_are_written_whole(value, expected):
    assert whole_numbers(value) == expected
    assert type(whole_numbers(value)) is type(expected)


# What is wrong with a document

FAULTS = {
    "not an object": (["x"], ["document"]),
    "a key missing": ({name: value for name, value in document().items() if name != "kind"}, ["document"]),
    "a key too many": (document() | {"sterren": 5}, ["document"]),
    "two faults": (document(kind="cursus", summary=""), ["kind", "summary"]),
    "an audience for nobody": (document(audience=[]), ["audience"]),
    "a day that does not exist": (document(as_of="2020-02-30"), ["as_of"]),
    "an address without a scheme": (document(url="www.voorbeeld.nl"), ["url"]),
    "a word that is no flag": (document(childcare="ja"), ["childcare"]),
    "a goal twice": (document(goals=[term("motivatie"), term("motivatie") | {"wording": "M"}]), ["goals"]),
    "an approach twice": (document(approaches=[term("training")] * 2), ["approaches"]),
    "a barrier twice": (document(coverage=[covers("schulden"), covers("schulden", value=80)]), ["coverage"]),
    "stated too low": (document(coverage=[covers("schulden", value=50)]), ["coverage"]),
    "declared too high": (document(coverage=[covers("schulden") | {"basis": "declared"}]), ["coverage"]),
    "a ladder downwards": (document(ladder_from=3, ladder_to=2), ["ladder_to"]),
    "a citation of no field": (
        document(citations=[{"field": "coverage:schulden", "source": "x", "place": "§1"}]), ["citations"],
    ),
    "a place twice": (
        document(
            reach={
                "national": False, "elsewhere": "no", "text": None,
                "regions": [{"level": "municipality", "code": "GM0344"}] * 2,
            }
        ),
        ["reach/regions"],
    ),
    "a coverage of a right": (document(kind="right", coverage=[covers("schulden")]), ["coverage"]),
    "a duty of what is no right": (document(duty="Leren."), ["duty"]),
    "an address that is secret": (
        document(address_secret=True, visiting_address="Plein 1"), ["visiting_address"],
    ),
    "a mobile number": (document(phone="06 12 34 56 78"), ["phone"]),
    "a mobile number from abroad": (document(phone="+31 (0)6 12345678"), ["phone"]),
    "half a way on": (document(next_after={"hands_over": "De coach."}), ["next_after"]),
    "no days": (document(days=[]), ["days"]),
    "a null character": (document(summary="a\x00b"), ["document"]),
    "half a character": (document(summary="a\ud800b"), ["document"]),
}  # fmt: skip


@pytest.mark.parametrize(("given", "fields"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_field(given, fields):
    assert [line.split(":")[0] for line in check(given)] == fields


def test_the_document_of_the_factory_is_right():
    assert check(document()) == []


# Whatever is written can be read back

CITES = st.lists(
    st.builds(
        lambda number: {"source": "kennissynthese-2020", "place": f"Bijlage 2 nr {number}"},
        st.integers(1, 27),
    ),
    min_size=1, max_size=3, unique_by=lambda cite: cite["place"],
)  # fmt: skip
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60)
NUMBER = st.none() | st.integers(0, 500) | st.floats(0, 500, allow_nan=False)
SMALL = st.none() | st.integers(0, 32767)
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
TERMS = st.lists(
    st.fixed_dictionaries({"slug": SLUGS, "wording": WORDS}), max_size=4, unique_by=lambda row: row["slug"]
)
LEAVES = st.fixed_dictionaries(
    {"fact": st.just("gender"), "in": st.just(["vrouw"]), "text": WORDS, "cite": CITES,
     "strength": st.sampled_from(["required", "intended"])}
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda trees: (
        st.fixed_dictionaries({"all": st.lists(trees, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"any": st.lists(trees, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"not": trees})
    ),
    max_leaves=4,
)
STATED = st.fixed_dictionaries({"basis": st.just("stated"), "value": st.integers(60, 100)})
DECLARED = st.fixed_dictionaries({"basis": st.just("declared"), "value": st.integers(50, 60)})
COVERAGE = st.builds(
    lambda rest, basis: rest | basis,
    st.fixed_dictionaries(
        {
            "barrier": st.sampled_from(["laaggeletterdheid", "weinig-motivatie", "klein-netwerk"]),
            "role": st.sampled_from(["main", "part", "side"]),
            "condition": st.none() | TREES,
            "note": st.none() | WORDS,
            "cite": CITES,
        }
    ),
    STATED | DECLARED,
)
COUNTED = {"text": WORDS, "number": NUMBER, "unit": st.none() | WORDS, "year": SMALL, "cite": CITES}
REGIONS = [
    ("municipality", "GM0344"),
    ("province", "utrecht"),
    ("municipality", "GM0518"),
    ("labour-region", "AM24"),
]
VALUES = {
    **dict.fromkeys(
        [name for name in TEXTS if BY_KEY[name].kind is Kind.TEXT and "pattern" not in BY_KEY[name].form],
        st.none() | WORDS,
    ),
    **{
        name: st.none() | st.sampled_from(sorted(BY_KEY[name].choices))
        for name in ("section", "language_to", "training_level")
    },
    **dict.fromkeys([name for name in NUMBERS if name not in ("ladder_from", "ladder_to")], NUMBER),
    **dict.fromkeys(("table_position", "sessions", "places"), SMALL),
    **dict.fromkeys(FLAGS, st.none() | st.booleans()),
    **dict.fromkeys(DATES, st.none() | st.dates().map(str)),
    **dict.fromkeys(("goals", "approaches"), st.none() | TERMS),
    "name": WORDS,
    "provider": st.sampled_from([None, "atria", "movisie"]),
    "summary": WORDS,
    "url": st.none() | st.just("https://voorbeeld.nl/x"),
    "mailbox": st.none() | st.just("info@voorbeeld.nl"),
    "phone": st.none() | st.sampled_from(["020 578 79 97", "(070) 752 80 00", "+31 70 752 80 00"]),
    "managing_municipality": st.none() | st.just("GM0518"),
    "days": st.none() | st.lists(st.sampled_from(["maandag", "zondag"]), min_size=1, unique=True),
    "links": st.none()
    | st.lists(
        st.fixed_dictionaries(
            {"kind": st.just("handbook"), "label": WORDS, "url": st.just("https://a.nl/x"), "cite": CITES}
        ),
        min_size=1, max_size=2,
    ),
    "next_after": st.none()
    | st.fixed_dictionaries(
        {"to": WORDS, "hands_over": st.none() | WORDS, "reports_back": st.none() | WORDS}
    ),
    "ladder_from": st.none() | st.integers(1, 3),
    "ladder_to": st.none() | st.integers(3, 6),
    "audience": st.lists(st.sampled_from(["client", "klantmanager"]), min_size=1, unique=True),
    "target_groups": st.none() | st.lists(WORDS, max_size=3, unique=True),
    "sectors": st.none() | st.lists(SLUGS, max_size=3, unique=True),
    "phases": st.none() | st.lists(st.sampled_from(["activering", "plaatsing", "behoud"]), unique=True),
    "outcomes": st.none() | st.lists(st.sampled_from(["betaald-werk", "opleiding"]), unique=True),
    "notes": st.dictionaries(st.sampled_from(["summary", "childcare"]), WORDS),
    "conditions": st.none() | TREES,
    "coverage": st.lists(COVERAGE, max_size=3, unique_by=lambda row: row["barrier"]),
    "provider_conditions": st.lists(st.fixed_dictionaries({"text": WORDS, "cite": CITES}), max_size=2),
    "results": st.lists(
        st.fixed_dictionaries({"kind": st.sampled_from(["result", "target"]), **COUNTED}), max_size=2
    ),
    "amounts": st.lists(st.fixed_dictionaries(COUNTED), max_size=2),
    "recognition": st.none()
    | st.fixed_dictionaries({"level": st.just("goed-onderbouwd"), "text": WORDS, "cite": CITES}),
    "relations": st.lists(
        st.fixed_dictionaries(
            {"kind": st.sampled_from(["contains", "builds-on"]), "ref": SLUGS, "cite": CITES}
        ),
        max_size=2, unique_by=lambda row: (row["kind"], row["ref"]),
    ),
    "differences": st.lists(
        st.fixed_dictionaries(
            {
                "field": st.just("age"), "decides": WORDS,
                "statements": st.lists(
                    st.fixed_dictionaries(
                        {"says": WORDS, "source": st.just("kennissynthese-2020"), "place": WORDS}
                    ),
                    min_size=2, max_size=3,
                ),
            }
        ),
        max_size=2,
    ),
    "reach": st.fixed_dictionaries(
        {
            "national": st.none() | st.booleans(),
            "regions": st.lists(
                st.sampled_from(REGIONS).map(lambda pair: {"level": pair[0], "code": pair[1]}),
                unique_by=lambda row: (row["level"], row["code"]),
            ),
            "elsewhere": st.sampled_from(["yes", "no", "unknown", None]),
            "text": st.none() | WORDS,
        }
    ),
    "citations": st.lists(
        st.fixed_dictionaries(
            {
                "field": st.sampled_from(["summary", "goals", "reach"]),
                "source": st.just("den-haag-2024"),
                "place": WORDS,
            }
        ),
        max_size=3, unique_by=lambda row: (row["field"], row["place"]),
    ),
}  # fmt: skip
#: What goes with one kind of item or with another answer; below it is tried by itself.
OF_A_RIGHT = ("duty", "price", "checked_on", "valid_until")
for name in (*OF_A_RIGHT, "address_secret"):
    del VALUES[name]
EDITS = st.lists(st.sampled_from(sorted(VALUES)), max_size=12, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
)


@contextmanager
def undone():
    """A piece of work of which the database keeps nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_edits_below_reach_every_field_that_may_be_edited():
    apart = {"schema", "source_ref", "slug", "kind", "stand", "address_secret", *OF_A_RIGHT}
    assert set(schema()["properties"]) - set(VALUES) == apart


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "right", "duty": "Leren.", "price": "Het telt mee.", "checked_on": "2026-11-30",
         "valid_until": "2026-12-31"},
        {"address_secret": True},
        {"address_secret": False, "visiting_address": "Plein 1"},
    ],
    ids=["right", "secret", "not secret"],
)  # fmt: skip
def test_what_goes_with_one_kind_or_answer_is_kept_too(reference, values):
    given = document(**values)
    assert check(given) == []
    assert document_of(fresh(actions.load_document(document=given).source_ref)) == given


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=EDITS, second=EDITS)
def test_what_the_schema_accepts_is_kept_whole_also_as_an_edit(reference, first, second):
    given = document(**first)
    edit = given | copy.deepcopy(second)
    assert check(given) == check(edit) == []
    with undone():
        item = actions.load_document(document=given)
        assert document_of(fresh(item.source_ref)) == whole_numbers(given)
        revision = actions.start_revision(document=edit, by=None)
        actions.publish(revision=actions.submit(revision=revision, by=None), by=None)
        again = fresh(item.source_ref)
        assert document_of(again) == whole_numbers(edit)
        assert again.document_hash == current_hash(again) == content_hash(edit)
