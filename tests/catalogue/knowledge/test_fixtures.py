"""What the sources know beside the items: cited, pointing to what exists, and nothing of a person in it."""

import csv
import json
import re
from functools import cache

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

FIXTURES = settings.FIXTURES_DIR
FOLDER = FIXTURES / "knowledge"
#: Each file with the list in it that has one row per thing.
LISTS = {
    "examples": "examples",
    "figures": "figures",
    "longlist": "names",
    "models": "models",
    "municipalities": "municipalities",
    "organisations": "organisations",
    "recommendations": "recommendations",
    "resources": "resources",
    "voices": "themes",
}
PHONE = re.compile(r"(?<![\d-])(?:\+31|0031|0)[\s-]?(?:\d[\s-]?){8}\d(?!\d)")
MOBILE = re.compile(r"(?<![\dA-Z])(?:\+31|0031|0)[\s-]?6[\s-]?\d")
#: A place is a section as it is printed, and no line or page of a file.
ODD_PLACE = re.compile(r"^\s*$|^[\d\s.,-]+$|\b(regels?|line|lines|p\.|blz)\s*\d", re.IGNORECASE)


@cache
def read(name: str) -> dict:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict]:
    return read(name)[LISTS[name]]


def inside(value):
    """`value` and every dict and list in it, at any depth."""
    yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from inside(part)


def texts(value) -> list[str]:
    return [part for part in inside(value) if isinstance(part, str)]


def cites(value) -> list[tuple[str, str]]:
    found = [part for part in inside(value) if isinstance(part, dict)]
    return [(part["source"], part["place"]) for part in found if {"source", "place"} <= part.keys()]


def keys_of(name: str, file: str, at: str = "") -> set[str]:
    data = json.loads((FIXTURES / file).read_text(encoding="utf-8"))
    return {row[name] for row in (data[at] if at else data)}


def items() -> dict[str, dict]:
    paths = sorted((FIXTURES / "interventions").iterdir())
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


@cache
def municipalities() -> dict[str, str]:
    """Short name of each municipality with its code."""
    with (FIXTURES / "gemeenten.csv").open(encoding="utf-8") as file:
        return {row["short_name"]: row["cbs_code"] for row in csv.DictReader(file)}


every_file = pytest.mark.parametrize("name", LISTS)


def test_these_are_all_the_files():
    assert {path.stem for path in FOLDER.iterdir()} == set(LISTS)


@every_file
def test_no_two_rows_share_an_address(name):
    slugs = [row["number"] if name == "longlist" else row["slug"] for row in rows(name)]
    assert len(slugs) == len(set(slugs)) > 0
    assert all(re.fullmatch(r"[a-z0-9-]+|\d+(\.\d)?", slug) for slug in slugs)


@every_file
def test_the_rows_of_a_file_have_the_same_keys(name):
    assert len({tuple(row) for row in rows(name)}) == 1


@every_file
def test_every_row_says_where_it_is_said(name):
    assert [row for row in rows(name) if not cites(row)] == []


@every_file
def test_it_cites_sources_that_exist_at_places_as_printed(name):
    sources = keys_of("key", "sources.json")
    assert {source for source, _ in cites(read(name))} <= sources
    assert [place for _, place in cites(read(name)) if ODD_PLACE.search(place)] == []


def test_the_pattern_finds_places_that_are_none():
    for place in ("", "312-320", "regel 14", "lines 3-9", "p. 12"):
        assert ODD_PLACE.search(place), place
    for place in ("§2.1 Gezondheid", "Bijlage 3 nr 12", "Verder lezen?", "Bijlage 1, Peuteropvang"):
        assert not ODD_PLACE.search(place), place


@every_file
def test_the_barriers_it_names_exist(name):
    known = keys_of("slug", "taxonomy.json", "barriers")
    named = {
        slug for part in inside(read(name)) if isinstance(part, dict) for slug in part.get("barriers", ())
    }
    assert named - known == set()


@every_file
def test_no_mobile_number_and_no_mailbox_stands_in_it(name):
    assert [text for text in texts(read(name)) if MOBILE.search(text)] == []
    assert [text for text in texts(read(name)) if "@" in text] == []


def test_phone_numbers_stand_with_organisations_only():
    assert MOBILE.search("06 1234 5678")
    assert MOBILE.search("+31 6 12345678")
    assert not MOBILE.search("070 - 388 8700")
    others = [text for name in LISTS if name != "organisations" for text in texts(read(name))]
    assert [text for text in others if PHONE.search(text)] == []
    numbers = [row["phone"] for row in rows("organisations") if row["phone"]]
    assert len(numbers) == len(set(numbers)) == 10


@every_file
def test_web_addresses_are_whole(name):
    for part in inside(read(name)):
        for key in ("url", "website"):
            if isinstance(part, dict) and part.get(key) is not None:
                assert re.fullmatch(r"https?://\S+\.\S+", part[key]), part[key]


# The items and places that the rows point to


def test_items_that_are_named_exist():
    known = set(items())
    assert {row["item"] for row in rows("examples")} - {None} <= known
    names = rows("longlist")
    assert {row["in_catalogue"] for row in names} - {None} <= known
    assert {ref for row in names for ref in row["related"]} <= known
    assert set(read("longlist")["not_under_own_name"]) <= known


def test_places_are_municipalities():
    known = set(municipalities())
    assert {place for row in rows("examples") for place in row["places"]} <= known
    assert {row["area"] for row in rows("resources")} - {None} <= known
    areas = [row["area"] for row in rows("organisations") if row["area"] not in (None, "landelijk")]
    assert {place for area in areas for place in area} <= known
    for row in rows("municipalities"):
        assert municipalities()[row["municipality"]] == row["cbs_code"]


def test_every_provider_of_the_catalogue_stands_in_the_directory():
    providers = {document["provider"] for document in items().values()} - {None}
    assert {row["provider"] for row in rows("organisations")} - {None} == providers


# What each file promises


def test_an_example_has_its_lesson_in_two_sentences():
    ends = re.compile(r"[.?!]”?(?=\s|$)")
    assert [row["slug"] for row in rows("examples") if len(ends.findall(row["lesson"])) != 2] == []


def test_an_example_with_a_caution_of_danger_stands_beside_no_barrier():
    [row] = [row for row in rows("examples") if "in gevaar" in (row["caution"] or "")]
    assert row["barriers"] == []
    assert row["involves_partner_or_family"] is True


def test_the_21_practices_of_mind_the_gap_are_there():
    practices = [row for row in rows("examples") if row["cite"][0]["place"].startswith("§4")]
    assert len([row for row in practices if row["cite"][0]["source"] == "mind-the-gap-2018"]) == 21


def test_the_longlist_is_as_printed():
    numbers = [row["number"] for row in rows("longlist")]
    whole = [int(number) for number in numbers if "." not in number]
    assert sorted(set(range(1, 60)) - set(whole)) == [38, 40, 43]
    assert [number for number in numbers if "." in number] == ["10.1", "10.2", "10.3", "10.4"]


def test_each_of_the_27_is_on_the_longlist_or_is_said_not_to_be():
    listed = {row["in_catalogue"] for row in rows("longlist")} | {
        ref for row in rows("longlist") for ref in row["related"]
    }
    ours = {ref for ref in items() if ref.startswith("ks2020-")}
    assert ours - listed == set(read("longlist")["not_under_own_name"])


def test_a_figure_has_a_number_or_says_that_there_is_none():
    assert [row["slug"] for row in rows("figures") if row["number"] is None and not row["note"]] == []
    national = [row for row in rows("figures") if row["area"] == "Nederland"]
    assert len(national) >= 15
    assert len(read("figures")["gender_scan"]["questions"]) == 3
    assert len(read("figures")["gender_analysis"]["steps"]) == 2


def test_the_recommendations_are_eight_seven_and_five():
    counts = {}
    for row in rows("recommendations"):
        counts.setdefault(row["source"], []).append(row["number"])
    assert {source: sorted(numbers) for source, numbers in counts.items()} == {
        "kennissynthese-2020": list(range(1, 9)),
        "den-haag-2024": list(range(1, 8)),
        "mind-the-gap-2018": list(range(1, 6)),
    }


def test_a_municipality_has_no_contact_that_no_source_gives():
    assert {value for row in rows("municipalities") for value in row["contact"].values()} == {None}


def test_what_is_said_of_a_municipality_has_a_known_topic():
    topics = set(read("municipalities")["topics"])
    said = [line for row in rows("municipalities") for line in row["says"]] + read("municipalities")[
        "everywhere"
    ]
    assert {line["topic"] for line in said} <= topics


def test_minutes_are_of_the_three_e_learnings():
    timed = {row["slug"]: row["minutes"] for row in rows("resources") if row["minutes"] is not None}
    assert sorted(timed.values()) == [60, 90, 210]
    assert all(
        row["for"] and set(row["for"]) <= {"klantmanager", "beleid", "organisatie"}
        for row in rows("resources")
    )


def test_the_six_ingredients_are_six():
    [row] = [row for row in rows("models") if row["slug"] == "ingredienten-groepstraject"]
    assert len(row["points"]) == 6


def test_there_is_no_quote_in_the_words_of_a_participant():
    own = re.compile(r"[“”\"]|\b(ik|mijn|mij)\b", re.IGNORECASE)
    assert [text for text in texts(rows("voices")) if own.search(text)] == []


# The table of what the sources know

ROW = re.compile(
    r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([YPN]) \|(?: `([^`]+)`)? +\|(?: `([^`]+)`)? +\| *([^|]*?) *\|$",
    re.MULTILINE,
)


@cache
def coverage() -> str:
    return (settings.BASE_DIR / "docs" / "sources-coverage.md").read_text(encoding="utf-8")


def test_the_table_has_all_83_systems_once():
    assert [int(row[0]) for row in ROW.findall(coverage())] == list(range(1, 84))


def test_what_is_not_shown_whole_has_a_reason_and_the_rest_a_page():
    for number, _, _, state, _, page, why in ROW.findall(coverage()):
        assert bool(why) == (state != "Y"), number
        assert bool(page) == (state != "N"), number


def test_the_data_that_the_table_names_is_there():
    assert [row[4] for row in ROW.findall(coverage()) if row[4] and not (FIXTURES / row[4]).exists()] == []


def test_the_barriers_and_municipalities_whose_page_it_names_exist():
    pages = {row[5] for row in ROW.findall(coverage())}
    barriers = {page.split("/")[2] for page in pages if page.startswith("/belemmeringen/")} - {"", "<slug>"}
    assert barriers <= keys_of("slug", "taxonomy.json", "barriers")
    towns = {page.split("/")[2] for page in pages if page.startswith("/gemeente/")} - {"<slug>"}
    assert towns <= {row["slug"] for row in rows("municipalities")}


def test_the_count_above_the_table_is_right():
    states = [row[3] for row in ROW.findall(coverage())]
    line = ", ".join(f"{states.count(state)} {state}" for state in "YPN")
    assert f"{line}, {len(states)} in all." in coverage()


def is_built(page: str) -> bool:
    try:
        resolve(page.replace("<slug>", "x"))
    except Resolver404:
        return False
    return True


def test_a_page_that_is_not_built_is_said_not_to_be():
    pages = {row[5] for row in ROW.findall(coverage())} - {""}
    said = coverage().partition("## Pages that are not built yet")[2].partition("## What is not known")[0]
    assert set(re.findall(r"`([^`]+)`", said)) == {page for page in pages if not is_built(page)}
