"""What the page of one item shows, in the order in which a klantmanager asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Q

from catalogue import labels
from catalogue.conditions import Line, lines
from catalogue.durations import duration_words, number, span
from catalogue.models import Barrier, Coverage, DerivedRule, Intervention, Level, Relation, Source
from catalogue.notes import Cite, Claim, Notes
from catalogue.overview import LevelBar

#: Yes-or-no facts in the order of the table; what is not mentioned is said to be so, never "nee".
YES_OR_NO = (
    "childcare", "language_lessons", "aftercare", "work_experience_place", "realism_check", "group",
    "individual", "volunteers", "benefit_kept", "municipality_takes_part", "counts_as_work_track", "handbook",
)  # fmt: skip
#: Facts in words; those that are not mentioned are named together under the table.
IN_WORDS = (
    "asks_of_participant", "referral", "decided_by", "permission_needed", "costs_participant",
    "start_moments", "waiting_time", "places", "cost_per_place",
    "contract_here", "funding_until", "transferability",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of facts. `answer` is empty when the sources do not mention it."""

    key: str
    label: str
    answer: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    key: str
    line: Line


@dataclass(frozen=True, slots=True)
class Related:
    """Another item and what it is to this one."""

    what: str
    item: Intervention
    key: str = ""


@dataclass(slots=True)
class LevelGroup:
    """What the item does on one level: what is said, and what its goals and approaches make plausible."""

    level: str
    label: str
    covered: list[Coverage] = field(default_factory=list)
    plausible: list[Barrier] = field(default_factory=list)


class ItemPage:
    """One item, loaded `with_everything`; `others` are the items that its page may link to."""

    def __init__(self, item: Intervention, others):
        self.item = item
        self._others = others
        self._titles = {source.key: source.short for source in Source.objects.all()}
        self.notes = Notes(self._cited())

    # For whom

    @property
    def target_groups(self) -> str:
        return ", ".join(row.target_group.text for row in self.item.target_group_rows.all())

    @cached_property
    def conditions(self) -> list[Condition]:
        tree = lines(self.item.conditions)
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
        item, remarks = self.item, self.item.notes
        sessions = number(item.sessions) if item.sessions is not None else ""
        step = span(item.ladder_from, item.ladder_to, "", "").strip()
        phases = ", ".join(labels.PHASES[value] for value in item.traits_of("phases"))
        facts = [
            self._spanned("duration_weeks", "In weken", "week", "weken"),
            Fact("sessions", "Bijeenkomsten", sessions, remarks.get("sessions", "")),
            self._spanned("hours_per_week", "Uren", "uur per week", "uur per week"),
            Fact("phases", "Fase", phases, remarks.get("phases", "")),
            Fact(
                "ladder_from",
                "Participatieladder",
                f"trede {step}" if step else "",
                remarks.get("ladder_from", ""),
            ),
        ]
        return [fact for fact in facts if fact.answer or fact.remark]

    def _spanned(self, key: str, label: str, one: str, many: str) -> Fact:
        least, most = f"{key}_min", f"{key}_max"
        remarks = [self.item.notes[name] for name in (least, most) if name in self.item.notes]
        return Fact(
            key,
            label,
            span(getattr(self.item, least), getattr(self.item, most), one, many),
            " ".join(remarks),
        )

    # Where and what for

    @property
    def regions(self) -> str:
        return ", ".join(row.region.short_name for row in self.item.reach_rows.all())

    @property
    def outcomes(self) -> list[str]:
        return [labels.OUTCOMES[value] for value in self.item.traits_of("outcomes")]

    @property
    def sectors(self) -> str:
        return ", ".join(value.replace("-", " ") for value in self.item.traits_of("sectors"))

    @property
    def recognition_meaning(self) -> str:
        return labels.RECOGNITION_MEANING[self.item.recognition]

    @property
    def differences(self) -> list[dict]:
        return [
            {
                "what": labels.FIELDS.get(row.field, row.field),
                "mark": self.notes.mark(f"differences:{place}"),
                "statements": [
                    {"says": each["says"], "note": self.notes.note(self._cite(each["source"], each["place"]))}
                    for each in row.statements
                ],
                "decides": row.decides,
            }
            for place, row in enumerate(self.item.differences.all())
        ]

    # What it works on

    @cached_property
    def levels(self) -> list[LevelGroup]:
        """The levels on which something is said of this item; empty while nothing is."""
        groups = {level: LevelGroup(level, label) for level, label in Level.choices}
        covered = set()
        for row in self.item.coverage.all():
            groups[row.barrier.level].covered.append(row)
            covered.add(row.barrier_id)
        for barrier in self._plausible() if covered else ():
            if barrier.pk not in covered:
                groups[barrier.level].plausible.append(barrier)
        return [group for group in groups.values() if group.covered or group.plausible]

    def _plausible(self) -> Iterable[Barrier]:
        goals = [row.goal.slug for row in self.item.goal_rows.all()]
        approaches = [row.approach.slug for row in self.item.approach_rows.all()]
        rules = DerivedRule.objects.filter(
            Q(kind=DerivedRule.Kind.GOAL, word__in=goals)
            | Q(kind=DerivedRule.Kind.APPROACH, word__in=approaches)
        )
        return Barrier.objects.filter(pk__in=rules.values("barrier"))

    @cached_property
    def bars(self) -> list[LevelBar]:
        """Per level: how many of its barriers the item works on, and how many more are plausible."""
        if not self.levels:
            return []
        totals = dict(Barrier.objects.order_by().values_list("level").annotate(Count("pk")))
        groups = {group.level: group for group in self.levels}
        return [
            _bar(level, label, groups.get(level, LevelGroup(level, label)), totals.get(level, 0))
            for level, label in Level.choices
        ]

    # Practical matters

    @cached_property
    def practical(self) -> list[Fact]:
        item = self.item
        facts = [
            self._fact(name, {True: "ja", False: "nee"}.get(getattr(item, name), "")) for name in YES_OR_NO
        ]
        return facts + [fact for fact in self._in_words() if fact.answer or fact.remark]

    @cached_property
    def not_mentioned(self) -> list[str]:
        return [fact.label.lower() for fact in self._in_words() if not (fact.answer or fact.remark)]

    def _in_words(self) -> list[Fact]:
        return [self._fact(name, fact_words(self.item, name)) for name in IN_WORDS]

    def _fact(self, name: str, answer: str) -> Fact:
        label = labels.FIELDS[name]
        return Fact(name, label[:1].upper() + label[1:], answer, self.item.notes.get(name, ""))

    @cached_property
    def related(self) -> list[Related]:
        """Items that this one contains, builds on, is part of or is built upon."""
        rows = list(self.item.relations.all())
        named = {
            item.source_ref: item for item in self._others.filter(source_ref__in=[row.to_ref for row in rows])
        }
        back = Relation.objects.filter(to_ref=self.item.source_ref, intervention__in=self._others)
        out = [
            Related(row.get_kind_display(), named[row.to_ref], f"relations:{row.kind}:{row.to_ref}")
            for row in rows
            if row.to_ref in named
        ]
        into = {"contains": "is onderdeel van", "builds-on": "is de basis van"}
        return out + [
            Related(into[row.kind], row.intervention) for row in back.select_related("intervention")
        ]

    # Sources

    def _cite(self, key: str, place: str) -> Cite:
        return Cite(self._titles.get(key, key), place)

    def _cited(self) -> Iterator[tuple[Claim, list[Cite]]]:
        """Every claim of the page with its places, in the order of the page (see the template)."""
        cites: dict[str, list[Cite]] = {}
        for row in self.item.citations.all():
            cites.setdefault(row.claim, []).append(self._cite(row.source.key, row.place))

        def said(key: str, *names: str, label: str = "") -> tuple[Claim, list[Cite]]:
            found = [cite for name in (key, *names) for cite in cites.get(name, [])]
            return Claim(key, label or labels.FIELDS.get(key, key)), found

        yield said("provider", "name")
        yield said("target_groups", "audience")
        for condition in self.conditions:
            own = [self._cite(cite.source, cite.place) for cite in condition.line.cites]
            yield Claim(condition.key, f"voorwaarde “{condition.line.text}”"), own
        for place, _ in enumerate(self.item.provider_conditions.all()):
            yield said(f"provider_conditions:{place}", label="bespreek zelf")
        yield from map(said, ("summary", "working_method", "goals", "approaches", "sectors", "duration_text"))
        yield said("duration_weeks", "duration_weeks_min", "duration_weeks_max", label="duur in weken")
        yield said("sessions")
        yield said("hours_per_week", "hours_per_week_min", "hours_per_week_max", label="uren per week")
        yield said("phases")
        yield said("ladder_from", "ladder_to")
        yield said("reach")
        yield said("visiting_address")
        yield said("outcomes")
        for place, _ in enumerate(self.item.results.all()):
            yield said(f"results:{place}", label="resultaat")
        yield said("section", "table_position")
        yield said("recognition")
        yield said("effect_note")
        for place, row in enumerate(self.item.differences.all()):
            label = f"verschil over {labels.FIELDS.get(row.field, row.field)}"
            own = [self._cite(each["source"], each["place"]) for each in row.statements]
            yield Claim(f"differences:{place}", label), own
        yield said("url")
        yield said("mailbox")
        for group in self.levels:
            for row in group.covered:
                yield said(f"coverage:{row.barrier.slug}", label=row.barrier.label)
        for fact in self.practical:
            yield said(fact.key, *(("notes",) if fact.remark and fact.key not in cites else ()))
        for place, _ in enumerate(self.item.amounts.all()):
            yield said(f"amounts:{place}", label="bedrag")
        for row in self.item.relations.all():
            yield said(f"relations:{row.kind}:{row.to_ref}", label=row.get_kind_display())


def fact_words(item: Intervention, name: str) -> str:
    """What `item` says of one of IN_WORDS; empty when the sources do not mention it."""
    value = getattr(item, name)
    if name == "places" and value is not None:
        return f"{value} (op {item.as_of:%d-%m-%Y})" if item.as_of else str(value)
    if name == "funding_until":
        return f"{value:%d-%m-%Y}" if value else ""
    return value or ""


def _bar(level: str, label: str, group: LevelGroup, total: int) -> LevelBar:
    covered, plausible = len(group.covered), len(group.plausible)
    title = f"{label}: werkt aan {covered} van de {total} belemmeringen"
    if plausible:
        title += f", en aannemelijk aan nog {plausible}"
    share, more = _percent(covered, total), _percent(covered + plausible, total)
    return LevelBar(level, label, share, f"{covered} van {total}", more, title)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
