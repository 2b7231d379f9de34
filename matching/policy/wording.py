"""The Dutch sentences of the policy pages, all computed from the analysis."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from catalogue.text.dutch import count, first_lower, first_upper, listed
from matching.engine.vocabulary import LEVELS
from matching.policy.analysis import (
    MIN_ITEMS,
    MIN_LOCAL_ITEMS,
    AreaComparison,
    BarrierOffer,
    Offer,
    SingleProvider,
    StopEffect,
    TransferCandidate,
)
from matching.policy.areas import COUNTRY, LABOUR_REGION, LOCAL, MUNICIPALITY, PROVINCE, Area, Presence
from matching.policy.item_facts import ItemFacts
from matching.policy.tallies import Tally
from matching.policy.target_groups import Served

TOO_LITTLE = "Te weinig gegevens"
LEVEL_PHRASES = {
    "personal": "persoonlijke factoren en vaardigheden",
    "network": "het sociale netwerk",
    "demand": "de vraagzijde van de arbeidsmarkt",
    "municipal": "de gemeentelijke ondersteuning",
}
PRESENCE_WORDS = {
    Presence.HERE: "hier",
    Presence.PARTLY: "in een deel van het gebied",
    Presence.NATIONAL: "landelijk",
    Presence.ELSEWHERE_TOO: "kan ook elders",
    Presence.UNKNOWN: "niet bekend of het hier is",
    Presence.NOT_HERE: "niet hier",
}
AREA_WORDS = {PROVINCE: "de provincie ", LABOUR_REGION: "de arbeidsmarktregio ", MUNICIPALITY: ""}
YES_NO = {True: "ja", False: "nee", None: "niet vermeld"}


def area_name(area: Area) -> str:
    """The area in the middle of a sentence: "Tilburg", "de provincie Utrecht", "heel Nederland"."""
    return "heel Nederland" if area.kind == COUNTRY else AREA_WORDS[area.kind] + area.name


def search_text(area: Area) -> str:
    """What to type in the search field for this area."""
    return area_name(area).removeprefix("de ").removeprefix("heel ")


def labels(rows: Iterable[BarrierOffer]) -> list[str]:
    return [first_lower(row.barrier.label) for row in rows]


def map_sentence(offer: Offer, total: int) -> str:
    """What the heat map shows. `total` is the number of items in the catalogue."""
    if not total or not offer.rows:
        return f"{TOO_LITTLE}: de catalogus is leeg."
    place, barriers, covered = area_name(offer.area), len(offer.rows), len(offer.covered)
    sentences = [
        f"In {place} {'werkt' if len(offer.present) == 1 else 'werken'} {len(offer.present)} van de {total} "
        f"interventies en regelingen aan {covered} van de {barriers} belemmeringen; "
        f"voor {barriers - covered} noemt geen bron aanbod."
    ]
    if offer.area.kind != COUNTRY and 0 < len(offer.local) < len(offer.present):
        local = len(offer.local)
        named, covers = ("daarvan staat", "dekt") if local == 1 else ("daarvan staan", "dekken")
        sentences.append(
            f"{first_upper(count(local, named, named))} op naam van dit gebied of een plaats erin "
            f"en {covers} {count(offer.locally_covered, 'belemmering', 'belemmeringen')}; de rest is "
            "landelijk of kan ook elders: vraag na of het bij jullie loopt."
        )
    if len(offer.present) >= MIN_ITEMS:
        sentences.append(level_sentence(offer))
    return " ".join(sentences)


def level_sentence(offer: Offer) -> str:
    """On which level most is missing, and on which least; levels that tie are named together."""
    shares = {
        level: sum(not row.contributions for row in rows) / len(rows)
        for level in LEVELS
        if (rows := offer.of_level(level))
    }
    most, least = max(shares.values()), min(shares.values())
    if most == least:
        return "Op elk niveau ontbreekt naar verhouding evenveel."
    worst, best = ([level for level in shares if shares[level] == bound] for bound in (most, least))
    most_missing, least_missing = _levels(worst, offer), _levels(best, offer)
    return f"Naar verhouding ontbreekt het meest bij {most_missing} en het minst bij {least_missing}."


def _levels(levels: Sequence[str], offer: Offer) -> str:
    sentences = []
    for level in levels:
        rows = offer.of_level(level)
        sentences.append(
            f"{LEVEL_PHRASES[level]} ({sum(not row.contributions for row in rows)} van {len(rows)})"
        )
    return listed(sentences)


def caution(offer: Offer) -> str:
    """Why nothing may be concluded about what is missing; "" when the area itself is described enough."""
    if not offer.too_few_local or offer.area.kind == COUNTRY:
        return ""
    place, local = area_name(offer.area), len(offer.local)
    if local:
        items = count(local, "interventie of regeling", "interventies en regelingen")
        named = f"de catalogus noemt maar {items} in {place} zelf"
    else:
        named = f"de catalogus noemt geen enkel aanbod in {place} zelf"
    return (
        f"{TOO_LITTLE} om te zeggen wat er in {place} echt ontbreekt: {named} (minder dan "
        f"{MIN_LOCAL_ITEMS}). Een witte vlek betekent hier dat geen bron iets noemt, niet dat er niets is. "
        "Vul de catalogus aan of vraag na."
    )


def gap_sentence(offer: Offer, level: str) -> str:
    rows = offer.of_level(level)
    gaps = [row for row in rows if not row.contributions]
    if not rows:
        return ""
    if not gaps:
        return f"Voor alle {len(rows)} belemmeringen is hier aanbod genoemd."
    if len(gaps) == len(rows):
        return f"Voor geen van de {len(rows)} belemmeringen noemt een bron aanbod: {listed(labels(gaps))}."
    return (
        f"Voor {len(gaps)} van de {len(rows)} belemmeringen noemt geen bron aanbod: {listed(labels(gaps))}."
    )


def single_provider_sentence(offer: Offer, found: Sequence[SingleProvider]) -> str:
    place = area_name(offer.area)
    if not offer.covered:
        return f"In {place} dekt geen aanbod een belemmering; er is dus ook niets dat aan één aanbod hangt."
    if not found:
        return f"In {place} hangt geen enkele belemmering aan één aanbod."
    by_item: dict[str, list[SingleProvider]] = {}
    for one in found:
        by_item.setdefault(one.item.source_ref, []).append(one)
    most = max(len(ones) for ones in by_item.values())
    names = [ones[0].item.name for ones in by_item.values() if len(ones) == most]
    hangs = "hangt 1 belemmering" if len(found) == 1 else f"hangen {len(found)} belemmeringen"
    sentence = f"In {place} {hangs} van de {len(offer.covered)} die gedekt zijn aan één aanbod."
    if most > 1:
        sentence += f" De meeste ({most}) hangen aan {listed(names)}."
    return sentence


def stop_sentence(stop: StopEffect) -> str:
    names = listed(item.name for item in stop.items)
    verb = "Stopt" if len(stop.items) == 1 else "Stoppen"
    if not stop.lost and not stop.weaker:
        if not stop.untouched:
            return f"{verb} {names}, dan verandert er niets: er is niet genoemd waaraan het werkt."
        return (
            f"{verb} {names}, dan houdt elke belemmering waaraan het werkt ander aanbod dat minstens zo "
            f"sterk is ({stop.untouched})."
        )
    sentences = []
    for losses, what in ((stop.lost, "enige"), (stop.weaker, "sterkste")):
        if losses:
            loses = "verliest" if len(losses) == 1 else "verliezen"
            rows = listed(labels(loss.row for loss in losses))
            number = count(len(losses), "belemmering", "belemmeringen")
            sentences.append(f"{loses} {number} het {what} aanbod ({rows})")
    return f"{verb} {names}, dan {listed(sentences)}."


def candidate_sentence(offer: Offer, found: Sequence[TransferCandidate]) -> str:
    place = area_name(offer.area)
    if offer.area.kind == COUNTRY:
        return (
            "Over heel Nederland gezien is er geen elders. Kies een gebied om te zien wat je kunt overnemen."
        )
    if not offer.gaps:
        return f"In {place} is voor elke belemmering aanbod genoemd; van elders hoeft niets gehaald."
    if not found:
        return f"Geen aanbod van elders in de catalogus vult een witte vlek van {place}."
    best = found[0]
    equal = [one for one in found if len(one.fills) == len(best.fills)]
    sentence = (
        f"Van al het aanbod van elders vult {best.item.name} de meeste witte vlekken van {place}: "
        f"{len(best.fills)} van de {len(offer.gaps)}."
    )
    if len(equal) > 1:
        others = listed((one.item.name for one in equal[1:]), most=3)
        sentence += f" {others} {'vult er' if len(equal) == 2 else 'vullen er'} evenveel."
    return sentence


def transfer_notes(candidate: TransferCandidate, facts: ItemFacts) -> str:
    """Handbook and transferability, as far as they are known."""
    if facts.handbook is None and not facts.transferability:
        return "Niet vermeld."
    handbook = {
        True: "er is een handboek",
        False: "er is geen handboek",
        None: "of er een handboek is, is niet vermeld",
    }
    sentence = first_upper(handbook[facts.handbook])
    moves = facts.transferability or "Of het over te dragen is, is niet vermeld."
    return f"{sentence}. {moves}"


def group_sentence(offer: Offer, found: Sequence[Served]) -> str:
    place = area_name(offer.area)
    without = [one.group.label for one in found if not one.aimed]
    if not offer.present:
        return f"{TOO_LITTLE}: in {place} is geen aanbod genoemd."
    if not without:
        return f"In {place} is er aanbod dat elk van deze groepen noemt."
    return f"In {place} noemt geen bron aanbod voor: {listed(map(first_lower, without))}."


def tally_sentence(tally: Tally, place: str) -> str:
    if not tally.total:
        return f"{TOO_LITTLE}: in {place} is geen aanbod genoemd."
    if tally.unknown == tally.total:
        return f"Van geen van de {tally.total} is dit vermeld."
    unknown = f" Van {tally.unknown} is dit niet vermeld." if tally.unknown else ""
    if tally.total < MIN_ITEMS:
        return f"{TOO_LITTLE} voor een verhouding: het gaat om {tally.total}.{unknown}"
    names = listed((count.label for count in tally.most), most=3)
    number = tally.most[0].number
    return f"Het vaakst: {names} ({number} van de {tally.total}, {tally.share(number)}%).{unknown}"


def comparison_sentence(comparison: AreaComparison) -> str:
    """The difference between two areas."""
    first, second = comparison.first, comparison.second
    one, other = area_name(first.area), area_name(second.area)
    sentences = [
        f"In {one} {_are(len(first.covered))} gedekt, in {other} {len(second.covered)} "
        f"(van de {len(first.rows)})."
    ]
    if not comparison.only_first and not comparison.only_second:
        sentences.append("Het zijn dezelfde.")
    else:
        sentences.append(
            f"Alleen in {one}: {len(comparison.only_first)}. Alleen in {other}: "
            f"{len(comparison.only_second)}. In geen van beide: {len(comparison.neither)}."
        )
        gaps = {
            level: sum(bool(row.contributions) for row in first.of_level(level))
            - sum(bool(row.contributions) for row in second.of_level(level))
            for level in LEVELS
        }
        widest = max(abs(gap) for gap in gaps.values())
        if widest:
            levels = [
                f"{LEVEL_PHRASES[level]} ({abs(gaps[level])})"
                for level in LEVELS
                if abs(gaps[level]) == widest
            ]
            sentences.append(f"Het verschil is het grootst bij {listed(levels)}.")
    return " ".join(sentences)


def comparison_caution(comparison: AreaComparison, sources: Callable[[Offer], Collection[str]]) -> str:
    """What may explain the difference besides the offer itself; "" when nothing does."""
    first, second, sentences = comparison.first, comparison.second, []
    thin = [offer for offer in (first, second) if caution(offer)]
    if thin:
        names = listed(f"{area_name(offer.area)} ({len(offer.local)})" for offer in thin)
        sentences.append(
            f"{TOO_LITTLE} voor een conclusie: er is weinig aanbod genoemd in het gebied zelf: {names}."
        )
    extra = set(sources(first)) ^ set(sources(second))
    if extra and first.area != second.area:
        sentences.append(
            f"De twee zijn niet even goed beschreven: {listed(sorted(extra))} "
            f"{'gaat' if len(extra) == 1 else 'gaan'} over het aanbod in maar een van de twee. "
            "Een deel van het verschil kan daarvan komen."
        )
    return " ".join(sentences)


def _are(number: int) -> str:
    return "is 1 belemmering" if number == 1 else f"zijn {number} belemmeringen"


def local_sources(offer: Offer, facts: Mapping[str, ItemFacts]) -> set[str]:
    """The sources of the offer in the area itself."""
    return {
        source
        for one in offer.present
        if one.presence in LOCAL
        for source in facts[one.item.source_ref].sources
    }
