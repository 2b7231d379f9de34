"""The site's own addresses, and beside them a view that does nothing behind the same middleware."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path

from portal import urls as portal_urls

handler400, handler403 = portal_urls.handler400, portal_urls.handler403
handler404, handler500 = portal_urls.handler404, portal_urls.handler500


@login_not_required
def empty(request):
    return HttpResponse("leeg")


urlpatterns = [path("leeg/", empty, name="empty"), path("", include("portal.urls"))]
