"""The order of what was found. Whole numbers only, so that every database gives the same.

1. Most points first. An item gets per unit of the question the points of the best way to say it: the sum,
   over the words of that way, of the best of (what a form counts for that word × the weights of the fields in
   which the item has that form).
2. Then by name without case and accents.
3. Then by source_ref.
"""

from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db.models import Case, F, IntegerField, Max, Min, Value, When
from django.db.models.functions import Greatest, Least

from catalogue.models import Intervention
from catalogue.models.interventions import plain_order
from catalogue.models.search import Posting
from catalogue.search.query import Query, Slot, Unit


@dataclass(frozen=True)
class Ranked:
    """Those of `items` that answer `query`, in order of relevance, as `shown` reads them."""

    query: Query
    items: object
    shown: object

    def __getitem__(self, part: slice) -> list[Intervention]:
        keys = [key for key, _ in self.scored()[part]]
        found = {item.pk: item for item in self.shown.filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]

    def scored(self):
        """The keys of the items and their points, best first, as a queryset that can be sliced.

        It asks the postings what the full-text index was asked for the counts; a test holds both together.
        """
        units = [_Points.of_unit(unit) for unit in self.query.units]
        rows = Posting.objects.filter(form__in=self.query.forms, intervention__in=self.items.values("pk"))
        scored = rows.values("intervention_id").annotate(points=reduce(add, (unit.sum for unit in units)))
        if not self.query.any_of_them:
            scored = scored.annotate(met=_function(Least, [unit.least for unit in units])).filter(met__gt=0)
        scored = scored.annotate(
            by_name=Min("intervention__sort_name"), by_ref=Min("intervention__source_ref")
        )
        scored = scored.order_by("-points", plain_order("by_name"), plain_order("by_ref"))
        return scored.values_list("intervention_id", "points")


@dataclass(frozen=True)
class _Points:
    """Of something that is asked: its points, and a number that is over zero when an item has all of it."""

    sum: object
    least: object

    @classmethod
    def of_unit(cls, unit: Unit) -> "_Points":
        ways = [cls.of_way(way) for way in unit.ways]
        return cls(
            _function(Greatest, [way.sum for way in ways]), _function(Greatest, [way.least for way in ways])
        )

    @classmethod
    def of_way(cls, way: tuple[Slot, ...]) -> "_Points":
        slots = [_slot(slot) for slot in way]
        return cls(reduce(add, slots), _function(Least, slots))


def _function(function, values: list):
    """`function` of the values, which takes two or more."""
    return function(*values) if len(values) > 1 else values[0]


def _slot(slot: Slot):
    """The points of one word: of its forms that an item has, the best."""
    worths = sorted(set(slot.values()), reverse=True)
    whens = [
        When(form__in=sorted(form for form in slot if slot[form] == worth), then=F("weight") * Value(worth))
        for worth in worths
    ]
    return Max(Case(*whens, default=Value(0), output_field=IntegerField()))
