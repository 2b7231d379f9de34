"""Converts the answers of the form to the document of the item and back, without a database.

Answers are as typed: a dict from field name to a string, or to a list of strings where several may be ticked.
A document is in the schema of the fixtures. The form shows only part of a document; `document_from` rewrites
a part only when its answers changed, so that everything else keeps its sources.
"""

from catalogue.registration.conversion.converting import answers_of, document_from, skeleton
from catalogue.registration.conversion.parts import Answers, Clean, clean_text
from catalogue.registration.conversion.table import PARTS

__all__ = ["PARTS", "Answers", "Clean", "answers_of", "clean_text", "document_from", "skeleton"]
