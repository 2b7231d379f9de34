"""What every page shows."""

from django.conf import settings


def site(request):
    return {
        "site_version": settings.SITE_VERSION,
        "municipality_name": settings.MUNICIPALITY_NAME,
        "contact_email": settings.CONTACT_EMAIL,
    }
