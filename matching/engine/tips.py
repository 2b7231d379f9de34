"""Tips for the talk, made safe: partner and family are left out of them where that may harm her."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.engine.profile import Profile
from matching.engine.rules import SafetyRules, holds
from matching.engine.vocabulary import MatchingVocabulary


@dataclass(frozen=True, slots=True)
class Tip:
    """One tip or working element; `involves_partner` when it brings in partner or family."""

    text: str
    involves_partner: bool = False


def partner_left_out(profile: Profile, vocabulary: MatchingVocabulary, safety: SafetyRules) -> bool:
    """Whether violence is stated, or she is dependent on her partner."""
    slugs = [slug for slug, _ in profile.barriers]
    return holds(safety.when, profile.facts, slugs, vocabulary.context)


def safe_tips(tips: Sequence[Tip], *, left_out: bool, safety: SafetyRules) -> tuple[Tip, ...]:
    """`tips` as they are, or with one safe sentence first in the place of all that bring in partner or
    family.
    """
    if not left_out:
        return tuple(tips)
    kept = [tip for tip in tips if not tip.involves_partner]
    return (Tip(safety.instead), *kept) if len(kept) < len(tips) else tuple(tips)
