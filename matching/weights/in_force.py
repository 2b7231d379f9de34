"""The weights of the score: the rules of `fixtures/matching_weights.json` with the numbers that are in force.

A number is that of its row of `Weight`, a table that of its row of `RuleTable` (both edited in the
administration), else that of the file.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json
from matching.engine.rules import Rules, rules_from
from matching.engine.weights import FitRule, Weights, within
from matching.models import RuleTable, Weight

FILE = "matching_weights.json"
#: The tables of rules beside the score that are edited in the administration, by the name that `rules_from`
#: and their file have; and the file that is not: the fixed text about safety.
TABLES = ("wish_needs", "implications", "slips", "plan_rules", "fixed_lines")
SAFETY = "safety"


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
    """The rules beside the score in force, in one query."""
    return rules_from(**tables())


def tables() -> dict[str, Any]:
    """Every table by its name: that of its row, else that of the file."""
    rows = {name: json.loads(text) for name, text in RuleTable.objects.values_list("key", "text")}
    return {name: rows[name] if name in rows else file_table(name) for name in (*TABLES, SAFETY)}


def file_table(name: str) -> Any:
    return read_json(settings.FIXTURES_DIR / f"{name}.json")


def version_rows() -> Iterable[object]:
    """What the catalogue version depends on beside the catalogue: weights, context and its labels.

    The table has the form of the file, so that unedited numbers give the same version.
    """
    yield _in_force()
    yield read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]
    yield read_json(settings.FIXTURES_DIR / "context_labels.json")
    yield from tables().values()


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
