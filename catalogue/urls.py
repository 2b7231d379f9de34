from django.urls import path

from catalogue import views

urlpatterns = [
    path("", views.intervention_list, name="intervention-list"),
    path("<slug:slug>/", views.intervention_detail, name="intervention-detail"),
]
