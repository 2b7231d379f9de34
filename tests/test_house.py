"""The rooms of the house: what each may import, and that nothing goes round in a circle."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent

#: Each room of catalogue/ may import the rooms before it.
ROOMS = (
    "text", "rendering", "access", "models", "documents", "places", "search", "revisions", "organisations",
    "vocabulary", "knowledge", "item_page", "browse", "lists", "knowledge_pages", "registration",
    "moderation", "upkeep", "exports", "exchange", "notifications", "loading", "templatetags", "management",
)  # fmt: skip
#: These tie the rooms together.
ENTRANCES = {"__init__.py", "apps.py", "urls.py"}
#: Written by Django, and never changed again.
LEFT_OUT = {"migrations"}


def modules(*folders: str) -> dict[str, ast.Module]:
    """By dotted name, a package under its own."""
    found = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not LEFT_OUT & set(parts):
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def arrows(modules: dict[str, ast.Module]) -> dict[str, set[str]]:
    """By module the modules it imports, inside functions too."""
    found = {}
    for name, tree in modules.items():
        named = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                inner = {f"{node.module}.{alias.name}" for alias in node.names}
                named |= {one if one in modules else node.module for one in inner}
        found[name] = named & modules.keys() - {name}
    return found


def room_of(module: str) -> str:
    return module.split(".")[1] if module.count(".") else ""


def test_catalogue_holds_rooms_and_its_entrances_and_nothing_else():
    there = {path.name for path in (ROOT / "catalogue").iterdir() if path.name != "__pycache__"}
    assert there - ENTRANCES - LEFT_OUT <= set(ROOMS)


def test_a_room_imports_the_rooms_before_it():
    height = {room: number for number, room in enumerate(ROOMS)}
    upward = [
        (module, to)
        for module, imported in arrows(modules("catalogue")).items()
        if module not in ("catalogue", "catalogue.apps", "catalogue.urls")
        for to in imported - {"catalogue"}
        if height[room_of(to)] > height[room_of(module)]
    ]
    assert upward == []


def test_no_import_goes_round_in_a_circle():
    for folders in (("catalogue", "matching", "portal"), ("bench",)):
        graph = arrows(modules(*folders))
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as circle:
            raise AssertionError(" → ".join(circle.args[1])) from None


def test_the_architecture_page_lists_the_rooms_in_their_order():
    there = [room for room in ROOMS if (ROOT / "catalogue" / room).is_dir()]
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    table = text.partition("| room of `catalogue` | holds |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == there


def test_the_picture_of_the_house_names_every_room():
    picture = (ROOT / "docs/pictures/house.svg").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f">{room}</text>" not in picture] == []


def test_a_class_name_belongs_to_one_class():
    """But for a table and the engine's value of the same thing; Django asks for some names."""
    found: dict[str, list[str]] = {}
    for module, tree in modules("catalogue", "matching", "portal", "bench").items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name != "Command":
                found.setdefault(node.name, []).append(module)
    twins = {"models", "engine"}
    assert {
        name: places
        for name, places in found.items()
        if len(places) > 1 and {place.split(".")[1] for place in places} != twins
    } == {}
