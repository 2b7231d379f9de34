"""The administration: words, accounts, organisations, and what may only be looked at.

For superusers with a second factor. Items and their revisions are not here: they change along the one road of
catalogue.actions, in the screens of organisations and editors.
"""

from functools import wraps

from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.urls import URLPattern, path
from django.views.generic import RedirectView
from django_tasks_db.models import DBTaskResult

from catalogue import actions, version
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
from matching.actions import put_back, set_weight
from matching.models import Weight
from portal import roles
from portal.accounts.actions import delete_account
from portal.models import User


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

    @admin.display(description="hier gewijzigd", ordering="own")
    def edited(self, word):
        return "ja" if word.own else "nee"

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

    def get_readonly_fields(self, request, obj=None):
        """What the engine reads as it stands belongs in the file, where a schema checks it."""
        return [*super().get_readonly_fields(request, obj), "implies", "sources"]


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


class WeightForm(forms.ModelForm):
    class Meta:
        model = Weight
        fields = ["value"]

    def clean(self):
        # Of two caps that change at the same moment, the later is judged beside what the earlier became.
        version.lock()
        return super().clean()


@admin.register(Weight, site=administration)
class WeightAdmin(admin.ModelAdmin):
    """Only numbers change, through the action; which there are is up to the file."""

    form = WeightForm
    change_list_template = "portal/weights.html"
    list_display = ["name", "value", "loaded", "edited"]
    sortable_by = ()
    fields = ["name", "value", "loaded"]
    readonly_fields = ["name", "loaded"]
    actions = ["to_the_file"]

    @admin.display(description="hier gewijzigd")
    def edited(self, weight):
        return "ja" if weight.edited else "nee"

    @admin.action(description="Zet terug op de waarde uit het bestand")
    def to_the_file(self, request, queryset):
        try:
            put_back(weights=queryset, by=request.user)
        except ValidationError as fault:
            self.message_user(request, f"Er is niets teruggezet. {' '.join(fault.messages)}", messages.ERROR)
        else:
            self.message_user(request, "De waarden uit het bestand gelden weer.")

    def save_model(self, request, obj, form, change):
        set_weight(weight=obj, value=obj.value, by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class AccountForm(forms.ModelForm):
    """An account is made by its owner; here it gets roles, or is closed."""

    class Meta:
        model = User
        fields = ["name", "is_active", "is_superuser", "groups"]
        labels = {"is_superuser": "Beheerder", "groups": "Rollen"}
        help_texts = {
            "is_superuser": "Mag alles in dit beheer, met een tweede stap bij het inloggen.",
            "is_active": "Zet dit uit om het account te sluiten. Er wordt niets verwijderd.",
            "groups": "Kruis aan wat deze persoon doet. Zonder rol blijft alles open wat geen rol vraagt.",
        }
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User, site=administration)
class UserAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = ["email", "name", "is_active", "is_superuser", "second_factor", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    search_fields = ["email", "name"]
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


class MembershipForm(forms.ModelForm):
    class Meta:
        model = Membership
        fields = ["user"]
        labels = {"user": "account"}


class MembershipInline(admin.TabularInline):
    """Added and removed, never turned into another's."""

    model = Membership
    form = MembershipForm
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


class TaskStand(admin.SimpleListFilter):
    title = "stand"
    parameter_name = "stand"
    WORDS = {"READY": "wacht", "RUNNING": "bezig", "FAILED": "mislukt", "SUCCESSFUL": "gelukt"}

    def lookups(self, request, model_admin):
        return self.WORDS.items()

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in self.WORDS else queryset


@admin.register(DBTaskResult, site=administration)
class TaskAdmin(LookOnly):
    """The library names its fields and states in English; here they get the words of this administration."""

    list_display = ["task", "stand", "waits_since", "done_at"]
    list_filter = [TaskStand]
    fields = readonly_fields = ["task", "stand", "waits_since", "done_at", "fault", "place_of_fault"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Taken"} | (extra_context or {}))

    @admin.display(description="taak", ordering="task_path")
    def task(self, result):
        return result.task_path

    @admin.display(description="stand", ordering="status")
    def stand(self, result):
        return TaskStand.WORDS[result.status]

    @admin.display(description="in de rij gezet", ordering="enqueued_at")
    def waits_since(self, result):
        return result.enqueued_at

    @admin.display(description="klaar", ordering="finished_at")
    def done_at(self, result):
        return result.finished_at

    @admin.display(description="fout")
    def fault(self, result):
        return result.exception_class_path

    @admin.display(description="waar het misging")
    def place_of_fault(self, result):
        return result.traceback
