"""The answer to a question as JSON, for `manage.py search`; its keys are described in docs/search.md."""

from typing import Any

from catalogue.browse.list_query import ListQuery
from catalogue.places.lookup import name_of


def answer_json(query: ListQuery) -> dict[str, Any]:
    """All items found, in order; plain values only."""
    search, answer = query.search, query.answer
    return {
        "query": search.text,
        "total": query.total,
        "everything": query.everything,
        "exact": query.part < query.total,
        "loose": query.part > 0,
        "part": query.part,
        "sentence": query.sentence,
        "remarks": query.remarks,
        "missed": [unit.text for unit in answer.missed],
        "corrected": [
            {"typed": one.typed, "used": one.used, "others": list(one.others)} for one in search.corrected
        ],
        "place": _place(query),
        "ages": list(search.ages),
        "barriers": [
            {"slug": one.slug, "label": one.title, "url": one.url, "match": one.match}
            for one in query.barriers
        ],
        "suggestions": [
            {"kind": one.kind, "slug": one.slug, "title": one.title, "url": one.url}
            for one in query.other_knowledge
        ],
        "items": [
            {
                "source_ref": item.source_ref,
                "slug": item.slug,
                "name": item.name,
                "provider": item.provider.name if item.provider else None,
                "professionals": item.for_professionals_only,
                "near": near,
            }
            for item, near in query.every_item()
        ],
    }


def _place(query: ListQuery) -> dict[str, Any] | None:
    place = query.search.place
    if not place:
        return None
    found = query.answer.municipality
    return {
        "text": place.text,
        "name": name_of(found.code, query.index.stamp) if found else None,
        "code": found.code if found else None,
        "options": [] if found else [one.label for one in query.asked_places],
    }
