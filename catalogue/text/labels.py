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

#: What a recognition level says, and no more than that (kennissynthese-2020 §5.2).
RECOGNITION_MEANING = {
    "goed-beschreven": "Aannemelijk is gemaakt dat deze aanpak kan werken. Het effect is niet aangetoond.",
    "goed-onderbouwd": "Theoretisch of wetenschappelijk onderbouwd. Het effect is niet aangetoond.",
    "effectief": "Minstens twee goed uitgevoerde effectonderzoeken laten positieve resultaten zien.",
}
