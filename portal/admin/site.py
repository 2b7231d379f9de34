"""The site of the administration itself, and what its pages have in common."""

from functools import wraps

from allauth.account.views import logout
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from portal import roles


class Administration(admin.AdminSite):
    site_header = site_title = "Beheer van Trajectwijzer"
    index_title = "Wat je hier kunt beheren"
    enable_nav_sidebar = False
    #: What the page calls parts of libraries, by the name of the part and by that of the model.
    named_here = {
        "auth": "Rollen",
        "django_tasks_database": "Werk op de achtergrond",
        "auth.Group": "Rollen",
        "django_tasks_database.DBTaskResult": "Taken",
    }

    def get_app_list(self, request, app_label=None):
        found = super().get_app_list(request, app_label)
        for part in found:
            part["name"] = self.named_here.get(part["app_label"], part["name"])
            for row in part["models"]:
                row["name"] = self.named_here.get(row["model"]._meta.label, row["name"])
        return found

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_superuser and roles.has_second_factor(user)

    def admin_view(self, view, cacheable=False):
        """403 for an account without permission; the login page of the site without an account."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def permitted_view(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return permitted_view

    def get_urls(self):
        """Logging in, out and changing a password are done on the site itself."""
        own = [
            path("uitloggen/", logout, name="logout"),
            path(
                "wachtwoord/",
                RedirectView.as_view(pattern_name="account_change_password"),
                name="password_change",
            ),
        ]
        left_out = {"login", "logout", "password_change", "password_change_done"}
        return own + [part for part in super().get_urls() if getattr(part, "name", "") not in left_out]

    @property
    def urls(self):
        """As Django's, with the login page of the site for those who are not logged in."""
        parts, app, name = super().urls
        for part in parts:
            if isinstance(part, URLPattern):
                vars(part.callback).pop("login_url", None)
        return parts, app, name


administration = Administration(name="admin")


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
