"""The one entry to the engine for views, command line and Python callers."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.engine.changes import ProfileChange, changes
from matching.engine.items import Catalogue
from matching.engine.matching import MatchResult, match
from matching.engine.plan import Plan, plan
from matching.engine.profile import Profile
from matching.engine.robustness import Robustness, robustness


@dataclass(frozen=True, slots=True)
class MatchAnswer:
    """The ranking with plan, robustness and changes; the mappings are by source_ref."""

    result: MatchResult
    plan: Plan
    robustness: Mapping[str, Robustness]
    changes: Mapping[str, tuple[ProfileChange, ...]]


def answer(profile: Profile, catalogue: Catalogue) -> MatchAnswer:
    """The whole answer for `profile`; raises ProfileRefused when no barrier counts."""
    result = match(profile, catalogue)
    return MatchAnswer(
        result=result,
        plan=plan(result, catalogue.vocabulary, catalogue.weights),
        robustness=robustness(result, catalogue),
        changes=changes(result, catalogue),
    )
