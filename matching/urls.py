from django.urls import path
from django.views.generic import RedirectView

page = RedirectView.as_view(pattern_name="intervention-list")

urlpatterns = [
    path("", page, name="matching"),
    path("resultaat/", page, name="matching-result"),
    path("uitleg/", page, name="matching-explanation"),
]
