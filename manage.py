#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if not os.environ.get("SECRET_KEY") and "LOCAL" not in os.environ:
        # The web server never assumes this: portal.wsgi refuses to start without SECRET_KEY or LOCAL.
        os.environ["LOCAL"] = "1"
        if sys.stderr.isatty():
            sys.stderr.write("Geen SECRET_KEY: ik ga uit van LOCAL=1 (eigen computer).\n")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
