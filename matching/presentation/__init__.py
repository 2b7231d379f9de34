"""The answer in Dutch, in the order of the page. It holds no rules of matching."""

from matching.presentation.page import INITIAL_COUNTS, page_of
from matching.presentation.unticked import unticked_choices

__all__ = ["INITIAL_COUNTS", "page_of", "unticked_choices"]
