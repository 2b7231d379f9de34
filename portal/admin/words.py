"""What the catalogue and the score are made of: barriers, goals, approaches, synonyms, rules and weights."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from catalogue.models import Approach, Barrier, DerivedRule, Goal, LocalOverride, SynonymGroup, TargetGroup
from catalogue.models.vocabulary import HEAVIEST_RULE
from catalogue.registration.forms.base import LinesField
from catalogue.revisions import version
from catalogue.vocabulary import actions
from matching.models import RuleTable, Weight
from matching.weights.actions import reset_tables, reset_weights, set_table, set_weight
from matching.weights.tables import table_faults
from portal.admin.site import administration


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
        own = LocalOverride.objects.of(self.model).filter(key=OuterRef("own_key"))
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
        actions.drop_overrides(words=queryset)
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


class DerivedRuleForm(forms.ModelForm):
    weight = forms.IntegerField(
        label="Gewicht in honderdsten",
        min_value=1,
        max_value=HEAVIEST_RULE,
        help_text=f"1 tot en met {HEAVIEST_RULE}: aannemelijk telt nooit als zeker.",
    )

    class Meta:
        model = DerivedRule
        fields = ["kind", "word", "barrier", "weight", "reason"]
        help_texts = {"word": "De sleutel van een doel of een aanpak."}

    def clean(self):
        kind, word = self.cleaned_data.get("kind"), self.cleaned_data.get("word")
        known = {DerivedRule.Kind.GOAL: Goal, DerivedRule.Kind.APPROACH: Approach}.get(kind)
        if known and word and not known.objects.filter(slug=word).exists():
            self.add_error("word", f"Er is geen {DerivedRule.Kind(kind).label} met de sleutel “{word}”.")
        return super().clean()


@admin.register(DerivedRule, site=administration)
class DerivedRuleAdmin(WordAdmin):
    form = DerivedRuleForm
    list_display = ["word", "kind", "barrier", "weight", "reason"]
    list_filter = ["kind"]
    list_select_related = ["barrier"]
    search_fields = ["word", "barrier__label"]
    key = Concat("kind", Value(":"), "word", Value(":"), "barrier__slug", output_field=models.CharField())


class SynonymForm(forms.ModelForm):
    asked = LinesField(
        "Wie dit zoekt", "Woorden of korte zinsdelen, één op een regel.", longest=60, words=True
    )
    found = LinesField("Vindt ook", "Eén op een regel.", longest=60, words=True)
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
            reset_weights(weights=queryset, by=request.user)
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


class RuleTableForm(forms.ModelForm):
    text = forms.CharField(
        label="Tabel (JSON)",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 40, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text="Wijzig getallen en teksten, en laat de vorm staan. Wat niet kan, wordt niet opgeslagen.",
    )

    class Meta:
        model = RuleTable
        fields = ["text"]

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if faults := table_faults(self.instance.key, text):
            raise ValidationError(faults)
        return text


@admin.register(RuleTable, site=administration)
class RuleTableAdmin(admin.ModelAdmin):
    """Only the content of a table changes, through the action; which there are is up to the files."""

    form = RuleTableForm
    list_display = ["name", "edited"]
    sortable_by = ()
    fields = ["name", "text"]
    readonly_fields = ["name"]
    actions = ["to_the_file"]

    @admin.display(description="hier gewijzigd")
    def edited(self, table):
        return "ja" if table.edited else "nee"

    @admin.action(description="Zet terug op de tabel uit het bestand")
    def to_the_file(self, request, queryset):
        reset_tables(tables=list(queryset), by=request.user)
        self.message_user(request, "De tabellen uit het bestand gelden weer.")

    def save_model(self, request, obj, form, change):
        set_table(table=obj, text=obj.text, by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
