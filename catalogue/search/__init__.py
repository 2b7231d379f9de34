"""Searching the catalogue: one Dutch pipeline on both databases.

stemming    words as they are compared: folded, and stemmed the way PostgreSQL stems Dutch
index       which items hold which word, and how heavily; written in the transaction that publishes an item
vocabulary  all words of the catalogue and the synonyms, kept per process and per catalogue version
query       what a text asks: per word the forms that count as it, and how much each is worth
correction  the word that was meant when one is not known
candidates  the full-text query of FTS5 or PostgreSQL; it says which items, never in what order
ranking     the order: whole numbers, the same on every database
snippets    the passage of an item where it says what was asked
"""
