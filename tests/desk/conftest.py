"""A desk of its own for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.desks import Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with Thursday's edition of three stories, ready and waiting for approval."""
    return open_desk(tmp_path)
