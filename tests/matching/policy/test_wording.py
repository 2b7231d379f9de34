"""The sentences are computed: they follow the data, differ where areas differ, and know when to be silent."""

from datetime import date

import pytest

from matching import adapter as engine
from matching.engine.answers import Answer
from matching.engine.items import Catalogue, Coverage, Item, ItemReach
from matching.engine.vocabulary import Barrier, MatchingVocabulary, Municipality
from matching.engine.weights import Weights
from matching.policy import wording
from matching.policy.adapter import find_area
from matching.policy.analysis import (
    MIN_LOCAL_ITEMS,
    AreaComparison,
    Offer,
    effect_of_stopping,
    single_providers,
    transfer_candidates,
)
from matching.policy.areas import MUNICIPALITY, NETHERLANDS, Area
from matching.policy.report import Report
from matching.policy.tallies import tally

PLACE = Municipality("GM1", "Noordstad", frozenset({"municipality:GM1"}))
OTHER = Municipality("GM2", "Zuidstad", frozenset({"municipality:GM2"}))
CITY, TOWN = (Area(MUNICIPALITY, place.name, next(iter(place.keys)), (place,)) for place in (PLACE, OTHER))
BARRIERS = {
    slug: Barrier(slug, level, label)
    for slug, level, label in (
        ("taal", "personal", "Taal"),
        ("opvang", "personal", "Opvang, geregeld"),
        ("werkgevers", "demand", "Werkgevers"),
        ("reizen", "demand", "Reizen"),
    )
}
LEVELS = dict.fromkeys(("personal", "network", "demand", "municipal"), 1)


def item(ref, *barriers, national=False, keys=("municipality:GM1",), basis="stated", relations=()):
    return Item(
        ref,
        ref,
        ref.capitalize(),
        coverage=tuple(Coverage(barrier, 80, basis) for barrier in barriers),
        reach=ItemReach(national=national, keys=frozenset(() if national else keys), elsewhere=Answer.NO),
        relations=relations,
    )


def offer(*items, area=CITY):
    vocabulary = MatchingVocabulary(BARRIERS, {}, {})
    return Offer(Catalogue(list(items), vocabulary, Weights(LEVELS, {}, 15, (), 10)), area)


def report(area: str, **more) -> Report:
    return Report(find_area(area, engine.current().vocabulary), today=date(2026, 1, 2), **more)


@pytest.mark.parametrize("local", [1, 2, 7])
def test_the_sentence_counts_what_is_there(local):
    found = offer(*(item(f"x{number}", "taal") for number in range(local)), item("y", national=True))
    sentence = wording.map_sentence(found, 20)
    assert f"{local + 1} van de 20 interventies" in sentence
    assert "aan 1 van de 4 belemmeringen; voor 3 noemt geen bron aanbod" in sentence


def test_nothing_is_said_of_most_and_least_with_few_items():
    few = offer(*(item(f"x{number}", "taal") for number in range(9)))
    many = offer(*(item(f"x{number}", "taal") for number in range(10)))
    assert "Naar verhouding" not in wording.map_sentence(few, 10)
    assert "meest bij de vraagzijde van de arbeidsmarkt (2 van 2) en het minst bij persoonlijke" in (
        wording.map_sentence(many, 10)
    )


def test_levels_that_tie_are_named_together():
    assert wording.level_sentence(offer(item("x", "taal", "reizen"))) == (
        "Op elk niveau ontbreekt naar verhouding evenveel."
    )


@pytest.mark.parametrize("local", range(MIN_LOCAL_ITEMS + 2))
def test_too_little_is_said_below_the_bound_and_not_above(local):
    found = offer(*(item(f"x{number}", "taal") for number in range(local)), item("y", "taal", national=True))
    assert wording.caution(found).startswith("Te weinig gegevens") is (local < MIN_LOCAL_ITEMS)


def test_an_empty_catalogue_has_too_little_to_tell():
    assert wording.map_sentence(offer(), 0) == "Te weinig gegevens: de catalogus is leeg."


def test_a_label_with_a_comma_is_set_apart_by_semicolons():
    assert wording.gap_sentence(offer(), "personal") == (
        "Voor geen van de 2 belemmeringen noemt een bron aanbod: taal en opvang, geregeld."
    )
    assert wording.listed(["a, b", "c", "d"]) == "a, b; c en d"


def test_derived_is_never_told_as_offer():
    found = offer(item("x", "taal", "opvang", "werkgevers", "reizen", basis="derived"))
    assert "voor 4 noemt geen bron aanbod" in wording.map_sentence(found, 1)


def test_one_offer_with_its_parts_is_one_thread():
    whole = item("geheel", "taal", relations=(("contains", "deel"),))
    found = offer(whole, item("deel", "taal"), item("los", "reizen"))
    threads = {one.row.barrier.slug: (one.item.name, len(one.parts)) for one in single_providers(found)}
    assert threads == {"taal": ("Geheel", 1), "reizen": ("Los", 0)}
    assert wording.single_provider_sentence(found, single_providers(found)) == (
        "In Noordstad hangen 2 belemmeringen van de 2 die gedekt zijn aan één aanbod."
    )


def test_what_stops_is_told_with_what_is_lost_and_what_is_weaker():
    strong = Item(
        "x", "x", "X", coverage=(Coverage("taal", 100, "stated"), Coverage("reizen", 60, "stated")),
        reach=ItemReach(national=True),
    )  # fmt: skip
    found = offer(strong, item("y", "taal"))
    assert wording.stop_sentence(effect_of_stopping(found, {"x"})) == (
        "Stopt X, dan verliest één belemmering het enige aanbod (reizen) en verliest één belemmering het "
        "sterkste aanbod (taal)."
    )
    assert wording.stop_sentence(effect_of_stopping(found, {"y"})) == (
        "Stopt Y, dan houdt elke belemmering waaraan het werkt ander aanbod dat minstens zo sterk is (1)."
    )


def test_the_one_that_fills_most_is_named_with_its_equals():
    found = offer(
        item("hier", "taal"),
        item("een", "reizen", "werkgevers", keys=("municipality:GM2",)),
        item("twee", "reizen", "opvang", keys=("municipality:GM2",)),
        item("drie", "reizen", keys=("municipality:GM2",)),
    )
    assert wording.candidate_sentence(found, transfer_candidates(found)) == (
        "Van al het aanbod van elders vult Een de meeste witte vlekken van Noordstad: 2 van de 3. "
        "Twee vult er evenveel."
    )


def test_a_comparison_warns_of_a_source_that_knows_only_one_of_the_two():
    both = AreaComparison(offer(item("x", "taal")), offer(item("x", "taal"), area=TOWN))
    assert "In Noordstad is 1 belemmering gedekt, in Zuidstad 0 (van de 4)." in wording.comparison_sentence(
        both
    )
    caution = wording.comparison_caution(both, lambda one: {"Bron"} if one.area is CITY else set())
    assert "Bron gaat over het aanbod in maar een van de twee" in caution
    assert "Te weinig gegevens voor een conclusie" in caution


def test_two_equal_areas_are_called_the_same():
    same = AreaComparison(
        offer(item("x", "taal", national=True)), offer(item("x", "taal", national=True), area=TOWN)
    )
    assert "Het zijn dezelfde." in wording.comparison_sentence(same)


def test_a_share_is_given_from_ten_up():
    few = tally("doel", "Doel", [("a",)] * 9)
    many = tally("doel", "Doel", [("a",)] * 9 + [("b",), ()])
    assert wording.tally_sentence(few, "X") == "Te weinig gegevens voor een verhouding: het gaat om 9."
    assert wording.tally_sentence(many, "X") == "Het vaakst: a (9 van de 11, 82%). Van 1 is dit niet vermeld."


def test_every_sentence_differs_between_den_haag_and_tilburg(catalogue):
    den_haag, tilburg = report("Den Haag"), report("Tilburg")
    described = (
        "sentence",
        "caution",
        "single_provider_sentence",
        "candidate_sentence",
        "group_sentence",
        "freshness",
        "effect",
    )
    assert [name for name in described if getattr(den_haag, name) == getattr(tilburg, name)] == []
    demand = {one.search_text: wording.gap_sentence(one.offer, "demand") for one in (den_haag, tilburg)}
    assert demand["Den Haag"].startswith("Voor 6 van de 10")
    assert demand["Tilburg"].startswith("Voor 7 van de 10")
    assert [one.sentence for one in den_haag.tallies] != [one.sentence for one in tilburg.tallies]


def test_tilburg_is_too_thin_to_conclude_and_den_haag_is_not(catalogue):
    assert report("Den Haag").caution == ""
    assert report("Tilburg").caution.startswith(
        "Te weinig gegevens om te zeggen wat er in Tilburg echt ontbreekt"
    )
    assert "geen enkel aanbod in Schiermonnikoog zelf" in report("Schiermonnikoog").caution


def test_the_groups_of_the_source_are_without_offer_where_they_are(catalogue):
    aimed = {
        place: {one.group.slug: [item.name for item in one.aimed] for one in report(place).groups}
        for place in ("Den Haag", "Tilburg")
    }
    assert aimed["Den Haag"]["vijftig-plus"] == ["Kijk Haar!"]
    assert aimed["Tilburg"]["vijftig-plus"] == []
    assert aimed["Den Haag"]["turks-marokkaans"] == aimed["Tilburg"]["turks-marokkaans"] == []


def test_the_whole_country_has_no_elsewhere(catalogue):
    country = Report(NETHERLANDS, today=date(2026, 1, 2))
    assert country.transfer_candidates == []
    assert "geen elders" in country.candidate_sentence
