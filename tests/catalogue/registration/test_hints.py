"""Advice in plain words; never a fault, and nothing of it leaves this machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.registration.hints import MAX_SENTENCE_WORDS, PLAIN_ALTERNATIVES, STEP_OF_FIELD, writing_hints

QUIET = {"mailbox": "info@amber.example", "language": "A2"}


def said(**answers):
    return [(hint.field, hint.text) for hint in writing_hints({**QUIET, **answers})]


def test_plain_text_gives_no_advice():
    assert said(summary="Vrouwen oefenen samen. Dat duurt een half jaar.") == []


def test_a_long_sentence_is_told_by_its_beginning():
    text = " ".join(["woord"] * (MAX_SENTENCE_WORDS + 1))
    assert said(summary=text) == [
        (
            "summary",
            "De zin die begint met “woord woord woord woord woord woord” heeft 26 woorden. Maak er twee van.",
        )
    ]
    assert said(summary=text.removesuffix(" woord")) == []


def test_a_difficult_word_comes_with_a_simpler_one():
    assert said(aim="Zij gaan Participeren.") == [
        ("aim", "“participeren” is een moeilijk woord. Misschien: “meedoen”.")
    ]


@pytest.mark.parametrize("text", ["Bel 070 - 388 8700", "06-12345678", "+31 6 1234 5678", "(070) 388 87 00"])
def test_a_telephone_number_is_pointed_out(text):
    assert [hint for _, hint in said(other=text) if "telefoonnummer" in hint]


@pytest.mark.parametrize(
    "text", ["In 2024 deden 120 vrouwen mee.", "€ 1.250.000 per jaar", "2020-2024 en 2025-2026"]
)
def test_a_year_or_an_amount_is_no_telephone_number(text):
    assert said(other=text) == []


@pytest.mark.parametrize("text", ["100% vindt werk", "Ja, 100 procent"])
def test_a_hundred_per_cent_belongs_with_the_results(text):
    assert said(summary=text) == [("summary", "Een cijfer als 100% hoort bij Resultaten, met de bron erbij.")]


def test_a_mail_address_in_the_text_is_pointed_out():
    assert [
        hint
        for _, hint in said(working_method="Mail naar jan.de.vries@amber.example")
        if "e-mailadres" in hint
    ]


def test_no_contact_and_no_level_are_mentioned():
    assert [(hint.step, hint.field) for hint in writing_hints({})] == [
        ("organisatie", "mailbox"),
        ("voorwaarden", "language"),
    ]
    assert (
        writing_hints({"contact_form": "https://amber.example", "other_conditions": "Geen taalniveau nodig."})
        == []
    )


def test_no_simpler_word_is_difficult_itself():
    assert {word for word in PLAIN_ALTERNATIVES.values() if word in PLAIN_ALTERNATIVES} == set()


@given(
    st.dictionaries(st.sampled_from(sorted(STEP_OF_FIELD)), st.text(alphabet=st.characters(), max_size=300))
)
def test_any_text_can_be_advised_on(answers):
    assert all(hint.field in {*STEP_OF_FIELD, "mailbox", "language"} for hint in writing_hints(answers))
