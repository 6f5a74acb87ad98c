"""Each kind of edit, laid over a built edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.edit.apply import apply
from digest.model.article import Image
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
from digest.model.edition import Edition, Item, StoryPlace
from digest.model.message import Message
from tests.edit.pages import article, find, item, log, page, press, shape, told_by, with_item

TOP, BRIEF, LEAD = StoryPlace.TOP, StoryPlace.BRIEF, StoryPlace.LEAD

SHAPES: dict[str, tuple[tuple[Change, ...], dict[str, str]]] = {
    "a pinned story leads and the lead comes first of the top": (
        (PinLead(story="e"),),
        {"lead": "e", "top": "abc", "politics": "d", "business": "fg"},
    ),
    "a story pinned twice leads as if pinned once": (
        (PinLead(story="e"), PinLead(story="e")),
        {"lead": "e", "top": "abc", "politics": "d", "business": "fg"},
    ),
    "a story moves within its section": (
        (Move(story="d", place=BRIEF, section="politics", after="e"),),
        {"lead": "a", "top": "bc", "politics": "ed", "business": "fg"},
    ),
    "a story moves to the beginning of another section": (
        (Move(story="d", place=BRIEF, section="business"),),
        {"lead": "a", "top": "bc", "politics": "e", "business": "dfg"},
    ),
    "a story moves into a section that had none": (
        (Move(story="d", place=BRIEF, section="culture"),),
        {"lead": "a", "top": "bc", "politics": "e", "business": "fg", "culture": "d"},
    ),
    "a section that its last story leaves is not printed": (
        (Move(story="f", place=TOP, after="c"), Move(story="g", place=TOP, after="f")),
        {"lead": "a", "top": "bcfg", "politics": "de"},
    ),
    "an editor may place more top stories than the build": (
        (Move(story="d", place=TOP, after="b"), Move(story="e", place=TOP, after="b")),
        {"lead": "a", "top": "bedc", "business": "fg"},
    ),
    "a story whose neighbour left stands at the index it was given": (
        (
            Move(story="e", place=TOP),
            Move(story="f", place=BRIEF, section="politics", after="e", index=1),
        ),
        {"lead": "a", "top": "ebc", "politics": "df", "business": "g"},
    ),
    "a story whose neighbour left and that has no index comes last": (
        (Move(story="f", place=BRIEF, section="politics", after="b"),),
        {"lead": "a", "top": "bc", "politics": "def", "business": "g"},
    ),
    "a lead that moves away is followed by the first top story": (
        (Move(story="a", place=BRIEF, section="politics", after="d"),),
        {"lead": "b", "top": "c", "politics": "dae", "business": "fg"},
    ),
    "a hidden lead is followed by the first top story": (
        (Hide(story="a"),),
        {"lead": "b", "top": "c", "politics": "de", "business": "fg"},
    ),
    "a hidden story leaves the page": (
        (Hide(story="e", reason="old"),),
        {"lead": "a", "top": "bc", "politics": "d", "business": "fg"},
    ),
    "a story brought back stands where it stood": (
        (Hide(story="d"), BringBack(story="d")),
        {"lead": "a", "top": "bc", "politics": "de", "business": "fg"},
    ),
    "a hidden story that is moved onto the page is back": (
        (Hide(story="d"), Move(story="d", place=TOP, after="b")),
        {"lead": "a", "top": "bdc", "politics": "e", "business": "fg"},
    ),
    "a merged story is one with the other": (
        (Merge(story="d", into="a"),),
        {"lead": "a", "top": "bc", "politics": "e", "business": "fg"},
    ),
    "an own item stands where it was put": (
        (AddItem(headline="Our party", section="business", after="f"),),
        {"lead": "a", "top": "bc", "politics": "de", "business": "fown-1g"},
    ),
    "an undone edit does nothing": (
        (PinLead(story="e"), Undo(number=1)),
        {"lead": "a", "top": "bc", "politics": "de", "business": "fg"},
    ),
    "an edit redone counts in its old order": (
        (PinLead(story="e"), PinLead(story="d"), Undo(number=1), Redo(number=1)),
        {"lead": "d", "top": "eabc", "business": "fg"},
    ),
    "an edit may be undone though others came after it": (
        (PinLead(story="e"), Hide(story="f"), Undo(number=1)),
        {"lead": "a", "top": "bc", "politics": "de", "business": "g"},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_places(name: str) -> None:
    changes, expected = SHAPES[name]
    assert shape(apply(page(), log(*changes)).edition) == expected


def test_an_edition_without_edits_is_the_build_itself() -> None:
    built = page()
    assert apply(built, ()).edition is built


def test_every_item_says_the_place_it_stands_at() -> None:
    edited = apply(page(), log(PinLead(story="e"), Move(story="c", place=BRIEF, section="culture")))
    assert edited.edition.lead is not None
    assert edited.edition.lead.place is LEAD
    assert {each.place for each in edited.edition.top} == {TOP}
    assert (find(edited.edition, "c").place, find(edited.edition, "c").section) == (
        BRIEF,
        "culture",
    )


def test_a_placed_story_says_who_placed_it() -> None:
    edited = apply(page(), log(PinLead(story="e"), who="Ada Byron"))
    assert str(find(edited.edition, "e").why[0]) == "placed here by Ada Byron"


def with_reasons() -> Edition:
    """The page with the reasons that a build gives."""
    by_words = Message("reason.section_by_words", best="vote")
    whys = {"a": "reason.leads", "b": "reason.top", "c": "reason.top", "d": "reason.brief_by_score"}
    built = page()
    for story, key in whys.items():
        why = (Message(key), Message("reason.only_article"), by_words)
        built = with_item(built, replace(find(built, story), why=why))
    return built


def keys_of(edition: Edition, story: str) -> list[str]:
    why = find(edition, story).why
    return [each.key.removeprefix("reason.") for each in why if isinstance(each, Message)]


def test_a_pinned_lead_says_who_put_it_there_and_nothing_of_the_place_it_left() -> None:
    edition = apply(with_reasons(), log(PinLead(story="b"))).edition
    assert keys_of(edition, "b") == ["placed_by", "only_article", "section_by_words"]
    assert keys_of(edition, "c") == ["top", "only_article", "section_by_words"]


def test_a_story_that_gave_up_the_lead_is_no_longer_said_to_lead() -> None:
    edition = apply(with_reasons(), log(PinLead(story="b"))).edition
    assert keys_of(edition, "a") == ["page_arranged", "only_article", "section_by_words"]
    twice = apply(with_reasons(), log(PinLead(story="b"), PinLead(story="c"))).edition
    assert keys_of(twice, "b")[0] == "page_arranged"


def test_a_story_that_leads_since_the_lead_left_is_no_longer_said_to_be_a_top_story() -> None:
    edition = apply(with_reasons(), log(Hide(story="a"))).edition
    assert keys_of(edition, "b")[0] == "page_arranged"


def test_a_story_moved_to_another_section_says_nothing_of_why_it_was_in_the_first() -> None:
    moved = Move(story="d", place=BRIEF, section="business")
    assert keys_of(apply(with_reasons(), log(moved)).edition, "d") == ["placed_by", "only_article"]


def test_reasons_of_version_0_1_leave_with_the_place_they_are_of() -> None:
    old = ("leads: the highest score among full articles", "+0.60 told by 3 sources")
    built = with_item(page(), replace(find(page(), "a"), why=old))
    told = find(apply(built, log(PinLead(story="b"))).edition, "a").why
    assert [str(each) for each in told[1:]] == ["+0.60 told by 3 sources"]


FIELDS = {
    ItemField.HEADLINE: "headline",
    ItemField.BRIEF: "brief",
    ItemField.LINK_TEXT: "link_text",
    ItemField.NOTE: "note",
}


@pytest.mark.parametrize("field", FIELDS)
def test_an_override_is_printed_and_its_source_kept_beside_it(field: ItemField) -> None:
    edited = apply(page(), log(Override(story="d", field=field, text="Ours")))
    source = edited.source_of("d")
    assert getattr(find(edited.edition, "d"), FIELDS[field]) == "Ours"
    assert source is not None
    assert getattr(source, FIELDS[field]) == getattr(item("d"), FIELDS[field])


def test_an_override_changes_nothing_else() -> None:
    built = page()
    edited = apply(built, log(Override(story="d", field=ItemField.HEADLINE, text="Ours")))
    assert edited.edition == with_item(built, replace(find(built, "d"), headline="Ours"))


def test_an_empty_override_means_the_source_again() -> None:
    changes = [Override(story="d", field=ItemField.HEADLINE, text=text) for text in ("Ours", "  ")]
    assert apply(page(), log(*changes)).edition == page()


def test_the_last_override_of_a_field_counts() -> None:
    changes = [
        Override(story="d", field=ItemField.HEADLINE, text=text) for text in ("First", "Second")
    ]
    assert find(apply(page(), log(*changes)).edition, "d").headline == "Second"


def test_another_picture_has_not_the_old_ones_size_caption_and_credit() -> None:
    image = Image(url="https://x/1.jpg", alt="Old", caption="c", credit="d", width=9, height=9)
    built = with_item(page(), replace(find(page(), "a"), image=image))
    change = Override(story="a", field=ItemField.IMAGE_URL, text="https://x/2.jpg")
    edited = apply(built, log(change))
    assert find(edited.edition, "a").image == Image(url="https://x/2.jpg", alt="Old")


def test_a_picture_is_described_anew() -> None:
    change = Override(story="a", field=ItemField.IMAGE_ALT, text="A ferry")
    image = find(apply(page(), log(change)).edition, "a").image
    assert image == Image(url="https://images.example.com/a.jpg", alt="A ferry")


def test_a_removed_picture_is_not_printed() -> None:
    assert find(apply(page(), log(RemoveImage(story="a"))).edition, "a").image is None


@pytest.mark.parametrize("field", EditionField)
def test_the_editions_own_texts_are_written_anew(field: EditionField) -> None:
    edited = apply(page(), log(OverrideEdition(field=field, text="Good morning")))
    assert getattr(edited.edition, field.value) == "Good morning"


def test_a_section_gets_another_title_wherever_it_is_printed() -> None:
    edition = apply(page(), log(RetitleSection(section="business", text="Work"))).edition
    assert dict(edition.section_titles)["business"] == "Work"
    assert [section.title for section in edition.sections] == ["Politics", "Work"]


def test_the_tray_holds_what_was_hidden_with_the_reason_and_the_name() -> None:
    edited = apply(page(), log(Hide(story="d", reason="told yesterday")))
    (hidden,) = edited.hidden
    assert (hidden.item.story, hidden.reason, hidden.who) == ("d", "told yesterday", "ada")


def test_a_merge_joins_articles_and_outlets() -> None:
    other = replace(find(page(), "d"), source="Aster Wire")
    edited = apply(with_item(page(), other), log(Merge(story="d", into="b")))
    merged = find(edited.edition, "b")
    assert merged.articles == ("b", "d")
    assert [link.source for link in merged.also] == ["Aster Wire"]
    assert [link.text for link in merged.related] == ["Headline d"]


def test_stories_merged_in_a_row_are_all_one() -> None:
    edited = apply(page(), log(Merge(story="d", into="e"), Merge(story="e", into="a")))
    assert find(edited.edition, "a").articles == ("a", "e", "d")
    assert not edited.unapplied


def printed(blank: Item) -> Item:
    """A press that knows every article."""
    return replace(blank, headline=f"Printed {blank.story}", brief=f"As {blank.place}.")


def with_two_tellers() -> Edition:
    return with_item(page(), told_by(find(page(), "d"), "x"))


def test_a_split_article_is_a_story_behind_the_other() -> None:
    edited = apply(
        with_two_tellers(), log(Split(story="d", articles=("x",))), reprint=press(printed)
    )
    assert shape(edited.edition)["politics"] == "dxe"
    assert find(edited.edition, "x").headline == "Printed x"
    assert find(edited.edition, "d").articles == ("d",)


def test_a_story_split_off_the_lead_is_the_first_of_the_top() -> None:
    built = with_item(page(), told_by(find(page(), "a"), "x"))
    edited = apply(built, log(Split(story="a", articles=("x",))), reprint=press(printed))
    assert shape(edited.edition)["top"] == "xbc"


def test_the_article_that_named_the_story_can_leave_it_too() -> None:
    edited = apply(
        with_two_tellers(), log(Split(story="d", articles=("d",))), reprint=press(printed)
    )
    assert find(edited.edition, "d").articles == ("x",)
    assert find(edited.edition, "split-1").articles == ("d",)


def test_a_story_split_off_a_hidden_one_lies_in_the_tray_as_well() -> None:
    changes = (Hide(story="d", reason="old"), Split(story="d", articles=("x",)))
    edited = apply(with_two_tellers(), log(*changes), reprint=press(printed))
    assert [(each.item.story, each.reason) for each in edited.hidden] == [
        ("d", "old"),
        ("x", "old"),
    ]


def test_a_story_split_off_a_late_one_waits_as_well() -> None:
    changes = (Hide(story="a"), Split(story="d", articles=("x",)))
    edited = apply(
        with_two_tellers(), log(*changes), proof=page(politics="e"), reprint=press(printed)
    )
    assert [each.story for each in edited.late] == ["d", "x"]


def test_a_story_in_another_place_gets_the_texts_that_fit_there() -> None:
    edited = apply(page(), log(PinLead(story="e")), reprint=press(printed))
    assert find(edited.edition, "e").brief == "As lead."
    assert find(edited.edition, "a").brief == "As top."
    assert find(edited.edition, "d").brief == "Brief d."


def test_an_editors_words_go_with_the_story_to_its_new_place() -> None:
    changes = (Override(story="e", field=ItemField.BRIEF, text="Ours."), PinLead(story="e"))
    assert find(apply(page(), log(*changes), reprint=press(printed)).edition, "e").brief == "Ours."


def test_an_own_item_with_a_link_has_words_for_it() -> None:
    own = AddItem(headline="Our party", url="https://party.example.com", section="culture")
    added = find(apply(page(), log(own)).edition, "own-1")
    assert (added.link_text, added.language) == ("Our party", "en")


def test_an_own_item_is_edited_like_any_other() -> None:
    changes = (
        AddItem(headline="Our party", section="culture"),
        Override(story="own-1", field=ItemField.HEADLINE, text="Our feast"),
        PinLead(story="own-1"),
    )
    edition = apply(page(), log(*changes)).edition
    assert edition.lead is not None
    assert edition.lead.headline == "Our feast"


UNAPPLIED: dict[str, tuple[tuple[Change, ...], str]] = {
    "an unknown story": ((Hide(story="zz"),), "the story is not there"),
    "a merged story": (
        (Merge(story="d", into="a"), Hide(story="d")),
        "it is part of “Headline a” now",
    ),
    "a merge with itself": ((Merge(story="d", into="d"),), "a story cannot join itself"),
    "a merge in a circle": (
        (Merge(story="d", into="a"), Merge(story="a", into="d")),
        "it is part of “Headline a” now",
    ),
    "hiding twice": ((Hide(story="d"), Hide(story="d")), "it is hidden already"),
    "bringing back what is there": ((BringBack(story="d"),), "it is not hidden"),
    "accepting what is there": ((Accept(story="d"),), "it is in the edition already"),
    "a section that is not there": (
        (Move(story="d", place=BRIEF, section="sport"),),
        "there is no section 'sport'",
    ),
    "a title for no section": (
        (RetitleSection(section="sport", text="x"),),
        "there is no section 'sport'",
    ),
    "splitting all of a story": (
        (Split(story="d", articles=("d",)),),
        "a story cannot do without all of its articles",
    ),
    "splitting what is not in it": (
        (Split(story="d", articles=("a",)),),
        "none of these articles is in the story",
    ),
}


@pytest.mark.parametrize("name", UNAPPLIED)
def test_an_edit_that_can_do_nothing_says_why(name: str) -> None:
    changes, why = UNAPPLIED[name]
    edited = apply(page(), log(*changes))
    assert [(each.edit.number, str(each.why)) for each in edited.unapplied] == [(len(changes), why)]


def test_a_split_whose_article_is_not_stored_is_not_made() -> None:
    edited = apply(with_two_tellers(), log(Split(story="d", articles=("x",))))
    assert [str(each.why) for each in edited.unapplied] == ["the article is no longer stored"]
    assert find(edited.edition, "d").articles == ("d", "x")


def test_a_withdrawn_story_leaves_the_page_though_nobody_edited() -> None:
    edited = apply(page(), (), withdrawn=[article("e")])
    assert shape(edited.edition)["politics"] == "d"
    assert [str(each.why) for each in edited.withdrawn] == ["its source withdrew “Headline e”"]


def test_a_withdrawn_lead_is_followed_by_the_first_top_story() -> None:
    assert shape(apply(page(), (), withdrawn=[article("a")]).edition)["lead"] == "b"


def test_no_edit_keeps_or_brings_back_what_was_withdrawn() -> None:
    changes = (
        PinLead(story="e"),
        Override(story="e", field=ItemField.HEADLINE, text="Ours"),
        Hide(story="e"),
        BringBack(story="e"),
    )
    edited = apply(page(), log(*changes), withdrawn=[article("e")])
    assert "e" not in {each.story for each in edited.edition.items()}
    assert not edited.hidden
    assert [each.edit.change for each in edited.unapplied] == list(changes)


def test_a_withdrawn_further_article_takes_its_links_along() -> None:
    built = with_item(page(), told_by(find(page(), "d"), "x", "y"))
    gone = replace(article("x"), url="https://wire.example.com/x")
    edited = apply(built, (), withdrawn=[gone])
    assert find(edited.edition, "d").articles == ("d", "y")
    assert [link.source for link in find(edited.edition, "d").also] == ["Outlet y"]
