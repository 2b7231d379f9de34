"""The picture: everything stands inside it, nothing over anything else, and its signs do not need colour."""

import pytest

from matching import adapter as engine
from matching.engine.items import Catalogue, Coverage, Item, ItemReach
from matching.engine.vocabulary import Barrier, MatchingVocabulary
from matching.policy.adapter import find_area
from matching.policy.analysis import Offer
from matching.policy.areas import NETHERLANDS
from matching.policy.heatmap import (
    LANDSCAPE_WIDTH,
    MAX_COLUMNS,
    SCREEN,
    UPRIGHT_WIDTH,
    heatmap_of,
    print_size,
)


def maps(area):
    current = engine.current()
    offer = Offer(current, find_area(area, current.vocabulary))
    sizes = (SCREEN, print_size(len(offer.present)))
    return [
        heatmap_of(offer, level, size)
        for size in sizes
        for level in ("personal", "network", "demand", "municipal")
    ]


@pytest.mark.parametrize("area", ["", "Den Haag", "Tilburg"])
def test_every_square_stands_in_its_own_cell(catalogue, area):
    for drawing in maps(area):
        places = set()
        for cell in drawing.cells:
            assert cell.x >= 0
            assert cell.x + cell.side <= drawing.width
            assert drawing.size.head <= cell.y
            assert cell.y + cell.side <= drawing.height
            places.add((cell.x // drawing.size.across, (cell.y - drawing.size.head) // drawing.size.down))
        assert len(places) == len(drawing.cells)


def test_the_whole_catalogue_fits_on_a_sheet_of_paper(catalogue):
    assert max(drawing.all_width for drawing in maps("")[4:]) <= LANDSCAPE_WIDTH + 10


@pytest.mark.parametrize(("columns", "upright"), [(0, True), (1, True), (15, True), (18, True), (19, False)])
def test_a_sheet_is_turned_only_when_its_columns_would_be_too_narrow(columns, upright):
    size = print_size(columns)
    width = UPRIGHT_WIDTH if upright else LANDSCAPE_WIDTH
    assert (size.upright, size.labels + columns * size.across <= width) == (upright, True)


def test_the_signs_differ_in_shape_and_in_size():
    coverage = (
        Coverage("a", 100, "stated"),
        Coverage("b", 60, "stated"),
        Coverage("c", 55, "declared"),
        Coverage("d", 30, "derived"),
    )
    vocabulary = MatchingVocabulary({slug: Barrier(slug, "demand", slug) for slug in "abcd"}, {}, {})
    item = Item("x", "x", "X", coverage=coverage, reach=ItemReach(national=True))
    offer = Offer(Catalogue([item], vocabulary, None), NETHERLANDS)
    cells = heatmap_of(offer, "demand", SCREEN).cells
    assert [cell.kind for cell in cells] == ["stated", "stated", "declared", "derived"]
    assert cells[0].side > cells[1].side
    assert [bool(cell.hatch) for cell in cells] == [False, False, False, True]
    assert cells[3].title == "d: X, aannemelijk, telt niet mee"


def test_without_items_or_with_too_many_there_is_no_picture():
    vocabulary = MatchingVocabulary({"a": Barrier("a", "demand", "a")}, {}, {})
    items = [Item(f"x{n}", f"x{n}", "X", reach=ItemReach(national=True)) for n in range(MAX_COLUMNS + 1)]
    for found in ([], items):
        assert heatmap_of(Offer(Catalogue(found, vocabulary, None), NETHERLANDS), "demand", SCREEN) is None


def test_a_long_name_keeps_what_tells_it_from_its_siblings(catalogue):
    names = [column.name for column in maps("Den Haag")[0].columns]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= SCREEN.name_length
