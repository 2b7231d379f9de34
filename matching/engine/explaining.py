"""Explains one item of an answer: what it covers, the lines of its score, its conditions, what to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.answers import Answer
from matching.engine.calculation import Covered, ScoreLine, lines
from matching.engine.conditions import Tree, open_leaves, test, what_excludes
from matching.engine.items import Catalogue
from matching.engine.profile import Profile
from matching.engine.scoring import Scores, coverage_answer, fit, half_percent, rules_for, specificity
from matching.engine.vocabulary import LEVELS

Cites = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TestedCondition:
    """One condition of the item with the answer that this profile gives it."""

    fact: str
    text: str
    required: bool
    answer: Answer
    cites: Cites


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What to find out before the verdict is certain. `fact` is "reach" when the provider must be asked."""

    fact: str
    text: str
    why: str


class Explainer:
    """Explains items by column; what depends on the profile alone is computed once."""

    def __init__(self, profile: Profile, catalogue: Catalogue, found: Scores):
        self._profile, self._catalogue, self._found = profile, catalogue, found
        self._keys, self._weights = catalogue.vocabulary.context, catalogue.weights
        barriers, self._counted = catalogue.vocabulary.barriers, dict(found.need.weights)
        self._barriers = {
            slug: (barriers[slug], severity) for slug, severity in profile.barriers if slug in self._counted
        }
        self._asked = dict.fromkeys(LEVELS, 0)
        for slug, weight in found.need.weights:
            self._asked[barriers[slug].level] += weight
        self._rules = rules_for(profile.facts, catalogue.weights)

    def met(self, column: int) -> list[Covered]:
        """The coverage that counts for this profile, the heaviest first."""
        met: list[tuple[int, str, Covered]] = []
        for coverage in self._catalogue.items[column].coverage:
            if coverage.barrier in self._barriers:
                answer = coverage_answer(coverage, self._profile, self._keys)
                if answer is not Answer.NO:
                    barrier, severity = self._barriers[coverage.barrier]
                    row = Covered(barrier.slug, barrier.label, barrier.level, severity, coverage, answer)
                    weight = self._counted[barrier.slug] * half_percent(coverage, answer)
                    met.append((-weight, barrier.slug, row))
        return [row for _, _, row in sorted(met, key=lambda one: one[:2])]

    def levels(self, rows: Sequence[Covered]) -> dict[str, int]:
        """Per level how much of the need on that level is covered, 0-100; 0 when nothing was asked there."""
        done = dict.fromkeys(LEVELS, 0)
        if not rows:
            return done
        for row in rows:
            done[row.level] += self._counted[row.barrier] * half_percent(row.coverage, row.answer)
        return {level: done[level] // (2 * asked) if asked else 0 for level, asked in self._asked.items()}

    def lines(self, column: int, met: Sequence[Covered], score: int) -> tuple[ScoreLine, ...]:
        """The calculation of `score`, which its points add up to."""
        found = self._found
        lifted = self._lifted(column) if found.lift[column] > 100 else []
        cover = int(found.cover[column])
        return lines(met, lifted, cover=cover, total=score, need=found.need, keys=self._keys)

    def uncovered(self, covered: Sequence[Covered]) -> tuple[str, ...]:
        has = {row.barrier for row in covered}
        return tuple(slug for slug in self._counted if slug not in has)

    def reach(self, column: int) -> Answer:
        return self._catalogue.items[column].reach.answer(self._profile.place)

    def conditions(self, column: int) -> tuple[TestedCondition, ...]:
        facts, keys = self._profile.facts, self._keys
        return tuple(
            TestedCondition(leaf.fact, leaf.text, leaf.required, test(leaf, facts, keys), leaf.cites)
            for leaf in self._catalogue.leaves[self._catalogue.tree_of[column]]
        )

    def excluded_by(self, column: int) -> tuple[str, ...]:
        """The facts that keep her out, the fewest that do."""
        return what_excludes(self._required(column), self._profile.facts, self._keys)

    def questions(self, column: int, reach: Answer) -> tuple[OpenQuestion, ...]:
        """What must be found out before the verdict is certain; each fact once, closed-world facts never."""
        item, facts, place = self._catalogue.items[column], self._profile.facts, self._profile.place
        found: dict[str, OpenQuestion] = {}
        for leaf in open_leaves(self._required(column), facts, self._keys):
            text = "Vraag de aanbieder of zij welkom is."
            if facts.get(leaf.fact) is None:
                text = self._keys[leaf.fact].question
            found.setdefault(leaf.fact, OpenQuestion(leaf.fact, text, leaf.text))
        if reach is Answer.UNKNOWN:
            question = OpenQuestion("municipality", self._keys["municipality"].question, item.reach.text)
            if place is not None:
                text = f"Vraag de aanbieder: loopt dit ook in {place.name}?"
                question = OpenQuestion("reach", text, item.reach.text)
            found.setdefault(question.fact, question)
        return tuple(found.values())

    def _lifted(self, column: int) -> list[tuple[str, str, int]]:
        """What lifts the score, as kind, key and per cents."""
        catalogue, facts, weights = self._catalogue, self._profile.facts, self._weights
        item, known = catalogue.items[column], catalogue.specific[catalogue.tree_of[column]]
        lifted = [("specificity", *part) for part in specificity(known, facts, self._keys, weights)]
        return [*lifted, *(("fit", *part) for part in fit(item.traits, self._rules, weights.fit_cap))]

    def _required(self, column: int) -> Tree | None:
        return self._catalogue.required[self._catalogue.tree_of[column]]
