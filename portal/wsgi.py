import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal.http import statements

statements.bound(settings.DATABASES)
application = get_wsgi_application()
