"""The answers in the form and the document of the item: one into the other, without a database.

Answers are what was typed: a dict from the name of a field to a string, or to a list of strings where more
may be ticked. A document is in the schema of the fixtures. The form shows some parts of a document and not
others; `document_from` rewrites a part only when its answers differ, so that all else stays, with its
sources.
"""

from catalogue.registration.conversion.plain import Answers, Clean, plain
from catalogue.registration.conversion.reading import answers_of, document_from, skeleton
from catalogue.registration.conversion.table import PARTS

__all__ = ["PARTS", "Answers", "Clean", "answers_of", "document_from", "plain", "skeleton"]
