"""The key of a traject that was not saved yet: made with the page, so that posting twice makes one draft."""

import re

from catalogue.models import Organisation, Revision

KEY = "key"
_KEY = re.compile(r"[0-9a-f]{12}")


def is_key(text: str, organisation: Organisation) -> bool:
    """Whether `text` may start a draft of `organisation`, or already did."""
    if not _KEY.fullmatch(text):
        return False
    used = Revision.objects.filter(source_ref=source_ref_of(text))
    return not used.exclude(organisation=organisation, status__in=Revision.OPEN).exists()


def source_ref_of(key: str) -> str:
    return f"opgave-{key}"
