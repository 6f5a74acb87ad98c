"""The log of edits as people read it: what was done, by whom, when, and whether it still counts."""

from __future__ import annotations

from dataclasses import dataclass

from digest.edit.descriptions import described
from digest.model.edit import Edit, Edited, Redo, Undo
from digest.model.message import Text
from digest.wording.desk_words import DeskWords


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryLine:
    """One edit. ``counts`` is false once it is undone; ``why`` says why it does nothing."""

    edit: Edit
    words: str
    counts: bool
    why: Text = ""

    @property
    def is_mark(self) -> bool:
        """Whether it is an undo or a redo, which cannot be undone itself."""
        return isinstance(self.edit.change, Undo | Redo)


def lines_of(edited: Edited, words: DeskWords) -> tuple[HistoryLine, ...]:
    """Every edit of the log in the language of ``words``, the newest first."""
    standing = {edit.number for edit in edited.standing}
    idle = {one.edit.number: one.why for one in edited.unapplied}
    return tuple(
        HistoryLine(
            edit=edit,
            words=described(edit, edited, words),
            counts=edit.number in standing,
            why=idle.get(edit.number, ""),
        )
        for edit in reversed(edited.log)
    )
