"""The web server of bin/run: two synchronous workers, for this machine only, and no log of who visits."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
loglevel = "warning"
control_socket_disable = True
# No header of a visitor or proxy may set SCRIPT_NAME or PATH_INFO.
forwarder_headers = ""


def when_ready(server):
    from catalogue.search import dictionary

    dictionary.is_dutch("")  # read once, before the workers are made, so that they share its memory
    print(f"Trajectwijzer: http://{bind}", flush=True)
