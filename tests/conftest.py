"""Fixtures for all tests, and the guard that keeps them on this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from sqlite_utils import Database

from digest.store.database import open_memory

# a busy machine is no property of the code: an example that took long once must fail no test
settings.register_profile("digest", deadline=None)
settings.load_profile("digest")


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
        "--every-cell", action="store_true", help="test what sources change in every form (minutes)"
    )
