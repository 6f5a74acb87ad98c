"""``digest user``: the people at the desk, and where they are written to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import Ran, run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project, whose people all choose the same password."""
    monkeypatch.setenv("DIGEST_USER_PASSWORD", "correct horse battery")
    assert run(tmp_path, "init", "--bare", str(tmp_path)).code == 0
    return tmp_path


def listed(project: Path) -> dict[str, str]:
    """The address of each person, as the list has it for programs."""
    return {line["name"]: line["mail"] for line in run(project, "user", "list", "--json").lines}


def add(project: Path, name: str, *words: str) -> Ran:
    return run(project, "user", "add", name, "--role", "approver", *words)


def test_a_person_is_added_with_an_address_or_without_one(project: Path) -> None:
    assert add(project, "ada", "--mail", "ada@gazette.example.com").code == 0
    assert add(project, "bob").code == 0
    assert listed(project) == {"ada": "ada@gazette.example.com", "bob": ""}
    first, second = run(project, "user", "list").out.splitlines()
    assert first.split() == ["approver", "ada", "ada", "ada@gazette.example.com"]
    assert second.split() == ["approver", "bob", "bob"]


def test_an_address_is_changed_and_taken_away(project: Path) -> None:
    add(project, "ada")
    told = run(project, "user", "mail", "ada", "ada@gazette.example.com")
    assert "ada is written to at ada@gazette.example.com" in told.out
    assert listed(project) == {"ada": "ada@gazette.example.com"}
    assert "is not written to" in run(project, "user", "mail", "ada", "").out
    assert listed(project) == {"ada": ""}


def test_what_is_no_address_is_refused_and_adds_nobody(project: Path) -> None:
    refused = add(project, "ada", "--mail", "ada at home")
    assert refused.code != 0
    assert "no mail address" in refused.err
    assert listed(project) == {}
