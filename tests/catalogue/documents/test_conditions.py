import pytest

from catalogue.documents.citations import Cite
from catalogue.documents.conditions import Line, lines


def leaf(text, strength="required", place="§1"):
    return {
        "fact": "x",
        "in": ["y"],
        "strength": strength,
        "text": text,
        "cite": [{"source": "s", "place": place}],
    }


CITED = (Cite("s", "§1"),)
ASKED = frozenset({"x"})
CASES = {
    "nothing": (None, []),
    "one leaf": (leaf("voor vrouwen"), [Line("voor vrouwen", True, CITED, ASKED)]),
    "all is one line each, required first": (
        {"all": [leaf("wil werk", "intended"), leaf("voor vrouwen")]},
        [Line("voor vrouwen", True, CITED, ASKED), Line("wil werk", False, CITED, ASKED)],
    ),
    "any is one line": (
        {"all": [{"any": [leaf("in de opvang"), leaf("statushouder", place="§2")]}]},
        [Line("in de opvang, of statushouder", True, (Cite("s", "§1"), Cite("s", "§2")), ASKED)],
    ),
    "all within any": (
        {"any": [{"all": [leaf("jonger dan 30"), leaf("in de bijstand")]}, leaf("statushouder")]},
        [Line("jonger dan 30 en in de bijstand, of statushouder", True, CITED, ASKED)],
    ),
    "not": (
        {"not": leaf("met een startkwalificatie")},
        [Line("niet: met een startkwalificatie", True, CITED, ASKED)],
    ),
}


@pytest.mark.parametrize(("tree", "expected"), CASES.values(), ids=CASES)
def test_a_tree_reads_as_lines(tree, expected):
    assert lines(tree) == expected
