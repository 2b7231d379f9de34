"""Every write to the catalogue. Each function is one transaction and leaves the catalogue version right."""

from catalogue.actions.revisions import (
    TRANSITIONS,
    NotAllowed,
    Outdated,
    archive,
    load_document,
    move,
    publish,
    reject,
    remember_loaded,
    restore,
    return_with_remarks,
    save_draft,
    start_revision,
    submit,
    withdraw,
)

__all__ = [
    "TRANSITIONS",
    "NotAllowed",
    "Outdated",
    "archive",
    "load_document",
    "move",
    "publish",
    "reject",
    "remember_loaded",
    "restore",
    "return_with_remarks",
    "save_draft",
    "start_revision",
    "submit",
    "withdraw",
]
