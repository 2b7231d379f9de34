"""Automatic hints for the reviewer of a submission. They ask for attention and decide nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.documents.fields import FIELDS, Document, Field, Kind
from catalogue.models import Intervention, LinkCheck, Revision
from catalogue.registration.fixed_terms import OWN_STATEMENT
from catalogue.revisions.duplicates import site_of
from catalogue.revisions.evidence import has_contact
from catalogue.text.contact_patterns import MAIL_ADDRESS, PERSONAL_MAILBOX, PHONE, SHARED_MAILBOX
from catalogue.text.folding import fold

#: Texts that an organisation writes itself and that may contain what does not belong there.
TEXTS = tuple(
    field.key for field in FIELDS.values() if field.kind is Kind.TEXT and "pattern" not in field.form
)
ABSOLUTE_CLAIM = re.compile(
    r"\b100\s?(?:%|procent)|\b(?:alle|elke|iedere) deelne(?:em)?\w+|\baltijd succes\w*", re.I
)
PLACEHOLDER = re.compile(
    r"\b(?:lorem ipsum|dolor sit|tbd|tba|xx+|asdf\w*|qwerty|todo|volgt nog|nog invullen|nader in te vullen"
    r"|n\.?t\.?b\.?|vul hier)\b|\?\?\?|\.\.\.\.",
    re.I,
)
NOT_A_SITE = re.compile(
    r"^(?:localhost|test|example|voorbeeld)(?:\.|$)|\.(?:test|example|invalid|local)$", re.I
)


@dataclass(frozen=True, slots=True)
class ReviewHint:
    """Something to check, with the key of its field."""

    key: str
    text: str

    @property
    def field(self) -> Field:
        return FIELDS[self.key]


def review_hints(revision: Revision) -> list[ReviewHint]:
    """The hints about a revision with a valid document, in the order of the page."""
    document = revision.document
    found = [*_in_texts(document), *_about_results(document), *_about_contact(document)]
    found += [*_about_the_link(document), *_about_reach(document), *_possible_duplicates(document)]
    order = list(FIELDS)
    return sorted(found, key=lambda hint: order.index(hint.key))


def _in_texts(document: Document) -> Iterator[ReviewHint]:
    for key in TEXTS:
        text = document[key] or ""
        if found := PHONE.search(text):
            yield ReviewHint(
                key, f"Hier staat een telefoonnummer in: {found[0].strip()}. Is dat van een persoon?"
            )
        if found := MAIL_ADDRESS.search(text):
            yield ReviewHint(
                key, f"Hier staat een e-mailadres in: {found[0]}. Daar is het veld mailbox voor."
            )
        if found := PLACEHOLDER.search(text):
            yield ReviewHint(key, f"“{found[0]}” lijkt nog niet ingevuld.")
        if found := ABSOLUTE_CLAIM.search(text):
            yield ReviewHint(key, f"“{found[0]}” is een grote belofte. Waaruit blijkt dat?")


def _about_results(document: Document) -> Iterator[ReviewHint]:
    for row in document["results"]:
        whole = row["number"] == 100 and (row["unit"] or "").startswith(("%", "procent"))
        if whole or ABSOLUTE_CLAIM.search(row["text"]):
            yield ReviewHint(
                "results", f"“{row['text']}” zegt dat het bij iedereen lukt. Waaruit blijkt dat?"
            )
        if row["kind"] == "result" and {cite["source"] for cite in row["cite"]} == {OWN_STATEMENT}:
            yield ReviewHint("results", f"Bij “{row['text']}” is de organisatie zelf de enige bron.")
        if row["kind"] == "result" and row["year"] is None:
            yield ReviewHint("results", f"Bij “{row['text']}” staat niet uit welk jaar het is.")
    claims = [document["summary"], document["effect_note"] or ""]
    if not document["results"] and any(re.search(r"\d\s?(?:%|procent)", text) for text in claims):
        yield ReviewHint(
            "results", "De tekst noemt een percentage, maar er is geen resultaat met bron ingevuld."
        )


def _about_contact(document: Document) -> Iterator[ReviewHint]:
    if not has_contact(document):
        yield ReviewHint(
            "mailbox", "Er is geen website, mailbox of contactformulier. Zo kun je dit niet publiceren."
        )
    local, _, host = (document["mailbox"] or "").partition("@")
    if local and not SHARED_MAILBOX.match(local) and PERSONAL_MAILBOX.match(local):
        yield ReviewHint(
            "mailbox", f"{local}@{host} lijkt de mailbox van één persoon. Vraag om een algemene."
        )


def _about_the_link(document: Document) -> Iterator[ReviewHint]:
    url = document["url"]
    if not url:
        return
    host = site_of(url).partition("/")[0]
    if "." not in host or NOT_A_SITE.search(host) or " " in url:
        yield ReviewHint("url", f"{url} lijkt geen adres van een website.")
    checked = LinkCheck.objects.filter(url=url, failing_since__isnull=False).first()
    if checked:
        since = f"{checked.failing_since:%d-%m-%Y}"
        yield ReviewHint(
            "url", f"De website geeft sinds {since} geen goed antwoord ({checked.status or checked.problem})."
        )


def _about_reach(document: Document) -> Iterator[ReviewHint]:
    reach = document["reach"]
    if not (reach["national"] or reach["regions"]):
        yield ReviewHint(
            "reach", "Er is geen gemeente of regio aangewezen. Wie op gemeente zoekt, vindt dit niet."
        )


def _possible_duplicates(document: Document) -> Iterator[ReviewHint]:
    """Other items, public or submitted, with the same name or website."""
    own, site = fold(document["name"]), site_of(document["url"] or "")
    public = Intervention.objects.published().values_list("source_ref", "name", "url")
    waiting = Revision.objects.open().values_list("source_ref", "document__name", "document__url")
    seen = {document["source_ref"]}
    for ref, name, url in (*public, *waiting):
        if ref in seen or not isinstance(name, str):
            continue
        if fold(name) == own:
            yield ReviewHint("name", f"Er is al een item met deze naam: {name}.")
        elif site and site == site_of(str(url or "")):
            yield ReviewHint("url", f"{name} heeft dezelfde website.")
        else:
            continue
        seen.add(ref)
