"""The rules beside the score as data: what follows from what, likely slips, the plan, fixed lines, safety.

Every table is a frozen dataclass, read from the value of one JSON file of `fixtures/` by the function beside
it. A table that breaks its bounds raises ValueError with the name of the row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.text.law import law_changed
from matching.engine.vocabulary import ContextKey
from matching.engine.weights import WishTable, wish_table, within

Facts = Mapping[str, Any]
Keys = Mapping[str, ContextKey]
BARRIERS = "barriers"
#: Facts between which nothing may be concluded, in no direction.
NEVER_CONCLUDED = frozenset({"gender", "newcomer", "languages", "dutch_level"})


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that a profile says: `fact` is (or holds) one of `values`, or lies within the bounds.

    The fact "barriers" holds the slugs of the ticked barriers.
    """

    fact: str
    values: tuple[Any, ...] = ()
    minimum: Any = None
    maximum: Any = None


#: Alternatives; of one of them every clue must hold.
When = tuple[tuple[Clue, ...], ...]


def when_from(document: Any) -> When:
    """`{"household": ["samenwonend"], "youngest_child_age": {"max": 4}}`, or a list of alternatives."""
    if isinstance(document, Mapping):
        document = [document]
    return tuple(tuple(_clue(fact, test) for fact, test in one.items()) for one in document)


def _clue(fact: str, test: Any) -> Clue:
    if isinstance(test, Mapping):
        return Clue(fact, minimum=test.get("min"), maximum=test.get("max"))
    return Clue(fact, values=tuple(test))


def holds(when: When, facts: Facts, barriers: Sequence[str], keys: Keys) -> bool:
    """Whether one of the alternatives holds; what is not stated never does."""
    return any(all(_says(clue, facts, barriers, keys) for clue in one) for one in when)


def _says(clue: Clue, facts: Facts, barriers: Sequence[str], keys: Keys) -> bool:
    value = barriers if clue.fact == BARRIERS else facts.get(clue.fact)
    if value is None:
        return False
    if clue.values:
        if isinstance(value, str) or not isinstance(value, Sequence | Mapping):
            return value in clue.values
        return any(one in clue.values for one in value)
    position = keys[clue.fact].position
    low, high = clue.minimum, clue.maximum
    return (low is None or position(value) >= position(low)) and (
        high is None or position(value) <= position(high)
    )


def clue_facts(when: When) -> set[str]:
    return {clue.fact for one in when for clue in one}


@dataclass(frozen=True, slots=True)
class Implication:
    """What may be assumed of `fact` when nothing is stated of it; for eligibility only."""

    when: When
    fact: str
    value: Any
    because: str = ""


@dataclass(frozen=True, slots=True)
class Implications:
    """`held` says when the hours that she has are held down by childcare; `held_fact` are those hours."""

    rows: tuple[Implication, ...] = ()
    held: When = ()
    held_fact: str = "hours_per_week"
    held_question: str = "childcare"


def implications_from(document: Mapping[str, Any]) -> Implications:
    rows = []
    for row in document["implications"]:
        when = when_from(row["when"])
        for fact, value in row["implies"].items():
            concerned = NEVER_CONCLUDED & {fact, *clue_facts(when)}
            if concerned:
                raise ValueError(f"{fact}: uit of over {', '.join(sorted(concerned))} wordt niets aangenomen")
            rows.append(Implication(when, fact, value, row["because"]))
    held = document["hours_held_by_childcare"]
    return Implications(tuple(rows), when_from(held["when"]), held["fact"], held["ask"])


@dataclass(frozen=True, slots=True)
class SlipRule:
    """A likely slip of the pen: `when` holds, or `of` minus `minus` lies below `below`."""

    key: str
    text: str
    when: When = ()
    of: str = ""
    minus: str = ""
    below: float = 0


def slips_from(document: Mapping[str, Any]) -> tuple[SlipRule, ...]:
    return tuple(
        SlipRule(
            row["key"],
            row["text"],
            when_from(row["when"]) if "when" in row else (),
            row.get("of", ""),
            row.get("minus", ""),
            row.get("below", 0),
        )
        for row in document["slips"]
    )


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A row of the plan that needs no item: what to do first or at the same time, and its source.

    `barriers` are those for which it stands when nothing in the catalogue covers them; `when` is for a row
    that stands on facts alone, and then speaks of those of `about` that she ticked.
    """

    key: str
    text: str
    barriers: tuple[str, ...] = ()
    when: When = ()
    about: tuple[str, ...] = ()
    cites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The numbers and lists of the combination plan; hours a week, shares in per cent.

    `least_share` of the barrier need, divided by max(1, number of barriers / `share_barriers`), is the least
    that taking a chosen item out must lose. `training_steps` puts what a course trains for on the scale of
    her own diploma; `level_gap` steps below her own is a contradiction. From `activation_from_step` on the
    ladder activation is no main row unless she has one of `activation_wishes`.
    """

    size: int = 3
    dagdeel_hours: int = 3
    side_dagdelen: int = 2
    least_share: int = 10
    share_barriers: int = 5
    uncertain: int = 90
    later_phases: frozenset[str] = frozenset({"toeleiding", "plaatsing", "behoud"})
    activation_phase: str = "activering"
    activation_from_step: int = 4
    activation_wishes: frozenset[str] = frozenset()
    language_barriers: frozenset[str] = frozenset()
    level_gap: int = 3
    level_exempt: When = ()
    training_steps: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[FirstStep, ...] = ()


def plan_rules_from(document: Mapping[str, Any]) -> PlanRules:
    numbers = document["numbers"]
    bounds = {
        "size": (1, 3),
        "dagdeel_hours": (3, 4),
        "side_dagdelen": (1, 3),
        "least_share": (0, 25),
        "share_barriers": (1, 10),
        "uncertain": (50, 100),
        "activation_from_step": (1, 6),
        "level_gap": (1, 6),
    }
    for name, (lowest, highest) in bounds.items():
        within(name, numbers[name], lowest, highest)
    return PlanRules(
        **{name: numbers[name] for name in bounds},
        later_phases=frozenset(document["later_phases"]),
        activation_phase=document["activation"]["phase"],
        activation_wishes=frozenset(document["activation"]["unless_wishes"]),
        language_barriers=frozenset(document["language_barriers"]),
        level_exempt=when_from(document["level"]["unless"]),
        training_steps=dict(document["level"]["training_steps"]),
        steps=tuple(
            FirstStep(
                row["key"],
                row["text"],
                tuple(row.get("barriers", ())),
                when_from(row["when"]) if "when" in row else (),
                tuple(row.get("about", ())),
                cites_from(row["cite"]),
            )
            for row in document["first"]
        ),
    )


def cites_from(rows: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((row["source"], row["place"]) for row in rows)


@dataclass(frozen=True, slots=True)
class FixedLine:
    """A line that stands whenever its facts hold, for the klantmanager only.

    After `valid_until` it says that the law has changed instead of `text` (catalogue/text/law.py).
    """

    key: str
    text: str
    when: When
    cites: tuple[tuple[str, str], ...] = ()
    checked_on: date | None = None
    valid_until: date | None = None

    def text_on(self, day: date) -> str:
        return law_changed(self.valid_until, day) or self.text


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """When partner and family must be left out, what stands instead of tips that bring them in, and what is
    said beside an item that `cautioned` features (of Item.has) mark.
    """

    when: When = ()
    instead: str = ""
    cautioned: frozenset[str] = frozenset()
    caution: str = ""


def lines_from(rows: Sequence[Mapping[str, Any]]) -> tuple[FixedLine, ...]:
    return tuple(
        FixedLine(
            row["key"],
            row["text"],
            when_from(row["when"]),
            cites_from(row["cite"]),
            _day(row["checked_on"]),
            _day(row["valid_until"]),
        )
        for row in rows
    )


def safety_from(document: Mapping[str, Any]) -> SafetyRules:
    return SafetyRules(
        when_from(document["when"]),
        document["instead"],
        frozenset(document["cautioned"]),
        document["caution"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Rules:
    """All tables beside the weights; the empty ones rule nothing."""

    wishes: WishTable = field(default_factory=WishTable)
    implications: Implications = field(default_factory=Implications)
    slips: tuple[SlipRule, ...] = ()
    plan: PlanRules = field(default_factory=PlanRules)
    lines: tuple[FixedLine, ...] = ()
    safety: SafetyRules = field(default_factory=SafetyRules)


def rules_from(
    *,
    wish_needs: Mapping[str, Any],
    implications: Mapping[str, Any],
    slips: Mapping[str, Any],
    plan_rules: Mapping[str, Any],
    fixed_lines: Sequence[Mapping[str, Any]],
    safety: Mapping[str, Any],
) -> Rules:
    """The rules of the files in `fixtures/` that carry these names."""
    return Rules(
        wishes=wish_table(wish_needs),
        implications=implications_from(implications),
        slips=slips_from(slips),
        plan=plan_rules_from(plan_rules),
        lines=lines_from(fixed_lines),
        safety=safety_from(safety["partner_left_out"]),
    )
