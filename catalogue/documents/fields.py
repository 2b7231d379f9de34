"""The one table of the fields of a document, in the order of the item's page and of the document itself.

A row says what a field is called, what it holds, where it is shown and what is asked of it. The schema, the
columns of the item's own row, the facts of the page, the comparison, the difference, the spreadsheet and the
form's plain answers are read from it. What a field says is more than its value: the remark in `notes` and its
citations belong to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from catalogue.models import Intervention
from catalogue.text import labels
from catalogue.text.dutch import first_upper

Document = dict[str, Any]


class Kind(Enum):
    """What a field holds. CLAIMS are rows that cite their own sources; OTHER has a form of its own."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    DATE = "date"
    FLAG = "yes, no or unknown"
    CHOICE = "one of a closed list"
    CHOICES = "several of a closed list"
    WORDS = "several words of the item's own"
    TERMS = "goals or approaches"
    CLAIMS = "rows with sources of their own"
    OTHER = "a form of its own"


#: Kinds of which an item may say several things, line by line.
_MANY = frozenset({Kind.CHOICES, Kind.WORDS, Kind.TERMS, Kind.CLAIMS})


@dataclass(frozen=True, slots=True)
class Field:
    """One row. `name` is its Dutch label in small letters, `part` the heading under which the page has it.

    `form`: keywords of JSON Schema that the kind does not give. `choices`: the closed list in Dutch words.
    `always`: no document is without it. `lines`: it is read line by line. `sourced`: it needs a citation.
    `cites_itself`: its sources stand inside its value. `drawn`: the templates of the page have a place of its
    own for it; the others are rows of facts. `together`: the name of a pair (from and to). `spelled`: its
    words are slugs, read with spaces. `step`: the slug of the step of the registration form that asks for it.
    `column`: its title in the spreadsheet, "" for the label, None for none of its own. A field that is not
    `public` is for editors alone; one that is not `licensed` is shown and never given away as data.
    """

    key: str
    name: str
    kind: Kind
    part: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    always: bool = False
    lines: bool = False
    sourced: bool = True
    cites_itself: bool = False
    drawn: bool = False
    together: str = ""
    spelled: bool = False
    step: str = ""
    column: str | None = ""
    public: bool = True
    licensed: bool = True

    @property
    def label(self) -> str:
        return first_upper(self.name)

    @property
    def many(self) -> bool:
        """Whether its value is a set of lines and not one text."""
        return self.lines or self.kind in _MANY

    @property
    def title(self) -> str | None:
        """The title of its column in a spreadsheet."""
        return self.label if self.column == "" else self.column

    @property
    def rule(self) -> dict[str, Any]:
        """Its rule in the JSON Schema of a document."""
        if self.choices:
            values = list(self.choices)
            if self.kind is Kind.CHOICE:
                return {"enum": values if self.always else [*values, None]}
            found: dict[str, Any] = {"type": "array", "items": {"enum": values}, "uniqueItems": True}
        else:
            found = dict(_RULES[self.kind])
        found |= self.form
        if not self.always and "type" in found:
            found["type"] = [found["type"], "null"]
        return found


_RULES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.TEXT: {"type": "string", "minLength": 1},
    Kind.NUMBER: {"type": "number", "minimum": 0},
    Kind.WHOLE: {"type": "integer", "minimum": 0, "maximum": 32767},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.FLAG: {"type": "boolean"},
    Kind.WORDS: {"type": "array", "uniqueItems": True},
    Kind.TERMS: {"type": "array", "items": {"$ref": "#/$defs/term"}, "uniqueItems": True},
    Kind.CLAIMS: {"type": "array"},
    Kind.OTHER: {},
}
#: A general number of an organisation, as printed; a mobile one (06) is a person's.
PHONE = r"^(?!\(?0[ ()-]*6|\+31[ ()0-]*6|0031[ ()0-]*6)[+(]?[0-9][0-9 ()-]{6,28}$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _rows_of(name: str) -> dict[str, Any]:
    return {"items": {"$ref": f"#/$defs/{name}"}}


NAME, FOR_WHOM, WHAT, HOW_LONG, WHERE = "Naam en aanbieder", "Voor wie", "Wat het is", "Hoe lang", "Waar"
BRINGS, EVIDENCE, CONTACT, WORKS_ON = "Wat het oplevert", "Hoe weten we dat?", "Contact", "Werkt aan"
PRACTICAL, RIGHT = "Praktisch", "Recht"

TEXT, NUMBER, WHOLE, DATE, FLAG = Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.DATE, Kind.FLAG
CHOICE, CHOICES, WORDS, TERMS = Kind.CHOICE, Kind.CHOICES, Kind.WORDS, Kind.TERMS
CLAIMS, OTHER = Kind.CLAIMS, Kind.OTHER

#: The number of the present form of a document; `catalogue.documents.lifting` reads the older ones.
SCHEMA = 2

TABLE: tuple[Field, ...] = (
    Field("schema", "vorm", OTHER, form={"const": SCHEMA}, always=True, sourced=False, column=None),
    Field("source_ref", "sleutel", TEXT, form={"pattern": SLUG, "maxLength": 60}, always=True, sourced=False),
    # What it is, and of whom
    Field("name", "naam", TEXT, NAME, {"maxLength": 200}, always=True, drawn=True, step="organisatie"),
    Field(
        "kind", "soort", CHOICE, NAME, choices=dict(Intervention.Kind.choices), always=True, drawn=True,
        sourced=False, step="organisatie",
    ),
    Field(
        "provider", "aanbieder", OTHER, NAME, {"type": "string", "pattern": SLUG, "maxLength": 220},
        drawn=True,
    ),
    Field(
        "slug", "adres van de pagina", TEXT, NAME, {"pattern": SLUG, "maxLength": 120}, always=True,
        drawn=True, sourced=False, column="Adres",
    ),
    Field(
        "managing_municipality", "beheerd door", TEXT, NAME, {"pattern": "^GM[0-9]{4}$"}, sourced=False,
        public=False,
    ),
    # For whom
    Field(
        "audience", "bedoeld voor", CHOICES, FOR_WHOM, {"minItems": 1}, labels.AUDIENCES, always=True,
        drawn=True, sourced=False, step="voor-wie",
    ),
    Field(
        "target_groups", "doelgroep", WORDS, FOR_WHOM,
        {"items": {"type": "string", "minLength": 1, "maxLength": 200}}, drawn=True, step="voor-wie",
    ),
    Field(
        "language_to", "taalniveau tot en met", CHOICE, FOR_WHOM, choices=labels.LANGUAGE_LEVELS,
        step="voorwaarden",
    ),
    Field(
        "conditions", "voorwaarden", OTHER, FOR_WHOM,
        {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/tree"}]}, lines=True, cites_itself=True, drawn=True,
        step="voorwaarden", column=None,
    ),
    Field(
        "provider_conditions", "bespreek zelf", CLAIMS, FOR_WHOM, _rows_of("provider_condition"), always=True,
        cites_itself=True, drawn=True, step="voorwaarden",
    ),
    # What happens
    Field("summary", "samenvatting", TEXT, WHAT, always=True, drawn=True, step="wat"),
    Field("a2_sentence", "zin voor haarzelf", TEXT, WHAT, {"maxLength": 200}, step="wat"),
    Field("working_method", "werkwijze", TEXT, WHAT, drawn=True, step="wat"),
    Field("goals", "doelen", TERMS, WHAT, drawn=True, step="wat"),
    Field("approaches", "aanpak", TERMS, WHAT, drawn=True, step="wat"),
    Field(
        "sectors", "sector", WORDS, WHAT,
        {"items": {"type": "string", "pattern": SLUG, "maxLength": 40}}, drawn=True,
        spelled=True,
    ),
    # How long
    Field("duration_text", "duur", TEXT, HOW_LONG, drawn=True, step="praktisch"),
    Field(
        "duration_weeks_min", "weken, minimaal", NUMBER, HOW_LONG, drawn=True, together="duur in weken",
        step="praktisch", column="Weken, minstens",
    ),
    Field(
        "duration_weeks_max", "weken, maximaal", NUMBER, HOW_LONG, drawn=True, together="duur in weken",
        step="praktisch", column="Weken, hoogstens",
    ),
    Field(
        "sessions", "aantal bijeenkomsten", WHOLE, HOW_LONG, drawn=True, step="praktisch",
        column="Bijeenkomsten",
    ),
    Field(
        "hours_per_week_min", "uren per week, minimaal", NUMBER, HOW_LONG, drawn=True,
        together="uren per week", step="praktisch", column="Uren per week, minstens",
    ),
    Field(
        "hours_per_week_max", "uren per week, maximaal", NUMBER, HOW_LONG, drawn=True,
        together="uren per week", step="praktisch", column="Uren per week, hoogstens",
    ),
    Field("phases", "fase", CHOICES, HOW_LONG, choices=labels.PHASES, drawn=True, step="wat"),
    Field(
        "ladder_from", "participatieladder, van", WHOLE, HOW_LONG, {"minimum": 1, "maximum": 6}, drawn=True,
        together="participatieladder",
    ),
    Field(
        "ladder_to", "participatieladder, tot", WHOLE, HOW_LONG, {"minimum": 1, "maximum": 6}, drawn=True,
        together="participatieladder",
    ),
    Field("days", "dagen", CHOICES, HOW_LONG, {"minItems": 1}, labels.DAYS, step="praktisch"),
    Field("starts_on", "eerstvolgende start", DATE, HOW_LONG, step="praktisch"),
    Field("full_until", "vol tot", DATE, HOW_LONG, step="praktisch"),
    Field("paused_until", "op pauze tot", DATE, HOW_LONG, step="praktisch"),
    # Where
    Field(
        "reach", "bereik", OTHER, WHERE, {"$ref": "#/$defs/reach"}, always=True, lines=True, drawn=True,
        step="waar",
    ),
    Field("visiting_address", "bezoekadres", TEXT, WHERE, {"maxLength": 300}, drawn=True, step="organisatie"),
    Field("address_secret", "adres is geheim", FLAG, WHERE, sourced=False, drawn=True, step="organisatie"),
    # What it brings
    Field(
        "outcomes", "uitstroom", CHOICES, BRINGS, choices=labels.OUTCOMES, drawn=True,
        step="wat",
    ),
    Field(
        "results", "resultaten", CLAIMS, BRINGS, _rows_of("result"), always=True, cites_itself=True,
        drawn=True, step="resultaten",
    ),
    Field(
        "training_level", "leidt op tot niveau", CHOICE, BRINGS, choices=labels.TRAINING_LEVELS, step="wat"
    ),
    Field(
        "next_after", "wat er daarna komt", OTHER, BRINGS,
        {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/next_after"}]}, lines=True, step="overig",
    ),
    Field(
        "participant_words", "woorden van een deelneemster", TEXT, BRINGS, {"maxLength": 600}, drawn=True,
        step="overig", column=None, licensed=False,
    ),
    # How we know
    Field(
        "recognition", "erkenning", OTHER, EVIDENCE,
        {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/recognition"}]}, cites_itself=True, drawn=True,
    ),
    Field("effect_note", "effect", TEXT, EVIDENCE, drawn=True),
    Field(
        "section", "deel van de tabel", CHOICE, EVIDENCE, choices=dict(Intervention.Section.choices),
        drawn=True,
    ),
    Field("table_position", "plaats in de tabel", WHOLE, EVIDENCE, drawn=True),
    Field(
        "differences", "verschillen tussen bronnen", CLAIMS, EVIDENCE, _rows_of("difference"), always=True,
        cites_itself=True, drawn=True, column=None,
    ),
    Field(
        "stand", "stand (jaar)", TEXT, EVIDENCE, {"pattern": "^[0-9]{4}$"}, always=True, drawn=True,
        sourced=False, column="Stand",
    ),
    # Contact
    Field(
        "url", "website", TEXT, CONTACT, {"pattern": "^https?://", "maxLength": 400}, drawn=True,
        step="organisatie",
    ),
    Field(
        "mailbox", "mailbox", TEXT, CONTACT, {"pattern": r"^[^@\s]+@[^@\s]+\.[a-z]+$", "maxLength": 254},
        drawn=True, step="organisatie", column="E-mail",
    ),
    Field(
        "phone", "telefoon", TEXT, CONTACT, {"pattern": PHONE, "maxLength": 30}, drawn=True,
        step="organisatie",
    ),
    Field(
        "links", "meer informatie", CLAIMS, CONTACT, {**_rows_of("link"), "minItems": 1}, cites_itself=True,
        drawn=True, step="overig",
    ),
    # What room a right gives
    Field("duty", "wat zij moet blijven doen", TEXT, RIGHT, step="overig"),
    Field("price", "wat het haar kost", TEXT, RIGHT, step="overig"),
    Field("checked_on", "gecontroleerd op", DATE, RIGHT, step="overig"),
    Field("valid_until", "geldig tot", DATE, RIGHT, step="overig"),
    # What it works on
    Field(
        "coverage", "werkt aan", CLAIMS, WORKS_ON, _rows_of("coverage"), always=True, cites_itself=True,
        drawn=True, step="belemmeringen", column=None,
    ),
    # Practical matters
    Field("childcare", "kinderopvang", FLAG, PRACTICAL, step="praktisch"),
    Field("language_lessons", "taalles", FLAG, PRACTICAL, step="praktisch"),
    Field("aftercare", "nazorg", FLAG, PRACTICAL, step="praktisch"),
    Field("work_experience_place", "werkervaringsplek", FLAG, PRACTICAL, step="praktisch"),
    Field("realism_check", "realiteitstoets", FLAG, PRACTICAL),
    Field("group", "in een groep", FLAG, PRACTICAL, step="praktisch"),
    Field("individual", "individuele begeleiding", FLAG, PRACTICAL, step="praktisch"),
    Field("volunteers", "met vrijwilligers", FLAG, PRACTICAL),
    Field("benefit_kept", "met behoud van uitkering", FLAG, PRACTICAL, step="praktisch"),
    Field("municipality_takes_part", "gemeente doet mee", FLAG, PRACTICAL),
    Field("counts_as_work_track", "telt als traject naar werk", FLAG, PRACTICAL),
    Field("handbook", "handboek of materiaal", FLAG, PRACTICAL, step="overig"),
    Field("asks_of_participant", "wat het van haar vraagt", TEXT, PRACTICAL, step="voorwaarden"),
    Field("referral", "aanmelden", TEXT, PRACTICAL, step="praktisch"),
    Field("decided_by", "wie beslist", TEXT, PRACTICAL),
    Field("permission_needed", "toestemming nodig", TEXT, PRACTICAL),
    Field("costs_participant", "kosten voor haar", TEXT, PRACTICAL, step="praktisch"),
    Field("start_moments", "startmomenten", TEXT, PRACTICAL, step="praktisch"),
    Field("waiting_time", "wachttijd", TEXT, PRACTICAL),
    Field("places", "aantal plekken", WHOLE, PRACTICAL, step="praktisch"),
    Field("as_of", "peildatum plekken en wachttijd", DATE, PRACTICAL, drawn=True, step="praktisch"),
    Field("cost_per_place", "kosten voor de gemeente", TEXT, PRACTICAL, step="overig"),
    Field("contract_here", "contract of subsidie", TEXT, PRACTICAL, step="overig"),
    Field("funding_until", "financiering tot", DATE, PRACTICAL, step="praktisch"),
    Field("transferability", "overdraagbaarheid", TEXT, PRACTICAL, step="overig"),
    Field(
        "amounts", "bedragen", CLAIMS, PRACTICAL, _rows_of("amount"), always=True, cites_itself=True,
        drawn=True, column=None,
    ),
    Field(
        "relations", "hoort bij", CLAIMS, PRACTICAL, _rows_of("relation"), always=True, cites_itself=True,
        drawn=True, column=None,
    ),
    Field(
        "notes", "overige opmerkingen", OTHER, PRACTICAL,
        {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}, always=True,
        lines=True, sourced=False, drawn=True, column=None,
    ),
    Field(
        "citations", "bronnen", CLAIMS, form={**_rows_of("citation"), "uniqueItems": True}, always=True,
        sourced=False, drawn=True, column=None,
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Field] = {row.key: row for row in TABLE}
#: What the page shows, and what two documents can differ in.
FIELDS: Mapping[str, Field] = {row.key: row for row in TABLE if row.part}
#: The parts of the page and their fields, in the order in which a klantmanager asks.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (part, tuple(row.key for row in TABLE if row.part == part))
    for part in dict.fromkeys(row.part for row in FIELDS.values())
)


def keys_of(*kinds: Kind) -> tuple[str, ...]:
    """The keys of the fields of these kinds, in the order of the table."""
    return tuple(row.key for row in TABLE if row.kind in kinds)


#: Columns in which an empty text stands for null.
TEXTS = tuple(row.key for row in TABLE if row.kind in (Kind.TEXT, Kind.CHOICE) and not row.always)
FLAGS = keys_of(Kind.FLAG)
NUMBERS = keys_of(Kind.NUMBER, Kind.WHOLE)
DATES = keys_of(Kind.DATE)
#: Lists that may be unknown: null, where [] says that a source excludes every one.
MAYBE_UNKNOWN = tuple(
    row.key
    for row in TABLE
    if row.kind in (Kind.CHOICES, Kind.WORDS, Kind.TERMS) and not (row.always or "minItems" in row.form)
)
#: The yes-or-no facts of the practical part; each has a row, whether it is mentioned or not.
YES_OR_NO = tuple(row.key for row in TABLE if row.part == PRACTICAL and row.kind is Kind.FLAG)
#: Facts of the practical part in words; those that are not mentioned are named together under the table.
IN_WORDS = tuple(
    row.key for row in TABLE if row.part == PRACTICAL and not row.drawn and row.kind is not Kind.FLAG
)


def name_of(key: str) -> str:
    """The label of a field where the page names one; what is no field is its own name."""
    row = BY_KEY.get(key)
    return (row.together or row.name) if row else key


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says of one field: its value, the remark upon it, and where it is said."""

    value: Any
    remark: str | None
    cites: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.remark or self.cites) or not is_silent(self.value)


def is_silent(value: Any) -> bool:
    """Whether a value says nothing: null, empty, or a reach in which every part is."""
    if isinstance(value, dict) and set(value) == {"national", "regions", "elsewhere", "text"}:
        return all(part in (None, []) for part in value.values())
    return value in (None, "", [], {})


def said(document: Document, key: str) -> Said:
    """What `document` says of field `key`.

    The field `notes` holds the remarks that are upon no field, and the citations of remarks in general.
    """
    cites = tuple((row["source"], row["place"]) for row in document["citations"] if row["field"] == key)
    if key == "notes":
        return Said(loose_remarks(document), None, cites)
    return Said(document[key], document["notes"].get(key), cites)


def loose_remarks(document: Document) -> dict[str, str]:
    """The remarks that are upon no field of the page."""
    return {name: text for name, text in document["notes"].items() if name not in FIELDS or name == "notes"}
