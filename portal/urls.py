from django.urls import include, path

from catalogue.lists import views as list_views
from portal.admin import administration
from portal.pages import views

handler400 = "portal.http.errors.bad_request"
handler403 = "portal.http.errors.forbidden"
handler404 = "portal.http.errors.not_found"
handler429 = "portal.http.errors.too_many"  # asked for by allauth
handler500 = "portal.http.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("interventies/", include("catalogue.urls")),
    path("lijst/", list_views.shortlist, name="shortlist"),
    path("vergelijken/", list_views.comparison, name="comparison"),
    path("gemeente/", list_views.my_municipality, name="my-municipality"),
    path("", include("catalogue.knowledge_pages.urls")),
    path("", include("catalogue.upkeep.urls")),
    path("", include("catalogue.exports.urls")),
    path("redactie/", include("catalogue.moderation.urls")),
    path("matching/", include("matching.urls")),
    path("beleid/", include("matching.policy.urls")),
    path("over/", views.about, name="about"),
    path("bronnen/", views.sources, name="sources"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("hulp/", include("portal.help.urls")),
    path("", include("portal.accounts.urls")),
    path("organisaties/", include("portal.members.urls")),
    path("beheer/", administration.urls),
    path("gezond/", views.health, name="health"),
    path("gereed/", views.ready, name="ready"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("organisaties/", include("catalogue.registration.urls")),
]
