"""The answer as plain text that a colleague can read: the proposal first, then the three lists."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from django.conf import settings
from django.utils.formats import date_format

from catalogue.text.dutch import count, first_lower
from catalogue.text.json_files import read_json
from matching.engine.items import NextStep
from matching.engine.matching import Match, OpenQuestion
from matching.engine.plan import LATER, NOW, Plan, PlanItem
from matching.engine.scoring import RANKED_LISTS, Verdict
from matching.engine.vocabulary import MatchingVocabulary
from matching.service import MatchAnswer
from matching.wording import (
    CLOSED_WORDS,
    LATER_WORDS,
    MISSING_WORDS,
    VERDICT_WORDS,
    WAITS_WORDS,
    WITHOUT_WORDS,
    hours_words,
    value_words,
)

WIDTH = 100
#: So many items of a list are told in full; of the others the name.
IN_FULL = 5
NO_CONTACT = "de bron noemt geen contact; vraag de gemeente, of zoek op naam"
PROPOSAL = (
    "Dit is een voorstel, geen besluit en geen verplichting. Nee zeggen is geen reden voor een maatregel."
)
BLOCK_WORDS = {NOW: "Nu", LATER: "Daarna"}


def as_text(answered: MatchAnswer) -> Iterator[str]:
    """The lines of the answer, none longer than WIDTH unless one word is."""
    text = _Text(answered)
    yield from text.always()
    yield from text.proposal()
    for name in RANKED_LISTS:
        yield from text.ranked(name)
    yield from text.rights()
    yield from text.others()
    yield from text.to_check()
    yield f"Geldt op {date_format(answered.result.day)}; catalogusversie {answered.result.catalogue_version}"


class _Text:
    def __init__(self, answered: MatchAnswer):
        self._answered, self._result, self._plan = answered, answered.result, answered.plan
        self._vocabulary: MatchingVocabulary = answered.catalogue.vocabulary
        self._names = {match.item.source_ref: match.item.name for match in self._result.matches}

    def always(self) -> Iterator[str]:
        """What holds whatever the answer is: safety, and the lines that her facts bring."""
        safety = read_json(settings.FIXTURES_DIR / "safety.json")
        yield from _line(f"{safety['title']}. {safety['text']}")
        for line in self._result.lines:
            yield from _line(f"Let op: {line.text_on(self._result.day)}")
        yield ""

    def proposal(self) -> Iterator[str]:
        plan = self._plan
        yield "Voorstel om samen te bespreken"
        for running in plan.running:
            kind = self._vocabulary.context["already"].value_labels.get(running.kind, running.kind)
            yield from _line(f"- Loopt al, niet laten stoppen: {hours_words(kind, running.hours)}.")
        for step in plan.first:
            about = f" ({self._labels(step.barriers)})" if step.barriers else ""
            yield from _line(f"- {step.step.text}{about}")
        for block, words in BLOCK_WORDS.items():
            for row in plan.items:
                if row.block == block:
                    yield from self._planned(row, words)
        if not plan.items:
            yield from _line("- Geen aanbod in de catalogus past nu in een voorstel.")
        yield from self._beside(plan)
        yield from _line(PROPOSAL)
        if self._result.rights:
            rights = count(len(self._result.rights), "recht", "rechten")
            yield from _line(f"Bespreek ook {rights}, vóór zij begint (onderaan).")
        question = self._answered.next_question
        if question:
            options = " / ".join(option.label for option in question.options)
            yield from _line(f"De vraag die het meest verandert: {question.text} ({options})")
        else:
            yield from _line("Geen enkele vraag verandert nu de eerste drie.")

    def _planned(self, row: PlanItem, block: str) -> Iterator[str]:
        wishes = [self._wish(wish) for wish in row.wishes]
        purpose = ", ".join([*([self._labels(row.barriers)] if row.barriers else []), *wishes])
        yield from _line(f"- {block}: {row.item.name}, voor {purpose}.")
        if row.after_childcare:
            yield from _line(f"{LATER_WORDS}.", 4)
        if row.hours_unknown:
            yield from _line("Uren niet vermeld: vraag hoeveel.", 4)
        yield from _questions(row.ask)
        yield from _line(f"Volgende stap: {_next_step(row.first)}", 4)

    def _beside(self, plan: Plan) -> Iterator[str]:
        if plan.without:
            name, why = self._names[plan.without.source_ref], WITHOUT_WORDS[plan.without.reason]
            yield from _line(f"Nummer 1 ({name}) staat er niet bij: {why}.")
        if plan.left:
            yield from _line(f"Blijft liggen: {self._labels(plan.left)}.")
        if plan.missing:
            yield from _line(
                f"Nog niet in dit voorstel: {', '.join(MISSING_WORDS[one] for one in plan.missing)}."
            )

    def ranked(self, name: str) -> Iterator[str]:
        matches = self._result.ranked(name)
        if not matches:
            return
        yield ""
        yield name.capitalize()
        for match in matches[:IN_FULL]:
            yield from self._match(match)
        for match in matches[IN_FULL:]:
            yield from _line(f"{match.rank}. {match.item.name} ({_state(match)})", indent=0, hang=3)

    def _match(self, match: Match) -> Iterator[str]:
        yield from _line(f"{match.rank}. {match.item.name} ({_state(match)}; {match.score} van 100)", hang=3)
        if match.covered:
            yield from _line(f"Werkt aan: {', '.join(first_lower(row.label) for row in match.covered)}.", 3)
        wished = [first_lower(row.label) for row in match.served if row.known and row.percent]
        if wished:
            yield from _line(f"Past bij: {'; '.join(wished)}.", 3)
        for caution in match.cautions:
            yield from _line(f"Let op: {caution.text}", 3)
        if match.item.provider_conditions:
            conditions = "; ".join(one.rstrip(".") for one in match.item.provider_conditions)
            yield from _line(f"Bespreek zelf: {conditions}.", 3)
        yield from _questions(match.questions, 3)
        yield from _line(f"Volgende stap: {_next_step(match.next_step)}", 3)

    def rights(self) -> Iterator[str]:
        if not self._result.rights:
            return
        yield ""
        yield "Rechten: kan gelden, vraag na (vóór zij begint)"
        for match in self._result.rights:
            changed = f": {match.law_changed}" if match.law_changed else ""
            yield from _line(f"- {match.item.name}{changed}")

    def others(self) -> Iterator[str]:
        groups = {
            "Kan zij doen, maar werkt niet zeker aan deze punten": [
                match for match in self._result.offered if match.rank is None
            ],
            VERDICT_WORDS[Verdict.OUT_OF_REACH]: self._with(Verdict.OUT_OF_REACH),
            VERDICT_WORDS[Verdict.INELIGIBLE]: self._with(Verdict.INELIGIBLE),
        }
        for heading, matches in groups.items():
            if not matches:
                continue
            yield ""
            yield f"{heading} ({len(matches)})"
            if heading == VERDICT_WORDS[Verdict.OUT_OF_REACH]:
                yield from _line(", ".join(match.item.name for match in matches))
                continue
            for match in matches:
                why = "; ".join(
                    row.text for row in match.conditions if _excludes(match, row.fact, row.answer.word)
                )
                yield from _line(f"- {match.item.name}{': ' + why if why else ''}")

    def _with(self, verdict: Verdict) -> list[Match]:
        return [one for one in self._result.matches if one.verdict is verdict and one.list_name != "rechten"]

    def to_check(self) -> Iterator[str]:
        rows = [f"Klopt dit? Zo niet, laat het staan: {slip.text}" for slip in self._result.slips]
        for one in self._result.assumed:
            key = self._vocabulary.context[one.fact]
            rows.append(f"Aangenomen, klopt dit? {key.label}: {value_words(one.value, key.value_labels)}.")
        if rows:
            yield ""
        for row in rows:
            yield from _line(row)
        yield ""

    def _labels(self, slugs: Sequence[str]) -> str:
        return ", ".join(first_lower(self._vocabulary.barriers[slug].label) for slug in slugs)

    def _wish(self, wish: str) -> str:
        key = self._vocabulary.context["main_wish"]
        return f"wat zij wil ({key.value_labels.get(wish, wish)})"


def _state(match: Match) -> str:
    if match.waits:
        return first_lower(WAITS_WORDS)
    if match.closed:
        return first_lower(CLOSED_WORDS[match.closed.state].format(until=date_format(match.closed.until)))
    if match.later_only:
        return first_lower(LATER_WORDS)
    return first_lower(VERDICT_WORDS[match.verdict])


def _excludes(match: Match, fact: str, answer: str) -> bool:
    return answer == "no" and fact in match.excluded_by


def _questions(questions: Sequence[OpenQuestion], indent: int = 4) -> Iterator[str]:
    for question in questions:
        yield from _line(f"Vraag na: {question.text}", indent)


def _next_step(step: NextStep | None) -> str:
    """How to go on in one line: who refers, how to sign up, where."""
    found = [step.referral, step.sign_up, step.phone, step.mailbox, step.website] if step else []
    return "; ".join(one.rstrip(".") for one in found if one) or f"{NO_CONTACT}."


def _line(text: str, indent: int = 0, hang: int = 2) -> Iterator[str]:
    yield from wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
        break_long_words=False,
    )
