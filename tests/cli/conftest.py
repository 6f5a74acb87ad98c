"""The sample newsroom, made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import run

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom with its articles and readers; not to be changed."""
    project = tmp_path_factory.mktemp("made")
    shutil.copy(SAMPLES / "schedules.toml", project)
    shutil.copytree(SAMPLES / "articles", project / "articles")
    assert run(project, "init", "--bare", str(project)).code == 0
    assert run(project, "gather", "--at", "2026-03-12T05:45").code in {0, 1}
    readers = SAMPLES / "recipients.csv"
    assert run(project, "recipients", "import", "morning", str(readers)).code == 0
    return project
