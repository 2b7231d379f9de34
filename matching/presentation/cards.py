"""One item of the answer as a card: verdict, bars, reasons and the calculation of the score.

The fragments of a card are rendered once per item (result_items.py) and filled in per answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Intervention
from catalogue.rendering.fragments import Fragment, render_fragments
from catalogue.templatetags.trajectwijzer import level_bars
from catalogue.text.dutch import first_lower
from matching.engine.answers import Answer
from matching.engine.items import Catalogue
from matching.engine.matching import Covered, Match, ScoreLine, TestedCondition
from matching.engine.robustness import TOP, Robustness
from matching.engine.scoring import Verdict
from matching.presentation.bars import LevelMatch, level_matches
from matching.presentation.changes import change_words, not_offered_reason
from matching.presentation.result_items import ResultItem
from matching.service import MatchAnswer
from matching.wording import (
    ANSWER_WORDS,
    BASIS_WORDS,
    OPEN_WORDS,
    OUTSIDE_WORDS,
    ROBUSTNESS_WORDS,
    VERDICT_ICONS,
    VERDICT_WORDS,
)

#: Number of reasons on the card; the others are listed under the calculation.
MAX_REASONS = 3


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One item on the result page, rendered."""

    match: Match
    intervention: Intervention
    html: SafeString


class CardBuilder:
    """Renders the matches of one answer."""

    def __init__(self, answered: MatchAnswer, catalogue: Catalogue):
        self._answered, self._vocabulary = answered, catalogue.vocabulary
        profile = answered.result.profile
        self._facts = profile.facts
        self._asked = {self._vocabulary.barriers[slug].level for slug, _ in profile.barriers}
        self._need = answered.result.scores.need.total

    def card(self, match: Match, item: ResultItem) -> ResultCard:
        """The card of an item that is offered, with all reasons."""
        robustness = _robustness_words(self._answered.robustness.get(match.item.source_ref), match.rank)
        changes = _each("change", words=self._changes(match))
        html = item.card.fill(
            rank=match.rank,
            verdict=_parts()[match.verdict.value].fill(),
            bars=level_bars(self.bars(match.levels, match.derived_levels), small=True),
            uncovered=_unless_empty("uncovered", labels=", ".join(self._uncovered(match))),
            other_sector=_unless_empty("other_sector", sectors=self._other_sector(match)),
            questions=_unless_empty("questions", rows=_questions(match)),
            score=match.score,
            lines=_joined(_line(line, self._need) for line in match.lines),
            robustness=_unless_empty("robustness", words=robustness),
            changes=_unless_empty("changes", rows=changes),
            reasons=_joined(_reason(one, item.parts) for one in match.covered[:MAX_REASONS]),
            cited=_of("cited", match.covered[:MAX_REASONS], item.parts),
            cited_more=_of("cited_more", match.covered[MAX_REASONS:], item.parts),
            plausible=_of("plausible", match.plausible, item.parts),
            conditions=_unless_empty("conditions", rows=self._conditions(match, item.parts)),
        )
        return ResultCard(match, item.intervention, html)

    def not_offered(self, match: Match, item: ResultItem) -> ResultCard:
        """The line of an item that is not offered: why, and what would change that."""
        reason = not_offered_reason(match, item.intervention, self._vocabulary, self._facts)
        elsewhere = match.verdict is Verdict.OUT_OF_REACH
        html = item.not_offered["row"].fill(
            why=f": {reason}" if reason else ".",
            changes=_each("change_not_offered", words=self._changes(match)),
            elsewhere=item.not_offered["elsewhere"].fill() if elsewhere else "",
        )
        return ResultCard(match, item.intervention, html)

    def bars(self, values: Mapping[str, int], derived: Mapping[str, int]) -> list[LevelMatch]:
        return level_matches(values, derived, self._asked)

    def _changes(self, match: Match) -> list[str]:
        found = self._answered.changes.get(match.item.source_ref, ())
        return [change_words(change, self._vocabulary) for change in found]

    def _uncovered(self, match: Match) -> list[str]:
        barriers = [self._vocabulary.barriers[slug] for slug in match.uncovered]
        return [first_lower(barrier.label) for barrier in barriers if not barrier.sensitive]

    def _other_sector(self, match: Match) -> str:
        """The sectors of an item that has none of those asked for; a warning that changes no score."""
        wanted, offered = self._facts.get("sectors", ()), match.item.traits.get("sectors", ())
        if not wanted or not offered or set(wanted) & set(offered):
            return ""
        labels = self._vocabulary.context["sectors"].value_labels
        return ", ".join(labels.get(name, name) for name in offered)

    def _conditions(self, match: Match, parts: Mapping[str, Fragment]) -> SafeString:
        return _joined(
            parts[f"condition {number}"].fill(answer=self._answer(condition))
            for number, condition in enumerate(match.conditions)
        )

    def _answer(self, condition: TestedCondition) -> str:
        key = self._vocabulary.context[condition.fact]
        not_ticked = key.closed_world and condition.fact not in self._facts
        return "niet aangekruist" if not_ticked else ANSWER_WORDS[condition.answer]


@cache
def _parts() -> Mapping[str, Fragment]:
    verdicts = [
        {
            "value": verdict.value,
            "name": verdict.value.replace("_", "-"),
            "icon": VERDICT_ICONS[verdict],
            "words": VERDICT_WORDS[verdict],
        }
        for verdict in Verdict
    ]
    return render_fragments("matching/card_parts.html", {"verdicts": verdicts})


def _unless_empty(name: str, **value: str) -> SafeString | str:
    """The fragment with its one value; empty when the value is."""
    return _parts()[name].fill(**value) if any(value.values()) else ""


def _each(name: str, *, words: Iterable[str]) -> SafeString:
    return _joined(_parts()[name].fill(words=one) for one in words)


def _joined(rows: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(rows))  # noqa: S308 - fragments, filled in


def _of(name: str, rows: Sequence[Covered], parts: Mapping[str, Fragment]) -> SafeString:
    return _joined(parts[f"{name} {row.barrier}"].fill() for row in rows)


def _reason(covered: Covered, parts: Mapping[str, Fragment]) -> SafeString:
    unknown = covered.coverage.condition is not None and covered.answer is Answer.UNKNOWN
    half = parts[f"half {covered.barrier}"].fill() if unknown else ""
    return parts[f"reason {covered.barrier}"].fill(half=half)


def _questions(match: Match) -> SafeString:
    parts = _parts()
    return _joined(
        parts["question"].fill(text=one.text, why=_unless_empty("why", why=one.why))
        for one in match.questions
    )


def _line(line: ScoreLine, need: int) -> SafeString:
    if line.kind in ("barrier", "wish"):
        share = f"{line.weight} × {line.half_percent / 2:g} : {need}"
        how = f"gewicht × dekking : behoefte = {share} ({BASIS_WORDS.get(line.basis, 'haar wens')})"
    elif line.kind == "open":
        how = f"{-line.percent} % eraf"
    else:
        kind = "voorwaarde die klopt" if line.kind == "specificity" else "sluit aan"
        how = f"{kind}: {line.percent} % erbij"
    return _parts()["line"].fill(what=line.label or OPEN_WORDS[line.key], how=how, points=line.points)


def _robustness_words(robustness: Robustness | None, rank: int | None) -> str:
    if robustness is None:
        return ""
    words = ROBUSTNESS_WORDS if rank is not None and rank <= TOP else OUTSIDE_WORDS
    return words[robustness.word].format(share=robustness.share)
