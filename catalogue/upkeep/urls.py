from django.urls import path

from catalogue.upkeep import views

urlpatterns = [
    path("interventies/<slug:slug>/fout-melden/", views.report_error, name="report-error"),
    path("interventies/<slug:slug>/klopt-nog/", views.verify_item, name="verify-item"),
    path("klopt-nog/<str:token>/", views.verify_mail, name="verify-mail"),
    path("meldingen/", views.report_list, name="report-list"),
    path("meldingen/<int:pk>/", views.report_close, name="report-close"),
    path("redactie/verouderd/", views.overdue_list, name="overdue-list"),
    path("redactie/links/", views.link_list, name="link-list"),
]
