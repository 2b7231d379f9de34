"""Explains one item of an answer: what it covers, the lines of its score, its conditions, what to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.engine.answers import Answer
from matching.engine.calculation import Covered, ScoreLine, ServedWish, lines, wish_label
from matching.engine.conditions import (
    HELD,
    Facts,
    Leaf,
    Tree,
    conjuncts,
    evaluate,
    leaves,
    open_leaves,
    test,
    what_excludes,
)
from matching.engine.items import RECHTEN, TRAJECTEN, Catalogue, Caution
from matching.engine.profile import Profile
from matching.engine.rules import holds
from matching.engine.scoring import (
    OPEN,
    UNSURE,
    WAITS,
    Scores,
    coverage_answer,
    covers_any,
    factors,
    fit,
    half_percent,
    rules_for,
    specificity,
    total_of,
)
from matching.engine.vocabulary import LEVELS

Cites = tuple[tuple[str, str], ...]
#: The amber line of an item that is meant for others than her.
MEANT_FOR = "Bedoeld voor: {}. Wat je invulde is anders: vraag na."


@dataclass(frozen=True, slots=True)
class TestedCondition:
    """One condition of the item with the answer that this profile gives it.

    `assumed`: the answer rests on what was assumed, not on what was stated.
    """

    fact: str
    text: str
    required: bool
    answer: Answer
    cites: Cites
    assumed: bool = False


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
        self._factors = factors(catalogue.weights).tolist()
        barriers, self._counted = catalogue.vocabulary.barriers, dict(found.need.weights)
        self._barriers = {
            slug: (barriers[slug], severity) for slug, severity in profile.barriers if slug in self._counted
        }
        self._asked = dict.fromkeys(LEVELS, 0)
        for slug, weight in found.need.weights:
            self._asked[barriers[slug].level] += weight
        self._rules = rules_for(profile.facts, catalogue.weights)
        self._helps = covers_any(found.need, profile.facts, catalogue) if found.need.wishes else None

    def met(self, column: int) -> list[Covered]:
        """The coverage that counts for this profile, the heaviest first."""
        met: list[tuple[int, str, Covered]] = []
        for coverage in self._catalogue.items[column].coverage:
            if coverage.barrier in self._barriers:
                facts, vocabulary = self._profile.facts, self._catalogue.vocabulary
                answer = coverage_answer(coverage.barrier, coverage.condition, facts, vocabulary)
                if answer is not Answer.NO:
                    barrier, severity = self._barriers[coverage.barrier]
                    row = Covered(barrier.slug, barrier.label, barrier.level, severity, coverage, answer)
                    weight = self._counted[barrier.slug] * half_percent(coverage, answer)
                    met.append((-weight, barrier.slug, row))
        return [row for _, _, row in sorted(met, key=lambda one: one[:2])]

    def served(self, column: int) -> tuple[ServedWish, ...]:
        """How far the item serves each wish that counts, in the order of the wish table."""
        if self._helps is None or self._catalogue.items[column].list_name != TRAJECTEN:
            return ()
        rows, sectors = [], self._profile.facts.get("sectors", ())
        for wish, _ in self._found.need.wishes:
            percent = int(self._catalogue.serving(wish, sectors)[column])
            known = percent >= 0
            if not known:
                percent = self._catalogue.rules.wishes.unknown * int(self._helps[column])
            rows.append(ServedWish(wish.wish, wish_label(wish.wish, self._keys), percent, known))
        return tuple(rows)

    def levels(self, rows: Sequence[Covered]) -> dict[str, int]:
        """Per level how much of the need on that level is covered, 0-100; 0 when nothing was asked there."""
        done = dict.fromkeys(LEVELS, 0)
        if not rows:
            return done
        for row in rows:
            done[row.level] += self._counted[row.barrier] * half_percent(row.coverage, row.answer)
        return {level: done[level] // (2 * asked) if asked else 0 for level, asked in self._asked.items()}

    def lines(
        self, column: int, met: Sequence[Covered], served: Sequence[ServedWish], score: int
    ) -> tuple[ScoreLine, ...]:
        """The calculation of `score`, which its points add up to."""
        found, code = self._found, int(self._found.codes[column])
        name = self._catalogue.items[column].list_name
        return lines(
            met,
            served,
            self._lifted(column) if found.lift[column] > 100 else [],
            total=score,
            need=found.need,
            need_total=total_of(name, found.need),
            factor=self._factors[code],
            open_key="reach" if code % 3 == UNSURE else "conditions",
            keys=self._keys,
        )

    def uncovered(self, covered: Sequence[Covered]) -> tuple[str, ...]:
        has = {row.barrier for row in covered}
        return tuple(slug for slug in self._counted if slug not in has)

    def reach(self, column: int) -> Answer:
        return self._catalogue.items[column].reach.answer(self._profile.place)

    def conditions(self, column: int) -> tuple[TestedCondition, ...]:
        """The conditions that ask something of this profile; of a right on what is stated alone."""
        stated = self._profile.facts
        facts = stated if self._catalogue.items[column].list_name == RECHTEN else self._found.known.eligible
        rows = []
        for leaf in self._catalogue.leaves[self._catalogue.tree_of[column]]:
            answer = test(leaf, facts, self._keys)
            if leaf.only_if_stated and facts.get(leaf.fact) is None:
                continue
            if leaf.if_named is not None and answer is Answer.YES:
                continue
            assumed = answer is not test(leaf, stated, self._keys)
            rows.append(TestedCondition(leaf.fact, leaf.text, leaf.required, answer, leaf.cites, assumed))
        return tuple(rows)

    def may_apply(self, column: int) -> bool:
        """Whether a right that is not ruled out has anything in its favour: no condition, or one met."""
        tree = self._required(column)
        if tree is None or evaluate(tree, self._profile.facts, self._keys) is Answer.YES:
            return True
        leaves = self._catalogue.leaves[self._catalogue.tree_of[column]]
        return any(test(leaf, self._profile.facts, self._keys) is Answer.YES for leaf in leaves)

    def excluded_by(self, column: int) -> tuple[str, ...]:
        """The facts that exclude her, the fewest that do."""
        facts = self._found.known.eligible
        if self._catalogue.items[column].list_name == RECHTEN:
            facts = self._profile.facts
        return what_excludes(self._required(column), facts, self._keys)

    def questions(self, column: int, reach: Answer) -> tuple[OpenQuestion, ...]:
        """What must be found out before the verdict is certain; each fact once, closed-world facts never."""
        item, place = self._catalogue.items[column], self._profile.place
        facts = self._profile.facts if item.list_name == RECHTEN else self._found.known.eligible
        found: dict[str, OpenQuestion] = {}
        for leaf in open_leaves(self._required(column), facts, self._keys):
            question = self._question(leaf, facts)
            found.setdefault(question.fact, question)
        if reach is Answer.UNKNOWN:
            question = OpenQuestion("municipality", self._keys["municipality"].question, item.reach.text)
            if place is not None:
                text = f"Vraag de aanbieder: loopt dit ook in {place.name}?"
                question = OpenQuestion("reach", text, item.reach.text)
            found.setdefault(question.fact, question)
        return tuple(found.values())

    def _question(self, leaf: Leaf, facts: Facts) -> OpenQuestion:
        if leaf.if_named is not None:
            return OpenQuestion(
                "women_only", "Vraag de aanbieder of de groep alleen uit vrouwen bestaat.", leaf.text
            )
        if facts.get(HELD) == leaf.fact and facts.get(leaf.fact) is not None:
            asked = self._keys[self._catalogue.rules.implications.held_question]
            return OpenQuestion(asked.name, asked.question, leaf.text)
        key = self._keys[leaf.fact]
        if facts.get(leaf.fact) is None or key.open_ended:
            return OpenQuestion(leaf.fact, key.question, leaf.text)
        return OpenQuestion(leaf.fact, "Vraag de aanbieder of zij welkom is.", leaf.text)

    def cautions(self, column: int) -> tuple[Caution, ...]:
        """The amber lines: conditions of the provider that a stated fact speaks against, and safety."""
        item, safety = self._catalogue.items[column], self._catalogue.rules.safety
        stated = self._profile.facts
        rows = [
            caution
            for caution in item.cautions
            if evaluate(caution.condition, stated, self._keys) is Answer.NO
        ]
        rows += self._not_meant(column)
        if item.has & safety.cautioned and self.unsafe:
            rows.append(Caution(safety.caution))
        return tuple(rows)

    def _not_meant(self, column: int) -> Iterator[Caution]:
        """Whom the item is meant for (intended, so it never excludes) where a stated fact says otherwise."""
        tree, stated = self._catalogue.items[column].conditions, self._profile.facts
        for part in conjuncts(tree) if tree is not None else ():
            mine = [
                leaf
                for leaf in leaves(part)
                if leaf.fact in stated and not self._keys[leaf.fact].closed_world
            ]
            intended = not any(leaf.required for leaf in leaves(part))
            if intended and mine and evaluate(part, stated, self._keys) is Answer.NO:
                texts = dict.fromkeys(leaf.text.removeprefix("voor ") for leaf in leaves(part))
                cites = dict.fromkeys(cite for leaf in leaves(part) for cite in leaf.cites)
                yield Caution(MEANT_FOR.format(", of ".join(texts)), part, tuple(cites))

    @property
    def unsafe(self) -> bool:
        """Whether partner and family must be left out of it."""
        slugs = [slug for slug, _ in self._profile.barriers]
        return holds(self._catalogue.rules.safety.when, self._profile.facts, slugs, self._keys)

    def later_only(self, column: int) -> bool:
        """Whether it must wait until childcare is arranged: only the hours that childcare holds are open."""
        tree, facts = self._required(column), self._found.known.eligible
        if HELD not in facts or self._found.codes[column] // 3 not in (OPEN, WAITS):
            return False
        freed = {name: value for name, value in facts.items() if name != HELD}
        return evaluate(tree, freed, self._keys) is Answer.NO

    def _lifted(self, column: int) -> list[tuple[str, str, int]]:
        """What lifts the score, as kind, key and per cents."""
        catalogue, facts, weights = self._catalogue, self._profile.facts, self._weights
        item, known = catalogue.items[column], catalogue.specific[catalogue.tree_of[column]]
        lifted = [("specificity", *part) for part in specificity(known, facts, self._keys, weights)]
        return [*lifted, *(("fit", *part) for part in fit(item.traits, self._rules, weights.fit_cap))]

    def _required(self, column: int) -> Tree | None:
        return self._catalogue.required[self._catalogue.tree_of[column]]
