"""The fixed terms of the form that documents contain too."""

from dataclasses import dataclass

#: The steps of the form by their slug; the title is also the place that citations of the step name.
TITLES = {
    "organisatie": "Organisatie", "wat": "Wat het is", "voor-wie": "Voor wie", "voorwaarden": "Voorwaarden",
    "waar": "Waar", "praktisch": "Praktisch", "belemmeringen": "Belemmeringen", "resultaten": "Resultaten",
    "overig": "Overig",
}  # fmt: skip
#: Key of the source that an organisation's own statements cite (fixtures/sources.json).
OWN_STATEMENT = "opgave-organisatie"
#: Declared coverage in percent, by role; the bounds are `documents.VALUES`.
PERCENT_BY_ROLE = {"main": 60, "part": 55, "side": 50}
#: At most this many barriers are a main aim of one traject (docs/matching.md).
MAX_MAIN_AIMS = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """An answer to "waaruit blijkt dat?", and the place in its citation."""

    label: str
    place: str


PROOFS = {
    "onderzoek": Proof("onderzoek", "blijkt uit onderzoek, zegt de organisatie"),
    "registratie": Proof("eigen registratie", "blijkt uit eigen registratie"),
    "verhalen": Proof("verhalen van deelneemsters", "blijkt uit verhalen van deelneemsters"),
    "niets": Proof("nog niets", "nog niet onderbouwd"),
}
PROOFS_BY_PLACE = {proof.place: key for key, proof in PROOFS.items()}

#: The fixed choices of the source's table (kennissynthese-2020 §4.2), as in fixtures/taxonomy.json.
FIXED_GOALS = (
    "bewustwording",
    "motivatie",
    "empowerment",
    "arbeidsvaardigheden",
    "netwerkversterking",
    "werkervaring",
)
FIXED_APPROACHES = ("coaching", "groepsgesprekken", "workshops", "training", "netwerken", "werkervaringsplek")
