"""Takes the pictures of the documents from the running site; bin/pictures starts this."""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PROFILE = ROOT / "docs" / "examples" / "profile.json"
WIDTH, HEIGHT = 1200, 900
MOST_BYTES = 200 * 1024


@contextmanager
def site():
    """The address of a site of its own, with the whole catalogue; gone afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "LOCAL": "1",
            "VAR_DIR": folder,
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }

        def run(*arguments):
            subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)  # noqa: S603

        run("manage.py", "migrate", "-v", "0")
        run("manage.py", "load_catalogue")
        run("manage.py", "collectstatic", "--noinput", "-v", "0")
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/gezond/")
            yield address
        finally:
            server.terminate()
            server.wait()


def wait_for(address, seconds=20):
    for _ in range(seconds * 10):
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 -- our own site
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"{address} gives no answer")


def keep(name, png):
    """Writes the picture in as few colours as fit in MOST_BYTES."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 128, 64, 32):
        file = io.BytesIO()
        picture.quantize(colours).save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES:
            (HERE / f"{name}.png").write_bytes(file.getvalue())
            return
    sys.exit(f"{name}.png stays above {MOST_BYTES} bytes")


def take(address, page):
    page.goto(f"{address}/")
    keep("home", page.screenshot())
    page.goto(f"{address}/interventies/")
    keep("lijst", page.screenshot())
    page.goto(f"{address}/matching/")
    page.locator("input[type=file][name=bestand]").set_input_files(PROFILE)
    page.locator("form:has(input[name=bestand])").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/matching/openen/")
    page.locator("form[action='/matching/resultaat/']").first.evaluate(
        "form => HTMLFormElement.prototype.submit.call(form)"
    )
    page.wait_for_url("**/matching/resultaat/")
    page.wait_for_load_state("networkidle")
    keep("resultaat", page.screenshot())


def main():
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("no chromium here; run bin/setup test first")
    with site() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        take(address, browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL"))
        browser.close()


if __name__ == "__main__":
    main()
