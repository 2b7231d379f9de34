"""The mails about an account. A task row holds who and which mail; the worker makes the link when it sends.

So no link that opens an account waits in the database or in its backup: a row says "confirm, account 12".
"""

from email.utils import formataddr

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from catalogue.notifications.letters import Letter, build_message

_NOT_ASKED = "Heb je dit niet zelf gedaan? Dan hoef je niets te doen."
_NOT_YOU = "Was jij dit niet? Vraag dan meteen een nieuw wachtwoord en laat het de beheerder weten."


def link(name: str, **parts: str) -> str:
    return settings.SITE_URL + reverse(name, kwargs=parts)


def confirmation(user, address: str) -> Letter | None:
    unconfirmed = EmailAddress.objects.filter(user=user, email__iexact=address, verified=False).first()
    if unconfirmed is None:
        return None
    days = settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS
    return Letter(
        subject="Bevestig je e-mailadres",
        lines=("Met dit adres is een account gemaakt of gewijzigd bij Trajectwijzer. Klopt dat?",),
        link=link("account_confirm_email", key=EmailConfirmationHMAC.create(unconfirmed).key),
        link_text="Bevestig dat dit adres van jou is",
        after=(f"De link werkt {days} dagen.", _NOT_ASKED),
    )


def new_password(user, address: str) -> Letter | None:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    key = default_token_generator.make_token(user)
    return Letter(
        subject="Kies een nieuw wachtwoord",
        lines=("Iemand vroeg een nieuw wachtwoord voor jouw account bij Trajectwijzer.",),
        link=link("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key),
        link_text="Kies een nieuw wachtwoord",
        after=(f"De link werkt {hours} uur en maar één keer.", _NOT_ASKED),
    )


def account_exists(user, address: str) -> Letter | None:
    return Letter(
        subject="Je hebt al een account",
        lines=("Iemand wilde met jouw e-mailadres een account maken bij Trajectwijzer. Dat heb je al.",),
        link=link("account_reset_password"),
        link_text="Wachtwoord vergeten? Kies een nieuw",
        after=(_NOT_ASKED,),
    )


def _notice(subject: str, line: str):
    """A letter that only informs; to the account, or to the address that it used to have."""

    def letter(user, address: str) -> Letter:
        return Letter(
            subject=subject,
            lines=(line,),
            link=link("account_reset_password"),
            link_text="Was jij dit niet? Kies een nieuw wachtwoord",
            after=(_NOT_YOU,),
        )

    return letter


_new_codes = _notice(
    "Nieuwe herstelcodes", "Voor je account zijn nieuwe herstelcodes gemaakt. De oude werken niet meer."
)
_new_word = _notice(
    "Je wachtwoord is gewijzigd", "Het wachtwoord van je account bij Trajectwijzer is gewijzigd."
)

#: Every mail that allauth may ask for, by its own name for it. One that is not here is not sent.
LETTERS = {
    "account/email/email_confirmation": confirmation,
    "account/email/email_confirmation_signup": confirmation,
    "account/email/password_reset_key": new_password,
    "account/email/account_already_exists": account_exists,
    "account/email/password_changed": _new_word,
    "account/email/password_reset": _new_word,
    "account/email/password_set": _new_word,
    "account/email/email_changed": _notice(
        "Je e-mailadres is gewijzigd", "Je account bij Trajectwijzer heeft nu een ander e-mailadres."
    ),
    "mfa/email/totp_activated": _notice(
        "Tweede stap ingesteld", "Bij het inloggen vraagt Trajectwijzer nu ook een code uit een app."
    ),
    "mfa/email/totp_deactivated": _notice(
        "Tweede stap uitgezet", "Bij het inloggen vraagt Trajectwijzer geen code meer uit een app."
    ),
    "mfa/email/recovery_codes_generated": _new_codes,
    "socialaccount/email/account_connected": _notice(
        "Inloggen via je gemeente", "Met je account bij Trajectwijzer kun je nu ook inloggen via je gemeente."
    ),
}

#: Those that anyone can have sent to the address of another, as often as the limits leave room.
ASKED_BY_ANYONE = frozenset(
    {
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "account/email/password_reset_key",
        "account/email/account_already_exists",
    }
)


def send(*, kind: str, user: int, address: str) -> bool:
    """Sends one mail of LETTERS; whether there was something to send. Raises OSError, SMTPException."""
    account = get_user_model().objects.filter(pk=user, is_active=True).first()
    letter = LETTERS[kind](account, address) if account else None
    if account is None or letter is None:
        return False
    build_message(letter, to=formataddr((account.name, address))).send()
    return True
