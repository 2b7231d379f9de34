"""The site as gunicorn serves it to the tests of this folder: all of it, with some clocks stopped.

A window of a limit cannot end, and a one-time code cannot expire, because a machine was busy.
"""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.processes.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from allauth.mfa.totp.internal import auth  # noqa: E402

from portal.http import limits  # noqa: E402

auth.yield_hotp_counters_from_time = lambda: iter(settings.CODE_COUNTERS)
limits.time = lambda: settings.MOMENT
