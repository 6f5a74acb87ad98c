"""Backups: made while an edition goes out, put back in a database's place, and no edition twice."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.delivery import LetterState
from digest.model.edition import Decision, State
from digest.model.errors import BusyError, DatabaseError, SentBeforeError, StateError, UsageError
from digest.pipelines.deliver import progress
from digest.pipelines.publish import approve
from digest.pipelines.send import send_edition, send_once_more
from digest.pipelines.send_options import SendOptions
from digest.pipelines.sent_before import release
from digest.present.templates import open_templates
from digest.schedule.runner import ScheduleRunner, run_due_steps
from digest.store import leftover_wal
from digest.store.alerts import alerts_of
from digest.store.backup import back_up, restore
from digest.store.database import marks_folder, open_database
from digest.store.editions import edition_record, move_edition, moves_of
from digest.store.recipient_imports import add_recipient
from digest.store.sent_markers import find_mark, forget_mark, save_mark
from tests.newsroom import MORNING, THURSDAY, at, newsroom_of, settings_in
from tests.store.test_editions import approved, edition, mail, unedited

EDITION = f"morning-{THURSDAY}"
SECRET = b"a secret of thirty-two characters"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with an approved edition and forty readers."""
    path = tmp_path / "digest.db"
    database = open_database(path, create=True)
    for number in range(40):
        add_recipient(database, "morning", f"reader{number}@example.com", now=at(1))
    approved(database)
    database.close()
    return path


def send(database: Database, folder: Path, **more: object) -> int:
    """How many letters lie in the outbox after the sending."""
    settings = settings_in(folder)
    send_edition(
        newsroom_of(database, settings, secret=SECRET, clock=lambda: at(6, 30)),
        EDITION,
        who="schedule",
        options=SendOptions(**more),  # type: ignore[arg-type] # the caller's
    )
    return letters(folder)


def letters(folder: Path) -> int:
    return len(list((folder / "outbox" / EDITION).glob("*.eml")))


def backup_of(path: Path) -> Path:
    backup = path.with_name("backup.db")
    database = open_database(path)
    back_up(database, backup)
    database.close()
    return backup


def backed_up(database: Database, backup: Path, *, after: int = 0) -> Callable[[object], None]:
    """Told of a sending's progress, it makes the backup once, when so many letters lie there."""

    def once(step: object) -> None:
        if letters(backup.parent) >= after and not backup.exists():
            back_up(database, backup)

    return once


def put_back(backup: Path, path: Path) -> Database:
    restore(backup, path, kept=path.with_name("kept.db"))
    return open_database(path)


def test_an_edition_that_went_out_is_not_sent_again_from_a_restored_database(
    path: Path, tmp_path: Path
) -> None:
    backup = backup_of(path)
    database = open_database(path)
    assert send(database, tmp_path) == 40
    database.close()
    shutil.rmtree(tmp_path / "outbox")
    path.chmod(0o644)
    restored = put_back(backup, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert edition_record(restored, EDITION).state is State.APPROVED
    with pytest.raises(SentBeforeError, match="--send-again"):
        send(restored, tmp_path)
    assert letters(tmp_path) == 0
    assert edition_record(restored, EDITION).state is State.HELD
    assert "this very mail went out" in str(moves_of(restored, EDITION)[-1].why)


def test_the_marks_know_an_edition_that_is_built_anew_with_another_mail(
    path: Path, tmp_path: Path
) -> None:
    backup = backup_of(path)
    database = open_database(path)
    send(database, tmp_path)
    database.close()
    restored = put_back(backup, path)
    record = move_edition(restored, EDITION, State.READY, Decision(who="ada", at=at(7)))
    other = replace(mail(), subject="Another subject")
    from digest.store.editions import approve_edition

    approve_edition(
        restored,
        unedited(edition()),
        other,
        Decision(who="ada", at=at(7)),
        revision=record.revision,
    )
    with pytest.raises(SentBeforeError, match="another mail went out"):
        send(restored, tmp_path)


def test_who_wants_it_sends_it_once_more(path: Path, tmp_path: Path) -> None:
    backup = backup_of(path)
    database = open_database(path)
    send(database, tmp_path)
    database.close()
    shutil.rmtree(tmp_path / "outbox")
    restored = put_back(backup, path)
    forget_mark(restored, EDITION)
    assert send(restored, tmp_path) == 40


def test_a_backup_made_in_mid_sending_is_whole_and_sends_nobody_a_second_letter(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    for number in range(40, 250):  # claimed a hundred at a time
        add_recipient(database, "morning", f"reader{number}@example.com", now=at(1))
    backup = tmp_path / "backup.db"

    assert send(database, tmp_path, on_progress=backed_up(database, backup, after=100)) == 250
    database.close()
    shutil.rmtree(tmp_path / "outbox")
    restored = put_back(backup, path)
    assert edition_record(restored, EDITION).state is State.SENDING
    with pytest.raises(SentBeforeError, match="250 of 250 letters were sent"):
        send(restored, tmp_path)
    assert letters(tmp_path) == 0
    assert edition_record(restored, EDITION).state is State.SENT
    counts = progress(restored, EDITION)
    assert counts.sent == counts.total == 250


def test_the_mark_knows_whose_letters_failed_after_the_backup_was_made(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    backup = tmp_path / "backup.db"

    assert send(database, tmp_path, on_progress=backed_up(database, backup)) == 40
    sent_to = [row[0] for row in database.execute("SELECT recipient FROM ledger ORDER BY 1")]
    mark = find_mark(database, EDITION)
    assert mark is not None
    assert mark.unsent == {"failed": [], "unknown": [], "excluded": []}
    others = {"failed": sent_to[:2], "unknown": sent_to[2:3], "excluded": sent_to[3:4]}
    save_mark(database, replace(mark, sent=36, unsent=others))
    database.close()
    restored = put_back(backup, path)
    with pytest.raises(SentBeforeError, match="--unknown"):
        send(restored, tmp_path)
    counts = progress(restored, EDITION)
    assert (counts.sent, counts.failed, counts.unknown, counts.excluded) == (36, 2, 1, 1)


def test_what_was_sent_once_more_after_the_backup_is_known_by_the_mark(
    path: Path, tmp_path: Path
) -> None:
    """The letters that failed were sent again and arrived; the restored ledger has them failed."""
    database = open_database(path)
    send(database, tmp_path)
    database.execute("UPDATE ledger SET state = 'failed' WHERE recipient % 4 = 0")
    database.commit()
    backup = backup_of(path)
    again(database, tmp_path)
    database.close()
    shutil.rmtree(tmp_path / "outbox")
    restored = put_back(backup, path)
    assert progress(restored, EDITION).failed == 10
    again(restored, tmp_path)
    assert letters(tmp_path) == 0
    assert progress(restored, EDITION).sent == 40


def again(database: Database, folder: Path) -> None:
    send_once_more(
        newsroom_of(database, settings_in(folder), secret=SECRET, clock=lambda: at(7, 30)),
        EDITION,
        row=LetterState.FAILED,
    )


def test_letters_still_to_go_in_a_backup_of_a_sending_that_never_ended_wait_for_a_person(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    backup = tmp_path / "backup.db"

    send(
        database,
        tmp_path,
        on_progress=backed_up(database, backup),
        should_stop=lambda: letters(tmp_path) >= 20,
    )
    went = letters(tmp_path)
    assert 20 <= went < 40
    database.close()
    restored = put_back(backup, path)
    assert send(restored, tmp_path) == went
    counts = progress(restored, EDITION)
    assert counts.unknown == counts.total == 40
    assert edition_record(restored, EDITION).state is State.SENT


def test_a_restored_edition_that_went_out_is_neither_approved_nor_released_but_to_be_sent_again(
    path: Path, tmp_path: Path
) -> None:
    backup = backup_of(path)
    database = open_database(path)
    send(database, tmp_path)
    database.close()
    restored = put_back(backup, path)
    move_edition(restored, EDITION, State.READY, Decision(who="ada", at=at(7)))
    settings = settings_in(tmp_path)
    publication = replace(settings.publication, time_zone="Europe/Kyiv")
    newsroom = newsroom_of(restored, replace(settings, publication=publication), open_templates())
    with pytest.raises(SentBeforeError, match=r"is held: .*--send-again"):
        approve(newsroom, EDITION, who="ada", now=at(7))
    assert edition_record(restored, EDITION).state is State.HELD
    for _ in range(2):
        with pytest.raises(SentBeforeError, match=r"08:30 \(Europe/Kyiv\)"):
            release(newsroom, EDITION, Decision(who="ada", why="", at=at(7)))
    assert edition_record(restored, EDITION).state is State.HELD
    record = release(newsroom, EDITION, Decision(who="ada", why="", at=at(7)), send_again=True)
    assert record.state is State.READY
    assert find_mark(restored, EDITION) is None


def test_nobody_is_asked_to_approve_a_restored_edition_that_went_out(
    path: Path, tmp_path: Path
) -> None:
    backup = backup_of(path)
    database = open_database(path)
    send(database, tmp_path)
    database.close()
    restored = put_back(backup, path)
    move_edition(restored, EDITION, State.READY, Decision(who="ada", at=at(7)))
    settings = settings_in(tmp_path)
    desk = ScheduleRunner(
        newsroom=newsroom_of(
            restored, settings, open_templates(), secret=SECRET, clock=lambda: at(7)
        )
    )
    run_due_steps(desk, settings.newsletters["morning"])
    assert edition_record(restored, EDITION).state is State.HELD
    run_due_steps(
        replace(desk, newsroom=replace(desk.newsroom, clock=lambda: at(11))),
        settings.newsletters["morning"],
    )
    assert [alert.about for alert in alerts_of(restored, EDITION)] == ["sent before"]


def test_a_database_of_an_earlier_digest_has_marks_of_what_it_sent(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    send(database, tmp_path)
    before = find_mark(database, EDITION)
    database.close()
    shutil.rmtree(marks_folder(path))  # an earlier Digest wrote none
    database = open_database(path)
    after = find_mark(database, EDITION)
    database.close()
    assert before == after


def test_a_backup_holds_what_is_in_the_write_ahead_log_and_overwrites_nothing(path: Path) -> None:
    database = open_database(path)
    add_recipient(database, "morning", "last@example.com", now=at(2))
    assert path.with_name("digest.db-wal").stat().st_size
    backup = path.with_name("backup.db")
    back_up(database, backup)
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT count(*) FROM recipients").fetchone() == (41,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert backup.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="is there already"):
        back_up(database, backup)


def test_a_database_that_is_in_use_is_not_replaced(path: Path) -> None:
    backup = backup_of(path)
    held = open_database(path)
    with pytest.raises(BusyError, match="in use"):
        restore(backup, path, kept=path.with_name("kept.db"))
    held.close()
    assert restore(backup, path, kept=path.with_name("kept.db"))


def test_what_was_there_is_kept_with_its_log(path: Path, tmp_path: Path) -> None:
    backup = backup_of(path)
    crashed_after_more(path)
    put_back(backup, path).close()
    with sqlite3.connect(path.with_name("kept.db")) as kept:
        assert kept.execute("SELECT count(*) FROM recipients").fetchone() == (41,)
    with sqlite3.connect(path) as restored:
        assert restored.execute("SELECT count(*) FROM recipients").fetchone() == (40,)


@pytest.mark.parametrize("what", ["garbage", "empty", "missing"])
def test_a_spoilt_or_missing_database_is_replaced(path: Path, what: str) -> None:
    backup = backup_of(path)
    if what == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x" * 9_000 if what == "garbage" else b"")
    restored = put_back(backup, path)
    assert edition_record(restored, EDITION).state is State.APPROVED


@pytest.mark.parametrize("content", [b"", b"no database at all", None])
def test_what_is_no_backup_changes_nothing(path: Path, content: bytes | None) -> None:
    backup = path.with_name("backup.db")
    if content is not None:
        backup.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="is no backup"):
        restore(backup, path, kept=path.with_name("kept.db"))
    assert path.read_bytes() == before


def crashed_after_more(path: Path) -> None:
    """One reader more, in the write-ahead log of a process that was killed."""
    database = open_database(path)
    add_recipient(database, "morning", "last@example.com", now=at(2))
    saved = {
        file.name: file.read_bytes() for file in path.parent.glob("digest.db*") if file.is_file()
    }
    database.close()
    for name, content in saved.items():
        path.with_name(name).write_bytes(content)


@pytest.fixture
def as_a_new_process() -> None:
    leftover_wal._looked_at.clear()


@pytest.mark.usefixtures("as_a_new_process")
def test_the_log_of_a_killed_process_is_not_taken_for_a_foreign_one(path: Path) -> None:
    crashed_after_more(path)
    leftover_wal._looked_at.clear()
    database = open_database(path)
    assert database.execute("SELECT count(*) FROM recipients").fetchone() == (41,)


@pytest.mark.parametrize("kind", ["made by digest backup", "a copy of the file"])
@pytest.mark.usefixtures("as_a_new_process")
def test_an_old_log_beside_a_copied_backup_does_not_undo_it(
    path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "a copy of the file":
        backup = path.with_name("copy.db")
        shutil.copy(path, backup)
        monkeypatch.setattr(leftover_wal, "_COPIED_LATER", 0.05)
    else:
        backup = backup_of(path)
    crashed_after_more(path)
    time.sleep(0.2)
    shutil.copy(backup, path)
    leftover_wal._looked_at.clear()
    with pytest.raises(DatabaseError, match="write-ahead log of another database"):
        open_database(path)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    assert open_database(path).execute("SELECT count(*) FROM recipients").fetchone() == (40,)


@pytest.mark.parametrize("what", ["gone", "empty"])
@pytest.mark.parametrize("create", [True, False])
def test_a_database_that_was_there_before_is_not_begun_anew(
    path: Path, what: str, create: bool
) -> None:
    os.truncate(path, 0)
    if what == "gone":
        path.unlink()
    with pytest.raises(DatabaseError, match="digest restore FILE"):
        open_database(path, create=create)
    assert not path.exists() or not path.stat().st_size


def test_an_empty_file_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    path.touch()
    with pytest.raises(DatabaseError, match="is empty"):
        open_database(path)


def test_a_database_that_lost_its_readers_sends_to_nobody_and_says_so(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    send(database, tmp_path)
    database.execute("DELETE FROM recipients")
    database.conn.commit()
    approved(database, THURSDAY.replace(day=13))
    with pytest.raises(StateError, match="had 40 readers"):
        send_edition(
            newsroom_of(
                database,
                settings_in(tmp_path, MORNING),
                secret=SECRET,
                clock=lambda: at(6, 30, day=THURSDAY.replace(day=13)),
            ),
            "morning-2026-03-13",
            who="schedule",
        )
    assert edition_record(database, "morning-2026-03-13").state is State.APPROVED


def test_a_mark_is_there_before_the_first_letter_and_ends_after_the_last(
    path: Path, tmp_path: Path
) -> None:
    database = open_database(path)
    began = []

    def look(step: object) -> None:
        began.append(find_mark(database, EDITION))

    send(database, tmp_path, on_progress=look)
    assert began[0] is not None
    assert began[0].ended is None
    ended = find_mark(database, EDITION)
    assert ended is not None
    assert (ended.letters, ended.ended) == (40, at(6, 30))
    assert marks_folder(path).is_dir()
