"""The style sheets and the templates agree."""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders

CSS = settings.BASE_DIR / "static" / "css"
SHEETS = {
    path.name: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    for path in sorted(CSS.glob("*.css"))
}
SHARED = {"tokens.css", "site.css"}
BREAKPOINTS = {f"(width {side} {rem}rem)" for rem in (40, 48, 62) for side in ("<=", ">")}
TEMPLATES = {
    str(path.relative_to(settings.BASE_DIR)): path.read_text()
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
}


def test_no_template_has_inline_style_or_script():
    inline = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|=.javascript:")
    found = {name for name, text in TEMPLATES.items() if inline.search(text)}
    assert found == {"templates/mail/letter.html"}  # mail programs read no style sheet


def test_every_token_that_a_sheet_uses_is_defined():
    for name, sheet in SHEETS.items():
        beside = SHEETS["tokens.css"] + SHEETS["print.css" if "print" in name else "site.css"]
        used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet))
        assert used - set(re.findall(r"(--[a-z0-9-]+):", beside)) == set(), name


def test_a_colour_stands_in_a_token_alone():
    """Black and white of paper, and the ground of the picture for the codes app, are no tokens."""
    loose = {
        (name, line.strip())
        for name, sheet in SHEETS.items()
        for line in sheet.splitlines()
        if re.search(r"#[0-9a-f]{3,6}\b", line) and not re.match(r"\s*--", line)
    }
    assert loose == {("account.css", "background: #ffffff;"), ("site.css", "border: 1px solid #000;")}


def test_every_rule_stands_in_a_layer():
    """Else it would win from all that stands in one. A font or a page of paper is no rule."""
    layers = re.search(r"^@layer ([a-z, ]+);", SHEETS["tokens.css"], re.MULTILINE)[1].split(", ")
    assert layers == ["reset", "tokens", "components", "pages", "print"]
    for name, sheet in SHEETS.items():
        loose = re.sub(r"^@(?:font-face|page[^{]*) \{.*?^\}", "", sheet, flags=re.DOTALL | re.MULTILINE)
        loose = re.sub(r"^@(?:layer [a-z, ]+|import [^;]+);", "", loose, flags=re.MULTILINE)
        found = re.findall(r"^@layer ([a-z]+) \{.*?^\}", loose, flags=re.DOTALL | re.MULTILINE)
        assert set(found) <= set(layers), name
        assert re.sub(r"^@layer [a-z]+ \{.*?^\}", "", loose, flags=re.DOTALL | re.MULTILINE).split() == [], (
            name
        )
    assert re.search(r"^@layer components \{$", finders_text("vendor/utrecht.css"), re.MULTILINE)


def test_there_are_three_breakpoints_and_a_sheet_has_each_once_in_a_layer():
    for name, sheet in SHEETS.items():
        for layer in re.findall(r"^@layer [a-z]+ \{.*?^\}", sheet, flags=re.DOTALL | re.MULTILINE):
            found = [query for query in re.findall(r"@media ([^{]+) \{", layer) if "width" in query]
            assert set(found) <= BREAKPOINTS, name
            assert len(found) == len(set(found)), name


def test_every_sheet_is_loaded():
    loaded = set(re.findall(r"css/([a-z-]+\.css)", " ".join(TEMPLATES.values())))
    named_in_python = {
        "policy-print.css",
        "help-print.css",
    }  # matching/policy/views.py, portal/help/document.py
    assert SHEETS.keys() - loaded == named_in_python


def test_every_design_system_token_that_we_set_exists_there():
    ours = set(re.findall(r"(--utrecht-[a-z0-9-]+):", SHEETS["site.css"]))
    theirs = set(re.findall(r"--utrecht-[a-z0-9-]+", finders_text("vendor/utrecht.css")))
    assert sorted(ours - theirs) == []


def test_every_design_system_class_in_a_template_exists():
    sheet = finders_text("vendor/utrecht.css")
    used = set(re.findall(r"utrecht-[a-z-]+(?:__[a-z-]+)?(?:--[a-z-]+)?", " ".join(TEMPLATES.values())))
    known = set(re.findall(r"\.(utrecht-[a-z0-9_-]+)", sheet))
    assert {name for name in used if not name.endswith("-") and name not in known} == set()


def test_the_first_view_weighs_at_most_60_kilobytes_without_its_page():
    files = ["css/tokens.css", "css/site.css", "vendor/utrecht.css", "django_htmx/htmx-2.min.js"]
    files += ["js/shortlist.js", "css/matching.css"]  # the largest sheet of a group
    weight = sum(len(gzip.compress(finders_text(name).encode())) for name in files)
    assert weight < 50 * 1024  # the largest page adds at most 10


def finders_text(name: str) -> str:
    with open(finders.find(name), encoding="utf-8") as file:
        return file.read()
