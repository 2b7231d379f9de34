"""Which item comes first when one fact is another, without ranking again what that fact does not touch."""

from dataclasses import replace
from typing import Any

import numpy as np

from matching.engine.items import Catalogue
from matching.engine.profile import Profile
from matching.engine.scoring import Scores, cover_of, fitting_of, is_offered, met_of, specific_of


def top_item_if(fact: str, value: Any, found: Scores, profile: Profile, catalogue: Catalogue) -> int | None:
    """The column of the first of the offered when `fact` is `value`; None when nothing is offered.

    `found` is the whole order for `profile` as it is.
    """
    depends = catalogue.depends[fact]
    other = replace(profile, facts={**profile.facts, fact: value})
    met, specific, fitting = found.met.copy(), found.specific.copy(), found.fitting.copy()
    trees, traits = depends.trees, depends.traits
    met[trees] = met_of([catalogue.required[tree] for tree in trees], other, catalogue)
    specific[trees] = specific_of([catalogue.specific[tree] for tree in trees], other, catalogue)
    if traits:
        fitting[traits] = fitting_of([catalogue.traits[one] for one in traits], other, catalogue)
    untouched = found.order[~depends.touched[found.order]]
    rest = int(untouched[0]) if len(untouched) else None

    columns = depends.columns
    cover = (cover_of(found.need, other, catalogue) if depends.coverage else found.cover)[columns]
    tree_of, traits_of = catalogue.tree_of[columns], catalogue.traits_of[columns]
    verdicts = np.maximum(met[tree_of], found.reached[columns])
    offered = np.flatnonzero(is_offered(verdicts) & catalogue.audiences[profile.audience][columns])
    if not len(offered):
        return rest
    score = (cover * (100 + specific[tree_of] + fitting[traits_of]))[offered]
    best = offered[np.lexsort((catalogue.tiebreak[columns[offered]], -score))[0]]
    column, points = int(columns[best]), int(score.max())
    if rest is None:
        return column
    ahead = (-points, catalogue.tiebreak[column]) < (-found.score[rest], catalogue.tiebreak[rest])
    return column if ahead else rest
