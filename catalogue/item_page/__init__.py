"""What the page of one item shows: facts, what it works on, what belongs to it, and its sources."""

from catalogue.item_page.facts import Fact, fact_words
from catalogue.item_page.page import ItemPage

__all__ = ["Fact", "ItemPage", "fact_words"]
