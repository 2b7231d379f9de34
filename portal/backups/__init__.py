"""The whole database in one file, and back. Used by `manage.py backup` and `manage.py restore`."""

from portal.backups.archive import BackupRefused, make, open_archive, restore

__all__ = ["BackupRefused", "make", "open_archive", "restore"]
