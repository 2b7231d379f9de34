"""How far a form is, and whether it may be in the catalogue already."""

import pytest

from catalogue.registration.completeness import ALSO_REQUIRED, REQUIRED_FIELDS, SECTIONS, completeness
from catalogue.registration.forms import STEPS_BY_SLUG
from catalogue.revisions.duplicates import duplicates_of, site_of
from tests import factories
from tests.catalogue.registration.answers import WHOLE, begin, post_step

ALL = {name: said for typed in WHOLE.values() for name, said in typed.items()}


def test_there_are_twelve_parts_and_each_is_a_question_of_the_step_it_names():
    assert len(SECTIONS) == 12
    for part in SECTIONS + ALSO_REQUIRED:
        fields = (
            STEPS_BY_SLUG[part.step].form({}).fields
            if not part.fields[0].startswith(("_", "b", "r"))
            else None
        )
        assert fields is None or set(part.fields) <= set(fields), part.name


def test_nothing_and_everything():
    assert completeness({}).sentence == "1 van 12 onderdelen ingevuld"
    full = completeness(ALL)
    assert (full.sentence, full.missing, full.missing_names) == ("12 van 12 onderdelen ingevuld", (), "")


@pytest.mark.parametrize("name", sorted(REQUIRED_FIELDS - {"kind", "goals"}))
def test_a_needed_answer_of_spaces_is_missing(name):
    emptied = {**ALL, name: [] if isinstance(ALL[name], list) else "  \n"}
    assert len(completeness(emptied).missing) == 1


def test_one_way_to_make_contact_is_enough():
    without = {**ALL, "url": "", "mailbox": "", "contact_form": ""}
    assert completeness(without).missing_names == "contact"
    for name in ("url", "mailbox", "contact_form"):
        assert completeness({**without, name: "iets"}).missing == ()


def test_what_a_source_says_it_works_on_need_not_be_ticked():
    assert completeness({**ALL, "barriers": []}, stated=True).missing == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.amber.example/samen/", "http://amber.example/samen"),
        ("amber.example", "https://AMBER.example/"),
    ],
)
def test_the_same_page_is_known_in_other_spellings(one, other):
    assert site_of(one) == site_of(other) != ""


@pytest.mark.parametrize("address", ["", "http://[", "geen adres met spaties"])
def test_what_is_no_address_is_no_page(address):
    assert site_of(address) in ("", "geen adres met spaties")


def test_the_same_name_or_page_is_told(reference):
    one = factories.publish(name="Sámen vooruit", url="https://www.elders.example/a")
    two = factories.publish(name="Anders", url="http://amber.example/samen/")
    factories.publish(name="Niets daarvan", url="https://amber.example/")
    typed = {"name": "samen  vooruit", "url": "www.amber.example/samen"}
    assert duplicates_of(typed, source_ref="opgave-1") == [two, one]
    assert duplicates_of(typed, source_ref=one.source_ref) == [two]
    assert duplicates_of({"name": "", "url": ""}, source_ref="opgave-1") == []


def test_the_warning_stands_in_the_form_with_a_link(reference, amina, client_of):
    item = factories.publish(name="Samen vooruit", provider="Stichting Beuk")
    member = client_of(amina)
    revision = begin(member)
    page = post_step(member, revision, "organisatie", {"url": "fout adres"}).content.decode()
    assert f'<a href="{item.get_absolute_url()}">Samen vooruit van Stichting Beuk</a>' in page
