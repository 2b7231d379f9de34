"""The administration: words, accounts, organisations, and what may only be looked at.

For superusers with a second factor. Items and their revisions are not here: they change along the one road of
catalogue.actions, in the screens of organisations and editors.
"""

from functools import wraps

from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from django_tasks_db.models import DBTaskResult

from catalogue import actions
from catalogue.models import (
    Approach,
    Barrier,
    DerivedRule,
    Event,
    Goal,
    Membership,
    Organisation,
    OwnWord,
    SynonymGroup,
    TargetGroup,
)
from catalogue.registration.forms.base import ListField
from portal import roles
from portal.accounts.actions import delete_account
from portal.models import User


class Administration(admin.AdminSite):
    site_header = site_title = "Beheer van Trajectwijzer"
    index_title = "Wat je hier kunt beheren"
    enable_nav_sidebar = False

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_superuser and roles.has_second_factor(user)

    def admin_view(self, view, cacheable=False):
        """Tells an account that it may not be here; without one the login page of the site comes."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def told(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return told

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


class LookOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class WordAdmin(admin.ModelAdmin):
    """Saves and deletes through the action, so that the catalogue version follows and loading leaves it."""

    actions = ["give_back"]
    #: What `word_key` is in the database; "" for words that no file has.
    key: Combinable | str = "slug"

    def get_queryset(self, request):
        words = super().get_queryset(request)
        if not self.key:
            return words
        key = F(self.key) if isinstance(self.key, str) else self.key
        own = OwnWord.objects.of(self.model).filter(key=OuterRef("own_key"))
        return words.annotate(own_key=key, own=Exists(own))

    def get_list_display(self, request):
        return [*self.list_display, "edited"] if self.key else self.list_display

    def get_actions(self, request):
        found = super().get_actions(request)
        return found if self.key else {name: one for name, one in found.items() if name != "give_back"}

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj and hasattr(obj, "slug") else []

    @admin.display(description="hier gewijzigd", boolean=True, ordering="own")
    def edited(self, word):
        return word.own

    @admin.action(description="Laat het laden deze weer gelijk maken aan het bestand")
    def give_back(self, request, queryset):
        actions.disown_words(words=queryset)
        self.message_user(request, "Bij de volgende load_catalogue geldt voor deze woorden weer het bestand.")

    def save_model(self, request, obj, form, change):
        actions.save_word(word=obj)

    def delete_model(self, request, obj):
        actions.delete_word(word=obj)

    def delete_queryset(self, request, queryset):
        for word in queryset:
            actions.delete_word(word=word)


@admin.register(Barrier, site=administration)
class BarrierAdmin(WordAdmin):
    list_display = ["label", "level", "sensitive", "only_by_search", "position"]
    list_filter = ["level", "sensitive"]
    search_fields = ["label", "slug", "help"]


@admin.register(Goal, Approach, site=administration)
class GoalAdmin(WordAdmin):
    list_display = ["label", "slug", "fixed", "position"]
    search_fields = ["label", "slug"]


@admin.register(TargetGroup, site=administration)
class TargetGroupAdmin(WordAdmin):
    key = ""
    search_fields = ["text"]


@admin.register(DerivedRule, site=administration)
class DerivedRuleAdmin(WordAdmin):
    list_display = ["word", "kind", "barrier", "weight", "reason"]
    list_filter = ["kind"]
    list_select_related = ["barrier"]
    search_fields = ["word", "barrier__label"]
    key = Concat("kind", Value(":"), "word", Value(":"), "barrier__slug", output_field=models.CharField())


class SynonymForm(forms.ModelForm):
    asked = ListField(
        "Wie dit zoekt", "Woorden of korte zinsdelen, één op een regel.", longest=60, words=True
    )
    found = ListField("vindt ook", "Eén op een regel.", longest=60, words=True)
    both_ways = forms.BooleanField(
        label="Geldt ook andersom", required=False, help_text="Dan vindt elk van deze woorden alle andere."
    )

    class Meta:
        model = SynonymGroup
        fields = ["asked", "found", "both_ways", "reason"]


@admin.register(SynonymGroup, site=administration)
class SynonymGroupAdmin(WordAdmin):
    form = SynonymForm
    list_display = ["__str__", "both_ways", "reason"]
    key = "key"


class AccountForm(forms.ModelForm):
    """An account is made by its owner; here it gets roles, or is closed."""

    class Meta:
        model = User
        fields = ["name", "is_active", "is_staff", "is_superuser", "groups"]


@admin.register(User, site=administration)
class UserAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = ["email", "name", "is_active", "is_superuser", "second_factor", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    search_fields = ["email", "name"]
    filter_horizontal = ["groups"]
    actions = ["reset_second_factor"]

    @admin.display(description="tweede stap", boolean=True)
    def second_factor(self, user):
        return roles.has_second_factor(user)

    @admin.action(description="Haal de tweede stap weg (telefoon kwijt)")
    def reset_second_factor(self, request, queryset):
        Authenticator.objects.filter(user__in=queryset).delete()
        self.message_user(
            request, "De tweede stap is weggehaald. Bij het inloggen stellen zij die opnieuw in."
        )

    def has_add_permission(self, request):
        return False

    def delete_model(self, request, obj):
        delete_account(user=obj)

    def delete_queryset(self, request, queryset):
        for user in queryset:
            delete_account(user=user)


@admin.register(Group, site=administration)
class GroupAdmin(LookOnly):
    """The roles are part of the code; who has which is set at the account."""

    fields = ["name"]


class MembershipInline(admin.TabularInline):
    """Added and removed, never turned into another's."""

    model = Membership
    extra = 0
    raw_id_fields = ["user"]

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Organisation, site=administration)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "website"]
    search_fields = ["name"]
    readonly_fields = ["slug"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [MembershipInline]

    def save_model(self, request, obj, form, change):
        actions.save_word(word=obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_formset(self, request, form, formset, change):
        """Members come and go through the actions, so that the history knows."""
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            actions.remove_member(membership=membership, by=request.user)
        for membership in formset.new_objects:
            actions.add_member(organisation=form.instance, user=membership.user, by=request.user)


@admin.register(Event, site=administration)
class EventAdmin(LookOnly):
    list_display = ["at", "action", "source_ref", "organisation", "by"]
    list_filter = ["action"]
    search_fields = ["source_ref"]
    list_select_related = ["organisation", "by"]


@admin.register(DBTaskResult, site=administration)
class TaskAdmin(LookOnly):
    list_display = ["task_path", "status", "enqueued_at", "finished_at"]
    list_filter = ["status", "task_path"]
