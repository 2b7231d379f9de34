"""The words that pages of the catalogue share: barriers, what makes them plausible, names of the sources.

There are some seventy barriers and a handful of sources.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.models import Barrier, DerivedRule, Source
from catalogue.rendering.per_version import per_version


@dataclass(frozen=True, slots=True)
class SharedVocabulary:
    """`barriers` by slug in the order of the screen; `rules` by (kind, word) the slugs it makes plausible."""

    barriers: Mapping[str, Barrier]
    per_level: Mapping[str, int]
    rules: Mapping[tuple[str, str], frozenset[str]]
    sources: Mapping[str, str]

    def plausible(self, goals: Iterable[str], approaches: Iterable[str]) -> list[Barrier]:
        """The barriers that follow from slugs of goals and approaches by the derived table."""
        words = [(DerivedRule.Kind.GOAL.value, slug) for slug in goals]
        words += [(DerivedRule.Kind.APPROACH.value, slug) for slug in approaches]
        found = frozenset().union(*(self.rules.get(word, ()) for word in words))
        return [barrier for slug, barrier in self.barriers.items() if slug in found]


@per_version()
def shared_vocabulary(stamp: str) -> SharedVocabulary:
    """The words as they are at `stamp` (CatalogueState.stamp); three queries the first time."""
    barriers = {barrier.slug: barrier for barrier in Barrier.objects.all()}
    rules: dict[tuple[str, str], set[str]] = {}
    for kind, word, slug in DerivedRule.objects.order_by().values_list("kind", "word", "barrier__slug"):
        rules.setdefault((kind, word), set()).add(slug)
    return SharedVocabulary(
        barriers,
        Counter(barrier.level for barrier in barriers.values()),
        {word: frozenset(slugs) for word, slugs in rules.items()},
        {source.key: source.short for source in Source.objects.all()},
    )
