from django.contrib.auth import views as accounts
from django.urls import include, path

from catalogue import views_lists
from portal import views

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("interventies/", include("catalogue.urls")),
    path("lijst/", views_lists.shortlist, name="shortlist"),
    path("vergelijken/", views_lists.comparison, name="comparison"),
    path("gemeente/", views_lists.my_municipality, name="my-municipality"),
    path("matching/", include("matching.urls")),
    path("over/", views.about, name="about"),
    path("bronnen/", views.sources, name="sources"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("inloggen/", accounts.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("uitloggen/", accounts.LogoutView.as_view(), name="logout"),
    path("gezond/", views.health, name="health"),
]
