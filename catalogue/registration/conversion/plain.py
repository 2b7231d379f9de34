"""The kinds of part that are one key of the document, or a remark beside one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration.words import OWN_STATEMENT
from catalogue.text.folding import slugify

Answers = dict[str, Any]
#: Values of the fields without a fault, as Python has them.
Clean = Mapping[str, Any]
FLAG_ANSWERS = {True: "ja", False: "nee"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def plain(value: object) -> Any:
    """A typed value as it is kept: without control characters, with one kind of line end."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    text = str(value if value is not None else "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


def same(value: object) -> Any:
    if isinstance(value, list | tuple):
        return sorted(plain(item).strip() for item in value)
    return plain(value).strip()


class Part:
    """One part; `fields` are its fields in the form, `claims` what its citations are about."""

    fields: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    step: str

    @property
    def cite(self) -> dict[str, str]:
        return {"source": OWN_STATEMENT, "place": self.step}

    def relevant(self, answers: Mapping[str, Any]) -> Answers:
        """The answers of this part in the form in which two of them can be compared."""
        return {name: said for name in self.fields if (said := same(answers.get(name, "")))}

    def says(self, document: Document, claim: str) -> bool:
        """Whether `document` says something under `claim`, so that a source belongs to it."""
        return document.get(claim) not in (None, "", [], {})

    def get(self, document: Document) -> Any:
        raise NotImplementedError

    def put(self, document: Document, value: Any) -> None:
        raise NotImplementedError

    def read(self, value: Any) -> Answers:
        raise NotImplementedError

    def make(self, clean: Clean, old: Any) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class Key(Part):
    """One key of the document that is one field: text, number, date, yes or no, or a list to tick."""

    name: str
    step: str
    empty: Any = None

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name,)

    claims = property(lambda self: (self.name,))  # type: ignore[assignment]

    def get(self, document: Document) -> Any:
        return document[self.name]

    def put(self, document: Document, value: Any) -> None:
        document[self.name] = value

    def read(self, value: Any) -> Answers:
        if isinstance(value, bool):
            return {self.name: FLAG_ANSWERS[value]}
        if isinstance(value, list):
            return {self.name: list(value)}
        if isinstance(value, float):
            return {self.name: f"{value:g}".replace(".", ",")}
        return {self.name: "" if value is None else str(value)}

    def make(self, clean: Clean, old: Any) -> Any:
        value = clean.get(self.name)
        if hasattr(value, "isoformat"):
            return value.isoformat()
        return self.empty if value in (None, "", []) else value


@dataclass(frozen=True)
class Lines(Key):
    """A list of short texts that is typed one to a line."""

    def read(self, value: Any) -> Answers:
        return {self.name: "\n".join(value)}

    def make(self, clean: Clean, old: Any) -> Any:
        return list(clean.get(self.name) or [])


@dataclass(frozen=True)
class Note(Part):
    """The remark beside a field of the document, typed in a field of its own."""

    name: str
    key: str
    step: str
    claims = ("notes",)

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name,)

    def get(self, document: Document) -> Any:
        return document["notes"].get(self.key)

    def put(self, document: Document, value: Any) -> None:
        document["notes"].pop(self.key, None)
        if value:
            document["notes"][self.key] = value

    def read(self, value: Any) -> Answers:
        return {self.name: value or ""}

    def make(self, clean: Clean, old: Any) -> Any:
        return clean.get(self.name) or None


@dataclass(frozen=True)
class Sentence(Note):
    """A date or a tick that stands as a fixed sentence before the rest of the remark beside a field."""

    pattern: str = ""
    write: Callable[[Any], str] = str
    parse: Callable[[str], str] = str

    def read(self, value: Any) -> Answers:
        found = re.match(self.pattern, value or "")
        return {self.name: self.parse(found[1]) if found else ""}

    def make(self, clean: Clean, old: Any) -> Any:
        rest = re.sub(self.pattern, "", old or "").strip()
        value = clean.get(self.name)
        return " ".join(filter(None, [self.write(value) if value else "", rest])) or None


@dataclass(frozen=True)
class Terms(Part):
    """Goals or approaches: the fixed choices to tick, and words of one's own one to a line."""

    name: str
    step: str
    fixed: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name, f"{self.name}_own")

    claims = property(lambda self: (self.name,))  # type: ignore[assignment]

    def get(self, document: Document) -> Any:
        return document[self.name]

    def put(self, document: Document, value: Any) -> None:
        document[self.name] = value

    def read(self, value: Any) -> Answers:
        ticked = [term["slug"] for term in value if term["slug"] in self.fixed]
        own = [term["wording"] for term in value if term["slug"] not in self.fixed]
        return {self.name: ticked, f"{self.name}_own": "\n".join(own)}

    def make(self, clean: Clean, old: Any) -> Any:
        held = {term["slug"]: term for term in old}
        by_word = {term["wording"]: term for term in old}
        wanted = [{"slug": slug, "wording": slug} for slug in clean.get(self.name) or []]
        wanted += [
            by_word.get(word) or {"slug": slugify(word)[:80].strip("-"), "wording": word}
            for word in clean.get(f"{self.name}_own") or []
        ]
        return list({term["slug"]: held.get(term["slug"], term) for term in wanted}.values())
