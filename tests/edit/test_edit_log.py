"""Undo and redo as marks in the log, and which edits collide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.edit.edit_log import colliding, redo, standing, undo
from digest.model.blocks import GoodThingBlock
from digest.model.edit import (
    AddBlock,
    AddItem,
    Change,
    ChangeBlock,
    Edit,
    EditionField,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveBlock,
    RemoveImage,
    RetitleSection,
    Undo,
)
from digest.model.edition import StoryPlace
from tests.edit.pages import log

ONE, TWO, THREE = (Hide(story=story) for story in "abc")


def numbers(edits: tuple[Edit, ...]) -> list[int]:
    return [edit.number for edit in edits]


def test_undo_takes_back_ones_own_last_edit_not_anothers() -> None:
    edits = log(ONE, TWO, THREE)
    edits = (*edits[:2], replace(edits[2], who="bob"))
    assert undo(edits, "ada") == Undo(number=2)


def test_undo_again_takes_back_the_one_before() -> None:
    assert undo(log(ONE, TWO, Undo(number=2)), "ada") == Undo(number=1)


def test_with_everything_undone_there_is_nothing_to_undo() -> None:
    assert undo(log(ONE, Undo(number=1)), "ada") is None


def test_redo_restores_what_was_undone_last() -> None:
    edits = log(ONE, TWO, Undo(number=2), Undo(number=1))
    assert redo(edits, "ada") == Redo(number=1)
    assert redo((*edits, *_later(edits, Redo(number=1))), "ada") == Redo(number=2)


def test_a_new_edit_ends_what_can_be_redone() -> None:
    assert redo(log(ONE, Undo(number=1), TWO), "ada") is None


def test_what_another_undid_is_not_ones_own_to_redo() -> None:
    edits = log(ONE, Undo(number=1))
    assert redo((edits[0], replace(edits[1], who="bob")), "ada") is None


def test_a_mark_for_an_edit_that_is_not_there_does_nothing() -> None:
    assert numbers(standing(log(Undo(number=2), ONE, Redo(number=9), Undo(number=1)))) == [2]


def _later(edits: tuple[Edit, ...], change: Change) -> tuple[Edit, ...]:
    return (replace(edits[-1], number=edits[-1].number + 1, change=change),)


def headline(text: str, story: str = "a") -> Override:
    return Override(story=story, field=ItemField.HEADLINE, text=text)


COLLISIONS: dict[str, tuple[Change, Change, bool]] = {
    "the same field of one story": (headline("x"), headline("y"), True),
    "the same field of two stories": (headline("x"), headline("y", "b"), False),
    "two fields of one story": (
        headline("x"),
        Override(story="a", field=ItemField.BRIEF, text="y"),
        False,
    ),
    "the same text twice": (headline("x"), headline("x"), False),
    "two leads": (PinLead(story="a"), PinLead(story="b"), True),
    "a lead pinned and one moved there": (
        PinLead(story="a"),
        Move(story="b", place=StoryPlace.LEAD),
        True,
    ),
    "two places for one story": (
        Move(story="a", place=StoryPlace.TOP),
        Move(story="a", place=StoryPlace.BRIEF),
        True,
    ),
    "a place and a text of one story": (
        Move(story="a", place=StoryPlace.TOP),
        headline("x"),
        False,
    ),
    "a story moved and hidden": (Move(story="a", place=StoryPlace.TOP), Hide(story="a"), True),
    "a story merged and moved": (Merge(story="a", into="b"), Hide(story="a"), True),
    "a story joined by two others": (
        Merge(story="a", into="c"),
        Merge(story="b", into="c"),
        True,
    ),
    "a picture replaced and removed": (
        Override(story="a", field=ItemField.IMAGE_URL, text="x"),
        RemoveImage(story="a"),
        True,
    ),
    "two subjects": (
        OverrideEdition(field=EditionField.SUBJECT, text="x"),
        OverrideEdition(field=EditionField.SUBJECT, text="y"),
        True,
    ),
    "a subject and an opening": (
        OverrideEdition(field=EditionField.SUBJECT, text="x"),
        OverrideEdition(field=EditionField.OPENING, text="y"),
        False,
    ),
    "two titles of one section": (
        RetitleSection(section="s", text="x"),
        RetitleSection(section="s", text="y"),
        True,
    ),
    "a block edited and removed": (
        ChangeBlock(id="own-1", block=GoodThingBlock(text="x")),
        RemoveBlock(id="own-1"),
        True,
    ),
    "two blocks": (
        ChangeBlock(id="own-1", block=GoodThingBlock(text="x")),
        ChangeBlock(id="own-2", block=GoodThingBlock(text="y")),
        False,
    ),
    "two own blocks": (
        AddBlock(block=GoodThingBlock(text="x")),
        AddBlock(block=GoodThingBlock(text="y")),
        False,
    ),
    "two own items": (AddItem(headline="x"), AddItem(headline="y"), False),
}


@pytest.mark.parametrize("name", COLLISIONS)
def test_two_edits_collide_only_over_the_same_thing(name: str) -> None:
    first, second, collide = COLLISIONS[name]
    assert bool(colliding(log(first), second, expected=0, who="bob")) is collide


def test_what_an_editor_has_seen_is_no_collision() -> None:
    assert colliding(log(headline("x")), headline("y"), expected=1, who="bob") == ()


def test_an_undo_collides_like_the_edit_it_takes_back() -> None:
    edits = log(headline("x"), headline("y"))
    assert numbers(colliding(edits, Undo(number=1), expected=1, who="bob")) == [2]
    undone = log(headline("x"), Undo(number=1))
    assert numbers(colliding(undone, headline("y"), expected=1, who="bob")) == [2]


def test_ones_own_moves_never_collide_however_fast_they_are_pressed() -> None:
    moves = Move(story="a", place=StoryPlace.TOP), Move(story="a", place=StoryPlace.BRIEF)
    assert colliding(log(moves[0]), moves[1], expected=0, who="ada") == ()
    assert numbers(colliding(log(moves[0]), moves[1], expected=0, who="bob")) == [1]


def test_ones_own_text_from_another_window_is_not_overwritten_unseen() -> None:
    assert numbers(colliding(log(headline("x")), headline("y"), expected=0, who="ada")) == [1]
