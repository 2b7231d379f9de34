"""manage.py match: an answer on the command line. Exit 0 with an answer, exit 2 with a line per fault."""

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import IO, Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from matching import adapter
from matching.answer_json import as_json as answer_json
from matching.engine.items import Catalogue
from matching.engine.profile import Fault, ProfileRefused, parse
from matching.profile.reading import MAX_BYTES, read_profile
from matching.service import MatchAnswer, answer
from matching.wording import VERDICT_WORDS

WRONG_INPUT = 2


class Command(BaseCommand):
    help = "Rangschikt de catalogus voor een belemmeringenprofiel (JSON)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("profile", help="bestand met een profiel, of - voor standaardinvoer")
        parser.add_argument("--json", action="store_true", help="het hele antwoord als JSON")
        parser.add_argument(
            "--day",
            type=date.fromisoformat,
            default=None,
            metavar="JJJJ-MM-DD",
            help="de dag waarop het antwoord geldt; vandaag als je niets zegt",
        )
        parser.add_argument(
            "--jsonl", action="store_true", help="een profiel per regel in, een antwoord per regel uit"
        )

    def handle(self, *, profile: str, jsonl: bool, day: date | None, **options: Any) -> None:
        catalogue = self._catalogue()
        try:
            file = _opened(profile)
        except OSError as fault:
            self._refuse([Fault(profile, fault.strerror or "kan niet gelezen worden")])
        try:
            with file:
                if jsonl:
                    self._lines(file, catalogue, day)
                else:
                    self._one(file, catalogue, day, as_json=options["json"])
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) closed the pipe: discard the rest without a traceback.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _catalogue(self) -> Catalogue:
        try:
            catalogue = adapter.current()
        except DatabaseError:
            self._refuse([Fault("database", "is niet bereikbaar of nog niet aangelegd; start bin/run")])
        if not catalogue.items:
            self._refuse([Fault("catalogus", "is nog leeg; start bin/run, of manage.py load_catalogue")])
        return catalogue

    def _one(self, file: IO[bytes], catalogue: Catalogue, day: date | None, *, as_json: bool) -> None:
        try:
            answered = _answer(file.read(MAX_BYTES + 1), catalogue, day)
        except ProfileRefused as refused:
            self._refuse(refused.faults)
        if as_json:
            self.stdout.write(_dumps(answer_json(answered), indent=2))
        else:
            for line in _table(answered):
                self.stdout.write(line)

    def _lines(self, file: IO[bytes], catalogue: Catalogue, day: date | None) -> None:
        wrong = False
        for number, raw in enumerate(_raw_lines(file), start=1):
            if not raw.strip():
                continue
            try:
                self.stdout.write(_dumps(answer_json(_answer(raw.rstrip(b"\r\n"), catalogue, day))))
            except ProfileRefused as refused:
                wrong = True
                self.stdout.write(
                    _dumps({"line": number, "errors": [str(fault) for fault in refused.faults]})
                )
        if wrong:
            sys.exit(WRONG_INPUT)

    def _refuse(self, faults: list[Fault]) -> NoReturn:
        for fault in faults:
            self.stderr.write(str(fault))
        sys.exit(WRONG_INPUT)


def _answer(raw: bytes, catalogue: Catalogue, day: date | None) -> MatchAnswer:
    return answer(parse(read_profile(raw), catalogue.vocabulary), catalogue, day)


def _opened(name: str) -> IO[bytes]:
    return sys.stdin.buffer if name == "-" else open(name, "rb")


def _raw_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of `file`, each cut at MAX_BYTES + 1."""
    while line := file.readline(MAX_BYTES + 1):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_BYTES)
        yield line


def _dumps(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _table(answered: MatchAnswer) -> Iterator[str]:
    result = answered.result
    heading = ""
    for one in result.matches:
        if one.rank is not None:
            if one.list_name != heading:
                heading = one.list_name
                yield f"{heading.capitalize()}:"
            yield f"{one.rank:>3}. {one.score:>3}  {one.item.name} ({VERDICT_WORDS[one.verdict].lower()})"
            for row in one.covered:
                yield f"          + {row.label}{': ' + row.coverage.note if row.coverage.note else ''}"
            for question in one.questions:
                yield f"          ? {question.text}"
    for right in result.rights:
        yield f"     kan gelden: {right.item.name}{'. ' + right.law_changed if right.law_changed else ''}"
    others = [one for one in result.matches if one.rank is None and not one.may_apply]
    if others:
        yield f"Zonder plaats ({len(others)}):"
        for one in others:
            yield f"     {one.item.name}: {VERDICT_WORDS[one.verdict].lower()}"
    if answered.plan.items:
        yield f"Samen dekken deze {answered.plan.coverage} van 100:"
        for item in answered.plan.items:
            yield f"     {item.gain:>3}  {item.item.name}"
    yield f"catalogusversie {result.catalogue_version}"
