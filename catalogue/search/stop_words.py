"""Words of a question that do not say what is sought, or say less of it."""

#: "Geen werkervaring" seeks what there is for work experience; only a phrase with synonyms says otherwise.
NEGATIONS = frozenset({"geen", "niet", "zonder", "nooit", "nog"})
#: Words that say nothing about what is sought; left out when a question also has others.
STOP_WORDS = NEGATIONS | frozenset((
    "aan", "al", "alle", "als", "ander", "andere", "bij", "daar", "dan", "dat", "de", "der", "deze", "die",
    "dit", "doen", "door", "een", "en", "er", "gaan", "gaat", "graag", "haar", "had", "heb", "hebben",
    "heeft", "hem", "het", "hier", "hij", "hoe", "iets", "ik", "in", "is", "ja", "je", "jij", "kan", "komt",
    "kunnen", "kunt", "maar", "me", "mee", "meer", "met", "mij", "mijn", "moet", "na", "naar", "nu", "of",
    "om", "onder", "ons", "ook", "op", "over", "s", "t", "te", "tegen", "terug", "toch", "toen", "tot", "u",
    "uit", "uw", "van", "veel", "voor", "waar", "was", "wat", "we", "weer", "wel", "welk", "welke", "wie",
    "wij", "wil", "willen", "worden", "wordt", "zal", "ze", "zich", "zij", "zijn", "zit", "zo", "zoek",
    "zoeken", "zoekt", "zou",
    # and those that say nothing in this catalogue
    "aanbod", "begeleiden", "client", "clienten", "clientes", "dame", "dames", "gemeente", "heel", "help",
    "helpen", "helpt", "hulp",
    "iemand", "interventie", "interventies", "jaar", "klant", "klanten", "mensen", "mevrouw",
    "plus", "programma", "project", "traject", "trajecten", "vrouw", "vrouwelijke", "vrouwen",
))  # fmt: skip
#: Words that order what is found by the rest of a question: her family, and work, which is in everything.
SOFT_WORDS = frozenset((
    "alleenstaand", "alleenstaande", "baan", "baantje", "gezin", "jong", "jonge", "kind", "kinderen",
    "kindje", "moeder", "moeders", "ouder", "ouders", "single", "werk", "werken",
))  # fmt: skip

#: The form of something, not what it is about; as the end of a compound it orders too ("inburgeringscursus").
FORM_WORDS = frozenset((
    "begeleiding", "coach", "coaching", "cursus", "cursussen", "groep", "hulpverlening", "les", "lessen",
    "plaats", "plek", "training", "trainingen", "workshop", "workshops",
))  # fmt: skip
