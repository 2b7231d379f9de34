"""The weights of the score, read from `fixtures/matching_weights.json`; part of the catalogue version."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings

from catalogue.reference import read_json
from matching.engine.vocabulary import FitRule, Weights


@cache
def weights() -> Weights:
    table = read_json(settings.FIXTURES_DIR / "matching_weights.json")
    sectors = read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]["sectors"]["values"]
    rules = [
        FitRule(row["fact"], value, row["trait"], item_value, row["points"])
        for row in table["fit"]["rules"]
        for value in row["values"]
        for item_value in row["item_values"]
    ]
    rules += [FitRule("sectors", name, "sectors", name, table["fit"]["sector_points"]) for name in sectors]
    return Weights(
        levels=table["levels"],
        specificity=table["specificity"]["points"],
        specificity_cap=table["specificity"]["cap"],
        fit=tuple(rules),
        fit_cap=table["fit"]["cap"],
    )


def version_rows() -> Iterable[object]:
    """What of the weights an answer depends on, for the catalogue version."""
    yield read_json(settings.FIXTURES_DIR / "matching_weights.json")
    yield read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]
    yield read_json(settings.FIXTURES_DIR / "context_labels.json")
