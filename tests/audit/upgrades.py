"""Whether each stored database of an earlier state is brought up to now by the documented steps.

Nothing of people is lost, every public item is found by its own name, and the site says that it is ready.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import upgrades
from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict

#: Run in a process of its own, on the upgraded database; tells what it found as JSON.
LOOK = """
import json
import django
from django.conf import settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from catalogue.models import Intervention, Revision
from portal.http.readiness import not_ready
from portal.worker import heartbeat
from tests.upgrades import ADDRESS, DRAFTED, EDITED, SUMMARY

client, faults = Client(SERVER_NAME="127.0.0.1"), []
for item in Intervention.objects.published():
    page = client.get(reverse("intervention-list"), {"q": item.name})
    if item.get_absolute_url() not in page.content.decode():
        faults.append(f"{item.source_ref} is not found by its name")
    if client.get(item.get_absolute_url()).status_code != 200:
        faults.append(f"{item.source_ref} has no page")
heartbeat.beat(worker="audit", at=timezone.now())
faults += not_ready(timezone.now())
if Intervention.objects.get(source_ref=EDITED).summary != SUMMARY:
    faults.append("the edit of a person is gone")
draft = Revision.objects.filter(source_ref=DRAFTED, status="draft")
if [row.document["summary"] for row in draft] != [SUMMARY]:
    faults.append("the draft is gone")
if not get_user_model().objects.get(email=ADDRESS).is_superuser:
    faults.append("the account is gone")
print(json.dumps([Intervention.objects.published().count(), faults]))
"""


def judge() -> Verdict:
    verdict = Verdict()
    for path in sorted(upgrades.FOLDER.glob("*.sqlite3.xz")):
        name = path.name.removesuffix(".sqlite3.xz")
        try:
            count, faults = upgraded(name)
        except subprocess.CalledProcessError as fault:
            verdict.findings.append(f"{name}: {fault.stderr.strip().splitlines()[-1]}")
            continue
        verdict.remarks.append(f"{name}: {count} public items")
        verdict.findings += [f"{name}: {fault}" for fault in faults]
    return verdict


def upgraded(name: str) -> tuple[int, list[str]]:
    """How many public items the stored database `name` has after an upgrade, and what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "site.sqlite3"
        upgrades.unpack(name, file)
        given = {"DATABASE_URL": f"sqlite:///{file}", "LOCAL": "1", "VAR_DIR": folder}
        environment = os.environ | given | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
        run(["manage.py", "migrate", "-v", "0"], environment)
        run(["manage.py", "load_catalogue"], environment)
        return json.loads(run(["-c", LOOK], environment).splitlines()[-1])


def run(words: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
