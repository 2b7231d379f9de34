"""Which items are like this one, and in what: nothing is called similar without a reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from catalogue.documents.fields import Document
from catalogue.item_page import ItemPage
from catalogue.item_page.similarity_index import Comparable, comparable
from catalogue.models import Intervention, InterventionTargetGroup
from catalogue.text.dutch import first_lower, listed
from catalogue.text.folding import fold

MOST = 4
#: So many items that share most barriers are looked at.
LOOKED_AT = 60
#: So many reasons of one sort are named; the others are counted.
NAMED = 3

#: Points. A shared barrier counts a tenth of the lower of both values (5 to 10).
FOR_GROUP, FOR_PLACE, FOR_NATIONAL, FOR_KIND = 3, 3, 2, 1

#: Groups that a condition can name and that say something: gender is on nearly every item.
GROUPS = {
    ("household", "alleenstaande-ouder"): "alleenstaande moeders",
    ("household", "samenwonend-met-kinderen"): "moeders met een partner",
    ("income", "bijstand"): "vrouwen met bijstand",
    ("income", "andere-uitkering"): "vrouwen met een andere uitkering",
    ("income", "niet-uitkeringsgerechtigd"): "vrouwen zonder uitkering",
    ("newcomer", "statushouder"): "statushouders",
    ("newcomer", "gezinsmigrant"): "gezinsmigranten",
    ("newcomer", "andere-nieuwkomer"): "andere nieuwkomers",
    ("circumstances", "geweldservaring"): "vrouwen die geweld meemaakten",
    ("circumstances", "vrouwenopvang"): "vrouwen in de vrouwenopvang",
    ("circumstances", "begeleid-wonen"): "vrouwen die begeleid wonen",
    ("circumstances", "ex-gedetineerd"): "vrouwen die vastzaten",
    ("circumstances", "uitstap-seksindustrie"): "vrouwen die uit de seksindustrie stappen",
    ("circumstances", "zwanger"): "zwangere vrouwen",
    ("wishes", "eigen-bedrijf"): "vrouwen die een eigen bedrijf willen",
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What two items are compared by. `barriers` gives the value (50-100) of each covered barrier."""

    slug: str
    name: str
    kind: str
    barriers: Mapping[str, int]
    groups: frozenset[tuple[str, str]]
    places: frozenset[str]
    national: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """What another item shares; `barriers` with the strongest first, `groups` in the order of GROUPS."""

    other: Traits
    score: int
    barriers: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Similar:
    slug: str
    name: str
    reasons: tuple[str, ...]


def likeness(own: Traits, other: Traits) -> Likeness:
    shared = {
        slug: min(own.barriers[slug], other.barriers[slug]) for slug in own.barriers.keys() & other.barriers
    }
    groups = tuple(group for group in GROUPS if group in own.groups and group in other.groups)
    score = sum(value // 10 for value in shared.values()) + FOR_GROUP * len(groups)
    if own.places & other.places:
        score += FOR_PLACE
    elif own.national and other.national:
        score += FOR_NATIONAL
    if own.kind == other.kind:
        score += FOR_KIND
    return Likeness(other, score, tuple(sorted(shared, key=lambda slug: (-shared[slug], slug))), groups)


def most_alike(own: Traits, others: Iterable[Traits], most: int = MOST) -> list[Likeness]:
    """At most `most` of `others`, each sharing a barrier or a group with `own`.

    The order: 1. more points; 2. more shared barriers; 3. more shared groups; 4. name; 5. slug.
    """
    found = [likeness(own, other) for other in others if other.slug != own.slug]
    found = [one for one in found if one.barriers or one.groups]
    return sorted(found, key=_place)[:most]


def _place(one: Likeness):
    return -one.score, -len(one.barriers), -len(one.groups), fold(one.other.name), one.other.slug


def traits_of(item: Intervention, document: Document) -> Traits:
    """The traits of an item loaded `for_places`, with what its document says."""
    return Traits(
        slug=item.slug,
        name=item.name,
        kind=item.kind,
        barriers={row["barrier"]: row["value"] for row in document["coverage"]},
        groups=groups_of(document["conditions"]),
        places=frozenset(row.region.key for row in item.reach_rows.all()),
        national=bool(item.reach_national),
    )


def groups_of(tree: dict | None) -> frozenset[tuple[str, str]]:
    """The groups that a tree of conditions asks for; what stands under "not" is not asked for."""
    return frozenset(_groups(tree or {}))


def _groups(tree: dict) -> Iterator[tuple[str, str]]:
    for part in tree.get("all") or tree.get("any") or ():
        yield from _groups(part)
    for value in (*tree.get("in", ()), *tree.get("has", ())):
        if (tree["fact"], value) in GROUPS:
            yield tree["fact"], value


def similar_items(page: ItemPage, stamp: str) -> list[Similar]:
    """Published items that are like that of `page`, for the same public, with the reasons.

    What belongs to the item already is left out. One query for an item of which no barrier is known, else
    none; `stamp` is that of the catalogue.
    """
    own, known = traits_of(page.item, page.document), comparable(stamp, groups_of)
    rows = _nearest(page, own, known)
    apart = {one.slug for one in page.related}
    values = {slug: known.values(slug, rows) for slug in own.barriers}
    found = []
    for place, row in enumerate(rows.tolist()):
        slug, name = known.names[row]
        if slug not in apart:
            kind, national, groups = known.facts[known.facts_of[row]]
            barriers = {barrier: each[place] for barrier, each in values.items() if each[place]}
            places = known.places[known.places_of[row]]
            found.append(Traits(slug, name, kind, barriers, groups, places, national))
    labels = {slug: page.terms.barriers[slug].label for slug in own.barriers}
    return [Similar(one.other.slug, one.other.name, reasons(one, labels)) for one in most_alike(own, found)]


def _nearest(page: ItemPage, own: Traits, known: Comparable) -> np.ndarray:
    """The rows of the items for the same public that share most barriers, at most LOOKED_AT.

    Of an item of which no barrier is known, those that share most target groups.
    """
    shared = known.covering(own.barriers)
    if not own.barriers:
        texts = page.document["target_groups"]
        alike = InterventionTargetGroup.objects.filter(target_group__text__in=texts).order_by()
        for key in alike.values_list("intervention", flat=True):
            if (row := known.row(key)) >= 0:
                shared[row] += 1
    shared[known.for_professionals != page.item.for_professionals_only] = 0
    if (mine := known.row(page.item.pk)) >= 0:
        shared[mine] = 0
    nearest = np.argsort(-shared, kind="stable")[:LOOKED_AT]
    return nearest[shared[nearest] > 0]


def reasons(one: Likeness, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The likeness in words: "werkt ook aan: weinig zelfvertrouwen", "ook voor alleenstaande moeders"."""
    found = []
    if one.barriers:
        found.append(f"werkt ook aan: {listed((first_lower(labels[slug]) for slug in one.barriers), NAMED)}")
    if one.groups:
        found.append(f"ook voor {listed((GROUPS[group] for group in one.groups), most=NAMED)}")
    return tuple(found)
