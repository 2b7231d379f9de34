"""Citations as Dutch text."""

from collections.abc import Iterable, Mapping


def cites_text(cites: Iterable[tuple[str, str]], sources: Mapping[str, str]) -> str:
    """ "Re-integratie van vrouwen … (2020), Bijlage 2 nr 14; §5.1": each source once, with its places."""
    places: dict[str, list[str]] = {}
    for source, place in cites:
        places.setdefault(source, []).append(place)
    return "; ".join(f"{sources.get(key, key)}, {' en '.join(found)}" for key, found in places.items())
