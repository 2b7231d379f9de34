"""What the fields of a document say, in lines that a person can read."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from django.conf import settings

from catalogue.documents.fields import BY_KEY, Field, Kind, is_silent
from catalogue.models import Barrier, Coverage, Intervention, Organisation, Region, Relation, Source
from catalogue.text import labels
from catalogue.text.dutch import number
from catalogue.text.folding import fold
from catalogue.text.json_files import read_json


def lines_of(field: Field, value: Any) -> list[str]:
    """A value of a plain kind in lines; empty when it says nothing."""
    if is_silent(value):
        return []
    if field.key in _FORMS:
        return _FORMS[field.key](value)
    match field.kind:
        case Kind.FLAG:
            return ["ja" if value else "nee"]
        case Kind.NUMBER | Kind.WHOLE:
            return [number(value)]
        case Kind.DATE:
            return ["-".join(reversed(value.split("-")))]
        case Kind.CHOICE:
            return [field.choices[value]]
        case Kind.CHOICES:
            return [field.choices[each] for each in value]
        case Kind.WORDS:
            return [each.replace("-", " ") for each in value] if field.spelled else list(value)
    return [str(value)]


def _links(rows: list[dict]) -> list[str]:
    return [f"{labels.LINKS[row['kind']]}: {row['label']} ({row['url']})" for row in rows]


def _next_after(value: dict) -> list[str]:
    named = (("", "to"), ("overdracht: ", "hands_over"), ("terugkoppeling: ", "reports_back"))
    return [f"{word}{value[name]}" for word, name in named if value[name]]


#: Values with a form of their own that need nothing but themselves to be read.
_FORMS: Mapping[str, Callable[[Any], list[str]]] = {"links": _links, "next_after": _next_after}


class Words:
    """The lines in which a field is read; knows the names of barriers, sources and facts."""

    def __init__(self) -> None:
        self._barriers = dict(Barrier.objects.order_by().values_list("slug", "label"))
        self._municipalities = dict(
            Region.objects.municipalities().order_by().values_list("code", "short_name")
        )
        self._organisations = dict(Organisation.objects.order_by().values_list("slug", "name"))
        self._sources = {source.key: source.short for source in Source.objects.all()}

    def of(self, key: str, value: Any) -> list[str]:
        """The value of field `key` in lines; empty when it says nothing."""
        if is_silent(value):
            return []
        read = getattr(self, f"_{key}", None)
        return list(read(value)) if read else lines_of(BY_KEY[key], value)

    @cached_property
    def _regions(self) -> dict[tuple[str, str], str]:
        rows = Region.objects.order_by().values_list("level", "code", "short_name")
        return {(level, code): name for level, code, name in rows}

    def _provider(self, slug: str) -> list[str]:
        return [self._organisations.get(slug, slug)]

    def cites(self, cites: Iterable[tuple[str, str]]) -> list[str]:
        return [f"{self._sources.get(source, source)}, {place}" for source, place in cites]

    def _with_places(self, text: str, cites: list[dict[str, str]]) -> str:
        places = "; ".join(self.cites((cite["source"], cite["place"]) for cite in cites))
        return f"{text} [{places}]"

    def _managing_municipality(self, code: str) -> list[str]:
        return [f"gemeente {self._municipalities.get(code, code)}"]

    def _links(self, rows: list[dict]) -> list[str]:
        return [self._with_places(_links([row])[0], row["cite"]) for row in rows]

    def _goals(self, value: list[dict]) -> list[str]:
        return [self._term(term["wording"], term["slug"]) for term in value]

    _approaches = _goals

    def _term(self, wording: str, slug: str) -> str:
        return wording if fold(wording) == fold(slug) else f"{wording} ({slug})"

    def _reach(self, value: dict) -> Iterable[str]:
        if value["national"] is not None:
            yield "landelijk" if value["national"] else "niet landelijk"
        for region in value["regions"]:
            name = self._regions.get((region["level"], region["code"]), region["code"])
            yield f"{Region.Level(region['level']).label}: {name}"
        if value["elsewhere"]:
            yield Intervention.Elsewhere(value["elsewhere"]).label
        if value["text"]:
            yield f"in de bron: “{value['text']}”"

    def _conditions(self, tree: dict) -> list[str]:
        parts = tree.get("all", [tree])
        return [self._condition(part) for part in parts]

    def _condition(self, tree: dict) -> str:
        for name, word in (("all", " én "), ("any", " óf ")):
            if name in tree:
                return word.join(f"({self._condition(part)})" for part in tree[name])
        if "not" in tree:
            return f"niet ({self._condition(tree['not'])})"
        strength = "eis" if tree["strength"] == "required" else "bedoeld voor, geen eis"
        return self._with_places(f"{tree['text']}: {strength}; getoetst op {_tested(tree)}", tree["cite"])

    def _provider_conditions(self, rows: list[dict]) -> list[str]:
        return [self._with_places(row["text"], row["cite"]) for row in rows]

    def _coverage(self, rows: list[dict]) -> list[str]:
        return [self._covered(row) for row in rows]

    def _covered(self, row: dict) -> str:
        name = self._barriers.get(row["barrier"], row["barrier"])
        role, basis = Coverage.Role(row["role"]).label, Coverage.Basis(row["basis"]).label
        text = f"{name}: {role}, {row['value']} van 100, {basis}"
        if row["condition"]:
            text += f"; telt alleen bij {self._condition(row['condition'])}"
        return self._with_places(f"{text}; {row['note']}" if row["note"] else text, row["cite"])

    def _recognition(self, row: dict) -> list[str]:
        level = Intervention.Recognition(row["level"]).label
        return [self._with_places(f"{level}: {row['text']}", row["cite"])]

    def _results(self, rows: list[dict]) -> list[str]:
        kinds = {"target": "streefgetal", "result": "gemeld resultaat"}
        return [self._counted(row, kinds[row["kind"]]) for row in rows]

    def _amounts(self, rows: list[dict]) -> list[str]:
        return [self._counted(row, "bedrag") for row in rows]

    def _counted(self, row: dict, kind: str) -> str:
        figure = "" if row["number"] is None else f"{number(row['number'])} {row['unit'] or ''}".strip()
        about = ", ".join(filter(None, [kind, figure, str(row["year"] or "")]))
        return self._with_places(f"{row['text']} ({about})", row["cite"])

    def _relations(self, rows: list[dict]) -> list[str]:
        return [
            self._with_places(f"{Relation.Kind(row['kind']).label} {row['ref']}", row["cite"]) for row in rows
        ]

    def _differences(self, rows: list[dict]) -> list[str]:
        return [
            f"{row['field']}: "
            + "; ".join(self._with_places(f"“{each['says']}”", [each]) for each in row["statements"])
            + f"; hier telt: {row['decides']}"
            for row in rows
        ]

    def _notes(self, value: dict[str, str]) -> list[str]:
        return [f"{name}: {text}" for name, text in value.items()]


@cache
def _facts() -> dict[str, Any]:
    return read_json(settings.FIXTURES_DIR / "context_labels.json")


def _tested(leaf: dict) -> str:
    """What a leaf of the conditions lets a computer test: "Leeftijd minstens 18"."""
    fact = _facts().get(leaf["fact"], {})
    values = {True: "ja", False: "nee"} | fact.get("values", {})

    def named(name: str) -> str:
        return " of ".join(str(values.get(value, value)) for value in leaf[name])

    parts = [f"{word} {named(name)}" for name, word in (("in", "is"), ("has", "bevat")) if name in leaf]
    parts += [
        f"{word} {leaf[name]}" for name, word in (("min", "minstens"), ("max", "hoogstens")) if name in leaf
    ]
    if "unsure" in leaf:
        parts.append(f"onbekend bij {named('unsure')}")
    return f"{fact.get('label', leaf['fact'])} {', '.join(parts)}"


def exactly(value: Any) -> str:
    """A value as the document holds it, for a difference that the words do not show."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
