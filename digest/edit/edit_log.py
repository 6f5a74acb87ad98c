"""The log of edits: which of them count, what undo and redo mean, and when two collide."""

from __future__ import annotations

from collections.abc import Sequence

from digest.model.blocks import CorrectionBlock
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BringBack,
    Change,
    ChangeBlock,
    Edit,
    Hide,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveBlock,
    RemoveImage,
    RetitleSection,
    Split,
    Undo,
)
from digest.model.edition import StoryPlace

_WRITES = (Override, OverrideEdition, RetitleSection, ChangeBlock)
"""Changes in which somebody's words may be lost."""


def standing(log: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that count, in the order they were made. Undo and Redo are marks, not edits.

    A mark for an edit that is not there, or that comes later, does nothing.
    """
    return tuple(edit for edit, counts in _judged(log) if counts)


def undone(log: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that were taken back and not restored, in the order they were made."""
    return tuple(edit for edit, counts in _judged(log) if not counts)


def _judged(log: Sequence[Edit]) -> list[tuple[Edit, bool]]:
    """Every edit that is no mark, and whether it counts."""
    edits: dict[int, Edit] = {}
    counts: dict[int, bool] = {}
    for edit in log:
        if isinstance(edit.change, Undo | Redo):
            if edit.change.number in edits:
                counts[edit.change.number] = isinstance(edit.change, Redo)
        else:
            edits[edit.number] = edit
            counts[edit.number] = True
    return [(edit, counts[number]) for number, edit in edits.items()]


def undo(log: Sequence[Edit], who: str) -> Undo | None:
    """The mark that takes back the last standing edit of ``who``; None if there is none."""
    own = [edit.number for edit in standing(log) if edit.who == who]
    return Undo(number=own[-1]) if own else None


def redo(log: Sequence[Edit], who: str) -> Redo | None:
    """The mark that restores what ``who`` undid last; None if that is nothing.

    As in any program, a new edit of the same person ends what they could redo.
    """
    own: list[int] = []
    for edit in log:
        if edit.who != who:
            continue
        if isinstance(edit.change, Undo):
            own.append(edit.change.number)
        elif isinstance(edit.change, Redo):
            own = [number for number in own if number != edit.change.number]
        else:
            own.clear()
    out = {edit.number for edit in undone(log)}
    own = [number for number in own if number in out]
    return Redo(number=own[-1]) if own else None


def colliding(log: Sequence[Edit], change: Change, *, expected: int, who: str) -> tuple[Edit, ...]:
    """The edits after number ``expected`` that changed the very thing that ``change`` changes.

    One who makes the same change again collides with nobody. Nor does ``who`` with moves of their
    own, pressed faster than the page answers; with their own texts they do: they may have the same
    story open in two windows.
    """
    mine = _touched(log, change)
    return tuple(
        edit
        for edit in log
        if edit.number > expected
        and edit.change != change
        and not (edit.who == who and not isinstance(change, _WRITES))
        and _touched(log, edit.change) & mine
    )


def repeated(log: Sequence[Edit], change: Change, *, expected: int, who: str) -> Edit | None:
    """The standing edit that ``change`` would only do once more; None if there is none.

    ``who`` sent the form of an item or block twice, from a page that showed the log up to
    ``expected``; or somebody has the correction printed already.
    """
    if not isinstance(change, AddItem | AddBlock):
        return None
    number = _corrects(change)
    for edit in standing(log):
        corrects = number is not None and _corrects(edit.change) == number
        if corrects or (edit.change == change and edit.who == who and edit.number > expected):
            return edit
    return None


def _corrects(change: Change) -> int | None:
    """The id of the correction that the change prints; None if it prints none."""
    match change:
        case AddItem(correction=number) | AddBlock(block=CorrectionBlock(correction=number)):
            return number
    return None


def hiding(log: Sequence[Edit], change: Change) -> Edit | None:
    """The edit that hides the story in which ``change`` would write, or into which it would join
    another: nobody would see what it does. None if there is none."""
    match change:
        case Override(story=story) | RemoveImage(story=story) | Split(story=story):
            return _hidden_by(log, story)
        case Merge(into=story):
            return _hidden_by(log, story)
    return None


def _hidden_by(log: Sequence[Edit], story: str) -> Edit | None:
    hidden = None
    for edit in standing(log):
        match edit.change:
            case Hide(story=other) if other == story:
                hidden = hidden or edit
            case (BringBack() | Move() | PinLead() | Accept()) as placed if placed.story == story:
                hidden = None
    return hidden


def _touched(log: Sequence[Edit], change: Change) -> frozenset[tuple[str, str]]:
    """What a change changes, as (story or section, field); of the edition itself, ("", field).
    Each block is a field of the edition."""
    match change:
        case Undo(number=number) | Redo(number=number):
            target = next((edit.change for edit in log if edit.number == number), None)
            marks = target is None or isinstance(target, Undo | Redo)
            return frozenset() if marks or target is None else _touched(log, target)
        case PinLead(story=story) | Move(story=story, place=StoryPlace.LEAD):
            return frozenset({(story, "place"), ("", "lead")})
        case Move(story=story) | Hide(story=story) | BringBack(story=story) | Accept(story=story):
            return frozenset({(story, "place")})
        case Merge(story=story, into=into):
            return frozenset({(story, "articles"), (story, "place"), (into, "articles")})
        case Split(story=story):
            return frozenset({(story, "articles")})
        case Override(story=story, field=field):
            return frozenset({(story, field.value)})
        case RemoveImage(story=story):
            return frozenset({(story, "image_url")})
        case OverrideEdition(field=edition_field):
            return frozenset({("", edition_field.value)})
        case RetitleSection(section=section):
            return frozenset({(section, "title")})
        case ChangeBlock(id=block) | RemoveBlock(id=block):
            return frozenset({("", f"block {block}")})
        case AddItem() | AddBlock():
            return frozenset()
