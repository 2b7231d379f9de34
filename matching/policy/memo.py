"""The memo for the council: the report of an area in the order in which a council reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.text.dutch import first_lower
from matching.policy.report import Report
from matching.policy.target_groups import Served


@dataclass(frozen=True, slots=True)
class GroupNeed:
    """A target group beside the offer aimed at it; `conclusion` says why when there is none."""

    served: Served
    size: str
    source: str
    conclusion: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation of `den-haag-2024` §6.2 in our words, with the heading of its section."""

    text: str
    place: str


#: In the order of the source. Written for Den Haag; for another municipality each is a question.
RECOMMENDATIONS: tuple[Recommendation, ...] = (
    Recommendation(
        "Breng in beeld wie de vrouwen zijn die (lang) bijstand krijgen, en ga per soort hulp na voor wie "
        "die werkt.",
        "§6.2 Geen informatie over de effectiviteit van reguliere trajecten voor vrouwen",
    ),
    Recommendation(
        "Maak kinderopvang ook mogelijk voor vrouwen in een participatietraject, en stem tijden en plekken "
        "af met de peuteropvang.",
        "§6.2 Vrouwen die deelnemen aan een participatie-traject krijgen geen vergoeding voor de "
        "kinderopvang",
    ),
    Recommendation(
        "Train klantmanagers in gendersensitief werken.",
        "§6.2 Casemanagers werken niet structureel of bewust gendersensitief",
    ),
    Recommendation(
        "Pas ook beleid en werkwijze daarop aan, met genoeg tijd om te ontdekken wat iemand nodig heeft.",
        "§6.2 Casemanagers werken niet structureel of bewust gendersensitief",
    ),
    Recommendation(
        "Geef klantmanagers één overzicht van het aanbod van vrouwenorganisaties en andere aanbieders.",
        "§6.2 Verwijzing naar trajecten van externe (vrouwen)organisaties",
    ),
    Recommendation(
        "Maak zichtbaar wat de trajecten van vrouwenorganisaties opleveren: met onderzoek, evaluatie of "
        "ervaringen van deelneemsters.",
        "§6.2 Verwijzing naar trajecten van externe (vrouwen)organisaties",
    ),
    Recommendation(
        "Werk meer samen, met organisaties buiten en met andere afdelingen binnen de gemeente, zodat vrouwen "
        "na activering door kunnen naar werk of opleiding.",
        "§6.2 Er is te weinig samenwerking",
    ),
)


@dataclass(frozen=True, slots=True)
class Memo:
    report: Report
    occasion: str
    money: str
    needs: tuple[GroupNeed, ...]
    recommendations: tuple[Recommendation, ...] = RECOMMENDATIONS


def memo_of(report: Report, *, occasion: str, money: str, sizes: Mapping[str, tuple[int, str]]) -> Memo:
    """`sizes` holds per group slug the number of women and the source of it, as the user gave them."""
    return Memo(report, occasion, money, tuple(_need(one, sizes, report.place) for one in report.groups))


def _need(served: Served, sizes: Mapping[str, tuple[int, str]], place: str) -> GroupNeed:
    size, source = sizes.get(served.group.slug, (None, ""))
    return GroupNeed(
        served,
        "" if size is None else f"{size:,}".replace(",", "."),
        source,
        _conclusion(served, size, place),
    )


def _conclusion(served: Served, size: int | None, place: str) -> str:
    """The conclusion: a gap needs both a group of known size and no offer aimed at it."""
    names: Sequence[str] = [item.name for item in served.aimed]
    group = first_lower(served.group.label)
    if size == 0:
        return f"Er is geen witte vlek: er zijn in {place} volgens de opgave geen {group}."
    if names:
        return f"Er is aanbod dat deze groep noemt ({len(names)})."
    if size is None:
        return (
            "Geen bron noemt aanbod voor deze groep. Hoe groot de groep is, is niet ingevuld: of dit een "
            "witte vlek is, is niet te zeggen."
        )
    return "Witte vlek: de groep is er, en geen bron noemt er aanbod voor."
