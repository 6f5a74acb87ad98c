"""The pages that ``digest run`` serves, as somebody reaches them through a proxy."""

from __future__ import annotations

import socket
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from digest.cli.project import Project
from digest.cli.serving import all_pages
from tests.cli.commands import run


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the desk of the project in ``tmp_path`` is going to listen, behind a proxy."""
    assert run(tmp_path, "init", "--bare", str(tmp_path)).code == 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        found = int(free.getsockname()[1])
    monkeypatch.setenv("DIGEST_PAGES__PORT", "0")
    monkeypatch.setenv("DIGEST_DESK__PORT", str(found))
    monkeypatch.setenv("DIGEST_DESK__URL", "https://desk.example.net/digest")
    return found


def test_a_desk_whose_port_is_taken_says_so_instead_of_where_it_is(
    tmp_path: Path, port: int
) -> None:
    with socket.create_server(("127.0.0.1", port)):
        refused = run(tmp_path, "desk")
    assert refused.code == 9
    assert f"desk.port: 127.0.0.1:{port} is taken" in refused.err
    assert "is open" not in refused.err


def ask(port: int, host: str) -> HTTPResponse:
    """What the desk answers when the proxy passes a request for its first page on."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
    return answer


def test_the_desk_is_at_home_at_its_public_address(tmp_path: Path, port: int) -> None:
    with all_pages(Project(tmp_path)):
        answer = ask(port, "desk.example.net")
        assert answer.status == 303
        assert str(answer.headers["Location"]).startswith("/digest/sign-in")
        assert ask(port, "evil.example.net").status == 421
