"""The offer at a glance: how many items there are, on which levels they work, how current they are."""

from functools import cached_property

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from catalogue.item_page.levels import LevelBar
from catalogue.models import Coverage, Level


class Overview:
    """Counts over `items`, a queryset; two queries, made when first asked for."""

    def __init__(self, items):
        self._items = items

    @cached_property
    def _counts(self) -> dict:
        return self._items.aggregate(
            total=Count("pk"),
            verified=Count("pk", filter=Q(verified_on__isnull=False)),
            unknown=Count("pk", filter=~Exists(Coverage.objects.filter(intervention=OuterRef("pk")))),
            oldest=Min("stand"),
            newest=Max("stand"),
        )

    @property
    def total(self) -> int:
        return self._counts["total"]

    @property
    def verified(self) -> int:
        return self._counts["verified"]

    @property
    def unknown(self) -> int:
        """How many items nobody has said of what they work on."""
        return self._counts["unknown"]

    @property
    def years(self) -> str:
        """The years that the statements date from: "2020" or "2018 tot en met 2024"; empty without items."""
        oldest, newest = self._counts["oldest"], self._counts["newest"]
        if not oldest:
            return ""
        return oldest if oldest == newest else f"{oldest} tot en met {newest}"

    @cached_property
    def levels(self) -> list[LevelBar]:
        """Per level the number of items that work on it; empty while nothing is known of any item."""
        rows = (
            Coverage.objects.filter(intervention__in=self._items.values("pk"))
            .order_by()
            .values_list("barrier__level")
            .annotate(Count("intervention", distinct=True))
        )
        counts = dict(rows)
        if not counts:
            return []
        return [
            LevelBar(level, label, round(100 * counts.get(level, 0) / self.total), str(counts.get(level, 0)))
            for level, label in Level.choices
        ]
