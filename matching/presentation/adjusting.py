"""What the answer offers to adjust: also what was ticked a moment ago, so that it can be put back."""

from dataclasses import replace

from matching.profile.choices import BarrierChoice
from matching.profile.forms import SEVERITY, ProfileForm
from matching.wording import SEVERITY_WORDS

#: Names the barriers that stood on the page that was posted.
BEFORE = "eerder"


def taken_away(form: ProfileForm) -> list[BarrierChoice]:
    """The barriers that stood on the page before and are ticked no more, as heavy as they were."""
    before = set(form.data.getlist(BEFORE))
    return [
        replace(choice, severity=_severity(form, choice))
        for level in form.levels
        for choice in level.choices
        if choice.barrier.slug in before and not choice.ticked
    ]


def _severity(form: ProfileForm, choice: BarrierChoice) -> int:
    """How heavy it was; a number that is none gives the one it starts with."""
    text = form.data.get(f"{SEVERITY}{choice.barrier.slug}", "")
    return int(text) if text in {str(value) for value in SEVERITY_WORDS} else choice.severity
