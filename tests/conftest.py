"""Fixtures for all tests, and the guard that keeps them on this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher, profiles
from hypothesis import is_hypothesis_test, settings
from sqlite_utils import Database

from digest.store import users
from digest.store.database import open_memory
from tests.mail_catcher import Catcher, catching

# a busy machine is no property of the code: an example that took long once must fail no test
settings.register_profile("whole", deadline=None, max_examples=100)
# `make test` tries the same examples everywhere: what fails in CI fails at everyone's desk
settings.register_profile("sample", deadline=None, max_examples=30, derandomize=True)
settings.load_profile("sample")

LONGEST = (
    "tests/attack",
    "tests/desk/browser",
    "tests/test_floods.py",
    "tests/test_run.py",
    "tests/cli/test_commands.py",
    "tests/test_editions_in_languages.py",
    "tests/desk/test_bad_mornings.py",
    "tests/pipelines",
    "tests/gather/test_copied_pages.py",
    "tests/test_what_sources_change.py",
    "tests/present/test_check_bad_mails.py",
    "tests/test_faults.py",
    "tests/deliver/smtp",
    "tests/compose/test_section_model.py",
    "tests/cli",
    "tests/compose/test_story_ids.py",
    "tests/gather/test_page_sizes.py",
)
"""Files that take long or wait: they come first, so that no process is left alone with one."""


class LeftTheMachineError(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections go to loopback or to a file; names of other machines are not looked up."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            raise LeftTheMachineError(f"connect to {address}")
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in (None, "", "localhost", socket.gethostname()) and not _is_address(name):
            raise LeftTheMachineError(f"look-up of {name}")
        return look_up(host, *arguments, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--whole"):
        settings.load_profile("whole")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        found = (n for n, path in enumerate(LONGEST) if item.nodeid.startswith(path))
        return next(found, len(LONGEST))

    whole = config.getoption("--whole")
    chosen = [item for item in items if _is_sampled(item)] if whole else _sampled(items)
    left = {item.nodeid for item in items} - {item.nodeid for item in chosen}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
    items[:] = sorted(chosen, key=place)


def _sampled(items: list[pytest.Item]) -> list[pytest.Item]:
    """Without ``--whole``: no long test, and one in so many cases of each that says so."""
    cases: Counter[str] = Counter()
    chosen = []
    for item in items:
        one_in = item.get_closest_marker("one_in")
        if item.get_closest_marker("long"):
            continue
        function = item.nodeid.partition("[")[0]
        if one_in is None or cases[function] % one_in.args[0] == 0:
            chosen.append(item)
        cases[function] += 1
    return chosen


def _is_sampled(item: pytest.Item) -> bool:
    """Whether ``make test`` leaves anything of a test to ``make whole``."""
    marked = any(item.get_closest_marker(name) for name in ("long", "one_in"))
    table = {"whole", "way"} & {*getattr(item, "fixturenames", ())}
    return marked or bool(table) or is_hypothesis_test(getattr(item, "obj", None))


_REAL_HASHER = users._hasher


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords hashed with the cheapest parameters: the real ones take a twentieth of a second."""
    hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(users, "_hasher", lambda: hasher)
        yield


@pytest.fixture
def real_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed as they are in a newsroom."""
    monkeypatch.setattr(users, "_hasher", _REAL_HASHER)


@pytest.fixture
def catcher() -> Iterator[tuple[Catcher, int]]:
    """A mail server that takes all letters and remembers them, and its port."""
    with catching() as caught:
        yield caught


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """Whether the large tables are tested whole."""
    return bool(pytestconfig.getoption("--whole"))


@pytest.fixture
def database() -> Iterator[Database]:
    """A database in memory, as a fresh project has it."""
    database = open_memory()
    yield database
    database.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write samples/golden anew, for review"
    )
    parser.addoption(
        "--whole",
        action="store_true",
        help="every cell of the large tables and every example, as `make whole` does",
    )
