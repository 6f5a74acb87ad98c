"""A desk of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles

from digest.store import users
from tests.desk.desks import Desk, open_desk


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with the cheapest parameters: the real ones take a twentieth of a second."""
    hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(users, "_hasher", lambda: hasher)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with Thursday's edition of three stories, ready and waiting for approval."""
    return open_desk(tmp_path)
