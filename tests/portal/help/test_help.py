"""The manuals say what is there (words, links, commands, settings, files), and can be read and printed."""

import ast
import gettext
import html
import io
import re
import struct
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import page as judge
import pytest
from django.contrib import admin
from django.core.management import call_command, get_commands
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from catalogue.models import SynonymGroup
from catalogue.rendering import pdf
from catalogue.vocabulary import actions
from portal.help.document import Heading, body_of, headings, pdf_of
from portal.help.manuals import MANUALS, MANUALS_BY_SLUG
from portal.worker import heartbeat

ROOT = Path(__file__).parent.parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
HANDBOOK = MANUALS_BY_SLUG["beheer"]
PICTURES = sorted((ROOT / "static" / "help").iterdir())
MOST_BYTES, MOST_BYTES_TOGETHER = 60_000, 600_000
#: Whose work a manual describes: who may open what it links to.
READERS = {
    "klantmanager": "anonymous",
    "organisatie": "amina",
    "redacteur": "mo",
    "beleid": "anonymous",
    "beheer": "sofie",
}
#: Pages of an account, that somebody who has one is led away from.
FOR_NO_ACCOUNT_YET = {"/account/maken/", "/inloggen/"}

each_manual = pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.slug)


def says(manual) -> list[str]:
    return [
        html.unescape(words) for words in re.findall(r'<strong class="says">(.*?)</strong>', body_of(manual))
    ]


def codes(manual) -> list[str]:
    """What stands in letters of a computer, one line each."""
    found = re.findall(r"<code>(.*?)</code>", body_of(manual), re.DOTALL)
    return [html.unescape(line) for text in found for line in text.splitlines()]


def hrefs(text: str) -> list[str]:
    return [html.unescape(address) for address in re.findall(r'<a\b[^>]*\shref="([^"]+)"', text)]


# What is on the screen


def words_of_templates() -> set[str]:
    """Every run of text between two tags, of HTML or of Django, in the templates of the site."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if path.parent.name != "help":
            text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]+>", "\0", path.read_text(encoding="utf-8"))
            found |= {" ".join(html.unescape(run).split()).strip(" “”(") for run in text.split("\0")}
    return found


def words_of_code() -> set[str]:
    """Labels of fields, choices and steps: the literals of the code that are no documentation."""
    found = set()
    for app in ("portal", "catalogue", "matching"):
        for path in (ROOT / app).rglob("*.py"):
            if {"help", "commands", "migrations"} & {part.name for part in path.parents}:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            told = {
                id(node.value) for node in ast.walk(tree)
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            }  # fmt: skip
            found |= {
                node.value for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
            }  # fmt: skip
    return found


def words_of_administration() -> set[str]:
    """What Django itself says in its administration, in Dutch."""
    found = set()
    for package in (Path(admin.__file__).parent, Path(admin.__file__).parent.parent / "auth"):
        with (package / "locale/nl/LC_MESSAGES/django.mo").open("rb") as file:
            found |= set(gettext.GNUTranslations(file)._catalog.values())
    # A label begins with a capital, whatever the name of the field.
    return found | {words[:1].upper() + words[1:] for words in found}


@pytest.fixture(scope="module")
def on_screen() -> set[str]:
    return words_of_templates() | words_of_code() | words_of_administration()


@each_manual
def test_words_that_are_said_to_be_on_the_screen_are_there(manual, on_screen):
    assert [words for words in says(manual) if words not in on_screen] == []


def test_a_button_that_is_not_there_would_be_found(on_screen):
    assert {"Dien in", "Publiceer", "E-mailadres van je collega", "Opslaan"} <= on_screen
    assert {"Dien het in", "Publiceer nu", "Collega toevoegen", "Een traject zoeken"} & on_screen == set()


@each_manual
def test_a_manual_names_at_least_one_word_of_the_screen_per_task(manual):
    tasks = len(headings(body_of(manual)))
    assert manual is HANDBOOK or len(says(manual)) > tasks


# Links


@each_manual
def test_every_link_opens_for_its_reader(manual, catalogue, request, client_of):
    reader = request.getfixturevalue(READERS[manual.slug])
    client = client_of(reader)
    body = body_of(manual)
    wrong = {}
    for address in hrefs(body):
        status = client.get(address).status_code
        if status != (302 if address in FOR_NO_ACCOUNT_YET and reader.is_authenticated else 200):
            wrong[address] = status
    assert len(hrefs(body)) > 2
    assert wrong == {}


@each_manual
def test_the_table_of_contents_names_every_task_and_leads_to_it(client, db, manual):
    text = client.get(reverse("help-manual", args=[manual.slug])).content.decode()
    tasks = headings(body_of(manual))
    assert len({task.anchor for task in tasks}) == len(tasks) == text.count("<h2 id=")
    found = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', text)
    assert [Heading(anchor, html.unescape(words)) for anchor, words in found] == tasks


def test_headings_are_read_as_they_are_seen():
    text = '<h2 id="a">Gemeenten &amp; <em>regio’s</em></h2><h3 id="b">niet</h3><h2 id="c">En\nverder</h2>'
    assert headings(text) == [Heading("a", "Gemeenten & regio’s"), Heading("c", "En\nverder")]


def test_the_page_about_help_leads_to_every_manual_and_its_pdf(client, db):
    text = client.get(reverse("help")).content.decode()
    expected = {
        reverse(name, args=[manual.slug]) for manual in MANUALS for name in ("help-manual", "help-pdf")
    }
    assert {address for address in hrefs(text) if address.startswith("/hulp/")} == {*expected, "/hulp/"}


def test_a_manual_that_does_not_exist_is_not_found(client, db):
    assert client.get("/hulp/onzin/").status_code == 404
    assert client.get("/hulp/onzin.pdf").status_code == 404


def test_help_is_one_click_away_from_where_each_role_begins(catalogue, client, client_of, amina, mo, amber):
    begins = {
        "klantmanager": client.get(reverse("matching")),
        "beleid": client.get(reverse("policy")),
        "organisatie": client_of(amina).get(reverse("organisation-dashboard", args=[amber.slug])),
        "redacteur": client_of(mo).get(reverse("moderation-dashboard")),
    }
    for slug, response in begins.items():
        assert reverse("help-manual", args=[slug]) in hrefs(response.content.decode()), slug


# The handbook of the administrator


def test_every_command_of_the_handbook_exists():
    text = "\n".join(codes(HANDBOOK))
    commands = set(re.findall(r"\b(?:trajectwijzer|manage\.py) ([a-z_]+)", text))
    scripts = set(re.findall(r"(?<![\w./])bin/([a-z-]+)", text))
    assert len(commands) > 10
    assert commands - set(get_commands()) == set()
    assert scripts - {path.name for path in (ROOT / "bin").iterdir()} == set()


def test_every_option_of_a_command_of_the_handbook_stands_in_the_documents():
    options = set(re.findall(r"(?<=\s)--[a-z-]+", " ".join(codes(HANDBOOK))))
    assert {"--yes", "--overwrite"} <= options
    assert {option for option in options if option not in README + DEPLOYMENT} == set()


def test_every_line_to_type_on_the_server_is_that_of_the_document():
    blocks = re.findall(r"<pre><code>(.*?)</code></pre>", body_of(HANDBOOK), re.DOTALL)
    lines = [html.unescape(line) for block in blocks for line in block.splitlines()]
    assert len(lines) > 8
    assert [line for line in lines if line not in DEPLOYMENT] == []


def test_every_setting_of_the_handbook_is_in_the_table_and_has_a_meaning_there():
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    named = {code for code in codes(HANDBOOK) if re.fullmatch(r"[A-Z]{2}[A-Z_]+", code)}
    assert len(named) > 12
    assert named - listed == set()


def test_every_file_and_address_of_the_handbook_exists(client, catalogue):
    files = {code for code in codes(HANDBOOK) if re.fullmatch(r"[\w/]+\.(md|csv|json)", code)}
    assert len(files) > 9
    assert {name for name in files if not (ROOT / name).exists()} == set()
    heartbeat.beat(worker="een", at=timezone.now())
    assert {path: client.get(path).status_code for path in ("/gezond/", "/gereed/")} == {
        "/gezond/": 200,
        "/gereed/": 200,
    }


def test_what_the_handbook_says_of_loading_again_is_so(catalogue):
    """What was added or removed in the administration stays so, and is told of."""
    added = SynonymGroup(asked=["rekenles"], found=["rekenen"], both_ways=True, reason="Proef.")
    actions.save_word(word=added)
    actions.delete_word(word=SynonymGroup.objects.get(key="nugger"))
    said = io.StringIO()
    call_command("load_catalogue", stdout=said)
    assert "groepen synoniemen nugger" in said.getvalue()
    assert SynonymGroup.objects.filter(key="rekenles").exists()
    assert not SynonymGroup.objects.filter(key="nugger").exists()
    call_command("load_catalogue", "--overwrite-words", stdout=io.StringIO())
    assert SynonymGroup.objects.filter(key__in=["rekenles", "nugger"]).count() == 2


# Pictures


def test_every_picture_is_used_is_small_and_tells_what_it_shows():
    bodies = "".join(body_of(manual) for manual in MANUALS)
    used = re.findall(
        r'<img src="/static/help/([\w-]+\.png)" width="(\d+)" height="(\d+)" alt="([^"]+)"', bodies
    )
    assert sorted(name for name, *_ in used) == [path.name for path in PICTURES]
    assert bodies.count("<img") == len(used) >= 10
    for name, width, height, alt in used:
        content = (ROOT / "static/help" / name).read_bytes()
        assert struct.unpack(">II", content[16:24]) == (int(width), int(height)), name
        assert len(content) <= MOST_BYTES, name
        assert len(alt) > 40, name
    assert sum(path.stat().st_size for path in PICTURES) <= MOST_BYTES_TOGETHER


def test_every_picture_is_one_that_the_command_takes():
    script = (ROOT / "docs/pictures/manuals.py").read_text(encoding="utf-8")
    assert set(re.findall(r'\.shot\(\s*"([\w-]+)"', script)) == {path.stem for path in PICTURES}


def test_the_buttons_that_the_command_presses_for_the_pictures_are_in_the_manuals():
    """So a picture shows what the text describes, and the walk goes where the manuals send a reader."""
    script = (ROOT / "docs/pictures/manuals.py").read_text(encoding="utf-8")
    pressed = set(re.findall(r'visitor\.press\("([^"]+)"\)', script))
    told = {words for manual in MANUALS for words in says(manual)}
    assert len(pressed) >= 4
    assert pressed - told == {"Nakijken"}  # the last "Volgende"


# On paper


@each_manual
def test_the_pdf_is_accessible_and_says_the_same(manual, settings, tmp_path):
    settings.SITE_URL = "https://trajecten.voorbeeld.example"
    content = pdf_of(manual)
    report = judge.validate_pdf_bytes(content, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []

    path = tmp_path / "handleiding.pdf"
    path.write_bytes(content)
    told = run("pdftotext", path, "-")
    for task in headings(body_of(manual)):
        assert running(task.text) in running(told), task.text
    for words in says(manual):
        assert running(words) in running(told), words
    tree = re.findall(r"^ *(\w+)", run("pdfinfo", "-struct", path), re.MULTILINE)
    assert [tree.count(tag) for tag in ("H1", "H2", "Figure")] == [
        1,
        len(headings(body_of(manual))),
        body_of(manual).count("<img"),
    ]
    links = run("pdfinfo", "-url", path)
    hosts = {urlsplit(address).netloc for address in re.findall(r"https?://\S+", links)}
    assert hosts == {"trajecten.voorbeeld.example"}


def test_the_manual_of_the_case_manager_is_two_sheets_of_a4_with_pictures(tmp_path):
    path = tmp_path / "klantmanager.pdf"
    path.write_bytes(pdf_of(MANUALS_BY_SLUG["klantmanager"]))
    told = run("pdfinfo", path)
    assert re.search(r"^Pages: +2$", told, re.MULTILINE)
    assert re.search(r"^Page size: .*\(A4\)$", told, re.MULTILINE)
    assert len(re.findall(r"^ +[12] +\d+ image", run("pdfimages", "-list", path), re.MULTILINE)) == 3


def test_the_pdf_comes_as_a_file_and_is_made_once(client, db, monkeypatch):
    made = []
    monkeypatch.setattr(pdf, "pdf_of", lambda text, *_: made.append(text) or b"%PDF-1.7")
    first, second = (client.get("/hulp/beleid.pdf") for _ in range(2))
    assert [first.content, second.content] == [b"%PDF-1.7"] * 2
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == 'attachment; filename="handleiding-beleid.pdf"'
    assert len(made) == 1


def test_where_no_pdf_can_be_made_the_page_is_offered_instead(client, db, monkeypatch):
    def fail(*_):
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "pdf_of", fail)
    response = client.get("/hulp/beleid.pdf")
    assert response.status_code == 503
    assert "/hulp/beleid/" in hrefs(response.content.decode())


def run(*words) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def running(text: str) -> str:
    """Without spaces and hyphens: where a line breaks, pdftotext takes a hyphen away."""
    return re.sub(r"[\s-]+", "", strip_tags(text))
