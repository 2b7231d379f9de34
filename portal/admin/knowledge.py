"""What the sources know beside the items, and the fixed contacts of municipalities."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

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
        if odd := sorted(_of_another_form(self.instance.data, data)):
            raise forms.ValidationError(f"Dit heeft een andere vorm dan eerst: {'; '.join(odd)}.")
        if self.instance.kind == KnowledgeEntry.Kind.TIPS and not all(map(_is_tip, chain(*data.values()))):
            raise forms.ValidationError("Geef bij elke tip een tekst, een bron en een plaats.")
        return data


def _of_another_form(before: Any, now: Any, at: str = "") -> Iterator[str]:
    """Where `now` has another type than `before`; what was empty may be anything.

    The rows of a list have the keys and types that all rows before have in common.
    """
    if before is None:
        return
    if isinstance(before, dict) and isinstance(now, dict):
        for key, value in before.items():
            if key in now:
                yield from _of_another_form(value, now[key], f"{at}.{key}".strip("."))
            else:
                yield f"{at} mist {key}"
    elif isinstance(before, list) and isinstance(now, list):
        for place, value in enumerate(now if before else ()):
            shared = before[0]
            if isinstance(shared, dict):
                kinds = {key: {type(row.get(key)) for row in before} for key in shared}
                shared = {key: one for key, one in shared.items() if kinds[key] == {type(one)}}
            yield from _of_another_form(shared, value, f"{at} nr {place + 1}")
    elif type(before) is not type(now) and not {type(before), type(now)} <= {int, float}:
        yield at


def _is_tip(row: Any) -> bool:
    return isinstance(row, dict) and all(
        isinstance(row.get(name), str) and row[name].strip() for name in ("text", "source", "place")
    )


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
