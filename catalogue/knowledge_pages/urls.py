from django.urls import path

from catalogue.knowledge_pages import views

urlpatterns = [
    path("belemmeringen/", views.barriers, name="barrier-list"),
    path("belemmeringen/<slug:slug>/", views.barrier, name="barrier-detail"),
    path("gereedschap/", views.resources, name="resource-list"),
    path("voorbeelden/", views.examples, name="example-list"),
    path("organisaties/", views.organisations, name="organisation-list"),
    path("gemeente/<slug:slug>/", views.municipality, name="municipality-detail"),
    path("bronnen/longlist/", views.longlist, name="longlist"),
    path("begrippen-en-modellen/", views.models, name="model-list"),
    path("veiligheid/", views.safety, name="safety"),
]
