"""Catalogues and profiles for the property tests, and the same rules once more in the plainest Python."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
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


# The reference: the rules of docs/matching.md without arrays, tables of distinct values or whole numbers.


def reference_facts(profile: Profile) -> dict[str, Any]:
    """What decides who may take part: what was stated and what is assumed."""
    facts = dict(profile.facts)
    for slug, _ in profile.barriers:
        for name, value in BARRIERS[slug].implies.items():
            facts.setdefault(name, value)
    if profile.facts.get("income") == "bijstand":
        facts.setdefault("low_income", True)
    said = profile.facts.get("childcare")
    facts["held"] = said == "niet-geregeld" or (said is None and "opvang" in dict(profile.barriers))
    return facts


def reference_test(leaf: Leaf, facts: Mapping[str, Any]) -> bool | None:
    value = facts.get(leaf.fact)
    if leaf.fact == "circumstances":
        return bool(set(value or ()) & set(leaf.has))
    if value is None:
        return None
    if leaf.fact == "wishes":
        return True if set(value) & set(leaf.has) else None
    if leaf.has is not None:
        return bool(set(value) & set(leaf.has))
    if leaf.one_of is not None:
        if leaf.fact == "gender" and value == "anders":
            return None
        return value in leaf.one_of
    scale = KEYS[leaf.fact].values.index if KEYS[leaf.fact].ordered else float
    low, high = leaf.minimum, leaf.maximum
    right = (low is None or scale(value) >= scale(low)) and (high is None or scale(value) <= scale(high))
    if not right and leaf.fact == "hours_per_week" and facts.get("held"):
        return None
    return right


def reference_tree(tree, facts, only_required=True, favour=...) -> bool | None:
    """Kleene by three cases; an intended leaf is left out (None is 'unknown', ... is 'left out').

    With `favour` True every open leaf is answered in favour, except those about an unknown group.
    """
    answer = _reference(tree, facts, only_required, favour)
    return True if answer is ... else answer


def _reference(tree, facts, only_required, favour):
    if tree is None:
        return ...
    if isinstance(tree, Leaf):
        if not tree.required and only_required:
            return ...
        answer = reference_test(tree, facts)
        group = tree.fact in ("newcomer", "low_literate") and facts.get(tree.fact) is None
        return favour if answer is None and favour is not ... and not group else answer
    under = favour if favour is ... or tree.operator != "not" else not favour
    answers = [_reference(part, facts, only_required, under) for part in tree.parts]
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


def reference_group_leaves(tree):
    """Those that say for whom it is: not beside ("any") what can be arranged."""
    if tree is None or isinstance(tree, Leaf):
        return reference_leaves(tree)
    arranged = any(
        (leaf.fact == "childcare" and "geregeld" in (leaf.one_of or ()))
        or (leaf.fact in ("in_work_track", "diploma_recognised") and True in (leaf.one_of or ()))
        for leaf in reference_leaves(tree)
    )
    if tree.operator == "any" and arranged:
        return []
    return [leaf for part in tree.parts for leaf in reference_group_leaves(part)]


def reference_reach(item: Item, profile: Profile) -> bool | None:
    if item.reach.national:
        return True
    if profile.place is None:
        return None
    if item.reach.keys & profile.place.keys:
        return True
    return {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[item.reach.elsewhere]


def reference_meant(item: Item, profile: Profile) -> tuple[bool | None, bool]:
    """What the required conditions, the hours and the group come to; and whether the item waits."""
    if item.kind == "right":
        answer = reference_tree(item.conditions, profile.facts)
        return (False if answer is False else None), False
    facts = reference_facts(profile)
    answers = [reference_tree(item.conditions, facts)]
    best = [reference_tree(item.conditions, facts, favour=True)]
    asked = item.hours if item.hours is not None else item.dagdelen and item.dagdelen * 3
    stated = profile.facts.get("hours_per_week")
    if asked is not None and stated is not None and stated < asked:
        answers.append(None if facts["held"] else False)
    if "alleen-vrouwen" in profile.facts.get("wishes", ()):
        group = item.traits.get("women_only")
        answers.append(None if group is None else "ja" in group)
    meant = False if False in answers else None if None in answers else True
    return meant, meant is None and best[0] is None


def reference_verdict(item: Item, profile: Profile) -> str:
    meant, _ = reference_meant(item, profile)
    reached = reference_reach(item, profile)
    if meant is False:
        return "ineligible"
    if reached is False:
        return "out_of_reach"
    return "uncertain" if meant is None or reached is None else "eligible"


def reference_wishes(profile: Profile, weights: Weights = WEIGHTS) -> dict[str, Fraction]:
    """The weight of each wish that counts."""
    counted = [BARRIERS[slug] for slug, _ in reference_barriers(profile)]
    levels = [weights.levels[barrier.level] for barrier in counted]
    base = Fraction(2 * sum(levels) if levels else 6)
    named = set(profile.facts.get("wishes", ())) | ({"sectors"} if profile.facts.get("sectors") else set())
    shares = {need.wish: need.share for need in RULES.wishes.needs if need.wish in named}
    if not shares:
        return {}
    main = profile.facts.get("main_wish") or max(shares, key=lambda wish: shares[wish])
    found = {
        wish: base * Fraction(share, 100) * (1 if wish == main else Fraction(1, 2))
        for wish, share in shares.items()
    }
    accessory = sum(weight for wish, weight in found.items() if wish != "eigen-bedrijf")
    limit = 2 * min(levels, default=1)
    if accessory > limit:
        found = {
            wish: weight if wish == "eigen-bedrijf" else weight * limit / accessory
            for wish, weight in found.items()
        }
    together = sum(found.values())
    if together > base:
        found = {wish: weight * base / together for wish, weight in found.items()}
    return found


def reference_barriers(profile: Profile) -> list[tuple[str, int]]:
    return [
        (slug, severity)
        for slug, severity in profile.barriers
        if not (BARRIERS[slug].own_side and profile.audience == "client")
    ]


def reference_cover(
    item: Item, profile: Profile, weights: Weights = WEIGHTS
) -> tuple[Fraction, Fraction, bool]:
    """Of the barriers the need and what of it is covered; and whether any is covered by a stated source."""
    need, cover, helps = Fraction(0), Fraction(0), False
    for slug, severity in reference_barriers(profile):
        weight = severity * weights.levels[BARRIERS[slug].level]
        need += weight
        for coverage in item.coverage:
            if coverage.barrier == slug:
                facts = {**BARRIERS[slug].implies, **profile.facts}
                met = True if coverage.condition is None else reference_test(coverage.condition, facts)
                share = {True: Fraction(1), None: Fraction(1, 2), False: Fraction(0)}[met]
                cover += weight * share * Fraction(coverage.percent, 100)
                helps |= bool(share) and coverage.basis != "derived"
    return need, cover, helps


def reference_served(wish: str, item: Item, profile: Profile) -> int | None:
    """How far an item serves a wish in per cent; None when that is not known."""
    for leaf in reference_leaves(item.conditions):
        if leaf.fact == "wishes" and wish in (leaf.has or ()):
            return 100
    if wish == "sectors":
        sectors = item.traits.get("sectors")
        return None if sectors is None else 100 * bool(set(sectors) & set(profile.facts["sectors"]))
    trait, served = {
        "betaald-werk-nu": ("section", {"aim": 100, "long": 50}),
        "opleiding": ("outcomes", {"opleiding": 100}),
        "eigen-bedrijf": ("outcomes", {"eigen-bedrijf": 100}),
        "vrouwengroep": ("women_group", {"ja": 100}),
    }[wish]
    known_values = item.traits.get(trait)
    return None if known_values is None else max((served.get(value, 0) for value in known_values), default=0)


def reference_lift(item: Item, profile: Profile, weights: Weights = WEIGHTS) -> Fraction:
    leaves = reference_group_leaves(item.conditions)
    kinds = {leaf.fact for leaf in leaves if reference_test(leaf, profile.facts)}
    specific = min(sum(weights.specificity.get(kind, 0) for kind in kinds), weights.specificity_cap)
    fits = {"betaald-werk", "opleiding"} & set(profile.facts.get("wishes", ()))
    fitting = min(6 * len(fits & set(item.traits.get("outcomes", ()))), weights.fit_cap)
    return 1 + Fraction(specific + fitting, 100)


def reference_score(item: Item, profile: Profile, weights: Weights = WEIGHTS) -> Fraction:
    """The score between 0 and 1 as an exact fraction."""
    need, cover, helps = reference_cover(item, profile, weights)
    if item.kind not in ("scheme",):
        for wish, weight in reference_wishes(profile, weights).items():
            need += weight
            if item.kind != "right":
                served = reference_served(wish, item, profile)
                cover += weight * Fraction((25 if helps else 0) if served is None else served, 100)
    if not need:
        return Fraction(0)
    meant, _ = reference_meant(item, profile)
    reached = reference_reach(item, profile)
    certain = Fraction(1)
    if meant is not False and reached is not False:
        certain = Fraction(85 if reached is None else 90 if meant is None else 100, 100)
    if item.kind == "right":
        certain = Fraction(1)
    return cover / need * reference_lift(item, profile, weights) / Fraction(125, 100) * certain


def reference_order(items: list[Item], profile: Profile, name: str) -> list[str]:
    """The source_refs of one list in their order."""
    recognised = {"effectief": 0, "goed-onderbouwd": 1, "goed-beschreven": 2, "": 3}
    mine = [
        item
        for item in items
        if item.list_name == name
        and profile.audience in item.audience
        and reference_verdict(item, profile) in ("eligible", "uncertain")
        and reference_score(item, profile) > 0
    ]
    return [
        item.source_ref
        for item in sorted(
            mine,
            key=lambda item: (
                reference_meant(item, profile)[1],
                any(until is not None and until > DAY for until in (item.paused_until, item.full_until)),
                -reference_score(item, profile),
                recognised[item.recognition],
                item.name.lower(),
                item.source_ref,
            ),
        )
    ]


def first_version_order(items: list[Item], profile: Profile) -> list[str]:
    """The order of version 1: one list, by coverage and lift alone, whatever is open."""
    recognised = {"effectief": 0, "goed-onderbouwd": 1, "goed-beschreven": 2, "": 3}
    offered = [
        item
        for item in items
        if profile.audience in item.audience
        and reference_tree(item.conditions, profile.facts) is not False
        and reference_reach(item, profile) is not False
    ]
    scored = []
    for item in offered:
        need, cover, _ = reference_cover(item, profile)
        scored.append((-(cover / need if need else 0) * reference_lift(item, profile), item))
    return [
        item.source_ref
        for _, item in sorted(
            scored,
            key=lambda row: (row[0], recognised[row[1].recognition], row[1].name.lower(), row[1].source_ref),
        )
    ]
