from django.urls import path

from catalogue.browse import views as browse_views
from catalogue.item_page import views as item_views

urlpatterns = [
    path("", browse_views.intervention_list, name="intervention-list"),
    path("<slug:slug>/", item_views.intervention_detail, name="intervention-detail"),
]
