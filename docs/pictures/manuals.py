"""The pictures of the manuals, taken on a walk through the site by every role: static/help/*.png.

The walk does what the manuals say, with the words that they name, so a button that is gone stops it. All that
is typed is made up. No picture shows a date, so that a second walk gives the same ones.
"""

import base64
import hmac
import re
import struct
import time

from docs.pictures.looking import ROOT, keep

FOLDER = ROOT / "static" / "help"
WIDTH, HEIGHT = 960, 900
MOST_BYTES = 60_000
NAME = "Samen aan de slag"


class Visitor:
    """One person in a browser of her own."""

    def __init__(self, site, opened):
        self.address = site.address
        context = opened.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL", reduced_motion="reduce"
        )
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)

    def go(self, path):
        self.page.goto(self.address + path)

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.page.get_by_role("link", name=name).first.click()

    def shot(self, name, first, last=None, most_high=1000):
        """Keeps the part of the page from the top of `first` to the bottom of `last`."""
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.fonts.ready")
        boxes = [one.bounding_box() for one in (first, last or first)]
        left = min(box["x"] for box in boxes) - 8
        top = boxes[0]["y"] - 8
        right = max(box["x"] + box["width"] for box in boxes) + 8
        bottom = min(boxes[-1]["y"] + boxes[-1]["height"] + 8, top + most_high)
        down = self.page.evaluate("window.scrollY")
        clip = {"x": left, "y": top + down, "width": right - left, "height": bottom - top}
        png = self.page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")
        keep(FOLDER / f"{name}.png", png, MOST_BYTES)

    def log_in(self, accounts, name):
        """With password and, if the account has one, the code of this moment."""
        about = re.search(rf"^{name}@.*\n\s+wachtwoord\s+(\S+)(?:\n\s+sleutel.* (\S+)$)?", accounts, re.M)
        self.go("/inloggen/")
        self.page.get_by_label("E-mailadres").fill(f"{name}@voorbeeld.example")
        self.page.get_by_label("Wachtwoord").fill(about[1])
        self.press("Log in")
        if about[2]:
            self.page.get_by_label("Code").fill(code(about[2]))
            self.press("Log in")
        self.page.get_by_role("button", name="Uitloggen").wait_for()


def code(secret):
    """The one-time code of now (RFC 6238, six digits, half a minute)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def case_manager(visitor):
    page = visitor.page
    visitor.go("/matching/")
    page.get_by_label("betaald werk, op termijn", exact=True).check()
    visitor.page.get_by_role("button", name="Volgende").locator("visible=true").first.click()
    page.get_by_label("Leeftijd", exact=True).fill("28")
    page.get_by_label("Gemeente", exact=True).fill("Groningen")
    visitor.page.get_by_role("button", name="Volgende").locator("visible=true").first.click()
    search = page.get_by_label("Zoek een belemmering")
    for word, barrier, severity in (
        ("zelfvertrouwen", "Weinig zelfvertrouwen", "belemmert"),
        ("kinderen", "Zorg voor (jonge) kinderen", "blokkeert"),
    ):
        search.fill(word)
        page.get_by_label(barrier, exact=True).check()
        page.get_by_role("group", name=f"“{barrier}”").get_by_text(severity).click()
    search.fill("zorg")
    chosen = page.get_by_role("group", name="“Zorg voor (jonge) kinderen”")
    visitor.shot("vragen", page.locator("#belemmeringen-kop"), chosen)
    page.get_by_role("complementary").get_by_role("button", name="Bekijk wat past").click()
    page.wait_for_url("**/matching/resultaat/")
    visitor.shot("uitkomst", page.locator("article.result").first)
    visitor.shot("meenemen", page.locator("section[aria-labelledby=meenemen-kop]"))


def policy(visitor):
    page = visitor.page
    visitor.go("/beleid/")
    page.get_by_label("Gemeente, arbeidsmarktregio of provincie").fill("Tilburg")
    visitor.press("Toon dit gebied")
    visitor.shot("gebied", page.get_by_role("heading", level=1), page.locator(".policy__actions").first)
    demand = page.locator(".map.level--demand")
    visitor.shot("kaart", demand)


def organisation(visitor):
    page = visitor.page
    visitor.follow("Nieuw traject aanmelden")
    page.get_by_label("Naam van het traject").fill(NAME)
    page.get_by_label("Traject", exact=True).check()
    page.get_by_label("E-mailadres voor aanmelden en vragen").fill("info@amber.example")
    visitor.press("Volgende")
    page.get_by_label("Korte samenvatting").fill("Vrouwen oefenen samen wat zij op het werk nodig hebben.")
    page.get_by_label("Werkwijze en activiteiten").fill("Tien ochtenden in een groep, met een coach.")
    page.get_by_label("Empowerment", exact=True).check()
    visitor.shot("formulier", page.locator("nav.stages"), page.get_by_label("Korte samenvatting"))
    visitor.press("Volgende")
    page.get_by_label("Doelgroep").fill("Moeders in de bijstand")
    page.get_by_label("Vrouwen op weg naar werk").check()
    visitor.press("Volgende")
    visitor.press("Volgende")
    page.get_by_label("In heel Nederland", exact=True).check()
    visitor.press("Volgende")
    visitor.press("Volgende")
    page.get_by_label("Mantelzorg", exact=True).check()
    page.get_by_label("Waaruit blijkt dat jullie werken aan “Mantelzorg”?").select_option(
        label="eigen registratie"
    )
    visitor.press("Volgende")
    visitor.press("Volgende")
    visitor.press("Nakijken")
    page.get_by_label("Ik heb alles nagelezen.").check()
    visitor.shot(
        "indienen",
        page.get_by_role("heading", level=1),
        page.get_by_role("button", name="Dien in"),
    )
    visitor.press("Dien in")
    page.get_by_text("De redactie kijkt het na.").wait_for()


def editor(visitor):
    page = visitor.page
    visitor.go("/redactie/")
    visitor.shot("werkvoorraad", page.locator(".desk-nav"), page.locator("table").first)
    visitor.follow(NAME)
    first = page.locator("fieldset.criterion").first
    first.get_by_text("ja", exact=True).click()
    visitor.shot("controlelijst", page.locator("section[aria-labelledby=controlelijst]"), most_high=640)
    page.get_by_label("Bericht aan de organisatie").fill(
        "Hoe lang duurt het traject?\nIs er opvang voor de kinderen?"
    )
    visitor.shot("besluit", page.locator("section[aria-labelledby=besluit]"))
    visitor.press("Stuur terug met opmerkingen")
    page.get_by_role("heading", level=1, name="Redactie").wait_for()


def returned(visitor):
    page = visitor.page
    visitor.follow("Mijn organisatie")
    card = page.locator("li.card").first
    visitor.shot("teruggestuurd", card, card.locator("blockquote"))  # below it stands a date


def administrator(visitor):
    page = visitor.page
    visitor.go("/beheer/portal/user/")
    visitor.follow("mo@voorbeeld.example")
    visitor.shot("account", page.locator("fieldset.module").first)


def take(site, opened):
    case_manager(Visitor(site, opened))
    policy(Visitor(site, opened))
    amina, mo, sofie = (Visitor(site, opened) for _ in range(3))
    amina.log_in(site.accounts, "amina")
    organisation(amina)
    mo.log_in(site.accounts, "mo")
    editor(mo)
    returned(amina)
    sofie.log_in(site.accounts, "sofie")
    administrator(sofie)
