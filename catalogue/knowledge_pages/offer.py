"""What there is for a barrier, and in a municipality."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from catalogue.models import Barrier, Coverage, Intervention, Level, Region
from catalogue.text.folding import slugify


@dataclass(frozen=True, slots=True)
class NearbyOffer:
    """The items that work on a barrier: `here` reach the municipality, or may; `elsewhere` do not."""

    here: tuple[Intervention, ...]
    elsewhere: tuple[Intervention, ...]

    @property
    def total(self) -> int:
        return len(self.here) + len(self.elsewhere)


def offer_for(barrier: Barrier, items, municipality: Region | None) -> NearbyOffer:
    """`items`: a QuerySet of what the visitor may see. Without a municipality all of it is `here`."""
    found = (
        items.filter(coverage__barrier=barrier).distinct().for_places().order_by("sort_name", "source_ref")
    )
    if not municipality:
        return NearbyOffer(tuple(found), ())
    near = set(items.within_reach(municipality).values_list("pk", flat=True))
    rows = list(found)
    return NearbyOffer(
        tuple(item for item in rows if item.pk in near), tuple(item for item in rows if item.pk not in near)
    )


def barriers_with_counts(items) -> list[tuple[str, str, list[Barrier]]]:
    """Per level its key, its name and its barriers, each with `items`: how many of `items` work on it."""
    working = Count("coverage__intervention", filter=Q(coverage__intervention__in=items), distinct=True)
    barriers = list(Barrier.objects.annotate(items=working))
    shown = [barrier for barrier in barriers if not barrier.only_by_search]
    return [(level, label, [one for one in shown if one.level == level]) for level, label in Level.choices]


def without_offer(items, municipality: Region) -> list[Barrier]:
    """The barriers of a client that no item in reach of `municipality` works on."""
    near = items.within_reach(municipality)
    covered = Coverage.objects.filter(intervention__in=near).values("barrier")
    return list(Barrier.objects.filter(own_side=False, only_by_search=False).exclude(pk__in=covered))


def own_items(items, municipality: Region) -> Iterable[Intervention]:
    """What names the municipality itself, by name of the item."""
    named = items.filter(reach_rows__region=municipality).distinct()
    return named.for_places().order_by("sort_name", "source_ref")


def municipality_at(slug: str) -> Region | None:
    """The municipality whose name makes `slug`; where two share it, the code stands behind it."""
    for region in Region.objects.municipalities():
        if slug in (
            slugify(region.short_name),
            slugify(region.name),
            f"{slugify(region.short_name)}-{region.code.lower()}",
        ):
            return region
    return None
