"""Accounts to try every role with, on one's own computer only."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from catalogue.models import Organisation
from catalogue.organisations.actions import add_member, create_organisation
from portal import roles
from portal.accounts.actions import give_role
from portal.models import User


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    what: str
    role: str = ""
    organisation: str = ""
    superuser: bool = False

    @property
    def email(self) -> str:
        return f"{self.name}@voorbeeld.example"


PEOPLE = (
    Person("amina", "hoort bij Stichting Amber", organisation="Stichting Amber"),
    Person("bea", "hoort bij Stichting Beuk", organisation="Stichting Beuk"),
    Person("mo", "redacteur", role=roles.EDITOR),
    Person("karin", "klantmanager", role=roles.CASE_MANAGER),
    Person("pim", "beleidsmedewerker", role=roles.POLICY),
    Person("sofie", "beheerder (/beheer/)", superuser=True),
)


@dataclass(frozen=True, slots=True)
class Access:
    """What one needs to log in as `person`; `secret` is empty without a second factor."""

    person: Person
    password: str
    secret: str


@transaction.atomic
def make(person: Person) -> Access:
    """The account of `person` with a new password and, if its role asks one, a new one-time-code secret."""
    user = User.objects.filter(email=person.email).first() or User(email=person.email)
    user.name, user.is_active = person.name.capitalize(), True
    user.is_staff = user.is_superuser = person.superuser
    password = secrets.token_urlsafe(12)
    user.set_password(password)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=person.email, defaults={"verified": True, "primary": True}
    )
    if person.role:
        give_role(user=user, role=person.role, by=None)
    if person.organisation:
        known = Organisation.objects.named(person.organisation).first()
        organisation = known or create_organisation(name=person.organisation, by=None)
        add_member(organisation=organisation, user=user, by=None)
    return Access(person, password, _second_factor(user))


def _second_factor(user: User) -> str:
    Authenticator.objects.filter(user=user).delete()
    if not roles.needs_second_factor(user):
        return ""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret
