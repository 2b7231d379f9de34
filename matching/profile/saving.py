"""What may be saved of a profile."""

from collections.abc import Mapping
from typing import Any

from matching.engine.vocabulary import MatchingVocabulary


def without_sensitive(document: Mapping[str, Any], vocabulary: MatchingVocabulary) -> dict[str, Any]:
    """`document` without barriers and facts that the vocabulary marks sensitive."""
    return {
        **document,
        "barriers": {
            slug: severity
            for slug, severity in document["barriers"].items()
            if slug in vocabulary.barriers and not vocabulary.barriers[slug].sensitive
        },
        "context": {
            name: value
            for name, value in document["context"].items()
            if not vocabulary.context[name].sensitive
        },
    }
