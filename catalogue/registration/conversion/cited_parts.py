"""The parts that are lists with their own citations: reach, other conditions, coverage, results."""

from collections.abc import Mapping
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration import questions
from catalogue.registration.conversion.parts import Answers, Clean, DocumentPart, normalised
from catalogue.registration.fixed_terms import OWN_STATEMENT, PERCENT_BY_ROLE, PROOFS, PROOFS_BY_PLACE

ACCORDING = ", volgens de organisatie."


class ReachPart(DocumentPart):
    """Where: national, or ticked regions ("municipality:GM0518"), and whether others may join."""

    fields = ("scope", "places_reached", "elsewhere")
    claims = ("reach",)
    step = "Waar"

    def has_content(self, document: Document, claim: str) -> bool:
        return document["reach"]["national"] is not None or bool(document["reach"]["regions"])

    def get(self, document: Document) -> Any:
        return document["reach"]

    def put(self, document: Document, value: Any) -> None:
        document["reach"] = value

    def to_answers(self, value: Any) -> Answers:
        places = [f"{row['level']}:{row['code']}" for row in value["regions"]]
        scope = "landelijk" if value["national"] else "plaatsen" if places else ""
        return {"scope": scope, "places_reached": places, "elsewhere": value["elsewhere"] or ""}

    def to_value(self, clean: Clean, old: Any) -> Any:
        """The source's wording (`text`) is dropped with the reach it described."""
        scope = clean.get("scope")
        named = [key.partition(":") for key in clean.get("places_reached") or []]
        national = {"landelijk": True, "plaatsen": False}.get(scope or "")
        regions = [] if national else [{"level": level, "code": code} for level, _, code in named]
        elsewhere = "yes" if national else clean.get("elsewhere") or None
        return {"national": national, "regions": regions, "elsewhere": elsewhere, "text": None}


class SpokenConditionsPart(DocumentPart):
    """Conditions on no fact of a profile: ticked ones, and own ones typed one per line."""

    fields = (*questions.SPOKEN_CONDITIONS, "other_conditions")
    step = "Voorwaarden"

    def get(self, document: Document) -> Any:
        return document["provider_conditions"]

    def put(self, document: Document, value: Any) -> None:
        document["provider_conditions"] = value

    def to_answers(self, value: Any) -> Answers:
        texts = [row["text"] for row in value]
        found: Answers = {
            name: "ja" if text in texts else "" for name, text in questions.SPOKEN_CONDITIONS.items()
        }
        own = [text for text in texts if text not in questions.SPOKEN_CONDITIONS.values()]
        return {**found, "other_conditions": "\n".join(own)}

    def to_value(self, clean: Clean, old: Any) -> Any:
        existing = {row["text"]: row for row in old}
        texts = [text for name, text in questions.SPOKEN_CONDITIONS.items() if clean.get(name)]
        texts += clean.get("other_conditions") or []
        return [existing.get(text) or {"text": text, "cite": [self.cite]} for text in dict.fromkeys(texts)]


class NextAfterPart(DocumentPart):
    """Where she goes next, who hands her over and who lets know how it went."""

    fields = ("next_to", "next_hands_over", "next_reports_back")
    claims = ("next_after",)
    step = "Overig"

    def get(self, document: Document) -> Any:
        return document["next_after"]

    def put(self, document: Document, value: Any) -> None:
        document["next_after"] = value

    def to_answers(self, value: Any) -> Answers:
        return {name: (value or {}).get(name.removeprefix("next_")) or "" for name in self.fields}

    def to_value(self, clean: Clean, old: Any) -> Any:
        said = {name.removeprefix("next_"): clean.get(name) or None for name in self.fields}
        return said if said["to"] else None


class LinksPart(DocumentPart):
    """Further pages, one to a line: the address, and in words what is there."""

    fields = ("links",)
    step = "Overig"

    def get(self, document: Document) -> Any:
        return document["links"]

    def put(self, document: Document, value: Any) -> None:
        document["links"] = value

    def to_answers(self, value: Any) -> Answers:
        return {"links": "\n".join(f"{row['url']} {row['label']}" for row in value or ())}

    def to_value(self, clean: Clean, old: Any) -> Any:
        existing = {(row["url"], row["label"]): row for row in old or ()}
        rows = [
            existing.get((url, label))
            or {"kind": "information", "label": label, "url": url, "cite": [self.cite]}
            for url, label in clean.get("links") or ()
        ]
        return rows or None


class DeclaredCoveragePart(DocumentPart):
    """The barriers that the organisation says it works on; what a source states is not for the form."""

    step = "Belemmeringen"
    EXTRA = ("role", "proof", "remark")

    def comparable(self, answers: Mapping[str, Any]) -> Answers:
        ticked = normalised(list(answers.get("barriers") or []))
        return {
            slug: {name: normalised(answers.get(f"{name}-{slug}", "")) for name in self.EXTRA}
            for slug in ticked
        }

    def get(self, document: Document) -> Any:
        return [row for row in document["coverage"] if row["basis"] == "declared"]

    def put(self, document: Document, value: Any) -> None:
        stated = [row for row in document["coverage"] if row["basis"] == "stated"]
        known = {row["barrier"] for row in stated}
        document["coverage"] = stated + [row for row in value if row["barrier"] not in known]

    def to_answers(self, value: Any) -> Answers:
        found: Answers = {"barriers": [row["barrier"] for row in value]}
        for row in value:
            proof = next((PROOFS_BY_PLACE.get(cite["place"]) for cite in row["cite"]), None)
            values = {"role": row["role"], "proof": proof or "", "remark": row["note"] or ""}
            found |= {f"{name}-{row['barrier']}": value for name, value in values.items()}
        return found

    def to_value(self, clean: Clean, old: Any) -> Any:
        existing = {row["barrier"]: row for row in old}
        before = self.comparable(self.to_answers(old))
        rows = []
        for slug in clean.get("barriers") or []:
            typed = {name: clean.get(f"{name}-{slug}") or "" for name in self.EXTRA}
            role, proof = typed["role"] or "part", typed["proof"] or "niets"
            new = {
                "barrier": slug, "role": role, "basis": "declared", "value": PERCENT_BY_ROLE[role],
                "condition": None, "note": typed["remark"] or None,
                "cite": [{**self.cite, "place": PROOFS[proof].place}],
            }  # fmt: skip
            rows.append(existing[slug] if before.get(slug) == typed else new)
        return rows


class ResultsPart(DocumentPart):
    """ResultsPart one by one, each with year and source; every text says whose claim it is."""

    step = "Resultaten"
    EXTRA = ("text", "kind", "year", "source")

    def comparable(self, answers: Mapping[str, Any]) -> Answers:
        count = sum(name.startswith("result_text-") for name in answers)
        rows = [
            {name: normalised(answers.get(f"result_{name}-{number}", "")) for name in self.EXTRA}
            for number in range(count)
        ]
        return {str(number): row for number, row in enumerate(row for row in rows if row["text"])}

    def get(self, document: Document) -> Any:
        return document["results"]

    def put(self, document: Document, value: Any) -> None:
        document["results"] = value

    def to_answers(self, value: Any) -> Answers:
        found: Answers = {}
        for number, row in enumerate(value):
            own = row["cite"][0] if row["cite"][0]["source"] == OWN_STATEMENT else None
            source = own["place"] if own and own["place"] != self.step else ""
            values = {
                "text": row["text"].removesuffix(ACCORDING) if own else row["text"],
                "kind": row["kind"],
                "year": "" if row["year"] is None else str(row["year"]),
                "source": source.removeprefix("bron volgens de organisatie: "),
            }
            found |= {f"result_{name}-{number}": value for name, value in values.items()}
        return found

    def to_value(self, clean: Clean, old: Any) -> Any:
        existing = {
            str(row): previous
            for previous, row in zip(old, self.comparable(self.to_answers(old)).values(), strict=True)
        }
        rows = []
        for number in range(sum(name.startswith("result_text-") for name in clean)):
            typed = {name: clean.get(f"result_{name}-{number}") or "" for name in self.EXTRA}
            if not typed["text"]:
                continue
            place = f"bron volgens de organisatie: {typed['source']}" if typed["source"] else self.step
            new = {
                "kind": typed["kind"] or "result", "text": typed["text"].rstrip(" .") + ACCORDING,
                "number": None, "unit": None, "year": typed["year"] or None,
                "cite": [{**self.cite, "place": place[:120]}],
            }  # fmt: skip
            rows.append(existing.get(str({name: str(value) for name, value in typed.items()}), new))
        return rows
