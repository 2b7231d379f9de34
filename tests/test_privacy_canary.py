"""A client leaves no trace: recognisable answers go through every door, and are then looked for everywhere.

The same doors are used twice: in this process, where the database and every log line can be read, and in a
process of its own with a database in a file, where whatever reached the disk can be read.
"""

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.views.debug import get_exception_reporter_class

from catalogue.models import DailyCount
from matching import views
from portal.http.privacy import RedactedExceptionReporter, RedactingLogFilter

ROOT = Path(__file__).parent.parent
#: What was typed where it does not belong, and a set of answers that only one woman gives. The numbers have
#: more decimals than the time of a log line, so that no line holds one by chance.
CANARY = "KANARIE-7231"
NAME = "Kanariah Zebravink"
RARE = {
    "belemmering": ["detentieverleden", "geweldservaring", "laaggeletterdheid", "weinig-motivatie"],
    "ernst-detentieverleden": "3",
    "ernst-geweldservaring": "2",
    "gender": "anders",
    "age": "37",
    "municipality": "Schiermonnikoog",
    "circumstances": ["ex-gedetineerd", "zwanger"],
    "youngest_child_age": "6,2519",
    "years_without_work": "17,7583",
}
WRONG = RARE | {
    "age": CANARY,
    "municipality": NAME,
    "youngest_child_age": CANARY,
    "wishes": [CANARY],
    "works": CANARY,
    "belemmering": [*RARE["belemmering"], CANARY],
    "ernst-weinig-motivatie": CANARY,
    CANARY: NAME,
}
#: How often an item came up today (catalogue/upkeep/counting.py): the one thing that a visit adds to.
COUNTED = DailyCount._meta.db_table
#: Never in a database, log, header, address or report. Slugs and places stand in the catalogue as well, so
#: these are looked for in what is written about a visit, not in the tables.
TRACES = (
    CANARY,
    CANARY.lower(),
    "Kanariah",
    "Schiermonnikoog",
    "detentieverleden",
    "geweldservaring",
    "ex-gedetineerd",
    "17.7583",
    "17,7583",
    "6.2519",
    "6,2519",
)
DOCUMENT = {
    "audience": "client",
    "barriers": {"detentieverleden": 3, "geweldservaring": 2},
    "context": {"age": 37, "municipality": "Schiermonnikoog", "years_without_work": 17.7583},
}


def file_of(document):
    raw = document if isinstance(document, bytes) else json.dumps(document).encode()
    return {"bestand": SimpleUploadedFile(f"{CANARY}.json", raw)}


def break_down(*args, **kwargs):
    raise RuntimeError(f"kan {CANARY} van {NAME} niet rangschikken: {RARE}") from ValueError(CANARY)


def through_every_door():
    """Gives (name of the door, response); the doors of the command line write to where they are told."""
    client = Client(raise_request_exception=False, headers={"Referer": f"http://testserver/?naam={CANARY}"})
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    wizard, result, save = reverse("matching"), reverse("matching-result"), reverse("matching-save")
    suggest, opened, along = (
        reverse("matching-suggestions"),
        reverse("matching-open"),
        reverse("matching-takealong"),
    )
    yield "the questions", client.get(wizard)
    yield "back to the questions", client.post(wizard, RARE)
    yield "the result", client.post(result, RARE)
    yield (
        "the result by htmx",
        client.post(result, RARE, headers={"HX-Request": "true", "HX-Current-URL": "/"}),
    )
    yield "faults", client.post(result, WRONG)
    yield "suggestions", client.post(suggest, RARE)
    yield "suggestions with faults", client.post(suggest, WRONG)
    yield "a file", client.post(save, RARE)
    yield "a file with everything", client.post(save, WRONG | {"gevoelig": "ja"})
    yield "opening a file", client.post(opened, file_of(DOCUMENT))
    yield "opening faults", client.post(opened, file_of(DOCUMENT | {CANARY: NAME}))
    yield "opening no JSON", client.post(opened, file_of(f'{{"{CANARY}": '.encode()))
    yield "opening a large file", client.post(opened, file_of(CANARY.encode() * 300_000))
    yield "taking along", client.post(along, RARE | {"item": ["ks2020-04", CANARY], "vorm": "scherm"})
    paper = {"item": ["ks2020-04"], "daarna": [CANARY], "blad": "klantmanager", "vorm": "scherm"}
    yield "the other paper", client.post(along, RARE | paper)
    yield "taking nothing along", client.post(along, WRONG | {"item": [CANARY]})
    yield "a body too large", client.post(result, WRONG | {"municipality": CANARY * 30_000})
    yield "too many fields", client.post(result, {"wishes": [CANARY] * 600})
    yield "without a token", strict.post(result, WRONG)
    yield "a wrong method", client.put(result, json.dumps(DOCUMENT), content_type="application/json")
    yield "answers in the address", client.get(f"{result}?age=37&municipality=Schiermonnikoog&naam={CANARY}")
    yield "an address that is not there", client.get(f"/bestaat-niet/?naam={CANARY}")
    yield (
        "a body that breaks off",
        client.post(
            opened,
            f"--x\r\nContent-Disposition: form-data; name={CANARY}".encode(),
            "multipart/form-data; boundary=x",
        ),
    )
    healthy = views.answer
    views.answer = break_down
    try:
        yield "a fault of ours", client.post(result, RARE)
    finally:
        views.answer = healthy


def commands(folder: Path):
    """The command line door, with a right and a wrong profile and a line of each."""
    profile, wrong, lines = folder / "a.json", folder / "b.json", folder / "c.jsonl"
    profile.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    wrong.write_text(json.dumps(DOCUMENT | {CANARY: NAME}), encoding="utf-8")
    lines.write_text(f"{json.dumps(DOCUMENT)}\n{{\n", encoding="utf-8")
    for arguments in ([profile], [profile, "--json"], [wrong], [lines, "--jsonl"]):
        with contextlib.suppress(SystemExit):
            call_command("match", *map(str, arguments), stdout=io.StringIO(), stderr=io.StringIO())


def everything_stored() -> dict[str, list]:
    """All rows of all tables, sessions included."""
    stored = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our tables
            stored[table] = sorted(repr([readable(value) for value in row]) for row in cursor.fetchall())
    return stored


def readable(value):
    """PostgreSQL gives bytes as a view on memory, which shows its place and not what it holds."""
    return bytes(value) if isinstance(value, memoryview) else value


def traces_in(text: str, traces=TRACES) -> list[str]:
    return [trace for trace in traces if trace in text]


@pytest.mark.parametrize(
    "line",
    ["2026-11-30 20:46:46,251 WARNING", "12:17:17,758 17.758 s, 6.251 MB", "sha256:6251917758317d7583"],
)
def test_no_time_size_or_hash_is_taken_for_an_answer(line):
    assert traces_in(line) == []


@pytest.fixture
def console():
    """What the log of the running site would hold: the handler of the settings, written to memory."""
    handler = next(
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(f, RedactingLogFilter) for f in handler.filters)
    )
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.fixture
def visits(catalogue, console):
    return list(through_every_door())


EXPECTED = {
    "the questions": 200,
    "back to the questions": 200,
    "the result": 200,
    "the result by htmx": 200,
    "faults": 422,
    "suggestions": 200,
    "suggestions with faults": 200,
    "a file": 200,
    "a file with everything": 200,
    "opening a file": 200,
    "opening faults": 422,
    "opening no JSON": 422,
    "opening a large file": 413,
    "taking along": 200,
    "the other paper": 200,
    "taking nothing along": 422,
    "a body too large": 413,
    "too many fields": 400,
    "without a token": 403,
    "a wrong method": 405,
    "answers in the address": 302,
    "an address that is not there": 404,
    "a body that breaks off": 422,
    "a fault of ours": 500,
}


def test_every_door_was_really_used(visits):
    assert {name: response.status_code for name, response in visits} == EXPECTED
    shown = {name: response.content.decode() for name, response in visits}
    assert CANARY in shown["faults"]
    assert "Kanariah" in shown["faults"]
    assert json.loads(shown["a file"])["context"]["years_without_work"] == 17.7583


def test_every_address_that_takes_answers_is_one_of_the_doors():
    from matching.urls import urlpatterns

    takes_no_answers = {"matching-explanation", "matching-council", "matching-coverage"}
    assert {pattern.name for pattern in urlpatterns} - takes_no_answers == {
        "matching",
        "matching-result",
        "matching-suggestions",
        "matching-save",
        "matching-open",
        "matching-takealong",
    }


def test_nothing_is_added_to_the_database(catalogue, tmp_path):
    before, first_day = everything_stored(), timezone.localdate()
    for _ in through_every_door():
        pass
    commands(tmp_path)
    after = everything_stored()
    assert before.pop(COUNTED) == []
    assert after.pop(COUNTED)
    assert after == before
    # Of all these visits remains how often three items came up today: no visit, no moment, no answer.
    assert {field.name for field in DailyCount._meta.get_fields()} == {"id", "item", "day", "top_three"}
    assert DailyCount.objects.count() == 3
    assert set(DailyCount.objects.values_list("day", flat=True)) <= {first_day, timezone.localdate()}
    assert traces_in(repr(after), (CANARY, CANARY.lower(), "Kanariah")) == []
    assert after["django_session"] == []


def test_the_log_tells_what_went_wrong_and_nothing_of_her(visits, console):
    log = console.getvalue()
    assert "Internal Server Error: /matching/resultaat/ (RuntimeError at " in log
    assert "Unprocessable" in log
    assert "Not Found: /bestaat-niet/" in log
    assert traces_in(log) == []
    assert "127.0.0.1" not in log
    assert "Traceback" not in log


def test_no_header_cookie_or_address_holds_an_answer(visits):
    for name, response in visits:
        told = repr([*response.headers.items(), response.cookies.output(), response.reason_phrase])
        assert traces_in(told) == [], name
        assert set(response.cookies) <= {"csrftoken"}, name
        assert response.headers["Referrer-Policy"] == "same-origin", name


def test_what_goes_wrong_with_us_shows_nothing_of_her(visits):
    for name in (
        "a fault of ours",
        "without a token",
        "a body too large",
        "taking along",
        "taking nothing along",
    ):
        text = dict(visits)[name].content.decode()
        # What a sheet tells of an item is public; what she answered is not on it.
        traces = [trace for trace in TRACES if trace not in ("detentieverleden", "ex-gedetineerd")]
        assert traces_in(text, traces) == [], name


def test_every_answer_stays_out_of_caches(visits):
    for name, response in visits:
        if response.status_code < 400 or response.status_code in (405, 422):
            assert "no-store" in response.headers["Cache-Control"], name


@pytest.mark.parametrize("form", ["text", "html"])
def test_an_error_report_holds_the_lines_of_code_and_nothing_of_her(rf, form):
    request = rf.post(f"/matching/resultaat/?naam={CANARY}", WRONG)
    request.META["HTTP_REFERER"] = CANARY
    request.COOKIES["naam"] = CANARY
    told = WRONG  # a local variable, as a view would have it
    try:
        break_down(told)
    except RuntimeError as error:
        error.add_note(CANARY)
        report = get_exception_reporter_class(request)(request, type(error), error, error.__traceback__)
    assert isinstance(report, RedactedExceptionReporter)
    text = report.get_traceback_text() if form == "text" else report.get_traceback_html()
    assert "RuntimeError" in text
    assert "break_down" in text
    assert traces_in(text) == []


def record_of(error, message="Internal Server Error: %s", args=("/matching/",)):
    return logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, message, args, error and error_info(error)
    )


def error_info(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (RuntimeError(CANARY), "Internal Server Error: /matching/ (RuntimeError at "),
        (KeyError(CANARY), "Internal Server Error: /matching/ (KeyError at "),
        (None, "Internal Server Error: /matching/"),
    ],
)
def test_a_log_line_keeps_the_place_of_an_error_and_not_its_message(error, line):
    record = record_of(error)
    assert RedactingLogFilter().filter(record) is True
    told = logging.Formatter().format(record)
    assert told.startswith(line)
    assert CANARY not in told
    assert "Traceback" not in told


def test_a_log_line_with_a_percent_sign_stays_a_line():
    record = record_of(RuntimeError(CANARY), "Not Found: %s", ("/100%25/",))
    RedactingLogFilter().filter(record)
    assert logging.Formatter().format(record).startswith("Not Found: /100%25/ (RuntimeError at ")


def test_the_settings_use_both():
    assert settings.DEFAULT_EXCEPTION_REPORTER == "portal.http.privacy.RedactedExceptionReporter"
    assert settings.DEFAULT_EXCEPTION_REPORTER_FILTER == "portal.http.privacy.RequestFreeReporterFilter"
    handlers = settings.LOGGING["handlers"]
    assert {name: handler["filters"] for name, handler in handlers.items()} == {"console": ["no_trace"]}


IN_A_PROCESS_OF_ITS_OWN = """
import io, pathlib, tempfile
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings, setup_test_environment
from tests import test_privacy_canary as canary
setup_test_environment()
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=io.StringIO())
    for name, response in canary.through_every_door():
        print(name, response.status_code)
    with tempfile.TemporaryDirectory() as elsewhere:
        canary.commands(pathlib.Path(elsewhere))
"""


def test_nothing_reaches_the_disk_or_the_output_of_the_site(tmp_path):
    disk, temporary = tmp_path / "var", tmp_path / "tmp"
    disk.mkdir()
    temporary.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "LOCAL": "1",
        "VAR_DIR": str(disk),
        "TMPDIR": str(temporary),
        "DATABASE_URL": f"sqlite:///{disk / 'site.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", IN_A_PROCESS_OF_ITS_OWN],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert dict(line.rsplit(" ", 1) for line in done.stdout.splitlines()) == {
        name: str(status) for name, status in EXPECTED.items()
    }
    assert traces_in(done.stderr) == []
    assert "Internal Server Error: /matching/resultaat/" in done.stderr
    written = {path: path.read_bytes() for path in disk.rglob("*") if path.is_file()}
    assert disk / "site.sqlite3" in written
    for path, content in written.items():
        assert [trace for trace in (CANARY, CANARY.lower(), "Kanariah") if trace.encode() in content] == [], (
            path
        )
    assert [path for path in temporary.rglob("*") if path.is_file()] == []


def test_a_visitor_who_turns_debugging_on_still_leaves_no_form_data(rf):
    with override_settings(DEBUG=True):
        request = rf.post("/", WRONG)
        filtered = get_exception_reporter_class(request)(request, None, None, None).filter
        assert filtered.get_post_parameters(request) == {}
        assert filtered.get_safe_request_meta(request) == {}
        assert filtered.get_safe_cookies(request) == {}
        assert filtered.get_traceback_frame_variables(request, None) == []
