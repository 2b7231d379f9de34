"""One-time codes and limits over two processes."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.urls import reverse

from catalogue.models import Invitation, Membership, Organisation
from portal import roles
from portal.http import limits
from portal.models import WindowCount
from tests.cast import PASSWORD, TOTP_SECRET, account, organisation, with_second_factor
from tests.processes.conftest import Site, Visitor, at_once
from tests.processes.settings import CODE_COUNTERS

CODE_PAGE = "/account/tweede-stap/code/"


@pytest.fixture(scope="module")
def editor(site):
    return with_second_factor(account("mo", role=roles.EDITOR))


@pytest.mark.parametrize("counter", CODE_COUNTERS[:5])
def test_one_code_opens_one_login_of_six_at_once(site: Site, editor, counter):
    code = format_hotp_value(hotp_value(TOTP_SECRET, counter))
    visitors = site.visitors(6)
    for visitor in visitors:
        answer = visitor.post("/inloggen/", {"login": editor.email, "password": PASSWORD})
        assert answer.headers["Location"] == CODE_PAGE
    answers = at_once(*(lambda each=each: each.post(CODE_PAGE, {"code": code}) for each in visitors))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [302]
    assert [visitor.get("/redactie/").status_code for visitor in visitors].count(200) == 1
    assert AccessAttempt.objects.count() <= 1  # those that came after the right one
    AccessAttempt.objects.all().delete()


def test_wrong_passwords_at_once_are_counted_together(site: Site, settings):
    """An address without an account, so that nothing else holds them apart."""
    wrong = {"login": "niemand@voorbeeld.example", "password": "fout"}
    visitors = site.visitors(settings.AXES_FAILURE_LIMIT)
    at_once(*(lambda each=each: each.post("/inloggen/", wrong) for each in visitors))
    assert AccessAttempt.objects.get(username=wrong["login"]).failures_since_start == len(visitors)
    assert visitors[0].post("/inloggen/", wrong).status_code == 429


def test_a_limit_holds_over_both_processes(site: Site):
    one, two = site.visitors()
    ask = {"email": "niemand@voorbeeld.example"}
    answers = [each.post(reverse("account_reset_password"), ask) for each in (one, two) * 4]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429] * 2


def test_invitations_of_an_account_are_counted_over_both_processes(site: Site):
    ceder, nadia = organisation("Stichting Ceder", "stichting-ceder"), account("nadia")
    Membership.objects.create(organisation=ceder, user=nadia)
    address = reverse("member-list", args=["stichting-ceder"])
    to = [f"ilse{number // limits.INVITATIONS_TO}@voorbeeld.example" for number in range(36)]
    most = limits.LIMITS["invite"].most
    visitors = site.visitors(4, nadia)
    statuses = []
    for start in range(0, 36, 4):
        calls = [
            lambda each=each, email=email: each.post(address, {"email": email})
            for each, email in zip(visitors, to[start : start + 4], strict=True)
        ]
        statuses += [answer.status_code for answer in at_once(*calls)]
    assert (statuses.count(302), statuses.count(429)) == (most, 36 - most)
    assert WindowCount.objects.get(key__startswith="invite:").n == 36
    assert Invitation.objects.filter(organisation=ceder).count() in {10, 11}


@pytest.mark.parametrize("number", range(3))
def test_of_two_who_register_one_name_at_once_one_asks_to_join(site: Site, number):
    people = [account(f"nieuw{number}-{each}") for each in "ab"]
    typed = {"name": f"Stichting Dubbel {number}", "about": "Wij helpen.", "agree": "on"}
    visitors = [Visitor(base, person) for base, person in zip(site.bases, people, strict=True)]
    address = reverse("member-register")
    answers = at_once(*(lambda each=each: each.post(address, typed) for each in visitors))
    assert sorted(answer.headers["Location"] for answer in answers) == [
        "/organisaties/aanmelden/wacht/", f"/organisaties/stichting-dubbel-{number}/",
    ]  # fmt: skip
    made = Organisation.objects.get(name=typed["name"])
    assert (made.memberships.count(), made.membership_requests.count()) == (1, 1)


def test_reading_counts_nothing_that_is_shared(site: Site):
    before = list(WindowCount.objects.values_list("key", "n"))
    for each in site.visitors(2, account("karin", role=roles.CASE_MANAGER)):
        assert each.get("/interventies/?q=taal").status_code == 200
        assert each.post("/matching/suggesties/", {"age": "37"}).status_code == 200
    assert list(WindowCount.objects.values_list("key", "n")) == before
