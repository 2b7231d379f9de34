"""What the sources know beside the items, and the fixed contacts of municipalities."""

from django import forms
from django.contrib import admin
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat

from catalogue.models import KnowledgeEntry, MunicipalityContact
from catalogue.vocabulary import actions
from portal.admin.site import administration
from portal.admin.words import WordAdmin


class KnowledgeForm(forms.ModelForm):
    """Shows each part of an entry that is one text as a field of its own; lists and citations as JSON."""

    class Meta:
        model = KnowledgeEntry
        fields = ["data"]
        labels = {"data": "Inhoud met bronnen (JSON)"}
        help_texts = {
            "data": "Laat de sleutels staan. Bij elke bewering hoort een bron met de plaats zoals gedrukt."
        }
        widgets = {"data": forms.Textarea(attrs={"rows": 30, "cols": 110, "spellcheck": "false"})}

    def clean_data(self):
        data = self.cleaned_data["data"]
        missing = sorted(self.instance.data.keys() - data.keys()) if isinstance(data, dict) else ["alles"]
        if missing:
            raise forms.ValidationError(f"Deze sleutels ontbreken: {', '.join(missing)}.")
        return data


@admin.register(KnowledgeEntry, site=administration)
class KnowledgeEntryAdmin(WordAdmin):
    form = KnowledgeForm
    list_display = ["__str__", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["slug", "data"]
    key = Concat(F("kind"), Value("/"), F("slug"), output_field=CharField())

    def has_add_permission(self, request):
        return False


@admin.register(MunicipalityContact, site=administration)
class MunicipalityContactAdmin(admin.ModelAdmin):
    list_display = ["municipality", "for_organisations_mailbox", "for_klantmanagers_mailbox", "checked_on"]
    list_select_related = ["municipality"]
    search_fields = ["municipality__short_name"]

    def save_model(self, request, obj, form, change):
        actions.save_contact(contact=obj)

    def delete_model(self, request, obj):
        actions.delete_contact(contact=obj)

    def delete_queryset(self, request, queryset):
        for contact in queryset:
            actions.delete_contact(contact=contact)
