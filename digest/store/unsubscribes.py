"""People leaving their lists, many in one transaction.

A commit waits for the disk, whatever is in it, and for the sender's commits; and SQLite has no
queue, so that the unlucky of forty threads wait for seconds. Here one thread writes for all who
came meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.mail import Recipient
from digest.store.recipients import recipient_by_id, unsubscribe_all


@dataclass(slots=True, eq=False)
class _Request:
    number: int
    at: datetime
    done: bool = False
    recipient: Recipient | None = None
    error: Exception | None = None


class Leaving:
    """Takes people off their lists for the threads of one process."""

    def __init__(self, open_database: Callable[[], AbstractContextManager[Database]]) -> None:
        """``open_database`` opens a new one for the thread that calls it."""
        self._open_database = open_database
        self._writing = threading.Lock()
        self._coming = threading.Lock()
        self._waiting: list[_Request] = []

    def leave(self, number: int, *, now: datetime) -> Recipient | None:
        """Takes the person with this number off their list, durably; as they stand then, nothing if
        unknown.

        :raises DatabaseError: it could not be written.
        """
        request = _Request(number, now)
        with self._coming:
            self._waiting.append(request)
        with self._writing:
            if not request.done:
                self._write()
        if request.error is not None:
            raise request.error
        return request.recipient

    def _write(self) -> None:
        """Writes for everybody who waits."""
        with self._coming:
            requests, self._waiting = self._waiting, []
        try:
            with self._open_database() as database:
                numbers = [request.number for request in requests]
                unsubscribe_all(database, numbers, now=requests[0].at)
                for request in requests:
                    request.recipient = recipient_by_id(database, request.number)
        except Exception as error:  # each of them is told
            for request in requests:
                request.error = error
        for request in requests:
            request.done = True
