"""What the mails say: one letter per step and per kind of reader, each about one thing and with one link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from catalogue.models import Event, Intervention
from catalogue.notifications.recipients import recipient
from catalogue.organisations.writers import REDACTIE
from catalogue.upkeep.mail_links import VALID, token_for

Action = Event.Action


@dataclass(frozen=True, slots=True)
class Letter:
    """`lines` and `after` are paragraphs; `remark` is what a person wrote, shown as such; `link` is whole."""

    subject: str
    lines: tuple[str, ...]
    link: str
    link_text: str
    remark: str = ""
    after: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _About:
    """What a letter is about: the event, who reads it, and the name of the item in one line."""

    event: Event
    reader: Any
    item: str

    @property
    def organisation(self) -> str:
        return str(self.event.organisation)

    @property
    def to_organisation(self) -> str:
        """Where the people of the organisation, or the redactie itself, see the edit that it is about."""
        revision = self.event.revision
        slug = self.event.organisation.slug if self.event.organisation else REDACTIE
        if revision is None:
            return _address("organisation-dashboard", slug)
        return _address("traject-overview", slug, revision.pk)


def send(*, event: int, user: int) -> bool:
    """Mails account `user` about `event`; whether there was still somebody to mail.

    Raises what the mail server's connection raises (OSError, SMTPException): nothing was sent then.
    """
    found = Event.objects.filter(pk=event).select_related("revision", "organisation").first()
    reader = recipient(found, user) if found else None
    if found is None or reader is None:
        return False
    # The same letter twice, should it ever happen, is one message to a mail program.
    message_id = f"<event-{event}-{user}@{urlsplit(settings.SITE_URL).hostname}>"
    build_message(letter_about(found, reader), to=reader.email, **{"Message-ID": message_id}).send()
    return True


def build_message(letter: Letter, *, to: str, **headers: str) -> EmailMultiAlternatives:
    """`letter` as text and HTML in one message to the address `to`."""
    context = {"letter": letter, "site": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("mail/letter.txt", context),
        to=[to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={"Auto-Submitted": "auto-generated", **headers},
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message


def letter_about(event: Event, reader: Any) -> Letter:
    """The letter to `reader` about `event`; a member of its organisation is addressed as such."""
    action = Action(event.action)
    if letter := TO_REQUESTER.get(action):
        return letter(_About(event, reader, ""))
    member = reader.memberships.filter(
        organisation__isnull=False, organisation=event.organisation_id
    ).exists()
    letter = (member and TO_MEMBER.get(action)) or TO_EDITOR[action]
    return letter(_About(event, reader, _name(event)))


def _name(event: Event) -> str:
    """The name of the item in one line: of the edit that was decided on, else of the public row."""
    name = event.revision.document.get("name") if event.revision else None
    if not name:
        names = Intervention.objects.filter(source_ref=event.source_ref).values_list("name", flat=True)
        name = names.first()
    return " ".join((name or "zonder naam").split())


def _address(name: str, *arguments: object) -> str:
    return settings.SITE_URL + reverse(name, args=arguments)


def _public_page(event: Event) -> str:
    slugs = Intervention.objects.published().filter(source_ref=event.source_ref)
    slug = slugs.values_list("slug", flat=True).first()
    return _address("intervention-detail", slug) if slug else settings.SITE_URL + "/"


def _member(about: _About) -> str:
    if about.event.organisation is None:
        return _EDITOR
    return f"Je krijgt deze mail omdat je bij Trajectwijzer hoort bij {about.organisation}."


_EDITOR = "Je krijgt deze mail omdat je redacteur bent van Trajectwijzer."
_REQUESTER = "Je krijgt deze mail omdat je hierom vroeg bij Trajectwijzer."


def _received(about: _About) -> Letter:
    return Letter(
        subject=f"Ontvangen: {about.item}",
        lines=(
            f"We hebben “{about.item}” ontvangen. De redactie kijkt het na.",
            "Je krijgt een mail als het op de site staat, of als er nog iets aan moet gebeuren. "
            "Wat nu op de site staat, blijft zo lang staan.",
        ),
        link=about.to_organisation,
        link_text="Bekijk wat je hebt ingediend",
        reason=_member(about),
    )


def _returned(about: _About) -> Letter:
    return Letter(
        subject=f"Er is nog iets nodig: {about.item}",
        lines=(
            f"De redactie heeft “{about.item}” bekeken. "
            "Er moet nog iets aan gebeuren voor het op de site kan.",
        ),
        remark=about.event.remark,
        link=about.to_organisation,
        link_text="Pas het aan en dien het weer in",
        after=("Alles wat je hebt ingevuld, is bewaard.",),
        reason=_member(about),
    )


def _published(about: _About) -> Letter:
    return Letter(
        subject=f"Staat op de site: {about.item}",
        lines=(f"“{about.item}” staat op Trajectwijzer. Iedereen kan het nu vinden.",),
        remark=about.event.remark,
        link=_public_page(about.event),
        link_text="Bekijk de pagina",
        after=("Verandert er iets? Pas het dan meteen aan. Zo kan iedereen erop vertrouwen.",),
        reason=_member(about),
    )


def _rejected(about: _About) -> Letter:
    return Letter(
        subject=f"Niet geplaatst: {about.item}",
        lines=(
            f"De redactie plaatst “{about.item}” niet. Hieronder lees je waarom.",
            "Stond er al iets op de site? Dan verandert dat niet.",
        ),
        remark=about.event.remark,
        link=about.to_organisation,
        link_text="Bekijk wat je had ingediend",
        reason=_member(about),
    )


def _reminder(about: _About) -> Letter:
    token = token_for(user=about.reader.pk, source_ref=about.event.source_ref)
    return Letter(
        subject=f"Klopt dit nog? {about.item}",
        lines=(
            f"“{about.item}” staat op Trajectwijzer. "
            "Niemand heeft de laatste tijd bevestigd dat het nog klopt.",
            "Wil je het nalezen? Klopt alles, dan ben je met één knop klaar.",
        ),
        link=_address("verify-mail", token),
        link_text="Lees het na en zeg of het klopt",
        after=(
            f"De link werkt {VALID.days} dagen en is alleen voor jou. Stuur hem niet door.",
            "Klopt er iets niet meer? Log dan in en pas het aan.",
        ),
        reason=_member(about),
    )


def _reported_to_member(about: _About) -> Letter:
    return Letter(
        subject=f"Er is een fout gemeld: {about.item}",
        lines=(
            f"Een bezoeker meldt dat er iets niet klopt op de pagina van “{about.item}”.",
            "Wil je ernaar kijken? Pas het aan, of laat weten dat het toch klopt.",
        ),
        link=_address("report-list"),
        link_text="Lees de melding",
        reason=_member(about),
    )


def _submitted(about: _About) -> Letter:
    of = f"{about.organisation} heeft" if about.event.organisation_id else "Iemand heeft"
    return Letter(
        subject=f"Nieuw om na te kijken: {about.item}",
        lines=(f"{of} “{about.item}” ingediend. Het wacht op de redactie.",),
        link=_address("moderation-dashboard"),
        link_text="Naar de wachtrij",
        reason=_EDITOR,
    )


def _reported_to_editor(about: _About) -> Letter:
    return Letter(
        subject=f"Er is een fout gemeld: {about.item}",
        lines=(
            f"Een bezoeker meldt dat er iets niet klopt op de pagina van “{about.item}”.",
            "De aanbieder heeft geen account. Daarom komt de melding bij de redactie.",
        ),
        link=_address("report-list"),
        link_text="Lees de melding",
        reason=_EDITOR,
    )


def _claimed(about: _About) -> Letter:
    return Letter(
        subject=f"Iemand wil horen bij {about.organisation}",
        lines=(
            f"Iemand wil trajecten bijwerken van {about.organisation}. Die organisatie staat al op de site.",
            "Ga buiten de site na of dat klopt, en beslis dan.",
        ),
        link=_address("member-requests"),
        link_text="Bekijk de aanvraag",
        reason=_EDITOR,
    )


def _let_in(about: _About) -> Letter:
    return Letter(
        subject=f"Je hoort nu bij {about.organisation}",
        lines=(
            f"De redactie heeft je toegelaten bij {about.organisation}. "
            "Je kunt trajecten aanmelden en bijwerken.",
        ),
        link=_address("organisation-dashboard", about.event.organisation.slug),
        link_text="Naar jullie trajecten",
        reason=_REQUESTER,
    )


def _not_let_in(about: _About) -> Letter:
    return Letter(
        subject=f"Niet toegelaten bij {about.organisation}",
        lines=(
            f"De redactie kon niet nagaan dat je hoort bij {about.organisation}.",
            "Hoor je er wel bij? Vraag een collega die al een account heeft om een uitnodiging.",
        ),
        link=_address("member-register"),
        link_text="Naar aanmelden",
        reason=_REQUESTER,
    )


#: The text of a report of a fault is in no mail: it is a visitor's, and one copy, to be removed, is enough.
TO_MEMBER: dict[Action, Callable[[_About], Letter]] = {
    Action.SUBMITTED: _received,
    Action.RETURNED: _returned,
    Action.PUBLISHED: _published,
    Action.REJECTED: _rejected,
    Action.REMINDED: _reminder,
    Action.REPORTED: _reported_to_member,
}
TO_EDITOR: dict[Action, Callable[[_About], Letter]] = {
    Action.SUBMITTED: _submitted,
    Action.RETURNED: _returned,
    Action.PUBLISHED: _published,
    Action.REJECTED: _rejected,
    Action.REPORTED: _reported_to_editor,
    Action.REQUESTED: _claimed,
}
TO_REQUESTER: dict[Action, Callable[[_About], Letter]] = {
    Action.JOINED: _let_in,
    Action.REQUEST_REFUSED: _not_let_in,
}
