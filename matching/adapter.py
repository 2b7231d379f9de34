"""Turns the rows of the catalogue into the engine's plain data; kept in memory per stamp."""

from functools import cache
from typing import Any

from django.conf import settings

from catalogue.models import Barrier, CatalogueState, DerivedRule, Intervention, Region
from catalogue.places.lookup import index
from catalogue.rendering.per_version import per_version
from catalogue.text.json_files import read_json
from matching.engine.answers import Answer
from matching.engine.conditions import Leaf, Tree, evaluate, leaves, parse, required_part
from matching.engine.items import DERIVED, Catalogue, Caution, Coverage, Item, ItemReach, NextStep
from matching.engine.vocabulary import Barrier as BarrierTerm
from matching.engine.vocabulary import ContextKey, MatchingVocabulary, Municipality
from matching.weights.in_force import rules, weights

#: What is not stated of these is not assumed, and never asked for.
CLOSED_WORLD = ("circumstances", "languages")
#: The lists of an item that the engine looks at.
TRAIT_KINDS = ("outcomes", "phases", "sectors")
ACTIVATION = "activering"
#: Facts about belonging to a group (the last: with a diploma from elsewhere): nobody's is guessed.
GROUP_FACTS = ("newcomer", "low_literate", "diploma_recognised")
#: What a source does not say about people from elsewhere counts as unknown.
ELSEWHERE = {"yes": Answer.YES, "no": Answer.NO, "unknown": Answer.UNKNOWN, "": Answer.UNKNOWN}


def current() -> Catalogue:
    """The catalogue as it is now; read anew only when its stamp has changed."""
    return at(CatalogueState.stamp())


@per_version()
def at(stamp: str) -> Catalogue:
    """The catalogue at `stamp` (CatalogueState.stamp)."""
    version = CatalogueState.version_of(stamp)
    items = Intervention.objects.published().with_everything()
    derived = _derived_table()
    return Catalogue(
        [engine_item(item, derived) for item in items], vocabulary(), weights(), version, rules()
    )


def vocabulary() -> MatchingVocabulary:
    barriers = {
        row.slug: BarrierTerm(row.slug, row.level, row.label, row.sensitive, row.own_side, row.implies)
        for row in Barrier.objects.all()
    }
    return MatchingVocabulary(barriers, context_keys(), _places())


@cache
def context_keys() -> dict[str, ContextKey]:
    """The facts of the context from `fixtures/taxonomy.json`, with their Dutch words."""
    labels = read_json(settings.FIXTURES_DIR / "context_labels.json")
    table = read_json(settings.FIXTURES_DIR / "taxonomy.json")["context"]
    return {name: _context_key(name, row, labels[name]) for name, row in table.items()}


def _context_key(name: str, row: dict[str, Any], words: dict[str, Any]) -> ContextKey:
    return ContextKey(
        name=name,
        type=row["type"],
        label=words["label"],
        question=words["question"],
        value_labels=words.get("values", {}),
        values=tuple(row.get("values", ())),
        minimum=row.get("min"),
        maximum=row.get("max"),
        ordered=row.get("ordered", False),
        sensitive=row.get("sensitive", False),
        changeable=row.get("changeable", False),
        arrangeable=row.get("arrangeable", False),
        closed_world=row.get("closed_world", name in CLOSED_WORLD),
        aliases=row.get("aliases", {}),
        implies=row.get("implies", {}),
        group=name in GROUP_FACTS,
        open_ended=name == "wishes",
        unscored=row.get("unscored", False),
    )


def _places() -> dict[str, tuple[Municipality, ...]]:
    found = {}
    for region in Region.objects.municipalities().select_related("labour_region", "province"):
        above = [part.key for part in (region.labour_region, region.province) if part]
        found[region.code] = Municipality(region.code, region.short_name, frozenset([region.key, *above]))
    return {name: tuple(found[code] for code in codes) for name, codes in index().folded().items()}


def _derived_table() -> dict[tuple[str, str], list[tuple[str, int]]]:
    table: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for rule in DerivedRule.objects.select_related("barrier"):
        table.setdefault((rule.kind, rule.word), []).append((rule.barrier.slug, rule.weight))
    return table


def _own_traits(
    item: Intervention, conditions: Tree | None, phases: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """What is known beside its lists: for whom its group is, which part of the table, benefit kept or not."""
    names_gender = any(leaf.fact == "gender" for leaf in leaves(conditions))
    women_only = evaluate(required_part(conditions), {"gender": "man"}, context_keys()) is Answer.NO
    women_only = women_only and names_gender
    traits: dict[str, tuple[str, ...]] = {}
    if women_only:
        traits["women_only"] = ("ja",)
    elif item.group and not names_gender:
        traits["women_only"] = ("nee",)
    if item.group is False or (item.group and not names_gender):
        traits["women_group"] = ("nee",)
    elif item.group and women_only:
        traits["women_group"] = ("ja",)
    if item.section:
        traits["section"] = (item.section,)
    elif phases == (ACTIVATION,):
        traits["section"] = ("activation",)
    if item.benefit_kept is not None:
        traits["benefit_kept"] = ("ja" if item.benefit_kept else "nee",)
    return traits


def _cautions(item: Intervention) -> tuple[Caution, ...]:
    """The amber line where it is for women who know less Dutch than she does."""
    if not item.language_to:
        return ()
    text = f"Dit is bedoeld voor Nederlands tot en met {item.language_to}; zij is al verder."
    return (Caution(text, Leaf("dutch_level", required=False, text=text, maximum=item.language_to)),)


def engine_item(item: Intervention, derived: dict[tuple[str, str], list[tuple[str, int]]]) -> Item:
    """One row `with_everything` as the engine's Item; stated wins over declared wins over derived."""
    cites: dict[str, list[tuple[str, str]]] = {}
    for citation in item.citations.all():
        cites.setdefault(citation.claim, []).append((citation.source.key, citation.place))
    coverage = {
        row.barrier.slug: Coverage(
            barrier=row.barrier.slug,
            percent=row.value,
            basis=row.basis,
            role=row.role,
            note=row.note,
            cites=tuple(cites.get(f"coverage:{row.barrier.slug}", ())),
            condition=parse(row.condition),
        )
        for row in item.coverage.all()
    }
    words = [("goal", row.goal.slug) for row in item.goal_rows.all()]
    words += [("approach", row.approach.slug) for row in item.approach_rows.all()]
    audience = tuple(item.traits_of("audience"))
    if "client" not in audience or item.kind == Intervention.Kind.RIGHT:
        # The table is about what a goal or approach does for a woman: not about training professionals,
        # nor about a right, which gives room and is no help.
        words = []
    for barrier, weight in sorted(row for word in words for row in derived.get(word, ())):
        known = coverage.get(barrier)
        if known is None or (known.basis == DERIVED and known.percent < weight):
            coverage[barrier] = Coverage(barrier=barrier, percent=weight, basis=DERIVED)
    conditions = parse(item.conditions)
    traits = {
        kind: tuple(item.traits_of(kind))
        for kind in TRAIT_KINDS
        if item.traits_of(kind) or kind in item.known_empty
    }
    traits |= _own_traits(item, conditions, traits.get("phases", ()))
    return Item(
        source_ref=item.source_ref,
        slug=item.slug,
        name=item.name,
        kind=item.kind,
        audience=audience,
        coverage=tuple(coverage.values()),
        conditions=conditions,
        reach=ItemReach(
            national=item.reach_national,
            keys=frozenset(row.region.key for row in item.reach_rows.all()),
            elsewhere=ELSEWHERE[item.reach_elsewhere],
            text=item.reach_text,
        ),
        recognition=item.recognition,
        traits=traits,
        hours=item.hours_per_week_min,
        has=frozenset(name for name in ("aftercare", "realism_check", "handbook") if getattr(item, name)),
        relations=tuple((row.kind, row.to_ref) for row in item.relations.all()),
        provider_conditions=tuple(row.text for row in item.provider_conditions.all()),
        cautions=_cautions(item),
        asks_of_participant=item.asks_of_participant,
        effect_note=item.effect_note,
        training_level=item.training_level,
        paused_until=item.paused_until,
        full_until=item.full_until,
        valid_until=item.valid_until,
        next_step=NextStep(
            referral=item.referral,
            sign_up=item.start_moments,
            phone=item.phone,
            mailbox=item.mailbox,
            website=item.url,
        ),
    )
