"""Every pair of text and ground of the tokens has enough contrast, in both colour schemes."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TOKENS, SITE = (CSS / "tokens.css").read_text(), (CSS / "site.css").read_text()
LEVELS = ("personal", "network", "demand", "municipal")
TEXT = [
    *((text, ground) for text in ("ink", "muted", "primary", "primary-dark") for ground in ("paper", "card")),
    *(
        (state, ground)
        for state in ("ok", "attention", "error")
        for ground in ("card", "paper", f"{state}-tint")
    ),
    *((level, ground) for level in LEVELS for ground in ("card", "paper", f"{level}-tint")),
    *(("ink", f"{state}-tint") for state in ("ok", "attention", "error", "primary")),
    *(("muted", f"{state}-tint") for state in ("attention", "primary")),
    ("primary", "attention-tint"),
    ("primary", "error-tint"),
    ("primary", "primary-tint"),
    ("primary-dark", "primary-tint"),
    ("on-primary", "primary"),
    ("on-primary", "primary-dark"),
    ("muted", "line-soft"),
]
CONTROLS = [(line, ground) for line in ("control", "primary", "error") for ground in ("paper", "card")]


def scheme(name: str) -> dict[str, str]:
    dark = re.search(r"\n  @media \(prefers-color-scheme: dark\).*?\n  \}", SITE, re.DOTALL)[0]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS))
    return colours | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if name == "dark" else colours


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_it_computes_contrast_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#0b5c6b", "#ffffff") == pytest.approx(7.6, abs=0.05)


def test_the_dark_scheme_names_every_colour_again():
    light, dark = scheme("light"), scheme("dark")
    assert light.keys() == dark.keys()
    assert [name for name in light if light[name] == dark[name]] == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read(name):
    colours = scheme(name)
    weak = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground in TEXT
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_controls_can_be_seen(name):
    colours = scheme(name)
    weak = {
        f"{line} on {ground}": round(contrast(colours[line], colours[ground]), 2)
        for line, ground in CONTROLS
        if contrast(colours[line], colours[ground]) < 3
    }
    assert weak == {}
