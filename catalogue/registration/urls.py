from django.urls import path

from catalogue.registration import views, views_writing

urlpatterns = [
    path("<slug:slug>/", views.dashboard, name="organisation-dashboard"),
    path("<slug:slug>/trajecten/nieuw/", views_writing.new, name="traject-new"),
    path("<slug:slug>/trajecten/bewerken/", views.edit, name="traject-edit"),
    path("<slug:slug>/trajecten/<int:pk>/", views.overview, name="traject-overview"),
    path("<slug:slug>/trajecten/<int:pk>/voorbeeld/", views.preview, name="traject-preview"),
    path("<slug:slug>/trajecten/<int:pk>/indienen/", views.submit, name="traject-submit"),
    path("<slug:slug>/trajecten/<int:pk>/intrekken/", views.withdraw, name="traject-withdraw"),
    path("<slug:slug>/trajecten/<int:pk>/stap/<slug:step>/", views_writing.step, name="traject-step"),
]
