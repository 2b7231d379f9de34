"""What a visitor types is one area, or a message that helps."""

import pytest

from matching import adapter as engine
from matching.policy.adapter import UnknownAreaError, area_names, find_area
from matching.policy.forms import AreaForm
from matching.policy.wording import area_name, search_text


def area(text):
    return find_area(text, engine.current().vocabulary)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("", "country", "Nederland"),
        ("nederland", "country", "Nederland"),
        ("Tilburg", "municipality", "Tilburg"),
        ("gemeente Tilburg", "municipality", "Tilburg"),
        ("TILBURG ", "municipality", "Tilburg"),
        ("GM0855", "municipality", "Tilburg"),
        ("Uden", "municipality", "Maashorst"),
        ("Groningen", "municipality", "Groningen"),
        ("provincie Groningen", "province", "Groningen"),
        ("Provincie Fryslân", "province", "Fryslân"),
        ("arbeidsmarktregio Groningen", "labour-region", "Groningen"),
        ("regio Haaglanden", "labour-region", "Haaglanden"),
        ("Noord-Brabant", "province", "Noord-Brabant"),
    ],
)
def test_an_area_is_known_by_its_names(catalogue, text, kind, name):
    found = area(text)
    assert (found.kind, found.name) == (kind, name)


def test_every_name_that_is_offered_leads_back_to_itself(catalogue):
    names = list(area_names())
    assert len(names) == len(set(names)) == 1 + 342 + 35 + 12
    assert [name for name in names if search_text(area(name)) != name] == []


def test_an_area_holds_its_municipalities(catalogue):
    assert [place.name for place in area("arbeidsmarktregio Zeeland").places][:2] == ["Borsele", "Goes"]
    assert len(area("provincie Groningen").places) == 10
    assert area_name(area("provincie Groningen")) == "de provincie Groningen"


def test_an_unknown_area_is_refused_with_a_suggestion(catalogue):
    with pytest.raises(UnknownAreaError, match="We kennen geen gebied “Tilborg”"):
        area("Tilborg")
    form = AreaForm({"gebied": "Tilborg"})
    assert form.errors["gebied"] == ["We kennen geen gebied “Tilborg”. Bedoel je Tilburg?"]
    region = AreaForm({"gebied": "Haaglandn"}).errors["gebied"]
    assert region == ["We kennen geen gebied “Haaglandn”. Bedoel je arbeidsmarktregio Haaglanden?"]
    assert AreaForm({"gebied": "xyzzy"}).errors["gebied"] == ["We kennen geen gebied “xyzzy”."]


def test_a_municipality_is_found_as_everywhere(catalogue):
    assert area("gemeente Utrecht").name == area("De Meern").name == "Utrecht"
    form = AreaForm({"gebied": "Bergen"})
    assert form.errors["gebied"] == ["Er is meer dan één Bergen. Welke bedoel je?"]
    assert [one.name for one in form.fields["gebied"].offered] == ["Bergen (L)", "Bergen (NH)"]
    chosen = AreaForm({"gebied": "Bergen", "gebied-kies": "Bergen (L)"})
    assert (chosen.is_valid(), chosen.area.name) == (True, "Bergen (L)")
    assert AreaForm({"gebied": "Bonaire"}).errors["gebied"][0].startswith("Bonaire hoort bij Caribisch")
