from django.urls import path

from matching import views

urlpatterns = [
    path("", views.wizard, name="matching"),
    path("resultaat/", views.result, name="matching-result"),
    path("suggesties/", views.suggest, name="matching-suggestions"),
    path("bestand/", views.save_file, name="matching-save"),
    path("openen/", views.open_file, name="matching-open"),
    path("meenemen/", views.take_along, name="matching-takealong"),
    path("dekking/", views.coverage, name="matching-coverage"),
    path("uitleg/", views.explanation, name="matching-explanation"),
    path("vragen-van-de-raad/", views.council, name="matching-council"),
]
