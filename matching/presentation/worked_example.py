"""The worked example of the explanation page, computed from the weights and catalogue in force."""

from typing import Any

from django.utils import timezone

from catalogue.models import DerivedRule, Level
from matching.engine.calculation import wish_label
from matching.engine.items import Catalogue
from matching.engine.matching import match
from matching.engine.profile import parse
from matching.engine.weights import FULL_LIFT
from matching.wording import BASIS_WORDS, EVERY_SECTOR, SEVERITY_WORDS, value_words

#: A single mother in Groningen with a child of one year.
PROFILE: dict[str, Any] = {
    "audience": "client",
    "barriers": {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 2},
    "context": {
        "gender": "vrouw",
        "age": 28,
        "municipality": "Groningen",
        "household": "alleenstaande-ouder",
        "youngest_child_age": 1,
        "income": "bijstand",
        "wishes": ["betaald-werk"],
    },
}


def worked_example(catalogue: Catalogue) -> dict[str, Any]:
    """The template's context: the tables and, when the catalogue is filled, the example with every step."""
    vocabulary, weights = catalogue.vocabulary, catalogue.weights
    context: dict[str, Any] = {
        "catalogue_version": catalogue.version,
        "levels": [(level, level.label, weights.levels[level]) for level in Level],
        "severities": SEVERITY_WORDS.items(),
        "specificity": [
            (vocabulary.context[fact].label, points) for fact, points in weights.specificity.items()
        ],
        "specificity_cap": weights.specificity_cap,
        "wishes": [
            (wish_label(need.wish, vocabulary.context), need.share) for need in catalogue.rules.wishes.needs
        ],
        "secondary": catalogue.rules.wishes.secondary,
        "open": {"conditions": 100 - weights.open_conditions, "reach": 100 - weights.open_reach},
        "fit": _fit_rows(catalogue),
        "fit_cap": weights.fit_cap,
        "derived": DerivedRule.objects.select_related("barrier"),
        "item_count": len(catalogue.items),
        "example": None,
    }
    if catalogue.items:
        context["example"] = _example(catalogue)
    return context


def _example(catalogue: Catalogue) -> dict[str, Any] | None:
    """None when nothing in the catalogue fits her."""
    vocabulary = catalogue.vocabulary
    profile = parse(PROFILE, vocabulary)
    result = match(profile, catalogue, timezone.localdate())
    if not result.leading:
        return None
    first = result.leading[0]
    need = result.scores.need
    rows: list[dict[str, Any]] = [
        {
            "label": line.label,
            "weight": line.weight,
            "coverage": line.half_percent // 2,
            "product": line.weight * line.half_percent // 2,
            "basis": BASIS_WORDS[line.basis],
        }
        for line in first.lines
        if line.kind == "barrier"
    ]
    bonuses = [line for line in first.lines if line.kind in ("specificity", "fit")]
    total = sum(row["product"] for row in rows)
    bonus = 100 + sum(line.percent for line in bonuses)
    return {
        "facts": [
            (vocabulary.context[name].label, value_words(value, vocabulary.context[name].value_labels))
            for name, value in profile.facts.items()
        ],
        "place": profile.place,
        "barriers": [
            (vocabulary.barriers[slug].label, severity, SEVERITY_WORDS[severity])
            for slug, severity in profile.barriers
        ],
        "need": need.total,
        "first": first,
        "rows": rows,
        "total": total,
        "share": total / need.total,
        "bonuses": bonuses,
        "bonus": bonus,
        "exact": total / need.total * bonus / FULL_LIFT,
        "next": result.leading[1:],
    }


def _fit_rows(catalogue: Catalogue) -> list[tuple[str, str, str, int]]:
    """Fact, its value, what the item must have, points; the sector rules are all alike and become one row."""
    context = catalogue.vocabulary.context
    rows = [
        (context[rule.fact].label, value_words(rule.value, context[rule.fact].value_labels),
         rule.item_value.replace("-", " "), rule.points)
        for rule in catalogue.weights.fit
        if rule.fact != "sectors"
    ]  # fmt: skip
    sector = next((rule.points for rule in catalogue.weights.fit if rule.fact == "sectors"), None)
    if sector is not None:
        rows.append((context["sectors"].label, EVERY_SECTOR, "dezelfde sector", sector))
    return rows
