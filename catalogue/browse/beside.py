"""What the site knows beside items: barriers, tools, practices, organisations, names that were not chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.urls import reverse

from catalogue.knowledge.reading import Kind, knowledge
from catalogue.models import Barrier
from catalogue.rendering.per_version import per_version
from catalogue.search.query import STEMMED, Query, Unit
from catalogue.search.stemming import forms_of
from catalogue.search.vocabulary import barrier_words

#: Per kind how many at most.
MOST = {"belemmering": 3, "gereedschap": 2, "voorbeeld": 2, "organisatie": 2, "groslijst": 2}
_NAME, _WORDS, _TEXT = 10, 8, 2
#: The list of names of the research, and what of an entry is found: its name, and other texts.
_LISTS = {
    Kind.RESOURCE: ("gereedschap", "resource-list", "title", ("about",)),
    Kind.EXAMPLE: ("voorbeeld", "example-list", "title", ("who", "what", "lesson")),
    Kind.ORGANISATION: ("organisatie", "organisation-list", "name", ()),
    Kind.LONGLIST: ("groslijst", "longlist", "name", ()),
}


@dataclass(frozen=True)
class Beside:
    """A page, or an entry of one; `match` when a match can begin with it, `chosen` for a name
    that is in the catalogue, `weights` what its forms weigh."""

    kind: str
    slug: str
    title: str
    url: str
    match: bool
    chosen: bool
    weights: dict[str, int]


def beside(query: Query, stamp: str) -> list[Beside]:
    """Per kind the entries that have most of what is asked, most points first."""
    telling = [unit for unit in query.units if not unit.soft] or query.units
    entries = _entries(stamp)
    table = np.array([[_points(unit, entry) for unit in telling] for entry in entries]).reshape(
        len(entries), -1
    )
    held = np.maximum(np.count_nonzero(table, axis=0), 1)
    met, points = np.count_nonzero(table, axis=1), (table * 1000 // held).sum(axis=1)
    order = sorted(np.flatnonzero(met), key=lambda row: (-met[row], -points[row], row))
    scored = [entries[row] for row in order]
    most = dict(MOST)
    found = []
    for entry in scored:
        most[entry.kind] -= 1
        found += [entry] if most[entry.kind] >= 0 else []
    return sorted(found, key=lambda entry: list(MOST).index(entry.kind))


def _points(unit: Unit, entry: Beside) -> int:
    """What `entry` has of `unit`: a barrier by synonyms too, other entries by its own words only."""
    least = 0 if entry.kind == "belemmering" else STEMMED
    forms = (pair for way in unit.ways for slot in way for pair in slot.items())
    return max((worth * entry.weights.get(form, 0) for form, worth in forms if worth >= least), default=0)


@per_version()
def _entries(stamp: str) -> list[Beside]:
    return [*_barriers(), *_knowledge(stamp)]


def _barriers() -> Iterator[Beside]:
    for barrier in Barrier.objects.all():
        texts = {_NAME: barrier.label, _WORDS: barrier_words().get(barrier.slug, ""), _TEXT: barrier.help}
        match = not (barrier.sensitive or barrier.own_side)
        url = reverse("barrier-detail", args=[barrier.slug])
        yield Beside("belemmering", barrier.slug, barrier.label, url, match, False, _weights(texts))


def _knowledge(stamp: str) -> Iterator[Beside]:
    known = knowledge(stamp)
    for kind, (name, page, title, others) in _LISTS.items():
        for entry in known.all(kind):
            if entry[title]:
                chosen = bool(entry.get("in_catalogue"))
                slug = entry.get("slug") or str(entry["number"])
                texts = {_NAME: entry[title], _TEXT: " ".join(entry[one] or "" for one in others)}
                yield Beside(
                    name, slug, entry[title], f"{reverse(page)}#{slug}", False, chosen, _weights(texts)
                )


def _weights(texts: dict[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for weight, text in texts.items():
        for form in forms_of(text):
            found[form] = max(found.get(form, 0), weight)
    return found
