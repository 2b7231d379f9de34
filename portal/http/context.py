"""What every page shows."""

from django.conf import settings

from portal.accounts.destinations import work_links


def site(request):
    user = getattr(request, "user", None)
    return {
        # Asked by the template that shows it: the page about a broken database asks the database nothing.
        "work_links": lambda: work_links(user) if user is not None and user.is_authenticated else [],
        "session_seconds": settings.SESSION_COOKIE_AGE - settings.SESSION_RENEWED_EVERY.seconds,
        "reading_only": getattr(request, "reading_only", False),
        "site_version": settings.SITE_VERSION,
        "municipality_name": settings.MUNICIPALITY_NAME,
        "contact_email": settings.CONTACT_EMAIL,
    }
