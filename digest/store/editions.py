"""Editions, their moves from state to state, and approved mails."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from digest.model.advice import how_to_send
from digest.model.edit import Edited
from digest.model.edition import MOVES, Decision, Edition, EditionRecord, State, StateChange
from digest.model.errors import NoEditionError, StateError
from digest.model.mail import Mail, TopicSpan
from digest.model.message import Message, text_from_json, text_to_json
from digest.store.database import immediately, reading, stamp, unstamp, writing
from digest.store.edition_json import EDITION_JSON
from digest.store.lease import Holder, is_free, this_process
from digest.store.sent_stories import save_printed

_WHAT = Message("database.stored_editions")

BUILD_LEASE = timedelta(minutes=5)
"""How long a build may take before another process may think it dead."""

_topics_json = TypeAdapter(tuple[TopicSpan, ...])


@writing(_WHAT)
def claim_edition(
    database: Database, record: EditionRecord, *, now: datetime
) -> EditionRecord | None:
    """The edition's row, made or taken over by this process for building; None if another has it.

    The row is unique for newsletter, local date and slot, so that of two processes, a restarted one
    or a clock that shows an hour twice, one builds and the others see that it is done. An edition
    that was built already, and had enough stories, is returned as it stands.
    """
    with immediately(database, _WHAT):
        database.execute(
            "INSERT OR IGNORE INTO editions (id, newsletter, date, slot, state, revision, send_at,"
            " never_after) VALUES (?, ?, ?, ?, 'draft', 0, ?, ?)",
            [
                record.id,
                record.newsletter,
                record.date.isoformat(),
                record.slot,
                stamp(record.send_at),
                stamp(record.never_after),
            ],
        )
        row = _row(database, record.id)
        if row["state"] in {State.DRAFT, State.EMPTY}:
            if _held_by_another(row, now):
                return None
            database.execute(
                "UPDATE editions SET holder = ?, held_until = ? WHERE id = ?",
                [this_process().to_text(), stamp(now + BUILD_LEASE), record.id],
            )
        return _record(row)


@writing(_WHAT)
def save_edition(
    database: Database, edition: Edition, decision: Decision, *, after: State, revision: int
) -> EditionRecord:
    """The built edition, stored, and its move to READY or EMPTY.

    :raises StateError: the edition moved on since ``revision``, so that this build came too late.
    """
    with immediately(database, _WHAT):
        before = _record(_row(database, edition.id))
        _refuse_changed(before, revision)
        first = before.state in {State.DRAFT, State.EMPTY}
        why = Message("edition.built" if first else "edition.built_again")
        _move(database, before, after, replace(decision, why=why))
        database.execute(
            "UPDATE editions SET content = ?, window_start = ?, window_end = ?, ready_at = ?,"
            " mail = NULL, holder = NULL, held_until = NULL WHERE id = ?",
            [
                EDITION_JSON.dump_json(edition).decode(),
                stamp(edition.window.start),
                stamp(edition.window.end),
                stamp(decision.at),
                edition.id,
            ],
        )
    return edition_record(database, edition.id)


@writing(_WHAT)
def approve_edition(
    database: Database, edited: Edited, mail: Mail, decision: Decision, *, revision: int
) -> EditionRecord:
    """The mail, frozen under its hash, and the edition's move to APPROVED.

    ``revision`` and the edits are those that the mail was made from: an edition that changed
    meanwhile is refused.

    :raises StateError: the edition is not READY, or changed since.
    """
    edition = edited.edition
    with immediately(database, _WHAT):
        before = _record(_row(database, edition.id))
        if _last_edit(database, edition.id) != edited.revision:
            raise StateError(Message("edition.edited_meanwhile", edition=edition.id))
        _refuse_changed(before, revision)
        _move(database, before, State.APPROVED, decision)
        database.table("mails").insert(_mail_row(mail), pk="hash", ignore=True)
        database.execute("UPDATE editions SET mail = ? WHERE id = ?", [mail.hash, edition.id])
        database.table("approvals").insert(
            {
                "edition": edition.id,
                "revision": revision + 1,
                "mail": mail.hash,
                "content": EDITION_JSON.dump_json(edition).decode(),
            }
        )
        save_printed(database, edition)
    return edition_record(database, edition.id)


@writing(_WHAT)
def take_back_approval(database: Database, edition: str, decision: Decision) -> None:
    """An APPROVED edition is READY again, without a mail; any other stays as it is.

    For use inside a transaction, so that what takes the approval back and this are one.
    """
    before = _record(_row(database, edition))
    if before.state is State.APPROVED:
        _move(database, before, State.READY, decision)
        database.execute("UPDATE editions SET mail = NULL WHERE id = ?", [edition])


@writing(_WHAT)
def ask_anew(database: Database, before: EditionRecord, decision: Decision) -> int:
    """The revision of the move by which the edition waits for approval anew, as its sources changed
    it: a ready one, an approved one, or one whose sending was begun and wrote no letter.

    For use inside a transaction, so that what changed and this are one.

    :raises StateError: it moved on since ``before``.
    """
    present = _record(_row(database, before.id))
    _refuse_changed(present, before.revision)
    _move(database, present, State.READY, decision, asks_again=True)
    database.execute("UPDATE editions SET mail = NULL WHERE id = ?", [before.id])
    return before.revision + 1


@writing(_WHAT)
def move_edition(
    database: Database,
    edition: str,
    after: State,
    decision: Decision,
    *,
    revision: int | None = None,
) -> EditionRecord:
    """The edition after its move; written down with the decision before anything follows.

    :raises StateError: no such edition, the move is not allowed, or ``revision`` is not the last.
    """
    with immediately(database, _WHAT):
        before = _record(_row(database, edition))
        if revision is not None:
            _refuse_changed(before, revision)
        _move(database, before, after, decision)
        if after in {State.READY, State.HELD}:  # what was approved is approved no longer
            database.execute("UPDATE editions SET mail = NULL WHERE id = ?", [edition])
    return edition_record(database, edition)


@reading(_WHAT)
def edition_record(database: Database, edition: str) -> EditionRecord:
    """The edition by its id.

    :raises NoEditionError: there is none.
    """
    return _record(_row(database, edition))


@reading(_WHAT)
def find_edition(
    database: Database, *, newsletter: str, day: date, slot: str
) -> EditionRecord | None:
    """The newsletter's edition of that local date and slot, if it was begun."""
    rows = list(
        database.table("editions").rows_where(
            "newsletter = ? AND date = ? AND slot = ?", [newsletter, day.isoformat(), slot]
        )
    )
    return _record(rows[0]) if rows else None


@reading(_WHAT)
def edition_records(
    database: Database, *, newsletter: str = "", states: Collection[State] = (), limit: int = 50
) -> tuple[EditionRecord, ...]:
    """Editions, the latest first; of one newsletter or all, in any of ``states`` or all."""
    where, values = ["1"], list[Any]()
    if newsletter:
        where.append("newsletter = ?")
        values.append(newsletter)
    if states:
        where.append(f"state IN ({', '.join('?' * len(states))})")
        values.extend(states)
    rows = database.table("editions").rows_where(
        " AND ".join(where), values, order_by="date DESC, send_at DESC, id", limit=limit
    )
    return tuple(_record(row) for row in rows)


@reading(_WHAT)
def states_of(database: Database, editions: Collection[str]) -> dict[str, State]:
    """The state of each of the editions that there is."""
    rows = database.execute(
        "SELECT id, state FROM editions WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(editions))],
    )
    return {name: State(state) for name, state in rows}


@reading(_WHAT)
def moves_of(database: Database, edition: str) -> tuple[StateChange, ...]:
    """The edition's history, the first move first."""
    rows = database.table("moves").rows_where("edition = ?", [edition], order_by="revision")
    return tuple(
        StateChange(
            revision=row["revision"],
            before=State(row["state_before"]),
            after=State(row["state_after"]),
            who=row["who"],
            why=text_from_json(row["why"]),
            at=datetime.fromisoformat(row["at"]),
            asks_again=bool(row["asks_again"]),
        )
        for row in rows
    )


@reading(_WHAT)
def approved_mail(database: Database, edition: str) -> Mail:
    """The mail that was approved for the edition, byte for byte.

    :raises StateError: nothing is approved, or what is stored is not what was approved.
    """
    record = edition_record(database, edition)
    rows = list(database.table("mails").rows_where("hash = ?", [record.mail]))
    if not rows:
        first = how_to_send(edition, record.newsletter, record.state)
        raise StateError(
            Message(
                "edition.not_approved", edition=edition, state=record.state.message, first=first
            )
        )
    stored = {key: value for key, value in rows[0].items() if key != "hash"}
    for spans in ("html_topics", "text_topics"):
        stored[spans] = _topics_json.validate_json(stored[spans])
    mail = Mail(**stored)
    if mail.hash != record.mail:
        raise StateError(Message("edition.other_mail_stored", edition=edition))
    return mail


@reading(_WHAT)
def approved_edition(database: Database, edition: str) -> Edition | None:
    """The edition as it was last approved, with its edits; None if it never was."""
    row = database.execute(
        "SELECT content FROM approvals WHERE edition = ? ORDER BY revision DESC LIMIT 1", [edition]
    ).fetchone()
    return EDITION_JSON.validate_json(row[0]) if row else None


@reading(_WHAT)
def last_cut_off(database: Database, *, newsletter: str, before: datetime) -> datetime | None:
    """Where the window of the newsletter's last edition that went out, or is about to, ended."""
    row = database.execute(
        "SELECT max(window_end) FROM editions WHERE newsletter = ? AND window_end < ?"
        " AND state IN ('approved', 'sending', 'sent')",
        [newsletter, stamp(before)],
    ).fetchone()
    return unstamp(row[0])


@reading(_WHAT)
def recent_subjects(database: Database, *, newsletter: str, before: date) -> tuple[str, ...]:
    """The subjects of the newsletter's last seven approved mails before ``before``."""
    rows = database.execute(
        "SELECT subject FROM editions JOIN mails ON mails.hash = editions.mail"
        " WHERE editions.newsletter = ? AND date < ? ORDER BY date DESC LIMIT 7",
        [newsletter, before.isoformat()],
    )
    return tuple(row[0] for row in rows)


def _move(
    database: Database,
    before: EditionRecord,
    after: State,
    decision: Decision,
    *,
    asks_again: bool = False,
) -> None:
    """The move as a row of its own and the edition in its new state; inside a transaction."""
    if not asks_again:
        _refuse_forbidden(before, after)
    database.table("moves").insert(
        {
            "edition": before.id,
            "revision": before.revision + 1,
            "state_before": before.state.value,
            "state_after": after.value,
            "who": decision.who,
            "why": text_to_json(decision.why),
            "at": stamp(decision.at),
            "asks_again": int(asks_again),
        }
    )
    database.execute(
        "UPDATE editions SET state = ?, revision = ? WHERE id = ?",
        [after.value, before.revision + 1, before.id],
    )


def _refuse_changed(before: EditionRecord, revision: int) -> None:
    if before.revision != revision:
        raise StateError(
            Message("edition.changed_meanwhile", edition=before.id, state=before.state.message)
        )


def _refuse_forbidden(before: EditionRecord, after: State) -> None:
    if after not in MOVES[before.state]:
        raise StateError(
            Message(
                "edition.cannot_become",
                edition=before.id,
                state=before.state.message,
                after=after.message,
            )
        )


def _last_edit(database: Database, edition: str) -> int:
    """The number of the edition's last edit, 0 if it has none."""
    row = database.execute("SELECT max(number) FROM edits WHERE edition = ?", [edition]).fetchone()
    return int(row[0] or 0)


def _row(database: Database, edition: str) -> dict[str, Any]:
    rows = list(database.table("editions").rows_where("id = ?", [edition]))
    if not rows:
        raise NoEditionError(Message("edition.no_such_edition", edition=edition))
    return rows[0]


def _record(row: dict[str, Any]) -> EditionRecord:
    content = row["content"]
    return EditionRecord(
        id=row["id"],
        newsletter=row["newsletter"],
        date=date.fromisoformat(row["date"]),
        slot=row["slot"],
        state=State(row["state"]),
        revision=row["revision"],
        send_at=datetime.fromisoformat(row["send_at"]),
        never_after=datetime.fromisoformat(row["never_after"]),
        ready_at=unstamp(row["ready_at"]),
        mail=row["mail"] or "",
        edition=EDITION_JSON.validate_json(content) if content else None,
    )


def _mail_row(mail: Mail) -> dict[str, Any]:
    return {
        "hash": mail.hash,
        "edition": mail.edition,
        "newsletter": mail.newsletter,
        "sender": mail.sender,
        "reply_to": mail.reply_to,
        "subject": mail.subject,
        "preheader": mail.preheader,
        "html": mail.html,
        "text": mail.text,
        "language": mail.language,
        "html_topics": _topics_json.dump_json(mail.html_topics).decode(),
        "text_topics": _topics_json.dump_json(mail.text_topics).decode(),
    }


def _held_by_another(row: dict[str, Any], now: datetime) -> bool:
    """Whether another living process is building this edition."""
    holder = Holder.from_text(row["holder"]) if row["holder"] else None
    # our own unfinished build was broken off by an error: the same process may begin again
    return holder != this_process() and not is_free(holder, unstamp(row["held_until"]), now=now)
