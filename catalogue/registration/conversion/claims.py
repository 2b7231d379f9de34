"""The parts that are lists with sources of their own: reach, other conditions, barriers and results."""

from collections.abc import Mapping
from typing import Any

from catalogue.documents.fields import Document
from catalogue.registration import questions
from catalogue.registration.conversion.plain import Answers, Clean, Part, same
from catalogue.registration.words import OWN_STATEMENT, PROOFS, PROOFS_BY_PLACE, VALUES_OF_ROLES

ACCORDING = ", volgens de organisatie."


class Reach(Part):
    """Where: national, or the places that are ticked ("municipality:Den Haag"), and whether elsewhere too."""

    fields = ("scope", "places_reached", "elsewhere")
    claims = ("reach",)
    step = "Waar"

    def says(self, document: Document, claim: str) -> bool:
        return document["reach"]["national"] is not None or bool(document["reach"]["regions"])

    def get(self, document: Document) -> Any:
        return document["reach"]

    def put(self, document: Document, value: Any) -> None:
        document["reach"] = value

    def read(self, value: Any) -> Answers:
        places = [f"{row['level']}:{row['name']}" for row in value["regions"]]
        scope = "landelijk" if value["national"] else "plaatsen" if places else ""
        return {"scope": scope, "places_reached": places, "elsewhere": value["elsewhere"] or ""}

    def make(self, clean: Clean, old: Any) -> Any:
        """The source's own wording goes with what it was about."""
        scope = clean.get("scope")
        named = [key.partition(":") for key in clean.get("places_reached") or []]
        national = {"landelijk": True, "plaatsen": False}.get(scope or "")
        regions = [] if national else [{"level": level, "name": name} for level, _, name in named]
        elsewhere = "yes" if national else clean.get("elsewhere") or None
        return {"national": national, "regions": regions, "elsewhere": elsewhere, "text": None}


class Spoken(Part):
    """Conditions that no profile holds: the ticked ones, and the organisation's own one to a line."""

    fields = (*questions.SPOKEN, "other_conditions")
    step = "Voorwaarden"

    def get(self, document: Document) -> Any:
        return document["provider_conditions"]

    def put(self, document: Document, value: Any) -> None:
        document["provider_conditions"] = value

    def read(self, value: Any) -> Answers:
        texts = [row["text"] for row in value]
        found: Answers = {name: "ja" if text in texts else "" for name, text in questions.SPOKEN.items()}
        own = [text for text in texts if text not in questions.SPOKEN.values()]
        return {**found, "other_conditions": "\n".join(own)}

    def make(self, clean: Clean, old: Any) -> Any:
        held = {row["text"]: row for row in old}
        texts = [text for name, text in questions.SPOKEN.items() if clean.get(name)]
        texts += clean.get("other_conditions") or []
        return [held.get(text) or {"text": text, "cite": [self.cite]} for text in dict.fromkeys(texts)]


class Declared(Part):
    """The barriers that the organisation says it works on; what a source states is not for the form."""

    step = "Belemmeringen"
    EXTRA = ("role", "proof", "remark")

    def relevant(self, answers: Mapping[str, Any]) -> Answers:
        ticked = same(list(answers.get("barriers") or []))
        return {
            slug: {name: same(answers.get(f"{name}-{slug}", "")) for name in self.EXTRA} for slug in ticked
        }

    def get(self, document: Document) -> Any:
        return [row for row in document["coverage"] if row["basis"] == "declared"]

    def put(self, document: Document, value: Any) -> None:
        stated = [row for row in document["coverage"] if row["basis"] == "stated"]
        known = {row["barrier"] for row in stated}
        document["coverage"] = stated + [row for row in value if row["barrier"] not in known]

    def read(self, value: Any) -> Answers:
        found: Answers = {"barriers": [row["barrier"] for row in value]}
        for row in value:
            proof = next((PROOFS_BY_PLACE.get(cite["place"]) for cite in row["cite"]), None)
            values = {"role": row["role"], "proof": proof or "", "remark": row["note"] or ""}
            found |= {f"{name}-{row['barrier']}": said for name, said in values.items()}
        return found

    def make(self, clean: Clean, old: Any) -> Any:
        held = {row["barrier"]: row for row in old}
        before = self.relevant(self.read(old))
        rows = []
        for slug in clean.get("barriers") or []:
            said = {name: clean.get(f"{name}-{slug}") or "" for name in self.EXTRA}
            role, proof = said["role"] or "part", said["proof"] or "niets"
            new = {
                "barrier": slug, "role": role, "basis": "declared", "value": VALUES_OF_ROLES[role],
                "condition": None, "note": said["remark"] or None,
                "cite": [{**self.cite, "place": PROOFS[proof].place}],
            }  # fmt: skip
            rows.append(held[slug] if before.get(slug) == said else new)
        return rows


class Results(Part):
    """Results one by one, each with year and source; every text says whose claim it is."""

    step = "Resultaten"
    EXTRA = ("text", "kind", "year", "source")

    def relevant(self, answers: Mapping[str, Any]) -> Answers:
        count = sum(name.startswith("result_text-") for name in answers)
        rows = [
            {name: same(answers.get(f"result_{name}-{number}", "")) for name in self.EXTRA}
            for number in range(count)
        ]
        return {str(number): row for number, row in enumerate(row for row in rows if row["text"])}

    def get(self, document: Document) -> Any:
        return document["results"]

    def put(self, document: Document, value: Any) -> None:
        document["results"] = value

    def read(self, value: Any) -> Answers:
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
            found |= {f"result_{name}-{number}": said for name, said in values.items()}
        return found

    def make(self, clean: Clean, old: Any) -> Any:
        held = {str(row): kept for kept, row in zip(old, self.relevant(self.read(old)).values(), strict=True)}
        rows = []
        for number in range(sum(name.startswith("result_text-") for name in clean)):
            said = {name: clean.get(f"result_{name}-{number}") or "" for name in self.EXTRA}
            if not said["text"]:
                continue
            place = f"bron volgens de organisatie: {said['source']}" if said["source"] else self.step
            new = {
                "kind": said["kind"] or "result", "text": said["text"].rstrip(" .") + ACCORDING,
                "number": None, "unit": None, "year": said["year"] or None,
                "cite": [{**self.cite, "place": place[:120]}],
            }  # fmt: skip
            rows.append(held.get(str({name: str(value) for name, value in said.items()}), new))
        return rows
