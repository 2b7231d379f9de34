"""The names of the roles, as the Django groups are called. No model is imported: the settings read them."""

from catalogue.access.roles import EDITORS

EDITOR, CASE_MANAGER, POLICY = EDITORS, "klantmanager", "beleid"

#: Every role with what the screen says.
ROLES = {EDITOR: "redacteur", CASE_MANAGER: "klantmanager", POLICY: "beleidsmedewerker"}
