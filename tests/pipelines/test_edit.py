"""Editors at work on a morning's edition, from the built draft to what is approved and sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.article import Article, Status
from digest.model.blocks import CorrectionBlock, GoodThingBlock, NumberBlock
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    Change,
    ChangeBlock,
    Correction,
    Edit,
    EditionField,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    RemoveBlock,
    Split,
)
from digest.model.edition import State, StoryPlace
from digest.model.errors import StateError, UsageError
from digest.model.settings import Newsletter
from digest.pipelines.edit import (
    change,
    correct,
    edited,
    filed_by_editors,
    offered_corrections,
    redo,
    undo,
)
from digest.store.alerts import alerts_of
from digest.store.articles import save_articles
from digest.store.editions import approved_edition, approved_mail, edition_record, moves_of
from digest.store.edits import ConflictError, edits_of
from digest.store.recipient_imports import add_recipient
from tests.edit.morning import REQUIRED, TODAY, Morning, long_articles
from tests.newsroom import MORNING, THURSDAY, articles, at, told_of


@pytest.fixture
def open_newsroom(database: Database, tmp_path: Path) -> Callable[..., Morning]:
    """A newsroom whose edition of the morning is built."""

    def opened(newsletter: Newsletter = REQUIRED) -> Morning:
        save_articles(database, long_articles(), now=at(5))
        for name in ("ada", "bob"):
            add_recipient(database, "morning", f"{name}@example.com", now=at(1))
        morning = Morning(database, tmp_path, newsletter)
        assert morning.build(at(5, 45)).presented is not None
        return morning

    return opened


@pytest.fixture
def morning(open_newsroom: Callable[..., Morning]) -> Morning:
    return open_newsroom()


def headline(text: str, story: str = "article-2") -> Override:
    return Override(story=story, field=ItemField.HEADLINE, text=text)


def test_what_is_approved_is_the_edited_edition(morning: Morning) -> None:
    morning.change(headline("Three ships for Merrow"))
    morning.approve()
    mail = approved_mail(morning.database, TODAY)
    assert "Three ships for Merrow" in mail.html
    assert "Shipyard wins order" not in mail.html
    assert mail.html == morning.mail().html


def test_what_was_approved_can_be_compared_with_what_came_of_it(morning: Morning) -> None:
    morning.approve()
    before = morning.edition()
    morning.change(headline("Three ships for Merrow"))
    assert approved_edition(morning.database, TODAY) == before != morning.edition()


def test_an_approval_of_another_mail_than_the_one_seen_is_refused(morning: Morning) -> None:
    seen = morning.mail().hash
    morning.change(headline("Three ships for Merrow"))
    with pytest.raises(StateError, match="changed since you looked"):
        morning.approve(seen=seen)
    assert morning.state() is State.READY


def test_an_approval_of_the_very_mail_that_was_seen_goes_through(morning: Morning) -> None:
    seen = morning.mail().hash
    morning.approve(seen=seen)
    assert edition_record(morning.database, TODAY).mail == seen


def test_an_edition_with_everything_hidden_is_not_approved(morning: Morning) -> None:
    for story in morning.stories():
        morning.change(Hide(story=story))
    with pytest.raises(StateError, match="no story left"):
        morning.approve()


def test_an_editors_subject_and_preheader_are_the_mails(morning: Morning) -> None:
    morning.change(OverrideEdition(field=EditionField.SUBJECT, text="Ferry stays, ships come"))
    preheader = "And the rowing club has a boathouse of its own"
    morning.change(OverrideEdition(field=EditionField.PREHEADER, text=preheader))
    morning.approve()
    mail = approved_mail(morning.database, TODAY)
    assert (mail.subject, mail.preheader) == ("Ferry stays, ships come", preheader)


def test_an_opening_an_own_item_and_a_note_are_printed(morning: Morning) -> None:
    morning.change(OverrideEdition(field=EditionField.OPENING, text="Good morning, Merrow."))
    morning.change(
        AddItem(
            headline="Come to our open day", url="https://news.example.com/day", section="politics"
        )
    )
    lead = morning.stories()[0]
    morning.change(Override(story=lead, field=ItemField.NOTE, text="Four hundred jobs"))
    html = morning.mail().html
    for words in ("Good morning, Merrow.", "Come to our open day", "Four hundred jobs"):
        assert words in html


def test_a_story_is_told_at_the_length_of_its_place(morning: Morning) -> None:
    lengths = []
    for place in (StoryPlace.BRIEF, StoryPlace.TOP, StoryPlace.LEAD):
        morning.change(Move(story="article-1", place=place, section="politics"))
        lengths.append(len(morning.find("article-1").brief.split()))
    sizes = morning.newsletter.sizes
    limits = (sizes.brief_words, sizes.top_words, sizes.lead_words)
    assert lengths == sorted(set(lengths))
    assert all(length <= limit for length, limit in zip(lengths, limits, strict=True))


def test_merged_stories_show_both_outlets(morning: Morning) -> None:
    morning.change(Merge(story="article-2", into="article-1"))
    merged = morning.find("article-1")
    assert merged.articles == ("article-1", "article-2")
    assert "article-2" not in morning.stories()
    links = (*merged.also, *merged.related)
    assert "https://news.example.com/2" in {link.url for link in links}


def test_a_split_article_is_printed_from_what_is_stored(morning: Morning) -> None:
    told = replace(
        morning.article("article-1"),
        id="article-1b",
        source="wire",
        title="Harbour ferry stays until autumn, council votes",
        text="The harbour ferry stays until autumn, the city council voted on Wednesday night. The"
        " mayor takes the money for the ferry from the reserve. Pensioners ride free.",
        url="https://wire.example.com/1",
    )
    morning.gather(told)
    morning.build(at(5, 50))
    story = next(item for item in morning.edition().items() if len(item.articles) > 1)
    leaving = story.articles[1]
    morning.change(Split(story=story.story, articles=(leaving,)))
    split = next(item for item in morning.edition().items() if item.articles == (leaving,))
    assert split.headline == morning.article(leaving).title
    assert split.brief
    assert leaving not in morning.find(story.story).articles
    before = morning.stories()
    morning.build(at(5, 55))
    assert morning.stories() == before
    built = edition_record(morning.database, TODAY).edition
    assert built is not None
    assert all(leaving not in item.articles[1:] for item in built.items())


def test_a_merge_is_remembered_by_the_next_build(morning: Morning) -> None:
    morning.change(Merge(story="article-2", into="article-1"))
    morning.build(at(5, 50))
    built = edition_record(morning.database, TODAY).edition
    assert built is not None
    assert {"article-1", "article-2"} <= {
        article for item in built.items() for article in item.articles if len(item.articles) > 1
    }
    assert set(morning.find("article-1").articles) == {"article-1", "article-2"}
    assert "article-2" not in morning.stories()


def test_where_editors_moved_a_story_is_known_until_they_undo_it(morning: Morning) -> None:
    morning.change(Move(story="article-1", place=StoryPlace.BRIEF, section="politics"))
    morning.change(Move(story="article-2", place=StoryPlace.TOP))
    assert filed_by_editors(morning.database, since=at(1)) == {"article-1": "politics"}
    assert filed_by_editors(morning.database, since=at(1) + timedelta(days=1)) == {}
    undo(morning.database, TODAY, who="ada", now=at(6, 1))
    undo(morning.database, TODAY, who="ada", now=at(6, 2))
    assert filed_by_editors(morning.database, since=at(1)) == {}


def test_a_late_article_waits_in_the_tray_and_enters_when_accepted(morning: Morning) -> None:
    before = morning.stories()
    morning.change(headline("Three ships for Merrow"))
    morning.clock.set(at(5, 50))
    late = replace(
        long_articles()[0],
        id="late",
        title="Storm closes the northern pier for the weekend",
        text="A storm has closed the northern pier. " * 30,
        url="https://news.example.com/late",
        published=at(5, 49),
    )
    morning.gather(late)
    morning.build(at(5, 51))
    laid = edited(morning.newsroom, TODAY, now=at(5, 51))
    assert [item.story for item in laid.late] == ["late"]
    assert morning.stories() == before
    morning.change(Accept(story="late"))
    assert "late" in morning.stories()


def test_a_build_that_finds_too_little_does_not_end_an_edited_edition(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom()
    morning.change(headline("Three ships for Merrow"))
    demanding = replace(REQUIRED, sizes=replace(REQUIRED.sizes, minimum=12))
    morning.newsletter = demanding
    assert morning.build(at(5, 50)).record is not None
    assert morning.state() is State.READY


def test_an_edit_that_would_do_nothing_is_refused_with_the_reason(morning: Morning) -> None:
    morning.change(Merge(story="article-2", into="article-1"))
    with pytest.raises(StateError, match="it is part of “Council votes"):
        morning.change(Hide(story="article-2"))


NONSENSE: dict[str, tuple[Change, str]] = {
    "a text too long": (headline("x" * 20_001), "20001 characters is too long"),
    "a block without its fields": (
        AddBlock(block=NumberBlock(figure=" ", text="")),
        "the block is not complete: Number: is missing; Text: is missing",
    ),
    "a block with a link of our own network": (
        ChangeBlock(id="own-1", block=GoodThingBlock(text="x", url="http://10.0.0.7/")),
        "is no link that can stand in a mail",
    ),
    "an item without a headline": (AddItem(headline=" \n"), "needs a headline"),
    "a link that is a script": (
        AddItem(headline="Hello", url="javascript:alert(1)"),
        "is no link",
    ),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused(morning: Morning, name: str) -> None:
    what, words = NONSENSE[name]
    with pytest.raises(UsageError, match=words):
        morning.change(what)


def test_ten_thousand_characters_in_a_headline_are_kept_and_cut_in_the_mail(
    morning: Morning,
) -> None:
    morning.change(headline("word " * 2_000))
    assert morning.find("article-2").headline == "word " * 2_000
    assert 10 < morning.mail().html.count("word ") < 1_000


def test_two_editors_on_one_headline_keep_both_texts(morning: Morning) -> None:
    morning.change(headline("Ada's words"), who="ada", expected=0)
    with pytest.raises(ConflictError) as caught:
        morning.change(headline("Bob's words"), who="bob", expected=0)
    assert [edit.change for edit in caught.value.newer] == [headline("Ada's words")]
    assert morning.find("article-2").headline == "Ada's words"


def test_two_editors_on_two_fields_do_not_disturb_each_other(morning: Morning) -> None:
    morning.change(headline("Ada's words"), who="ada", expected=0)
    brief = Override(story="article-2", field=ItemField.BRIEF, text="Bob's words.")
    morning.change(brief, who="bob", expected=0)
    item = morning.find("article-2")
    assert (item.headline, item.brief) == ("Ada's words", "Bob's words.")


def test_undo_and_redo_are_lines_of_the_log(morning: Morning) -> None:
    before = morning.edition()
    morning.change(PinLead(story=morning.stories()[-1]))
    after = morning.edition()
    undo(morning.database, TODAY, who="ada", now=at(6))
    assert morning.edition() == before
    redo(morning.database, TODAY, who="ada", now=at(6, 1))
    assert morning.edition() == after
    assert undo(morning.database, TODAY, who="bob", now=at(6, 2)) is None


def test_an_editor_may_undo_anothers_edit_by_its_number(morning: Morning) -> None:
    before = morning.edition()
    made = morning.change(PinLead(story=morning.stories()[-1]), who="ada")
    undo(morning.database, TODAY, who="bob", now=at(6), number=made.number)
    assert morning.edition() == before


@pytest.mark.parametrize("mark", [undo, redo])
def test_a_mark_for_an_edit_that_is_not_there_is_not_made(
    morning: Morning, mark: Callable[..., Edit | None]
) -> None:
    made = morning.change(headline("Three ships for Merrow"))
    undo(morning.database, TODAY, who="ada", now=at(6), number=made.number)
    redo(morning.database, TODAY, who="ada", now=at(6), number=made.number)
    count = len(edits_of(morning.database, TODAY))
    assert mark(morning.database, TODAY, who="bob", now=at(6), number=99) is None
    assert redo(morning.database, TODAY, who="bob", now=at(6), number=made.number) is None
    assert len(edits_of(morning.database, TODAY)) == count


def test_the_edition_can_be_seen_as_it_was_after_an_earlier_edit(morning: Morning) -> None:
    morning.change(headline("First"))
    morning.change(headline("Second"))
    earlier = edited(morning.newsroom, TODAY, now=at(6), upto=1)
    assert "First" in {item.headline for item in earlier.edition.items()}


def test_an_edit_a_second_after_sending_changes_nothing_and_says_so(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    assert morning.attend(at(6, 30)) is State.SENT
    with pytest.raises(StateError, match="was sent"):
        morning.change(headline("Too late"))


def test_an_edited_edition_that_approves_itself_goes_out_as_edited(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    assert morning.attend(at(5, 46)) is State.APPROVED
    morning.change(headline("Three ships for Merrow"))
    assert morning.state() is State.READY
    assert morning.attend(at(6, 30)) is State.SENT
    assert "Three ships for Merrow" in approved_mail(morning.database, TODAY).html


WITHDRAWN, EMBARGOED = "was withdrawn by its source", "is under embargo until 2026-03-12 12:00 UTC"
TAKEN_BACK: dict[str, tuple[Callable[[Article], Article], str, str]] = {
    "killed": (lambda one: replace(one, status=Status.CANCELED), "withdrawn", WITHDRAWN),
    "withheld": (lambda one: replace(one, status=Status.WITHHELD), "withdrawn", WITHDRAWN),
    "under a new embargo": (lambda one: replace(one, embargo=at(12)), "embargoed", EMBARGOED),
}


@pytest.mark.parametrize("name", TAKEN_BACK)
def test_a_story_taken_back_by_the_wire_leaves_an_approved_edition(
    morning: Morning, name: str
) -> None:
    taken, kind, why = TAKEN_BACK[name]
    morning.approve()
    morning.gather(taken(morning.article("article-2")))
    assert morning.attend(at(6, 10)) is State.READY
    assert "article-2" not in morning.stories()
    title = "“Shipyard wins order for three research vessels”"
    assert str(moves_of(morning.database, TODAY)[-1].why) == f"{title} {why}"
    told = told_of(morning.database, TODAY)[f"{kind} article-2"]
    assert "“Shipyard wins order for three research vessels” left it" in told


def test_the_operator_is_told_of_a_withdrawal_once(morning: Morning) -> None:
    morning.gather(replace(morning.article("article-2"), status=Status.CANCELED))
    for minute in (0, 1, 2):
        morning.attend(at(6, minute))
    told = [alert.about for alert in alerts_of(morning.database, TODAY)]
    assert told.count("withdrawn article-2") == 1


def test_a_killed_story_is_not_sent_though_nobody_is_there_to_approve_again(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    assert morning.attend(at(5, 46)) is State.APPROVED
    morning.gather(replace(morning.article("article-2"), status=Status.CANCELED))
    assert morning.attend(at(6, 30)) is State.SENT
    assert "Shipyard wins order" not in approved_mail(morning.database, TODAY).html


def test_an_approved_edition_drops_a_link_to_a_withdrawn_article(morning: Morning) -> None:
    morning.change(Merge(story="article-2", into="article-1"))
    morning.approve()
    morning.gather(replace(morning.article("article-2"), status=Status.CANCELED))
    assert morning.attend(at(6, 10)) is State.READY
    assert "https://news.example.com/2" not in morning.mail().html


def test_a_story_that_was_edited_is_withdrawn_all_the_same(morning: Morning) -> None:
    morning.change(headline("Three ships for Merrow"))
    morning.change(PinLead(story="article-2"))
    morning.gather(replace(morning.article("article-2"), status=Status.CANCELED))
    assert "article-2" not in morning.stories()
    laid = edited(morning.newsroom, TODAY, now=at(6))
    assert [each.item.story for each in laid.withdrawn] == ["article-2"]


def test_a_story_that_its_source_gives_free_again_is_back_with_its_edits(
    morning: Morning,
) -> None:
    morning.change(headline("Three ships for Merrow"))
    article = morning.article("article-2")
    morning.gather(replace(article, status=Status.WITHHELD))
    assert "article-2" not in morning.stories()
    morning.gather(replace(article, updated=at(6)))
    assert morning.find("article-2").headline == "Three ships for Merrow"


def test_an_edition_that_was_sent_looks_as_it_was_sent(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    before = morning.edition()
    morning.attend(at(6, 30))
    morning.gather(replace(morning.article("article-2"), status=Status.CANCELED))
    assert morning.edition() == before


def test_a_correction_is_offered_until_an_edition_prints_it(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    morning.attend(at(6, 30))
    database = morning.database
    note = correct(
        database,
        Correction(edition=TODAY, text=" It was forty. ", who="ada", at=at(9), story="article-2"),
    )
    assert note.text == "It was forty."
    assert offered_corrections(database, "morning", now=at(10)) == (note,)
    assert offered_corrections(database, "morning", now=at(10) + timedelta(days=8)) == ()


def test_a_printed_correction_is_offered_no_longer(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    morning.attend(at(6, 30))
    note = correct(
        morning.database, Correction(edition=TODAY, text="It was forty.", who="ada", at=at(9))
    )
    friday = THURSDAY + timedelta(days=1)
    tomorrow = f"morning-{friday}"
    morning.newsletter = REQUIRED
    morning.settings = replace(morning.settings, newsletters={"morning": REQUIRED})
    morning.gather(*articles(at(5, day=friday), day=1))
    morning.attend(at(5, 46, day=friday))
    own = AddItem(headline="Correction", brief=note.text, section="politics", correction=note.id)
    now = at(5, 50, day=friday)
    draft = Edit(edition=tomorrow, who="ada", at=now, change=own)
    made = change(morning.newsroom, draft, expected=0)
    assert offered_corrections(morning.database, "morning", now=at(6, day=friday)) == ()
    undo(morning.database, tomorrow, who="ada", now=now, number=made.number)
    assert offered_corrections(morning.database, "morning", now=at(6, day=friday)) == (note,)


def test_a_correction_in_a_block_is_offered_again_when_the_block_is_removed(
    open_newsroom: Callable[..., Morning],
) -> None:
    morning = open_newsroom(MORNING)
    morning.attend(at(6, 30))
    note = correct(
        morning.database, Correction(edition=TODAY, text="It was forty.", who="ada", at=at(9))
    )
    friday = THURSDAY + timedelta(days=1)
    morning.newsletter = REQUIRED
    morning.settings = replace(morning.settings, newsletters={"morning": REQUIRED})
    morning.gather(*articles(at(5, day=friday), day=1))
    morning.attend(at(5, 46, day=friday))
    now = at(5, 50, day=friday)
    block = CorrectionBlock(text=note.text, correction=note.id)
    for wanted, offered in ((AddBlock(block=block), ()), (RemoveBlock(id="own-1"), (note,))):
        draft = Edit(edition=f"morning-{friday}", who="ada", at=now, change=wanted)
        change(morning.newsroom, draft, expected=9)
        assert offered_corrections(morning.database, "morning", now=now) == offered


def test_an_empty_correction_is_refused(morning: Morning) -> None:
    with pytest.raises(UsageError, match="needs words"):
        correct(morning.database, Correction(edition=TODAY, text=" ", who="ada", at=at(9)))
