"""What people type for a place, and the municipality it is, the question it raises or the way on."""

import csv

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.models import Region
from catalogue.places.lookup import index, look_up, municipality_names, name_of

ONE = {
    "gemeente Utrecht": "Utrecht", "Gemeente Den Haag": "Den Haag", "gem. Almere": "Almere",
    "’s-Gravenhage": "Den Haag", "sGravenhage": "Den Haag", "den bosch": "Den Bosch",
    "Haren": "Groningen", "Ten Boer": "Groningen", "Nuth": "Beekdaelen", "Spijkenisse": "Nissewaard",
    "Weesp": "Amsterdam", "Delfzijl": "Eemsdelta",
    "Scheveningen": "Den Haag", "Schilderswijk": "Den Haag", "Laak": "Den Haag",
    "Hoofddorp": "Haarlemmermeer", "Emmeloord": "Noordoostpolder", "Bilthoven": "De Bilt",
    "Geleen": "Sittard-Geleen", "sittard": "Sittard-Geleen", "IJMUIDEN": "Velsen", "Ĳmuiden": "Velsen",
    "Bergen (NH)": "Bergen (NH)", "Bergen NH": "Bergen (NH)", "Bergen, Limburg": "Bergen (L)",
    "bergen noord-holland": "Bergen (NH)", "Laren (NH)": "Laren (NH)", "gemeente Laren": "Laren (NH)",
    "Hengelo Overijssel": "Hengelo (O)", "Haren Gn": "Groningen", "Elst Ut": "Rhenen",
    "Emmen": "Emmen", "Hoorn": "Hoorn", "Katwijk": "Katwijk", "GM0518": "Den Haag",
}  # fmt: skip
SEVERAL = {
    "Bergen": {"Bergen (L)", "Bergen (NH)"},
    "gemeente Bergen": {"Bergen (L)", "Bergen (NH)"},
    "Laren": {"Laren (NH)", "Lochem"},
    "Velp": {"Rheden", "Land van Cuijk"},
    "rossum": {"Dinkelland", "Maasdriel"},
    "Loo": {"Duiven", "Lingewaard"},
    "Hengelo": {"Hengelo (O)", "Bronckhorst"},
}
MEANT = {
    "Amsterdam-Zuidoost": ["Amsterdam"],
    "Utrecht Overvecht": ["Utrecht"],
    "Den Haag Zuid": ["Den Haag"],
    "Gronigen": ["Groningen"],
    "Rotterdm": ["Rotterdam"],
    "alphen aan de rijn": ["Alphen aan den Rijn"],
    "Zoeter": ["Zoetermeer", "Zoeterwoude"],
}
CARIBBEAN = ("Bonaire", "Sint Eustatius", "St. Eustatius", "Statia", "saba", "Caribisch Nederland")


@pytest.mark.parametrize(("typed", "name"), ONE.items())
def test_one_municipality_is_meant(catalogue, typed, name):
    place = look_up(typed)
    assert (place.message, place.options) == ("", ())
    assert name_of(place.code) == name


@pytest.mark.parametrize(("typed", "names"), SEVERAL.items())
def test_a_name_that_recurs_is_a_question(catalogue, typed, names):
    place = look_up(typed)
    assert (place.code, place.several) == ("", True)
    assert {option.name for option in place.options} == names
    assert place.message.startswith("Er is meer dan één ")
    assert all(look_up(option.name).code for option in place.options)


def test_the_options_say_which_is_where(catalogue):
    assert [option.label for option in look_up("Laren").options] == [
        "Laren (Noord-Holland)",
        "Laren (gemeente Lochem)",
    ]
    assert [option.label for option in look_up("bergen").options] == [
        "Bergen (Limburg)",
        "Bergen (Noord-Holland)",
    ]


@pytest.mark.parametrize(("typed", "names"), MEANT.items())
def test_what_is_unknown_gets_suggestions_that_lead_on(catalogue, typed, names):
    place = look_up(typed)
    assert (place.code, place.several) == ("", False)
    assert [option.name for option in place.options] == names
    assert place.message.startswith(f"We kennen geen gemeente of plaats “{typed}”. Bedoel je ")


@pytest.mark.parametrize("typed", CARIBBEAN)
def test_the_caribbean_netherlands_are_said_to_be_left_out(catalogue, typed):
    place = look_up(typed)
    assert "hoort bij Caribisch Nederland. Dat staat hier niet in" in place.message
    assert place.options == ()


@pytest.mark.parametrize("typed", ["3511 AB", "3511ab", "1012"])
def test_a_postcode_is_said_to_be_no_place(catalogue, typed):
    assert look_up(typed).message.startswith("Een postcode kunnen we niet opzoeken.")


@pytest.mark.parametrize("typed", ["xyzzy", "🙂", "%", "GM99999", "q" * 100])
def test_nonsense_is_refused_with_what_to_do(catalogue, typed):
    place = look_up(typed)
    assert place.code == ""
    assert place.message.endswith("Vul de naam van een gemeente of woonplaats in.")


def test_every_municipality_has_a_name_that_names_it_alone(catalogue):
    names = municipality_names()
    assert len(set(names)) == Region.objects.municipalities().count() == 342
    assert [name for name in names if name_of(look_up(name).code) != name] == []


def test_every_woonplaats_leads_to_its_municipality(catalogue):
    """At once or as an option, unless a municipality, of now or of before, has that very name."""
    with (settings.FIXTURES_DIR / "woonplaatsen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lost = {
        row["name"]
        for row in rows
        if (place := look_up(row["name"])).code != row["cbs_code"]
        and name_of(row["cbs_code"]) not in {option.name for option in place.options}
    }
    official = set(Region.objects.municipalities().values_list("name", flat=True))
    assert len(rows) == 2501
    assert lost - official == {"Haren"}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(catalogue, text):
    place = index().find(text)
    assert bool(place.code) != bool(place.message)
