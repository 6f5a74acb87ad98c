"""The history as editors read it."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from digest.edit.apply import apply
from digest.edit.descriptions import described
from digest.model.blocks import EditionBlock, NumberBlock, QuoteBlock
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BringBack,
    Change,
    ChangeBlock,
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
    Split,
    Undo,
)
from digest.model.edition import StoryPlace
from digest.wording.desk_words import desk_languages, words_for
from tests.edit.pages import log, page

ENGLISH = words_for(["en"], ZoneInfo("UTC"))

QUOTE = EditionBlock(id="quote-1", content=QuoteBlock(text="Theirs", who="Ada"))
PAGE = replace(page(), blocks=(QUOTE,))

SENTENCES: dict[str, Change] = {
    "made “Headline d” the lead": PinLead(story="d"),
    "made “Headline e” the lead": Move(story="e", place=StoryPlace.LEAD),
    "moved “Headline d” to Culture": Move(story="d", place=StoryPlace.BRIEF, section="culture"),
    "moved “Headline d” within its section": Move(story="d", place=StoryPlace.BRIEF, after="e"),
    "moved “Headline d” among the top stories": Move(story="d", place=StoryPlace.TOP),
    "merged “Headline d” into “Headline a”": Merge(story="d", into="a"),
    "split an article out of “Headline d”": Split(story="d", articles=("x",)),
    "split 2 articles out of “Headline d”": Split(story="d", articles=("x", "y")),
    "hid “Headline d”: told yesterday": Hide(story="d", reason="told yesterday"),
    "hid “Headline e”": Hide(story="e"),
    "brought “Headline d” back": BringBack(story="d"),
    "accepted the late “unheard-of”": Accept(story="unheard-of"),
    "wrote the headline of “Headline d”": Override(
        story="d", field=ItemField.HEADLINE, text="Ours"
    ),
    "took back the brief of “Headline d”": Override(story="d", field=ItemField.BRIEF, text=""),
    "removed the picture of “Headline d”": RemoveImage(story="d"),
    "wrote the subject": OverrideEdition(field=EditionField.SUBJECT, text="Hello"),
    "took back the opening": OverrideEdition(field=EditionField.OPENING, text=""),
    "called the section “Politics” “Power”": RetitleSection(section="politics", text="Power"),
    "took back the title of the section “Culture”": RetitleSection(section="culture", text=""),
    "added “Our party”": AddItem(headline="Our party"),
    "added the number of the day “41 buckets”": AddBlock(
        block=NumberBlock(figure="41", text="buckets")
    ),
    "edited the quotation “Ours is better”": ChangeBlock(
        id="quote-1", block=QuoteBlock(text="Ours is better", who="Ada")
    ),
    "removed the quotation “Theirs”": RemoveBlock(id="quote-1"),
    "removed the own-9": RemoveBlock(id="own-9"),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_edit_is_told_in_a_sentence(sentence: str) -> None:
    edits = log(SENTENCES[sentence])
    assert described(edits[0], apply(PAGE, edits), ENGLISH) == sentence


def test_a_mark_tells_what_it_took_back_or_restored() -> None:
    edits = log(Hide(story="d"), Undo(number=1), Redo(number=1), Undo(number=9))
    edited = apply(PAGE, edits)
    assert [described(edit, edited, ENGLISH) for edit in edits[1:]] == [
        "undid: hid “Headline d”",
        "restored: hid “Headline d”",
        "undid an edit that is not there",
    ]


@pytest.mark.parametrize("language", desk_languages())
def test_every_edit_is_told_in_every_language(language: str) -> None:
    words = words_for([language], ZoneInfo("UTC"))
    told = []
    for change in SENTENCES.values():
        edits = log(change)
        told.append(described(edits[0], apply(PAGE, edits), words))
    assert len(set(told)) == len(SENTENCES)
