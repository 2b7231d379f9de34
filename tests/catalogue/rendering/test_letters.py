"""The letters of a PDF as pictures: text and tags stay right where the drawing is not."""

import re
import subprocess

import numpy as np
import pytest

from catalogue.rendering import pdf

PAGE = (
    '<!doctype html><html lang="nl"><head><title>Letters</title>'
    '<link rel="stylesheet" href="css/print.css"><style>{style}</style></head><body>{lines}</body></html>'
)
#: Per family one file, so that no two can be taken for each other: slow, and right.
APART = """
@font-face { font-family: "Latin"; src: url("vendor/fonts/atkinson-next-latin.woff2"); }
@font-face { font-family: "Latin extended"; src: url("vendor/fonts/atkinson-next-latin-ext.woff2"); }
body { font-family: "Latin", "Latin extended"; }
"""
LINES = (
    "Łączy Kadın", "Voor wie", "Ijmuiden, IJmuiden, Ĳmuiden, ĳs", "Çiğdem Şahin", "Đorđe Őrsi", "Łódź, œuvre",
    "ż ś ć ę ą č š ž ő ğ İ ı", "Coöperatie naïef, 1.250 deelnemers: € 12,50",
)  # fmt: skip


def picture(lines, folder, *, style="", weight=400) -> np.ndarray:
    """One page as grey values, 0 for black; a row of the array is a row of the picture."""
    drawn = "".join(f'<p style="font-weight:{weight}; height: 20pt">{line}</p>' for line in lines)
    (folder / "page.pdf").write_bytes(pdf.pdf_of(PAGE.format(style=style, lines=drawn)))
    command = ["pdftoppm", "-r", "100", "-gray", "-singlefile", "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    raw = (folder / "page.pgm").read_bytes()
    header = re.match(rb"P5\s(\d+) (\d+)\s255\s", raw)
    width, height = int(header[1]), int(header[2])
    return np.frombuffer(raw[header.end() :], np.uint8).reshape(height, width)


def rows(page: np.ndarray) -> list[np.ndarray]:
    """The lines of text, each cut to its ink; the foot of the page left out."""
    ink = page[: int(page.shape[0] * 0.9)] < 128
    height = 1 + np.flatnonzero(np.diff(np.flatnonzero(ink.any(axis=1)), prepend=-99) > 6)
    found = np.split(np.flatnonzero(ink.any(axis=1)), height[1:] - 1)
    lines = [ink[part[0] : part[-1] + 1] for part in found]
    return [line[:, : np.flatnonzero(line.any(axis=0))[-1] + 1] for line in lines]


@pytest.mark.parametrize("weight", [400, 600, 700])
def test_a_line_looks_the_same_whatever_came_before(tmp_path, weight):
    forward = rows(picture(LINES, tmp_path, weight=weight))
    backward = rows(picture(LINES[::-1], tmp_path, weight=weight))[::-1]
    assert len(forward) == len(backward) == len(LINES)
    for text, one, other in zip(LINES, forward, backward, strict=True):
        assert abs(one.shape[1] - other.shape[1]) <= 1, text
        assert abs(int(one.sum()) - int(other.sum())) < 0.04 * one.sum(), text


def test_the_letters_are_those_of_the_typeface(tmp_path):
    ours, apart = (picture(LINES, tmp_path, style=style) for style in ("", APART))
    for text, one, other in zip(LINES, rows(ours), rows(apart), strict=True):
        height, width = np.minimum(one.shape, other.shape)
        assert abs(one.shape[1] - other.shape[1]) <= 3, text
        differ = one[:height, :width] != other[:height, :width]
        assert differ.sum() < 0.25 * one.sum(), text
