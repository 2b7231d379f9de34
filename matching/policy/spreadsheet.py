"""The policy report as a spreadsheet. Text is written as text: what begins with = + - or @ never runs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from matching.policy.areas import COUNTRY
from matching.policy.report import Report
from matching.policy.source_check import DIFFERS, NO_NUMBER, SAME
from matching.policy.wording import PRESENCE_WORDS, YES_NO

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERDICT_WORDS = {SAME: "gelijk", DIFFERS: "wijkt af", NO_NUMBER: "de bron geeft geen getal"}

#: Name, column widths (in characters) and rows; the first row is the head.
Worksheet = tuple[str, Sequence[int], Iterable[Sequence[Any]]]


def spreadsheet_of(report: Report, address: str) -> bytes:
    """An XLSX file; `address` is the full address of the page with the same selection."""
    return write_workbook(sheets_of(report, address), report.today)


def write_workbook(sheets: Iterable[Worksheet], today: date) -> bytes:
    """The XLSX file of `sheets`, each with a frozen, filterable head; equal content gives equal bytes."""
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    made = datetime(today.year, today.month, today.day)  # noqa: DTZ001 - a spreadsheet knows no time zones
    book.set_properties({"title": "Trajectwijzer: aanbod per belemmering", "created": made})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    for name, widths, rows in sheets:
        page = book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        last = 0
        for last, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(page, last, column, value, head if last == 0 else body, day)
        page.autofilter(0, 0, last, len(widths) - 1)
    book.close()
    return file.getvalue()


def _write(page: Any, row: int, column: int, value: Any, form: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, YES_NO[value], form)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, form)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    else:
        page.write_string(row, column, str(value), form)


def sheets_of(report: Report, address: str) -> list[Worksheet]:
    found: list[Worksheet] = [
        ("Leeswijzer", (28, 110), _legend(report, address)),
        ("Warmtekaart", (24, 44, 10, *[12] * len(report.offer.present)), _map(report)),
        ("Belemmeringen", (24, 44, 12, 12, 60, 40, 60), _barriers(report)),
        ("Aanbod", (40, 30, 16, 20, *[30] * 5, 14, 14, 16, 40, 10, 24, 16, 40), _items(report)),
        ("Doelgroepen", (48, 18, 60, 18, 50), _groups(report)),
        ("Tellingen", (34, 44, 10, 12), _counts(report)),
    ]
    if report.area.kind != COUNTRY:
        found.append(("Van elders", (40, 24, 12, 60, 16, 60, 24), _candidates(report)))
    if report.stop:
        found.append(("Als het stopt", (44, 14, 14, 40, 20), _stop(report)))
    if report.comparison:
        found.append(("Vergelijking", (24, 44, 24, 24, 60), _comparison(report)))
    found.append(("Controle bronnen", (30, 50, 44, 10, 12, 24, 44, 80), _check(report)))
    return found


def _legend(report: Report, address: str) -> Iterable[Sequence[Any]]:
    yield "Wat", "Uitleg"
    yield "Gebied", report.title_place
    yield "Adres van deze selectie", address
    yield "Gemaakt op", report.today
    yield "Catalogusversie", report.version
    yield "Wat er te zien is", report.sentence
    if report.caution:
        yield "Let op", report.caution
    yield "Hoe oud", report.freshness
    yield "Wat is een effect", report.effect
    yield "100, 80, 60", "De bron noemt het: hoofddoel, onderdeel van de aanpak, voorziening erbij."
    yield "50 tot 60", "Volgens de organisatie, nagekeken door een redacteur; geen bron bevestigt het nog."
    yield "aannemelijk", "Afgeleid van een doel of aanpak. Dit telt nergens als aanbod."
    yield (
        "onder voorwaarde",
        "Geldt alleen voor wie aan een voorwaarde voldoet. Bij vergelijken telt dit half.",
    )
    yield "leeg", "Niet vermeld. Dat betekent nooit nee."
    yield (
        "Aanbod in een gebied",
        "Genoemd voor het gebied of een plaats erin, landelijk, of ook elders mogelijk.",
    )
    if report.offer.unknown:
        yield "Niet bekend of het hier is", report.unknown_names
    for source in report.sources:
        yield "Bron", source


def _map(report: Report) -> Iterable[Sequence[Any]]:
    present = report.offer.present
    yield ("Niveau", "Belemmering", "Aantal", *(one.item.name for one in present))
    for level in report.levels:
        for row in level.rows:
            cells: dict[str, Any] = {
                contribution.item.source_ref: contribution.coverage.percent
                for contribution in row.contributions
            }
            cells |= {contribution.item.source_ref: "aannemelijk" for contribution in row.plausible}
            values = (cells.get(one.item.source_ref) for one in present)
            yield (level.label, row.barrier.label, len(row.contributions), *values)


def _barriers(report: Report) -> Iterable[Sequence[Any]]:
    single = {one.row.barrier.slug: one.item.name for one in report.single_providers}
    yield "Niveau", "Belemmering", "Aantal", "Sterkste", "Aanbod", "Hangt aan één aanbod", "Aannemelijk"
    for level in report.levels:
        for row in level.rows:
            strongest = max(
                (contribution.coverage.percent for contribution in row.contributions), default=None
            )
            offer = (
                f"{contribution.item.name} ({contribution.coverage.percent}"
                f"{', onder voorwaarde' if contribution.conditional else ''})"
                for contribution in row.contributions
            )
            only_item = single.get(row.barrier.slug, "")
            plausible = "; ".join(contribution.item.name for contribution in row.plausible)
            yield (
                level.label,
                row.barrier.label,
                len(row.contributions),
                strongest,
                "; ".join(offer),
                only_item,
                plausible,
            )


def _items(report: Report) -> Iterable[Sequence[Any]]:
    yield (
        "Naam", "Aanbieder", "Soort", "In dit gebied", "Waar", "Doelen", "Aanpak", "Doelgroep", "Erkenning",
        "Stand", "Geverifieerd", "Handboek", "Overdraagbaarheid", "Plekken", "Kosten per plek",
        "Financiering tot", "Contract of subsidie",
    )  # fmt: skip
    for one, facts in zip(report.offer.present, report.area_facts, strict=True):
        yield (
            facts.name, facts.provider, facts.kind, PRESENCE_WORDS[one.presence], facts.where,
            ", ".join(facts.goals), ", ".join(facts.approaches), "; ".join(facts.target_groups),
            facts.recognition, facts.stand, facts.verified_on, facts.handbook, facts.transferability,
            facts.places, facts.cost_per_place, facts.funding_until, facts.contract,
        )  # fmt: skip


def _groups(report: Report) -> Iterable[Sequence[Any]]:
    yield "Doelgroep", "Aanbod dat hen noemt", "Welk aanbod", "Staat ook voor hen open", "Bron"
    for one in report.groups:
        names = "; ".join(item.name for item in one.aimed)
        open_to = "niet te toetsen" if one.open_to is None else one.open_to
        yield one.group.label, len(one.aimed), names, open_to, f"{one.group.source} {one.group.place}"


def _counts(report: Report) -> Iterable[Sequence[Any]]:
    yield "Waarvan", "Woord", "Aantal", "Van de"
    for described in report.tallies:
        for count in described.tally.counts:
            yield described.tally.title, count.label, count.number, described.tally.total
        if described.tally.unknown:
            yield described.tally.title, "niet vermeld", described.tally.unknown, described.tally.total


def _candidates(report: Report) -> Iterable[Sequence[Any]]:
    yield "Naam", "In dit gebied", "Witte vlekken", "Welke", "Handboek", "Overdraagbaarheid", "Waar"
    for one in report.transfer_candidates:
        facts = one.facts
        handbook, moves = YES_NO[facts.handbook], facts.transferability
        yield facts.name, one.presence, len(one.fills), "; ".join(one.fills), handbook, moves, facts.where


def _stop(report: Report) -> Iterable[Sequence[Any]]:
    yield "Belemmering", "Nu", "Zonder", "Wat er dan nog is", "Gevolg"
    if report.stop:
        for losses, word in (
            (report.stop.stop.lost, "enige aanbod"),
            (report.stop.stop.weaker, "sterkste aanbod"),
        ):
            for loss in losses:
                instead = loss.next_best.item.name if loss.next_best else "niets"
                yield loss.row.barrier.label, loss.before / 2, loss.after / 2, instead, f"verliest het {word}"


def _comparison(report: Report) -> Iterable[Sequence[Any]]:
    labels = {level.level: level.label for level in report.levels}
    yield "Niveau", "Belemmering", report.title_place, report.versus_place, "Verschil"
    if report.comparison:
        for one, other in report.comparison.pairs:
            words = {
                (True, True): "in beide",
                (True, False): f"alleen in {report.place}",
                (False, True): f"alleen in {report.versus_place}",
                (False, False): "in geen van beide",
            }
            verdict = words[bool(one.contributions), bool(other.contributions)]
            yield (
                labels[one.barrier.level],
                one.barrier.label,
                len(one.contributions),
                len(other.contributions),
                verdict,
            )


def _check(report: Report) -> Iterable[Sequence[Any]]:
    yield "Onderdeel", "Wat", "Zo gedrukt", "Getal", "Catalogus", "Uitkomst", "Plaats in de bron", "Waarom"
    for one in report.checked_figures:
        figure = one.figure
        place = f"{figure.source} {figure.place}"
        verdict = VERDICT_WORDS[one.verdict]
        yield (
            figure.section,
            figure.what,
            figure.printed,
            figure.number,
            one.counted,
            verdict,
            place,
            figure.why,
        )
