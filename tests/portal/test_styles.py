"""The style sheets and the templates agree."""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = {
    str(path.relative_to(settings.BASE_DIR)): path.read_text()
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html"))
}


def test_no_template_has_inline_style_or_script():
    inline = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|=.javascript:")
    found = {name for name, text in TEMPLATES.items() if inline.search(text)}
    assert found == {"templates/mail/letter.html"}  # mail programs read no style sheet


def test_every_token_that_a_sheet_uses_is_defined():
    defined = set(re.findall(r"(--[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    site = (CSS / "site.css").read_text()
    defined |= set(re.findall(r"(--[a-z0-9-]+):", site))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", site + (CSS / "tokens.css").read_text()))
    assert used - defined == set()


def test_every_design_system_token_that_we_set_exists_there():
    ours = set(re.findall(r"(--utrecht-[a-z0-9-]+):", (CSS / "tokens.css").read_text()))
    theirs = set(re.findall(r"--utrecht-[a-z0-9-]+", finders_text("vendor/utrecht.css")))
    assert sorted(ours - theirs) == []


def test_every_design_system_class_in_a_template_exists():
    sheet = finders_text("vendor/utrecht.css")
    used = set(re.findall(r"utrecht-[a-z-]+(?:__[a-z-]+)?(?:--[a-z-]+)?", " ".join(TEMPLATES.values())))
    known = set(re.findall(r"\.(utrecht-[a-z0-9_-]+)", sheet))
    assert {name for name in used if not name.endswith("-") and name not in known} == set()


def test_the_first_view_weighs_at_most_60_kilobytes_without_its_page():
    files = ["css/tokens.css", "css/site.css", "vendor/utrecht.css", "django_htmx/htmx-2.min.js"]
    files += ["js/shortlist.js"]
    weight = sum(len(gzip.compress(finders_text(name).encode())) for name in files)
    assert weight < 50 * 1024  # the largest page adds at most 10


def finders_text(name: str) -> str:
    with open(finders.find(name), encoding="utf-8") as file:
        return file.read()
