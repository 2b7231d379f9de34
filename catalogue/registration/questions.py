"""The plain questions about conditions, and the leaf of the condition tree that each answer stands for.

The one table between "Is een taalniveau nodig?" and what `matching` can test. What a document says beside
these questions is no answer to any of them and stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Leaf = dict[str, Any]
#: The keys of a leaf that say what is tested.
TEST = ("in", "has", "min", "max", "unsure")
STRENGTHS = (("required", "ja, het is een eis"), ("intended", "nee, het is een voorkeur"))


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: its label in the form, what it tests, and how the page of the item words it."""

    value: str
    label: str
    test: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A question whose answers are a closed list; `name` is also the name of its field."""

    name: str
    fact: str
    label: str
    options: tuple[Option, ...]
    help: str = ""

    @property
    def strength(self) -> str:
        """The field that asks whether it is a requirement."""
        return f"{self.name}_strength"

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def answer(self, leaf: Leaf) -> str | None:
        """The answer that `leaf` stands for; None when it is another condition."""
        if leaf.get("fact") != self.fact:
            return None
        tested = {key: leaf[key] for key in TEST if key in leaf}
        return next((option.value for option in self.options if option.test == tested), None)


WOMEN = Choice(
    "women", "gender", "Is het alleen voor vrouwen?",
    (Option("women", "alleen of vooral voor vrouwen", {"in": ["vrouw"]}, "voor vrouwen"),),
)  # fmt: skip
LEVELS = ("A1", "A2", "B1", "B2", "C1")
LANGUAGE = Choice(
    "language", "dutch_level", "Is een taalniveau nodig? Welk niveau Nederlands?",
    tuple(
        Option(level, f"minstens {level}", {"min": level}, f"Nederlands op {level} of hoger")
        for level in LEVELS
    ),
)  # fmt: skip
CHILDREN = Choice(
    "children", "household", "Moet zij kinderen hebben?",
    (
        Option("children", "ja, kinderen thuis", {"in": ["alleenstaande-ouder", "samenwonend-met-kinderen"]},
               "heeft een of meer kinderen thuis"),
        Option("single", "ja, en zij is alleenstaande ouder", {"in": ["alleenstaande-ouder"]},
               "alleenstaande ouder"),
    ),
)  # fmt: skip
CHILDCARE = Choice(
    "care_arranged", "childcare", "Moet zij vooraf zelf kinderopvang regelen?",
    (Option("arranged", "ja", {"in": ["geregeld", "niet-nodig"]}, "kinderopvang is vooraf geregeld"),),
)  # fmt: skip
INCOME = Choice(
    "benefit", "income", "Is een uitkering nodig?",
    (
        Option("bijstand", "ja, bijstand", {"in": ["bijstand"]}, "heeft een bijstandsuitkering"),
        Option("any", "ja, bijstand of een andere uitkering", {"in": ["bijstand", "andere-uitkering"]},
               "heeft een uitkering"),
        Option("none", "nee, juist voor vrouwen zonder uitkering", {"in": ["niet-uitkeringsgerechtigd"]},
               "heeft geen uitkering"),
    ),
)  # fmt: skip
NEWCOMER = Choice(
    "newcomer", "newcomer", "Is een bepaalde verblijfsstatus nodig?",
    (
        Option("statushouder", "zij is statushouder", {"in": ["statushouder"]}, "statushouder"),
        Option("newcomer", "zij is nieuwkomer: statushouder, gezinsmigrant of anders",
               {"in": ["statushouder", "gezinsmigrant", "andere-nieuwkomer"]}, "nieuwkomer"),
    ),
)  # fmt: skip
LITERACY = Choice(
    "low_literate", "low_literate", "Is het voor wie moeite heeft met lezen en schrijven?",
    (Option("low", "ja", {"in": [True]}, "laaggeletterd"),),
)  # fmt: skip

CHOICES = (WOMEN, LANGUAGE, CHILDREN, CHILDCARE, INCOME, NEWCOMER, LITERACY)

#: Conditions that no profile holds: ticked in the form, shown as "bespreek zelf".
SPOKEN = {
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
