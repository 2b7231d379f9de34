"""The catalogue as data: complete, cited, in the words of the source, and nothing of a person in it."""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from catalogue.documents.lifting import lifted
from catalogue.documents.schema import VALUES, check
from catalogue.models import Region
from catalogue.places.lookup import look_up, municipality
from catalogue.text.contact_patterns import PHONE
from catalogue.text.folding import fold, slugify
from matching.adapter import context_keys
from matching.engine.conditions import faults

FIXTURES = settings.FIXTURES_DIR
DATA = Path(__file__).parent.parent.parent / "data"

NATIONAL = [f"ks2020-{number:02}" for number in range(1, 28)]
DEN_HAAG = [
    *(f"dh2024-b1-{number}" for number in ("1", "1a", "1b", "1c", "1d", "2", "3", "4")),
    *(f"dh2024-b2-{number}" for number in range(1, 7)),
    *(f"dh2024-r-{number}" for number in range(1, 9)),
]


def region_names() -> dict[str, str]:
    """By code the short names of municipalities, labour regions and provinces."""
    with (FIXTURES / "gemeenten.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {row["cbs_code"]: row["short_name"] for row in rows}
    found |= {row["labour_region_code"]: row["labour_region"] for row in rows}
    return found | {slugify(row["province"]): row["province"] for row in rows}


def read(name: str, folder: Path = FIXTURES):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@cache
def documents() -> dict[str, dict]:
    return {
        path.stem: lifted(read(path.name, path.parent))
        for path in sorted((FIXTURES / "interventions").iterdir())
    }


def every_item(test):
    return pytest.mark.parametrize("ref", [*NATIONAL, *DEN_HAAG])(test)


def texts(value) -> list[str]:
    """All strings in `value`, at any depth."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]


def cites(value) -> list[tuple[str, str]]:
    """All (source, place) in `value`, at any depth."""
    if isinstance(value, dict):
        own = [(value["source"], value["place"])] if {"source", "place"} <= value.keys() else []
        return own + [cite for part in value.values() for cite in cites(part)]
    return [cite for part in value for cite in cites(part)] if isinstance(value, list) else []


def test_the_items_are_the_27_of_the_table_and_the_22_of_den_haag():
    assert sorted(documents()) == sorted(NATIONAL + DEN_HAAG)
    assert len(NATIONAL + DEN_HAAG) == 49


@every_item
def test_it_fits_the_schema(ref):
    assert check(documents()[ref]) == []


@every_item
def test_its_key_is_the_name_of_its_file(ref):
    assert documents()[ref]["source_ref"] == ref


def test_no_two_items_share_an_address_or_a_name():
    for field in ("slug", "name"):
        counts = Counter(document[field] for document in documents().values())
        assert [value for value, count in counts.items() if count > 1] == []


# The table of the source

TABLE = read("source_table.json", DATA)["rows"]
#: Where the description of Bijlage 2 is more careful than the table, and what it says there (decision 0020).
OTHER_THAN_THE_TABLE = {7: {"reach": "Landelijk; 2020 pilot in drie gemeenten (na 2020 landelijk)"}}
#: By slug the names of the organisations of the fixtures.
ORGANISATIONS = {row["slug"]: row["name"] for row in read("organisations.json")}
REGIONS = region_names()
#: Words of the table that are one of the source's own fixed choices in another form.
SAME_WORD = {"Motivering": "motivatie", "Trainen": "training", "Workshop(s)": "workshops"}


def test_the_second_reading_holds_all_27_rows():
    assert [row["nr"] for row in TABLE] == list(range(1, 28))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['nr']} {row['name']}")
def test_an_item_says_what_its_row_of_the_table_says(row):
    document = documents()[f"ks2020-{row['nr']:02}"]
    found = {
        "nr": document["table_position"],
        "name": document["name"],
        "goals": [term["wording"] for term in document["goals"]],
        "target_groups": document["target_groups"],
        "approaches": [term["wording"] for term in document["approaches"]],
        "reach": document["reach"]["text"],
        "provider": ORGANISATIONS.get(document["provider"]),
        "url": document["url"],
    }
    said = {name: value for name, value in row.items() if name != "spelled_out"}
    assert found == said | OTHER_THAN_THE_TABLE.get(row["nr"], {})


@pytest.mark.parametrize("ref", NATIONAL)
def test_a_goal_or_approach_of_the_table_keeps_its_own_word(ref):
    terms = documents()[ref]["goals"] + documents()[ref]["approaches"]
    assert [term["slug"] for term in terms] == [
        SAME_WORD.get(term["wording"], slugify(term["wording"])) for term in terms
    ]


@pytest.mark.parametrize("ref", NATIONAL)
def test_the_table_lets_an_item_choose_at_most_four_goals_and_three_approaches(ref):
    document = documents()[ref]
    assert 1 <= len(document["goals"]) <= 4
    assert 1 <= len(document["approaches"]) <= 3


def test_reach_in_structure_is_what_the_table_says_in_words():
    def shape(reach):
        return reach["national"], [REGIONS[region["code"]] for region in reach["regions"]], reach["elsewhere"]

    expected = {
        "Limburg, Noord-Brabant": (False, ["Limburg", "Noord-Brabant"], "no"),
        "Veldhoven": (False, ["Veldhoven"], "no"),
        "Amsterdam, Haarlem": (False, ["Amsterdam", "Haarlem"], "no"),
        "Rotterdam, Den Haag": (False, ["Rotterdam", "Den Haag"], "no"),
        "Regio Amsterdam": (False, ["Amsterdam", "Groot Amsterdam"], "no"),
        "Landelijk": (True, [], "yes"),
        "Diverse regio’s": (False, ["Zoetermeer"], "unknown"),
        "Dordrecht": (False, ["Dordrecht"], "no"),
        "Amsterdam, Den Haag": (False, ["Amsterdam", "Den Haag"], "no"),
        "Tilburg": (False, ["Tilburg"], "no"),
        "Groningen": (False, ["Groningen"], "no"),
        "Eindhoven (breder in te zetten)": (False, ["Eindhoven"], "unknown"),
        "Zoetermeer": (False, ["Zoetermeer"], "no"),
        "Utrecht": (False, ["Utrecht"], "no"),
        "Regio Delft, Den Haag, Rotterdam": (
            False, ["Delft", "Den Haag", "Rotterdam", "Haaglanden", "Rijnmond"], "no",
        ),
        "Landelijk (in Amsterdam uitgevoerd)": (True, [], "yes"),
        "Landelijk; 2020 pilot in drie gemeenten (na 2020 landelijk)": (None, [], "unknown"),
    }  # fmt: skip
    found = {documents()[ref]["reach"]["text"]: shape(documents()[ref]["reach"]) for ref in NATIONAL}
    assert found == expected


# Where it is said

#: What identifies an item, and what carries its citations inside itself.
NEEDS_NO_CITATION = {"schema", "source_ref", "slug", "kind", "audience", "stand", "citations"}
CITES_ITSELF = {
    "conditions", "provider_conditions", "coverage", "recognition", "results", "amounts", "relations",
    "differences", "links",
}  # fmt: skip
PLACES = {
    "kennissynthese-2020": (
        r"§4\.2 tabel nr ([1-9]|1\d|2[0-7])|§4\.2 toelichting|§[2-6](\.[1-4])?"
        r"|Bijlage 2 nr ([1-9]|1\d|2[0-7])"
    ),
    "den-haag-2024": (
        r"Bijlage 1( nr ([234]|1[a-d]?))?|Bijlage 2( nr [1-6])?|Samenvatting|§[1-6](\.[1-4])?"
        r"|Bijlage 1, (Peuteropvang|Regeling kinderopvang|Makelaar Kinderopvang"
        r"|Ooievaarsregelingen \(en Ooievaarspas\)|Vrijlating alleenstaande ouders)"
        r"|Bijlage 1, Tijdelijk niet kunnen deelnemen: (Alleenstaande ouder met kind jonger dan 5 jaar"
        r"|Adempauze korter dan 3 maanden|Arbeidsongeschikt korter dan 6 maanden)"
    ),
}


#: Titles of parts of the sources that number nothing, and the articles of the law that may be cited.
PLACES |= {
    "participatiewet": r"art\. (9a|17|9 lid 2|31 lid 2 onder r)",
    "dienst-toeslagen": r"Ik volg een traject naar werk",
    "handreiking-2025": r"Verder lezen\?: Tipsheet - Wat je als werkcoach écht moet weten",
    "inspiratiegids": (
        r"K!X Works voor vrouwelijke nieuwkomers in Venlo|Kiezen voor werk"
        r"|Maak gebruik van de kennis van \(regionale en lokale\) vrouwenorganisaties"
        r"|Samenwerking tussen gemeenten en vrouwenorganisaties: Meer vrouwen aan het werk"
    ),
    "mind-the-gap-2018": (
        r"§4\.1\.1 (Inzet deskundigheid ketenpartners|Training voor klantmanagers)"
        r"|§4\.2\.1 Brugfunctie culturen"
        r"|§4\.2\.3 (Empowerment|Ondersteuning bij ondernemerschap)"
    ),
}


@every_item
def test_everything_it_says_is_cited(ref):
    document = documents()[ref]
    cited = {row["field"] for row in document["citations"]}
    said = {name for name, value in document.items() if value not in (None, [], {})}
    left = said - cited - NEEDS_NO_CITATION - CITES_ITSELF
    if "notes" in left and set(document["notes"]) <= cited:
        left.remove("notes")
    assert left == set()


@every_item
def test_it_cites_nothing_that_it_does_not_say(ref):
    document = documents()[ref]
    assert [row["field"] for row in document["citations"] if document[row["field"]] in (None, [], {})] == []


@every_item
def test_each_citation_names_a_source_and_a_place_as_printed(ref):
    odd = [cite for cite in cites(documents()[ref]) if not re.fullmatch(PLACES.get(cite[0], "$"), cite[1])]
    assert odd == []


@pytest.mark.parametrize("ref", NATIONAL)
def test_what_it_says_of_itself_stands_at_its_own_number_or_at_that_of_an_item_it_relates_to(ref):
    document = documents()[ref]
    related = {str(int(row["ref"][-2:])) for row in document["relations"]}
    own = [
        document["citations"],
        document["coverage"],
        document["conditions"],
        document["provider_conditions"],
    ]
    numbers = {match[1] for _, place in cites(own) if (match := re.search(r" nr (\d+)$", place))}
    assert numbers - related == {str(int(ref[-2:]))}


def test_the_sources_cited_are_sources():
    cited = {source for document in documents().values() for source, _ in cites(document)}
    assert cited == set(PLACES)
    assert cited <= {row["key"] for row in read("sources.json")}


# What stays out

#: Read by a person: each of these is an organisation's, none is someone's own. A number that the source
#: prints behind one person and her own mailbox is hers (decision 0036).
PHONES = {
    "ks2020-03": "020 894 89 33",
    "ks2020-20": "030 294 75 94",
    "ks2020-23": "070 302 26 60",
    "ks2020-25": "020 578 79 97",
    "dh2024-b2-1": "070 - 388 8700",
    "dh2024-r-7": "(070) 752 80 00",
}
#: Likewise of the mailboxes.
MAILBOXES = {
    "ks2020-01": "info@bijstandnaarwerk.nl",
    "ks2020-03": "info@netwerkpro.org",
    "ks2020-04": "lekker@rebelzaanderotte.nl",
    "ks2020-06": "info@new-bees.org",
    "ks2020-07": "info@singlesupermom.com",
    "ks2020-08": "kix@movisie.nl",
    "ks2020-11": "contact@dewerkshop.info",
    "ks2020-15": "info@singlesupermom.com",
    "ks2020-16": "info@pauwer2u.nl",
    "ks2020-18": "info@de-nvr.nl",
    "ks2020-20": "eigenkracht@taaldoetmeer.nl",
    "ks2020-23": "info@lezenenschrijven.nl",
    "ks2020-25": "info@diversion.nl",
    "dh2024-b2-6": "cooperatie.eva@gmail.com",
}


@every_item
def test_no_phone_number_but_that_of_the_organisation(ref):
    document = documents()[ref]
    assert document["phone"] == PHONES.get(ref)
    rest = texts({name: value for name, value in document.items() if name != "phone"})
    said = [re.sub(r"https?://\S+", "", text) for text in rest]
    assert [text for text in said if PHONE.search(text)] == []


def test_a_number_of_an_organisation_is_no_mobile_one():
    assert [number for number in PHONES.values() if re.match(r"\D*(0|31|0031)\D*6", number)] == []


@every_item
def test_the_sentence_for_the_woman_herself_is_short_and_says_je(ref):
    sentence = documents()[ref]["a2_sentence"] or "Je."
    assert len(sentence.split()) <= 15
    assert re.search(r"\b[Jj]e\b|\b[Jj]ij\b|\b[Jj]ouw\b", sentence)


@every_item
def test_the_addresses_of_links_are_none_twice(ref):
    urls = [row["url"] for row in documents()[ref]["links"] or []]
    assert len(urls) == len(set(urls))


def test_the_only_mailboxes_are_those_of_organisations():
    found = {ref: document["mailbox"] for ref, document in documents().items() if document["mailbox"]}
    assert found == MAILBOXES
    elsewhere = [
        (ref, text)
        for ref, document in documents().items()
        for text in texts({name: value for name, value in document.items() if name != "mailbox"})
        if "@" in text
    ]
    assert elsewhere == []


@every_item
def test_no_bought_in_words(ref):
    odd = re.compile(r"\bAI\b|\bA\.I\.|kunstmatige intelligentie|[★☆⭐]|\d sterren", re.IGNORECASE)
    assert [text for text in texts(documents()[ref]) if odd.search(text)] == []


# What the catalogue says beside its items


def test_a_fixed_line_asks_what_a_profile_knows_and_says_until_when_it_holds():
    barriers = {row["slug"] for row in read("taxonomy.json")["barriers"]}
    context = read("taxonomy.json")["context"]
    for line in read("fixed_lines.json"):
        for fact, values in line["when"].items():
            assert set(values) <= (barriers if fact == "barriers" else set(context[fact]["values"])), line[
                "key"
            ]
        assert line["checked_on"] < line["valid_until"]
        assert line["cite"]


def test_the_only_numbers_of_the_safety_text_are_those_that_anyone_may_ring():
    safety = read("safety.json")
    assert [row["number"] for row in safety["phones"]] == ["112", "0800-2000"]
    said = texts({name: value for name, value in safety.items() if name != "phones"})
    assert [text for text in said if PHONE.search(text)] == []
    assert all(row["cite"] for row in safety["signals"])


@pytest.mark.parametrize("name", ["fixed_lines.json", "safety.json"])
def test_what_it_cites_are_sources_and_no_amount_or_percentage_is_in_it(name):
    found = read(name)
    assert {source for source, _ in cites(found)} <= {row["key"] for row in read("sources.json")}
    said = [text for text in texts(found) if not text.startswith("http")]
    assert [text for text in said if re.search(r"€|\d\s?%|\d procent|\bAI\b", text)] == []


# What a computer can test

CONDITIONS = [
    (ref, place, tree)
    for ref, document in documents().items()
    for place, tree in [
        ("conditions", document["conditions"]),
        *((row["barrier"], row["condition"]) for row in document["coverage"]),
    ]
    if tree
]


@pytest.mark.parametrize(
    ("ref", "place", "tree"), CONDITIONS, ids=[f"{row[0]} {row[1]}" for row in CONDITIONS]
)
def test_a_condition_can_be_tested(ref, place, tree):
    assert faults(tree, context_keys()) == []


@every_item
def test_a_relation_points_at_an_item(ref):
    assert [row["ref"] for row in documents()[ref]["relations"] if row["ref"] not in documents()] == []


def test_the_relations_are_those_of_the_sources():
    found = {
        (ref, row["kind"], row["ref"])
        for ref, document in documents().items()
        for row in document["relations"]
    }
    expected = {
        ("ks2020-07", "contains", "ks2020-15"),
        ("ks2020-20", "builds-on", "ks2020-23"),
        ("dh2024-b1-2", "contains", "dh2024-b1-1d"),
        *(("dh2024-b1-1", "contains", f"dh2024-b1-1{letter}") for letter in "abcd"),
    }
    assert found == expected


# What it works on

ROLE_VALUES = {"main": 100, "part": 80, "side": 60}


@every_item
def test_the_value_of_a_coverage_follows_its_role(ref):
    stated = [row for row in documents()[ref]["coverage"] if row["basis"] == "stated"]
    assert [row["value"] for row in stated] == [ROLE_VALUES[row["role"]] for row in stated]
    low, high = VALUES["declared"]
    declared = [row for row in documents()[ref]["coverage"] if row["basis"] == "declared"]
    assert [row for row in declared if not low <= row["value"] <= high] == []


@every_item
def test_it_works_on_something_unless_it_is_a_right(ref):
    assert (documents()[ref]["coverage"] == []) == (documents()[ref]["kind"] == "right")


def test_the_rights_are_those_that_give_room():
    rights = {ref: document for ref, document in documents().items() if document["kind"] == "right"}
    assert sorted(rights) == ["dh2024-r-1", "dh2024-r-2", "dh2024-r-3", "dh2024-r-8"]
    for document in rights.values():
        assert all(document[name] for name in ("duty", "price", "checked_on", "valid_until"))
        assert document["amounts"] == [], "amounts and percentages of a right change with the law"
        law = [cite for cite in cites(document) if cite[0] == "participatiewet"]
        assert law


def settled(names: str) -> dict[tuple[str, str], str]:
    """Item and barrier → role: the expectations, changed where a disagreement was settled otherwise."""
    found = {}
    for barrier, row in read(f"coverage_expectations{names}.json", DATA)["barriers"].items():
        found |= {(one["ref"], barrier): one["strength"] for one in row["named"]}
    path = DATA / f"coverage_disagreements{names}.json"
    record = read(path.name, DATA)
    for row in record["disagreements"] + record.get("overruled", []):
        key = row["ref"], row["barrier"]
        assert found.get(key) == row["expected"], "a disagreement quotes what was expected"
        found[key] = row["settled"]
    return {key: role for key, role in found.items() if role}


@pytest.mark.parametrize(("names", "refs"), [("", NATIONAL), ("_den_haag", DEN_HAAG)], ids=["27", "Den Haag"])
def test_coverage_is_what_the_two_readings_settled_on(names, refs):
    found = {(ref, row["barrier"]): row["role"] for ref in refs for row in documents()[ref]["coverage"]}
    expected = settled(names)
    assert {key: role for key, role in found.items() if expected.get(key) != role} == {}
    assert {key: role for key, role in expected.items() if key not in found} == {}


def test_every_barrier_was_asked_for_in_both_readings():
    barriers = [row["slug"] for row in read("taxonomy.json")["barriers"]]
    assert len(barriers) == len(set(barriers)) == 71
    for name in ("coverage_expectations.json", "coverage_expectations_den_haag.json"):
        assert sorted(read(name, DATA)["barriers"]) == sorted(barriers)


def test_the_databank_recognised_one_of_them():
    found = {ref: row["recognition"]["level"] for ref, row in documents().items() if row["recognition"]}
    assert found == {"ks2020-18": "goed-onderbouwd"}


# Places

RECUR = {
    "Amersfoort": ["labour-region", "municipality"],
    "Drenthe": ["labour-region", "province"],
    "Flevoland": ["labour-region", "province"],
    "Gorinchem": ["labour-region", "municipality"],
    "Groningen": ["labour-region", "municipality", "province"],
    "Utrecht": ["municipality", "province"],
    "Zeeland": ["labour-region", "province"],
}
FORMER = {
    "Weesp": "Amsterdam", "Uden": "Maashorst", "Landerd": "Maashorst", "Brielle": "Voorne aan Zee",
    "Hellevoetsluis": "Voorne aan Zee", "Westvoorne": "Voorne aan Zee", "Heerhugowaard": "Dijk en Waard",
    "Langedijk": "Dijk en Waard", "Boxmeer": "Land van Cuijk", "Cuijk": "Land van Cuijk",
    "Grave": "Land van Cuijk", "Mill en Sint Hubert": "Land van Cuijk", "Sint Anthonis": "Land van Cuijk",
    "Appingedam": "Eemsdelta", "Delfzijl": "Eemsdelta", "Loppersum": "Eemsdelta", "Beemster": "Purmerend",
}  # fmt: skip


def test_there_are_342_municipalities_35_labour_regions_and_12_provinces(catalogue):
    assert Counter(Region.objects.values_list("level", flat=True)) == {
        "municipality": 342, "labour-region": 35, "province": 12,
    }  # fmt: skip
    assert Region.objects.municipalities().filter(labour_region=None).count() == 0
    assert Region.objects.municipalities().filter(province=None).count() == 0
    assert Region.objects.municipalities().filter(latitude=None).count() == 0


def test_names_recur_across_levels(catalogue):
    levels: dict[str, list[str]] = {}
    for name, level in Region.objects.values_list("short_name", "level"):
        levels.setdefault(name, []).append(level)
    recur = {name: sorted(found) for name, found in levels.items() if len(found) > 1}
    assert {name: recur[name] for name in RECUR} == RECUR


def test_an_official_name_is_never_that_of_two_municipalities(catalogue):
    counts = Counter(map(fold, Region.objects.municipalities().values_list("name", flat=True)))
    assert [name for name, count in counts.items() if count > 1] == []


def test_ten_labour_regions_cross_a_border_of_provinces(catalogue):
    provinces: dict[str, set[str]] = {}
    pairs = Region.objects.municipalities().values_list("labour_region__name", "province__name")
    for labour_region, province in pairs:
        provinces.setdefault(labour_region, set()).add(province)
    assert len([name for name, found in provinces.items() if len(found) > 1]) == 10


def test_friesland_and_fryslan_are_a_region_and_a_province(catalogue):
    leeuwarden = Region.objects.get(code="GM0080")
    assert (leeuwarden.labour_region.name, leeuwarden.province.name) == ("Friesland", "Fryslân")


@pytest.mark.parametrize(("old", "new"), FORMER.items())
def test_a_former_name_leads_to_the_municipality_of_now(catalogue, old, new):
    assert municipality(look_up(old).code).short_name == new


@pytest.mark.parametrize(
    "typed", ["GM0518", "gm0518", "'s-Gravenhage", "s gravenhage", "DEN HAAG", " den  haag "]
)
def test_a_municipality_is_known_by_code_official_and_short_name(catalogue, typed):
    assert look_up(typed).code == "GM0518"


# Readable


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.json")), ids=lambda path: path.name)
def test_every_file_is_utf8_json_without_a_key_twice_that_ends_with_a_line(path):
    def once(pairs):
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    text = path.read_text(encoding="utf-8")
    json.loads(text, object_pairs_hook=once)
    assert text.endswith("\n")
    assert "\ufffd" not in text
