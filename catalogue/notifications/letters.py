"""The texts of the mails: one letter per event and kind of recipient, each with one link."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from catalogue.models import Event, Intervention
from catalogue.notifications.recipients import recipient
from catalogue.organisations.writers import REDACTIE
from catalogue.upkeep.verification_links import VALID, token_for

Action = Event.Action


@dataclass(frozen=True, slots=True)
class Letter:
    """`lines` and `after` are paragraphs; `remark` is quoted text of a person; `link` is an absolute URL."""

    subject: str
    lines: tuple[str, ...]
    link: str
    link_text: str
    remark: str = ""
    after: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _LetterContext:
    """The event, the recipient, and the name of the item on one line."""

    event: Event
    account: Any
    item: str

    @property
    def organisation(self) -> str:
        return str(self.event.organisation)

    @property
    def edit_url(self) -> str:
        """The URL of the edit for its writers: the organisation, or the redactie itself."""
        revision = self.event.revision
        slug = self.event.organisation.slug if self.event.organisation else REDACTIE
        if revision is None:
            return _url("organisation-dashboard", slug)
        return _url("traject-overview", slug, revision.pk)


def send(*, event: int, user: int) -> bool:
    """Mails account `user` about `event`; returns whether it is still a recipient.

    Raises OSError or SMTPException when the mail server fails; then nothing was sent.
    """
    found = Event.objects.filter(pk=event).select_related("revision", "organisation").first()
    account = recipient(found, user) if found else None
    if found is None or account is None:
        return False
    # A mail program shows a duplicate with the same Message-ID once.
    message_id = f"<event-{event}-{user}@{_host()}>"
    build_message(letter_about(found, account), to=account.email, **{"Message-ID": message_id}).send()
    return True


def _host() -> str:
    """The name of the site: a message says where it is from by that, not by the name of the machine."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def build_message(letter: Letter, *, to: str, **headers: str) -> EmailMultiAlternatives:
    """`letter` as text and HTML in one message to the address `to`."""
    context = {"letter": letter, "site": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("mail/letter.txt", context),
        to=[to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={"Message-ID": make_msgid(domain=_host()), "Auto-Submitted": "auto-generated", **headers},
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message


def letter_about(event: Event, account: Any) -> Letter:
    """The letter to `account` about `event`; a member of its organisation is addressed as such."""
    action = Action(event.action)
    if letter := TO_REQUESTER.get(action):
        return letter(_LetterContext(event, account, ""))
    member = account.memberships.filter(
        organisation__isnull=False, organisation=event.organisation and event.organisation.successor
    ).exists()
    letter = (member and TO_MEMBER.get(action)) or TO_EDITOR[action]
    return letter(_LetterContext(event, account, _item_name(event)))


def _item_name(event: Event) -> str:
    """The name of the item on one line: of the edit, else of the public row."""
    name = event.revision.document.get("name") if event.revision else None
    if not name:
        names = Intervention.objects.filter(source_ref=event.source_ref).values_list("name", flat=True)
        name = names.first()
    return " ".join((name or "zonder naam").split())


def _url(name: str, *arguments: object) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)


def _public_page(event: Event) -> str:
    slugs = Intervention.objects.published().filter(source_ref=event.source_ref)
    slug = slugs.values_list("slug", flat=True).first()
    return _url("intervention-detail", slug) if slug else settings.SITE_URL + "/"


def _reason_of_member(context: _LetterContext) -> str:
    if context.event.organisation is None:
        return _REASON_EDITOR
    return f"Je krijgt deze mail omdat je bij Trajectwijzer hoort bij {context.organisation}."


_REASON_EDITOR = "Je krijgt deze mail omdat je redacteur bent van Trajectwijzer."
_REASON_REQUESTER = "Je krijgt deze mail omdat je hierom vroeg bij Trajectwijzer."


def _received(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Ontvangen: {context.item}",
        lines=(
            f"We hebben “{context.item}” ontvangen. De redactie kijkt het na.",
            "Je krijgt een mail als het op de site staat, of als er nog iets aan moet gebeuren. "
            "Wat nu op de site staat, blijft zo lang staan.",
        ),
        link=context.edit_url,
        link_text="Bekijk wat je hebt ingediend",
        reason=_reason_of_member(context),
    )


def _returned(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Er is nog iets nodig: {context.item}",
        lines=(
            f"De redactie heeft “{context.item}” bekeken. "
            "Er moet nog iets aan gebeuren voor het op de site kan.",
        ),
        remark=context.event.remark,
        link=context.edit_url,
        link_text="Pas het aan en dien het weer in",
        after=("Alles wat je hebt ingevuld, is bewaard.",),
        reason=_reason_of_member(context),
    )


def _published(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Staat op de site: {context.item}",
        lines=(f"“{context.item}” staat op Trajectwijzer. Iedereen kan het nu vinden.",),
        remark=context.event.remark,
        link=_public_page(context.event),
        link_text="Bekijk de pagina",
        after=("Verandert er iets? Pas het dan meteen aan. Zo kan iedereen erop vertrouwen.",),
        reason=_reason_of_member(context),
    )


def _rejected(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Niet geplaatst: {context.item}",
        lines=(
            f"De redactie plaatst “{context.item}” niet. Hieronder lees je waarom.",
            "Stond er al iets op de site? Dan verandert dat niet.",
        ),
        remark=context.event.remark,
        link=context.edit_url,
        link_text="Bekijk wat je had ingediend",
        reason=_reason_of_member(context),
    )


def _reminder(context: _LetterContext) -> Letter:
    token = token_for(user=context.account.pk, source_ref=context.event.source_ref)
    return Letter(
        subject=f"Klopt dit nog? {context.item}",
        lines=(
            f"“{context.item}” staat op Trajectwijzer. "
            "Niemand heeft de laatste tijd bevestigd dat het nog klopt.",
            "Wil je het nalezen? Klopt alles, dan ben je met één knop klaar.",
        ),
        link=_url("verify-mail", token),
        link_text="Lees het na en zeg of het klopt",
        after=(
            f"De link werkt {VALID.days} dagen en is alleen voor jou. Stuur hem niet door.",
            "Klopt er iets niet meer? Log dan in en pas het aan.",
        ),
        reason=_reason_of_member(context),
    )


def _reported_to_member(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Er is een fout gemeld: {context.item}",
        lines=(
            f"Een bezoeker meldt dat er iets niet klopt op de pagina van “{context.item}”.",
            "Wil je ernaar kijken? Pas het aan, of laat weten dat het toch klopt.",
        ),
        link=_url("report-list"),
        link_text="Lees de melding",
        reason=_reason_of_member(context),
    )


def _submitted(context: _LetterContext) -> Letter:
    of = f"{context.organisation} heeft" if context.event.organisation_id else "Iemand heeft"
    return Letter(
        subject=f"Nieuw om na te kijken: {context.item}",
        lines=(f"{of} “{context.item}” ingediend. Het wacht op de redactie.",),
        link=_url("moderation-dashboard"),
        link_text="Naar de wachtrij",
        reason=_REASON_EDITOR,
    )


def _reported_to_editor(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Er is een fout gemeld: {context.item}",
        lines=(
            f"Een bezoeker meldt dat er iets niet klopt op de pagina van “{context.item}”.",
            "De aanbieder heeft geen account. Daarom komt de melding bij de redactie.",
        ),
        link=_url("report-list"),
        link_text="Lees de melding",
        reason=_REASON_EDITOR,
    )


def _membership_requested(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Iemand wil horen bij {context.organisation}",
        lines=(
            f"Iemand wil trajecten bijwerken van {context.organisation}. "
            "Die organisatie staat al op de site.",
            "Ga buiten de site na of dat klopt, en beslis dan.",
        ),
        link=_url("member-requests"),
        link_text="Bekijk de aanvraag",
        reason=_REASON_EDITOR,
    )


def _membership_accepted(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Je hoort nu bij {context.organisation}",
        lines=(
            f"De redactie heeft je toegelaten bij {context.organisation}. "
            "Je kunt trajecten aanmelden en bijwerken.",
        ),
        link=_url("organisation-dashboard", context.event.organisation.slug),
        link_text="Naar jullie trajecten",
        reason=_REASON_REQUESTER,
    )


def _membership_refused(context: _LetterContext) -> Letter:
    return Letter(
        subject=f"Niet toegelaten bij {context.organisation}",
        lines=(
            f"De redactie kon niet nagaan dat je hoort bij {context.organisation}.",
            "Hoor je er wel bij? Vraag een collega die al een account heeft om een uitnodiging.",
        ),
        link=_url("member-register"),
        link_text="Naar aanmelden",
        reason=_REASON_REQUESTER,
    )


#: No mail contains the text of an error report, which may be personal and could not be deleted.
TO_MEMBER: dict[Action, Callable[[_LetterContext], Letter]] = {
    Action.SUBMITTED: _received,
    Action.RETURNED: _returned,
    Action.PUBLISHED: _published,
    Action.REJECTED: _rejected,
    Action.REMINDED: _reminder,
    Action.REPORTED: _reported_to_member,
}
TO_EDITOR: dict[Action, Callable[[_LetterContext], Letter]] = {
    Action.SUBMITTED: _submitted,
    Action.RETURNED: _returned,
    Action.PUBLISHED: _published,
    Action.REJECTED: _rejected,
    Action.REPORTED: _reported_to_editor,
    Action.REQUESTED: _membership_requested,
}
TO_REQUESTER: dict[Action, Callable[[_LetterContext], Letter]] = {
    Action.JOINED: _membership_accepted,
    Action.REQUEST_REFUSED: _membership_refused,
}
