"""Every part of a document can be read by the redactie."""

import pytest

from catalogue.documents.fields import DATES, FIELDS, FLAGS, NUMBERS, PARTS, TEXTS, is_silent, said
from catalogue.documents.schema import PLAIN, document_of, schema
from catalogue.documents.words import Words
from catalogue.models import Intervention
from catalogue.registration.conversion import PARTS as CONVERTED
from catalogue.registration.conversion.cited_parts import (
    DeclaredCoveragePart,
    LinksPart,
    ResultsPart,
    SpokenConditionsPart,
)
from catalogue.registration.conversion.parts import RemarkPart
from catalogue.registration.fixed_terms import TITLES
from catalogue.registration.forms import STEPS
from tests import factories


def test_every_key_of_the_schema_is_a_field_once_or_belongs_to_one():
    shown = [key for _, keys in PARTS for key in keys]
    assert len(shown) == len(set(shown)) == len(FIELDS)
    assert set(schema()["properties"]) - set(shown) == {"schema", "source_ref", "citations"}


def test_every_column_of_the_row_is_there_under_the_name_of_its_field():
    columns = {column.name for column in Intervention._meta.get_fields()}
    assert {*PLAIN, *TEXTS, *NUMBERS, *FLAGS, *DATES} <= columns


def test_every_field_that_the_form_asks_has_its_place_there_and_the_other_way_round(reference):
    asked = {field.key: field.step for field in FIELDS.values() if field.step}
    steps = {title: slug for slug, title in TITLES.items()}
    answered = {key: steps[part.step] for part in CONVERTED for key in keys_of_part(part)}
    assert answered == asked
    for step in STEPS:
        form = step.form({"kind": "right"})
        for part in CONVERTED:
            if part.step == step.title:
                assert set(part.fields) <= set(form.fields), part


def keys_of_part(part) -> list[str]:
    """The fields of the document that a part of the form answers; a remark answers none."""
    if isinstance(part, RemarkPart):
        return []
    apart = {
        SpokenConditionsPart: "provider_conditions",
        DeclaredCoveragePart: "coverage",
        ResultsPart: "results",
        LinksPart: "links",
    }
    return [apart.get(type(part)) or (part.claims or ("conditions",))[0]]


def test_every_field_has_a_label_of_its_own():
    labels = [field.label for field in FIELDS.values()]
    assert all(labels)
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_whatever_an_item_says_is_read_in_words(catalogue):
    words = Words()
    unread = []
    for item in Intervention.objects.with_everything():
        document = document_of(item)
        for key in FIELDS:
            value = said(document, key).value
            lines = words.of(key, value)
            assert bool(lines) is not is_silent(value)
            unread += [(item.source_ref, key, line) for line in lines if "{" in line or "None" in line]
    assert unread == []


def test_conditions_say_what_they_mean_and_what_a_computer_tests(catalogue):
    document = document_of(Intervention.objects.with_everything().get(source_ref="ks2020-01"))
    lines = Words().of("conditions", document["conditions"])
    assert lines[1] == (
        "alleenstaande moeder: eis; getoetst op Huishouden is alleenstaande ouder "
        "[Re-integratie van vrouwen met een afstand tot de arbeidsmarkt (2020), §4.2 tabel nr 1; "
        "Re-integratie van vrouwen met een afstand tot de arbeidsmarkt (2020), Bijlage 2 nr 1]"
    )


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("childcare", False, ["nee"]),
        ("places", 0, ["0"]),
        ("hours_per_week_min", 3.5, ["3,5"]),
        ("as_of", "2026-11-01", ["01-11-2026"]),
        ("kind", "opstap", ["opstap"]),
        ("phases", ["behoud"], ["behoud van werk"]),
        (
            "goals",
            [
                {"wording": "Empowerment", "slug": "empowerment"},
                {"wording": "meer moed", "slug": "empowerment"},
            ],
            ["Empowerment", "meer moed (empowerment)"],
        ),
        (
            "reach",
            {"national": False, "regions": [{"level": "municipality", "code": "GM0228"}], "elsewhere": "no",
             "text": "Ede"},
            ["niet landelijk", "gemeente: Ede", "alleen daar", "in de bron: “Ede”"],
        ),
        ("reach", {"national": None, "regions": [], "elsewhere": None, "text": None}, []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_values_read_as_a_person_says_them(reference, key, value, lines):
    assert Words().of(key, value) == lines


def test_the_remark_and_the_sources_of_a_field_belong_to_it():
    document = factories.document(notes={"summary": "Van de site.", "provider-note": "Los."})
    found = said(document, "summary")
    assert (found.remark, found.cites) == ("Van de site.", (("kennissynthese-2020", "Bijlage 2 nr 1"),))
    assert said(document, "notes").value == {"provider-note": "Los."}
