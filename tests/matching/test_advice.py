"""What a good colleague would say, pinned on the loaded catalogue: who may lead, what comes first."""

from datetime import date

import pytest

from catalogue.knowledge.reading import knowledge
from catalogue.models import CatalogueState
from matching import adapter
from matching.answer_json import as_json
from matching.engine.profile import parse
from matching.engine.scoring import Verdict
from matching.engine.tips import partner_left_out
from matching.presentation.page import page_of
from matching.service import answer

DAY = date(2026, 12, 1)
EVA, YASMIN, LEF, NEW_FUTURE = "dh2024-b2-6", "dh2024-b2-3", "dh2024-b2-2", "ks2020-18"
FOR_NEWCOMERS = {"ks2020-02", "ks2020-05", "ks2020-06", "ks2020-08", "ks2020-09"}
LEVEL_ONE_CARE = {"dh2024-b1-1c"}
OWN_BUSINESS = {
    "barriers": {"geen-zakelijk-netwerk": 2, "weinig-zelfvertrouwen": 2, "geen-zicht-op-inkomen": 1},
    "context": {
        "gender": "vrouw",
        "age": 41,
        "municipality": "Den Haag",
        "income": "bijstand",
        "dutch_level": "B2",
        "household": "alleenstaande-ouder",
        "youngest_child_age": 9,
        "wishes": ["eigen-bedrijf"],
    },
}


@pytest.fixture
def advise(catalogue):
    found = adapter.current()

    def advise(barriers, **context):
        document = {"barriers": barriers, "context": {"gender": "vrouw", **context}}
        return answer(parse(document, found.vocabulary), found, DAY)

    return advise


def refs(rows):
    return [row.item.source_ref for row in rows]


def one(answered, ref):
    return next(match for match in answered.result.matches if match.item.source_ref == ref)


def ticked_on_paper(answered):
    page = page_of(answered, answered.catalogue, CatalogueState.stamp())
    return {choice.ref for choice in page.takealong if choice.ticked}


@pytest.mark.parametrize("suggested", [{}, {"ondernemen-weet-niet-hoe": 2}])
def test_her_own_business_in_den_haag_begins_with_the_cooperative_made_for_it(advise, suggested):
    answered = advise({**OWN_BUSINESS["barriers"], **suggested}, **OWN_BUSINESS["context"])
    leading = [match for match in answered.result.ranked("trajecten") if not match.waits]
    assert refs(leading)[0] == EVA
    assert refs(answered.plan.items)[0] == EVA
    assert any("toestemming" in line.text_on(DAY) for line in answered.result.lines)


NEWCOMER_OPEN = {
    "a woman without benefit in Tilburg": (
        {"weinig-zelfvertrouwen": 2, "weinig-werkervaring": 2, "geen-beroepsbeeld": 2},
        {
            "age": 38, "municipality": "Tilburg", "income": "niet-uitkeringsgerechtigd",
            "dutch_level": "moedertaal", "years_without_work": 12, "wishes": ["betaald-werk"],
        },
    ),
    "one for whom Dutch is no threshold in Den Haag": (
        {"weinig-zelfvertrouwen": 2, "weinig-werkervaring": 3, "klein-netwerk": 2},
        {"age": 31, "municipality": "Den Haag", "income": "bijstand", "dutch_level": "C1"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("barriers", "context"), NEWCOMER_OPEN.values(), ids=NEWCOMER_OPEN)
def test_nothing_for_newcomers_leads_as_long_as_nobody_said_she_is_one(advise, barriers, context):
    answered = advise(barriers, **context)
    offered = {match.item.source_ref: match for match in answered.result.offered}
    waiting = FOR_NEWCOMERS & set(offered)
    assert waiting
    assert all(offered[ref].waits for ref in waiting)
    leading = answered.result.ranked("trajecten")[:5]
    assert not any(match.waits for match in leading)
    assert not FOR_NEWCOMERS & set(refs(leading))
    assert not FOR_NEWCOMERS & set(refs(answered.plan.items))
    assert not FOR_NEWCOMERS & ticked_on_paper(answered)
    assert "newcomer" in {question.fact for question in offered[min(waiting)].questions}


def test_forty_hours_is_not_now_for_sixteen_and_it_is_said_why(advise):
    context = {"municipality": "Veldhoven", "newcomer": "statushouder", "age": 30, "childcare": "geregeld"}
    answered = advise({"weinig-werkervaring": 2}, **context, hours_per_week=16)
    match = one(answered, "ks2020-02")
    assert (match.verdict, match.excluded_by) == (Verdict.INELIGIBLE, ("hours_per_week",))
    assert "minstens 40 uur per week" in [
        row.text for row in match.conditions if row.fact == "hours_per_week"
    ]
    assert answered.changes["ks2020-02"][0].facts == (("hours_per_week", 40),)
    with_time = advise({"weinig-werkervaring": 2}, **context, hours_per_week=40)
    assert one(with_time, "ks2020-02").verdict is Verdict.ELIGIBLE


def test_hours_that_childcare_holds_down_leave_it_for_later(advise):
    context = {"municipality": "Veldhoven", "newcomer": "statushouder", "childcare": "niet-geregeld"}
    answered = advise({"weinig-werkervaring": 2}, **context, hours_per_week=16)
    match = one(answered, "ks2020-02")
    assert match.later_only
    assert [question.fact for question in match.questions] == ["childcare"]
    assert [(row.item.source_ref, row.block) for row in answered.plan.items if row.after_childcare] in (
        [],
        [("ks2020-02", "later")],
    )


def test_leave_is_no_help_for_illness(advise):
    answered = advise(
        {"lichamelijke-gezondheid": 3, "psychische-gezondheid": 2},
        age=50, municipality="Den Haag", household="alleenstaand", income="bijstand",
    )  # fmt: skip
    rights = [match for match in answered.result.matches if match.list_name == "rechten"]
    assert rights
    assert all((match.rank, match.covered) == (None, ()) for match in rights)
    assert not any(match.covered for match in answered.result.matches)
    assert set(answered.plan.left) == {"lichamelijke-gezondheid", "psychische-gezondheid"}
    assert "dh2024-r-2" in refs(answered.result.rights)
    known = knowledge(CatalogueState.stamp())
    for barrier in answered.plan.left:
        tips = known.tips(barrier)
        assert tips.conversation_tips or tips.working_elements


def test_debts_and_mental_health_without_offer_come_first_without_an_item(advise):
    answered = advise(
        {"financiele-problemen": 3, "psychische-gezondheid": 3},
        age=34, municipality="Eindhoven", household="alleenstaand", income="bijstand",
    )  # fmt: skip
    rows = {row.step.key: row.barriers for row in answered.plan.first}
    assert rows == {"debts": ("financiele-problemen",), "health": ("psychische-gezondheid",)}
    assert answered.plan.items == ()


def test_a_single_parent_in_groningen_sees_national_rights(advise):
    answered = advise(
        {"zorg-voor-kinderen": 3, "kinderopvang-niet-geregeld": 3},
        age=28, municipality="Groningen", household="alleenstaande-ouder", youngest_child_age=1,
        children_in_care="alles", income="bijstand",
    )  # fmt: skip
    assert {"dh2024-r-1", "dh2024-r-8"} <= set(refs(answered.result.rights))
    for ref in ("dh2024-r-1", "dh2024-r-8"):
        match = one(answered, ref)
        assert (match.may_apply, match.rank, match.reach.word) == (True, None, "yes")
    assert refs(answered.result.leading)[0] == "ks2020-14"


@pytest.mark.parametrize("more", [{}, {"sectors": ["administratie"]}, {"years_without_work": 6, "age": 47}])
def test_a_bookkeeper_with_a_degree_is_not_sent_to_care_at_level_one(advise, more):
    answered = advise(
        {"geen-zakelijk-netwerk": 2, "weinig-werkervaring": 2, "geen-startkwalificatie": 1},
        **{
            "age": 42, "municipality": "Den Haag", "education": "hbo-wo", "dutch_level": "C1",
            "income": "niet-uitkeringsgerechtigd", "wishes": ["betaald-werk-nu"], **more,
        },
    )  # fmt: skip
    assert not LEVEL_ONE_CARE & set(refs(answered.result.ranked("trajecten")[:5]))
    assert not LEVEL_ONE_CARE & set(refs(answered.plan.items))
    assert not LEVEL_ONE_CARE & ticked_on_paper(answered)


def test_violence_and_partner_bring_safety_first_and_no_tip_with_partner_or_family(advise):
    answered = advise(
        {"geweldservaring": 3, "afhankelijk-van-partner": 2, "geen-steun-partner": 2, "klein-netwerk": 2},
        age=33, municipality="Den Haag", household="samenwonend-met-kinderen",
    )  # fmt: skip
    assert answered.plan.first[0].step.key == "safety"
    assert "Veilig Thuis" in answered.plan.first[0].step.text
    assert as_json(answered)["plan"]["first"][0]["key"] == "safety"
    assert refs(answered.plan.items)[0] == NEW_FUTURE
    safety = answered.catalogue.rules.safety
    assert partner_left_out(answered.result.profile, answered.catalogue.vocabulary, safety)
    known = knowledge(CatalogueState.stamp())
    ticked = [slug for slug, _ in answered.result.profile.barriers]
    flagged = {
        text
        for slug in ticked
        for text in _texts(known.tips(slug)) - _texts(known.tips(slug).without_family())
    }
    assert flagged, "there must be something to leave out"
    page = page_of(answered, answered.catalogue, CatalogueState.stamp())
    assert {row.barrier.slug for row in page.talk} == set(ticked)
    assert not flagged & {text for row in page.talk for text in _texts(row.tips)}
    assert page.safe_tips.startswith("Spreek haar alleen")


def _texts(tips):
    return {str(row) for row in (*tips.working_elements, *tips.conversation_tips)}


def test_school_comes_first_at_nineteen_without_a_qualification(advise):
    answered = advise(
        {"geen-startkwalificatie": 3, "weinig-motivatie": 2},
        age=19, municipality="Rotterdam", education="vmbo-mbo1", household="alleenstaand",
    )  # fmt: skip
    row = answered.plan.first[0]
    assert (row.step.key, row.barriers) == ("school", ("geen-startkwalificatie",))
    assert "Doorstroompunt" in row.step.text
    older = advise({"geen-startkwalificatie": 3}, age=27, municipality="Rotterdam", education="vmbo-mbo1")
    assert "school" not in {row.step.key for row in older.plan.first}


def test_a1_and_b2_differ_where_language_matters(advise):
    barriers = {"weinig-werkervaring": 2, "beperkte-sollicitatievaardigheden": 2}
    context = {"age": 35, "municipality": "Den Haag", "income": "bijstand", "wishes": ["betaald-werk-nu"]}
    little, much = (advise(barriers, **context, dutch_level=level) for level in ("A1", "B2"))
    assert refs(little.result.leading) != refs(much.result.leading)
    verdicts = {ref: [one(answered, ref).verdict for answered in (little, much)] for ref in (YASMIN, LEF)}
    assert verdicts[YASMIN] == [Verdict.INELIGIBLE, Verdict.ELIGIBLE]
    assert one(little, YASMIN).excluded_by == ("dutch_level",)
    assert verdicts[LEF] == [Verdict.UNCERTAIN, Verdict.ELIGIBLE]
    assert "dh2024-b1-2" not in refs(little.result.offered)


def test_what_is_meant_for_little_dutch_says_so_in_amber_to_who_has_more(advise):
    answered = advise({"klein-netwerk": 2}, municipality="Den Haag", dutch_level="C1")
    assert any("te weinig Nederlands" in caution.text for caution in one(answered, "dh2024-b1-3").cautions)
    answered = advise({"klein-netwerk": 2}, municipality="Den Haag", dutch_level="A1")
    assert one(answered, "dh2024-b1-3").cautions == ()
