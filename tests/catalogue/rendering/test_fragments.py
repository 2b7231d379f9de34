"""A fragment is rendered once and filled in later; nothing gets in another way."""

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from catalogue.rendering.fragments import Fragment, render_fragments


def fragment_of(text, **context):
    return Fragment(engines["django"].from_string("{% load fragments %}" + text).render(context))


def test_each_slot_is_filled_by_its_name_also_twice_and_in_another_order():
    row = fragment_of('<p>{% slot "b" %}-{% slot "a" %}-{% slot "b" %}</p>')
    assert row.fill(a=1, b="twee") == "<p>twee-1-twee</p>"


def test_what_is_filled_in_is_escaped_unless_it_is_safe():
    row = fragment_of('<p>{% slot "text" %}</p>')
    assert row.fill(text="<b> & '\"") == "<p>&lt;b&gt; &amp; &#x27;&quot;</p>"
    assert row.fill(text=mark_safe("<b>x</b>")) == "<p><b>x</b></p>"


@pytest.mark.parametrize("typed", ["<!--?text-->", "<!--=part-->", "<!--|-->"])
def test_no_value_makes_a_slot_or_a_fragment(typed):
    row = fragment_of('<p>{{ name }}{% slot "text" %}</p>', name=typed)
    escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert row.fill(text=typed) == f"<p>{escaped}{escaped}</p>"


def test_it_keeps_nothing_of_what_was_filled_in():
    row = fragment_of('<p>{% slot "text" %}</p>')
    row.fill(text="geheim")
    assert row.fill(text="") == "<p></p>"


def test_a_slot_without_a_value_is_a_mistake():
    with pytest.raises(KeyError):
        fragment_of('{% slot "text" %}').fill(other="x")


def test_fragments_are_found_by_name_and_go_on_to_the_next():
    parts = render_fragments("partials/level_bars.html", {"levels": ["personal", "network"]})
    assert list(parts) == ["bars", "personal", "network", "derived", "end"]
    network = parts["network"].fill(name="", number="", title="", derived="", value=0)
    assert 'class="level--network"' in network
    assert 'class="level--personal"' not in network
