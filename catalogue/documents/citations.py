"""Source notes of one page: which claim is backed by which numbered note, and the way back."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_NOT_IN_ANCHOR = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """Something the page says: `key` finds it, `label` names it in the note's way back."""

    key: str
    label: str

    @property
    def mark(self) -> str:
        """The id of the place in the text where it is cited."""
        return Notes.mark(self.key)


@dataclass(frozen=True, slots=True)
class Cite:
    """One place in one source, as printed."""

    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    cite: Cite
    statements: tuple[CitedStatement, ...]

    @property
    def anchor(self) -> str:
        return f"bron-{self.number}"


class Notes:
    """Notes numbered in the order in which a reader meets them.

    `cited` gives the claims in the order of the page, each with the places that back it. A place that backs
    several claims is one note; the same claim and place given twice count once.
    """

    def __init__(self, cited: Iterable[tuple[CitedStatement, Iterable[Cite]]]):
        backs: dict[Cite, dict[str, CitedStatement]] = {}
        self._by_claim: dict[str, dict[Cite, None]] = {}
        for claim, cites in cited:
            for cite in cites:
                backs.setdefault(cite, {}).setdefault(claim.key, claim)
                self._by_claim.setdefault(claim.key, {})[cite] = None
        self.all = [
            Note(number, cite, tuple(claims.values()))
            for number, (cite, claims) in enumerate(backs.items(), 1)
        ]
        self._notes = {note.cite: note for note in self.all}

    def of(self, claim: str) -> list[Note]:
        """The notes of one claim, by number; empty when the page has no source for it."""
        notes = [self._notes[cite] for cite in self._by_claim.get(claim, ())]
        return sorted(notes, key=lambda note: note.number)

    def note(self, cite: Cite) -> Note:
        return self._notes[cite]

    @staticmethod
    def mark(claim: str) -> str:
        """The id of the place in the text where `claim` is cited."""
        return "bij-" + _NOT_IN_ANCHOR.sub("-", claim.lower()).strip("-")

    def __iter__(self):
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def cites_text(cites: Iterable[tuple[str, str]], sources: Mapping[str, str]) -> str:
    """ "Re-integratie van vrouwen … (2020), Bijlage 2 nr 14; §5.1": each source once, with its places."""
    places: dict[str, list[str]] = {}
    for source, place in cites:
        places.setdefault(source, []).append(place)
    return "; ".join(f"{sources.get(key, key)}, {' en '.join(found)}" for key, found in places.items())
