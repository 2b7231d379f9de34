"""A code of a municipality that ever existed stays a key: it leads to the municipality of now."""

from collections.abc import Collection, Mapping


def successors(merged: Mapping[str, str], current: Collection[str]) -> dict[str, str]:
    """By code of a former municipality that of now; `merged` says in which each was merged, perhaps gone too.

    ValueError for a chain that ends nowhere or comes back to itself. A code that is current is left out.
    """
    found = {}
    for former in merged.keys() - set(current):
        seen, code = {former}, merged[former]
        while code not in current:
            if code in seen or code not in merged:
                raise ValueError(f"{former} heeft geen opvolger die nu bestaat ({code})")
            seen.add(code)
            code = merged[code]
        found[former] = code
    return found
