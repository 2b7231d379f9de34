"""Counts over the items of an area. Pure; an item may count under several words of one tally."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.text.folding import fold
from matching.engine.vocabulary import LEVELS
from matching.policy.analysis import MIN_ITEMS, Offer
from matching.policy.areas import Presence
from matching.policy.item_facts import ItemFacts


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of `total` items there are per word; `unknown` items have no word at all."""

    key: str
    title: str
    counts: tuple[Count, ...]
    unknown: int
    total: int

    @property
    def most(self) -> tuple[Count, ...]:
        """The highest counts; empty when there are too few items to speak of most."""
        top = max((count.number for count in self.counts), default=0)
        if self.total < MIN_ITEMS or not top:
            return ()
        return tuple(count for count in self.counts if count.number == top)

    def share(self, number: int) -> int:
        return round(100 * number / self.total) if self.total else 0


def tally(key: str, title: str, words: Iterable[Sequence[str]], order: Sequence[str] = ()) -> Tally:
    """`words` are those of each item; the words of `order` come first, also with a count of zero."""
    found: Counter[str] = Counter()
    unknown = total = 0
    for of_item in words:
        total += 1
        unknown += not of_item
        found.update(set(of_item))
    rest = sorted(set(found) - set(order), key=lambda word: (-found[word], fold(word)))
    return Tally(key, title, tuple(Count(word, found[word]) for word in (*order, *rest)), unknown, total)


def tallies(
    offer: Offer,
    facts: Mapping[str, ItemFacts],
    *,
    levels: Mapping[str, str],
    presences: Mapping[Presence, str],
    recognitions: Sequence[str],
) -> tuple[Tally, ...]:
    """`levels` and `presences` are the words for the levels and for what reach means in the area."""
    described = [facts[one.item.source_ref] for one in offer.present]
    works_on: dict[str, set[str]] = {one.item.source_ref: set() for one in offer.present}
    for row in offer.rows:
        for contribution in row.contributions:
            works_on[contribution.item.source_ref].add(levels[row.barrier.level])

    def of(words: Callable[[ItemFacts], Sequence[str]]) -> list[Sequence[str]]:
        return [words(item) for item in described]

    return (
        tally(
            "niveau", "Niveau", [sorted(found) for found in works_on.values()], [levels[x] for x in LEVELS]
        ),
        tally("doel", "Doel", of(lambda item: item.goals)),
        tally("aanpak", "Aanpak", of(lambda item: item.approaches)),
        tally("doelgroep", "Doelgroep in woorden van de bron", of(lambda item: item.target_groups)),
        tally("soort", "Soort", of(lambda item: (item.kind,))),
        tally("bereik", "Bereik", [(presences[one.presence],) for one in offer.present]),
        tally(
            "erkenning",
            "Erkenning",
            of(lambda item: (item.recognition,) if item.recognition else ()),
            recognitions,
        ),
        tally("stand", "Jaar van de gegevens", of(lambda item: (item.stand,))),
    )
