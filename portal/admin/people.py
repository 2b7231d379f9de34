"""Accounts with their roles, and organisations with their members."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from catalogue.models import Intervention, Membership, Organisation
from catalogue.organisations import actions as organisation_actions
from catalogue.revisions.actions import NotAllowed
from catalogue.revisions.publishing import DocumentRefused
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

    def clean(self):
        cleaned = super().clean()
        stays = cleaned.get("is_active") and cleaned.get("is_superuser")
        if not stays and not account_actions.administrators_but(self.instance).exists():
            raise forms.ValidationError(str(account_actions.LastAdministratorError()))
        return cleaned


@admin.register(User, site=administration)
class UserAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = [
        "email",
        "name",
        "is_active",
        "is_superuser",
        "second_factor",
        "mail_refused_at",
        "last_login",
    ]
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

    def get_deleted_objects(self, objs, request):
        """Those of whom the last administrator is one are not deleted, and the page says why."""
        deletable, counts, missing, protected = super().get_deleted_objects(objs, request)
        if not account_actions.administrators_but(*objs).exists():
            protected = [*protected, str(account_actions.LastAdministratorError())]
        return deletable, counts, missing, protected

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


class OrganisationForm(forms.ModelForm):
    website = forms.URLField(label="Website", max_length=400, required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ["name", "website", "about"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        if other := Organisation.objects.named(name).exclude(pk=self.instance.pk).first():
            raise forms.ValidationError(f"Deze naam is of was van {other}. Je kunt de twee samenvoegen.")
        return name


class _ToAnother(forms.Form):
    """A form that carries something of `organisation` to another one."""

    title = help = button = ""
    to = forms.ModelChoiceField(label="Naar welke organisatie?", queryset=Organisation.objects.none())

    def __init__(self, organisation, data=None):
        super().__init__(data, prefix=self.button, label_suffix="")
        self.organisation = organisation
        self.fields["to"].queryset = Organisation.objects.present().exclude(pk=organisation.pk)

    def act(self, by) -> str:
        raise NotImplementedError

    def carry_out(self, *, by) -> str:
        """What was done, for the screen; empty when it was refused, with the reason in `errors`."""
        try:
            return self.act(by)
        except (organisation_actions.NotPossible, NotAllowed, DocumentRefused) as refusal:
            self.add_error(None, str(refusal))
            return ""


class OrganisationMergeForm(_ToAnother):
    title, button = "Samenvoegen", "samenvoegen"
    help = (
        "Alles gaat mee: items, leden, aanvragen, uitnodigingen, meldingen en versies. "
        "De oude naam blijft bekend. Dit kan niet ongedaan worden gemaakt."
    )

    def act(self, by):
        to = organisation_actions.merge_organisations(
            organisation=self.organisation, into=self.cleaned_data["to"], by=by
        )
        return f"{self.organisation} is opgegaan in {to}."


class ItemHandOverForm(_ToAnother):
    title, button = "Een item overdragen", "overdragen"
    help = "Het item krijgt een nieuwe versie met de andere aanbieder."
    item = forms.ModelChoiceField(label="Welk item?", queryset=Intervention.objects.none())

    def __init__(self, organisation, data=None):
        super().__init__(organisation, data)
        self.fields["item"].queryset = organisation.interventions.published().order_by("sort_name", "pk")

    def act(self, by):
        to = self.cleaned_data["to"]
        item = organisation_actions.hand_over(item=self.cleaned_data["item"], to=to, by=by)
        return f"{item} is nu van {to}."


@admin.register(Organisation, site=administration)
class OrganisationAdmin(admin.ModelAdmin):
    form = OrganisationForm
    change_form_template = "portal/organisation.html"
    list_display = ["name", "website"]
    search_fields = ["name"]
    readonly_fields = ["slug"]
    inlines = [MembershipInline]

    def get_queryset(self, request):
        return super().get_queryset(request).present()

    def get_urls(self):
        merge = self.admin_site.admin_view(self.merge_view)
        return [
            path("<int:pk>/samenvoegen/", merge, name="catalogue_organisation_merge"),
            *super().get_urls(),
        ]

    def merge_view(self, request, pk):
        """Merges the organisation into another, or gives one of its items to another."""
        organisation = get_object_or_404(self.get_queryset(request), pk=pk)
        kinds = (OrganisationMergeForm, ItemHandOverForm)
        chosen = next((form for form in kinds if form.button in request.POST), None)
        posted = chosen(organisation, request.POST) if chosen else None
        if posted and posted.is_valid() and (done := posted.carry_out(by=request.user)):
            self.message_user(request, done)
            return redirect("admin:catalogue_organisation_change", posted.cleaned_data["to"].pk)
        forms = [
            posted if isinstance(posted, form) else form(organisation)
            for form in (OrganisationMergeForm, ItemHandOverForm)
        ]
        context = self.admin_site.each_context(request) | {"organisation": organisation, "forms": forms}
        context["title"] = f"{organisation}: samenvoegen of een item overdragen"
        status = 422 if posted else 200
        return render(request, "portal/organisation_merge.html", context, status=status)

    def save_model(self, request, obj, form, change):
        given = {name: form.cleaned_data[name] for name in ("website", "about")}
        if change:
            kept = organisation_actions.rename_organisation(
                organisation=obj, name=form.cleaned_data["name"], by=request.user
            )
            organisation_actions.describe_organisation(organisation=kept, by=request.user, **given)
        else:
            made = organisation_actions.create_organisation(
                name=form.cleaned_data["name"], by=request.user, **given
            )
            obj.pk, obj.slug = made.pk, made.slug

    def has_delete_permission(self, request, obj=None):
        return False

    def save_formset(self, request, form, formset, change):
        """Members come and go through the actions, so that the history knows."""
        formset.save(commit=False)
        for membership in formset.deleted_objects:
            organisation_actions.remove_member(membership=membership, by=request.user)
        for membership in formset.new_objects:
            organisation_actions.add_member(organisation=form.instance, user=membership.user, by=request.user)
