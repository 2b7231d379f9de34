from django.urls import path

from portal.help import views

urlpatterns = [
    path("", views.index, name="help"),
    path("<slug:slug>/", views.manual, name="help-manual"),
    path("<slug:slug>.pdf", views.manual_pdf, name="help-pdf"),
]
