"""One item of the answer as a card: verdict, bars, reasons, the calculation that adds up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.models import Intervention
from matching.engine.matching import Condition, Covered, Line, Match
from matching.engine.robustness import TOP, Robustness
from matching.engine.scoring import need_of
from matching.engine.vocabulary import Vocabulary
from matching.presentation.bars import Bar, bars_of
from matching.presentation.changes import change_words, why_not
from matching.presentation.cites import cites_text
from matching.service import Answered
from matching.weights import weights
from matching.wording import (
    ANSWER_WORDS,
    BASIS_WORDS,
    OUTSIDE_WORDS,
    ROBUSTNESS_WORDS,
    SEVERITY_WORDS,
    VERDICT_ICONS,
    VERDICT_WORDS,
    first_lower,
)

#: So many reasons are named on the card; the others stand under the calculation.
REASONS = 3


@dataclass(frozen=True, slots=True)
class Reason:
    label: str
    sensitive: bool
    level: str
    note: str
    basis: str
    severity: str
    half: str
    cites: str


@dataclass(frozen=True, slots=True)
class LineRow:
    what: str
    how: str
    points: int


@dataclass(frozen=True, slots=True)
class ConditionRow:
    text: str
    strength: str
    answer: str
    cites: str


@dataclass(frozen=True, slots=True)
class Card:
    """One item on the result page."""

    match: Match
    row: Intervention
    verdict: str
    verdict_class: str
    verdict_icon: str
    bars: list[Bar]
    reasons: list[Reason]
    more_reasons: list[Reason]
    plausible: list[Reason]
    left: list[str]
    lines: list[LineRow]
    conditions: list[ConditionRow]
    sure: str
    changes: list[str]
    why_not: str
    other_sector: str


class CardMaker:
    """Turns matches into cards; what is the same for all cards of one answer is given once."""

    def __init__(self, answered: Answered, vocabulary: Vocabulary, sources: Mapping[str, str]):
        self._answered, self._vocabulary, self._sources = answered, vocabulary, sources
        profile = answered.result.profile
        self._facts = profile.facts
        self._asked = {vocabulary.barriers[slug].level for slug, _ in profile.barriers}
        self._need = need_of(profile, vocabulary, weights()).total

    def card(self, match: Match, row: Intervention) -> Card:
        reasons = self._told(match.covered)
        ref = match.item.source_ref
        return Card(
            match=match,
            row=row,
            verdict=VERDICT_WORDS[match.verdict],
            verdict_class=match.verdict.value.replace("_", "-"),
            verdict_icon=VERDICT_ICONS[match.verdict],
            bars=self.bars(match.levels, match.derived_levels),
            reasons=reasons[:REASONS],
            more_reasons=reasons[REASONS:],
            plausible=self._told(match.plausible),
            left=[
                first_lower(barrier.label)
                for slug in match.uncovered
                if not (barrier := self._vocabulary.barriers[slug]).sensitive
            ],
            lines=[_line(line, self._need) for line in match.lines],
            conditions=[
                _condition(condition, self._sources, self._vocabulary, self._facts)
                for condition in match.conditions
            ],
            sure=_sure(self._answered.robustness.get(ref), match.rank),
            changes=[
                change_words(change, self._vocabulary) for change in self._answered.changes.get(ref, ())
            ],
            why_not=why_not(match, row, self._vocabulary, self._facts),
            other_sector=_other_sector(match, self._facts.get("sectors", ()), self._vocabulary),
        )

    def bars(self, values: Mapping[str, int], derived: Mapping[str, int]) -> list[Bar]:
        return bars_of(values, derived, self._asked)

    def _told(self, rows: Iterable[Covered]) -> list[Reason]:
        barriers = self._vocabulary.barriers
        return [_reason(row, self._sources, sensitive=barriers[row.barrier].sensitive) for row in rows]


def _other_sector(match: Match, wanted: Sequence[str], vocabulary: Vocabulary) -> str:
    """The sectors of an item that has none of those she named; a caution, it changes no score."""
    offered = match.item.traits.get("sectors", ())
    if not wanted or not offered or set(wanted) & set(offered):
        return ""
    labels = vocabulary.context["sectors"].value_labels
    return ", ".join(labels.get(name, name) for name in offered)


def _reason(covered: Any, sources: Mapping[str, str], *, sensitive: bool) -> Reason:
    condition = covered.coverage.condition
    half = ""
    if condition is not None and covered.answer.word == "unknown":
        half = f"telt half: niet bekend of dit klopt: {getattr(condition, 'text', 'voorwaarde')}"
    return Reason(
        label=covered.label,
        sensitive=sensitive,
        level=covered.level,
        note=covered.coverage.note,
        basis=BASIS_WORDS[covered.coverage.basis],
        severity=SEVERITY_WORDS[covered.severity],
        half=half,
        cites=cites_text(covered.coverage.cites, sources),
    )


def _line(line: Line, need: int) -> LineRow:
    if line.kind == "barrier":
        share = f"{line.weight} × {line.coverage / 2:g} : {need}"
        how = f"gewicht × dekking : behoefte = {share} ({BASIS_WORDS[line.basis]})"
    else:
        kind = "voorwaarde die klopt" if line.kind == "specificity" else "sluit aan"
        how = f"{kind}: {line.percent} % erbij"
    return LineRow(line.label, how, line.points)


def _condition(
    condition: Condition, sources: Mapping[str, str], vocabulary: Vocabulary, facts: Mapping[str, Any]
) -> ConditionRow:
    unsaid = vocabulary.context[condition.fact].closed_world and condition.fact not in facts
    return ConditionRow(
        text=condition.text,
        strength="eis" if condition.required else "bedoeld voor",
        answer="niet aangekruist" if unsaid else ANSWER_WORDS[condition.answer],
        cites=cites_text(condition.cites, sources),
    )


def _sure(sure: Robustness | None, rank: int | None) -> str:
    if sure is None:
        return ""
    words = ROBUSTNESS_WORDS if rank is not None and rank <= TOP else OUTSIDE_WORDS
    return words[sure.word].format(share=sure.share)
