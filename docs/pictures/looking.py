"""A browser to look with, and the way a picture is kept."""

import io
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def browser():
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("no chromium here; run bin/setup test first")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


def keep(path, png, most_bytes):
    """Writes the picture in as few colours as fit in `most_bytes`."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        file = io.BytesIO()
        picture.quantize(colours).save(file, "PNG", optimize=True)
        if file.tell() <= most_bytes:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.getvalue())
            return
    sys.exit(f"{path.name} stays above {most_bytes} bytes")
