"""What to do about a link: one sentence that says what happened, one that says what helps."""

from dataclasses import dataclass

from catalogue.models import LinkCheck
from catalogue.upkeep.link_probe import Problem


@dataclass(frozen=True, slots=True)
class Advice:
    what: str
    do: str


OF_PROBLEM = {
    Problem.NO_WEB: Advice(
        "Dit is geen gewoon webadres.", "Een adres begint met https:// of http://. Verbeter het adres."
    ),
    Problem.PRIVATE: Advice(
        "Dit adres ligt in een besloten netwerk.", "Niemand buiten dat netwerk kan het openen. Haal het weg."
    ),
    Problem.UNKNOWN_HOST: Advice(
        "Deze website bestaat niet (meer).",
        "Kijk of de naam goed is getypt. Zoek de nieuwe website, of vraag na of het item nog loopt.",
    ),
    Problem.CERTIFICATE: Advice(
        "Het certificaat van de website klopt niet.",
        "Bezoekers krijgen een waarschuwing. Vertel het de aanbieder; het adres zelf kan goed zijn.",
    ),
    Problem.TIMEOUT: Advice(
        "De website antwoordde niet op tijd.",
        "Dat kan toeval zijn. Blijft het een week zo? Vraag het dan na bij de aanbieder.",
    ),
    Problem.REFUSED: Advice(
        "De website nam geen verbinding aan.",
        "Dat kan een storing zijn. Blijft het een week zo? Vraag het dan na bij de aanbieder.",
    ),
    Problem.REDIRECTS: Advice(
        "De website stuurt je steeds door.", "Open hem zelf. Zet het adres waar je uitkomt in het item."
    ),
    Problem.BROKEN: Advice(
        "De website gaf een antwoord dat niet te lezen is.", "Open hem zelf, en vertel het de aanbieder."
    ),
}
GONE = Advice(
    "De pagina bestaat niet meer.", "Zoek de nieuwe pagina op de website, of vraag na of het item nog loopt."
)
NOT_FOR_US = Advice(
    "De website laat onze controle niet toe.",
    "Open hem zelf. Ziet alles er goed uit? Dan hoef je niets te doen.",
)
TOO_BUSY = Advice("De website vroeg om later terug te komen.", "Wij proberen het vanzelf opnieuw.")
FAULT_THERE = Advice(
    "De website heeft een storing.", "Blijft het een week zo? Vraag het dan na bij de aanbieder."
)
UNKNOWN = Advice("De website gaf een onverwacht antwoord.", "Open hem zelf om te zien wat er is.")
MOVED = Advice("De pagina is verhuisd.", "Zet het nieuwe adres in het item.")
FINE = Advice("De website antwoordt.", "Je hoeft niets te doen.")
OF_STATUS = {401: NOT_FOR_US, 403: NOT_FOR_US, 404: GONE, 405: NOT_FOR_US, 410: GONE, 429: TOO_BUSY}


def advice_for(check: LinkCheck) -> Advice:
    """What to do about the last look that `check` holds."""
    if check.problem:
        return OF_PROBLEM[Problem(check.problem)]
    if check.status is None:
        return UNKNOWN
    if check.status >= 500:
        return FAULT_THERE
    if check.status >= 400:
        return OF_STATUS.get(check.status, UNKNOWN)
    return MOVED if check.leads_to else FINE
