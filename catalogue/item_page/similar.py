"""Which items are like this one, and in what: nothing is called similar without a barrier that both cover."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Sum
from django.db.models.functions import Least

from catalogue.item_page import ItemPage
from catalogue.models import Coverage, Intervention, Reach
from catalogue.text.dutch import first_lower, listed

MOST = 4
#: So many items that share most in barriers are weighed by groups, place and kind too.
WEIGHED = 60
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
class SimilarItem:
    slug: str
    name: str
    reasons: tuple[str, ...]


def similar_items(page: ItemPage) -> list[SimilarItem]:
    """At most MOST published items for the same public that share a barrier with that of `page`; two queries.

    The order: 1. more points; 2. more shared barriers; 3. more shared groups; 4. name; 5. slug. What belongs
    to the item already is left out.
    """
    own_groups = groups_of(page.document["conditions"])
    near = []
    for item in _sharing_barriers(page):
        groups = [name for group, name in GROUPS.items() if group in own_groups & groups_of(item.conditions)]
        points = item.points + FOR_GROUP * len(groups) + FOR_KIND * (item.kind == page.item.kind)
        if item.shares_place:
            points += FOR_PLACE
        elif item.reach_national and page.item.reach_national:
            points += FOR_NATIONAL
        near.append(((-points, -item.shared, -len(groups), item.sort_name, item.slug), item, groups))
    best = [(item, groups) for _, item, groups in sorted(near, key=lambda one: one[0])[:MOST]]
    labels = _shared_labels(page, [item for item, _ in best])
    return [SimilarItem(item.slug, item.name, reasons(labels[item.pk], groups)) for item, groups in best]


def _sharing_barriers(page: ItemPage):
    """The items that share most in barriers, each with `points` and how many barriers are `shared`."""
    regions = [row.region_id for row in page.item.reach_rows.all()]
    same_place = Reach.objects.filter(intervention=OuterRef("pk"), region__in=regions)
    items = Intervention.objects.published().marking_professionals()
    return (
        items.filter(
            for_professionals_only=page.item.for_professionals_only,
            coverage__barrier__coverage__intervention=page.item.pk,
        )
        .exclude(slug__in=[page.item.slug, *(one.slug for one in page.related)])
        .annotate(
            points=Sum(Least("coverage__value", "coverage__barrier__coverage__value") / 10),
            shared=Count("coverage"),
            shares_place=Exists(same_place),
        )
        .order_by("-points", "-shared", "sort_name", "slug")[:WEIGHED]
    )


def _shared_labels(page: ItemPage, items: list[Intervention]) -> dict[int, list[str]]:
    """Per item the labels of the barriers it shares, the strongest first."""
    rows = Coverage.objects.filter(intervention__in=items, barrier__coverage__intervention=page.item.pk)
    lower = Least("value", "barrier__coverage__value")
    rows = rows.annotate(lower=lower).order_by("-lower", "barrier__slug")
    labels: dict[int, list[str]] = {item.pk: [] for item in items}
    for key, label in rows.values_list("intervention", "barrier__label"):
        labels[key].append(label)
    return labels


def groups_of(tree: dict | None) -> frozenset[tuple[str, str]]:
    """The GROUPS that a tree of conditions asks for; what stands under "not" is not asked for."""
    return frozenset(_groups(tree or {}))


def _groups(tree: dict) -> Iterator[tuple[str, str]]:
    for part in tree.get("all") or tree.get("any") or ():
        yield from _groups(part)
    for value in (*tree.get("in", ()), *tree.get("has", ())):
        if (tree["fact"], value) in GROUPS:
            yield tree["fact"], value


def reasons(barriers: list[str], groups: list[str]) -> tuple[str, ...]:
    """The likeness in words: "werkt ook aan: weinig zelfvertrouwen", "ook voor alleenstaande moeders"."""
    found = f"werkt ook aan: {listed(map(first_lower, barriers), NAMED)}"
    return (found, f"ook voor {listed(groups, NAMED)}") if groups else (found,)
