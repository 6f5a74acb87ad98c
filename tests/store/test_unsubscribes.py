"""Many people leave at once: each is off the list when they are told so, with few commits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.errors import DatabaseError
from digest.model.mail import RecipientStatus
from digest.store.database import immediately, open_database
from digest.store.recipient_imports import add_recipient
from digest.store.recipients import recipient_by_id
from digest.store.unsubscribes import Leaving

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "digest.db"
    with closing(open_database(path, create=True)) as database:
        for number in range(40):
            add_recipient(database, "morning", f"reader{number}@example.com", now=NOW)
    return path


class Door:
    """Opens the database, and remembers how often."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.opened = 0

    @contextmanager
    def __call__(self) -> Iterator[Database]:
        self.opened += 1
        with closing(open_database(self._path)) as database:
            yield database


def test_who_is_told_that_they_left_has_left_and_many_leave_at_once(path: Path) -> None:
    door = Door(path)
    leaving = Leaving(door)
    together = threading.Barrier(40)

    def leave(number: int) -> RecipientStatus | None:
        together.wait()
        left = leaving.leave(number, now=NOW)
        with closing(open_database(path)) as database:
            stands = recipient_by_id(database, number)
        assert left == stands
        return left.status if left else None

    with closing(open_database(path)) as sender, ThreadPoolExecutor(40) as pool:
        with immediately(sender):  # what all of them wait for
            answers = pool.map(leave, range(2, 42))
            while together.n_waiting or not door.opened:
                pass
        statuses = list(answers)
    assert statuses == [RecipientStatus.UNSUBSCRIBED] * 39 + [None]
    assert door.opened < 20


def test_where_it_cannot_be_written_each_is_told(path: Path) -> None:
    def shut() -> AbstractContextManager[Database]:
        raise DatabaseError("locked")

    leaving = Leaving(shut)
    for _ in range(2):
        with pytest.raises(DatabaseError, match="locked"):
            leaving.leave(1, now=NOW)
