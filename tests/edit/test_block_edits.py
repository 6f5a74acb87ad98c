"""Blocks under edits: added, changed and removed over every build, and told in differences."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from digest.edit.apply import apply
from digest.edit.difference import difference
from digest.model.blocks import Block, EditionBlock, GoodThingBlock, NumberBlock, QuoteBlock
from digest.model.edit import AddBlock, Change, ChangeBlock, Edited, Hide, RemoveBlock, Undo
from digest.model.edition import Edition
from digest.wording.desk_words import words_for
from tests.edit.pages import log, page

ENGLISH = words_for(["en"], ZoneInfo("UTC"))
GOOSE, TOADS = GoodThingBlock(text="A goose."), NumberBlock(figure="41", text="buckets")
QUOTE = QuoteBlock(text="Theirs", who="Ada")
OURS = replace(QUOTE, text="Ours")


def built(*blocks: Block) -> Edition:
    """The page with these blocks of the settings."""
    own = (EditionBlock(id=f"{block.kind}-1", content=block) for block in blocks)
    return replace(page(), blocks=tuple(own))


def shown(edited: Edited) -> list[tuple[str, Block]]:
    return [(each.id, each.content) for each in edited.edition.blocks]


def test_an_editors_block_stands_behind_those_of_the_settings() -> None:
    edited = apply(built(QUOTE), log(AddBlock(block=GOOSE)))
    assert shown(edited) == [("quote-1", QUOTE), ("own-1", GOOSE)]


def test_blocks_are_changed_and_removed_and_undo_gives_them_back() -> None:
    changes: tuple[Change, ...] = (
        ChangeBlock(id="quote-1", block=OURS),
        RemoveBlock(id="number-1"),
    )
    edition = built(QUOTE, TOADS)
    assert shown(apply(edition, log(*changes))) == [("quote-1", OURS)]
    undone = apply(edition, log(*changes, Undo(number=1), Undo(number=2)))
    assert undone.edition == edition


def test_edits_of_blocks_are_carried_over_a_rebuild() -> None:
    edits = log(ChangeBlock(id="quote-1", block=OURS), AddBlock(block=GOOSE), Hide(story="d"))
    proof, rebuilt = built(QUOTE), built(replace(QUOTE, text="Theirs, mended"), TOADS)
    edited = apply(rebuilt, edits, proof=proof)
    assert shown(edited) == [("quote-1", OURS), ("number-1", TOADS), ("own-2", GOOSE)]
    assert edited.unapplied == ()


def test_a_block_that_the_settings_lost_is_not_brought_back_by_an_edit_and_that_is_said() -> None:
    edits = log(ChangeBlock(id="quote-1", block=OURS))
    edited = apply(built(), edits, proof=built(QUOTE))
    assert shown(edited) == []
    assert [str(each.why) for each in edited.unapplied] == ["the block is not there any more"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (RemoveBlock(id="own-9"), "the block is not there any more"),
        (ChangeBlock(id="own-9", block=GOOSE), "the block is not there any more"),
        (ChangeBlock(id="quote-1", block=GOOSE), "the block is of another kind"),
    ],
)
def test_an_edit_that_finds_no_block_says_so(change: Change, why: str) -> None:
    (unapplied,) = apply(built(QUOTE), log(change)).unapplied
    assert str(unapplied.why) == why


def test_what_differs_in_the_blocks_is_said() -> None:
    before = built(QUOTE, TOADS)
    edits = log(
        ChangeBlock(id="quote-1", block=OURS), RemoveBlock(id="number-1"), AddBlock(block=GOOSE)
    )
    after = apply(before, edits).edition
    assert [each.words for each in difference(before, after, ENGLISH)] == [
        "changed: the quotation “Ours”",
        "new: the one good thing “A goose.”",
        "dropped: the number of the day “41 buckets”",
    ]
    assert difference(after, after, ENGLISH) == ()
