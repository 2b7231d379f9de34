"""manage.py search: what a question finds, as the list shows it. Nothing of the question is kept."""

from django.core.management.base import BaseCommand
from django.http import QueryDict

from catalogue.browse.answer_json import answer_json
from catalogue.browse.list_query import ListQuery
from catalogue.exports.outlet import refuse
from catalogue.text.dutch import listed
from catalogue.text.json_files import dumps


class Command(BaseCommand):
    help = "Zoekt in de catalogus zoals de lijst dat doet, en laat zien wat er naast staat."

    def add_arguments(self, parser):
        parser.add_argument("text", help='bijvoorbeeld "vrouw van 58 in Rotterdam"')
        parser.add_argument("--gemeente", default="", help="alleen wat in deze gemeente kan")
        parser.add_argument("--json", action="store_true", help="het hele antwoord, zie docs/search.md")

    def handle(self, *, text: str, gemeente: str, json: bool, **options):
        asked = QueryDict(mutable=True)
        asked.update({"q": text, "gemeente": gemeente})
        query = ListQuery(asked)
        refuse(self, query.faults)
        answer = answer_json(query)
        self.stdout.write(dumps(answer) if json else "\n".join(_lines(answer)))


def _lines(answer: dict):
    yield answer["sentence"]
    yield from answer["remarks"]
    for number, item in enumerate(answer["items"], 1):
        provider = item["provider"] or "aanbieder niet vermeld"
        yield f"{number:3}. {item['name']} ({item['source_ref']}, {provider})"
    if answer["barriers"]:
        yield f"Belemmeringen: {listed(one['label'] for one in answer['barriers'])}"
    for one in answer["suggestions"]:
        yield f"{one['kind']}: {one['title']}"
