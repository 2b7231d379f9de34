from django.urls import path

from catalogue.moderation import views, views_history

urlpatterns = [
    path("", views.dashboard, name="moderation-dashboard"),
    path("inzending/<int:pk>/", views.review, name="moderation-review"),
    path("inzending/<int:pk>/controlelijst/", views.save_checklist, name="moderation-checklist"),
    path("inzending/<int:pk>/besluit/", views.decide, name="moderation-decide"),
    path("inzending/<int:pk>/samenvoegen/", views.merge, name="moderation-merge"),
    path("items/", views_history.items, name="moderation-items"),
    path("items/<slug:source_ref>/", views_history.history, name="moderation-history"),
    path("items/<slug:source_ref>/archiveren/", views_history.archive, name="moderation-archive"),
    path("items/<slug:source_ref>/versie/<int:number>/", views_history.version, name="moderation-version"),
    path(
        "items/<slug:source_ref>/versie/<int:number>/terugzetten/",
        views_history.restore,
        name="moderation-restore",
    ),
    path("gebeurtenissen/", views_history.events, name="moderation-events"),
]
