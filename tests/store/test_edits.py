"""The log of edits in the store: only added to, per edition, and never over another's words."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database

from digest.edit.edit_log import colliding
from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    CorrectionBlock,
    MediaBlock,
    Medium,
    SponsorBlock,
)
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BringBack,
    Change,
    ChangeBlock,
    Correction,
    Edit,
    Edited,
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
from digest.model.edition import Decision, State, StoryPlace
from digest.model.errors import StateError
from digest.model.mail import Mail
from digest.store.database import open_database
from digest.store.editions import (
    approve_edition,
    approved_edition,
    approved_mail,
    claim_edition,
    edition_record,
    move_edition,
    moves_of,
    save_edition,
)
from digest.store.edits import (
    ConflictError,
    append_edit,
    corrections_of,
    corrections_since,
    edits_of,
    proof_of,
    save_correction,
)
from digest.timetable import begun, timetable
from tests.edit.pages import item, page
from tests.newsroom import MORNING, THURSDAY, at

TODAY = "morning-2026-03-12"


def ready(database: Database) -> None:
    """The edition of that Thursday, built and waiting for approval."""
    times = timetable(MORNING, THURSDAY, ZoneInfo("UTC"))
    record = claim_edition(database, begun(MORNING, times), now=at(5))
    assert record is not None
    save_edition(database, page(), Decision(who="ada", at=at(5)), after=State.READY, revision=0)


def mail() -> Mail:
    return Mail(
        edition=TODAY,
        newsletter="morning",
        sender=MORNING.sender,
        subject="s",
        preheader="p",
        html="<html></html>",
        text="t",
    )


def approved(database: Database) -> None:
    ready(database)
    approve_edition(database, laid(), mail(), Decision(who="ada", at=at(6)), revision=1)


def laid(*log: Edit) -> Edited:
    """The page as it is approved, with these edits in it."""
    return Edited(edition=page(), built=page(), log=log)


def draft(change: Change, who: str = "ada", minute: int = 0) -> Edit:
    return Edit(number=0, edition=TODAY, who=who, at=at(6, minute), change=change)


def headline(text: str, story: str = "d") -> Override:
    return Override(story=story, field=ItemField.HEADLINE, text=text)


CHANGES: tuple[Change, ...] = (
    PinLead(story="d"),
    Move(story="d", place=StoryPlace.BRIEF, section="culture", after="e", index=2),
    Merge(story="d", into="e"),
    Split(story="d", articles=("x", "y")),
    Hide(story="d", reason="old — «вчора»"),
    BringBack(story="d"),
    Accept(story="d"),
    headline("Ours \u200f\n\t🗞"),
    RemoveImage(story="d"),
    OverrideEdition(field=EditionField.SUBJECT, text="Hello"),
    RetitleSection(section="culture", text="Life"),
    AddItem(headline="Our party", correction=3),
    AddBlock(
        block=SponsorBlock(
            sponsor="Savings Bank",
            headline="Tide tables",
            url="https://bank.example.com",
            first_day=THURSDAY,
            last_day=THURSDAY,
        )
    ),
    AddBlock(block=AgendaBlock(entries=(AgendaEntry(when="09:00", what="Crews vote"),))),
    AddBlock(block=CorrectionBlock(text="It was forty.", correction=3)),
    ChangeBlock(
        id="media-1", block=MediaBlock(medium=Medium.AUDIO, headline="h", url="https://x.example")
    ),
    RemoveBlock(id="own-2"),
    Undo(number=2),
    Redo(number=2),
)


def test_every_kind_of_change_is_tried_below() -> None:
    assert {type(change) for change in CHANGES} == set(get_args(Change))


def test_edits_come_back_as_they_were_made_numbered_in_their_order(database: Database) -> None:
    ready(database)
    made = [append_edit(database, draft(change, minute=n)) for n, change in enumerate(CHANGES)]
    assert [edit.number for edit in made] == list(range(1, len(CHANGES) + 1))
    assert edits_of(database, TODAY) == tuple(made)
    assert tuple(edit.change for edit in edits_of(database, TODAY)) == CHANGES


def test_what_is_remembered_of_a_story_comes_back_too(database: Database) -> None:
    ready(database)
    made = Edit(
        number=0,
        edition=TODAY,
        who="ada",
        at=at(6),
        change=headline("Ours"),
        source="Theirs",
        place=StoryPlace.TOP,
        item=item("d"),
        articles=("x",),
    )
    assert append_edit(database, made) == edits_of(database, TODAY)[0]
    assert edits_of(database, TODAY)[0].item == item("d")


def test_the_first_edit_keeps_the_build_it_was_made_on(database: Database) -> None:
    ready(database)
    assert proof_of(database, TODAY) is None
    append_edit(database, draft(Hide(story="d")))
    later = page(politics="ne")
    save_edition(database, later, Decision(who="ada", at=at(6, 5)), after=State.READY, revision=1)
    append_edit(database, draft(Hide(story="e"), minute=6))
    assert proof_of(database, TODAY) == page()
    assert edition_record(database, TODAY).edition == later


def test_an_edit_takes_the_approval_back_and_says_why(database: Database) -> None:
    approved(database)
    append_edit(database, draft(PinLead(story="d"), who="bob", minute=5))
    assert edition_record(database, TODAY).state is State.READY
    last = moves_of(database, TODAY)[-1]
    assert (last.who, str(last.why), last.at) == ("bob", "another story leads", at(6, 5))
    with pytest.raises(StateError, match="not approved"):
        approved_mail(database, TODAY)


def test_a_held_edition_stays_held_when_it_is_edited(database: Database) -> None:
    ready(database)
    move_edition(database, TODAY, State.HELD, Decision(who="ada", at=at(6)))
    append_edit(database, draft(PinLead(story="d")))
    assert edition_record(database, TODAY).state is State.HELD


CLOSED = {
    State.SENDING: "on its way to its readers",
    State.SENT: "was sent",
    State.KILLED: "was killed",
    State.EXPIRED: "has expired",
}


@pytest.mark.parametrize("state", CLOSED)
def test_an_edit_that_comes_too_late_is_refused_in_plain_words(
    database: Database, state: State
) -> None:
    approved(database)
    if state is State.SENT:
        move_edition(database, TODAY, State.SENDING, Decision(who="schedule", at=at(6, 30)))
    move_edition(database, TODAY, state, Decision(who="schedule", at=at(6, 31)))
    with pytest.raises(StateError, match=CLOSED[state]):
        append_edit(database, draft(PinLead(story="d"), minute=32))
    assert edits_of(database, TODAY) == ()


def test_an_edition_that_is_not_built_is_not_edited(database: Database) -> None:
    times = timetable(MORNING, THURSDAY, ZoneInfo("UTC"))
    claim_edition(database, begun(MORNING, times), now=at(5))
    with pytest.raises(StateError, match="is being built"):
        append_edit(database, draft(PinLead(story="d")))


def test_an_edition_that_is_not_there_is_not_edited(database: Database) -> None:
    with pytest.raises(StateError, match="there is no edition"):
        append_edit(database, draft(PinLead(story="d")))


def test_a_conflict_carries_the_words_of_the_other(database: Database) -> None:
    ready(database)
    append_edit(database, draft(headline("Ada's"), who="ada"))
    with pytest.raises(ConflictError, match="ada changed the same meanwhile") as caught:
        append_edit(
            database,
            draft(headline("Bob's"), who="bob", minute=1),
            colliding=lambda log: colliding(log, headline("Bob's"), expected=0, who="bob"),
        )
    assert [edit.change for edit in caught.value.newer] == [headline("Ada's")]
    assert len(edits_of(database, TODAY)) == 1


def test_a_mail_made_before_the_last_edit_is_not_approved(database: Database) -> None:
    ready(database)
    append_edit(database, draft(PinLead(story="d")))
    with pytest.raises(StateError, match="edited meanwhile"):
        approve_edition(database, laid(), mail(), Decision(who="ada", at=at(6, 5)), revision=1)
    log = edits_of(database, TODAY)
    approve_edition(database, laid(*log), mail(), Decision(who="ada", at=at(6, 5)), revision=1)


def test_the_edition_as_it_was_approved_is_kept(database: Database) -> None:
    approved(database)
    append_edit(database, draft(PinLead(story="d")))
    assert approved_edition(database, TODAY) == page()


def test_ten_editors_at_once_lose_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with open_database(path, create=True) as database:
        ready(database)

        def edit(editor: int) -> None:
            with open_database(path) as own:
                for number in range(12):
                    append_edit(own, draft(headline(f"{editor}-{number}"), who=f"editor {editor}"))

        editors = [threading.Thread(target=edit, args=[editor]) for editor in range(10)]
        for each in editors:
            each.start()
        for each in editors:
            each.join()
        log = edits_of(database, TODAY)
    assert [each.number for each in log] == list(range(1, 121))
    for editor in range(10):
        own_edits = [each.change for each in log if each.who == f"editor {editor}"]
        assert own_edits == [headline(f"{editor}-{number}") for number in range(12)]


def sent(database: Database) -> None:
    approved(database)
    for state in (State.SENDING, State.SENT):
        move_edition(database, TODAY, state, Decision(who="schedule", at=at(6, 30)))


def test_a_sent_edition_is_corrected_with_a_dated_note(database: Database) -> None:
    sent(database)
    note = save_correction(
        database, Correction(edition=TODAY, text="It was 40.", who="ada", at=at(9), story="d")
    )
    assert (note.text, note.who, note.at, note.story) == ("It was 40.", "ada", at(9), "d")
    assert corrections_of(database, TODAY) == (note,)


def test_an_edition_that_was_not_sent_is_edited_instead_of_corrected(database: Database) -> None:
    ready(database)
    with pytest.raises(StateError, match="only a sent one is corrected"):
        save_correction(database, Correction(edition=TODAY, text="It was 40.", who="ada", at=at(9)))


def test_corrections_are_found_by_newsletter_and_time(database: Database) -> None:
    sent(database)
    note = save_correction(
        database, Correction(edition=TODAY, text="It was 40.", who="ada", at=at(9))
    )
    found = corrections_since(database, newsletter="morning", since=at(9))
    assert found == (note,)
    later = at(9) + timedelta(seconds=1)
    assert corrections_since(database, newsletter="morning", since=later) == ()
    assert corrections_since(database, newsletter="evening", since=at(0)) == ()
