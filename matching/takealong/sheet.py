"""The two papers, hers and the klantmanager's, made from the public data of the selected items only.

No profile reaches this module, so neither can show an answer, a barrier or a municipality.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from catalogue.documents import conditions
from catalogue.models import Intervention
from catalogue.text.dutch import first_lower
from matching.engine.conditions import leaves, required_part
from matching.engine.items import Item
from matching.engine.plan import LATER, NOW, block_for
from matching.engine.vocabulary import MatchingVocabulary
from matching.weights.in_force import rules

MAX_ITEMS = 3
FILENAME = "trajectwijzer-om-mee-te-nemen.pdf"
KLANTMANAGER_FILENAME = "trajectwijzer-voor-de-klantmanager.pdf"
BLOCK_WORDS = {NOW: "Nu", LATER: "Daarna"}


@dataclass(frozen=True, slots=True)
class SheetItem:
    """What a paper shows of one item: public data, nothing about her.

    `asks_more`: the provider asks something sensitive, which no paper names.
    """

    name: str
    provider: str
    what: str
    where: str
    how_long: str
    starts: str
    childcare: str
    ask_about: str
    costs: str
    website: str
    mailbox: str
    phone: str
    referral: str
    provider_asks: tuple[str, ...]
    asks_more: bool
    goals: str
    block: str
    stand: str

    @property
    def has_contact(self) -> bool:
        return any((self.referral, self.phone, self.mailbox, self.website))


@dataclass(frozen=True, slots=True)
class Sheet:
    items: tuple[SheetItem, ...]
    today: date
    catalogue_version: str
    for_klantmanager: bool
    sources: tuple[str, ...]

    @property
    def length(self) -> int:
        """Number of characters printed about the items; it decides the font size."""
        texts_by_item = (
            (item.what, item.where, item.how_long, item.starts, item.childcare, item.costs, item.ask_about)
            for item in self.items
        )
        return sum(len(text) for texts in texts_by_item for text in texts)

    @property
    def is_full(self) -> bool:
        return len(self.items) > 2 or self.length > 700

    @property
    def is_long(self) -> bool:
        return self.length > 1250

    @property
    def blocks(self) -> list[tuple[str, list[SheetItem]]]:
        """The items by "Nu" and "Daarna"."""
        found = [
            (words, [item for item in self.items if item.block == block])
            for block, words in BLOCK_WORDS.items()
        ]
        return [(words, items) for words, items in found if items]


def name_is_sensitive(item: Item, vocabulary: MatchingVocabulary) -> bool:
    """Whether naming the item reveals something sensitive: it requires a sensitive fact."""
    required = required_part(item.conditions)
    return any(vocabulary.context[leaf.fact].sensitive for leaf in leaves(required))


def sheet_of(
    rows: Iterable[Intervention],
    *,
    today: date,
    catalogue_version: str,
    for_klantmanager: bool,
    vocabulary: MatchingVocabulary,
    later: Collection[str] = (),
) -> Sheet:
    """The paper with `rows`; `later` are the source_refs that the plan puts in its second block."""
    items = tuple(_item(row, vocabulary, later) for row in list(rows)[:MAX_ITEMS])
    years = tuple(dict.fromkeys(item.stand for item in items))
    return Sheet(items, today, catalogue_version, for_klantmanager, years)


def _item(row: Intervention, vocabulary: MatchingVocabulary, later: Collection[str]) -> SheetItem:
    asks = [line for line in conditions.lines(row.conditions) if line.required]
    told = [line.text for line in asks if not _is_sensitive(line, vocabulary)]
    block = LATER if row.source_ref in later else block_for(row.kind, row.traits_of("phases"), rules().plan)
    return SheetItem(
        name=row.name,
        provider=row.provider.name if row.provider else "",
        what=row.law_changed or row.a2_sentence or row.summary,
        where=row.where,
        how_long="" if row.law_changed else row.duration_text,
        starts=row.start_moments,
        childcare=_childcare(row),
        ask_about=_ask_about(row),
        costs=row.costs_participant,
        website=row.url,
        mailbox=row.mailbox,
        phone=row.phone,
        referral=row.referral,
        provider_asks=tuple(dict.fromkeys([*told, *(one.text for one in row.provider_conditions.all())])),
        asks_more=len(told) < len(asks),
        goals=", ".join(first_lower(link.wording) for link in row.goal_rows.all()),
        block=block,
        stand=row.stand,
    )


def _childcare(row: Intervention) -> str:
    if row.childcare:
        return row.notes.get("childcare") or "Ja, er is kinderopvang."
    return "Nee." if row.childcare is False else ""


def _ask_about(row: Intervention) -> str:
    """The questions that the sources leave open, as she may ask them."""
    questions = [
        ("Bestaat dit nog?", False),
        ("Is er plek?", False),
        ("Waar is het?", bool(row.reach_text) and not row.reach_national),
        ("Wanneer begint het?", bool(row.start_moments)),
        ("Is er opvang voor kinderen?", row.childcare is not None),
        ("Wat kost het?", bool(row.costs_participant)),
    ]
    return " ".join(question for question, known in questions if not known)


def _is_sensitive(line: conditions.Line, vocabulary: MatchingVocabulary) -> bool:
    return any(vocabulary.context[fact].sensitive for fact in line.facts)
