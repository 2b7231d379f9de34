"""The manuals: which there are, for whom, and in what order the page about help names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manual:
    """`template` holds the text, the same on the page and in the PDF; `title` is its first heading.

    `brief`: at most two sheets on paper, so without a table of contents.
    """

    slug: str
    title: str
    for_whom: str
    summary: str
    template: str
    brief: bool = False


MANUALS = (
    Manual(
        "klantmanager",
        "Zoeken en matchen",
        "voor klantmanagers",
        "Zoek een traject, maak een match en geef haar een blad mee. Op papier zijn het twee bladzijden.",
        "help/klantmanager.html",
        brief=True,
    ),
    Manual(
        "organisatie",
        "Je traject op de site",
        "voor organisaties die een traject aanbieden",
        "Maak een account, vul het formulier in, dien het in en houd het bij.",
        "help/organisatie.html",
    ),
    Manual(
        "redacteur",
        "Beoordelen en bijhouden",
        "voor redacteuren",
        "Beoordeel wat organisaties indienen, stuur terug, publiceer en houd de catalogus actueel.",
        "help/redacteur.html",
    ),
    Manual(
        "beleid",
        "Het aanbod in beeld",
        "voor beleidsmedewerkers",
        "Zie per gemeente of regio wat er is en wat ontbreekt, en neem het mee naar de raad.",
        "help/beleid.html",
    ),
    Manual(
        "beheer",
        "Handboek functioneel beheer",
        "voor wie de site inricht en onderhoudt",
        "Inrichten, instellen, accounts, woorden, gemeenten, backup, bewaken en nieuwe versies.",
        "help/beheer.html",
    ),
)
MANUALS_BY_SLUG = {manual.slug: manual for manual in MANUALS}
