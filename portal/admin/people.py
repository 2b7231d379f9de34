"""Accounts with their roles, and organisations with their members."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models

from catalogue.models import Membership, Organisation
from catalogue.organisations import actions as organisation_actions
from catalogue.vocabulary import actions as vocabulary_actions
from portal import roles
from portal.accounts import actions as account_actions
from portal.admin.site import ReadOnlyAdmin, administration
from portal.models import User


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

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(has_second_factor=roles.SECOND_FACTOR)

    @admin.display(description="tweede stap", boolean=True)
    def second_factor(self, user):
        return user.has_second_factor

    @admin.action(description="Haal de tweede stap weg (telefoon kwijt)")
    def reset_second_factor(self, request, queryset):
        for user in queryset:
            account_actions.reset_second_factor(user=user, by=request.user)
        self.message_user(
            request, "De tweede stap is weggehaald. Bij het inloggen stellen zij die opnieuw in."
        )

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        account_actions.change_account(user=obj, by=request.user, **form.cleaned_data)

    def save_related(self, request, form, formsets, change):
        """The groups were set by the action, together with the rest."""

    def delete_model(self, request, obj):
        account_actions.delete_account(user=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for user in queryset:
            account_actions.delete_account(user=user, by=request.user)


@admin.register(Group, site=administration)
class GroupAdmin(ReadOnlyAdmin):
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
        vocabulary_actions.save_word(word=obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_formset(self, request, form, formset, change):
        """Members come and go through the actions, so that the history knows."""
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            organisation_actions.remove_member(membership=membership, by=request.user)
        for membership in formset.new_objects:
            organisation_actions.add_member(organisation=form.instance, user=membership.user, by=request.user)
