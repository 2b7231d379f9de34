"""security.txt: where to report a leak."""

from datetime import UTC, datetime

from portal.pages.security_contact import security_contact

ADDRESS = "/.well-known/security.txt"


def test_it_names_the_address_until_when_and_where_it_belongs():
    text = security_contact(
        "veilig@voorbeeld.example", "https://trajecten.example", datetime(2026, 11, 21, 15, 30, tzinfo=UTC)
    )
    assert text.splitlines() == [
        "Contact: mailto:veilig@voorbeeld.example",
        "Expires: 2027-05-20T00:00:00Z",
        "Preferred-Languages: nl, en",
        f"Canonical: https://trajecten.example{ADDRESS}",
    ]


def test_anyone_can_read_it(db, client, settings):
    settings.CONTACT_EMAIL = "veilig@voorbeeld.example"
    response = client.get(ADDRESS)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.startswith(b"Contact: mailto:veilig@voorbeeld.example\nExpires: 2")


def test_without_an_address_there_is_none(db, client, settings):
    settings.CONTACT_EMAIL = ""
    assert client.get(ADDRESS).status_code == 404
