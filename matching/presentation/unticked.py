"""The barriers that were just unticked beside the answer, so that they can be ticked again."""

from dataclasses import replace

from matching.profile.choices import BarrierChoice
from matching.profile.forms import SEVERITY, ProfileForm
from matching.wording import SEVERITY_WORDS

#: POST field with the barriers that were ticked on the page that posted.
PREVIOUS = "eerder"


def unticked_choices(form: ProfileForm) -> list[BarrierChoice]:
    """The barriers that were ticked on the previous page and no longer are, with their severity of then."""
    previous = set(form.data.getlist(PREVIOUS))
    return [
        replace(choice, severity=_severity(form, choice))
        for level in form.levels
        for choice in level.choices
        if choice.barrier.slug in previous and not choice.ticked
    ]


def _severity(form: ProfileForm, choice: BarrierChoice) -> int:
    """The posted severity; the default one when that is no severity."""
    text = form.data.get(f"{SEVERITY}{choice.barrier.slug}", "")
    return int(text) if text in {str(value) for value in SEVERITY_WORDS} else choice.severity
