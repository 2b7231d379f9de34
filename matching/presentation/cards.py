"""One item of the answer as a card: verdict, bars, reasons and the calculation of the score.

The fragments of a card are rendered once per item (result_items.py) and filled in per answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Intervention
from catalogue.rendering.fragments import Fragment, render_fragments
from catalogue.templatetags.trajectwijzer import level_bars
from catalogue.text.dutch import first_lower
from matching.engine.answers import Answer
from matching.engine.conditions import evaluate, leaves
from matching.engine.items import Catalogue, Closed
from matching.engine.matching import Covered, Match, ScoreLine
from matching.engine.plan import SECTOR
from matching.engine.robustness import TOP, Robustness
from matching.engine.scoring import Verdict, total_of
from matching.presentation.bars import level_matches
from matching.presentation.changes import change_words, not_offered_reason
from matching.presentation.result_items import ConditionLine, ResultItem
from matching.service import MatchAnswer
from matching.wording import (
    ANSWER_WORDS,
    BASIS_WORDS,
    CLOSED_WORDS,
    LATER_WORDS,
    OPEN_WORDS,
    OUTSIDE_WORDS,
    ROBUSTNESS_WORDS,
    VERDICT_ICONS,
    VERDICT_WORDS,
    WAITS_WORDS,
    WITHOUT_WORDS,
)

#: Number of reasons on the card; the others are listed under the calculation.
MAX_REASONS = 3
#: Beside the verdicts: what a card says of an item that waits, or comes later.
WAITS, LATER = "waits", "later"


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
        self._facts, self._known = profile.facts, answered.result.scores.known
        counted = [slug for slug, _ in answered.result.scores.need.weights]
        self._asked = {self._vocabulary.barriers[slug].level for slug in counted}
        self._counted = len(counted)
        self._contradicting = dict(answered.plan.contradicting)

    def card(self, match: Match, item: ResultItem) -> ResultCard:
        """The card of an item that is offered, with all reasons."""
        robustness = _robustness_words(self._answered.robustness.get(match.item.source_ref), match.rank)
        changes = _each("change", words=self._changes(match))
        need = total_of(match.list_name, self._answered.result.scores.need)
        html = item.card.fill(
            rank=match.rank,
            verdict=_parts()[_verdict_key(match)].fill(fit=self._fit(match)),
            availability=_availability(match, item.intervention.starts_on, self._answered.result.day),
            bars=level_bars(level_matches(match.levels, match.derived_levels, self._asked), small=True),
            uncovered=_unless_empty("uncovered", labels=", ".join(self._uncovered(match))),
            cautions=_each("caution", words=self._cautions(match)),
            other_sector=_unless_empty("other_sector", sectors=self._other_sector(match)),
            questions=_unless_empty("questions", rows=_questions(match)),
            score=match.score,
            lines=_joined(_line(line, need) for line in match.lines),
            robustness=_unless_empty("robustness", words=robustness),
            changes=_unless_empty("changes", rows=changes),
            reasons=_joined(_reason(one, item.parts) for one in match.covered[:MAX_REASONS]),
            wishes=_each("wish", words=wishes_met(match)),
            cited=_of("cited", match.covered[:MAX_REASONS], item.parts),
            cited_more=_of("cited_more", match.covered[MAX_REASONS:], item.parts),
            plausible=_of("plausible", match.plausible, item.parts),
            conditions=_unless_empty("conditions", rows=self._conditions(item, required=True)),
            intended=_unless_empty("intended", rows=self._conditions(item, required=False)),
            next_step=item.parts["next_step"].fill(),
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

    def right(self, match: Match, item: ResultItem) -> ResultCard:
        """A right that may apply: its conditions, its price and duty, and what to ask."""
        texts = " ".join(dict.fromkeys(one.text for one in match.questions))
        parts = item.not_offered
        changed = match.law_changed
        says = parts["law_changed"].fill(words=changed) if changed else parts["right_says"].fill()
        questions = parts["right_questions"].fill(texts=texts) if texts else ""
        html = parts["right"].fill(says=says, questions=questions)
        return ResultCard(match, item.intervention, html)

    def _fit(self, match: Match) -> str:
        """On how many of the barriers that count it works: ", en werkt aan 2 van de 3 punten"."""
        covered = len(match.covered)
        if not covered:
            return ", bij wat zij wil"
        points = "punt" if self._counted == 1 else "punten"
        return f", en werkt aan {covered} van de {self._counted} {points}"

    def _cautions(self, match: Match) -> Iterator[str]:
        """The amber lines: what a stated fact speaks against, safety, and why it is in no plan."""
        for caution in match.cautions:
            yield caution.text
        reason = self._contradicting.get(match.item.source_ref)
        if reason not in (None, SECTOR):
            yield f"Niet in het voorstel: {WITHOUT_WORDS[reason]}."

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

    def _conditions(self, item: ResultItem, *, required: bool) -> SafeString:
        return _joined(
            item.parts[f"condition {number}"].fill(answer=answer)
            for number, condition in enumerate(item.conditions)
            if condition.required is required and (answer := self._answer(condition))
        )

    def _answer(self, condition: ConditionLine) -> str:
        """Whether it holds, in words; empty for what asks nothing of this profile."""
        keys, tree = self._vocabulary.context, condition.tree
        facts = [leaf.fact for leaf in leaves(tree)]
        answer = evaluate(tree, self._known.eligible, keys)
        if any(leaf.if_named is not None for leaf in leaves(tree)) and answer is Answer.YES:
            return ""
        if all(leaf.only_if_stated and leaf.fact not in self._facts for leaf in leaves(tree)):
            return ANSWER_WORDS[Answer.UNKNOWN]
        if all(keys[fact].closed_world and fact not in self._facts for fact in facts):
            return "niet aangekruist"
        assumed = answer is not evaluate(tree, self._known.stated, keys)
        return f"{ANSWER_WORDS[answer]}, aangenomen" if assumed else ANSWER_WORDS[answer]


def wishes_met(match: Match) -> list[str]:
    """The wishes of hers that it is known to serve, wholly or for a part."""
    return [
        one.label if one.percent == 100 else f"{one.label} (voor een deel)"
        for one in match.served
        if one.known and one.percent
    ]


def closed_words(closed: Closed) -> str:
    return CLOSED_WORDS[closed.state].format(until=date_format(closed.until, "j F Y"))


def _availability(match: Match, starts_on: date | None, day: date) -> SafeString | str:
    if match.closed:
        return _parts()["availability"].fill(words=closed_words(match.closed))
    if starts_on is not None and starts_on > day:
        return _parts()["starts"].fill(words=f"Start op {date_format(starts_on, 'j F Y')}.")
    return ""


def _verdict_key(match: Match) -> str:
    if match.waits:
        return WAITS
    return LATER if match.later_only else match.verdict.value


@cache
def _parts() -> Mapping[str, Fragment]:
    rows = [(verdict.value, verdict, VERDICT_WORDS[verdict]) for verdict in Verdict]
    rows += [(WAITS, Verdict.UNCERTAIN, WAITS_WORDS), (LATER, Verdict.UNCERTAIN, LATER_WORDS)]
    verdicts = [
        {"key": key, "name": verdict.value.replace("_", "-"), "icon": VERDICT_ICONS[verdict], "words": words}
        for key, verdict, words in rows
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
    if line.kind == "barrier":
        percent, basis = f"{line.half_percent / 2:g}".replace(".", ","), BASIS_WORDS[line.basis]
        how = f"doet hier {percent} van 100 aan ({basis}); telt voor {_share(line, need)} % mee"
    elif line.kind == "wish":
        how = f"{line.half_percent // 2} van 100; telt voor {_share(line, need)} % mee"
    elif line.kind == "open":
        how = f"{-line.percent} % eraf"
    else:
        kind = "voorwaarde die klopt" if line.kind == "specificity" else "sluit aan"
        how = f"{kind}: {line.percent} % erbij"
    return _parts()["line"].fill(what=line.label or OPEN_WORDS[line.key], how=how, points=line.points)


def _share(line: ScoreLine, need: int) -> int:
    """How much of all that she needs the line is about, in per cent."""
    return round(100 * line.weight / need)


def _robustness_words(robustness: Robustness | None, rank: int | None) -> str:
    if robustness is None:
        return ""
    words = ROBUSTNESS_WORDS if rank is not None and rank <= TOP else OUTSIDE_WORDS
    return words[robustness.word].format(share=robustness.share)
