"""Whatever is posted: never an error of ours, and never a word of it lost."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Revision
from catalogue.registration import actions as registration_actions
from catalogue.registration.conversion import clean_text
from catalogue.registration.forms import STEPS
from catalogue.revisions import actions as revision_actions
from tests.catalogue.registration.answers import WHOLE, begin, fill, post_step

NAMES = sorted(
    {name for typed in WHOLE.values() for name in typed} | {"paused", "scope", "seen", "go", "women"}
)
ODD = [
    "", "\x00", "NaN", "-1", "1e999", "9" * 400, "ja", "municipality:Bestaatniet", ":", "💐" * 500, "a@b",
    "2026-02-30", "31-12-9999", "http://[", "<script>", "' or 1=1", "\u202e\u200b",
]  # fmt: skip
TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(ODD)
)
NAME = st.one_of(st.sampled_from(NAMES), st.text(max_size=20))
POSTS = st.dictionaries(NAME, st.one_of(TEXT, st.lists(TEXT, max_size=4)), max_size=12)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(step=st.sampled_from(STEPS), typed=POSTS)
def test_any_post_is_kept_and_answered(amina, reference, client_of, step, typed):
    member = client_of(amina)
    revision = Revision.objects.filter(source_ref="opgave-0123456789ab").first() or begin(member)
    typed = {name: said for name, said in typed.items() if not name.startswith(("seen", "keep-", "csrf"))}
    response = post_step(member, revision, step.slug, typed)
    assert response.status_code in (200, 302, 422)
    held = Revision.objects.get(pk=revision.pk)
    form = step.form(held.answers)
    for name, said in typed.items():
        if name not in form.fields or name == "visiting_address" or hasattr(form.fields[name], "choices"):
            continue
        if getattr(form.fields[name].widget, "input_type", "") == "checkbox":
            continue
        last = (said or [None])[-1] if isinstance(said, list) else said
        if last is not None:
            assert held.answers.get(name, "") == clean_text(last)
    assert member.get(reverse("traject-preview", args=["stichting-amber", revision.pk])).status_code == 200
    assert member.get(reverse("traject-submit", args=["stichting-amber", revision.pk])).status_code == 200


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_a_post_without_any_field_is_answered(amina, reference, client_of, step):
    member = client_of(amina)
    revision = begin(member)
    assert post_step(member, revision, step.slug, {}).status_code in (302, 422)
    assert Revision.objects.get(pk=revision.pk).answers["name"] == "Samen vooruit"


@pytest.mark.parametrize("number", ["9" * 5000, "1000000", "-1", "٣", "1e3", ""])
def test_a_result_with_a_number_of_ones_own_is_answered_and_not_kept(amina, reference, client_of, number):
    member = client_of(amina)
    revision = begin(member)
    address = reverse("traject-step", args=["stichting-amber", revision.pk, "resultaten"])
    form = "application/x-www-form-urlencoded"
    response = member.post(address, urlencode({f"result_text-{number}": "Iets"}), content_type=form)
    assert response.status_code in (302, 422)
    assert "Iets" not in Revision.objects.get(pk=revision.pk).answers.values()


def test_an_item_that_no_database_can_hold_the_name_of_is_not_found(amina, catalogue, client_of):
    found = client_of(amina).post("/organisaties/stichting-amber/trajecten/bewerken/", {"item": "a\0b"})
    assert found.status_code == 404


def test_too_many_fields_are_refused_with_a_clear_page(amina, reference, client_of):
    member = client_of(amina)
    response = member.post(
        "/organisaties/stichting-amber/trajecten/nieuw/", {f"veld{n}": "x" for n in range(600)}
    )
    assert (response.status_code, Revision.objects.count()) == (400, 0)


# A secret address

SECRET = "Zonnebloemlaan 4711"


def everything_in_the_database() -> str:
    """Every value of every table, one after the other."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_a_secret_address_is_kept_nowhere(amina, reference, client_of, caplog):
    """Saved with a button, saved by itself, in a merge, submitted and published."""
    member = client_of(amina)
    typed = {**WHOLE["organisatie"], "address_secret": "ja", "visiting_address": SECRET}
    new = "/organisaties/stichting-amber/trajecten/nieuw/"
    member.post(new, {**typed, "key": "0123456789ab"})
    revision = Revision.objects.get(source_ref="opgave-0123456789ab")
    fill(member, revision)
    response = post_step(member, revision, "organisatie", typed)
    address = reverse("traject-step", args=["stichting-amber", revision.pk, "organisatie"])
    member.post(address, {**typed, "name": "Anders"}, headers={"X-Autosave": "1"})
    merge = post_step(member, revision, "organisatie", {**typed, "name": "Nog anders"}, seen="oud")
    assert (response.status_code, merge.status_code) == (302, 409)
    assert SECRET not in merge.content.decode()
    revision.refresh_from_db()
    registration_actions.submit_draft(revision=revision, by=amina, today=date(2026, 11, 21))
    revision_actions.publish(revision=Revision.objects.get(pk=revision.pk), by=amina)
    kept = everything_in_the_database()
    assert "Samen vooruit" in kept
    assert SECRET not in kept
    assert SECRET not in caplog.text
    assert "Zonnebloemlaan" not in member.get(address).content.decode()


def test_an_address_that_turns_out_to_be_secret_goes_at_once(amina, reference, client_of):
    member = client_of(amina)
    revision = begin(member)
    post_step(member, revision, "organisatie", {**WHOLE["organisatie"], "visiting_address": SECRET})
    assert SECRET in everything_in_the_database()
    post_step(
        member,
        revision,
        "organisatie",
        {**WHOLE["organisatie"], "address_secret": "ja", "visiting_address": SECRET},
    )
    assert SECRET not in everything_in_the_database()
    assert Revision.objects.get(pk=revision.pk).document["visiting_address"] is None
