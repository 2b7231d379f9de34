"""The conditions that the form asks in plain questions, as leaves of the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration import questions
from catalogue.registration.conversion.parts import Answers, Clean, DocumentPart
from catalogue.registration.questions import ChoiceQuestion, Leaf


class TreePart(DocumentPart):
    """A leaf of the condition tree at the top level; other conditions are left unchanged."""

    step = "Voorwaarden"

    def matches(self, leaf: Leaf) -> bool:
        raise NotImplementedError

    def get(self, document: Document) -> Leaf | None:
        return next((leaf for leaf in _conjuncts(document["conditions"]) if self.matches(leaf)), None)

    def put(self, document: Document, value: Leaf | None) -> None:
        conjuncts = _conjuncts(document["conditions"])
        index = next((number for number, leaf in enumerate(conjuncts) if self.matches(leaf)), len(conjuncts))
        conjuncts[index : index + 1] = [value] if value else []
        document["conditions"] = {"all": conjuncts} if conjuncts else None

    def leaf(self, fact: str, strength: str, text: str, test: Mapping[str, Any]) -> Leaf:
        return {"fact": fact, **test, "strength": strength, "text": text, "cite": [self.cite]}


@dataclass(frozen=True)
class ConditionPart(TreePart):
    choice: ChoiceQuestion

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        own = (self.choice.name, self.choice.strength)
        return (*own, "women_why") if self.choice is questions.WOMEN else own

    def comparable(self, answers: Mapping[str, Any]) -> Answers:
        """The strength counts only when there is a condition."""
        found = super().comparable(answers)
        return found if self.choice.name in found else {}

    def matches(self, leaf: Leaf) -> bool:
        return self.choice.answer(leaf) is not None

    def to_answers(self, value: Leaf | None) -> Answers:
        found: Answers = dict.fromkeys(self.fields, "")
        if value:
            found[self.choice.name] = self.choice.answer(value)
            found[self.choice.strength] = value["strength"]
            if self.choice is questions.WOMEN:
                found["women_why"] = value["text"].partition(questions.BECAUSE)[2]
        return found

    def to_value(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        option = self.choice.option(clean.get(self.choice.name) or "")
        if option is None:
            return None
        strength, text = clean.get(self.choice.strength) or "required", option.text
        if self.choice is questions.WOMEN:
            why = clean.get("women_why") or ""
            text = text if strength == "required" else "vooral voor vrouwen, ook anderen welkom"
            text += questions.BECAUSE + why if why else ""
        return self.leaf(self.choice.fact, strength, text, option.test)


class AgePart(TreePart):
    fields = ("age_min", "age_max")

    def matches(self, leaf: Leaf) -> bool:
        return questions.is_age(leaf)

    def to_answers(self, value: Leaf | None) -> Answers:
        return {f"age_{name}": str((value or {}).get(name, "")) for name in ("min", "max")}

    def to_value(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        bounds = {
            name: clean[f"age_{name}"] for name in ("min", "max") if clean.get(f"age_{name}") is not None
        }
        if not bounds:
            return None
        return self.leaf("age", "required", questions.age_text(bounds.get("min"), bounds.get("max")), bounds)


class HoursPart(TreePart):
    fields = ("hours_needed",)

    def matches(self, leaf: Leaf) -> bool:
        return questions.is_hours(leaf)

    def to_answers(self, value: Leaf | None) -> Answers:
        return {"hours_needed": str(value["min"]) if value else ""}

    def to_value(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        hours = clean.get("hours_needed")
        if hours is None:
            return None
        return self.leaf(
            "hours_per_week", "required", f"kan minstens {hours} uur per week meedoen", {"min": hours}
        )


def _conjuncts(tree: Mapping[str, Any] | None) -> list[Any]:
    """The conditions of a tree that must all hold."""
    if tree is None:
        return []
    return list(tree["all"]) if "all" in tree else [tree]
