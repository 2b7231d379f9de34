"""The knowledge beside the items as pages read it: per kind and per barrier, with sources in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.documents.citations import cites_text
from catalogue.knowledge.safety import never_with_family
from catalogue.models import KnowledgeEntry, Source
from catalogue.rendering.per_version import per_version
from catalogue.text.json_files import read_json

Kind = KnowledgeEntry.Kind
Entry = Mapping[str, Any]
#: What a source is called beside a tip, where its title would be longer than the tip.
SPOKEN = {
    "kennissynthese-2020": "Kennissynthese 2020",
    "mind-the-gap-2018": "Mind the gap 2018",
    "handreiking-2025": "Handreiking 2025",
    "den-haag-2024": "Onderzoek Den Haag 2024",
    "inspiratiegids": "Inspiratiegids",
}


@dataclass(frozen=True, slots=True)
class Tips:
    """What the sources say one can do about a barrier; empty where they say nothing."""

    working_elements: tuple[Entry, ...] = ()
    conversation_tips: tuple[Entry, ...] = ()
    policy: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.working_elements or self.conversation_tips or self.policy)

    @property
    def for_the_talk(self) -> int:
        """How many of them are for a klantmanager."""
        return len(self.working_elements) + len(self.conversation_tips)

    def without_family(self) -> "Tips":
        """These without what brings in partner or family."""

        return Tips(*(_apart(rows) for rows in (self.working_elements, self.conversation_tips, self.policy)))


class Knowledge:
    """All entries; every entry and every text in it that is cited has `cites`: its sources in words."""

    def __init__(self, rows: Iterable[tuple[str, str, Any]], sources: Mapping[str, str]):
        self._sources = sources
        self._by_kind: dict[str, dict[str, Entry]] = {kind: {} for kind in Kind.values}
        for kind, slug, data in rows:
            self._by_kind[kind][slug] = _cited(data, sources)

    def all(self, kind: Kind) -> tuple[Entry, ...]:
        return tuple(self._by_kind[kind].values())

    def get(self, kind: Kind, slug: str) -> Entry | None:
        return self._by_kind[kind].get(slug)

    def cited(self, text: Entry) -> Entry:
        """A fixed text of a file, with its sources in words."""
        found: Entry = _cited(text, self._sources)
        return found

    def about(self, kind: Kind, barrier: str) -> tuple[Entry, ...]:
        """The entries of a kind that name `barrier`; without those with partner or family where unsafe."""
        found = tuple(entry for entry in self.all(kind) if barrier in entry.get("barriers", ()))
        return _apart(found) if barrier in never_with_family() else found

    def tips(self, barrier: str) -> Tips:
        entry = self.get(Kind.TIPS, barrier) or {}
        names = ("working_elements", "conversation_tips", "policy")
        tips = Tips(*(tuple(entry.get(name) or ()) for name in names))
        return tips.without_family() if barrier in never_with_family() else tips

    def texts_per_source(self) -> dict[str, int]:
        """By key of a source how many entries, tips and fixed texts cite it."""
        counts: dict[str, int] = {}
        for source in _sources_in(_fixed_texts()):
            counts[source] = counts.get(source, 0) + 1
        for entries in self._by_kind.values():
            for entry in entries.values():
                for source in _sources_in(entry):
                    counts[source] = counts.get(source, 0) + 1
        return counts


@per_version()
def knowledge(stamp: str) -> Knowledge:
    """The knowledge as it is at `stamp` (CatalogueState.stamp); two queries the first time."""
    rows = KnowledgeEntry.objects.values_list("kind", "slug", "data")
    return Knowledge(
        rows, {source.key: SPOKEN.get(source.key, source.short) for source in Source.objects.all()}
    )


@cache
def _fixed_texts() -> list[Any]:
    """What a match says by rule and not by item: safety, fixed lines, rows of the plan without an item."""
    return [
        read_json(settings.FIXTURES_DIR / name)
        for name in ("safety.json", "fixed_lines.json", "plan_rules.json")
    ]


def _apart(rows: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(row for row in rows if not row.get("involves_partner_or_family"))


def _cited(value: Any, sources: Mapping[str, str]) -> Any:
    """`value` in which everything that names its places also has them in words."""
    if isinstance(value, list):
        return [_cited(one, sources) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _cited(one, sources) for name, one in value.items()}
    if isinstance(value.get("cite"), list):
        found["cites"] = cites_text([(one["source"], one["place"]) for one in value["cite"]], sources)
    elif value.get("source") and value.get("place"):
        found["cites"] = cites_text([(value["source"], value["place"])], sources)
    return found


def _sources_in(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _sources_in(one)
    elif isinstance(value, dict):
        if isinstance(value.get("cite"), list):
            yield from {one["source"] for one in value["cite"]}
        elif value.get("source") and value.get("place"):
            yield value["source"]
        for name, one in value.items():
            if name != "cite":
                yield from _sources_in(one)
