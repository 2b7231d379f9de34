"""The tags that forms and pictures of every page use."""

import pytest
from django import forms
from django.template import Context, Template

from catalogue.item_page.levels import LevelBar


class Questions(forms.Form):
    name = forms.CharField(label="Naam", help_text="Van het traject", max_length=5)
    text = forms.CharField(label="Tekst", widget=forms.Textarea, required=False)
    place = forms.ChoiceField(label="Plaats", choices=[("a", "Hier"), ("b", "Daar")])
    weight = forms.ChoiceField(label="Zwaarte", choices=[("1", "speelt mee")], widget=forms.RadioSelect)
    ticked = forms.MultipleChoiceField(
        label="Wat",
        choices=[("x", "Een"), ("y", "Twee")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sure = forms.BooleanField(label="Zeker", required=False)


def render(text: str, **context) -> str:
    return Template(text).render(Context(context))


def field(name: str, data: dict | None = None) -> str:
    return render("{% field field %}", field=Questions(data)[name])


def test_label_help_error_and_control_come_in_that_order():
    text = field("name", {"name": "veel te lang"})
    order = ['for="id_name"', 'id="id_name_helptext"', 'id="id_name_error"', '<input type="text"']
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'aria-invalid="true"' in text
    assert 'value="veel te lang"' in text


@pytest.mark.parametrize(
    ("name", "control"),
    [
        ("name", 'class="utrecht-textbox utrecht-textbox--html-input"'),
        ("text", 'class="utrecht-textarea"'),
        ("place", 'class="utrecht-select utrecht-select--html-select"'),
        ("sure", 'class="utrecht-checkbox"'),
    ],
)
def test_a_control_has_the_class_of_its_kind(name, control):
    assert control in field(name)


@pytest.mark.parametrize(("name", "count"), [("weight", 1), ("ticked", 2)])
def test_options_stand_in_a_fieldset_each_with_its_label(name, count):
    text = field(name)
    assert "<legend>" in text
    assert f'id="id_{name}"' in text
    assert text.count(f'<label for="id_{name}_') == count
    assert "utrecht-textbox" not in text


def test_optional_is_marked_and_required_is_not():
    assert "(niet verplicht)" in field("text")
    assert "(" not in field("name").split("</label>")[0]


def test_the_error_summary_links_to_every_field_with_an_error():
    text = render("{% error_summary form %}", form=Questions({}))
    assert 'href="#id_name"' in text
    assert 'href="#id_place"' in text
    assert 'href="#id_text"' not in text
    assert render("{% error_summary form %}", form=Questions()).strip() == ""


def test_an_icon_is_hidden_from_assistive_technology():
    text = render('{% icon "search" %}')
    assert text.startswith('<svg class="icon" aria-hidden="true"')
    with pytest.raises(FileNotFoundError):
        render('{% icon "bestaat-niet" %}')


@pytest.mark.parametrize("level", ["personal", "network", "demand", "municipal"])
def test_a_level_has_a_shape_of_its_own_and_a_name(level):
    shapes = {
        other: render("{% level_mark level %}", level=other).split("</title>")[1].split("</svg>")[0]
        for other in ("personal", "network", "demand", "municipal")
    }
    assert list(shapes.values()).count(shapes[level]) == 1
    assert "<title>" in render("{% level_mark level %}", level=level)
    named = render("{% level_mark level True %}", level=level)
    assert "<title>" not in named
    assert 'aria-hidden="true"' in named


def test_a_bar_draws_what_is_said_solid_and_what_is_plausible_hatched():
    bars = [LevelBar("personal", "Persoonlijk", 40, "", 60), LevelBar("network", "Netwerk", 50, "5 van 10")]
    first, second = render("{% level_bars bars %}", bars=bars).split("<li")[1:]
    assert '<rect width="40%"' in first
    assert '<svg width="60%"' in first
    assert "<title>Persoonlijk: 40 van 100, aannemelijk tot 60</title>" in first
    assert "stroke-dasharray" not in second
    assert "<title>Netwerk: 5 van 10</title>" in second
