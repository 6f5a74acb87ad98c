"""A build after the first edit: what editors placed stays, what is new waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.edit.apply import apply
from digest.model.edit import (
    Accept,
    Change,
    Edit,
    Edited,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    PinLead,
    RetitleSection,
    Split,
    Undo,
)
from digest.model.edition import Edition, Item, LeftOut, StoryPlace
from digest.model.message import Message
from tests.edit.pages import find, item, log, page, press, shape, told_by, with_item

HEADLINE = Override(story="d", field=ItemField.HEADLINE, text="Ours")


def rebuilt(built: Edition, *changes: Change, proof: Edition | None = None) -> Edited:
    """The edits made on ``proof`` (the usual page), laid over a later build."""
    return apply(built, log(*changes), proof=proof or page())


def test_the_lead_does_not_change_under_an_editor() -> None:
    edited = rebuilt(page(lead="n", top="ab"), HEADLINE)
    assert shape(edited.edition) == shape(page())
    assert [each.story for each in edited.late] == ["n"]


def test_without_an_edit_the_build_is_printed_as_it_is() -> None:
    later = page(lead="n", top="ab")
    assert apply(later, (), proof=page()).edition == later


def test_undoing_the_only_edit_gives_the_last_build() -> None:
    later = page(lead="n", top="ab")
    assert rebuilt(later, HEADLINE, Undo(number=1)).edition == later


def test_thirty_late_articles_leave_forty_edits_as_they_were() -> None:
    stories = [chr(code) for code in range(ord("à"), ord("à") + 24)]
    proof = page(politics="".join(stories[:12]), business="".join(stories[12:]))
    moves = [Move(story=one, place=StoryPlace.BRIEF, section="culture") for one in stories[:10]]
    texts = [
        Override(story=one, field=field, text=f"{field} {one}")
        for one in stories[10:22]
        for field in (ItemField.HEADLINE, ItemField.BRIEF)
    ]
    rest: list[Change] = [
        PinLead(story=stories[22]),
        Hide(story=stories[23]),
        Merge(story="b", into="c"),
    ]
    rest += [Move(story="a", place=StoryPlace.BRIEF, section="culture"), Hide(story=stories[0])]
    rest += [RetitleSection(section="culture", text="Life")]
    changes = [*moves, *texts, *rest]
    assert len(changes) == 40
    late = [chr(code) for code in range(ord("а"), ord("а") + 30)]
    later = page(lead=late[0], top="".join(late[1:3]), politics="".join(late[3:]), business="abc")
    before = apply(proof, log(*changes), proof=proof)
    after = apply(later, log(*changes), proof=proof)
    assert not after.unapplied
    assert shape(after.edition) == shape(before.edition)
    assert [each.headline for each in after.edition.items()] == [
        each.headline for each in before.edition.items()
    ]
    assert {each.story for each in after.late} == set(late)
    assert [each.item.story for each in after.hidden] == [each.item.story for each in before.hidden]


def test_an_accepted_story_of_a_section_stands_where_the_build_put_it() -> None:
    edited = rebuilt(page(politics="dne"), HEADLINE, Accept(story="n"))
    assert shape(edited.edition)["politics"] == "dne"
    assert edited.late == ()


def test_an_accepted_story_from_above_the_sections_comes_last_of_the_top() -> None:
    edited = rebuilt(page(lead="n", top="abc"), HEADLINE, Accept(story="n"))
    assert shape(edited.edition) == {**shape(page()), "top": "bcn"}


def test_a_late_story_that_is_moved_is_accepted() -> None:
    edited = rebuilt(page(politics="dne"), HEADLINE, Move(story="n", place=StoryPlace.TOP))
    assert shape(edited.edition)["top"] == "nbc"


def test_a_late_story_can_be_sent_to_the_tray_of_hidden_ones() -> None:
    edited = rebuilt(page(politics="dne"), HEADLINE, Hide(story="n"))
    assert edited.late == ()
    assert [each.item.story for each in edited.hidden] == ["n"]


def test_a_late_story_may_join_one_on_the_page() -> None:
    edited = rebuilt(page(politics="dne"), Merge(story="n", into="a"))
    assert find(edited.edition, "a").articles == ("a", "n")
    assert edited.late == ()


def test_an_edited_story_that_the_build_lost_stays_and_is_marked() -> None:
    later = replace(
        page(politics="e"), left_out=(LeftOut(id="d", title="", why="the section is full"),)
    )
    edited = rebuilt(later, HEADLINE)
    assert find(edited.edition, "d").headline == "Ours"
    assert [(each.story, str(each.why)) for each in edited.vanished] == [
        ("d", "the build leaves it out: the section is full")
    ]


def test_an_accepted_story_that_a_later_build_loses_stays_as_it_was_accepted() -> None:
    accept = Edit(
        number=1,
        edition="morning-2026-03-12",
        who="ada",
        at=page().window.end,
        change=Accept(story="n"),
        item=item("n"),
    )
    edited = apply(page(), (accept,), proof=page())
    assert find(edited.edition, "n") == replace(
        item("n"), why=(Message("reason.placed_by", who="ada"),)
    )
    assert [each.story for each in edited.vanished] == ["n"]


def test_new_words_of_the_source_are_printed_where_no_editor_wrote() -> None:
    later = with_item(page(), replace(find(page(), "e"), headline="Corrected"))
    assert find(rebuilt(later, HEADLINE).edition, "e").headline == "Corrected"


def test_an_editor_is_told_that_the_source_changed_since() -> None:
    later = with_item(page(), replace(find(page(), "d"), headline="Corrected"))
    edit = replace(log(HEADLINE)[0], source="Headline d", place=StoryPlace.BRIEF)
    edited = apply(later, (edit,), proof=page())
    assert find(edited.edition, "d").headline == "Ours"
    (stale,) = edited.stale
    assert (stale.story, stale.field, stale.was, stale.now) == (
        "d",
        "headline",
        "Headline d",
        "Corrected",
    )


def test_a_source_that_did_not_change_is_not_marked() -> None:
    edit = replace(log(HEADLINE)[0], source="Headline d", place=StoryPlace.BRIEF)
    assert apply(page(), (edit,), proof=page()).stale == ()


def test_a_brief_made_for_another_place_does_not_count_as_changed() -> None:
    written = replace(
        log(Override(story="d", field=ItemField.BRIEF, text="Ours"))[0],
        source="Brief d.",
        place=StoryPlace.BRIEF,
    )
    pinned = replace(log(PinLead(story="d"))[0], number=2)

    def longer(each: Item) -> Item:
        return replace(each, brief="Longer brief d.")

    edited = apply(page(), (written, pinned), reprint=press(longer))
    assert edited.stale == ()


def test_a_story_that_the_build_calls_by_another_article_keeps_its_edits() -> None:
    proof = with_item(page(), told_by(find(page(), "d"), "x"))
    renamed = replace(item("x"), headline="News of x", articles=("x", "d"))
    later = with_item(page(politics="xe"), renamed)
    edited = rebuilt(later, HEADLINE, proof=proof)
    assert shape(edited.edition)["politics"] == "de"
    assert find(edited.edition, "d").headline == "Ours"
    assert edited.late == ()


def merged_by_the_build(story: str, other: str) -> Edition:
    """A build that tells ``other`` within ``story``, as it was asked to."""
    remaining = page(top="bc".replace(other, ""), politics="de".replace(other, ""))
    return with_item(remaining, told_by(find(remaining, story), other))


def test_a_merge_that_the_build_took_over_leaves_one_story() -> None:
    edited = rebuilt(merged_by_the_build("a", "d"), Merge(story="d", into="a"))
    assert shape(edited.edition)["politics"] == "e"
    assert find(edited.edition, "a").articles == ("a", "d")
    assert not edited.unapplied


def test_a_story_that_the_build_tells_within_another_is_told_once() -> None:
    edited = rebuilt(merged_by_the_build("a", "d"), Hide(story="f"))
    assert shape(edited.edition)["politics"] == "e"


def test_a_lead_that_the_build_tells_within_a_brief_still_leads() -> None:
    later = page(lead="b", top="c", politics="de")
    later = with_item(later, told_by(find(later, "d"), "a"))
    edited = rebuilt(later, Hide(story="f"))
    assert shape(edited.edition)["lead"] == "a"
    assert shape(edited.edition)["politics"] == "e"
    assert find(edited.edition, "a").articles == ("d", "a")


def test_a_split_that_the_build_took_over_leaves_both_stories_in_place() -> None:
    proof = with_item(page(), told_by(find(page(), "d"), "x"))
    edited = rebuilt(page(politics="dex"), Split(story="d", articles=("x",)), proof=proof)
    assert shape(edited.edition)["politics"] == "dxe"
    assert edited.late == ()
    assert not edited.unapplied


def reprinted(each: Item) -> Item:
    return replace(each, brief=f"As {each.place}.")


@pytest.mark.parametrize("place", [StoryPlace.LEAD, StoryPlace.TOP])
def test_a_story_that_stays_where_it_was_has_the_words_for_that_place(place: StoryPlace) -> None:
    story = {StoryPlace.LEAD: "a", StoryPlace.TOP: "b"}[place]
    later = page(lead="n", top="mc", politics="deab")
    edited = apply(later, log(HEADLINE), proof=page(), reprint=press(reprinted))
    assert find(edited.edition, story).brief == f"As {place}."
