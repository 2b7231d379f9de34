"""Takes the pictures of the documents and of the manuals from the running site; bin/pictures starts this."""

import tempfile
from pathlib import Path

from docs.pictures import manuals
from docs.pictures.looking import ROOT, browser, keep
from tests.audit.site import running

HERE = Path(__file__).parent
PROFILE = ROOT / "docs" / "examples" / "profile.json"
WIDTH, HEIGHT = 1200, 900
MOST_BYTES = 200 * 1024


def take(address, page):
    def shot(name):
        keep(HERE / f"{name}.png", page.screenshot(), MOST_BYTES)

    page.goto(f"{address}/")
    shot("home")
    page.goto(f"{address}/interventies/")
    shot("lijst")
    page.goto(f"{address}/matching/")
    page.locator("input[type=file][name=bestand]").set_input_files(PROFILE)
    page.locator("form:has(input[name=bestand])").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/matching/openen/")
    page.locator("form[action='/matching/resultaat/']").first.evaluate(
        "form => HTMLFormElement.prototype.submit.call(form)"
    )
    page.wait_for_url("**/matching/resultaat/")
    page.wait_for_load_state("networkidle")
    shot("resultaat")


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), work=False) as site,
        browser() as opened,
    ):
        take(site.address, opened.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-NL"))
        manuals.take(site, opened)


if __name__ == "__main__":
    main()
