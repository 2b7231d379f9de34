"""Template tags of the whole site; loaded in every template."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from catalogue.documents.citations import Notes
from catalogue.models import CatalogueState, Level
from catalogue.rendering.fragments import Fragment, render_fragments
from catalogue.text.dutch import first_lower, number

register = template.Library()


@register.filter
def lookup(values: Mapping[str, object], key: str) -> object:
    """`values[key]`, or the key itself where there is nothing."""
    return values.get(key, key)


#: Design-system class of a control, by the kind of input it is.
CONTROLS = {
    "select": "utrecht-select utrecht-select--html-select",
    "textarea": "utrecht-textarea",
    "checkbox": "utrecht-checkbox",
    "file": "file",
}


@cache
def _icon(name: str) -> SafeString:
    svg = (settings.BASE_DIR / "build" / "vendor" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    svg = svg.strip().replace('xmlns="http://www.w3.org/2000/svg" ', "")
    return mark_safe(svg.replace("<svg ", '<svg class="icon" aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - our own file


@register.simple_tag
def icon(name: str) -> SafeString:
    """The SVG of one icon of requirements/icons.txt; hidden from assistive technology, so add a word."""
    return _icon(name)


@register.simple_tag(takes_context=True)
def catalogue_version(context) -> str:
    """The catalogue version of the page, read once per request."""
    request = context.get("request")
    stamp = CatalogueState.stamp_for(request) if request else CatalogueState.stamp()
    return CatalogueState.version_of(stamp)


@register.simple_tag
def cite(notes: Notes, claim: str) -> SafeString:
    """Superscript links from a claim to its notes; nothing when the claim has no source."""
    links = " ".join(
        f'<a href="#{note.anchor}" aria-label="bron {note.number}">{note.number}</a>'
        for note in notes.of(claim)
    )
    # Not escaped: only numbers and an id of letters. A page has some fifty of these.
    return mark_safe(f'\u2060<sup class="cite" id="{notes.mark(claim)}">{links}</sup>' if links else "")  # noqa: S308


@register.simple_tag
def level_mark(level: str, label: bool | str = False) -> SafeString:
    """The symbol of a level; with `label` (True, or another text) the name is visible too."""
    return _level_mark(level, label)


@lru_cache(maxsize=256)
def _level_mark(level: str, label: bool | str) -> SafeString:
    name = Level(level).label
    context = {"level": level, "name": name, "label": name if label is True else label}
    return render_to_string("partials/level_mark.html", context)


@register.simple_tag
def level_bars(bars, small: bool = False) -> SafeString:
    """The four bars of `bars` (catalogue.item_page.levels.LevelBar)."""
    rows = mark_safe("".join(map(_level_bar, bars)))  # noqa: S308 - fragments, filled in
    return _level_bars()["bars"].fill(rows=rows, small=" level-bars--small" if small else "")


def _level_bar(bar) -> SafeString:
    more = bar.derived > bar.value
    number = bar.text or bar.value
    title = f"{bar.label}: {number}" if bar.text else f"{bar.label}: {number} van 100"
    if more and not bar.text:
        title += f", aannemelijk tot {bar.derived}"
    return _level_bars()[bar.level].fill(
        name=_level_mark(bar.level, bar.label),
        number=number,
        title=getattr(bar, "title", "") or title,
        derived=_level_bars()["derived"].fill(derived=bar.derived) if more else "",
        value=bar.value,
    )


@cache
def _level_bars() -> dict[str, Fragment]:
    return render_fragments("partials/level_bars.html", {"levels": Level.values})


@register.inclusion_tag("partials/field.html")
def field(bound_field, optional: str | None = None) -> dict:
    """One field of a form: label, help, error and the control, in that order."""
    widget = bound_field.field.widget
    kind = getattr(widget, "input_type", "textarea")
    control = CONTROLS.get(kind, "utrecht-textbox utrecht-textbox--html-input")
    if bound_field.errors:
        control += f" {control.split()[0]}--invalid"
    if optional is None:
        optional = "" if bound_field.field.required else "niet verplicht"
    return {
        "field": bound_field,
        "control": "" if widget.use_fieldset else bound_field.as_widget(attrs={"class": control}),
        "kind": kind,
        "optional": optional,
    }


@register.inclusion_tag("partials/error_summary.html")
def error_summary(form, title: str = "Er gaat nog iets mis") -> dict:
    """The errors of a form at the top of the page, each a link to its field."""
    return {"form": form, "title": title, "fields": [row for row in form.visible_fields() if row.errors]}


@register.filter
def page_links(page) -> list:
    """The numbers of a pagination bar, with None where numbers are left out."""
    gap = page.paginator.ELLIPSIS
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [None if number == gap else number for number in numbers]


@register.filter
def levels(item) -> list[str]:
    """The levels of the barriers that an item covers, in the fixed order (from the prefetched rows)."""
    covered = {row.barrier.level for row in item.coverage.all()}
    return [level for level in Level.values if level in covered]


@register.filter
def place(item) -> str:
    """Where an item is: the text of the source, else its regions (from the prefetched rows)."""
    named = ", ".join(row.region.short_name for row in item.reach_rows.all())
    return item.reach_text or named or ("Landelijk" if item.reach_national else "plaats niet vermeld")


@register.filter
def lower_first(text: str) -> str:
    return first_lower(text)


@register.filter
def dutch_number(value: float) -> str:
    return number(value)
