"""Changes of shared words by an administrator. Each leaves the catalogue version and the search right."""

from collections.abc import Iterable
from itertools import chain, count
from typing import TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from catalogue.models import (
    Approach,
    Barrier,
    DerivedRule,
    Goal,
    Intervention,
    KnowledgeEntry,
    LocalOverride,
    MunicipalityContact,
    SynonymGroup,
    TargetGroup,
)
from catalogue.revisions import version
from catalogue.search import index
from catalogue.text.folding import slugify

EditableWord: TypeAlias = (
    Approach | Barrier | DerivedRule | Goal | KnowledgeEntry | SynonymGroup | TargetGroup
)
#: By what items show a word; rules and synonyms are read when a question is asked.
_SHOWN_THROUGH: dict[type, str] = {
    Approach: "approaches",
    Barrier: "coverage__barrier",
    Goal: "goals",
    TargetGroup: "target_groups",
}


@transaction.atomic
def save_word(*, word: EditableWord) -> EditableWord:
    """Stores a new or changed word, marks it as edited here, and indexes the items that show it anew."""
    version.lock()
    for before in type(word).objects.filter(pk=word.pk):
        _mark_override(before)
    if isinstance(word, SynonymGroup) and not word.key:
        word.key = _free_key(word)
    word.save()
    _mark_override(word)
    index.rewrite(items_showing(word))
    version.refresh()
    return word


@transaction.atomic
def delete_word(*, word: EditableWord) -> None:
    """Removes a word; ProtectedError when something in the catalogue still uses it."""
    version.lock()
    _mark_override(word)
    shown = [item.pk for item in items_showing(word)]
    word.delete()
    index.rewrite(Intervention.objects.filter(pk__in=shown))
    version.refresh()


@transaction.atomic
def drop_overrides(*, words: Iterable[EditableWord]) -> None:
    """Lets the next load of the files bring `words` in line with them again."""
    for word in words:
        LocalOverride.objects.of(type(word)).filter(key=word.word_key).delete()


@transaction.atomic
def save_contact(*, contact: MunicipalityContact) -> MunicipalityContact:
    """Stores the fixed contact of a municipality; its page follows at once."""
    version.lock()
    contact.save()
    version.refresh()
    return contact


@transaction.atomic
def delete_contact(*, contact: MunicipalityContact) -> None:
    version.lock()
    contact.delete()
    version.refresh()


def _free_key(group: SynonymGroup) -> str:
    """The first word of the group, with a number when another group begins with it."""
    begin = slugify(group.asked[0])[:70] or "groep"
    taken = set(SynonymGroup.objects.filter(key__startswith=begin).values_list("key", flat=True))
    return next(key for key in chain([begin], (f"{begin}-{n}" for n in count(2))) if key not in taken)


def items_showing(word: EditableWord) -> QuerySet[Intervention]:
    """The items whose pages, and so their entries in the search, hold the text of `word`."""
    through = _SHOWN_THROUGH.get(type(word))
    return Intervention.objects.filter(**{through: word}) if through else Intervention.objects.none()


def _mark_override(word: EditableWord) -> None:
    """Stores that `word` is edited or removed here, if it is of a kind that the files have."""
    if not isinstance(word, TargetGroup):
        LocalOverride.objects.get_or_create(table=word._meta.model_name, key=word.word_key)
