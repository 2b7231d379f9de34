from django.urls import path

from portal.members import views

urlpatterns = [
    path("aanmelden/", views.register, name="member-register"),
    path("aanmelden/wacht/", views.waiting, name="member-waiting"),
    path("aanvragen/", views.membership_requests, name="member-requests"),
    path("aanvragen/<int:pk>/", views.decide_request, name="member-decide-request"),
    path("uitnodigingen/", views.invitations, name="member-invitations"),
    path("uitnodigingen/<int:pk>/", views.accept, name="member-accept"),
    path("uitnodiging/<str:token>/", views.invitation, name="member-invitation"),
    path("<slug:slug>/leden/", views.members, name="member-list"),
    path("<slug:slug>/leden/weg/", views.leave, name="member-leave"),
    path(
        "<slug:slug>/leden/uitnodiging/<int:pk>/intrekken/",
        views.withdraw_invitation,
        name="member-withdraw",
    ),
]
