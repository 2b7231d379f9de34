"""Long overviews: made once by the worker, found back by their address, whole or not there at all."""

import datetime
import errno
import io
import zipfile

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.exports import actions as export_actions
from catalogue.exports import build, formats, limits, tasks, writing
from catalogue.models import CatalogueState, Export, Intervention
from catalogue.models.exports import SILENCE
from catalogue.rendering.pdf import PdfUnavailable
from catalogue.revisions import actions as revision_actions

State = Export.State
NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)


def ask(query: str = "soort=traject", form: str = "json", **more) -> Export:
    return tasks.queue_export(query=query, form=form, total=5, parts=1, **more)


def made(export: Export) -> Export:
    build.make(str(export.key))
    export.refresh_from_db()
    return export


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_asking_puts_one_task_on_the_queue_with_nothing_but_its_key(catalogue):
    export = ask()
    assert export.state == State.QUEUED
    assert [(task.task_path, task.args_kwargs) for task in DBTaskResult.objects.all()] == [
        ("catalogue.exports.tasks.make_export", {"args": [str(export.key)], "kwargs": {}})
    ]


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it(live_catalogue, exports_folder):
    export = ask()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    export.refresh_from_db()
    assert export.state == State.READY
    assert files(exports_folder) == [export.file_name]
    assert export.done == export.total == Intervention.objects.published().filter(kind="traject").count()


def test_the_same_question_shares_what_is_waiting_running_or_ready(catalogue, exports_folder):
    first = ask()
    assert ask() == first
    export_actions.begin_export(key=first.key)
    assert ask() == first
    export_actions.finish_export(export=first, file_name="x.json")
    assert ask() == first
    assert DBTaskResult.objects.count() == 1
    assert ask(form="csv") != first


def test_after_a_change_of_the_catalogue_or_a_failure_it_is_made_anew(catalogue):
    first = ask()
    export_actions.fail_export(export=first, reason="x")
    second = ask()
    assert second != first
    CatalogueState.objects.update(version="anders")
    assert ask() != second


def test_no_more_are_at_work_than_the_site_can_bear(catalogue):
    for number in range(limits.MAX_AT_WORK):
        ask(f"q={number}")
    with pytest.raises(export_actions.TooManyExports):
        ask("q=nog-een")
    assert ask("q=0").query == "q=0"
    assert Export.objects.count() == limits.MAX_AT_WORK


def test_what_is_begun_is_not_begun_again(catalogue):
    export = ask()
    assert export_actions.begin_export(key=export.key) == export
    assert export_actions.begin_export(key=export.key) is None


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), build.FULL),
        (OSError(errno.EIO, "Input/output error"), build.OTHERWISE),
        (PdfUnavailable("pango"), "Op deze server ontbreekt"),
        (MemoryError(), "te weinig geheugen"),
        (SystemExit(1), build.OTHERWISE),
    ],
    ids=["disk full", "disk broken", "no library", "memory", "worker stopped"],
)
def test_what_goes_wrong_is_told_and_leaves_no_half_file(
    catalogue, exports_folder, monkeypatch, fault, reason
):
    def broken(file, *arguments, **named):
        file.write(b"half")
        raise fault

    monkeypatch.setattr(build, "write", broken)
    export = ask()
    with pytest.raises(type(fault)):
        build.make(str(export.key))
    export.refresh_from_db()
    assert (export.state, files(exports_folder)) == (State.FAILED, [])
    assert reason in export.reason
    assert ask() != export


def test_a_worker_that_was_killed_is_noticed_and_its_remains_go(catalogue, exports_folder):
    export = ask(now=NOW)
    export_actions.begin_export(key=export.key, now=NOW)
    exports_folder.mkdir()
    (exports_folder / f"{export.key}.part").write_bytes(b"half")
    later = NOW + SILENCE + datetime.timedelta(seconds=1)
    assert export_actions.clear_exports(now=NOW) == 0
    assert files(exports_folder) == [f"{export.key}.part"]
    assert export_actions.clear_exports(now=later) == 1
    export.refresh_from_db()
    assert (export.state, export.reason, files(exports_folder)) == (State.FAILED, export_actions.LEFT, [])


def test_a_question_left_by_a_killed_worker_may_be_asked_again(catalogue):
    export = ask(now=NOW)
    export_actions.begin_export(key=export.key, now=NOW)
    again = ask(now=NOW + SILENCE + datetime.timedelta(seconds=1))
    assert again != export
    assert again.state == State.QUEUED


def test_an_expired_file_goes_and_its_page_knows_it_for_a_week(catalogue, exports_folder):
    export = made(ask())
    assert export_actions.clear_exports() == 0
    Export.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert export_actions.clear_exports() == 1
    assert files(exports_folder) == []
    export.refresh_from_db()
    assert export.expired
    export_actions.clear_exports(now=timezone.now() + limits.KEEP_ROWS)
    assert not Export.objects.exists()


def test_what_was_asked_goes_with_the_file(catalogue, exports_folder, client):
    export = made(ask("q=moeder+met+schulden"))
    Export.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    export_actions.clear_exports()
    export.refresh_from_db()
    assert (export.query, export.question) == ("", "")
    text = client.get(export.get_absolute_url()).content.decode()
    assert "bewaren we niet langer dan het bestand" in text
    assert "<form" not in text.partition('id="stand"')[2].partition("</main>")[0]


def test_what_waits_still_knows_what_was_asked(catalogue, exports_folder):
    export = ask(now=timezone.now() - limits.KEEP_FILES - datetime.timedelta(minutes=1))
    export_actions.clear_exports()
    assert made(export).state == State.READY
    assert export.query == "soort=traject"


def test_the_files_together_have_an_end(catalogue, exports_folder, monkeypatch):
    monkeypatch.setattr(build, "write", lambda file, *arguments, **named: file.write(b"ten bytes!"))
    monkeypatch.setattr(export_actions, "MAX_BYTES", 20)
    first, second, third = made(ask()), made(ask("q=werk")), made(ask("q=taal"))
    for each in (first, second):
        each.refresh_from_db()
    assert (first.expired, second.expired, third.expired) == (True, False, False)
    assert files(exports_folder) == sorted([second.file_name, third.file_name])
    monkeypatch.setattr(export_actions, "MAX_BYTES", 1)
    last = made(ask("q=opvang"))
    assert files(exports_folder) == [last.file_name]


def test_a_catalogue_that_changes_meanwhile_makes_it_begin_anew(catalogue, exports_folder, monkeypatch):
    times = []

    def changing(file, *arguments, **named):
        times.append(1)
        if len(times) == 1:
            CatalogueState.objects.update(version="anders")
        file.write(b"%d" % len(times))

    monkeypatch.setattr(build, "write", changing)
    export = made(ask())
    assert (export.state, len(times)) == (State.READY, 2)
    assert (exports_folder / export.file_name).read_bytes() == b"2"


def test_a_selection_that_became_empty_is_told(catalogue, exports_folder):
    export = ask("q=jasmijn")
    for item in Intervention.objects.published():
        revision_actions.archive(item=item, by=None)
    with pytest.raises(build.EmptySelection):
        build.make(str(export.key))
    export.refresh_from_db()
    assert "geen interventies meer" in export.reason


def test_many_items_come_in_complete_parts(catalogue, exports_folder, monkeypatch, faults_of, read_pdf):
    monkeypatch.setattr(formats, "PER_PART", 2)
    query = "gemeente=Tilburg&niveau=demand&doel=empowerment"
    export = made(ask(query, "pdf"))
    assert (export.state, export.parts, export.total) == (State.READY, 2, 4)
    assert export.file_name == f"{export.key}.zip"
    with zipfile.ZipFile(exports_folder / export.file_name) as bundle:
        names = bundle.namelist()
        contents = [bundle.read(name) for name in names]
    assert names == [f"trajectwijzer-overzicht-deel-{part}-van-2.pdf" for part in (1, 2)]
    assert [faults_of(content) for content in contents] == [[], []]
    texts = [read_pdf(content) for content in contents]
    assert "Deel 1 van 2: interventie 1 tot en met 2 van de 4" in texts[0]
    assert "Deel 2 van 2: interventie 3 tot en met 4 van de 4" in texts[1]
    assert export.pages > 6


def test_progress_is_what_was_really_done(catalogue, monkeypatch):
    told = []
    monkeypatch.setattr(build, "HEARTBEAT", -1.0)
    advance = "advance_export"
    monkeypatch.setattr(export_actions, advance, lambda *, export, done, pages: told.append((done, pages)))
    progress = build.ExportProgress(Export(total=4, parts=2))
    for page in (1, 2, 3, 2):
        progress.page(page)
    progress.part(2)
    progress.page(1)
    assert told == [(0, 1), (0, 2), (0, 3), (0, 3), (2, 3), (2, 4)]


def test_weasyprint_tells_each_page(catalogue):
    from catalogue.rendering.pdf import pdf_of

    pages = []
    html = '<!doctype html><html lang="nl"><head><title>x</title></head><body>{}</body></html>'
    pdf_of(html.format('<p style="break-after: page">a</p>' * 2 + "<p>b</p>"), pages.append)
    assert sorted(set(pages)) == [1, 2, 3]


def test_the_part_at_hand_follows_from_what_is_done():
    found = [Export(total=10, parts=4, done=done).part for done in (0, 3, 6, 9, 10)]
    assert found == [1, 2, 3, 4, 4]


def test_writing_tells_each_item(catalogue):
    numbers = []

    class Heard(writing.Progress):
        def item(self, number):
            numbers.append(number)

    from django.http import QueryDict

    from catalogue.browse.list_query import ListQuery

    writing.write(
        io.BytesIO(),
        "csv",
        ListQuery(QueryDict("soort=traject")),
        made_on=NOW.date(),
        progress=Heard(),
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
