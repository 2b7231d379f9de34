"""The form's questions about conditions, with the leaf of the condition tree for each answer.

The one table between "Is een taalniveau nodig?" and what `matching` tests. Other conditions of a document
answer no question and are left unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Leaf = dict[str, Any]
#: The keys of a leaf that define its test.
TEST_KEYS = ("in", "has", "min", "max", "unsure")
STRENGTHS = (("required", "ja, het is een eis"), ("intended", "nee, het is een voorkeur"))


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer: its label in the form, its test, and its text on the item page."""

    value: str
    label: str
    test: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class ChoiceQuestion:
    """A question with a closed list of answers; `name` is also the name of its field."""

    name: str
    fact: str
    label: str
    options: tuple[AnswerOption, ...]
    help: str = ""

    @property
    def strength(self) -> str:
        """The name of the field that asks whether it is a requirement."""
        return f"{self.name}_strength"

    def option(self, value: str) -> AnswerOption | None:
        return next((option for option in self.options if option.value == value), None)

    def answer(self, leaf: Leaf) -> str | None:
        """The answer that `leaf` is equal to; None for another condition."""
        if leaf.get("fact") != self.fact:
            return None
        tested = {key: leaf[key] for key in TEST_KEYS if key in leaf}
        return next((option.value for option in self.options if option.test == tested), None)


WOMEN = ChoiceQuestion(
    "women", "gender", "Is het alleen voor vrouwen?",
    (AnswerOption("women", "alleen of vooral voor vrouwen", {"in": ["vrouw"]}, "voor vrouwen"),),
)  # fmt: skip
LEVELS = ("A1", "A2", "B1", "B2", "C1")
LANGUAGE = ChoiceQuestion(
    "language", "dutch_level", "Is een taalniveau nodig? Welk niveau Nederlands?",
    tuple(
        AnswerOption(level, f"minstens {level}", {"min": level}, f"Nederlands op {level} of hoger")
        for level in LEVELS
    ),
)  # fmt: skip
CHILDREN = ChoiceQuestion(
    "children", "household", "Moet zij kinderen hebben?",
    (
        AnswerOption("children", "ja, kinderen thuis",
                     {"in": ["alleenstaande-ouder", "samenwonend-met-kinderen"]},
                     "heeft een of meer kinderen thuis"),
        AnswerOption("single", "ja, en zij is alleenstaande ouder", {"in": ["alleenstaande-ouder"]},
               "alleenstaande ouder"),
    ),
)  # fmt: skip
CHILDCARE = ChoiceQuestion(
    "care_arranged", "childcare", "Moet zij vooraf zelf kinderopvang regelen?",
    (AnswerOption("arranged", "ja", {"in": ["geregeld", "niet-nodig"]}, "kinderopvang is vooraf geregeld"),),
)  # fmt: skip
INCOME = ChoiceQuestion(
    "benefit", "income", "Is een uitkering nodig?",
    (
        AnswerOption("bijstand", "ja, bijstand", {"in": ["bijstand"]}, "heeft een bijstandsuitkering"),
        AnswerOption("any", "ja, bijstand of een andere uitkering", {"in": ["bijstand", "andere-uitkering"]},
               "heeft een uitkering"),
        AnswerOption("none", "nee, juist voor vrouwen zonder uitkering",
                     {"in": ["niet-uitkeringsgerechtigd"]}, "heeft geen uitkering"),
    ),
)  # fmt: skip
NEWCOMER = ChoiceQuestion(
    "newcomer", "newcomer", "Is een bepaalde verblijfsstatus nodig?",
    (
        AnswerOption("statushouder", "zij is statushouder", {"in": ["statushouder"]}, "statushouder"),
        AnswerOption("newcomer", "zij is nieuwkomer: statushouder, gezinsmigrant of anders",
               {"in": ["statushouder", "gezinsmigrant", "andere-nieuwkomer"]}, "nieuwkomer"),
    ),
)  # fmt: skip
LITERACY = ChoiceQuestion(
    "low_literate", "low_literate", "Is het voor wie moeite heeft met lezen en schrijven?",
    (AnswerOption("low", "ja", {"in": [True]}, "laaggeletterd"),),
)  # fmt: skip

CHOICES = (WOMEN, LANGUAGE, CHILDREN, CHILDCARE, INCOME, NEWCOMER, LITERACY)

#: Conditions on no fact of a profile: ticked in the form, shown as "bespreek zelf", never tested.
SPOKEN_CONDITIONS = {
    "own_transport": "Eigen vervoer is nodig.",
    "residence_permit": "Een geldige verblijfsvergunning is nodig.",
    "certificate": "Een verklaring omtrent het gedrag (VOG) is nodig.",
}
BECAUSE = ", omdat "


def is_age(leaf: Leaf) -> bool:
    return leaf.get("fact") == "age" and leaf.get("strength") == "required" and _bounds(leaf, "min", "max")


def is_hours(leaf: Leaf) -> bool:
    return (
        leaf.get("fact") == "hours_per_week"
        and leaf.get("strength") == "required"
        and "max" not in leaf
        and _bounds(leaf, "min")
    )


def age_text(least: int | None, most: int | None) -> str:
    if least is None:
        return f"niet ouder dan {most} jaar"
    return f"{least} jaar of ouder" if most is None else f"{least} tot en met {most} jaar"


def _bounds(leaf: Leaf, *names: str) -> bool:
    found = [leaf[name] for name in names if name in leaf]
    return bool(found) and all(isinstance(value, int) for value in found) and not {"in", "unsure"} & set(leaf)
