"""The settings of the site, with limits that a test reaches and passwords hashed in no time."""

from portal.settings import *  # noqa: F403
from portal.settings import ACCOUNT_RATE_LIMITS, STORAGES

LIMITS_ON = True
ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS | {"reset_password": "6/h/ip"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

#: The moment of every window of a limit, in seconds since 1970: half an hour into an hour.
MOMENT = 1_800_001_800.0
#: The codes of a second step that are accepted, by the number of their period.
CODE_COUNTERS = range(1_000_000, 1_000_010)
