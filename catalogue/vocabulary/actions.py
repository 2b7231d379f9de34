"""Changes of shared words and names, made by an administrator. Each leaves the catalogue version right."""

from collections.abc import Iterable
from itertools import chain, count
from typing import TypeAlias

from django.db import transaction

from catalogue.models import (
    Approach,
    Barrier,
    DerivedRule,
    Goal,
    LocalOverride,
    Organisation,
    SynonymGroup,
    TargetGroup,
)
from catalogue.revisions import version
from catalogue.text.folding import slugify

#: The name of an organisation stands with its items, as a word of the vocabulary does.
EditableWord: TypeAlias = Approach | Barrier | DerivedRule | Goal | Organisation | SynonymGroup | TargetGroup


@transaction.atomic
def save_word(*, word: EditableWord) -> EditableWord:
    """Keeps a new or changed word, also when the files are loaded; what is cached by version is made anew."""
    version.lock()
    for before in type(word).objects.filter(pk=word.pk):
        _own(before)
    if isinstance(word, SynonymGroup) and not word.key:
        word.key = _free_key(word)
    word.save()
    _own(word)
    version.refresh()
    return word


@transaction.atomic
def delete_word(*, word: EditableWord) -> None:
    """Removes a word; ProtectedError when something in the catalogue still uses it."""
    version.lock()
    _own(word)
    word.delete()
    version.refresh()


@transaction.atomic
def drop_overrides(*, words: Iterable[EditableWord]) -> None:
    """Lets the next load of the files bring `words` in line with them again."""
    for word in words:
        LocalOverride.objects.of(type(word)).filter(key=word.word_key).delete()


def _free_key(group: SynonymGroup) -> str:
    """The first word of the group, with a number when another group begins with it."""
    begin = slugify(group.asked[0])[:70] or "groep"
    taken = set(SynonymGroup.objects.filter(key__startswith=begin).values_list("key", flat=True))
    return next(key for key in chain([begin], (f"{begin}-{n}" for n in count(2))) if key not in taken)


def _own(word: EditableWord) -> None:
    """Remembers that `word`, if it is one that the files have or might have, is ours from now on."""
    if not isinstance(word, Organisation | TargetGroup):
        LocalOverride.objects.get_or_create(table=word._meta.model_name, key=word.word_key)
