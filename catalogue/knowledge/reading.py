"""The knowledge beside the items as pages read it: per kind and per barrier, with sources in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.citations import cites_text
from catalogue.models import KnowledgeEntry, Source
from catalogue.rendering.per_version import per_version

Kind = KnowledgeEntry.Kind
Entry = Mapping[str, Any]
#: Barriers beside which no tip may bring in partner or family: she may not be free to speak.
NEVER_WITH_FAMILY = frozenset({"geweldservaring", "afhankelijk-van-partner"})
SPEAK_ALONE = (
    "Spreek haar alleen; betrek haar partner of familie niet, tenzij zij dat zelf wil en het veilig is; "
    "tolk nooit een familielid."
)


@dataclass(frozen=True, slots=True)
class Tips:
    """What the sources say one can do about a barrier; empty lists and None where they say nothing."""

    working_elements: tuple[Entry, ...] = ()
    conversation_tips: tuple[Entry, ...] = ()
    policy: Entry | None = None

    def __bool__(self) -> bool:
        return bool(self.working_elements or self.conversation_tips or self.policy)

    def without_family(self) -> "Tips":
        """These without what brings in partner or family."""

        def apart(*rows: Entry | None) -> tuple[Entry, ...]:
            return tuple(row for row in rows if row and not row.get("involves_partner_or_family"))

        policy = next(iter(apart(self.policy)), None)
        return Tips(apart(*self.working_elements), apart(*self.conversation_tips), policy)


class Knowledge:
    """All entries; every entry and every text in it that is cited has `cites`: its sources in words."""

    def __init__(self, rows: Iterable[tuple[str, str, Any]], sources: Mapping[str, str]):
        self._by_kind: dict[str, dict[str, Entry]] = {kind: {} for kind in Kind.values}
        for kind, slug, data in rows:
            self._by_kind[kind][slug] = _cited(data, sources)

    def all(self, kind: Kind) -> tuple[Entry, ...]:
        return tuple(self._by_kind[kind].values())

    def get(self, kind: Kind, slug: str) -> Entry | None:
        return self._by_kind[kind].get(slug)

    def about(self, kind: Kind, barrier: str) -> tuple[Entry, ...]:
        """The entries of a kind that name `barrier`; without those with partner or family where unsafe."""
        found = (entry for entry in self.all(kind) if barrier in entry.get("barriers", ()))
        if barrier in NEVER_WITH_FAMILY:
            return tuple(entry for entry in found if not entry.get("involves_partner_or_family"))
        return tuple(found)

    def tips(self, barrier: str) -> Tips:
        entry = self.get(Kind.TIPS, barrier)
        if entry is None:
            return Tips()
        policy = entry.get("policy")
        tips = Tips(
            tuple(entry.get("working_elements", ())),
            tuple(entry.get("conversation_tips", ())),
            policy if policy and policy.get("cites") else None,
        )
        return tips.without_family() if barrier in NEVER_WITH_FAMILY else tips

    def texts_per_source(self) -> dict[str, int]:
        """By key of a source how many entries and tips cite it."""
        counts: dict[str, int] = {}
        for entries in self._by_kind.values():
            for entry in entries.values():
                for source in _sources_in(entry):
                    counts[source] = counts.get(source, 0) + 1
        return counts


@per_version()
def knowledge(stamp: str) -> Knowledge:
    """The knowledge as it is at `stamp` (CatalogueState.stamp); two queries the first time."""
    rows = KnowledgeEntry.objects.values_list("kind", "slug", "data")
    return Knowledge(rows, {source.key: source.short for source in Source.objects.all()})


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
