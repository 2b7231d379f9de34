"""The administration: words, weights, accounts, organisations, and what may only be looked at.

For superusers with a second factor. Items and their revisions are not here: they change along the one road of
the actions.py of each room, in the screens of organisations and editors.
"""

from portal.admin import history, knowledge, people, words
from portal.admin.site import administration

__all__ = ["administration", "history", "knowledge", "people", "words"]
