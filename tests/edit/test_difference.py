"""Differences between two editions, as an editor reads them."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from digest.edit.apply import apply
from digest.edit.difference import against_yesterday, difference
from digest.model.edit import (
    AddItem,
    Change,
    EditionField,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    RemoveImage,
    RetitleSection,
    Turn,
)
from digest.model.edition import Edition, StoryPlace
from digest.wording.desk_words import words_for
from tests.edit.pages import find, item, log, page, told_by, with_item

ENGLISH = words_for(["en"], ZoneInfo("UTC"))

WORDS: dict[str, tuple[tuple[Change, ...], list[str]]] = {
    "nothing": ((), []),
    "a pinned lead": (
        (PinLead(story="e"),),
        [
            "moved: “Headline e” from Politics, 2 to the lead",
            "moved: “Headline a” from the lead to top stories, 1",
        ],
    ),
    "another section": (
        (Move(story="d", place=StoryPlace.BRIEF, section="culture"),),
        ["moved: “Headline d” from Politics, 1 to Culture, 1"],
    ),
    "a hidden story": (
        (Hide(story="d"),),
        ["dropped: “Headline d”, which was in Politics"],
    ),
    "an own item": (
        (AddItem(headline="Our party", section="culture"),),
        ["new: “Our party” in Culture"],
    ),
    "a headline": (
        (Override(story="d", field=ItemField.HEADLINE, text="Ours"),),
        ["changed: the headline of “Ours”"],
    ),
    "a note": (
        (Override(story="d", field=ItemField.NOTE, text="Why"),),
        ["changed: the note of “Headline d”"],
    ),
    "a picture taken out": (
        (RemoveImage(story="d"),),
        [
            "changed: the picture of “Headline d”",
            "changed: the description of the picture of “Headline d”",
        ],
    ),
    "the subject": (
        (OverrideEdition(field=EditionField.SUBJECT, text="Hello"),),
        ["changed: the subject"],
    ),
    "a section's title": (
        (RetitleSection(section="politics", text="Power"),),
        ["changed: the section “Politics” is called “Power”"],
    ),
    "a merge": (
        (Merge(story="d", into="b"),),
        [
            "changed: the links of “Headline b”",
            "dropped: “Headline d”, which was in Politics; “Headline b” tells it now",
        ],
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_difference_is_said_in_words(name: str) -> None:
    changes, words = WORDS[name]
    after = apply(page(), log(*changes)).edition
    assert [each.words for each in difference(page(), after, ENGLISH)] == words


def test_one_story_lifted_over_others_is_one_move() -> None:
    before = page(business="fgh")
    lifted = log(Move(story="h", place=StoryPlace.BRIEF, section="business"))
    assert [each.words for each in difference(before, apply(before, lifted).edition, ENGLISH)] == [
        "moved: “Headline h” from Business, 3 to Business, 1"
    ]


def test_a_changed_text_is_shown_as_it_was_and_as_it_is() -> None:
    after = apply(page(), log(Override(story="d", field=ItemField.BRIEF, text="Ours."))).edition
    (found,) = difference(page(), after, ENGLISH)
    assert (found.turn, found.field, found.was, found.now) == (
        Turn.CHANGED,
        "brief",
        "Brief d.",
        "Ours.",
    )


def test_a_story_under_another_id_is_known_by_its_articles() -> None:
    before = with_item(page(), told_by(find(page(), "d"), "x"))
    renamed = replace(find(before, "d"), story="x", articles=("x", "d"))
    after = with_item(page(politics="xe"), renamed)
    assert difference(before, after, ENGLISH) == ()


def test_a_long_headline_is_cut_where_it_names_a_story() -> None:
    after = with_item(page(), replace(find(page(), "d"), headline="word " * 2000))
    (found,) = difference(page(), after, ENGLISH)
    assert len(found.words) < 120


def yesterday() -> Edition:
    return page(lead="a", top="k", politics="l", business="")


def test_against_yesterday_every_story_is_new_updated_or_repeated_and_the_rest_dropped() -> None:
    today = with_item(
        page(lead="a", top="b", politics="k", business=""),
        replace(item("k"), update=True),
    )
    turns = {each.story: each.turn for each in against_yesterday(yesterday(), today, ENGLISH)}
    assert turns == {
        "a": Turn.REPEATED,
        "b": Turn.NEW,
        "k": Turn.UPDATED,
        "l": Turn.DROPPED,
    }


def test_two_stories_that_carry_on_from_one_of_yesterdays_drop_nothing() -> None:
    today = page(lead="m", top="no", politics="", business="")
    for story in "mn":
        carried = replace(item(story), update=True, continues="a")
        today = with_item(today, replace(carried, place=find(today, story).place))
    found = against_yesterday(page(), today, ENGLISH)
    assert [each.story for each in found if each.turn is Turn.UPDATED] == ["m", "n"]
    assert "a" not in {each.story for each in found if each.turn is Turn.DROPPED}
