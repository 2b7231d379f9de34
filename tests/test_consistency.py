"""What must hold for the whole tree, whoever adds to it."""

import ast
import io
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import allauth
import pytest
from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.core.management import call_command
from django.urls import URLPattern, get_resolver, reverse

from portal.admin import administration
from portal.http.access import PUBLIC

ROOT = Path(__file__).parent.parent
APPS = ("catalogue", "matching", "portal")
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.is_file()
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> set[str]:
    """The modules that `path` imports, also inside a function."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module)
    return found


# Arrows point one way

MAY_IMPORT = {
    "catalogue": {"catalogue"},
    "matching": {"matching", "catalogue"},
    "portal": {"portal", "matching", "catalogue"},
}


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_itself_and_what_is_below_it(app):
    wrong = {
        (name_of(path), name)
        for path in (ROOT / app).rglob("*.py")
        for name in imports(path)
        if name.split(".")[0] in set(APPS) - MAY_IMPORT[app]
    }
    assert wrong == set()


def test_the_engine_imports_numpy_and_plain_functions_and_nothing_else():
    found = {
        name.split(".")[0] if not name.startswith("catalogue") else name
        for path in (ROOT / "matching" / "engine").glob("*.py")
        for name in imports(path)
    }
    assert found - set(sys.stdlib_module_names) == {
        "numpy", "matching", "catalogue.text.folding", "catalogue.text.law",
    }  # fmt: skip
    inside = {
        name
        for path in (ROOT / "matching" / "engine").glob("*.py")
        for name in imports(path)
        if name.startswith("matching")
    }
    assert [name for name in inside if not name.startswith("matching.engine.")] == []


def test_the_engine_works_where_there_is_no_django():
    code = """
import pkgutil, sys
sys.modules["django"] = None
import matching.engine
names = [module.name for module in pkgutil.iter_modules(matching.engine.__path__)]
for name in names:
    __import__(f"matching.engine.{name}")
print(len(names), [name for name in sys.modules if name.split(".")[0] == "django" and sys.modules[name]])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    count = len(list((ROOT / "matching" / "engine").glob("[a-z]*.py")))
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{count} []\n", "")


# Every address is public by name or asks to log in


def patterns(resolver, before=""):
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield before + str(part.pattern), part
        elif part.namespace is None:  # the administration is Django's own; see tests/test_permissions.py
            yield from patterns(part, before + str(part.pattern))


URLS = dict(patterns(get_resolver()))
#: A value for each kind of part in an address.
EXAMPLES = {
    "key": "00000000-0000-4000-8000-000000000000",
    "number": 1,
    "pk": 1,
    "provider_id": "gemeente",
    "slug": "jasmijn-werkt",
    "source_ref": "ks2020-14",
    "step": "organisatie",
    "token": "geen-token",
    "uidb36": "1",
}


#: Steps of logging in: open to all, and back to its beginning for who has not begun.
HALFWAY = {"mfa_authenticate", "socialaccount_signup"}


def address_of(pattern):
    return reverse(pattern.name, kwargs={name: EXAMPLES[name] for name in pattern.pattern.regex.groupindex})


def test_every_address_has_a_name_of_its_own():
    names = [pattern.name for pattern in URLS.values()]
    assert None not in names
    assert len(names) == len(set(names)) >= 18


def test_every_public_name_is_an_address():
    assert PUBLIC - {pattern.name for pattern in URLS.values()} == set()


@pytest.mark.parametrize("route", URLS)
def test_an_address_is_public_by_name_or_leads_to_the_login(catalogue, client, route):
    pattern = URLS[route]
    address = address_of(pattern)
    for method in ("get", "post"):
        response = getattr(client, method)(address)
        to_login = response.status_code == 302 and response.headers["Location"].startswith(
            reverse("account_login")
        )
        expected = pattern.name not in PUBLIC or pattern.name in HALFWAY
        assert to_login is expected, f"{method} {address}"


def test_the_pages_that_need_no_account_are_these():
    assert {
        "home",
        "intervention-list",
        "intervention-detail",
        "matching",
        "matching-result",
        "account_login",
    } <= PUBLIC
    assert {name for name in PUBLIC if name.startswith(("admin", "revision", "submission"))} == set()


# Templates

#: Of allauth, with our texts in our look: it asks for them by these names.
OF_ALLAUTH = {name for name in TEMPLATES if (Path(allauth.__file__).parent / "templates" / name).exists()}


def literals(path: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def named_templates() -> set[str]:
    in_code = {
        text for path in MODULES for text in literals(path) if re.fullmatch(r"[\w/-]+\.(html|txt)", text)
    }
    pattern = re.compile(r"""\{%-?\s*(?:extends|include)\s+["']([^"']+)["']""")
    return in_code | {name for text in TEMPLATES.values() for name in pattern.findall(text)}


def test_no_template_is_unused():
    assert set(TEMPLATES) - named_templates() - OF_ALLAUTH == set()


def test_every_template_that_is_named_is_there():
    # Those of Django's own administration come with Django.
    missing = {name for name in named_templates() - set(TEMPLATES) if not name.startswith("admin/")}
    assert missing == set()


def test_no_template_holds_code_or_style_of_its_own():
    """The content security policy allows neither, so they would silently do nothing."""
    odd = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:")
    # A mail is read elsewhere, under no policy of ours; mail programs know no other style than of attributes.
    pages = {name: text for name, text in TEMPLATES.items() if name != "mail/letter.html"}
    assert {name for name, text in pages.items() if odd.search(text)} == set()


# Code

WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}
#: Pages that people post to: views, and the classes of the administration.
ENTRANCES = [path for path in MODULES if "views" in path.stem or path.parent == ROOT / "portal" / "admin"]


def writes_of(path: Path) -> list[str]:
    """The calls that write rows; `save(commit=False)` writes none."""
    calls = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    return [ast.unparse(call) for call in calls if "commit=False" not in map(ast.unparse, call.keywords)]


@pytest.mark.parametrize("path", ENTRANCES, ids=name_of)
def test_a_view_writes_nothing_itself(path):
    assert writes_of(path) == []


def test_what_the_administration_saves_and_deletes_goes_through_an_action():
    """Django's own save and delete leave no trace in the history and no new version of the catalogue."""
    request = SimpleNamespace(user=SimpleNamespace(has_perm=lambda name: True))

    def own(admin, *names):
        return [name for name in names if getattr(type(admin), name) is getattr(ModelAdmin, name)]

    left_to_django = {}
    for model, admin in administration._registry.items():
        missing = []
        if admin.has_add_permission(request) or admin.has_change_permission(request):
            many = any(field.name in (admin.get_fields(request) or ()) for field in model._meta.many_to_many)
            missing += own(admin, "save_model", *(["save_related"] if many else []))
            missing += own(admin, "save_formset") if admin.inlines else []
        if admin.has_delete_permission(request):
            missing += own(admin, "delete_model", "delete_queryset")
        if missing:
            left_to_django[model._meta.label] = missing
    assert left_to_django == {}


def test_no_module_is_a_drawer_of_odds_and_ends():
    odd = {"utils", "helpers", "misc", "common", "tools"}
    assert [name_of(path) for path in MODULES if odd & {*path.relative_to(ROOT).parts, path.stem}] == []


def test_the_migrations_are_complete(db):
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_nothing_is_loaded_by_a_signal_or_a_migration():
    """A migration may empty what is made from other rows, name rows by what they say, make the groups
    that the code names, and give waiting tasks the path of their function.
    """
    signals = {name_of(path) for path in MODULES if any("signals" in name for name in imports(path))}
    data = re.compile(r"\.objects\b|FIXTURES_DIR|read_json|call_command")
    migrations = [path for path in MODULES if path.parent.name == "migrations"]
    assert len(migrations) > 4
    assert signals == set()
    assert {name_of(path) for path in migrations if data.search(path.read_text("utf-8"))} == {
        "catalogue/migrations/0005_facets.py",
        "catalogue/migrations/0010_own_words.py",
        "catalogue/migrations/0012_task_paths.py",
        "catalogue/migrations/0018_organisation_names.py",
        "catalogue/migrations/0021_hashes_of_keys.py",
        "catalogue/migrations/0023_search_anew.py",
        "catalogue/migrations/0014_former_addresses.py",
        "portal/migrations/0002_roles.py",
    }


# The tree

IGNORED = {
    line.strip("/")
    for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
} | {".git"}


def files_of_the_tree():
    def inside(folder):
        for path in sorted(folder.iterdir()):
            if path.name not in IGNORED:
                yield from inside(path) if path.is_dir() else [path]

    return list(inside(ROOT))


def texts_of_the_tree():
    for path in files_of_the_tree():
        try:
            yield name_of(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_names_the_machine_it_was_made_on_or_a_registry():
    machine = r"(?<![\w.])/" + r"work/"
    hosts = [
        "pypi" + r"\.org",
        "python" + r"hosted\.org",
        "npm" + r"js\.(org|com)",
        r"proxy\." + r"golang\.org",
    ]
    odd = re.compile("|".join([machine, *hosts]))
    texts = dict(texts_of_the_tree())
    assert {"README.md", "manage.py", "fixtures/taxonomy.json"} <= set(texts)
    assert {name: found[0] for name, text in texts.items() if (found := odd.search(text))} == {}


def test_no_file_holds_a_secret():
    odd = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|SECRET_KEY\s*=\s*[\"'][^\"']{20,}|AKIA[0-9A-Z]{16}")
    assert [name for name, text in texts_of_the_tree() if odd.search(text)] == []


def test_the_fixtures_are_where_the_settings_say():
    assert settings.FIXTURES_DIR == ROOT / "fixtures"
    assert len(list((ROOT / "fixtures" / "interventions").iterdir())) == 49
