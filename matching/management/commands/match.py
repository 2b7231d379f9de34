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
from matching.answer_text import as_text
from matching.engine.items import Catalogue
from matching.engine.profile import Fault, ProfileRefused, parse
from matching.profile.reading import MAX_BYTES, read_profile
from matching.service import MatchAnswer, answer

WRONG_INPUT = 2


class Command(BaseCommand):
    help = "Rangschikt de catalogus voor een belemmeringenprofiel (JSON)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("profile", help="bestand met een profiel, of - voor standaardinvoer")
        parser.add_argument("--json", action="store_true", help="het hele antwoord als JSON")
        parser.add_argument(
            "--sure", action="store_true", help="met --json of --jsonl: ook hoe zeker de volgorde is"
        )
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

    def handle(self, *, profile: str, jsonl: bool, day: date | None, sure: bool, **options: Any) -> None:
        catalogue = self._catalogue()
        try:
            file = _opened(profile)
        except OSError as fault:
            self._refuse([Fault(profile, fault.strerror or "kan niet gelezen worden")])
        try:
            with file:
                if jsonl:
                    self._lines(file, catalogue, day, sure=sure)
                else:
                    self._one(file, catalogue, day, as_json=options["json"], sure=sure)
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

    def _one(
        self, file: IO[bytes], catalogue: Catalogue, day: date | None, *, as_json: bool, sure: bool
    ) -> None:
        try:
            answered = _answer(file.read(MAX_BYTES + 1), catalogue, day)
        except ProfileRefused as refused:
            self._refuse(refused.faults)
        if as_json:
            self.stdout.write(_dumps(answer_json(answered, sure=sure), indent=2))
        else:
            for line in as_text(answered):
                self.stdout.write(line)

    def _lines(self, file: IO[bytes], catalogue: Catalogue, day: date | None, *, sure: bool) -> None:
        wrong = False
        for number, raw in enumerate(_raw_lines(file), start=1):
            if not raw.strip():
                continue
            try:
                self.stdout.write(
                    _dumps(answer_json(_answer(raw.rstrip(b"\r\n"), catalogue, day), sure=sure))
                )
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
