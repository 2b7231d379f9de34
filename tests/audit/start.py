"""Whether Django's own advice for a server finds nothing, with every setting as on a server."""

import os
import secrets
import subprocess
import sys
import tempfile

from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict


def environment(folder: str) -> dict[str, str]:
    """Every variable of a server that changes what is judged; made-up names, a secret of this moment."""
    return {
        "PATH": os.environ["PATH"],
        "VAR_DIR": folder,
        "DATABASE_URL": "sqlite://:memory:",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "trajecten.voorbeeld.example",
        "SITE_URL": "https://trajecten.voorbeeld.example",
        "BEHIND_PROXY": "1",
        "CONTACT_EMAIL": "beheer@voorbeeld.example",
        "DEFAULT_FROM_EMAIL": "noreply@voorbeeld.example",
        "EMAIL_HOST": "smtp.voorbeeld.example",
        "EMAIL_PORT": "587",
        "EMAIL_HOST_USER": "trajecten",
        "EMAIL_HOST_PASSWORD": secrets.token_urlsafe(20),
        "EMAIL_USE_TLS": "1",
        "OIDC_ISSUER": "https://inloggen.voorbeeld.example",
        "OIDC_CLIENT_ID": "trajecten",
        "OIDC_CLIENT_SECRET": secrets.token_urlsafe(20),
        "OIDC_EMAIL_DOMAINS": "voorbeeld.example",
    }


def judge() -> Verdict:
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        done = subprocess.run(
            words, cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
        )
    said = [line for line in done.stderr.splitlines() if line.strip()]
    return Verdict(said or ["it ended without a word"] if done.returncode else [])
