"""Words of a question that do not say what is sought, or say less of it."""

#: "Geen werkervaring" seeks what there is for work experience; only a phrase with synonyms says otherwise.
NEGATIONS = frozenset({"geen", "niet", "zonder", "nooit", "nog"})
#: Words of any Dutch sentence.
FUNCTION_WORDS = NEGATIONS | frozenset((
    "aan", "al", "alle", "als", "altijd", "ander", "andere", "bij", "bijna", "blijft", "blijven", "daar",
    "dan", "dat", "de", "der", "deze", "die", "dit", "doen", "door", "drie", "echt", "een", "eigenlijk",
    "en", "er", "erg", "gaan", "gaat", "geweest", "graag", "haar", "had", "heb", "hebben", "heeft", "hem",
    "het", "hier", "hij", "hoe", "iets", "ik", "in", "is", "ja", "je", "jij", "kan", "komt", "krijgen",
    "krijgt", "kunnen", "kunt", "laat", "laten", "maakt", "maar", "maken", "me", "mee", "meer", "met",
    "mij", "mijn", "misschien", "moet", "na", "naar", "nodig", "nu", "of", "om", "onder", "ons", "ook",
    "op", "over", "s", "soms", "spreekt", "spreken", "staan", "staat", "t", "te", "tegen", "terug", "toch",
    "toen", "tot", "twee", "u", "uit", "uw", "vaak", "van", "veel", "vier", "vijf", "vind", "vinden",
    "vindt", "voor", "waar", "was", "wat", "we", "weer", "weet", "wel", "welk", "welke", "weten", "wie",
    "wij", "wil", "willen", "worden", "wordt", "zal", "ze", "zich", "zij", "zijn", "zit", "zo", "zoek",
    "zoeken", "zoekt", "zou",
))  # fmt: skip
#: Words that say nothing in this catalogue.
CATALOGUE_WORDS = frozenset((
    "aanbod", "begeleiden", "client", "clienten", "clientes", "dame", "dames", "gemeente", "heel", "help",
    "helpen", "helpt", "hulp", "iemand", "interventie", "interventies", "jaar", "klant", "klanten",
    "meiden", "meisje", "meisjes", "mensen", "mevrouw", "plus", "programma", "project", "traject",
    "trajecten", "vrouw", "vrouwelijke", "vrouwen",
))  # fmt: skip
#: What is left out when a question also has other words.
STOP_WORDS = FUNCTION_WORDS | CATALOGUE_WORDS
#: Words that order what is found by the rest of a question: her family, and work, which is in everything.
SOFT_WORDS = frozenset((
    "alleenstaand", "alleenstaande", "baan", "baantje", "baby", "dochter", "gezin", "jong", "jonge", "kind",
    "kinderen", "kindje", "moeder", "moeders", "ouder", "ouders", "single", "werk", "werken", "zoon",
))  # fmt: skip

#: The form of something, not what it is about; as the end of a compound it orders too ("inburgeringscursus").
FORM_WORDS = frozenset((
    "begeleiding", "cafe", "coach", "coaching", "cursus", "cursussen", "groep", "huis", "hulpverlening",
    "klas", "les", "lessen", "plaats", "plek", "training", "trainingen", "workshop", "workshops",
))  # fmt: skip
