"""gunicorn as gunicorn.conf.py sets it up, with one worker."""

workers = 1
loglevel = "warning"
control_socket_disable = True
timeout = 120
