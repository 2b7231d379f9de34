import json
import re

from catalogue.item_page import structured_data
from catalogue.models import Intervention
from tests.factories import publish

ADDRESS = "https://voorbeeld.nl/interventies/x/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def item(slug: str) -> Intervention:
    return Intervention.objects.for_places().with_document().get(slug=slug)


def facts(row: Intervention, address: str) -> dict:
    return structured_data.facts(row, row.document["target_groups"], address)


def test_it_says_what_the_row_says(catalogue):
    found = facts(item("jasmijn-werkt"), ADDRESS)
    assert (found["@context"], found["@type"], found["url"]) == ("https://schema.org", "Service", ADDRESS)
    assert found["name"] == "Jasmijn Werkt"
    assert found["provider"]["name"] == "Multicultureel Vrouwencentrum Jasmijn"
    assert found["areaServed"] == [{"@type": "City", "name": "Groningen"}]
    assert {"@type": "Audience", "audienceType": "Alleenstaande moeders"} in found["audience"] or found[
        "audience"
    ]


def test_what_is_not_mentioned_is_absent(reference):
    bare = publish(reach={"national": None, "regions": [], "elsewhere": None, "text": None})
    assert set(facts(item(bare.slug), ADDRESS)) == {
        "@context", "@type", "@id", "url", "name", "description", "serviceType"
    }  # fmt: skip


def test_national_is_the_country(reference):
    assert facts(item(publish().slug), ADDRESS)["areaServed"] == [{"@type": "Country", "name": "Nederland"}]


def test_a_mailbox_is_the_contact_of_the_provider_only(reference):
    contact = {"mailbox": "info@voorbeeld.nl", "url": "https://voorbeeld.nl/traject"}
    known = facts(item(publish(provider="Aanbieder", **contact).slug), ADDRESS)
    assert known["provider"]["contactPoint"] == {"@type": "ContactPoint", "email": "info@voorbeeld.nl"}
    assert known["availableChannel"] == {
        "@type": "ServiceChannel",
        "serviceUrl": "https://voorbeeld.nl/traject",
    }
    assert "info@voorbeeld.nl" not in json.dumps(facts(item(publish(**contact).slug), ADDRESS))


def test_nothing_in_a_text_can_end_the_block(reference):
    nasty = "</script><script>alert(1)</script><!-- & \u2028 \\ \" '"
    row = item(publish(name=nasty[:60], summary=nasty).slug)
    block = structured_data.script(row, [], ADDRESS)
    inside = BLOCK.fullmatch(block)[1]
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside) == facts(row, ADDRESS)


def test_the_page_of_an_item_has_it_with_its_own_address(catalogue, client):
    text = client.get("/interventies/jasmijn-werkt/").content.decode()
    (inside,) = BLOCK.findall(text)
    address = "http://testserver/interventies/jasmijn-werkt/"
    assert json.loads(inside) == facts(item("jasmijn-werkt"), address)
    assert f'<link rel="canonical" href="{address}">' in text
    assert f'value="{address}" readonly' in text
