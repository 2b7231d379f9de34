"""Advice on a broken or moved link: one sentence what happened, one what to do."""

from dataclasses import dataclass

from catalogue.models import LinkCheck
from catalogue.upkeep.link_probe import Problem


@dataclass(frozen=True, slots=True)
class Advice:
    what: str
    do: str


BY_PROBLEM = {
    Problem.NOT_A_WEB_URL: Advice(
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
ACCESS_DENIED = Advice(
    "De website laat onze controle niet toe.",
    "Open hem zelf. Ziet alles er goed uit? Dan hoef je niets te doen.",
)
TOO_BUSY = Advice("De website vroeg om later terug te komen.", "Wij proberen het vanzelf opnieuw.")
SERVER_ERROR = Advice(
    "De website heeft een storing.", "Blijft het een week zo? Vraag het dan na bij de aanbieder."
)
UNKNOWN = Advice("De website gaf een onverwacht antwoord.", "Open hem zelf om te zien wat er is.")
MOVED = Advice("De pagina is verhuisd.", "Zet het nieuwe adres in het item.")
OK = Advice("De website antwoordt.", "Je hoeft niets te doen.")
BY_STATUS = {401: ACCESS_DENIED, 403: ACCESS_DENIED, 404: GONE, 405: ACCESS_DENIED, 410: GONE, 429: TOO_BUSY}


def advice_for(check: LinkCheck) -> Advice:
    """The advice for the last result of `check`."""
    if check.problem:
        return BY_PROBLEM[Problem(check.problem)]
    if check.status is None:
        return UNKNOWN
    if check.status >= 500:
        return SERVER_ERROR
    if check.status >= 400:
        return BY_STATUS.get(check.status, UNKNOWN)
    return MOVED if check.leads_to else OK
