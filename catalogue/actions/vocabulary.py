"""Changes of shared words and names, made by an administrator. Each leaves the catalogue version right."""

from typing import TypeAlias

from django.db import transaction

from catalogue import version
from catalogue.models import Approach, Barrier, Goal, Organisation, SynonymGroup, TargetGroup

#: The name of an organisation stands with its items, as a word of the vocabulary does.
Word: TypeAlias = Approach | Barrier | Goal | Organisation | SynonymGroup | TargetGroup


@transaction.atomic
def save_word(*, word: Word) -> Word:
    """Keeps a new or changed word; what is cached by version is made anew."""
    version.lock()
    word.save()
    version.refresh()
    return word


@transaction.atomic
def delete_word(*, word: Word) -> None:
    """Removes a word; ProtectedError when something in the catalogue still uses it."""
    version.lock()
    word.delete()
    version.refresh()
