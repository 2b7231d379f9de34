"""Loading the catalogue from its files: all or nothing, the same again, and never undoing an edit."""

import copy
import io
import json
import shutil

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from catalogue.documents.lifting import lifted
from catalogue.documents.schema import document_of
from catalogue.models import Barrier, CatalogueState, Intervention, Region, Revision
from catalogue.places.lookup import look_up
from catalogue.revisions import actions
from catalogue.revisions.publishing import fresh
from matching import adapter

#: The part of the catalogue that most of these tests load.
SOME = ("ks2020-04", "ks2020-14", "ks2020-20")


@pytest.fixture
def folder(tmp_path):
    """A copy of `fixtures/` with three items."""
    found = tmp_path / "fixtures"
    shutil.copytree(settings.FIXTURES_DIR, found, ignore=shutil.ignore_patterns("interventions"))
    (found / "interventions").mkdir()
    for ref in SOME:
        shutil.copy(settings.FIXTURES_DIR / "interventions" / f"{ref}.json", found / "interventions")
    return found


@pytest.fixture
def loaded(nothing, folder):
    load(folder)
    return folder


def load(folder=None, *arguments) -> list[str]:
    """The lines that the command writes."""
    out = io.StringIO()
    given = ["--from", str(folder)] if folder else []
    call_command("load_catalogue", *given, *arguments, stdout=out)
    return out.getvalue().splitlines()


def change(folder, ref, **values):
    path = folder / "interventions" / f"{ref}.json"
    document = json.loads(path.read_text(encoding="utf-8")) | values
    path.write_text(json.dumps(document), encoding="utf-8")


def edit(ref, **values):
    """What a redacteur does in two steps: an edit, and publishing it."""
    document = copy.deepcopy(document_of(fresh(ref))) | values
    revision = actions.submit(revision=actions.start_revision(document=document, by=None), by=None)
    return actions.publish(revision=revision, by=None)


def summary(ref):
    return Intervention.objects.get(source_ref=ref).summary


#: When the version was last looked at, and the numbers of rows that are written anew from their file.
PASSING = {("CatalogueState", "changed_at"), ("SynonymGroup", "id")}


def everything_stored():
    """All rows of the catalogue."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if (model.__name__, name) not in PASSING}
            for row in model.objects.order_by("pk").values()
        ]
        for model in apps.get_app_config("catalogue").get_models()
    }


def test_an_empty_database_gets_everything(nothing):
    counts, *lines = load()
    assert counts.split(", ")[:7] == [
        "71 belemmeringen", "6 doelen", "6 aanpakken", "46 afgeleide regels", "57 groepen synoniemen",
        "389 gebieden", "9 bronnen",
    ]  # fmt: skip
    assert lines == [
        "49 nieuw, 0 bijgewerkt, 0 ongewijzigd",
        f"catalogusversie {CatalogueState.current()}",
    ]
    assert Intervention.objects.published().count() == 49
    assert set(Revision.objects.values_list("status", "origin", "base_version")) == {
        ("accepted", "fixture", 0)
    }


def test_a_second_load_changes_nothing(loaded):
    before = everything_stored()
    assert load(loaded)[1] == "0 nieuw, 0 bijgewerkt, 3 ongewijzigd"
    assert everything_stored() == before


def test_only_if_empty_does_nothing_when_there_is_something(loaded):
    change(loaded, "ks2020-04", summary="Een nieuwe samenvatting.")
    before = everything_stored()
    assert load(loaded, "--if-empty") == ["De catalogus is al gevuld (3 items); niets geladen."]
    assert everything_stored() == before


def test_only_if_empty_loads_into_an_empty_database(nothing, folder):
    assert load(folder, "--if-empty")[1] == "3 nieuw, 0 bijgewerkt, 0 ongewijzigd"


def test_a_changed_file_updates_an_item_that_nobody_edited(loaded):
    change(loaded, "ks2020-04", summary="Een nieuwe samenvatting.")
    assert load(loaded)[1] == "0 nieuw, 1 bijgewerkt, 2 ongewijzigd"
    assert summary("ks2020-04") == "Een nieuwe samenvatting."
    assert load(loaded)[1] == "0 nieuw, 0 bijgewerkt, 3 ongewijzigd"


KEPT = "Hier bewerkt en daarom met rust gelaten: ks2020-14. Overschrijven kan met --overwrite SLEUTEL."


@pytest.mark.parametrize("file_changes_too", [False, True], ids=["same file", "changed file"])
def test_an_edit_is_kept_and_listed_and_never_undone(loaded, file_changes_too):
    edit("ks2020-14", summary="Door ons bijgewerkt.")
    if file_changes_too:
        change(loaded, "ks2020-14", summary="Uit het bestand.")
    for _ in range(2):
        assert load(loaded)[1:3] == ["0 nieuw, 0 bijgewerkt, 2 ongewijzigd", KEPT]
        assert summary("ks2020-14") == "Door ons bijgewerkt."


def test_an_edit_that_the_file_has_taken_over_is_no_edit_any_more(loaded):
    edit("ks2020-14", summary="Door ons bijgewerkt.")
    change(loaded, "ks2020-14", summary="Door ons bijgewerkt.")
    assert load(loaded)[1] == "0 nieuw, 0 bijgewerkt, 3 ongewijzigd"
    change(loaded, "ks2020-14", summary="Daarna in het bestand veranderd.")
    assert load(loaded)[1] == "0 nieuw, 1 bijgewerkt, 2 ongewijzigd"
    assert summary("ks2020-14") == "Daarna in het bestand veranderd."


def test_rows_changed_behind_the_back_of_the_actions_count_as_an_edit(loaded):
    Intervention.objects.filter(source_ref="ks2020-14").update(summary="Achterom.")
    assert load(loaded)[2] == KEPT
    assert summary("ks2020-14") == "Achterom."


def test_overwriting_is_for_the_items_that_are_named(loaded):
    edit("ks2020-04", summary="Ook bewerkt.")
    edit("ks2020-14", summary="Door ons bijgewerkt.")
    path = loaded / "interventions" / "ks2020-04.json"
    original = lifted(json.loads(path.read_text(encoding="utf-8")))
    assert load(loaded, "--overwrite", "ks2020-04")[1:3] == ["0 nieuw, 1 bijgewerkt, 1 ongewijzigd", KEPT]
    assert document_of(fresh("ks2020-04")) == original
    assert summary("ks2020-14") == "Door ons bijgewerkt."
    history = Revision.objects.accepted().filter(source_ref="ks2020-04")
    assert [revision.document["summary"] for revision in history] == [
        original["summary"], "Ook bewerkt.", original["summary"],
    ]  # fmt: skip


def test_an_archived_item_stays_archived(loaded):
    actions.archive(item=Intervention.objects.get(source_ref="ks2020-14"), by=None)
    assert load(loaded)[2] == KEPT
    assert Intervention.objects.get(source_ref="ks2020-14").status == "archived"


def test_an_archived_item_comes_back_when_it_is_named(loaded):
    actions.archive(item=Intervention.objects.get(source_ref="ks2020-14"), by=None)
    assert load(loaded, "--overwrite", "ks2020-14")[1] == "0 nieuw, 1 bijgewerkt, 2 ongewijzigd"
    assert Intervention.objects.get(source_ref="ks2020-14").status == "published"


@pytest.mark.parametrize("arguments", [(), ("--overwrite", "ks2020-14")], ids=["plainly", "overwriting"])
def test_an_open_edit_is_kept(loaded, arguments):
    document = document_of(fresh("ks2020-14")) | {"summary": "Nog niet af."}
    revision = actions.start_revision(document=document, by=None)
    change(loaded, "ks2020-14", summary="Uit het bestand.")
    before = summary("ks2020-14")
    assert load(loaded, *arguments)[2] == KEPT
    assert summary("ks2020-14") == before
    revision.refresh_from_db()
    assert (revision.status, revision.document["summary"]) == ("draft", "Nog niet af.")


def test_an_item_of_which_someone_is_writing_the_first_version_is_left_to_them(loaded):
    path = loaded / "interventions" / "nieuw.json"
    document = document_of(fresh("ks2020-14")) | {"source_ref": "nieuw", "slug": "nieuw", "name": "Nieuw"}
    path.write_text(json.dumps(document), encoding="utf-8")
    actions.start_revision(document=document, by=None)
    assert load(loaded)[1:3] == ["0 nieuw, 0 bijgewerkt, 3 ongewijzigd", KEPT.replace("ks2020-14", "nieuw")]
    assert not Intervention.objects.filter(source_ref="nieuw").exists()


def test_an_item_whose_file_is_gone_stays(loaded):
    (loaded / "interventions" / "ks2020-14.json").unlink()
    assert load(loaded)[1] == "0 nieuw, 0 bijgewerkt, 2 ongewijzigd"
    assert Intervention.objects.published().filter(source_ref="ks2020-14").exists()


def with_fault(**values):
    def write(path):
        document = json.loads(path.read_text(encoding="utf-8")) | values
        path.write_text(json.dumps(document), encoding="utf-8")

    return write


def twice_the_same_barrier(path):
    document = json.loads(path.read_text(encoding="utf-8"))
    with_fault(coverage=[document["coverage"][0]] * 2)(path)


BROKEN = {
    "no JSON": (lambda path: path.write_text("{"), "is geen geldige JSON"),
    "not UTF-8": (lambda path: path.write_bytes(b'{"a": "\xff"}'), "is geen geldige JSON"),
    "a list": (lambda path: path.write_text("[]"), "is geen object"),
    "empty": (lambda path: path.write_text(""), "is geen geldige JSON"),
    "an unknown field": (with_fault(sterren=5), "Additional properties are not allowed"),
    "a wrong type": (with_fault(sessions="tien"), "sessions: 'tien' is not of type"),
    "an unknown region": (
        with_fault(
            reach={
                "national": False, "elsewhere": "no", "text": "Atlantis",
                "regions": [{"level": "municipality", "code": "GM9999"}],
            }
        ),
        "reach: municipality 'GM9999' bestaat niet",
    ),
    "an unknown source": (
        with_fault(citations=[{"field": "summary", "source": "een-boek", "place": "§1"}]),
        "bron 'een-boek' bestaat niet",
    ),
    "a barrier twice": (twice_the_same_barrier, "staat er twee keer in"),
    "the address of another": (with_fault(slug="jasmijn-werkt"), "slug: adres 'jasmijn-werkt'"),
    "a ladder downwards": (with_fault(ladder_from=4, ladder_to=2), "ladder_to: ligt onder ladder_from"),
    "a number too large to keep": (with_fault(places=40_000), "40000 is greater than the maximum"),
    "a name too long to keep": (with_fault(provider="x" * 221), "is too long"),
    "half a character": (with_fault(summary="a\ud800b"), "teken dat niet bewaard kan worden"),
    "a null character": (with_fault(summary="a\x00b"), "teken dat niet bewaard kan worden"),
}  # fmt: skip


@pytest.mark.parametrize(("breaks", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_document_loads_nothing_and_is_named(nothing, folder, breaks, said):
    breaks(folder / "interventions" / "ks2020-20.json")
    before = everything_stored()
    with pytest.raises(CommandError) as refused:
        load(folder)
    first, *lines = str(refused.value).splitlines()
    assert first == "Niet geladen:"
    assert [line for line in lines if not line.startswith("ks2020-20.json: ")] == []
    assert said in lines[0]
    assert everything_stored() == before
    assert Barrier.objects.count() == 0


def test_all_broken_documents_are_named_at_once(nothing, folder):
    with_fault(sterren=5)(folder / "interventions" / "ks2020-04.json")
    (folder / "interventions" / "ks2020-20.json").write_text("{")
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()[1:]] == [
        "ks2020-04.json", "ks2020-20.json",
    ]  # fmt: skip


def test_a_folder_without_a_catalogue_is_refused(nothing, tmp_path):
    with pytest.raises(CommandError, match=r"staat geen taxonomy\.json"):
        load(tmp_path)


# A newer file of municipalities


def rewrite(folder, change_rows):
    path = folder / "gemeenten.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *change_rows(rows)]) + "\n", encoding="utf-8")


def codes(text):
    return [code for code in [look_up(text).code] if code]


def test_a_merged_municipality_goes_and_its_name_leads_to_the_new_one(loaded):
    rewrite(loaded, lambda rows: [row for row in rows if ",Wijdemeren," not in row])
    path = loaded / "former_municipalities.json"
    former = json.loads(path.read_text(encoding="utf-8"))
    former["municipalities"].append({"code": "GM1696", "name": "Wijdemeren", "successor": "GM0402"})
    path.write_text(json.dumps(former), encoding="utf-8")
    assert codes("Wijdemeren") == ["GM1696"]
    before = CatalogueState.current()
    load(loaded)
    assert codes("Wijdemeren") == codes("Hilversum") == ["GM0402"]
    assert Region.objects.municipalities().count() == 341
    assert CatalogueState.current() != before
    assert [place.name for place in adapter.current().vocabulary.places["wijdemeren"]] == ["Hilversum"]


def test_a_municipality_that_goes_needs_a_successor(loaded):
    rewrite(loaded, lambda rows: [row for row in rows if ",Wijdemeren," not in row])
    with pytest.raises(CommandError, match="gemeente GM1696 bestaat niet en heeft geen opvolger"):
        load(loaded)
    assert codes("Wijdemeren") == ["GM1696"]


def test_a_municipality_that_an_item_names_stays_when_it_leaves_the_file(loaded):
    rewrite(loaded, lambda rows: [row for row in rows if not row.startswith("GM0014,")])
    load(loaded)
    assert codes("Groningen") == ["GM0014"]
    assert document_of(fresh("ks2020-14"))["reach"]["regions"] == [
        {"level": "municipality", "code": "GM0014"}
    ]


def test_a_new_name_and_another_labour_region_are_taken_over_in_place(loaded):
    def renamed(rows):
        return [
            row.replace("Nunspeet,Nunspeet", "Nunspeet aan Zee,Nunspeet aan Zee").replace("AM17", "AM01")
            if row.startswith("GM0302,")
            else row
            for row in rows
        ]

    key = Region.objects.get(code="GM0302").pk
    rewrite(loaded, renamed)
    load(loaded)
    found = Region.objects.get(code="GM0302")
    assert (found.pk, found.name) == (key, "Nunspeet aan Zee")
    assert codes("nunspeet aan zee") == ["GM0302"]
    assert codes("gemeente Nunspeet") == []
    assert codes("Nunspeet") == ["GM0302"]  # the woonplaats
