"""The base class of the parts, and the parts that are one key of the document or a remark on one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration.fixed_terms import OWN_STATEMENT
from catalogue.text.folding import slugify

Answers = dict[str, Any]
#: Cleaned values of the valid fields.
Clean = Mapping[str, Any]
FLAG_ANSWERS = {True: "ja", False: "nee"}
#: What separates words in another program: Word's soft line break and its page break among them.
_BREAK = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean_text(value: object) -> Any:
    """A typed value without control characters, with \n as line end."""
    if isinstance(value, list | tuple):
        return [clean_text(item) for item in value]
    text = str(value if value is not None else "").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _BREAK.sub(" ", text))


def normalised(value: object) -> Any:
    if isinstance(value, list | tuple):
        return sorted(clean_text(item).strip() for item in value)
    return clean_text(value).strip()


class DocumentPart:
    """One part of the document; `fields` are its form fields, `claims` the claims of its citations."""

    fields: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    step: str

    @property
    def cite(self) -> dict[str, str]:
        return {"source": OWN_STATEMENT, "place": self.step}

    def comparable(self, answers: Mapping[str, Any]) -> Answers:
        """The answers of this part, normalised for comparison."""
        return {name: value for name in self.fields if (value := normalised(answers.get(name, "")))}

    def has_content(self, document: Document, claim: str) -> bool:
        """Whether `document` has a value under `claim`, which then needs a citation."""
        return document.get(claim) not in (None, "", [], {})

    def get(self, document: Document) -> Any:
        raise NotImplementedError

    def put(self, document: Document, value: Any) -> None:
        raise NotImplementedError

    def to_answers(self, value: Any) -> Answers:
        raise NotImplementedError

    def to_value(self, clean: Clean, old: Any) -> Any:
        raise NotImplementedError


@dataclass(frozen=True)
class KeyPart(DocumentPart):
    """One key of the document that is one field: text, number, date, yes/no, or a list to tick."""

    name: str
    step: str
    empty: Any = None
    many: bool = False

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name,)

    claims = property(lambda self: (self.name,))  # type: ignore[assignment]

    def get(self, document: Document) -> Any:
        return document[self.name]

    def put(self, document: Document, value: Any) -> None:
        document[self.name] = value

    def to_answers(self, value: Any) -> Answers:
        if isinstance(value, bool):
            return {self.name: FLAG_ANSWERS[value]}
        if isinstance(value, list):
            return {self.name: list(value)}
        if value is None and self.many:
            return {self.name: []}
        if isinstance(value, float):
            return {self.name: f"{value:g}".replace(".", ",")}
        return {self.name: "" if value is None else str(value)}

    def to_value(self, clean: Clean, old: Any) -> Any:
        value = clean.get(self.name)
        if hasattr(value, "isoformat"):
            return value.isoformat()
        return self.empty if value in (None, "", []) else value


@dataclass(frozen=True)
class TickPart(KeyPart):
    """A yes to tick; not to tick it says nothing."""

    def to_answers(self, value: Any) -> Answers:
        return {self.name: "ja" if value else ""}

    def to_value(self, clean: Clean, old: Any) -> Any:
        return True if clean.get(self.name) else None


@dataclass(frozen=True)
class AgreedPart(KeyPart):
    """A text that goes into the document only with a tick that whoever said it agrees."""

    @property
    def fields(self) -> tuple[str, ...]:  # type: ignore[override]
        return (self.name, f"{self.name}_agreed")

    def to_answers(self, value: Any) -> Answers:
        return {self.name: value or "", f"{self.name}_agreed": "ja" if value else ""}

    def to_value(self, clean: Clean, old: Any) -> Any:
        return (clean.get(self.name) or None) if clean.get(f"{self.name}_agreed") else None


@dataclass(frozen=True)
class LinesPart(KeyPart):
    """A list of short texts that is typed one to a line."""

    def to_answers(self, value: Any) -> Answers:
        return {self.name: "\n".join(value or [])}

    def to_value(self, clean: Clean, old: Any) -> Any:
        return list(clean.get(self.name) or []) or None


@dataclass(frozen=True)
class RemarkPart(DocumentPart):
    """A remark in `notes` of the document, typed in a field of its own."""

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

    def to_answers(self, value: Any) -> Answers:
        return {self.name: value or ""}

    def to_value(self, clean: Clean, old: Any) -> Any:
        return clean.get(self.name) or None


@dataclass(frozen=True)
class SentencePart(RemarkPart):
    """A date or tick that is stored as a fixed sentence at the start of a remark."""

    pattern: str = ""
    write: Callable[[Any], str] = str
    parse: Callable[[str], str] = str

    def to_answers(self, value: Any) -> Answers:
        found = re.match(self.pattern, value or "")
        return {self.name: self.parse(found[1]) if found else ""}

    def to_value(self, clean: Clean, old: Any) -> Any:
        rest = re.sub(self.pattern, "", old or "").strip()
        value = clean.get(self.name)
        return " ".join(filter(None, [self.write(value) if value else "", rest])) or None


@dataclass(frozen=True)
class TermsPart(DocumentPart):
    """Goals or approaches: fixed ones to tick, own ones typed one per line."""

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

    def to_answers(self, value: Any) -> Answers:
        value = value or []
        ticked = [term["slug"] for term in value if term["slug"] in self.fixed]
        own = [term["wording"] for term in value if term["slug"] not in self.fixed]
        return {self.name: ticked, f"{self.name}_own": "\n".join(own)}

    def to_value(self, clean: Clean, old: Any) -> Any:
        existing = {term["slug"]: term for term in old or ()}
        by_word = {term["wording"]: term for term in old or ()}
        wanted = [{"slug": slug, "wording": slug} for slug in clean.get(self.name) or []]
        wanted += [
            by_word.get(word) or {"slug": slugify(word)[:80].strip("-"), "wording": word}
            for word in clean.get(f"{self.name}_own") or []
        ]
        return list({term["slug"]: existing.get(term["slug"], term) for term in wanted}.values()) or None
