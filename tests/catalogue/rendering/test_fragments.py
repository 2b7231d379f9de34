"""What is drawn once and filled in later: what is filled in comes out, and nothing gets in another way."""

import pytest
from django.template import engines
from django.utils.safestring import mark_safe

from catalogue.rendering.fragments import Drawn, drawn_parts


def drawn_from(text, **context):
    return Drawn(engines["django"].from_string("{% load holes %}" + text).render(context))


def test_each_hole_is_filled_by_its_name_also_twice_and_in_another_order():
    row = drawn_from('<p>{% hole "b" %}-{% hole "a" %}-{% hole "b" %}</p>')
    assert row.fill(a=1, b="twee") == "<p>twee-1-twee</p>"


def test_what_is_filled_in_is_escaped_unless_it_is_safe():
    row = drawn_from('<p>{% hole "text" %}</p>')
    assert row.fill(text="<b> & '\"") == "<p>&lt;b&gt; &amp; &#x27;&quot;</p>"
    assert row.fill(text=mark_safe("<b>x</b>")) == "<p><b>x</b></p>"


@pytest.mark.parametrize("typed", ["<!--?text-->", "<!--=part-->", "<!--|-->"])
def test_no_value_makes_a_hole_or_a_part(typed):
    row = drawn_from('<p>{{ name }}{% hole "text" %}</p>', name=typed)
    escaped = typed.replace("<", "&lt;").replace(">", "&gt;")
    assert row.fill(text=typed) == f"<p>{escaped}{escaped}</p>"


def test_it_keeps_nothing_of_what_was_filled_in():
    row = drawn_from('<p>{% hole "text" %}</p>')
    row.fill(text="geheim")
    assert row.fill(text="") == "<p></p>"


def test_a_hole_without_a_value_is_a_mistake():
    with pytest.raises(KeyError):
        drawn_from('{% hole "text" %}').fill(other="x")


def test_parts_are_found_by_name_and_go_on_to_the_next():
    parts = drawn_parts("partials/level_bars.html", {"levels": ["personal", "network"]})
    assert list(parts) == ["bars", "personal", "network", "derived", "end"]
    network = parts["network"].fill(name="", number="", title="", derived="", value=0)
    assert 'class="level--network"' in network
    assert 'class="level--personal"' not in network
