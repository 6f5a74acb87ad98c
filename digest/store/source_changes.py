"""What sources changed of editions since they were built: each change is one line, noticed once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.model.edition import GONE_OUT, Decision, EditionRecord, State
from digest.model.errors import StateError
from digest.model.message import Message
from digest.model.source_change import ChangeKind, SourceChange
from digest.store.audience import has_begun
from digest.store.database import immediately, reading, stamp, unstamp, writing
from digest.store.editions import ask_anew

_WHAT = Message("database.stored_source_changes")


@writing(_WHAT)
def save_source_changes(
    database: Database,
    record: EditionRecord,
    changes: Sequence[SourceChange],
    *,
    asks: Callable[[SourceChange], bool],
) -> tuple[SourceChange, ...]:
    """Those of the changes that are new; with them, for one that ``asks`` for it, the edition's
    move to wait for approval (again).

    :raises StateError: the edition moved on since ``record``, or is being sent by now.
    """
    with immediately(database, _WHAT):
        fresh = [change for change in changes if not _is_known(database, change)]
        move = record.revision
        # what is approved is approved no longer, though the same was noticed of it once before
        frozen = [one for one in changes if one.kind is not ChangeKind.RESTORED]
        moving = fresh if record.state is State.READY else [*frozen, *fresh]
        first = next((change for change in moving if asks(change)), None)
        if first is not None:
            if record.state in GONE_OUT and has_begun(database, record.id, now=first.at):
                raise StateError(Message("edition.is_being_sent_already", edition=record.id))
            why = in_words(first)
            move = ask_anew(database, record, Decision(who="schedule", why=why, at=first.at))
        return tuple(_insert(database, replace(change, move=move)) for change in fresh)


@writing(_WHAT)
def save_changes_of_sent(
    database: Database, changes: Iterable[tuple[SourceChange, str]]
) -> tuple[SourceChange, ...]:
    """Those of the changes of an edition that went out that are new, each with the words of its
    dated note on the page that readers see, empty for none. A story has one note about corrections,
    which always says how it reads now."""
    fresh: list[SourceChange] = []
    with immediately(database, _WHAT):
        for change, note in changes:
            known = _row_of(database, change)
            if known is None:
                fresh.append(_insert(database, change, _save_note(database, change, note)))
            elif known["now"] != change.now:
                database.execute(
                    "UPDATE source_changes SET now = ?, fields = ?, at = ? WHERE id = ?",
                    [change.now, json.dumps(change.fields), stamp(change.at), known["id"]],
                )
                database.execute(
                    "UPDATE corrections SET text = ?, at = ? WHERE id = ?",
                    [note, stamp(change.at), known["correction"]],
                )
    return tuple(fresh)


def in_words(change: SourceChange) -> Message:
    """Why an edition lost its approval, or changed while it waited for one."""
    if change.kind is ChangeKind.WITHDRAWN:
        return Message("edition.story_withdrawn", title=change.headline)
    if change.kind is ChangeKind.CORRECTED:
        return Message("edition.story_corrected", title=change.headline)
    if change.kind is ChangeKind.RESTORED:
        return Message("edition.story_free", title=change.headline)
    return Message("edition.story_embargoed", title=change.headline, moment=change.until)


@reading(_WHAT)
def source_changes_of(
    database: Database, edition: str, *, move: int | None = None
) -> tuple[SourceChange, ...]:
    """What sources changed of the edition, the earliest first; if given, with that ``move``."""
    rows = database.table("source_changes").rows_where("edition = ?", [edition], order_by="id")
    found = tuple(_change(row) for row in rows)
    return found if move is None else tuple(each for each in found if each.move == move)


@reading(_WHAT)
def untold_changes(database: Database, edition: str) -> tuple[SourceChange, ...]:
    """Those of which the operator's alert is not written down yet."""
    rows = database.table("source_changes").rows_where(
        "edition = ? AND told = 0", [edition], order_by="id"
    )
    return tuple(_change(row) for row in rows)


@writing(_WHAT)
def settle_change(database: Database, change: SourceChange) -> None:
    """The operator's alert about it is written down, or it needs none."""
    with immediately(database, _WHAT):
        database.execute("UPDATE source_changes SET told = 1 WHERE id = ?", [change.id])


@writing(_WHAT)
def claim_mail(database: Database, change: SourceChange, user: int, *, now: datetime) -> int:
    """The number of the attempt, from 1, if this process is the one to mail the user about the
    change now; else 0."""
    with immediately(database, _WHAT):
        rows = database.execute(
            "INSERT INTO source_change_mails (change, user) VALUES (:change, :user)"
            " ON CONFLICT DO UPDATE SET attempts = attempts + 1, again_at = NULL"
            " WHERE again_at <= :now RETURNING attempts",
            {"change": change.id, "user": user, "now": stamp(now)},
        ).fetchall()
    return int(rows[0][0]) if rows else 0


@writing(_WHAT)
def postpone_mail(database: Database, change: SourceChange, user: int, *, until: datetime) -> None:
    """No mail server has the mail of the last attempt: ``until`` is when the next may be made."""
    with immediately(database, _WHAT):
        database.execute(
            "UPDATE source_change_mails SET again_at = ? WHERE change = ? AND user = ?",
            [stamp(until), change.id, user],
        )


@reading(_WHAT)
def mailed_of(database: Database, change: SourceChange, *, now: datetime) -> frozenset[int]:
    """The ids of the users who were mailed about the change and need not be again."""
    rows = database.execute(
        "SELECT user FROM source_change_mails WHERE change = ?"
        " AND (again_at IS NULL OR again_at > ?)",
        [change.id, stamp(now)],
    )
    return frozenset(int(row[0]) for row in rows)


def _is_known(database: Database, change: SourceChange) -> bool:
    return _row_of(database, change) is not None


def _row_of(database: Database, change: SourceChange) -> Mapping[str, Any] | None:
    rows = database.table("source_changes").rows_where(
        "edition = ? AND story = ? AND kind = ? AND version = ?",
        [change.edition, change.story, change.kind.value, change.version],
    )
    return next(iter(rows), None)


def _insert(
    database: Database, change: SourceChange, correction: int | None = None
) -> SourceChange:
    id_ = database.execute(
        "INSERT INTO source_changes (edition, story, kind, version, headline, fields, was, now,"
        " until, state, move, at, correction) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            change.edition,
            change.story,
            change.kind.value,
            change.version,
            change.headline,
            json.dumps(change.fields),
            change.was,
            change.now,
            stamp(change.until),
            change.state.value,
            change.move,
            stamp(change.at),
            correction,
        ],
    ).lastrowid
    return replace(change, id=id_ or 0)


def _save_note(database: Database, change: SourceChange, note: str) -> int | None:
    if not note:
        return None
    return database.execute(
        "INSERT INTO corrections (edition, story, text, who, at) VALUES (?, ?, ?, 'schedule', ?)",
        [change.edition, change.story, note, stamp(change.at)],
    ).lastrowid


def _change(row: Mapping[str, Any]) -> SourceChange:
    return SourceChange(
        id=row["id"],
        edition=row["edition"],
        story=row["story"],
        kind=ChangeKind(row["kind"]),
        version=row["version"],
        headline=row["headline"],
        fields=tuple(json.loads(row["fields"])),
        was=row["was"],
        now=row["now"],
        until=unstamp(row["until"]),
        state=State(row["state"]),
        move=row["move"],
        at=datetime.fromisoformat(row["at"]),
    )
