import pytest

from catalogue.text.contact_patterns import (
    LONG_NUMBER,
    MAIL_ADDRESS,
    PERSONAL_MAILBOX,
    PHONE,
    SHARED_MAILBOX,
)


@pytest.mark.parametrize(
    "number",
    [
        "06 2339 0644",
        "013 542 18 96",
        "020-5787997",
        "+31 6 2339 0644",
        "+31 (0)6 2339 0644",
        "0613276904",
        "070 - 388 8700",
        "(070) 388 87 00",
        "0031-70-3888700",
    ],
)
def test_a_dutch_number_is_a_phone_number_however_it_is_grouped(number):
    assert PHONE.search(f"Bel {number}.")
    assert LONG_NUMBER.search(f"Bel {number}.")


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 deden 120 vrouwen mee.",
        "€ 1.250.000 per jaar",
        "2020-2024 en 2025-2026",
        "https://site.example/0612345678",
        "0800-2000",
        "AB0123456789",
    ],
)
def test_years_amounts_and_pages_are_no_phone_number(text):
    assert not PHONE.search(text)


def test_a_mail_address_is_found_without_the_full_stop_after_it():
    found = MAIL_ADDRESS.search("Mail naar jan.de-vries+x@sub.amber.example.")
    assert found[0] == "jan.de-vries+x@sub.amber.example"
    assert not MAIL_ADDRESS.search("@amber, een @ b")


def test_long_text_costs_little():
    assert not MAIL_ADDRESS.search("a." * 50_000)
    assert not PHONE.search("0 " * 4 + "a" * 50_000)


def test_a_mailbox_of_many_is_told_from_that_of_one():
    assert all(map(SHARED_MAILBOX.match, ("info", "aanmelden", "projectwerk")))
    assert all(map(PERSONAL_MAILBOX.match, ("j.jansen", "jan.de.vries", "fatima_el")))
    assert not PERSONAL_MAILBOX.match("info")
