"""The rules of docs/matching.md in the plainest Python: no arrays, distinct values or whole numbers."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from generated import BARRIERS, DAY, KEYS, RULES, WEIGHTS

from matching.engine.answers import Answer
from matching.engine.conditions import Leaf
from matching.engine.items import Item
from matching.engine.profile import Profile
from matching.engine.weights import Weights


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
