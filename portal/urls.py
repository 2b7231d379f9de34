from django.urls import include, path

from catalogue import views_lists
from portal import views
from portal.admin import administration

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler429 = "portal.errors.too_many"  # asked for by allauth
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("interventies/", include("catalogue.urls")),
    path("lijst/", views_lists.shortlist, name="shortlist"),
    path("vergelijken/", views_lists.comparison, name="comparison"),
    path("gemeente/", views_lists.my_municipality, name="my-municipality"),
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
