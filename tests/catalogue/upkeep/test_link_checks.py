"""The websites of the items: who is looked at, how often, and what is told of it."""

import html
import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Intervention, LinkCheck
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from catalogue.upkeep import link_checks
from catalogue.upkeep.link_advice import BY_PROBLEM, advice_for
from catalogue.upkeep.link_probe import ProbeResult, Problem
from tests import factories

FINE, GONE = ProbeResult(status=200), ProbeResult(status=404)


def with_site(url: str, **values):
    return factories.publish(url=url, **values)


class Web:
    """Stands in for the websites: gives the next of `looks`, and remembers what was asked and waited."""

    def __init__(self, *looks):
        self.looks, self.asked, self.waited = list(looks), [], []

    def __call__(self, url):
        self.asked.append(url)
        return self.looks.pop(0) if self.looks else FINE

    def check(self, limit=50):
        return link_checks.check_links(limit=limit, probe=self, wait=self.waited.append)


def note(item, result, days_ago=0):
    at = timezone.now() - timedelta(days=days_ago)
    return upkeep_actions.record_probe(item=item, url=item.url, result=result, at=at)


def test_every_public_website_is_looked_at_once_a_week(reference):
    item = with_site("https://een.example/")
    factories.publish()
    revision_actions.archive(item=with_site("https://weg.example/"), by=None)
    web = Web()
    assert [check.item for check in web.check()] == [item]
    assert web.check() == []
    LinkCheck.objects.update(checked_at=timezone.now() - link_checks.EVERY)
    web.check()
    assert web.asked == ["https://een.example/"] * 2


def test_a_new_address_is_looked_at_at_once(reference):
    item = with_site("https://oud.example/")
    note(item, GONE)
    item.url = "https://nieuw.example/"
    item.save()
    web = Web()
    web.check()
    assert web.asked == ["https://nieuw.example/"]
    assert LinkCheck.objects.get().failing_since is None


def test_a_batch_begins_with_what_was_looked_at_longest_ago(reference):
    for name, days in {"b": 9, "a": 8, "c": 10}.items():
        note(with_site(f"https://{name}.example/"), FINE, days_ago=days)
    with_site("https://nooit.example/")
    web = Web()
    web.check(limit=2)
    assert set(web.asked) == {"https://nooit.example/", "https://c.example/"}


def test_one_machine_is_asked_one_thing_at_a_time_with_a_pause(reference):
    for address in ("https://a.example/1", "https://b.example/", "https://a.example/2"):
        with_site(address)
    web = Web()
    web.check()
    assert web.asked == ["https://a.example/1", "https://a.example/2", "https://b.example/"]
    assert web.waited == [link_checks.PAUSE]


def test_since_when_it_fails_is_kept_until_it_answers(reference):
    item = with_site("https://een.example/")
    first = note(item, GONE, days_ago=20).failing_since
    assert note(item, ProbeResult(problem=Problem.TIMEOUT), days_ago=10).failing_since == first
    assert note(item, FINE).failing_since is None


def test_who_looks_says_so(monkeypatch, settings):
    settings.SITE_URL = "https://trajecten.example"
    asked = {}

    def probe(url, **values):
        asked.update(values)
        return FINE

    monkeypatch.setattr(link_checks, "probe_url", probe)
    assert link_checks.probe_as_site("https://een.example/") == FINE
    assert asked == {
        "agent": f"Trajectwijzer/{settings.SITE_VERSION} (controle van links; https://trajecten.example)"
    }, "and nobody else decides which machines may be asked"


def test_the_command_tells_what_to_do(reference, monkeypatch):
    with_site("https://weg.example/", source_ref="test-weg")
    with_site("https://zgoed.example/")
    monkeypatch.setattr(link_checks, "probe_as_site", Web(GONE, FINE))
    out = io.StringIO()
    call_command("check_links", stdout=out)
    assert out.getvalue() == (
        "test-weg  https://weg.example/: De pagina bestaat niet meer. "
        "Zoek de nieuwe pagina op de website, of vraag na of het item nog loopt.\n2 adressen bekeken.\n"
    )


SILENT = [
    ProbeResult(problem=problem) for problem in (Problem.UNKNOWN_HOST, Problem.TIMEOUT, Problem.REFUSED)
]


def test_a_server_without_internet_says_nothing_of_any_website(reference, monkeypatch):
    for name in "abc":
        with_site(f"https://{name}.example/")
    note(Intervention.objects.get(url="https://a.example/"), FINE, days_ago=8)
    monkeypatch.setattr(link_checks, "probe_as_site", Web(*SILENT))
    out = io.StringIO()
    call_command("check_links", stdout=out)
    assert out.getvalue() == (
        "Geen van de 3 adressen antwoordde. Mag deze server het internet op? Er is niets opgeschreven.\n"
    )
    assert [(check.status, check.failing_since) for check in LinkCheck.objects.all()] == [(200, None)]


@pytest.mark.parametrize("place", range(4))
def test_one_website_that_answers_makes_the_silence_of_the_others_theirs(reference, place):
    for name in "abcd":
        with_site(f"https://{name}.example/")
    looks = [*SILENT[:place], GONE, *SILENT[place:]]
    assert [(check.problem, check.status) for check in Web(*looks).check()] == [
        (look.problem, look.status) for look in looks
    ]


@pytest.mark.parametrize(
    "addresses",
    [
        ("https://a.example/", "https://b.example/"),
        ("https://a.example/1", "https://a.example/2", "https://a.example/3"),
    ],
    ids=["two websites", "one website with three items"],
)
def test_a_few_websites_may_all_be_gone(reference, addresses):
    for address in addresses:
        with_site(address)
    unknown = ProbeResult(problem=Problem.UNKNOWN_HOST)
    assert len(Web(*[unknown] * 3).check()) == LinkCheck.objects.count() == len(addresses)


def test_the_command_keeps_to_its_limit(reference, monkeypatch):
    for number in range(3):
        with_site(f"https://{number}.example/")
    web = Web()
    monkeypatch.setattr(link_checks, "probe_as_site", web)
    call_command("check_links", "--limit", "2", stdout=io.StringIO())
    assert len(web.asked) == 2


# Advice


@pytest.mark.parametrize(
    ("look", "what"),
    [
        (FINE, "De website antwoordt."),
        (ProbeResult(status=200, leads_to="https://nieuw.example/"), "De pagina is verhuisd."),
        (GONE, "De pagina bestaat niet meer."),
        (ProbeResult(status=410), "De pagina bestaat niet meer."),
        (ProbeResult(status=403), "De website laat onze controle niet toe."),
        (ProbeResult(status=429), "De website vroeg om later terug te komen."),
        (ProbeResult(status=418), "De website gaf een onverwacht antwoord."),
        (ProbeResult(status=503), "De website heeft een storing."),
        (ProbeResult(problem=Problem.CERTIFICATE), "Het certificaat van de website klopt niet."),
        (ProbeResult(problem=Problem.TIMEOUT), "De website antwoordde niet op tijd."),
        (ProbeResult(), "De website gaf een onverwacht antwoord."),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_every_answer_has_its_advice(look, what):
    check = LinkCheck(status=look.status, problem=look.problem, leads_to=look.leads_to)
    assert advice_for(check).what == what


def test_every_problem_has_advice():
    assert set(BY_PROBLEM) == set(Problem)


# The page


def test_an_editor_sees_what_is_broken_longest_first_and_what_moved(reference, client_of, mo):
    note(with_site("https://pas.example/", name="Pas kapot"), GONE, days_ago=1)
    note(
        with_site("https://lang.example/", name="Lang kapot"),
        ProbeResult(problem=Problem.UNKNOWN_HOST),
        days_ago=40,
    )
    note(
        with_site("https://v.example/", name="Verhuisd"),
        ProbeResult(status=200, leads_to="https://w.example/x"),
    )
    note(with_site("https://goed.example/", name="Gewoon goed"), FINE)
    text = html.unescape(client_of(mo).get(reverse("link-list")).content.decode())
    assert text.index("Lang kapot") < text.index("Pas kapot") < text.index("Verhuisd")
    assert "Gewoon goed" not in text
    assert "3 van de 4 bekeken adressen." in text
    assert 'Nieuw adres: <a class="web-address" href="https://w.example/x"' in text
    assert "Deze website bestaat niet (meer)." in text


def test_what_was_changed_or_archived_since_is_not_shown(reference, client_of, mo):
    archived, changed = with_site("https://a.example/"), with_site("https://b.example/")
    for item in (archived, changed):
        note(item, GONE)
    revision_actions.archive(item=archived, by=None)
    changed.url = "https://c.example/"
    changed.save()
    text = client_of(mo).get(reverse("link-list")).content.decode()
    assert "Er is nog geen link bekeken." in text


def test_a_clean_sheet_says_so(reference, client_of, mo):
    note(with_site("https://goed.example/"), FINE)
    assert "Alle 1 bekeken adressen antwoorden." in client_of(mo).get(reverse("link-list")).content.decode()
