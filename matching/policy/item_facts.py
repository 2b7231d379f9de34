"""The facts of one item that the policy pages use beside its coverage. Pure; filled by the adapter."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item of the catalogue; "" and None mean "niet vermeld", never no."""

    source_ref: str
    slug: str
    name: str
    provider: str
    kind: str
    goals: tuple[str, ...]
    approaches: tuple[str, ...]
    target_groups: tuple[str, ...]
    recognition: str
    where: str
    stand: str
    verified_on: date | None
    handbook: bool | None
    transferability: str
    effect_note: str
    has_result: bool
    places: int | None
    as_of: date | None
    cost_per_place: str
    contract: str
    funding_until: date | None
    sources: tuple[str, ...]
    table_position: int | None
    section: str
    childcare: bool | None
    municipality_takes_part: bool | None
    national: bool | None
    region_levels: tuple[str, ...]
    goal_slugs: tuple[str, ...]
    approach_slugs: tuple[str, ...]
