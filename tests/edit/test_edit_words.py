"""The history as editors read it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from digest.edit.apply import apply
from digest.edit.descriptions import described
from digest.model.edit import (
    Accept,
    AddItem,
    BringBack,
    Change,
    EditionField,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveImage,
    RetitleSection,
    Split,
    Undo,
)
from digest.model.edition import StoryPlace
from digest.wording.desk_words import desk_languages, words_for
from tests.edit.pages import log, page

ENGLISH = words_for(["en"], ZoneInfo("UTC"))

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
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_an_edit_is_told_in_a_sentence(sentence: str) -> None:
    edits = log(SENTENCES[sentence])
    assert described(edits[0], apply(page(), edits), ENGLISH) == sentence


def test_a_mark_tells_what_it_took_back_or_restored() -> None:
    edits = log(Hide(story="d"), Undo(number=1), Redo(number=1), Undo(number=9))
    edited = apply(page(), edits)
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
        told.append(described(edits[0], apply(page(), edits), words))
    assert len(set(told)) == len(SENTENCES)
