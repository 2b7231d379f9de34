"""Where allauth asks us: mail, messages, the place after login, and what it may know of a visitor."""

import base64
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal import roles
from portal.accounts import sessions
from portal.accounts.destinations import after_login
from portal.accounts.mails import ASKED_BY_ANYONE, LETTERS
from portal.accounts.tasks import send_account_mail
from portal.http.limits import may_mail, visitor

#: What the screen says after a step, by allauth's name for it. One that is not here is not worth saying.
MESSAGES = {
    "account/messages/email_confirmation_sent": "We hebben een mail gestuurd. Open de link in die mail.",
    "account/messages/email_confirmed": "Je e-mailadres is bevestigd.",
    "account/messages/email_confirmation_failed": "Dit adres kon niet worden bevestigd.",
    "account/messages/logged_out": "Je bent uitgelogd.",
    "account/messages/password_changed": "Je wachtwoord is gewijzigd. Log opnieuw in.",
    "account/messages/password_set": "Je wachtwoord is ingesteld.",
    "mfa/messages/recovery_codes_generated": "Er zijn nieuwe herstelcodes. De oude werken niet meer.",
    "mfa/messages/totp_activated": "De tweede stap is ingesteld.",
    "mfa/messages/totp_deactivated": "De tweede stap is uitgezet.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is gesloten.",
        "duplicate_email": "Dit adres hoort al bij je account.",
        "email_password_mismatch": "Dit e-mailadres en dit wachtwoord horen niet bij elkaar.",
        "enter_current_password": "Dit is niet je wachtwoord van nu.",
        "incorrect_code": "Deze code klopt niet. Een code werkt ongeveer een minuut en maar één keer.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "rate_limited": "Dit ging te vaak achter elkaar. Wacht een paar minuten.",
        "too_many_login_attempts": "Dit ging te vaak achter elkaar. Wacht een paar minuten.",
    }

    def login(self, request, user):
        """Notes the beginning at once: a session that is not used yet ends with the others."""
        super().login(request, user)
        sessions.begin(request.session, now=timezone.now())

    def send_mail(self, template_prefix, email, context):
        """Queues the mail in the transaction of now; nothing for an address without an account."""
        user = context.get("user") or _owner(email)
        if user is None or template_prefix not in LETTERS:
            return
        # Beyond its limit nothing is sent and nothing is said: the mails of this hour work, and a refusal
        # would let a stranger close the way to a new password.
        if template_prefix not in ASKED_BY_ANYONE or may_mail(template_prefix, email):
            send_account_mail.enqueue(template_prefix, user.pk, email)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """As allauth has it, without the network address and the browser of who did it."""
        address = email or user.email
        self.send_mail(template_prefix, address, {"user": user})

    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        text = message or MESSAGES.get((message_template or "").removesuffix(".txt"))
        if text:
            messages.add_message(request, level, text)

    def get_client_ip(self, request):
        """Something that differs by network address, for the limits in memory; not the address itself."""
        return visitor(request, time.time())

    def get_http_user_agent(self, request):
        return ""

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not so soon after logging in: then the password, or the code, was typed a moment ago."""
        records = get_authentication_records(self.request, self.request.user)
        recent = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if records and records[-1]["at"] > recent:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_login_redirect_url(self, request):
        return after_login(request.user)

    def get_email_verification_redirect_url(self, email_address):
        if self.request.user.is_authenticated:
            return reverse("account")
        return reverse("account_login")

    def get_password_change_redirect_url(self, request):
        return reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of one-time-code apps unreadable in the database and in its backup."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "Zet eerst de tweede stap uit. Daarna kun je je e-mailadres wijzigen.",
        "cannot_delete_authenticator": "Jouw rol vraagt een tweede stap. Je kunt die niet uitzetten.",
        "incorrect_code": "Deze code klopt niet. Een code werkt ongeveer een minuut en maar één keer.",
        "unverified_email": "Bevestig eerst je e-mailadres. We hebben je een mail gestuurd.",
    }

    def encrypt(self, text):
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        return not roles.needs_second_factor(authenticator.user)


def _cipher() -> Fernet:
    key = salted_hmac("portal.accounts.second-factor", "key", secret=settings.SECRET_KEY, algorithm="sha256")
    return Fernet(base64.urlsafe_b64encode(key.digest()))


def _owner(address: str):
    known = EmailAddress.objects.filter(email__iexact=address).select_related("user").first()
    return known.user if known else get_user_model().objects.filter(email__iexact=address).first()
