"""The analysis of an area: rules that hold for any catalogue, each beside the plainest way to work it out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matching.engine.answers import Answer
from matching.engine.items import Catalogue, Coverage, Item, ItemReach
from matching.engine.vocabulary import Barrier, MatchingVocabulary, Municipality
from matching.engine.weights import Weights
from matching.policy.analysis import (
    AreaComparison,
    Offer,
    contents_of,
    effect_of_stopping,
    single_providers,
    transfer_candidates,
)
from matching.policy.areas import (
    COUNTED,
    MUNICIPALITY,
    NETHERLANDS,
    PROVINCE,
    Area,
    Presence,
    area_of,
    presence_of,
)

BARRIERS = {
    slug: Barrier(slug, level, slug.capitalize())
    for slug, level in (
        ("werkgevers", "demand"),
        ("taal", "personal"),
        ("opvang", "personal"),
        ("netwerk", "network"),
        ("beeld", "municipal"),
        ("moed", "personal"),
    )
}
PLACES = tuple(
    Municipality(code, code, frozenset({f"municipality:{code}", f"province:{province}"}))
    for code, province in (("noord", "a"), ("oost", "a"), ("zuid", "b"))
)
CITIES = tuple(area_of(MUNICIPALITY, f"municipality:{place.code}", place.name, PLACES) for place in PLACES)
PROVINCES = tuple(area_of(PROVINCE, f"province:{name}", name, PLACES) for name in "ab")
AREAS = (*CITIES, *PROVINCES, NETHERLANDS)
VOCABULARY = MatchingVocabulary(BARRIERS, {}, {})
WEIGHTS = Weights(dict.fromkeys(("personal", "network", "demand", "municipal"), 1), {}, 15, (), 10)
KEYS = ("municipality:noord", "municipality:oost", "municipality:zuid", "province:a", "province:b")

reaches = st.one_of(
    st.just(ItemReach(national=True)),
    st.builds(
        lambda keys, elsewhere: ItemReach(national=False, keys=frozenset(keys), elsewhere=elsewhere),
        st.sets(st.sampled_from(KEYS), max_size=2),
        st.sampled_from(Answer),
    ),
)
coverages = st.builds(
    Coverage,
    barrier=st.sampled_from(sorted(BARRIERS)),
    percent=st.sampled_from((30, 50, 60, 80, 100)),
    basis=st.sampled_from(("stated", "declared", "derived")),
)


@st.composite
def items(draw, max_size=7):
    count = draw(st.integers(0, max_size))
    refs = [f"x{number}" for number in range(count)]
    return [
        Item(
            source_ref=ref,
            slug=ref,
            name=draw(st.sampled_from(("Aap", "Noot", "Mies"))),
            coverage=tuple(draw(st.lists(coverages, max_size=4, unique_by=lambda one: one.barrier))),
            reach=draw(reaches),
            relations=tuple(
                ("contains", to)
                for to in sorted(draw(st.sets(st.sampled_from(refs), max_size=2)))
                if to != ref
            ),
        )
        for ref in refs
    ]


areas = st.sampled_from(AREAS)


def offer(found, area):
    return Offer(Catalogue(found, VOCABULARY, WEIGHTS), area)


def refs(present):
    return {one.item.source_ref for one in present}


def covered(found, area):
    """Per barrier the strengths of the items that count in `area`, worked out item by item."""
    strengths: dict[str, list[int]] = {slug: [] for slug in BARRIERS}
    for item in found:
        reach = item.reach
        here = (
            bool(reach.national)
            or area is NETHERLANDS
            or area.key in reach.keys
            or any(reach.keys & place.keys for place in area.places)
            or reach.elsewhere is Answer.YES
        )
        for coverage in item.coverage if here else ():
            if coverage.basis != "derived":
                strengths[coverage.barrier].append(2 * coverage.percent)
    return strengths


def best(found, area):
    return {slug: max(values, default=0) for slug, values in covered(found, area).items()}


@given(items(), areas)
def test_the_offer_is_what_the_plainest_count_gives(found, area):
    rows = offer(found, area).rows
    assert {
        row.barrier.slug: sorted(contribution.strength for contribution in row.contributions) for row in rows
    } == {slug: sorted(values) for slug, values in covered(found, area).items()}


@given(items(), areas)
def test_every_barrier_stands_once_in_the_order_of_the_levels(found, area):
    rows = offer(found, area).rows
    assert [row.barrier.slug for row in rows] == ["taal", "opvang", "moed", "netwerk", "werkgevers", "beeld"]


@given(items(), areas)
def test_every_item_counts_is_open_or_is_elsewhere(found, area):
    result = offer(found, area)
    parts = [refs(result.present), refs(result.unknown), refs(result.elsewhere)]
    assert set().union(*parts) == {item.source_ref for item in found}
    assert sum(map(len, parts)) == len(found)


@given(items(), areas)
def test_what_is_derived_never_fills_a_white_spot(found, area):
    without = [
        replace(item, coverage=tuple(one for one in item.coverage if one.basis != "derived"))
        for item in found
    ]
    assert [row.barrier for row in offer(found, area).gaps] == [
        row.barrier for row in offer(without, area).gaps
    ]


@given(items(), st.sampled_from(CITIES))
def test_what_is_offered_in_a_municipality_is_offered_in_its_province_and_the_country(found, city):
    province = next(area for area in PROVINCES if city.key in {f"municipality:{p.code}" for p in area.places})
    assert refs(offer(found, city).present) <= refs(offer(found, province).present)
    assert refs(offer(found, province).present) <= refs(offer(found, NETHERLANDS).present)


@given(items(), areas, st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(found, area, chance):
    shuffled = [*found]
    chance.shuffle(shuffled)
    one, other = offer(found, area), offer(shuffled, area)
    assert (one.present, one.rows, single_providers(one), transfer_candidates(one)) == (
        other.present, other.rows, single_providers(other), transfer_candidates(other)
    )  # fmt: skip


@given(items(), areas)
def test_a_barrier_hangs_on_one_when_without_it_and_its_parts_nothing_is_left(found, area):
    result = offer(found, area)
    contents = contents_of([one.item for one in result.present])
    expected = set()
    for one in result.present:
        gone = {one.item.source_ref, *contents[one.item.source_ref]}
        left = best([item for item in found if item.source_ref not in gone], area)
        expected |= {slug for slug, strength in best(found, area).items() if strength and not left[slug]}
    hanging = single_providers(result)
    assert {one.row.barrier.slug for one in hanging} == expected
    for one in hanging:
        assert {contribution.item.source_ref for contribution in one.row.contributions} <= {
            one.item.source_ref,
            *contents[one.item.source_ref],
        }


@given(items(), areas, st.sets(st.sampled_from([f"x{number}" for number in range(7)]), max_size=2))
def test_what_stops_costs_what_the_catalogue_without_it_lacks(found, area, gone):
    stop = effect_of_stopping(offer(found, area), gone)
    before = best(found, area)
    after = best([item for item in found if item.source_ref not in gone], area)
    assert {loss.row.barrier.slug for loss in stop.lost} == {
        slug for slug in before if before[slug] and not after[slug]
    }
    assert {(loss.row.barrier.slug, loss.before, loss.after) for loss in stop.weaker} == {
        (slug, before[slug], after[slug]) for slug in before if 0 < after[slug] < before[slug]
    }


@given(items(), areas)
def test_an_item_from_elsewhere_fills_what_it_would_cover_if_it_came(found, area):
    result = offer(found, area)
    before = best(found, area)
    outside = refs(result.unknown) | refs(result.elsewhere)
    filled = {}
    for ref in outside:
        come = [
            replace(item, reach=ItemReach(national=True)) if item.source_ref == ref else item
            for item in found
        ]
        after = best(come, area)
        filled[ref] = {slug for slug in before if after[slug] and not before[slug]}
    answer = transfer_candidates(result)
    assert {one.item.source_ref: {fill.barrier for fill in one.fills} for one in answer} == {
        ref: slugs for ref, slugs in filled.items() if slugs
    }
    keys = [(-len(one.fills), -one.strength, -one.improves) for one in answer]
    assert keys == sorted(keys)


@given(items())
def test_over_the_whole_country_nothing_is_elsewhere(found):
    assert transfer_candidates(offer(found, NETHERLANDS)) == ()


@given(items(), areas, areas)
def test_a_comparison_turned_round_says_the_same(found, first, second):
    one = AreaComparison(offer(found, first), offer(found, second))
    other = AreaComparison(one.second, one.first)
    assert (one.only_first, one.only_second) == (other.only_second, other.only_first)
    assert (one.both, one.neither) == (other.both, other.neither)
    parts = (one.only_first, one.only_second, one.both, one.neither)
    assert sorted(barrier.slug for part in parts for barrier in part) == sorted(BARRIERS)


@given(items())
def test_what_contains_itself_through_another_still_ends(found):
    contents = contents_of(found)
    assert all(ref not in inside for ref, inside in contents.items())


def test_a_condition_of_the_coverage_counts_half_where_strengths_are_compared():
    from matching.engine.conditions import Leaf

    under = Leaf("age", True, "tot 30", maximum=30)
    item = Item("x", "x", "Aap", coverage=(Coverage("taal", 80, "stated", condition=under),))
    (contribution,) = offer([item], NETHERLANDS).rows[0].contributions
    assert (contribution.strength, contribution.conditional) == (80, True)


def test_presence_follows_its_rules_in_order():
    province, city = PROVINCES[0], CITIES[0]
    described = {
        "national": presence_of(ItemReach(national=True, keys=frozenset({city.key})), city),
        "named": presence_of(ItemReach(keys=frozenset({city.key})), city),
        "through its province": presence_of(ItemReach(keys=frozenset({"province:a"})), city),
        "one of two": presence_of(ItemReach(keys=frozenset({city.key})), province),
        "both": presence_of(ItemReach(keys=frozenset({city.key, "municipality:oost"})), province),
        "elsewhere too": presence_of(ItemReach(elsewhere=Answer.YES), city),
        "not said": presence_of(ItemReach(), city),
        "nowhere else": presence_of(ItemReach(elsewhere=Answer.NO), city),
        "somewhere in the country": presence_of(ItemReach(elsewhere=Answer.NO), NETHERLANDS),
    }
    assert described == {
        "national": Presence.NATIONAL,
        "named": Presence.HERE,
        "through its province": Presence.HERE,
        "one of two": Presence.PARTLY,
        "both": Presence.HERE,
        "elsewhere too": Presence.ELSEWHERE_TOO,
        "not said": Presence.UNKNOWN,
        "nowhere else": Presence.NOT_HERE,
        "somewhere in the country": Presence.PARTLY,
    }


@given(reaches, st.sampled_from(PLACES))
def test_what_counts_in_a_municipality_is_what_a_match_there_calls_in_reach(reach, place):
    area = Area(MUNICIPALITY, place.name, f"municipality:{place.code}", (place,))
    assert (presence_of(reach, area) in COUNTED) is (reach.answer(place) is Answer.YES)
