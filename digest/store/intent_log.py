"""The intent log: a line before each letter is handed over, and one with its outcome after.

The ledger's table is written in groups; a process killed in between would not know which letters
of its group went out. These lines reach the system's memory one by one and outlive the process
(not the machine: they are not synced), so that only letters in flight are in doubt.

A line is ``>`` and the recipient before, ``=`` and a closing, as JSON, after. The first line names
the machine's run: after a power cut the log proves nothing, and says so.
"""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest.model.delivery import AttemptResult, LetterState
from digest.model.errors import DatabaseError
from digest.model.message import Message, text_from_json, text_to_json
from digest.store.lease import boot_identity

_LINES_BEFORE_RENEWAL = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What the log of a sender that ended tells.

    ``complete`` is false where the log is missing, or the machine was started anew since: then a
    claimed letter that stands nowhere may have gone out all the same.
    """

    complete: bool
    legible: bool = True  # each of its lines
    closings: tuple[AttemptResult, ...] = ()
    handed_over: frozenset[int] = frozenset()  # with no closing


class IntentLog:
    """The log of one sender, in the file at ``path``; whoever makes it holds the edition."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._in_flight: set[int] = set()
        self._lines = 0
        self._file = self._begin()

    def handing_over(self, recipient: int) -> None:
        """Notes that the recipient's letter goes out now.

        :raises DatabaseError: the line could not be written; the letter must not go.
        """
        self._write(f">{recipient}\n")
        self._in_flight.add(recipient)

    def closed(self, closing: AttemptResult) -> None:
        """Notes what became of the letter.

        :raises DatabaseError: the line could not be written; the letter counts as in flight.
        """
        self._write(f"={_to_json(closing)}\n")
        self._in_flight.discard(closing.recipient)

    def settled(self) -> None:
        """The closings so far stand in the table: the log may begin anew when it is long."""
        if self._lines > _LINES_BEFORE_RENEWAL:
            os.close(self._file)
            self._file = self._begin()

    def close(self, *, remove: bool) -> None:
        """Ends the log, and removes the file when nothing rests on it any more."""
        os.close(self._file)
        if remove:
            self._path.unlink(missing_ok=True)

    def _begin(self) -> int:
        """A new file with what is in flight, put in place of the old one in one step."""
        fresh = self._path.with_name(f"{self._path.name}.new")
        lines = [f"boot {boot_identity()}\n", *(f">{number}\n" for number in self._in_flight)]
        try:
            fresh.touch(mode=0o600)  # servers' words may name readers
            fresh.write_text("".join(lines), encoding="utf-8")
            fresh.replace(self._path)
            file = os.open(self._path, os.O_WRONLY | os.O_APPEND)
        except OSError as error:
            raise DatabaseError(
                Message("database.intent_log_not_written", path=self._path, error=error)
            ) from error
        self._lines = 0
        return file

    def _write(self, line: str) -> None:
        content = line.encode()
        try:
            written = os.write(self._file, content)
            if written != len(content):
                # half a line would spoil the one after it
                os.ftruncate(self._file, os.fstat(self._file).st_size - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise DatabaseError(
                Message("database.intent_log_not_written", path=self._path, error=error)
            ) from error
        self._lines += 1


def read_evidence(path: Path) -> Evidence:
    """What the log at ``path`` tells. A last line that was cut off had no effect yet."""
    try:
        content = path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return Evidence(complete=False)
    except OSError as error:
        raise DatabaseError(
            Message("database.intent_log_not_read", path=path, error=error)
        ) from error
    first, *lines = content.split("\n")[:-1] or [""]
    closings: dict[int, AttemptResult] = {}
    handed_over: set[int] = set()
    legible = True
    for line in lines:
        try:
            _read_line(line, closings, handed_over)
        except (ValueError, TypeError):
            legible = False  # what a power cut left of a page; the lines around it still count
    return Evidence(
        legible=legible,
        complete=legible and first == f"boot {boot_identity()}",
        closings=tuple(closings.values()),
        handed_over=frozenset(handed_over),
    )


def _read_line(line: str, closings: dict[int, AttemptResult], handed_over: set[int]) -> None:
    if line.startswith(">"):
        recipient = int(line[1:])
        handed_over.add(recipient)
        closings.pop(recipient, None)
    else:
        closing = _from_json(line.removeprefix("="))
        closings[closing.recipient] = closing
        handed_over.discard(closing.recipient)


def _to_json(closing: AttemptResult) -> str:
    due = closing.due.isoformat() if closing.due else None
    return json.dumps(
        [
            closing.recipient,
            closing.row.value,
            closing.at.isoformat(),
            due,
            closing.code,
            text_to_json(closing.words),
        ]
    )


def _from_json(text: str) -> AttemptResult:
    recipient, row, at, due, code, words = json.loads(text)
    return AttemptResult(
        recipient=recipient,
        row=LetterState(row),
        at=datetime.fromisoformat(at),
        due=datetime.fromisoformat(due) if due else None,
        code=code,
        words=text_from_json(words),
    )
