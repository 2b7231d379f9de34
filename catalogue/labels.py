"""Dutch names for the closed lists of the item schema; everything else has its label in the models."""

OUTCOMES = {
    "betaald-werk": "betaald werk",
    "opleiding": "opleiding",
    "eigen-bedrijf": "eigen bedrijf",
    "werkervaring": "werkervaring",
    "vrijwilligerswerk": "vrijwilligerswerk",
}
PHASES = {
    "activering": "activering",
    "voorbereiding": "voorbereiding",
    "toeleiding": "toeleiding naar werk",
    "plaatsing": "plaatsing",
    "behoud": "behoud van werk",
}
AUDIENCES = {"client": "vrouwen op weg naar werk", "klantmanager": "klantmanagers"}
