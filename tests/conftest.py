"""What every test stands on: no network but this machine, repeatable chance, quick settings."""

import io
import ipaddress
import socket
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings

from catalogue.models import (
    Approach,
    Barrier,
    CatalogueState,
    DerivedRule,
    Goal,
    Intervention,
    Organisation,
    Posting,
    Region,
    Revision,
    Source,
    TargetGroup,
)
from catalogue.revisions import version
from matching.models import RuleTable, Weight
from tests.databases import delete_all, loaded_database

pytest_plugins = ["tests.cast"]

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci")


class NetworkIsForbiddenError(RuntimeError):
    """A test tried to reach another machine."""


def stays_here(address) -> bool:
    """Whether a socket address is on this machine: a unix socket's path or a loopback host."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HomeboundSocket(socket.socket):
    def connect(self, address):
        if not stays_here(address):
            raise NetworkIsForbiddenError(f"a test may not connect to {address}")
        return super().connect(address)

    def connect_ex(self, address):
        if not stays_here(address):
            raise NetworkIsForbiddenError(f"a test may not connect to {address}")
        return super().connect_ex(address)

    def sendto(self, data, *flags_and_address):
        if not stays_here(flags_and_address[-1]):
            raise NetworkIsForbiddenError(f"a test may not send to {flags_and_address[-1]}")
        return super().sendto(data, *flags_and_address)


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out what never asks the database")
    parser.addoption("--every-width", action="store_true", help="only pages, by axe at each width")
    parser.addoption("--stress", action="store_true", help="only what bin/audit runs")


def pytest_collection_modifyitems(config, items):
    keep_only(
        lambda item: bool(item.get_closest_marker("stress")) == config.getoption("stress"), config, items
    )
    if config.getoption("only_database"):
        keep_only(asks_the_database, config, items)


def keep_only(wanted, config, items) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]


def asks_the_database(item) -> bool:
    named = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(named or item.get_closest_marker("django_db"))


@pytest.fixture(autouse=True, scope="session")
def no_network():
    look_up = socket.getaddrinfo

    def look_up_at_home(host, *args, **kwargs):
        if host and not stays_here((host,)):
            raise NetworkIsForbiddenError(f"a test may not look up {host}")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", HomeboundSocket)
        patch.setattr(socket, "getaddrinfo", look_up_at_home)
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_settings(tmp_path_factory):
    """Static files straight from their folders, passwords hashed in no time."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES={**django_settings.STORAGES, "staticfiles": plain},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(autouse=True)
def nothing_kept():
    """Every test begins with empty caches of this process; the shared one is in the database of the test."""
    for name in set(django_settings.CACHES) - {"default"}:
        caches[name].clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file, as users have it; in memory, a test and its server would share one connection."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test starts from the loaded catalogue; its value is that database (tests.databases)."""
    with django_db_blocker.unblock():
        call_command("load_catalogue", stdout=io.StringIO())
        loaded = loaded_database()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: loaded.put_back())
        yield loaded
    with django_db_blocker.unblock():
        loaded.close()


def database_url() -> str:
    """DATABASE_URL of the database that this test writes in, for a process beside it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@{quote(values['HOST'], safe='')}/{values['NAME']}"


@pytest.fixture
def catalogue(db):
    """The whole catalogue of the fixtures, loaded."""


@pytest.fixture
def reference(db):
    """The vocabulary, places and sources, without any item."""
    delete_all(Revision, Intervention, Posting)
    version.refresh()


@pytest.fixture
def nothing(reference):
    """An empty database, as before the first load."""
    Region.objects.municipalities().delete()  # the other regions are protected by them
    for model in (
        DerivedRule,
        Barrier,
        Goal,
        Approach,
        TargetGroup,
        Organisation,
        Source,
        Region,
        CatalogueState,
        Weight,
        RuleTable,
    ):
        model.objects.all().delete()


@pytest.fixture
def live_catalogue(transactional_db):
    """The whole catalogue for a test that commits: others beside it see what it writes."""
