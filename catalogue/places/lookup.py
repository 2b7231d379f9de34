"""The one lookup from what a person types to a municipality, for every field, address and command.

A CBS code and a full official name, of now or of before, are one municipality. Any other name may be several:
a short name without the suffix that tells it from another ("Bergen"), a woonplaats, a neighbourhood that the
catalogue names. When it is several the answer is a question with the options; when it is none, suggestions.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from catalogue.models import CatalogueState, PlaceName, Region
from catalogue.rendering.per_version import per_version
from catalogue.text.dutch import listed
from catalogue.text.folding import fold

#: So many suggestions at most.
MOST = 5
#: What people leave out: the suffix of a name that recurs, in brackets or not.
SUFFIX = re.compile(r"\s(?:\((?:NH|L|O|Z|ZH|NB|Gld)\.?\)|(?:NH|L|Gn|Gld|NB|AC|Ut))$", re.IGNORECASE)
GEMEENTE = re.compile(r"^(?:de )?(?:gemeente|gem) (?=\S)")
POSTCODE = re.compile(r"\d{4} ?(?:[a-z]{2})?")
#: Public bodies outside the European Netherlands, as folded words.
CARIBBEAN = {
    "bonaire": "Bonaire",
    "sint eustatius": "Sint Eustatius",
    "st eustatius": "Sint Eustatius",
    "statia": "Sint Eustatius",
    "saba": "Saba",
    "caribisch nederland": "Caribisch Nederland",
    "bes eilanden": "Caribisch Nederland",
}


@dataclass(frozen=True, slots=True)
class KnownMunicipality:
    """`name` is what to type for this municipality and no other."""

    code: str
    name: str
    short_name: str
    province: str


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A municipality to choose: what to type for it, and what its button says."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """What was typed: the CBS `code` of one municipality, or "" with a message and the options there are.

    `several` when each option has the name that was typed.
    """

    code: str = ""
    message: str = ""
    options: tuple[PlaceOption, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name or code of a municipality: `exact` if it is enough by itself, `own` if it is no place in it."""

    text: str
    code: str
    exact: bool = False
    own: bool = False


class PlaceIndex:
    """The names of municipalities: of `rows` (code, official name, short name, province), and `more`."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]], more: Iterable[Name]):
        rows = list(rows)
        self._names = [*_own_names(rows), *more]
        self._exact: dict[str, str] = {}
        self._known: dict[str, dict[str, Name]] = {}
        for name in self._names:
            if name.exact:
                self._exact.setdefault(_key(name.text), name.code)
            for text in dict.fromkeys([name.text, SUFFIX.sub("", name.text)]):
                self._known.setdefault(_key(text), {}).setdefault(name.code, name)
        self.municipalities = {
            code: KnownMunicipality(code, self._unique(code, official, short), short, province)
            for code, official, short, province in sorted(rows, key=lambda row: fold(row[2]))
        }

    def _unique(self, code: str, official: str, short: str) -> str:
        alone = self._exact.get(_key(short)) == code or list(self._known[_key(short)]) == [code]
        return short if alone else official.replace(".", "")

    def find(self, text: str) -> Place:
        folded = fold(text)
        bare = bare_name(text)
        if code := self._exact.get(_key(bare)):
            return Place(code)
        found = self._found(bare, own=bare != folded) or self._found_in_province(bare)
        if len(found) == 1:
            return Place(found[0].code)
        if found:
            options = tuple(map(self._option, found))
            return Place(
                "", f"Er is meer dan één {_shown(bare, found)}. Welke bedoel je?", options, several=True
            )
        return self._unknown(text, bare)

    def folded(self) -> dict[str, tuple[str, ...]]:
        """By folded name or code its codes; none of places elsewhere where it is a municipality's own."""
        found: dict[str, dict[str, bool]] = {}
        for name in self._names:
            for text in (name.text, SUFFIX.sub("", name.text)):
                codes = found.setdefault(fold(text), {})
                codes[name.code] = codes.get(name.code, False) or name.own
        exact = {fold(name.text): (name.code,) for name in self._names if name.exact}
        return {
            text: tuple(code for code, own in codes.items() if own) or tuple(codes)
            for text, codes in found.items()
        } | exact

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The folded names of municipalities of now and before, not those of places in them."""
        own = (name.text for name in self._names if name.own)
        return frozenset(fold(text) for name in own for text in (name, SUFFIX.sub("", name)))

    def _found(self, bare: str, *, own: bool = False) -> list[Name]:
        names = self._known.get(_key(bare), {}).values()
        found = [name for name in names if name.own] if own else list(names)
        return sorted(found, key=lambda name: (not name.own, fold(self.municipalities[name.code].name)))

    def _found_in_province(self, bare: str) -> list[Name]:
        """ "Bergen Limburg": a name with the province behind it."""
        provinces = {fold(one.province): one.province for one in self.municipalities.values()}
        for folded, province in provinces.items():
            if bare.endswith(f" {folded}"):
                found = self._found(bare.removesuffix(folded).strip())
                return [name for name in found if self.municipalities[name.code].province == province]
        return []

    def _option(self, name: Name) -> PlaceOption:
        municipality = self.municipalities[name.code]
        text = SUFFIX.sub("", name.text)
        if name.own and _key(text) == _key(SUFFIX.sub("", municipality.short_name)):
            return PlaceOption(municipality.name, f"{text} ({municipality.province})")
        return PlaceOption(municipality.name, f"{text} (gemeente {municipality.name})")

    def _unknown(self, text: str, bare: str) -> Place:
        if island := CARIBBEAN.get(bare):
            return Place(
                message=f"{island} hoort bij Caribisch Nederland. Dat staat hier niet in: "
                "deze site gaat over de gemeenten in Europees Nederland."
            )
        if POSTCODE.fullmatch(bare):
            return Place(message="Een postcode kunnen we niet opzoeken. Vul de naam van de plaats in.")
        options = self._suggestions(bare)
        unknown = f"We kennen geen gemeente of plaats “{text.strip()}”."
        if not options:
            return Place(message=f"{unknown} Vul de naam van een gemeente of woonplaats in.")
        return Place("", f"{unknown} Bedoel je {listed((one.label for one in options), last='of')}?", options)

    def _suggestions(self, bare: str) -> tuple[PlaceOption, ...]:
        """By place: what begins so, what is named in it; only then a slip of the pen."""
        begin = list(self._that_begin(bare))
        found = begin or self._slips(bare, 0.9) or list(self._within(bare)) or self._slips(bare, 0.8)
        found.sort(key=lambda name: not name.own)
        chosen = {self.municipalities[name.code].name: name for name in reversed(found)}
        return tuple(
            PlaceOption(name, name if found_by.own else self._option(found_by).label)
            for name, found_by in [*reversed(chosen.items())][:MOST]
        )

    def _that_begin(self, bare: str) -> Iterator[Name]:
        if len(bare) < 3:
            return
        for name in self._names:
            if fold(name.text).startswith(bare):
                yield name

    def _within(self, bare: str) -> Iterator[Name]:
        """The longest run of words that is a place: "Amsterdam" in "Amsterdam Zuidoost"."""
        words = bare.split()
        for length in range(len(words) - 1, 0, -1):
            for start in range(len(words) - length + 1):
                run = " ".join(words[start : start + length])
                if len(run) > 3 and (names := self._found(run)):
                    yield from names
                    return

    def _slips(self, bare: str, cutoff: float) -> list[Name]:
        keys = difflib.get_close_matches(_key(bare), self._known, n=3, cutoff=cutoff)
        found = [name for key in keys for name in self._known[key].values()]
        return [name for name in found if name.own] or found


def bare_name(text: str) -> str:
    """`text` folded, without the word "gemeente" in front."""
    return GEMEENTE.sub("", fold(text))


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _shown(bare: str, found: list[Name]) -> str:
    """The name that recurs as it is written."""
    return next((text for one in found if fold(text := SUFFIX.sub("", one.text)) == bare), bare)


def _own_names(rows: Iterable[tuple[str, str, str, str]]) -> Iterator[Name]:
    for code, official, short, _ in rows:
        yield Name(code, code, exact=True, own=True)
        yield Name(official, code, exact=True, own=True)
        yield Name(short, code, own=True)


@per_version()
def index_at(stamp: str) -> PlaceIndex:
    """The index of the loaded places at `stamp` (CatalogueState.stamp); two queries the first time."""
    former = (PlaceName.Kind.FORMER, PlaceName.Kind.FORMER_CODE)
    rows = Region.objects.municipalities().values_list("code", "name", "short_name", "province__name")
    more = PlaceName.objects.order_by("kind", "name", "pk").values_list("name", "region__code", "kind")
    return PlaceIndex(rows, [Name(text, code, kind in former, kind in former) for text, code, kind in more])


def index(stamp: str = "") -> PlaceIndex:
    return index_at(stamp or CatalogueState.stamp())


def look_up(text: str, stamp: str = "") -> Place:
    """What `text` names, at `stamp` (CatalogueState.stamp) or else now."""
    return index(stamp).find(text)


def municipality(code: str) -> Region | None:
    """The municipality of now with this CBS code, or the successor of the one that had it."""
    rows = Region.objects.municipalities().select_related("labour_region", "province")
    return rows.filter(code=code).first() or rows.filter(code=look_up(code).code).first()


def municipality_names(stamp: str = "") -> list[str]:
    """What to type for each municipality, in the order of the alphabet."""
    return [one.name for one in index(stamp).municipalities.values()]


def name_of(code: str, stamp: str = "") -> str:
    """What to type for the municipality with this CBS code."""
    return index(stamp).municipalities[code].name
