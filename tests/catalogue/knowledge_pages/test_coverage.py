"""docs/sources-coverage.md keeps its word: each page it names answers and holds what the row is about."""

import html
import re

import pytest
from django.conf import settings

ROW = re.compile(r"^\| (\d+) \| [^|]+ \| [^|]+ \| ([YPN]) \|[^|]*\|(?: `([^`]+)`)? +\|", re.MULTILINE)
ITEM, BARRIER, TOWN = "/interventies/", "/belemmeringen/", "/gemeente/"
TOOLS, MODELS, EXAMPLES, POLICY = "/gereedschap/", "/begrippen-en-modellen/", "/voorbeelden/", "/beleid/"
HAGUE, POLICY_HAGUE = f"{TOWN}den-haag/", f"{POLICY}?gebied=Den+Haag"

#: By number of the row where to look, and what must be there.
SHOWN = {
    1: (f"{ITEM}jasmijn-werkt/", "Jasmijn Werkt"),
    2: (f"{ITEM}cooperatie-eva/", "Coöperatie Eva"),
    3: (f"{ITEM}leerlijn-detailhandel-werkt/", "Duinrell"),
    4: (f"{ITEM}makelaar-kinderopvang/", "Makelaar Kinderopvang"),
    5: ("/bronnen/longlist/", "De tafel van één Harderwijk"),
    7: ("/bronnen/longlist/", "Waarom een naam afviel"),
    8: (MODELS, "Drie niveaus van erkenning"),
    9: (BARRIER, "Vraagzijde arbeidsmarkt"),
    10: (f"{BARRIER}klein-netwerk/", "Klein netwerk"),
    11: (MODELS, "voorbeeld"),
    12: (MODELS, "ASE-model"),
    13: (MODELS, "Life first"),
    14: (MODELS, "Vier groepen naar wat werk oplevert"),
    15: (MODELS, "Participatieladder"),
    16: (MODELS, "Een weg in vijf fasen"),
    18: (f"{ITEM}jasmijn-werkt/", "Realiteitstoets"),
    19: (MODELS, "Zes ingrediënten van een goede groep"),
    20: (f"{BARRIER}wantrouwen-gemeente/", "Investeer eerst in een goede band met haar."),
    21: (f"{BARRIER}onbekend-met-regelingen/", "verwijs warm door"),
    22: (f"{BARRIER}zorg-voor-kinderen/", "Praat vanaf het begin over zorg en werk"),
    23: (TOOLS, "Rekentool peuteropvang"),
    24: (f"{BARRIER}alleenstaand-ouderschap/", "Maak samen een noodplan"),
    25: (f"{BARRIER}aannames-klantmanager/", "Stel verdiepende vragen"),
    26: (MODELS, "Tekenen dat zij niet vrij kan praten"),
    27: (f"{BARRIER}aannames-klantmanager/", "Ga na wat je zelf vindt van mannen, vrouwen en werk"),
    30: (TOOLS, "90 minuten"),
    31: (TOOLS, "60 minuten"),
    32: (TOOLS, "210 minuten"),
    33: (TOOLS, "Wat je als werkcoach"),
    34: (TOOLS, "Hoe begeleid je vrouwelijke statushouders naar werk"),
    35: (TOOLS, "QuickScan"),
    36: (TOOLS, "articipatieprofielen"),
    37: (TOOLS, "Op weg naar werk?"),
    38: (TOOLS, "Kompas"),
    39: (TOOLS, "intersectionaliteit"),
    40: (MODELS, "Klantmanagers met een eigen groep"),
    41: (f"{BARRIER}aannames-klantmanager/", "intervisie over gendersensitief werken"),
    42: (POLICY_HAGUE, "Scan je beleid op vaste beelden over vrouwen en mannen"),
    43: (POLICY_HAGUE, "Een gendersensitieve analyse in twee stappen"),
    44: (POLICY_HAGUE, "Splits je cijfers, en let op het huishouden"),
    45: (POLICY_HAGUE, "Kunnen wij dit uitsplitsen naar vrouwen, gezin en gezondheid?"),
    46: (f"{ITEM}schilderswijk-moeders/", "Schilderswijk Moeders"),
    47: (MODELS, "Wat vrouwen zelf zeggen"),
    48: (MODELS, "Meten zonder last"),
    50: (f"{ITEM}leerlijn-zorg-werkt/", "Voorwaarden"),
    51: (POLICY, "Wat als het stopt"),
    52: (f"{ITEM}jasmijn-werkt/", "Praktisch"),
    53: (MODELS, "Warme overdracht, van twee kanten"),
    54: (HAGUE, "Vast contact"),
    55: (HAGUE, "Vraag haar wat al loopt en stem dat af."),
    56: (HAGUE, "Wie begeleidt wie"),
    57: (POLICY, "praten onze diensten over dezelfde organisatie?"),
    58: (f"{ITEM}leerlijn-zorg-werkt/", "Hoort bij elkaar"),
    59: ("/organisaties/", "Netwerk van vrouwenorganisaties"),
    60: (EXAMPLES, "Meer vrouwen aan het werk"),
    61: (EXAMPLES, "Klaar voor een kind, klaar voor werk"),
    62: (EXAMPLES, "nuggers"),
    63: (HAGUE, "STiP-baan"),
    64: (HAGUE, "Opvang om sociale of medische redenen (SMI)"),
    65: (HAGUE, "kinderopvangtoeslag"),
    66: (EXAMPLES, "Zes avonden om te leren netwerken"),
    67: (EXAMPLES, "Barrière of carrière?"),
    68: (MODELS, "EVC en portfolio"),
    69: (MODELS, "Sleutelfiguren"),
    70: (POLICY, "Wat doen wij als het gezin uit de uitkering gaat?"),
    71: (EXAMPLES, "in gevaar"),
    72: (MODELS, "Werk anders maken"),
    73: (MODELS, "Social return (SROI)"),
    74: (TOOLS, "De Normaalste Zaak"),
    75: (f"{BARRIER}niet-in-beeld/", "zoals school, vrijwilligerswerk, zelforganisaties"),
    76: (POLICY, "cijfers over heel Nederland"),
    77: (POLICY_HAGUE, "vrouwen met bijstand in Den Haag, november 2023"),
    78: (POLICY, "statushouders die zich van 1995 tot 1999 vestigden"),
    79: (MODELS, "Woordenlijst"),
    80: (POLICY, "Vrouwen met een Turkse of Marokkaanse achtergrond"),
    81: (POLICY, "Mind the gap 2018: 5 aanbevelingen"),
    82: (MODELS, "Wat vrouwen zelf zeggen"),
}
#: Pages behind a login or with a form, and items of which the page names one alone.
ELSEWHERE = {
    6: "the checklist of the redactie", 17: "the plan of a match", 28: "an item", 29: "an item",
    49: "the form of registration", 83: "left out",
}  # fmt: skip


def rows() -> list[tuple[str, str, str]]:
    text = (settings.BASE_DIR / "docs" / "sources-coverage.md").read_text(encoding="utf-8")
    return ROW.findall(text)


def test_every_row_is_looked_at_or_said_not_to_be():
    assert [int(number) for number, _, _ in rows()] == sorted({*SHOWN, *ELSEWHERE})


def test_the_page_looked_at_is_the_one_that_the_row_names():
    named = {int(number): page.partition("<")[0].partition("?")[0] for number, _, page in rows()}
    wrong = [(number, at) for number, (at, _) in SHOWN.items() if not at.startswith(named[number])]
    assert wrong == []


@pytest.fixture
def page_of(catalogue, client):
    read: dict[str, str] = {}

    def page(address: str) -> str:
        if address not in read:
            response = client.get(address)
            assert response.status_code == 200, address
            text = re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode()))
            read[address] = " ".join(text.split())
        return read[address]

    return page


def test_each_page_holds_what_the_row_is_about(page_of):
    missing = [(number, text) for number, (at, text) in SHOWN.items() if text not in page_of(at)]
    assert missing == [], missing
