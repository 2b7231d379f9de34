"""The small remarks of a computer: what they see and what they leave alone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from catalogue.models import Intervention, LinkCheck, Revision
from catalogue.moderation.review_hints import review_hints
from tests.catalogue.moderation.submissions import public, sound, submitted

CITE = [{"source": "den-haag-2024", "place": "Bijlage 2"}]


def hints(**values) -> list[tuple[str, str]]:
    document = sound(**values)
    revision = Revision(source_ref=document["source_ref"], document=document)
    return [(hint.key, hint.text) for hint in review_hints(revision)]


def result(text, *, kind="result", number=None, unit=None, year=2025) -> dict:
    return {"kind": kind, "text": text, "number": number, "unit": unit, "year": year, "cite": CITE}


def test_a_good_submission_gets_no_hint(reference):
    assert hints(results=[result("De helft vond werk.", number=50, unit="%")]) == []


@pytest.mark.parametrize(
    "number",
    ["06 12345678", "06-12 34 56 78", "+31 6 12345678", "0031612345678", "(070) 123 45 67", "070-1234567"],
)
def test_a_phone_number_in_a_text_is_seen(reference, number):
    assert [key for key, _ in hints(referral=f"Bel {number} voor een afspraak.")] == ["referral"]


@pytest.mark.parametrize(
    "text",
    ["In 2020-2024 deden 120 vrouwen mee.", "Budget 0123456 euro", "Postbus 12345, 1000 AA", "KvK 27312345"],
)
def test_other_figures_are_no_phone_number(reference, text):
    assert hints(referral=text) == []


def test_an_address_in_a_text_is_seen(reference):
    assert hints(working_method="Mail naar j.jansen@amber.nl.") == [
        ("working_method", "Hier staat een e-mailadres in: j.jansen@amber.nl. Daar is het veld mailbox voor.")
    ]


@pytest.mark.parametrize(
    "word", ["Lorem ipsum", "xxx", "TBD", "nog invullen", "nader in te vullen", "???", "asdf"]
)
def test_a_placeholder_is_seen(reference, word):
    assert [key for key, _ in hints(duration_text=word)] == ["duration_text"]


@pytest.mark.parametrize(
    "values",
    [
        {"results": [result("Het lukt bij 100% van de vrouwen.")]},
        {"results": [result("Het lukt.", number=100, unit="% van de deelnemers")]},
        {"results": [result("Alle deelneemsters vonden werk.")]},
    ],
    ids=["words", "number", "all"],
)
def test_a_claim_of_a_hundred_percent_is_seen(reference, values):
    assert [key for key, _ in hints(**values)] == ["results"]


def test_a_result_of_which_only_the_organisation_itself_tells_is_seen(reference):
    own = [{"source": "opgave-organisatie", "place": "Resultaten"}]
    assert hints(results=[result("De helft vond werk.") | {"cite": own}]) == [
        ("results", "Bij “De helft vond werk.” is de organisatie zelf de enige bron.")
    ]
    assert hints(results=[result("De helft vond werk.") | {"cite": own + CITE}]) == []


def test_a_result_without_a_year_and_a_percentage_without_a_result_are_seen(reference):
    assert hints(results=[result("De helft vond werk.", year=None)]) == [
        ("results", "Bij “De helft vond werk.” staat niet uit welk jaar het is.")
    ]
    assert hints(results=[result("Wij mikken op tien.", kind="target", year=None)]) == []
    assert [key for key, _ in hints(summary="Ruim 60 % vindt werk.")] == ["results"]


@pytest.mark.parametrize(
    "mailbox", ["j.jansen@amber.nl", "fatima.el.amrani@amber.nl", "anna_de_vries@gmail.com"]
)
def test_a_mailbox_of_one_person_is_seen(reference, mailbox):
    assert hints(mailbox=mailbox) == [
        ("mailbox", f"{mailbox} lijkt de mailbox van één persoon. Vraag om een algemene.")
    ]


@pytest.mark.parametrize(
    "mailbox",
    [
        "info@amber.nl",
        "stichting.amber@gmail.com",
        "werk.en.taal@amber.nl",
        "contact@amber.nl",
        "amber@xs4all.nl",
    ],
)
def test_a_mailbox_of_the_organisation_is_left_alone(reference, mailbox):
    assert hints(mailbox=mailbox) == []


def test_no_contact_is_seen(reference):
    assert [key for key, _ in hints(url=None)] == ["mailbox"]


@pytest.mark.parametrize(
    "url", ["https://localhost/x", "http://amber", "https://voorbeeld.nl", "https://[::1", "https://a b.nl"]
)
def test_a_link_that_leads_nowhere_is_seen(reference, url):
    assert [key for key, _ in hints(url=url)] == ["url"]


def test_a_link_that_the_link_check_could_not_reach_is_seen(reference):
    item = public(url="https://weg.nl")
    since = datetime(2026, 10, 1, 9, tzinfo=ZoneInfo("Europe/Amsterdam"))
    LinkCheck.objects.create(item=item, url=item.url, checked_at=since, status=404, failing_since=since)
    document = sound(url="https://weg.nl", source_ref=item.source_ref)
    found = review_hints(Revision(source_ref=item.source_ref, document=document))
    assert [hint.text for hint in found] == ["De website geeft sinds 01-10-2026 geen goed antwoord (404)."]


def test_a_reach_without_a_place_is_seen(reference):
    reach = {"national": None, "regions": [], "elsewhere": "unknown", "text": "In de buurt"}
    assert [key for key, _ in hints(reach=reach)] == ["reach"]


def test_the_same_name_or_site_is_seen_in_public_and_in_what_waits(reference):
    item = public(name="Taal & Werk", url="https://taalenwerk.nl")
    submitted(sound(name="Moeders vooruit", url="https://moeders.nl/"))
    assert hints(name="TAAL & WERK") == [("name", "Er is al een item met deze naam: Taal & Werk.")]
    assert hints(url="http://www.taalenwerk.nl/") == [("url", "Taal & Werk heeft dezelfde website.")]
    assert hints(name="Moeders Vooruit") == [("name", "Er is al een item met deze naam: Moeders vooruit.")]
    assert hints(url="https://moeders.nl") == [("url", "Moeders vooruit heeft dezelfde website.")]
    assert hints(name=item.name, source_ref=item.source_ref) == []


def test_an_archived_item_is_no_double(reference):
    item = public(name="Gestopt")
    Intervention.objects.filter(pk=item.pk).update(status="archived")
    assert hints(name="Gestopt") == []
