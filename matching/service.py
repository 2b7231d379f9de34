"""The one entry to the engine for views, command line and Python callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from catalogue.text.deadline import STEP, within
from matching.engine.changes import ProfileChange, changes
from matching.engine.items import Catalogue
from matching.engine.matching import MatchResult, match
from matching.engine.plan import Plan, plan
from matching.engine.profile import Profile
from matching.engine.questions import NextQuestion, next_question
from matching.engine.robustness import Robustness, robustness


@dataclass(frozen=True)
class MatchAnswer:
    """The ranking with everything beside it; the mappings are by source_ref. What is costly is lazy."""

    result: MatchResult
    plan: Plan
    changes: Mapping[str, tuple[ProfileChange, ...]]
    next_question: NextQuestion | None
    catalogue: Catalogue

    @cached_property
    def robustness(self) -> Mapping[str, Robustness]:
        """How sure the order is; worked out when it is asked for."""
        return robustness(self.result, self.catalogue)


def answer(profile: Profile, catalogue: Catalogue, day: date | None = None) -> MatchAnswer:
    """The whole answer for `profile` on `day`, today when it is left out.

    Raises TookTooLongError when it takes more than STEP seconds.
    """
    with within(STEP):
        result = match(profile, catalogue, day or timezone.localdate())
        return MatchAnswer(
            result=result,
            plan=plan(result, catalogue),
            changes=changes(result, catalogue),
            next_question=next_question(result, catalogue),
            catalogue=catalogue,
        )
