"""manage.py match_schema: the JSON Schema of the profile or of the answer."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from matching import adapter
from matching.schema import answer_schema, profile_schema


class Command(BaseCommand):
    help = "Schrijft het JSON Schema van het profiel of van het antwoord."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("which", choices=["profile", "answer"])

    def handle(self, *, which: str, **options: Any) -> None:
        schema = profile_schema(adapter.current().vocabulary) if which == "profile" else answer_schema()
        self.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2))
