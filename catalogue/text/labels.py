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
DAYS = {day: day for day in ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")}
LANGUAGE_LEVELS = {level: level for level in ("A0", "A1", "A2", "B1", "B2")}
TRAINING_LEVELS = {
    "mbo-entree": "mbo entree",
    "mbo-1": "mbo niveau 1",
    "mbo-2": "mbo niveau 2",
    "mbo-3": "mbo niveau 3",
    "mbo-4": "mbo niveau 4",
    "hbo": "hbo",
    "wo": "universiteit",
}
LINKS = {
    "handbook": "handboek",
    "databank": "databank",
    "calculator": "rekenhulp",
    "information": "informatie",
}
AUDIENCES = {"client": "vrouwen op weg naar werk", "klantmanager": "klantmanagers"}

#: What a recognition level says, and no more than that (kennissynthese-2020 §5.2).
RECOGNITION_MEANING = {
    "goed-beschreven": "Aannemelijk is gemaakt dat deze aanpak kan werken. Het effect is niet aangetoond.",
    "goed-onderbouwd": "Theoretisch of wetenschappelijk onderbouwd. Het effect is niet aangetoond.",
    "effectief": "Minstens twee goed uitgevoerde effectonderzoeken laten positieve resultaten zien.",
}
