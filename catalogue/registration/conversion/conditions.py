"""The conditions that the form asks in plain questions, as leaves of the tree."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration import questions
from catalogue.registration.conversion.plain import Answers, Clean, Part
from catalogue.registration.questions import Choice, Leaf


class _OfTheTree(Part):
    """A leaf of the condition tree that must hold by itself; the other conditions stay as they are."""

    step = "Voorwaarden"

    def is_mine(self, leaf: Leaf) -> bool:
        raise NotImplementedError

    def get(self, document: Document) -> Leaf | None:
        return next((leaf for leaf in _tops(document["conditions"]) if self.is_mine(leaf)), None)

    def put(self, document: Document, value: Leaf | None) -> None:
        tops = _tops(document["conditions"])
        place = next((number for number, leaf in enumerate(tops) if self.is_mine(leaf)), len(tops))
        tops[place : place + 1] = [value] if value else []
        document["conditions"] = {"all": tops} if tops else None

    def leaf(self, fact: str, strength: str, text: str, test: Mapping[str, Any]) -> Leaf:
        return {"fact": fact, **test, "strength": strength, "text": text, "cite": [self.cite]}


@dataclass(frozen=True)
class Question(_OfTheTree):
    choice: Choice

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        own = (self.choice.name, self.choice.strength)
        return (*own, "women_why") if self.choice is questions.WOMEN else own

    def relevant(self, answers: Mapping[str, Any]) -> Answers:
        """How strong it is says nothing while there is no condition."""
        found = super().relevant(answers)
        return found if self.choice.name in found else {}

    def is_mine(self, leaf: Leaf) -> bool:
        return self.choice.answer(leaf) is not None

    def read(self, value: Leaf | None) -> Answers:
        found: Answers = dict.fromkeys(self.fields, "")
        if value:
            found[self.choice.name] = self.choice.answer(value)
            found[self.choice.strength] = value["strength"]
            if self.choice is questions.WOMEN:
                found["women_why"] = value["text"].partition(questions.BECAUSE)[2]
        return found

    def make(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        option = self.choice.option(clean.get(self.choice.name) or "")
        if option is None:
            return None
        strength, text = clean.get(self.choice.strength) or "required", option.text
        if self.choice is questions.WOMEN:
            why = clean.get("women_why") or ""
            text = text if strength == "required" else "vooral voor vrouwen, ook anderen welkom"
            text += questions.BECAUSE + why if why else ""
        return self.leaf(self.choice.fact, strength, text, option.test)


class Age(_OfTheTree):
    fields = ("age_min", "age_max")

    def is_mine(self, leaf: Leaf) -> bool:
        return questions.is_age(leaf)

    def read(self, value: Leaf | None) -> Answers:
        return {f"age_{name}": str((value or {}).get(name, "")) for name in ("min", "max")}

    def make(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        bounds = {
            name: clean[f"age_{name}"] for name in ("min", "max") if clean.get(f"age_{name}") is not None
        }
        if not bounds:
            return None
        return self.leaf("age", "required", questions.age_text(bounds.get("min"), bounds.get("max")), bounds)


class Hours(_OfTheTree):
    fields = ("hours_needed",)

    def is_mine(self, leaf: Leaf) -> bool:
        return questions.is_hours(leaf)

    def read(self, value: Leaf | None) -> Answers:
        return {"hours_needed": str(value["min"]) if value else ""}

    def make(self, clean: Clean, old: Leaf | None) -> Leaf | None:
        hours = clean.get("hours_needed")
        if hours is None:
            return None
        return self.leaf(
            "hours_per_week", "required", f"kan minstens {hours} uur per week meedoen", {"min": hours}
        )


def _tops(tree: Mapping[str, Any] | None) -> list[Any]:
    """The conditions that must each hold, of a tree."""
    if tree is None:
        return []
    return list(tree["all"]) if "all" in tree else [tree]
