"""Catalogues and profiles for the property tests, and the same rules once more in the plainest Python."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from matching.engine.answers import Answer
from matching.engine.conditions import ConditionGroup, Leaf
from matching.engine.items import Catalogue, Coverage, Item, ItemReach
from matching.engine.profile import Profile
from matching.engine.vocabulary import Barrier, ContextKey, FitRule, MatchingVocabulary, Municipality, Weights

BARRIERS = {
    barrier.slug: barrier
    for barrier in (
        Barrier("opvang", "personal", "Opvang"),
        Barrier("zelfvertrouwen", "personal", "Zelfvertrouwen"),
        Barrier("netwerk", "network", "Netwerk"),
        Barrier("werkgevers", "demand", "Werkgevers"),
        Barrier("in-beeld", "municipal", "In beeld"),
        Barrier("aannames", "municipal", "Aannames", own_side=True),
    )
}
KEYS = {
    key.name: key
    for key in (
        ContextKey("gender", "choice", "Gender", "Gender?", values=("vrouw", "man", "anders")),
        ContextKey("age", "int", "Leeftijd", "Leeftijd?", minimum=15, maximum=80),
        ContextKey("household", "choice", "Huishouden", "Huishouden?", values=("alleen", "ouder", "samen")),
        ContextKey(
            "dutch_level",
            "choice",
            "Taal",
            "Taal?",
            values=("A0", "A1", "A2", "B1"),
            ordered=True,
            changeable=True,
        ),
        ContextKey("in_work_track", "bool", "In traject", "In traject?", arrangeable=True),
        ContextKey("low_literate", "bool", "Laaggeletterd", "Laaggeletterd?"),
        ContextKey("circumstances", "list", "Verteld", values=("geweld", "opvang"), closed_world=True),
        ContextKey("municipality", "municipality", "Gemeente", "Welke gemeente?"),
        ContextKey("wishes", "list", "Wens", "Wens?", values=("betaald-werk", "opleiding")),
    )
}
PLACES = (
    Municipality("GM1", "Noordstad", frozenset({"municipality:GM1", "province:noord"})),
    Municipality("GM2", "Zuidstad", frozenset({"municipality:GM2", "province:zuid"})),
)
VOCABULARY = MatchingVocabulary(BARRIERS, KEYS, {place.name.lower(): (place,) for place in PLACES})
WEIGHTS = Weights(
    levels={"personal": 1, "network": 1, "demand": 1, "municipal": 1},
    specificity={"household": 5, "age": 5, "low_literate": 6, "circumstances": 8, "dutch_level": 4},
    specificity_cap=15,
    fit=(
        FitRule("wishes", "betaald-werk", "outcomes", "betaald-werk", 6),
        FitRule("wishes", "opleiding", "outcomes", "opleiding", 6),
    ),
    fit_cap=10,
)

leaf_tests = st.one_of(
    st.builds(lambda value: {"fact": "gender", "one_of": (value,)}, st.sampled_from(("vrouw", "man"))),
    st.builds(
        lambda low, span: {"fact": "age", "minimum": low, "maximum": low + span},
        st.integers(18, 60),
        st.integers(0, 15),
    ),
    st.builds(
        lambda values: {"fact": "household", "one_of": tuple(sorted(values))},
        st.sets(st.sampled_from(KEYS["household"].values), min_size=1, max_size=2),
    ),
    st.builds(lambda value: {"fact": "dutch_level", "minimum": value}, st.sampled_from(("A1", "A2", "B1"))),
    st.builds(lambda value: {"fact": "low_literate", "one_of": (value,)}, st.booleans()),
    st.just({"fact": "in_work_track", "one_of": (True,)}),
    st.builds(
        lambda value: {"fact": "circumstances", "has": (value,)},
        st.sampled_from(KEYS["circumstances"].values),
    ),
)


def leaves_of(required: bool):
    return leaf_tests.map(lambda parts: Leaf(required=required, text="voorwaarde", **parts))


def uniform_trees(required: bool):
    return st.recursive(
        leaves_of(required),
        lambda inner: st.one_of(
            st.builds(
                lambda operator, parts: ConditionGroup(operator, tuple(parts)),
                st.sampled_from(("all", "any")),
                st.lists(inner, min_size=1, max_size=3),
            ),
            st.builds(lambda part: ConditionGroup("not", (part,)), inner),
        ),
        max_leaves=5,
    )


trees = st.one_of(
    st.none(),
    uniform_trees(required=True),
    st.builds(
        lambda parts: ConditionGroup("all", tuple(parts)),
        st.lists(st.one_of(uniform_trees(required=True), leaves_of(required=False)), min_size=1, max_size=4),
    ),
)
coverages = st.builds(
    Coverage,
    barrier=st.sampled_from(sorted(BARRIERS)),
    percent=st.integers(1, 100),
    basis=st.sampled_from(("stated", "declared", "derived")),
    condition=st.one_of(st.none(), leaves_of(required=True)),
)
reaches = st.one_of(
    st.just(ItemReach(national=True)),
    st.builds(
        lambda keys, elsewhere: ItemReach(national=False, keys=frozenset(keys), elsewhere=elsewhere),
        st.sets(st.sampled_from(("municipality:GM1", "province:zuid")), max_size=1),
        st.sampled_from(Answer),
    ),
)
outcomes = st.sets(st.sampled_from(("betaald-werk", "opleiding"))).map(
    lambda values: {"outcomes": tuple(sorted(values))}
)


@st.composite
def item_lists(draw, min_size=1, max_size=8):
    count = draw(st.integers(min_size, max_size))
    return [
        Item(
            source_ref=f"x{number:02}",
            slug=f"x{number:02}",
            name=draw(st.sampled_from(("Aap", "Noot", "Mies"))),
            audience=draw(st.sampled_from((("client",), ("client", "klantmanager"), ("klantmanager",)))),
            coverage=tuple(
                draw(st.lists(coverages, max_size=4, unique_by=lambda coverage: coverage.barrier))
            ),
            conditions=draw(trees),
            reach=draw(reaches),
            recognition=draw(st.sampled_from(("", "goed-beschreven", "goed-onderbouwd", "effectief"))),
            traits=draw(outcomes),
        )
        for number in range(count)
    ]


@st.composite
def profiles(draw):
    slugs = draw(st.sets(st.sampled_from(sorted(BARRIERS)), min_size=1))
    audience = draw(st.sampled_from(("client", "klantmanager")))
    if audience == "client" and slugs == {"aannames"}:
        slugs = {"aannames", "netwerk"}
    facts: dict[str, Any] = {}
    for key in KEYS.values():
        if key.type == "municipality" or not draw(st.booleans()):
            continue
        if key.type == "list":
            facts[key.name] = tuple(sorted(draw(st.sets(st.sampled_from(key.values)))))
        elif key.type == "bool":
            facts[key.name] = draw(st.booleans())
        elif key.type == "int":
            facts[key.name] = draw(st.integers(15, 80))
        else:
            facts[key.name] = draw(st.sampled_from(key.values))
    return Profile(
        audience=audience,
        barriers=tuple((slug, draw(st.integers(1, 3))) for slug in BARRIERS if slug in slugs),
        facts=facts,
        place=draw(st.sampled_from((None, *PLACES))),
    )


def catalogue(items: list[Item], weights: Weights = WEIGHTS) -> Catalogue:
    return Catalogue(items, VOCABULARY, weights, "proef")


# The reference: the rules of docs/matching.md without arrays, tables of distinct values or whole numbers.


def reference_test(leaf: Leaf, facts: Mapping[str, Any]) -> bool | None:
    value = facts.get(leaf.fact)
    if leaf.fact == "circumstances":
        return bool(set(value or ()) & set(leaf.has))
    if value is None:
        return None
    if leaf.has is not None:
        return bool(set(value) & set(leaf.has))
    if leaf.one_of is not None:
        if leaf.fact == "gender" and value == "anders":
            return None
        return value in leaf.one_of
    scale = KEYS[leaf.fact].values.index if KEYS[leaf.fact].ordered else float
    low, high = leaf.minimum, leaf.maximum
    return (low is None or scale(value) >= scale(low)) and (high is None or scale(value) <= scale(high))


def reference_tree(tree, facts, only_required=True) -> bool | None:
    """Kleene by three cases; an intended leaf is left out (None is 'unknown', ... is 'left out')."""
    answer = _reference(tree, facts, only_required)
    return True if answer is ... else answer


def _reference(tree, facts, only_required):
    if tree is None:
        return ...
    if isinstance(tree, Leaf):
        return reference_test(tree, facts) if tree.required or not only_required else ...
    answers = [_reference(part, facts, only_required) for part in tree.parts]
    answers = [answer for answer in answers if answer is not ...]
    if not answers:
        return ...
    if tree.operator == "not":
        return None if answers[0] is None else not answers[0]
    decisive = tree.operator == "any"
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def reference_leaves(tree):
    if isinstance(tree, Leaf):
        return [tree]
    return [] if tree is None else [leaf for part in tree.parts for leaf in reference_leaves(part)]


def reference_score(item: Item, profile: Profile, weights: Weights = WEIGHTS) -> Fraction:
    """The score between 0 and 1.25 as an exact fraction."""
    need, cover = Fraction(0), Fraction(0)
    for slug, severity in profile.barriers:
        barrier = BARRIERS[slug]
        if barrier.own_side and profile.audience == "client":
            continue
        weight = severity * weights.levels[barrier.level]
        need += weight
        for coverage in item.coverage:
            if coverage.barrier == slug:
                met = (
                    True if coverage.condition is None else reference_test(coverage.condition, profile.facts)
                )
                share = {True: Fraction(1), None: Fraction(1, 2), False: Fraction(0)}[met]
                cover += weight * share * Fraction(coverage.percent, 100)
    kinds = {leaf.fact for leaf in reference_leaves(item.conditions) if reference_test(leaf, profile.facts)}
    specific = min(sum(weights.specificity.get(kind, 0) for kind in kinds), weights.specificity_cap)
    wished = set(profile.facts.get("wishes", ())) & set(item.traits.get("outcomes", ()))
    fitting = min(6 * len(wished), weights.fit_cap)
    return cover / need * (1 + Fraction(specific + fitting, 100))


def reference_verdict(item: Item, profile: Profile) -> str:
    meant = reference_tree(item.conditions, profile.facts)
    if item.reach.national:
        reached = True
    elif profile.place is None:
        reached = None
    elif item.reach.keys & profile.place.keys:
        reached = True
    else:
        reached = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[item.reach.elsewhere]
    if meant is False:
        return "ineligible"
    if reached is False:
        return "out_of_reach"
    return "uncertain" if meant is None or reached is None else "eligible"
