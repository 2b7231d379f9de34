"""Catalogues and profiles for the property tests."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from matching.engine.answers import Answer
from matching.engine.conditions import ConditionGroup, Leaf
from matching.engine.items import Catalogue, Coverage, Item, ItemReach
from matching.engine.profile import Profile
from matching.engine.rules import Implication, Implications, PlanRules, Rules, when_from
from matching.engine.vocabulary import Barrier, ContextKey, MatchingVocabulary, Municipality
from matching.engine.weights import FitRule, Weights, WishNeed, WishTable

DAY = date(2026, 12, 1)
SOON = date(2027, 2, 1)
BARRIERS = {
    barrier.slug: barrier
    for barrier in (
        Barrier("opvang", "personal", "Opvang", implies={"childcare": "niet-geregeld"}),
        Barrier("zelfvertrouwen", "personal", "Zelfvertrouwen"),
        Barrier("lezen", "personal", "Lezen", implies={"low_literate": True}),
        Barrier("netwerk", "network", "Netwerk"),
        Barrier("werkgevers", "demand", "Werkgevers"),
        Barrier("in-beeld", "municipal", "In beeld"),
        Barrier("aannames", "municipal", "Aannames", own_side=True),
    )
}
WISHES = ("betaald-werk", "betaald-werk-nu", "opleiding", "eigen-bedrijf", "vrouwengroep", "alleen-vrouwen")
KEYS = {
    key.name: key
    for key in (
        ContextKey("gender", "choice", "Gender", "Gender?", values=("vrouw", "man", "anders")),
        ContextKey("age", "int", "Leeftijd", "Leeftijd?", minimum=15, maximum=80),
        ContextKey("household", "choice", "Huishouden", "Huishouden?", values=("alleen", "ouder", "samen")),
        ContextKey(
            "childcare",
            "choice",
            "Opvang",
            "Is er opvang?",
            values=("geregeld", "niet-geregeld"),
            arrangeable=True,
        ),
        ContextKey("income", "choice", "Inkomen", "Inkomen?", values=("bijstand", "werk")),
        ContextKey("low_income", "bool", "Laag inkomen", "Laag inkomen?"),
        ContextKey("in_work_track", "bool", "In traject", "In traject?", arrangeable=True),
        ContextKey("newcomer", "choice", "Nieuwkomer", "Nieuwkomer?", values=("ja", "geen"), group=True),
        ContextKey(
            "dutch_level",
            "choice",
            "Taal",
            "Taal?",
            values=("A0", "A1", "A2", "B1"),
            ordered=True,
            changeable=True,
        ),
        ContextKey("low_literate", "bool", "Laaggeletterd", "Laaggeletterd?", group=True),
        ContextKey("circumstances", "list", "Verteld", values=("geweld", "opvang"), closed_world=True),
        ContextKey("municipality", "municipality", "Gemeente", "Welke gemeente?"),
        ContextKey("wishes", "list", "Wens", "Wens?", values=WISHES, changeable=True, open_ended=True),
        ContextKey("main_wish", "choice", "Hoofdwens", "Hoofdwens?", values=WISHES),
        ContextKey("sectors", "list", "Sector", "Sector?", values=("zorg", "ict"), changeable=True),
        ContextKey(
            "education", "choice", "Diploma", "Diploma?", values=("geen", "mbo1", "hbo"), ordered=True
        ),
        ContextKey("participation_step", "int", "Trede", "Trede?", minimum=1, maximum=6),
        ContextKey(
            "already", "hours_by_kind", "Loopt al", "Loopt al?", values=("taalles", "werk"), maximum=40
        ),
        ContextKey("hours_per_week", "number", "Uren", "Uren?", minimum=0, maximum=40, changeable=True),
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
RULES = Rules(
    wishes=WishTable(
        needs=(
            WishNeed(
                "betaald-werk-nu",
                33,
                leads_elsewhere=True,
                serves=(("section", "aim", 100), ("section", "long", 50)),
            ),
            WishNeed("opleiding", 33, leads_elsewhere=True, serves=(("outcomes", "opleiding", 100),)),
            WishNeed(
                "eigen-bedrijf",
                100,
                False,
                leads_elsewhere=True,
                serves=(("outcomes", "eigen-bedrijf", 100),),
            ),
            WishNeed("vrouwengroep", 33, serves=(("women_group", "ja", 100),)),
            WishNeed("sectors", 33),
        )
    ),
    implications=Implications(
        rows=(Implication(when_from({"income": ["bijstand"]}), "low_income", True),),
        held=when_from([{"childcare": ["niet-geregeld"]}, {"barriers": ["opvang"]}]),
    ),
    plan=PlanRules(language_barriers=frozenset({"lezen"})),
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
    st.just({"fact": "newcomer", "one_of": ("ja",)}),
    st.just({"fact": "low_income", "one_of": (True,)}),
    st.just({"fact": "in_work_track", "one_of": (True,)}),
    st.builds(lambda value: {"fact": "wishes", "has": (value,)}, st.sampled_from(WISHES[:4])),
    st.builds(lambda hours: {"fact": "hours_per_week", "minimum": hours}, st.sampled_from((4, 12, 30))),
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
    role=st.sampled_from(("main", "part", "side")),
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


def known(*values):
    """Some of these values, or None when nothing is known."""
    return st.one_of(st.none(), st.sets(st.sampled_from(values)).map(lambda found: tuple(sorted(found))))


@st.composite
def all_traits(draw):
    """What is known of an item; a kind that is left out is not known."""
    found = {
        "outcomes": draw(known("betaald-werk", "opleiding", "eigen-bedrijf")),
        "phases": draw(known("activering", "voorbereiding", "plaatsing")),
        "sectors": draw(known("zorg", "ict")),
        "section": draw(st.sampled_from((None, ("aim",), ("long",), ("activation",)))),
        "women_group": draw(st.sampled_from((None, ("ja",), ("nee",)))),
        "women_only": draw(st.sampled_from((None, ("ja",), ("nee",)))),
    }
    return {kind: values for kind, values in found.items() if values is not None}


@st.composite
def item_lists(draw, min_size=1, max_size=8, *, plain=False):
    """Items of all kinds with everything that is known of them; plain ones as version 1 knew them."""
    count = draw(st.integers(min_size, max_size))
    found = []
    for number in range(count):
        kind = draw(st.sampled_from(("intervention", "traject", "scheme", *(() if plain else ("right",)))))
        coverage = draw(st.lists(coverages, max_size=4, unique_by=lambda coverage: coverage.barrier))
        more = {}
        if not plain:
            more = {
                "hours": draw(st.sampled_from((None, None, 4.0, 12.0, 30.0))),
                "dagdelen": draw(st.sampled_from((None, None, 2, 4))),
                "paused_until": draw(st.sampled_from((None, None, DAY, SOON))),
                "full_until": draw(st.sampled_from((None, None, None, SOON))),
            }
        outcome_only = {"outcomes": draw(known("betaald-werk", "opleiding")) or ()}
        found.append(
            Item(
                source_ref=f"x{number:02}",
                slug=f"x{number:02}",
                name=draw(st.sampled_from(("Aap", "Noot", "Mies"))),
                kind=kind,
                audience=draw(st.sampled_from((("client",), ("client", "klantmanager"), ("klantmanager",)))),
                coverage=() if kind == "right" else tuple(coverage),
                conditions=draw(trees),
                reach=draw(reaches),
                recognition=draw(st.sampled_from(("", "goed-beschreven", "goed-onderbouwd", "effectief"))),
                traits=outcome_only if plain else draw(all_traits()),
                **more,
            )
        )
    return found


def value_of(key):
    """A value of one fact as a profile holds it."""
    if key.type == "list":
        return st.sets(st.sampled_from(key.values)).map(lambda found: tuple(sorted(found)))
    if key.type == "bool":
        return st.booleans()
    if key.numeric:
        return st.integers(int(key.minimum), int(key.maximum))
    return st.sampled_from(key.values)


#: What version 1 did not know, or took otherwise.
NEW_FACTS = ("wishes", "main_wish", "sectors", "hours_per_week", "childcare", "income", "low_income")


@st.composite
def profiles(draw, *, without=()):
    slugs = draw(st.sets(st.sampled_from(sorted(BARRIERS))))
    facts: dict[str, Any] = {}
    for key in KEYS.values():
        if (
            key.type not in ("municipality", "hours_by_kind")
            and key.name not in without
            and draw(st.booleans())
        ):
            facts[key.name] = draw(value_of(key))
    if facts.get("main_wish") not in facts.get("wishes", ()):
        facts.pop("main_wish", None)
    return Profile(
        audience=draw(st.sampled_from(("client", "klantmanager"))),
        barriers=tuple((slug, draw(st.integers(1, 3))) for slug in BARRIERS if slug in slugs),
        facts=facts,
        place=draw(st.sampled_from((None, *PLACES))),
    )


def catalogue(items: list[Item], weights: Weights = WEIGHTS, rules: Rules = RULES) -> Catalogue:
    return Catalogue(items, VOCABULARY, weights, "proef", rules)
