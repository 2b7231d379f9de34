"""Starts Django for a benchmark."""

import os


def start_django() -> None:
    """The site with an empty database in memory, whatever the environment says."""
    os.environ |= {"LOCAL": "1", "DEBUG": "", "DATABASE_URL": "sqlite://:memory:"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
