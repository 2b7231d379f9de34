"""The documents say what is there: links, variables, commands, figures and the example of an answer."""

import ast
import io
import json
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, find_commands, get_commands

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
MATCHING = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "docs" / "examples"
APPS = ("portal", "catalogue", "matching")
SCRIPTS = {path.name for path in (ROOT / "bin").iterdir()}
OUTDATED = "the example is out of date: run bin/examples and look at what changed"

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def own_commands():
    return {name for app in APPS for name in find_commands(str(ROOT / app / "management"))}


def first_column(heading):
    """The code words in the first column of the README's tables under `heading`."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def promises_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def read_by_python(source):
    """Names of the variables that Python takes from the environment, also through `flag` and `needed`."""
    readers = {"get", "setdefault", "flag", "needed"}
    for node in ast.walk(ast.parse(source)):
        named = None
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in readers and ("environ" in ast.unparse(node.func) or name in ("flag", "needed")):
                named = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            named = node.slice
        elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "os.environ":
            named = node.left
        if isinstance(named, ast.Constant):
            yield named.value


def read_by_shell(source):
    """Names that a script takes from outside: all capitals, not given a value by the script itself."""
    own = set(re.findall(r"^\s*(?:export )?([A-Z_]{2,})=(?!\"?\$)", source, re.MULTILINE))
    return set(re.findall(r"\$\{?([A-Z_]{2,})\b", source)) - own


def variables_read():
    python = [
        ROOT / "portal/settings.py",
        ROOT / "portal/wsgi.py",
        ROOT / "manage.py",
        ROOT / "gunicorn.conf.py",
    ]
    found = {name for path in python for name in read_by_python(path.read_text(encoding="utf-8"))}
    for path in (ROOT / "bin").iterdir():
        found |= read_by_shell(path.read_text(encoding="utf-8"))
    return found


def test_the_readme_has_every_variable_that_is_read_and_no_other():
    listed = first_column("Instellen")
    assert len(listed) == len(set(listed))
    assert set(listed) == variables_read()


def test_the_readme_has_every_command_of_the_project_and_no_other():
    listed = first_column("Opdrachten")
    assert len(listed) == len(set(listed))
    assert set(listed) == {f"manage.py {name}" for name in own_commands()} | {
        f"bin/{name}" for name in SCRIPTS
    }


@each_document
def test_a_document_names_only_commands_that_exist(document):
    text = document.read_text(encoding="utf-8")
    assert set(re.findall(r"\bmanage\.py ([a-z_]+)", text)) - set(get_commands()) == set()
    named = set(re.findall(r"(?<![\w./-])bin/([a-z][a-z-]*)", text))
    assert named - SCRIPTS == set()


@each_document
def test_every_relative_link_leads_to_a_file(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    relative = [target for target in targets if target and "://" not in target]
    missing = [target for target in relative if not (document.parent / target).exists()]
    assert missing == []


@each_document
def test_a_document_names_no_place_of_one_machine(document):
    text = document.read_text(encoding="utf-8")
    assert re.findall(r"/(?:work|home|root|Users|tmp)/\S*", text) == []


def test_the_readme_begins_with_the_product_and_ten_lines_of_english():
    lines = README.splitlines()
    assert lines[0] == "# Trajectwijzer"
    assert [line.startswith("> ") for line in lines[2:13]] == [True] * 10 + [False]


def test_every_file_that_architecture_names_exists():
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:portal|catalogue|matching|fixtures|tests)/[\w./]+)`", text)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_decision_is_in_the_index_and_has_the_four_parts():
    folder = ROOT / "docs/decisions"
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", index) == [path.name for path in records]
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Status", "Context", "Decision", "Consequences"], path.name


def figures(name):
    """What the table in docs/data.md must say of one record of disagreements, from top to bottom."""
    record = json.loads((ROOT / f"tests/data/{name}.json").read_text(encoding="utf-8"))
    rows = record["disagreements"]
    either, both, same = record["pairs_named_by_either"], record["named_by_both"], record["same_strength"]
    one_only = [row for row in rows if None in (row["expected"], row["drawn_up"])]
    neither = [row for row in rows if row["settled"] not in (row["expected"], row["drawn_up"])]
    return [
        f"{either}",
        f"{both} ({both / either:.0%})",
        f"{same} ({same / both:.0%} of those, {same / either:.0%} of all)",
        f"{len(rows)}",
        f"{len(rows) - len(one_only)}",
        f"{len(one_only)}",
        f"{sum(row['settled'] == row['expected'] for row in rows)}",
        f"{sum(row['settled'] == row['drawn_up'] for row in rows)}",
        f"{len(neither)}",
        f"{sum(row['settled'] is None for row in rows)}",
    ]


def test_the_figures_of_the_coverage_are_those_of_the_records():
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    table = text.partition("<!-- figures -->\n")[2].partition("\n\n")[0].replace(" %", "%")
    rows = [[cell.strip() for cell in line.split("|")[2:4]] for line in table.splitlines()[2:]]
    names = ("coverage_disagreements", "coverage_disagreements_den_haag")
    assert [list(column) for column in zip(*rows, strict=True)] == [figures(name) for name in names]


def test_the_number_of_coverage_values_is_that_of_the_fixtures():
    counts = {"ks2020": 0, "dh2024": 0}
    for path in (ROOT / "fixtures/interventions").glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        counts[document["source_ref"].partition("-")[0]] += len(document["coverage"])
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8").replace("\n", " ")
    assert f"for {counts['ks2020']} pairs of the 27 and {counts['dh2024']} of Den Haag" in text


def test_the_profile_in_the_document_is_the_example():
    block = re.search(r"## In: a barrier profile\n\n```json\n(.*?)```", MATCHING, re.DOTALL)[1]
    assert json.loads(block) == json.loads((EXAMPLES / "profile.json").read_text(encoding="utf-8"))


def test_the_example_is_what_the_command_answers(catalogue):
    out = io.StringIO()
    call_command("match", str(EXAMPLES / "profile.json"), "--json", "--day", "2026-12-01", stdout=out)
    answer = json.loads(out.getvalue())

    assert answer == json.loads((EXAMPLES / "answer.json").read_text(encoding="utf-8")), OUTDATED
    blocks = re.findall(r"<!-- answer: (\S+) -->\n```json\n(.*?)```", MATCHING, re.DOTALL)
    assert [name.partition("/")[0] for name, _ in blocks] == ["catalogue_version", *["matches"] * 3, "plan"]
    for name, block in blocks:
        key, _, ref = name.partition("/")
        part = next(one for one in answer[key] if one["source_ref"] == ref) if ref else answer[key]
        assert json.loads(block) == part, OUTDATED


def test_the_three_matches_shown_are_an_offered_an_open_and_a_refused_one():
    answer = json.loads((EXAMPLES / "answer.json").read_text(encoding="utf-8"))
    verdict_of = {match["source_ref"]: match["eligibility"] for match in answer["matches"]}
    shown = re.findall(r"<!-- answer: matches/(\S+) -->", MATCHING)
    assert [verdict_of[ref] for ref in shown] == ["eligible", "uncertain", "ineligible"]


def test_the_pictures_are_small_and_used():
    text = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    for path in (ROOT / "docs/pictures").iterdir():
        if path.suffix in {".png", ".svg"}:
            assert path.stat().st_size <= 200 * 1024, path.name
            assert f"pictures/{path.name})" in text, path.name


def test_the_changelog_and_the_metadata_have_the_version_of_the_site():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[([0-9][^\]]*)\]", changelog, re.MULTILINE)[1] == settings.SITE_VERSION
    metadata = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    assert f'\nsoftwareVersion: "{settings.SITE_VERSION}"\n' in metadata


def test_the_metadata_can_be_read_and_is_complete_but_for_the_address():
    metadata = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = {
        "publiccodeYmlVersion", "name", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert required - set(metadata) == set()
    for texts in metadata["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert texts["features"]


def test_the_licence_is_the_eupl_as_the_components_carry_it():
    carried = (ROOT / "node_modules/@utrecht/button-css/LICENSE.md").read_text(encoding="utf-8")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8") == carried


@each_document
def test_every_test_that_is_named_exists(document):
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document.read_text(encoding="utf-8"))
    assert [f"{file}::{name}" for file, name in named if name not in promises_in(ROOT / file)] == []
