"""No tip brings in partner or family where that may harm her."""

import pytest

from catalogue.models import CatalogueState
from matching import adapter
from matching.engine.profile import parse
from matching.presentation import page_of
from matching.service import answer


@pytest.mark.parametrize(
    ("facts", "ticked"),
    [({"circumstances": ["geweldservaring"]}, ()), ({}, ("afhankelijk-van-partner",))],
)
def test_with_violence_or_dependence_no_tip_brings_in_partner_or_family(catalogue, facts, ticked):
    known = adapter.current()
    barriers = {
        slug: 3 for slug, term in known.vocabulary.barriers.items() if not term.own_side
    } if not ticked else dict.fromkeys(ticked, 3)  # fmt: skip
    profile = parse({"barriers": barriers, "context": facts}, known.vocabulary)
    shown = page_of(answer(profile, known), known, CatalogueState.stamp(), []).uncovered
    rows = [row for one in shown for row in (*one.tips.conversation_tips, *one.tips.working_elements)]
    assert [row["text"] for row in rows if row.get("involves_partner_or_family")] == []
    assert all(one.instead for one in shown)
