"""How reliable the figures are, in sentences: their age, the evidence for effect, what is known of money."""

from collections.abc import Callable, Collection, Sequence

from catalogue.text.dutch import first_lower, listed
from matching.policy.item_facts import ItemFacts
from matching.policy.wording import TOO_LITTLE


def freshness_sentence(facts: Collection[ItemFacts], place: str) -> str:
    """The years of the sources, and how many items were verified since."""
    if not facts:
        return f"{TOO_LITTLE}: in {place} is geen aanbod genoemd."
    verified = sum(one.verified_on is not None for one in facts)
    years = sorted({one.stand for one in facts})
    span = years[0] if len(years) == 1 else f"{years[0]} tot en met {years[-1]}"
    checked = "niets daarvan is" if not verified else f"{verified} van de {len(facts)} is"
    return f"De gegevens over {place} zijn van {span}; {checked} daarna geverifieerd."


def effect_sentence(facts: Collection[ItemFacts], place: str) -> str:
    """How many items are recognised or report a result; a reported result is never called an effect."""
    if not facts:
        return f"{TOO_LITTLE}: in {place} is geen aanbod genoemd."
    recognised = [f"{one.name} ({first_lower(one.recognition)})" for one in facts if one.recognition]
    reported = sum(one.has_result for one in facts)
    sentence = f"Van de {len(facts)} is niets erkend in de databank."
    if recognised:
        sentence = f"Van de {len(facts)} {_is(len(recognised))} erkend in de databank: {listed(recognised)}."
    if not any(one.recognition == "Effectief" for one in facts):
        sentence += " Van geen enkele is een effect aangetoond."
    if reported:
        verb = "meldt" if reported == 1 else "melden"
        sentence += f" {reported} {verb} een resultaat; dat is nog geen bewezen effect."
    return sentence


def _is(number: int) -> str:
    return "is er 1" if number == 1 else f"zijn er {number}"


def money_sentences(facts: Sequence[ItemFacts]) -> list[str]:
    """Of how many items places, cost per place, contract and end of funding are known, a sentence each."""
    total = len(facts)
    rows: list[tuple[str, Callable[[ItemFacts], object]]] = [
        ("is het aantal plekken", lambda one: one.places is not None),
        ("zijn de kosten per plek", lambda one: bool(one.cost_per_place)),
        ("is vermeld of er een contract of subsidie is", lambda one: bool(one.contract)),
        ("is vermeld tot wanneer er geld is", lambda one: one.funding_until is not None),
    ]
    sentences = []
    for what, known in rows:
        number = sum(bool(known(one)) for one in facts)
        predicate = what if "vermeld" in what else f"{what} vermeld"
        sentences.append(f"Van {number or 'geen'} van de {total} {predicate}.")
    return sentences
