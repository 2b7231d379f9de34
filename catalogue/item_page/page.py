"""The page of one item, in the order in which a klantmanager asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalogue.documents.citations import Cite, CitedStatement, Notes
from catalogue.documents.conditions import Line, lines
from catalogue.documents.fields import BRINGS, FOR_WHOM, HOW_LONG, RIGHT, WHAT, Document, name_of
from catalogue.documents.schema import document_of
from catalogue.item_page import facts
from catalogue.item_page.facts import Fact
from catalogue.item_page.levels import BarrierAdvice, LevelBar, LevelGroup, advice_of, bars_of, levels_of
from catalogue.item_page.related import Related, related_to, relation_key, relations
from catalogue.knowledge.reading import knowledge
from catalogue.knowledge.safety import may_meet_violence, speak_alone
from catalogue.models import Intervention, Relation
from catalogue.revisions.publishing import cited_claims
from catalogue.text import labels
from catalogue.text.dutch import duration_words
from catalogue.vocabulary.cached import shared_vocabulary


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a list in the document, with the key under which its sources are found."""

    key: str
    row: dict


@dataclass(frozen=True, slots=True)
class Link(Point):
    word: str


@dataclass(frozen=True, slots=True)
class Condition:
    key: str
    line: Line


class ItemPage:
    """One item `with_document` and `for_places`, in a catalogue as it is at `stamp` (CatalogueState.stamp).

    What the item says is read from the document it was published from, not from its dozen child tables.
    """

    def __init__(self, item: Intervention, stamp: str):
        self.item = item
        self.document = _document(item)
        self.terms = shared_vocabulary(stamp)
        self._stamp = stamp
        self.notes = Notes(self._cited())

    # For whom

    @property
    def target_groups(self) -> str:
        return ", ".join(self.document["target_groups"] or ())

    @property
    def provider_conditions(self) -> list[Point]:
        return self._points("provider_conditions")

    @cached_property
    def conditions(self) -> list[Condition]:
        tree = lines(self.document["conditions"])
        return [Condition(f"conditions:{place}", line) for place, line in enumerate(tree)]

    @property
    def required(self) -> list[Condition]:
        return [condition for condition in self.conditions if condition.line.required]

    @property
    def intended(self) -> list[Condition]:
        return [condition for condition in self.conditions if not condition.line.required]

    # How long

    @property
    def duration(self) -> str:
        """A few words for the fact line."""
        text = self.item.duration_text
        return duration_words(self.item) or (text.rstrip(".") if len(text) <= 50 else "")

    @cached_property
    def durations(self) -> list[Fact]:
        return facts.durations(self.item, self.document["phases"]) + self.facts["how_long"]

    # Where and what for

    @property
    def regions(self) -> str:
        return ", ".join(row.region.short_name for row in self.item.reach_rows.all())

    @property
    def goals(self) -> str:
        return ", ".join(term["wording"] for term in self.document["goals"] or ())

    @property
    def approaches(self) -> str:
        return ", ".join(term["wording"] for term in self.document["approaches"] or ())

    @property
    def outcomes(self) -> list[str]:
        return [labels.OUTCOMES[value] for value in self.document["outcomes"] or ()]

    @property
    def sectors(self) -> str:
        return ", ".join(value.replace("-", " ") for value in self.document["sectors"] or ())

    @property
    def results(self) -> list[Point]:
        return self._points("results")

    @property
    def recognition_meaning(self) -> str:
        return labels.RECOGNITION_MEANING[self.item.recognition]

    @property
    def differences(self) -> list[dict]:
        return [
            {
                "what": name_of(row["field"]),
                "mark": self.notes.mark(f"differences:{place}"),
                "statements": [
                    {"says": each["says"], "note": self.notes.note(self._cite(each["source"], each["place"]))}
                    for each in row["statements"]
                ],
                "decides": row["decides"],
            }
            for place, row in enumerate(self.document["differences"])
        ]

    # What it works on

    @cached_property
    def levels(self) -> list[LevelGroup]:
        """The levels on which something is said of this item; empty while nothing is."""
        return levels_of(self.document, self.terms)

    @cached_property
    def bars(self) -> list[LevelBar]:
        return bars_of(self.levels, self.terms)

    @property
    def advice(self) -> list[BarrierAdvice]:
        return advice_of(self.document, self.terms, knowledge(self._stamp))

    @property
    def speak_alone(self) -> str:
        """What to do first where she may not be free to speak; else empty."""
        return speak_alone() if may_meet_violence(self.document) else ""

    # Practical matters

    @cached_property
    def practical(self) -> list[Fact]:
        """Every yes-or-no fact, and what is mentioned of the others."""
        return facts.yes_or_no(self.item) + [fact for fact in self._in_words if fact.answer or fact.remark]

    @property
    def not_mentioned(self) -> list[str]:
        return [fact.label.lower() for fact in self._in_words if not (fact.answer or fact.remark)]

    @cached_property
    def _in_words(self) -> list[Fact]:
        return facts.in_words(self.item)

    @cached_property
    def related(self) -> list[Related]:
        return related_to(self.item.source_ref, self.document["relations"], relations(self._stamp))

    @property
    def links(self) -> list[Link]:
        """Further pages, each with the word for what it is."""
        points = self._points("links")
        return [Link(point.key, point.row, labels.LINKS[point.row["kind"]]) for point in points]

    @cached_property
    def facts(self) -> dict[str, list[Fact]]:
        """What is mentioned of the plain fields of the parts of the page that have other things too."""
        parts = {"for_whom": FOR_WHOM, "what": WHAT, "how_long": HOW_LONG, "brings": BRINGS, "room": RIGHT}
        said = {name: facts.of_part(self.item, part) for name, part in parts.items()}
        if self.item.law_changed:
            said["room"] = [fact for fact in said["room"] if fact.key not in ("duty", "price")]
        return said

    @property
    def amounts(self) -> list[Point]:
        return self._points("amounts")

    def _points(self, name: str) -> list[Point]:
        return [Point(f"{name}:{place}", row) for place, row in enumerate(self.document[name] or ())]

    # Sources

    def _cite(self, key: str, place: str) -> Cite:
        return Cite(self.terms.sources.get(key, key), place)

    def _cited(self) -> Iterator[tuple[CitedStatement, list[Cite]]]:
        """Every claim of the page with its places, in the order of the page (see the template)."""
        cites: dict[str, list[Cite]] = {}
        for claim, row in cited_claims(self.document):
            cites.setdefault(claim, []).append(self._cite(row["source"], row["place"]))

        def said(key: str, *names: str, label: str = "") -> tuple[CitedStatement, list[Cite]]:
            found = [cite for name in (key, *names) for cite in cites.get(name, [])]
            return CitedStatement(key, label or name_of(key)), found

        def facts_said(name: str) -> list[tuple[CitedStatement, list[Cite]]]:
            return [said(fact.key) for fact in self.facts[name]]

        yield said("provider", "name")
        yield said("target_groups", "audience")
        for condition in self.conditions:
            own = [self._cite(cite.source, cite.place) for cite in condition.line.cites]
            yield CitedStatement(condition.key, f"voorwaarde “{condition.line.text}”"), own
        for point in self.provider_conditions:
            yield said(point.key, label="bespreek zelf")
        yield from facts_said("for_whom")
        yield from map(said, ("summary", "working_method", "goals", "approaches", "sectors"))
        yield from facts_said("what")
        yield said("duration_text")
        yield said("duration_weeks", "duration_weeks_min", "duration_weeks_max", label="duur in weken")
        yield said("sessions")
        yield said("hours_per_week", "hours_per_week_min", "hours_per_week_max", label="uren per week")
        yield said("phases")
        yield said("ladder_from", "ladder_to")
        yield from facts_said("how_long")
        yield said("reach")
        yield said("visiting_address")
        yield said("outcomes")
        for point in self.results:
            yield said(point.key, label="resultaat")
        yield from facts_said("brings")
        yield said("participant_words")
        yield from facts_said("room")
        yield said("section", "table_position")
        yield said("recognition")
        yield said("effect_note")
        for place, row in enumerate(self.document["differences"]):
            label = f"verschil over {name_of(row['field'])}"
            own = [self._cite(each["source"], each["place"]) for each in row["statements"]]
            yield CitedStatement(f"differences:{place}", label), own
        yield said("url")
        yield said("mailbox")
        yield said("phone")
        for point in self.links:
            yield said(point.key, label="meer informatie")
        for group in self.levels:
            for row in group.covered:
                yield said(f"coverage:{row.barrier.slug}", label=row.barrier.label)
        for fact in self.practical:
            yield said(fact.key, *(("notes",) if fact.remark and fact.key not in cites else ()))
        for point in self.amounts:
            yield said(point.key, label="bedrag")
        for row in self.document["relations"]:
            yield said(relation_key(row), label=Relation.Kind(row["kind"]).label)


def _document(item: Intervention) -> Document:
    """What `item` was published from; where that history is gone, its rows say the same."""
    return item.document or document_of(Intervention.objects.with_everything().get(pk=item.pk))
