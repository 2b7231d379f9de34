"""Two to four items side by side, in the order in which a klantmanager asks.

What the sources do not mention is a cell without words ("niet vermeld"); it is never a no.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.documents.conditions import lines
from catalogue.documents.fields import BY_KEY, FIELDS, IN_WORDS, YES_OR_NO
from catalogue.item_page import fact_words
from catalogue.lists.my_municipality import WORDS, reach_in
from catalogue.models import Barrier, DerivedRule, Intervention, Level, Region
from catalogue.text import labels
from catalogue.text.dutch import duration_words, first_upper, span

LEAST, MOST = 2, 4

Answer = Callable[[Intervention], Sequence[str]]


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one item answers, line by line; `link` is where its words lead. Without words: "niet vermeld"."""

    item: Intervention
    words: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    label: str
    cells: tuple[ComparedCell, ...]

    @property
    def differs(self) -> bool:
        return len({cell.words for cell in self.cells}) > 1

    @property
    def mentioned(self) -> bool:
        return any(cell.words for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ComparisonPart:
    """Rows under one heading; `silent` are the questions that none of the items answers."""

    key: str
    title: str
    rows: tuple[ComparisonRow, ...]
    silent: tuple[str, ...] = ()
    level: str = ""


class Comparison:
    """Items loaded `with_everything`; with `here` also what their reach means in that municipality."""

    def __init__(
        self, items: Sequence[Intervention], here: Region | None = None, only_differences: bool = False
    ):
        self.items = items
        self.only_differences = only_differences
        self._here = here

    @cached_property
    def _all(self) -> list[ComparisonPart]:
        return [*self._questions(), *self._works_on(), self._contact()]

    @property
    def parts(self) -> list[ComparisonPart]:
        """The parts that have something to show."""
        if not self.only_differences:
            return [part for part in self._all if part.rows or part.silent]
        parts = [
            ComparisonPart(
                part.key, part.title, tuple(row for row in part.rows if row.differs), level=part.level
            )
            for part in self._all
        ]
        return [part for part in parts if part.rows]

    @property
    def total(self) -> int:
        return sum(len(part.rows) for part in self._all)

    @property
    def different(self) -> int:
        return sum(row.differs for part in self._all for row in part.rows)

    def _row(self, label: str, answer: Answer) -> ComparisonRow:
        return ComparisonRow(label, tuple(ComparedCell(item, tuple(answer(item))) for item in self.items))

    def _part(
        self, key: str, title: str, questions: dict[str, Answer], always: Sequence[str] = ()
    ) -> ComparisonPart:
        """A row per question that one of the items answers, or that is `always` shown.

        The plain fields of the part of the page with this title follow, where one of the items has them.
        """
        rows = [self._row(label, answer) for label, answer in questions.items()]
        shown = tuple(row for row in rows if row.mentioned or row.label in always)
        silent = tuple(row.label.lower() for row in rows if row not in shown)
        return ComparisonPart(key, title, (*shown, *self._plain(title)), silent)

    def _plain(self, title: str) -> list[ComparisonRow]:
        fields = [
            field
            for field in FIELDS.values()
            if field.part == title and field.label not in PRACTICAL and field.public and not field.drawn
        ]
        rows = [self._row(field.label, _fact(field.key)) for field in fields]
        return [row for row in rows if row.mentioned]

    def _questions(self) -> Iterator[ComparisonPart]:
        yield self._part("voor-wie", "Voor wie", FOR_WHOM, always=("Doelgroep", "Voorwaarden"))
        yield self._part("wat", "Wat het is", WHAT, always=("Doelen", "Aanpak"))
        yield self._part("hoe-lang", "Hoe lang", HOW_LONG, always=("Duur",))
        yield self._part("waar", "Waar", self._where())
        yield self._part("resultaat", "Wat het oplevert", RESULTS, always=RESULTS)
        yield self._part("hoe-weten-we-dat", "Hoe weten we dat?", EVIDENCE, always=EVIDENCE)
        yield self._part(
            "praktisch", "Praktisch", PRACTICAL, always=[BY_KEY[name].label for name in YES_OR_NO]
        )

        yield self._part("recht", "Recht", {})

    def _mentioned(self, label: str, answer: Answer) -> list[ComparisonRow]:
        row = self._row(label, answer)
        return [row] if row.mentioned else []

    def _where(self) -> dict[str, Answer]:
        here = self._here
        if not here:
            return WHERE
        return {f"Voor {here.short_name}": lambda item: [WORDS[reach_in(item, here)]], **WHERE}

    # What they work on

    def _works_on(self) -> Iterator[ComparisonPart]:
        """Per level a row for every barrier that one of the items covers, or plausibly works on."""
        covered = {item.pk: {row.barrier_id: row for row in item.coverage.all()} for item in self.items}
        barriers = {row.barrier_id: row.barrier for rows in covered.values() for row in rows.values()}
        plausible = self._plausible()
        for level, label in Level.choices:
            own = sorted(
                (barrier for barrier in barriers.values() if barrier.level == level),
                key=lambda barrier: (barrier.position, barrier.slug),
            )
            rows = tuple(self._barrier(barrier, covered, plausible) for barrier in own)
            yield ComparisonPart(f"niveau-{level}", label, rows, level=level)

    def _barrier(self, barrier: Barrier, covered: dict, plausible: dict) -> ComparisonRow:
        def answer(item: Intervention) -> list[str]:
            if row := covered[item.pk].get(barrier.pk):
                basis = f", {row.get_basis_display()}" if row.basis == "declared" else ""
                return [f"{row.value} van 100: {row.get_role_display()}{basis}"]
            words = {("goal", each.goal.slug) for each in item.goal_rows.all()}
            words |= {("approach", each.approach.slug) for each in item.approach_rows.all()}
            return (
                ["aannemelijk, op grond van doelen en aanpak"]
                if words & plausible.get(barrier.pk, set())
                else []
            )

        return self._row(barrier.label, answer)

    def _plausible(self) -> dict[int, set[tuple[str, str]]]:
        """Per barrier the goals and approaches that make work on it plausible, in one query."""
        found: dict[int, set[tuple[str, str]]] = {}
        for kind, word, barrier in DerivedRule.objects.order_by().values_list("kind", "word", "barrier"):
            found.setdefault(barrier, set()).add((kind, word))
        return found

    def _contact(self) -> ComparisonPart:
        website = tuple(ComparedCell(item, (item.url,) if item.url else (), item.url) for item in self.items)
        mail = tuple(
            ComparedCell(
                item,
                (item.mailbox,) if item.mailbox else (),
                f"mailto:{item.mailbox}" if item.mailbox else "",
            )
            for item in self.items
        )
        rows = (
            self._row("Aanbieder", lambda item: _one(str(item.provider or ""))),
            ComparisonRow("Website", website),
            ComparisonRow("E-mail", mail),
            *self._mentioned("Telefoon", lambda item: _one(item.phone)),
            *self._mentioned(
                "Meer informatie", lambda item: [f"{row['label']}: {row['url']}" for row in item.links or ()]
            ),
            *self._mentioned("Bezoekadres", _address),
            self._row("Stand", _stand),
        )
        return ComparisonPart("contact", "Contact en stand", rows)


def _address(item: Intervention) -> list[str]:
    return ["wordt geheim gehouden"] if item.address_secret else _one(item.visiting_address)


def _one(text: str) -> list[str]:
    return [text] if text else []


def _first_capital(words: Sequence[str]) -> list[str]:
    joined = ", ".join(words)
    return _one(first_upper(joined))


def _conditions(item: Intervention, required: bool) -> list[str]:
    return [line.text for line in lines(item.conditions) if line.required is required]


def _fact(name: str) -> Answer:
    return lambda item: _with_remark(item, name, fact_words(item, name))


def _with_remark(item: Intervention, name: str, said: str) -> list[str]:
    """What is said and the remark of the field; a remark alone stands behind "niet vermeld"."""
    remark = item.notes.get(name, "")
    return [f"{(said or 'niet vermeld').rstrip('.')}. {remark}"] if remark else _one(said)


def _ladder(item: Intervention) -> list[str]:
    step = span(item.ladder_from, item.ladder_to, "", "").strip()
    return _one(f"trede {step}" if step else "")


def _places(item: Intervention) -> list[str]:
    named = ", ".join(row.region.short_name for row in item.reach_rows.all())
    return _one(item.reach_text or named or ("Landelijk" if item.reach_national else ""))


def _elsewhere(item: Intervention) -> list[str]:
    if item.reach_national:
        return ["landelijk, vraag na of het bij jullie kan"]
    return _one(item.get_reach_elsewhere_display())


def _results(item: Intervention) -> list[str]:
    kinds = {"target": "streefgetal, geen resultaat", "result": "gemeld resultaat"}
    return [
        f"{row.text} ({kinds[row.kind]}{f', {row.year}' if row.year else ''})" for row in item.results.all()
    ]


def _recognition(item: Intervention) -> list[str]:
    if not item.recognition:
        return []
    return [item.get_recognition_display(), labels.RECOGNITION_MEANING[item.recognition]]


def _sources(item: Intervention) -> list[str]:
    return list(dict.fromkeys(row.source.short for row in item.citations.all()))


def _stand(item: Intervention) -> list[str]:
    if item.verified_on:
        said = f"geverifieerd op {item.verified_on:%d-%m-%Y}"
    else:
        said = f"{item.stand}, niet geverifieerd"
    return [said, item.law_changed] if item.law_changed else [said]


FOR_WHOM: dict[str, Answer] = {
    "Doelgroep": lambda item: _first_capital([row.target_group.text for row in item.target_group_rows.all()]),
    "Voorwaarden": lambda item: _conditions(item, required=True),
    "Bedoeld voor, geen eis": lambda item: _conditions(item, required=False),
    "Bespreek zelf": lambda item: [row.text for row in item.provider_conditions.all()],
}
WHAT: dict[str, Answer] = {
    "Soort": lambda item: [item.get_kind_display()],
    "In het kort": lambda item: _one(item.summary),
    "Doelen": lambda item: _first_capital([row.wording for row in item.goal_rows.all()]),
    "Aanpak": lambda item: _first_capital([row.wording for row in item.approach_rows.all()]),
    "Sector": lambda item: _first_capital([value.replace("-", " ") for value in item.traits_of("sectors")]),
}
HOW_LONG: dict[str, Answer] = {
    "Duur": lambda item: _one(duration_words(item)),
    "In woorden": lambda item: _one(item.duration_text),
    "Fase": lambda item: _first_capital([labels.PHASES[value] for value in item.traits_of("phases")]),
    "Participatieladder": _ladder,
}
WHERE: dict[str, Answer] = {"Waar": _places, "Elders": _elsewhere}
RESULTS: dict[str, Answer] = {
    "Waar het naartoe leidt": lambda item: _first_capital(
        [labels.OUTCOMES[value] for value in item.traits_of("outcomes")]
    ),
    "Resultaten": _results,
}
EVIDENCE: dict[str, Answer] = {
    "Erkenning": _recognition,
    "Effect": lambda item: _one(item.effect_note),
    "Bronnen": _sources,
}
PRACTICAL: dict[str, Answer] = {BY_KEY[name].label: _fact(name) for name in YES_OR_NO + IN_WORDS}
