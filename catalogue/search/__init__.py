"""Searching the catalogue: one Dutch pipeline on both databases.

A question goes through these stages; each has its test file:

typed        folded words of what is typed (apostrophes, "50+"), and the ages that are hers
asked_place  the municipality that is named
vocabulary   the words of items, barriers and synonyms; compounds taken apart and put together; inflection
dictionary   whether a word is Dutch, and of which word it is a form
correction   the word that was meant when one does not exist
stop_words   what says nothing, or orders only
query        all stages together: what is asked, as units

and the items through these:

denial       what a text denies, which must not be found
stemming     words as they are compared: folded, and stemmed the way PostgreSQL stems Dutch
index        which items hold which word, and how heavily; written in the transaction that publishes an item
ranking      the order: whole numbers, the same on every database
snippets     the passage of an item where it says what was asked
"""
