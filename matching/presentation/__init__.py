"""The answer in Dutch words and in the order of the page. No rule lives here, only how it is told."""

from matching.presentation.adjusting import taken_away
from matching.presentation.page import FIRST, page_of

__all__ = ["FIRST", "page_of", "taken_away"]
