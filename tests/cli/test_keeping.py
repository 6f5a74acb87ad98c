"""What a newsroom must not lose: the key of its links, and the database; by the command line."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.cli.test_commands import BREAKFAST, EDITION, outbox

COMMANDS = [
    ["status"],
    ["gather"],
    ["build", "morning", "--at", BREAKFAST],
    ["approve", EDITION],
    ["send", EDITION],
    ["recipients", "list", "morning"],
    ["user", "list"],
    ["run", "--once"],
]


@pytest.fixture
def newsroom(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "newsroom"))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_without_its_key_nothing_is_done_and_no_other_is_made(
    newsroom: Path, command: list[str]
) -> None:
    (newsroom / "secret.key").unlink()
    refused = run(newsroom, *command)
    assert refused.code == 3
    assert "secret.key" in refused.err
    assert "put it back" in refused.err
    assert not (newsroom / "secret.key").exists()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_with_another_key_nothing_is_done(newsroom: Path, command: list[str]) -> None:
    run(newsroom, "status")
    (newsroom / "secret.key").write_text("f" * 64)
    refused = run(newsroom, *command)
    assert refused.code == 3
    assert "its fingerprint is" in refused.err
    assert "--new-secret" in refused.err


def test_init_makes_no_second_key_beside_a_database_unless_it_is_told_to(newsroom: Path) -> None:
    run(newsroom, "status")
    (newsroom / "secret.key").unlink()
    assert run(newsroom, "init", str(newsroom)).code == 3
    assert not (newsroom / "secret.key").exists()
    assert run(newsroom, "init", "--new-secret", str(newsroom)).code == 0
    assert run(newsroom, "status").code == 0


def test_the_doctor_names_a_missing_and_a_wrong_key(newsroom: Path) -> None:
    assert "its fingerprint is" in run(newsroom, "doctor").out
    (newsroom / "secret.key").write_text("f" * 64)
    assert "--new-secret" in run(newsroom, "doctor").out
    (newsroom / "secret.key").unlink()
    looked = run(newsroom, "doctor")
    assert looked.code == 1
    assert "put it back" in looked.out


def test_a_backup_names_what_else_must_be_kept(newsroom: Path, tmp_path: Path) -> None:
    made = run(newsroom, "backup", str(tmp_path / "copy.db"))
    assert made.code == 0
    for name in ("secret.key", "schedules.toml", "templates/", "digest.db-sent/"):
        assert name in made.out


def test_an_edition_that_went_out_is_held_after_a_restore(newsroom: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run(newsroom, "build", "morning", "--at", BREAKFAST)
    run(newsroom, "approve", EDITION)
    run(newsroom, "backup", str(copy))
    run(newsroom, "send", EDITION, "--at", "2026-03-12T06:30")
    shutil.rmtree(newsroom / "outbox")
    restored = run(newsroom, "restore", str(copy))
    assert restored.code == 0
    assert f"{EDITION} went out on" in restored.out
    refused = run(newsroom, "send", EDITION, "--at", "2026-03-12T06:40")
    assert refused.code == 6
    assert f"digest kill {EDITION}" in refused.err
    assert outbox(newsroom) == []
    assert run(newsroom, "release", EDITION, "--send-again").code == 0
    run(newsroom, "approve", EDITION)
    assert run(newsroom, "send", EDITION, "--at", "2026-03-12T06:50").code == 0
    assert len(outbox(newsroom)) == 12


def test_a_restore_waits_for_nobody_and_refuses_while_the_database_is_open(
    newsroom: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    run(newsroom, "backup", str(copy))
    holder = sqlite3.connect(newsroom / "digest.db")
    holder.execute("SELECT count(*) FROM editions").fetchone()
    refused = run(newsroom, "restore", str(copy))
    holder.close()
    assert refused.code == 9
    assert "stop `digest run`" in refused.err


def test_a_lost_database_is_not_begun_anew_by_init(newsroom: Path) -> None:
    (newsroom / "digest.db").unlink()
    refused = run(newsroom, "init", str(newsroom))
    assert refused.code == 4
    assert "digest restore FILE" in refused.err
    assert not (newsroom / "digest.db").exists()
