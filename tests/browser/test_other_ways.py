"""Pages for who does not see them, sees them in other colours or wider letters, or has no mouse."""

from itertools import pairwise

import pytest

ADDRESSES = {
    "home": "/",
    "list": "/interventies/?q=taal&doel=empowerment",
    "item": "/interventies/jasmijn-werkt/",
    "comparison": "/vergelijken/?item=jasmijn-werkt&item=vrouw-in-actie",
    "questions": "/matching/",
    "policy": "/beleid/?gebied=gemeente:GM0855",
    "login": "/inloggen/",
}

#: WCAG 1.4.12: what a reader may set, without losing text.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""

CUT_OFF = """() => [...document.querySelectorAll("header *, main *, footer *")].filter(one => {
    const style = getComputedStyle(one);
    const hides = [style.overflowX, style.overflowY].some(each => ["hidden", "clip"].includes(each));
    const seen = one.clientWidth > 2 && one.clientHeight > 2 && one.innerText;
    const [wider, higher] = [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight];
    return hides && seen && (wider > 2 || higher > 2);
}).map(one => one.innerText.slice(0, 60))"""

MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one);
    const lasts = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")];
    return lasts.some(length => parseFloat(length) > 0) || style.scrollBehavior === "smooth";
}).length"""

#: What the focus stands on: what it is, whether it shows, and whether something else lies over it.
FOCUS = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const ticked = one.matches("input[type=checkbox], input[type=radio]");
    const around = (ticked && one.closest("label, div")) || one;
    const outlined = [one, around].some(each => {
        const style = getComputedStyle(each);
        const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        return drawn || style.boxShadow !== "none";
    });
    const box = one.getBoundingClientRect();
    const [from, to] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const top = document.elementFromPoint(box.left + box.width / 2, (from + to) / 2);
    const free = to > from && [top, top?.closest("label")].some(it => it?.contains(one) || one.contains(it));
    return [one.outerHTML.slice(0, 120), outlined, Boolean(free)];
}"""

EDGELESS = """() => [...document.querySelectorAll("main button, main input, main select, main textarea")]
    .filter(one => one.offsetWidth > 2 && !["hidden", "file"].includes(one.type))
    .filter(one => getComputedStyle(one).appearance === "none")
    .filter(one => ["none", "hidden"].includes(getComputedStyle(one).borderBlockEndStyle))
    .map(one => one.outerHTML.slice(0, 120))"""


def tree(page) -> list[tuple[str, str, dict]]:
    """What a screen reader is told, in reading order: (role, name, properties)."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (
            node["role"]["value"],
            node.get("name", {}).get("value", ""),
            {one["name"]: one["value"].get("value") for one in node.get("properties", [])},
        )
        for node in nodes
        if not node["ignored"]
    ]


@pytest.fixture
def spaced_page(browser, browser_context_args):
    """A browser whose user has style rules of her own."""
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    yield context.new_page()
    context.close()


def test_a_screen_reader_is_told_what_everything_is(live_catalogue, page, subtests):
    """One first heading, no level skipped, the parts of the page, and a name for all one can use."""
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            told = tree(page)
            levels = [properties["level"] for role, _, properties in told if role == "heading"]
            assert levels[0] == 1
            assert levels.count(1) == 1
            assert [step for step in pairwise(levels) if step[1] > step[0] + 1] == []
            assert {"banner", "main", "contentinfo", "navigation"} <= {role for role, _, _ in told}
            nameless = [
                role
                for role, said, properties in told
                if not said
                and (properties.get("focusable") or role in ("heading", "image", "link", "button"))
            ]
            assert set(nameless) <= {"RootWebArea", "main"}


def test_the_focus_is_always_seen_and_lies_free(live_catalogue, page, subtests):
    """WCAG 2.4.7 and 2.4.11, for the first forty steps with the tab key."""
    page.set_viewport_size({"width": 1280, "height": 800})
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            reached = []
            for _ in range(40):
                page.keyboard.press("Tab")
                if (at := page.evaluate(FOCUS)) is None:
                    break
                reached.append(at)
            assert len(reached) >= 8
            assert [what for what, outlined, _ in reached if not outlined] == []
            assert [what for what, _, free in reached if not free] == []


@pytest.mark.parametrize("width", [1280, 320])
def test_wider_spaced_text_loses_nothing(live_catalogue, spaced_page, subtests, width):
    spaced_page.set_viewport_size({"width": width, "height": 800})
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            spaced_page.goto(address)
            spaced_page.add_style_tag(content=SPACING)
            assert spaced_page.evaluate(CUT_OFF) == []
            assert spaced_page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_who_wants_no_movement_gets_none(live_catalogue, page, subtests):
    page.emulate_media(reduced_motion="reduce")
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            assert page.evaluate(MOVING) == 0


def test_in_the_colours_of_the_reader_every_field_and_button_keeps_an_edge(live_catalogue, page, subtests):
    page.emulate_media(forced_colors="active")
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            assert page.evaluate(EDGELESS) == []
