"""The weights of the score: the rules of `fixtures/matching_weights.json` with the numbers that are in force.

A number is that of its row of `Weight` (edited in the administration), else that of the file.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json
from matching.engine.rules import Rules, rules_from
from matching.engine.weights import FitRule, Weights, within
from matching.models import Weight

FILE = "matching_weights.json"
#: The files of the rules beside the score, by the name that `rules_from` gives them.
RULE_FILES = ("wish_needs", "implications", "slips", "plan_rules", "fixed_lines", "safety")


def weights() -> Weights:
    """The weights in force, in one query; the adapter caches them with the catalogue of their version."""
    table = _in_force()
    sectors = read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]["sectors"]["values"]
    rules = [
        FitRule(row["fact"], value, row["trait"], item_value, row["points"])
        for row in table["fit"]["rules"]
        for value in row["values"]
        for item_value in row["item_values"]
    ]
    rules += [FitRule("sectors", name, "sectors", name, table["fit"]["sector_points"]) for name in sectors]
    factors = table["open"]
    for name in ("conditions", "reach"):
        within(f"open.{name}", factors[name], 50, 100)
    return Weights(
        levels=table["levels"],
        specificity=table["specificity"]["points"],
        specificity_cap=table["specificity"]["cap"],
        fit=tuple(rules),
        fit_cap=table["fit"]["cap"],
        open_conditions=factors["conditions"],
        open_reach=factors["reach"],
    )


def rules() -> Rules:
    """The rules beside the score, as their files have them."""
    return rules_from(**{name: read_json(settings.FIXTURES_DIR / f"{name}.json") for name in RULE_FILES})


def version_rows() -> Iterable[object]:
    """What the catalogue version depends on beside the catalogue: weights, context and its labels.

    The table has the form of the file, so that unedited numbers give the same version.
    """
    yield _in_force()
    yield read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]
    yield read_json(settings.FIXTURES_DIR / "context_labels.json")
    for name in RULE_FILES:
        yield read_json(settings.FIXTURES_DIR / f"{name}.json")


def numbers_of(table: dict[str, Any]) -> dict[str, int]:
    """Every number of the file by its key, in the order of the file."""
    return {key: holder[name] for key, holder, name in _numbers(table)}


def _in_force() -> dict[str, Any]:
    """The table of the file, with the numbers of the rows."""
    table: dict[str, Any] = read_json(settings.FIXTURES_DIR / FILE)
    numbers = dict(Weight.objects.values_list("key", "value"))
    for key, holder, name in _numbers(table):
        holder[name] = numbers.get(key, holder[name])
    return table


def _numbers(table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Of every number its key, the object that holds it, and its name in that object."""
    specificity, fit = table["specificity"], table["fit"]
    for level in table["levels"]:
        yield f"level:{level}", table["levels"], level
    for fact in specificity["points"]:
        yield f"specificity:{fact}", specificity["points"], fact
    yield "specificity-cap", specificity, "cap"
    for rule in fit["rules"]:
        yield f"fit:{rule['fact']}:{'+'.join(map(str, rule['values']))}", rule, "points"
    yield "fit:sectors", fit, "sector_points"
    yield "fit-cap", fit, "cap"
