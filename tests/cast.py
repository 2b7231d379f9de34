"""The fixed cast. Every test about who may do what uses these people and no others.

    amina   speaks for the organisation "Stichting Amber"
    bea     speaks for another organisation, "Stichting Beuk"
    mo      redacteur, with a second factor
    karin   klantmanager
    pim     beleid
    sofie   superuser, with a second factor
    anonymous   a visitor without an account

Each is a fixture that gives the account (`anonymous`: an AnonymousUser). `client_of(mo)` gives a new test
client in which that person is logged in. `amber` and `beuk` are the two organisations.
"""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from catalogue.models import Membership, Organisation
from portal import roles
from portal.models import User

PASSWORD = "een heel lang wachtwoord"
#: What the one-time-code app of mo and sofie holds.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(name: str, *, role: str = "", **fields) -> User:
    """An account at `name`@voorbeeld.example with a confirmed address and PASSWORD, and `role`."""
    email = f"{name.lower()}@voorbeeld.example"
    user = User.objects.create_user(email, PASSWORD, name=name.capitalize(), **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        user.groups.add(roles.group(role))
    return user


def with_second_factor(user: User) -> User:
    """The same account, after it has set up a one-time-code app and recovery codes."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, TOTP_SECRET)
        RecoveryCodes.activate(user)
    return user


def organisation(name: str, slug: str) -> Organisation:
    return Organisation.objects.get_or_create(slug=slug, defaults={"name": name})[0]


@pytest.fixture
def amber(db):
    return organisation("Stichting Amber", "stichting-amber")


@pytest.fixture
def beuk(db):
    return organisation("Stichting Beuk", "stichting-beuk")


@pytest.fixture
def amina(amber):
    user = account("amina")
    Membership.objects.create(organisation=amber, user=user)
    return user


@pytest.fixture
def bea(beuk):
    user = account("bea")
    Membership.objects.create(organisation=beuk, user=user)
    return user


@pytest.fixture
def mo(db):
    return with_second_factor(account("mo", role=roles.EDITOR))


@pytest.fixture
def karin(db):
    return account("karin", role=roles.CASE_MANAGER)


@pytest.fixture
def pim(db):
    return account("pim", role=roles.POLICY)


@pytest.fixture
def sofie(db):
    return with_second_factor(account("sofie", is_staff=True, is_superuser=True))


@pytest.fixture
def anonymous():
    return AnonymousUser()


@pytest.fixture
def client_of():
    """client_of(user): a new test client in which `user` is logged in, or nobody."""

    def log_in(user):
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        return client

    return log_in
