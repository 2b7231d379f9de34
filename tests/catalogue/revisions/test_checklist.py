"""The checklist of the source, and the lighter one for an opstap."""

from django.conf import settings

from catalogue.documents.schema import document_of
from catalogue.models import Intervention, Revision
from catalogue.revisions.checklist import ANSWERS, checklist_of, keys
from catalogue.text.json_files import read_json

LISTS = read_json(settings.FIXTURES_DIR / "checklist.json")["lists"]


def revision_of(source_ref, checklist=None) -> Revision:
    item = Intervention.objects.with_everything().get(source_ref=source_ref)
    return Revision(source_ref=source_ref, document=document_of(item), checklist=checklist or {})


def test_the_full_list_has_the_four_basic_and_the_three_content_criteria_of_the_source():
    assert [(row["part"], row["number"]) for row in LISTS["full"]["criteria"]] == [
        ("Basis", "1"), ("Basis", "2"), ("Basis", "3"), ("Basis", "4"),
        ("Inhoud", "1"), ("Inhoud", "2"), ("Inhoud", "3"),
    ]  # fmt: skip


def test_every_criterion_cites_its_place():
    places = {row["cite"]["place"] for found in LISTS.values() for row in found["criteria"]}
    sources = {row["cite"]["source"] for found in LISTS.values() for row in found["criteria"]}
    assert sources == {"kennissynthese-2020"}
    assert places == {f"§4 basiscriterium {n}" for n in range(1, 5)} | {
        f"§4 inhoudelijk criterium {n}" for n in range(1, 4)
    }


def test_the_light_list_leaves_out_what_would_refuse_an_opstap():
    light = {row["key"] for row in LISTS["light"]["criteria"]}
    assert {"method", "municipal", "work", "fitting"} & light == set()
    assert light - {row["key"] for row in LISTS["full"]["criteria"]} == {"onwards"}


def test_schilderswijk_moeders_gets_the_light_list_and_top_vrouwen_the_full_one(catalogue):
    assert checklist_of(revision_of("dh2024-b2-1")).title == "Lichte controlelijst voor een opstap"
    full = checklist_of(revision_of("ks2020-01"))
    assert (full.title, len(full.criteria), full.answered) == ("Controlelijst van de bron", 7, 0)


def test_what_was_ticked_is_there_and_a_no_becomes_the_message_to_the_organisation(catalogue):
    ticked = {
        "recent": {"answer": "no", "remark": "Wanneer begint de volgende groep?"},
        "work": {"answer": "yes", "remark": ""},
        "method": {"answer": "no", "remark": ""},
    }
    found = checklist_of(revision_of("ks2020-01", ticked))
    assert {criterion.key: criterion.word for criterion in found.criteria} == {
        "contact": "nog niet", "recent": "nee", "method": "nee", "municipal": "nog niet", "work": "ja",
        "women": "nog niet", "fitting": "nog niet",
    }  # fmt: skip
    assert found.answered == 3
    method = next(criterion for criterion in found.criteria if criterion.key == "method")
    assert found.as_remark == f"- Wanneer begint de volgende groep?\n- {method.text}"


def test_an_answer_to_a_criterion_of_the_other_list_is_kept_and_not_shown(catalogue):
    found = checklist_of(revision_of("dh2024-b2-1", {"method": {"answer": "no", "remark": "Geen methode"}}))
    assert found.refused == []
    assert "method" in keys()


def test_the_answers_are_yes_no_and_not_applicable():
    assert ANSWERS == {"yes": "ja", "no": "nee", "n/a": "n.v.t."}
