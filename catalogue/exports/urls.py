from django.urls import path

from catalogue.exports import views

urlpatterns = [
    path("export/", views.overview, name="export-overview"),
    path("export/<uuid:key>/", views.export_detail, name="export-detail"),
    path("export/<uuid:key>/bestand/", views.export_file, name="export-file"),
    path("interventies/<slug:slug>/pdf/", views.factsheet, name="export-factsheet"),
    path("lijst/pdf/", views.shortlist, name="export-shortlist"),
    path("vergelijken/pdf/", views.comparison, name="export-comparison"),
]
