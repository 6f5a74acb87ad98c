"""The log of edits, the proofs they were begun on, and corrections of what was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlite_utils import Database

from digest.model.edit import Correction, Edit
from digest.model.edition import GONE_OUT, Decision, Edition, EditionRecord, State
from digest.model.errors import StateError
from digest.model.message import Message
from digest.store.database import immediately, reading, stamp, writing
from digest.store.edition_json import EDITION_JSON
from digest.store.editions import edition_record, take_back_approval

_EDITS = Message("database.stored_edits")

EDITABLE = (State.READY, State.HELD, State.APPROVED)

_WHAT = {
    "pin_lead": Message("edit.lead_changed"),
    "move": Message("edit.story_moved"),
    "merge": Message("edit.two_stories_merged"),
    "split": Message("edit.story_split"),
    "hide": Message("edit.story_hidden"),
    "bring_back": Message("edit.story_brought_back"),
    "accept": Message("edit.late_story_accepted"),
    "override": Message("edit.text_edited"),
    "remove_image": Message("edit.picture_removed"),
    "override_edition": Message("edit.edition_text_edited"),
    "retitle_section": Message("edit.section_renamed"),
    "add_item": Message("edit.item_added"),
    "add_block": Message("edit.block_added"),
    "change_block": Message("edit.block_changed"),
    "remove_block": Message("edit.block_removed"),
    "undo": Message("edit.edit_undone"),
    "redo": Message("edit.edit_restored"),
}
"""Why an approval is taken back, for each kind of change."""

_edit_json: TypeAdapter[Edit] = TypeAdapter(Edit)


class ConflictError(StateError):
    """Others changed the same thing meanwhile. ``newer`` are their edits, the last one last."""

    def __init__(self, edition: str, newer: Sequence[Edit]) -> None:
        self.newer = tuple(newer)
        names = ", ".join(dict.fromkeys(edit.who for edit in newer))
        super().__init__(Message("edit.changed_meanwhile", edition=edition, names=names))


@writing(_EDITS)
def append_edit(
    database: Database,
    draft: Edit,
    *,
    colliding: Callable[[Sequence[Edit]], Sequence[Edit]] = lambda log: (),
    repeated: Callable[[Sequence[Edit]], Edit | None] = lambda log: None,
) -> Edit:
    """The draft as the last line of its edition's log, with the number that it gets there.

    The first edit keeps the build it was made on as the proof. An edit of an approved edition takes
    the approval back, at once with it. ``colliding`` is given the log and returns the edits that
    stand against this one; ``repeated`` the one that it would only do once more, which is then
    what comes back.

    :raises ConflictError: there are such edits. :raises StateError: no such edition, or its state
        allows no edits.
    """
    with immediately(database, _EDITS):
        _refuse_if_over(edition_record(database, draft.edition))
        log = edits_of(database, draft.edition)
        if newer := colliding(log):
            raise ConflictError(draft.edition, newer)
        if same := repeated(log):
            return same
        edit = replace(draft, number=log[-1].number + 1 if log else 1)
        if not log:
            database.execute(
                "INSERT INTO proofs (edition, at, content) SELECT id, ?, content FROM editions"
                " WHERE id = ?",
                [stamp(edit.at), edit.edition],
            )
        database.table("edits").insert(_row(edit))
        why = _WHAT[edit.change.kind]
        take_back_approval(database, edit.edition, Decision(who=edit.who, why=why, at=edit.at))
    return edit


@reading(_EDITS)
def edits_of(database: Database, edition: str) -> tuple[Edit, ...]:
    """The edition's log, the first edit first."""
    rows = database.execute(
        "SELECT content FROM edits WHERE edition = ? ORDER BY number", [edition]
    )
    return tuple(_edit(row[0]) for row in rows)


@reading(_EDITS)
def editions_with(database: Database, kind: str, *, since: datetime) -> tuple[str, ...]:
    """The ids of editions that had an edit of this kind from ``since`` on, the earliest first."""
    rows = database.execute(
        "SELECT edition FROM edits WHERE kind = ? AND at >= ? GROUP BY edition ORDER BY MIN(at)",
        [kind, stamp(since)],
    )
    return tuple(row[0] for row in rows)


@reading(_EDITS)
def proof_of(database: Database, edition: str) -> Edition | None:
    """The build that the edition's first editor took up; None if nobody has edited it."""
    row = database.execute("SELECT content FROM proofs WHERE edition = ?", [edition]).fetchone()
    return _edition(row[0]) if row else None


@writing(_EDITS)
def save_correction(database: Database, draft: Correction) -> Correction:
    """The note on an edition that was sent, or on one story of it, with the id it has from now on.
    The same note of the same person again is the one that is there: its form was sent twice.

    :raises StateError: no such edition, or it was not sent.
    """
    with immediately(database, _EDITS):
        record = edition_record(database, draft.edition)
        if record.state not in GONE_OUT:
            raise StateError(
                Message("edit.not_sent_yet", edition=draft.edition, state=record.state.message)
            )
        for one in corrections_of(database, draft.edition):
            if replace(one, id=draft.id, at=draft.at) == draft:
                return one
        row = {
            "edition": draft.edition,
            "story": draft.story,
            "text": draft.text,
            "who": draft.who,
            "at": stamp(draft.at),
        }
        id_ = database.execute(
            "INSERT INTO corrections (edition, story, text, who, at)"
            " VALUES (:edition, :story, :text, :who, :at)",
            row,
        ).lastrowid
    return _correction({"id": id_, **row})


@reading(_EDITS)
def corrections_of(database: Database, edition: str) -> tuple[Correction, ...]:
    """The notes on the edition, the oldest first."""
    rows = database.table("corrections").rows_where("edition = ?", [edition], order_by="id")
    return tuple(_correction(row) for row in rows)


@reading(_EDITS)
def corrections_since(
    database: Database, *, newsletter: str, since: datetime
) -> tuple[Correction, ...]:
    """The notes on the newsletter's editions from ``since`` on, the oldest first."""
    rows = database.query(
        "SELECT corrections.* FROM corrections JOIN editions ON editions.id = edition"
        " WHERE newsletter = ? AND at >= ? ORDER BY corrections.id",
        [newsletter, stamp(since)],
    )
    return tuple(_correction(row) for row in rows)


def _refuse_if_over(record: EditionRecord) -> None:
    if record.state not in EDITABLE:
        raise StateError(Message(f"edit.not_while_{record.state}", edition=record.id))


def _row(edit: Edit) -> dict[str, Any]:
    return {
        "edition": edit.edition,
        "number": edit.number,
        "who": edit.who,
        "at": stamp(edit.at),
        "kind": edit.change.kind,
        "content": _edit_json.dump_json(edit).decode(),
    }


# An edit is never written again, and a proof neither: what was read once need not be parsed twice.
@lru_cache(maxsize=4096)
def _edit(content: str) -> Edit:
    return _edit_json.validate_json(content)


@lru_cache(maxsize=16)
def _edition(content: str) -> Edition:
    return EDITION_JSON.validate_json(content)


def _correction(row: dict[str, Any]) -> Correction:
    return Correction(
        id=row["id"],
        edition=row["edition"],
        story=row["story"],
        text=row["text"],
        who=row["who"],
        at=datetime.fromisoformat(row["at"]),
    )
