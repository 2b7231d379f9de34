"""Secrets in the files that git keeps. Judged by their form, and by how much chance is in what is quoted."""

import math
import re
from collections import Counter
from pathlib import Path

from tests.audit.tree import ROOT, tracked_files
from tests.audit.verdict import Verdict

FORMS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE " + "KEY",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b",
    "a token of a code host": r"\bgh[pousr]_[0-9A-Za-z]{30,}|\bglpat-[0-9A-Za-z_-]{20,}|\bgithub_pat_\w{40,}",
    "a token of a registry": r"\bpypi-[0-9A-Za-z_-]{40,}|\bnpm_[0-9A-Za-z]{36}\b",
    "a token of a chat": r"\bxox[abprs]-[0-9A-Za-z-]{20,}",
    "a signed token": r"\beyJ[0-9A-Za-z_-]{15,}\.eyJ[0-9A-Za-z_-]{15,}\.[0-9A-Za-z_-]{15,}",
    "a password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}$]+:[^\s/:@'\"{}$]{3,}@[\w.-]+",
}
#: A value that is called secret, in quotes or after a sign, with no spaces and not from elsewhere.
NAMED = re.compile(
    r"(?i)\b\w*(?:secret|password|passwd|wachtwoord|token|api_?key|geheim)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s{}$<>]{16,})[\"']"
)
#: Bits of chance in a character: words of a language have less, made-up secrets more.
CHANCE = 3.7
#: The place of a class or a function is named with dots; hosts that exist in examples only are no places.
PLACE, NO_HOST = re.compile(r"[a-z_]\w*(?:\.\w+)+"), re.compile(r"@[\w.-]*\.(?:example|invalid|test)\b")
#: What looks like one and is known to all: the example of one-time codes, in the cast of the tests.
KNOWN = frozenset({"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})


def judge(root: Path = ROOT) -> Verdict:
    verdict = Verdict()
    for path in tracked_files(root):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            # What was found is not repeated: the report of an audit goes around.
            verdict.findings += [f"{path.relative_to(root)}:{number}: {what}" for what in secrets_in(line)]
    return verdict


def secrets_in(line: str) -> list[str]:
    """The kinds of secret in a line."""
    forms = [(what, re.search(form, line)) for what, form in FORMS.items()]
    found = [what for what, hit in forms if hit and not NO_HOST.search(hit[0])]
    values = [value for value in NAMED.findall(line) if is_secret(value)]
    return [*found, *["a value that is called secret" for _ in values]]


def is_secret(value: str) -> bool:
    return value not in KNOWN and not PLACE.fullmatch(value) and chance(value) > CHANCE


def chance(text: str) -> float:
    """Shannon's entropy of `text`, in bits a character."""
    total = len(text)
    return -sum(count / total * math.log2(count / total) for count in Counter(text).values())
