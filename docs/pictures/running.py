"""A site of its own to take pictures of, a browser to look with, and the way a picture is kept."""

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
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class Site:
    """`accounts`: what `manage.py demo_accounts` wrote about them."""

    address: str
    accounts: str


@contextmanager
def site():
    """A site with the whole catalogue and an account of every role; gone afterwards."""
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

        def run(*words):
            command = [sys.executable, "manage.py", *words]
            done = subprocess.run(  # noqa: S603
                command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout

        run("migrate", "-v", "0")
        run("load_catalogue")
        run("collectstatic", "--noinput", "-v", "0")
        accounts = run("demo_accounts")
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi:application"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/gezond/")
            yield Site(address, accounts)
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
