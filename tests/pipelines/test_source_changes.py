"""What sources change of an edition: what is told, what stays, and what is no change at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlite_utils import Database

from digest.model.article import Article, Status
from digest.model.delivery import Distribution
from digest.model.edit import Hide, ItemField, Merge, Override
from digest.model.edition import Decision, State
from digest.model.errors import StateError
from digest.model.settings import DeskPages, Newsletter
from digest.model.users import NewUser, Role
from digest.pipelines.edit import edited, offered_corrections
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.send import send_edition
from digest.pipelines.send_options import SendOptions
from digest.pipelines.source_changes import look_at_sources
from digest.pipelines.source_watch import sources_watched
from digest.pipelines.subscriptions import ListReadership
from digest.store.alerts import alerts_of
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import (
    approved_edition,
    approved_mail,
    edition_record,
    move_edition,
    moves_of,
)
from digest.store.edits import corrections_of
from digest.store.last_seen import signature_of
from digest.store.recipient_imports import add_recipient
from digest.store.source_changes import source_changes_of
from digest.store.sqlite_ledger import SqliteLedgers
from digest.store.users import add_user
from tests.edit.morning import REQUIRED, TODAY, Morning, long_articles
from tests.newsroom import MORNING, THURSDAY, articles, at

OLD = "Shipyard wins order for three research vessels"
NEW = "Shipyard loses order for three research vessels"

Open = Callable[..., Morning]


@pytest.fixture
def open_newsroom(database: Database, tmp_path: Path) -> Open:
    """A newsroom with two readers, in which Ada approves and Oksana edits; the edition is built."""

    def opened(
        newsletter: Newsletter = REQUIRED, stock: Sequence[Article] | None = None
    ) -> Morning:
        save_articles(database, stock or long_articles(), now=at(5))
        for reader in ("una", "bob"):
            add_recipient(database, "morning", f"{reader}@example.com", now=at(1))
        for name, role in (("ada", Role.APPROVER), ("oksana", Role.EDITOR)):
            mail = f"{name}@gazette.example.com"
            add_user(
                database,
                NewUser(name=name, role=role, mail=mail),
                password="correct horse",
                now=at(1),
            )
        morning = Morning(database, tmp_path, newsletter)
        morning.settings = replace(morning.settings, desk=DeskPages(url="https://desk.example.com"))
        morning.attend(at(5, 45))
        return morning

    return opened


@pytest.fixture
def morning(open_newsroom: Open) -> Morning:
    return open_newsroom()


def mails(morning: Morning, to: str = "ada") -> list[str]:
    """What the person got, subject and text, the earliest first."""
    paths = sorted(
        (Path(morning.settings.project) / "outbox").glob(f"*/{to}@gazette*.eml"),
        key=lambda path: path.stat().st_mtime_ns,
    )
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [f"{mail['Subject']}\n{mail.get_content()}".replace("\r\n", "\n") for mail in found]


def correct(morning: Morning, name: str = "article-2", **fields: object) -> None:
    """The article with other fields, as its source sends it now."""
    changed = replace(morning.article(name), **fields)  # type: ignore[arg-type] # the caller's
    morning.gather(changed)


def send(morning: Morning, should_stop: Callable[[], bool] = lambda: False) -> None:
    send_edition(
        morning.newsroom,
        TODAY,
        who="ada",
        options=SendOptions(should_stop=should_stop),
    )


def told(morning: Morning) -> list[str]:
    return [alert.about for alert in alerts_of(morning.database, TODAY)]


def test_a_correction_is_printed_by_a_draft_without_a_build(morning: Morning) -> None:
    correct(morning, title=NEW)
    assert morning.find("article-2").headline == NEW
    assert NEW in morning.mail().html


def test_a_corrected_story_keeps_its_place_and_its_section(morning: Morning) -> None:
    before = {
        item.story: (item.place, item.section, item.score) for item in morning.edition().items()
    }
    correct(morning, title=NEW, text="The order was lost. Four hundred people are out of work.")
    after = {
        item.story: (item.place, item.section, item.score) for item in morning.edition().items()
    }
    assert after == before
    assert "out of work" in morning.find("article-2").brief


def test_editors_own_words_stay_over_a_correction_and_are_marked(morning: Morning) -> None:
    own = Override(story="article-2", field=ItemField.HEADLINE, text="Three ships for Merrow")
    morning.change(own)
    morning.approve()
    correct(morning, title=NEW)
    assert morning.attend(at(6, 10)) is State.READY
    assert morning.find("article-2").headline == "Three ships for Merrow"
    laid = edited(morning.newsroom, TODAY, now=at(6, 10))
    assert [(one.field, one.was, one.now) for one in laid.stale] == [("headline", OLD, NEW)]
    assert f"It read “{OLD}”, and reads “{NEW}” now" in mails(morning)[-1]


def test_a_correction_of_what_the_mail_does_not_print_drops_no_approval(morning: Morning) -> None:
    correct(morning, text=f"{morning.article('article-2').text} {'And so on. ' * 3}")
    morning.build(at(5, 46))
    morning.approve()
    text = morning.article("article-2").text
    correct(morning, text=f"{text}\n\nReported from the quay.", section="Ships")
    assert morning.attend(at(6, 10)) is State.APPROVED
    assert not source_changes_of(morning.database, TODAY)


def test_the_words_before_and_after_are_in_the_mail_to_those_who_approve(
    morning: Morning,
) -> None:
    morning.approve()
    correct(morning, title=NEW)
    morning.attend(at(6, 10))
    mail = mails(morning)[-1]
    assert mail.startswith("Approval dropped: The Morning Tide")
    assert f"“{OLD}” was corrected by its source" in mail
    assert f"It read “{OLD}”, and reads “{NEW}” now" in mail
    assert "/approve/" in mail
    assert "Approval dropped" in mails(morning, "oksana")[-1]


def test_the_corrected_edition_goes_out_corrected_once_it_is_approved_again(
    morning: Morning,
) -> None:
    morning.approve()
    correct(morning, title=NEW)
    with pytest.raises(StateError, match=f"approved no longer: “{OLD}” was corrected"):
        send(morning)
    morning.approve()
    send(morning)
    assert morning.state() is State.SENT
    assert NEW in approved_mail(morning.database, TODAY).html
    assert OLD not in approved_mail(morning.database, TODAY).html


def test_approving_an_approved_edition_takes_up_what_its_sources_changed(morning: Morning) -> None:
    morning.approve()
    correct(morning, status=Status.CANCELED)
    morning.approve()
    approved = approved_edition(morning.database, TODAY)
    assert approved is not None
    assert "article-2" not in {item.story for item in approved.items()}


def test_looking_again_changes_and_tells_nothing(morning: Morning) -> None:
    morning.approve()
    correct(morning, title=NEW)
    correct(morning, "article-3", status=Status.CANCELED)
    for minute in range(10, 14):
        morning.attend(at(6, minute))
    assert len(moves_of(morning.database, TODAY)) == 3
    assert len(mails(morning)) == 2
    assert len(told(morning)) == len(set(told(morning))) == 2


def test_each_correction_of_an_approved_edition_is_told(morning: Morning) -> None:
    for number, title in enumerate((NEW, "Shipyard wins two orders")):
        morning.approve()
        correct(morning, title=title)
        morning.attend(at(6, number))
    assert len([about for about in told(morning) if about.startswith("corrected")]) == 2


def test_a_link_to_a_withdrawn_article_of_a_story_drops_its_approval(morning: Morning) -> None:
    morning.change(Merge(story="article-2", into="article-1"))
    morning.approve()
    correct(morning, status=Status.CANCELED)
    assert morning.attend(at(6, 10)) is State.READY
    assert f"“{OLD}” was withdrawn by its source" in mails(morning)[-1]


def test_a_cancellation_is_told_under_the_headline_that_was_printed(morning: Morning) -> None:
    morning.approve()
    correct(morning, status=Status.CANCELED, title="KILL KILL KILL", text="Please kill.")
    morning.attend(at(6, 10))
    assert f"“{OLD}” was withdrawn" in mails(morning)[-1]


def embargoed(until: datetime, *numbers: int) -> list[Article]:
    """The morning's articles, those of these numbers under embargo."""
    return [
        replace(each, embargo=until if number in numbers else None)
        for number, each in enumerate(long_articles(), start=1)
    ]


def test_an_edition_that_approves_itself_takes_in_what_comes_out_of_its_embargo(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(MORNING, embargoed(at(6), 2))
    assert morning.state() is State.APPROVED
    assert "article-2" not in morning.stories()
    assert morning.attend(at(6, 30)) is State.SENT
    assert OLD in approved_mail(morning.database, TODAY).html
    assert told(morning) == ["restored article-2"]


def test_a_draft_is_built_again_when_an_embargo_ends_and_those_who_were_asked_are_told(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(REQUIRED, embargoed(at(6), 2))
    morning.attend(at(6, 1))
    assert "article-2" in morning.stories()
    assert f"- may be printed now: “{OLD}”" in mails(morning)[-1]
    morning.attend(at(6, 2))
    assert len(mails(morning)) == 2
    assert [str(move.why) for move in moves_of(morning.database, TODAY)].count("built again") == 1


def test_what_comes_out_of_its_embargo_waits_in_the_tray_of_an_edited_draft(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(REQUIRED, embargoed(at(6), 2))
    morning.change(Override(story="article-1", field=ItemField.HEADLINE, text="The ferry stays"))
    morning.attend(at(6, 1))
    laid = edited(morning.newsroom, TODAY, now=at(6, 1))
    assert [item.story for item in laid.late] == ["article-2"]
    assert morning.find("article-1").headline == "The ferry stays"


def test_a_story_whose_source_lifts_its_embargo_drops_the_approval_is_built_in_and_told(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(REQUIRED, embargoed(at(12), 2))
    morning.approve()
    assert OLD not in approved_mail(morning.database, TODAY).html
    morning.clock.set(at(6, 5))
    correct(morning, embargo=None)
    assert morning.attend(at(6, 10)) is State.READY
    assert "article-2" in morning.stories()
    assert told(morning) == ["restored article-2"]
    mail = mails(morning)[-1]
    assert mail.startswith("Approval dropped")
    assert f"“{OLD}” may be printed now" in mail
    assert "/approve/" in mail
    morning.approve()
    assert morning.attend(at(6, 11)) is State.APPROVED
    assert OLD in approved_mail(morning.database, TODAY).html


def test_an_embargo_that_its_source_moves_to_an_earlier_hour_is_lifted_at_that_hour(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(REQUIRED, embargoed(at(12), 2))
    morning.approve()
    morning.clock.set(at(6, 5))
    correct(morning, embargo=at(6, 8))
    assert morning.attend(at(6, 6)) is State.APPROVED
    assert morning.attend(at(6, 10)) is State.READY
    assert "article-2" in morning.stories()


def test_what_a_person_approved_goes_as_it_is_when_an_embargo_ends_and_the_operator_is_told(
    open_newsroom: Open,
) -> None:
    morning = open_newsroom(REQUIRED, embargoed(at(6), 2))
    morning.approve()
    for minute in (10, 20):
        assert morning.attend(at(6, minute)) is State.APPROVED
    assert told(morning) == ["restored article-2"]
    assert morning.attend(at(6, 30)) is State.SENT
    assert OLD not in approved_mail(morning.database, TODAY).html


def test_a_day_with_too_few_stories_goes_out_when_an_embargo_ends(open_newsroom: Open) -> None:
    morning = open_newsroom(MORNING, embargoed(at(6, 10), 2, 3))
    assert morning.state() is State.EMPTY
    assert morning.attend(at(6, 9)) is State.EMPTY
    assert morning.attend(at(6, 30)) is State.SENT


def test_what_is_given_free_in_another_language_brings_nothing_back(open_newsroom: Open) -> None:
    stock = embargoed(at(6), 2)
    morning = open_newsroom(REQUIRED, [stock[0], replace(stock[1], language="uk"), stock[2]])
    morning.attend(at(6, 1))
    assert [str(move.why) for move in moves_of(morning.database, TODAY)] == ["built"]


def test_a_story_given_free_again_is_back_and_told(morning: Morning) -> None:
    correct(morning, status=Status.WITHHELD)
    morning.attend(at(5, 50))
    assert "article-2" not in morning.stories()
    correct(morning, status=Status.USABLE)
    morning.attend(at(5, 55))
    assert "article-2" in morning.stories()
    assert told(morning) == ["withdrawn article-2", "restored article-2"]
    assert [mail.partition(":")[0] for mail in mails(morning)] == [
        "To approve",
        "Changed, to approve",
        "Changed, to approve",
    ]
    assert f"- may be printed now: “{OLD}”" in mails(morning)[-1]


def test_what_an_editor_hid_is_not_brought_back_by_its_source(morning: Morning) -> None:
    morning.change(Hide(story="article-2"))
    morning.approve()
    correct(morning, title=NEW)
    assert morning.attend(at(6, 10)) is State.APPROVED
    assert "article-2" not in morning.stories()


def test_a_held_edition_stays_held_and_the_operator_is_told(morning: Morning) -> None:
    move_edition(morning.database, TODAY, State.HELD, Decision(who="oksana", at=at(5, 46)))
    correct(morning, status=Status.CANCELED)
    assert morning.attend(at(6)) is State.HELD
    assert told(morning) == ["withdrawn article-2"]


def test_readers_find_a_dated_note_beside_a_mail_that_its_source_corrected_since(
    morning: Morning,
) -> None:
    morning.approve()
    send(morning)
    before = approved_mail(morning.database, TODAY)
    morning.clock.set(at(9))
    correct(morning, title=NEW)
    correct(morning, "article-3", status=Status.CANCELED)
    morning.attend(at(9))
    assert approved_mail(morning.database, TODAY) == before
    readers = ListReadership(
        settings=morning.settings,
        open_database=lambda: closing(morning.database),
        clock=morning.clock,
        secret=b"",
    )
    notes = readers._notes(morning.database, TODAY)  # what the page is given, without a token
    assert {(note.about, note.text) for note in notes} == {
        (OLD, f"The source has corrected this story since. It now reads: “{NEW}”"),
        (
            "Rowing club opens its new boathouse",
            "The source withdrew this story after this letter was sent.",
        ),
    }
    assert {note.day for note in notes} == {THURSDAY}
    mail = mails(morning)[-1]
    assert mail.startswith("Changed after sending: The Morning Tide")
    assert f"It read “{OLD}”, and reads “{NEW}” now" in mail
    assert f"/editions/{TODAY}/history#corrections" in mail


def withdrawing_in_mid_send(morning: Morning) -> Callable[[], bool]:
    """Asked before each letter whether to stop, as a sender asks; takes a story back meanwhile."""

    def take_back() -> bool:
        if morning.article("article-2").status is Status.USABLE and list(
            Path(morning.settings.project).glob(f"outbox/{TODAY}/*.eml")
        ):
            correct(morning, status=Status.CANCELED)
        return False

    return take_back


def test_what_is_withdrawn_in_mid_send_is_told_to_the_operator_and_those_who_approve_by_the_sender(
    morning: Morning,
) -> None:
    morning.approve()
    take_back = withdrawing_in_mid_send(morning)
    send(morning, take_back)
    assert morning.article("article-2").status is Status.CANCELED
    assert morning.state() is State.SENT
    assert told(morning) == ["withdrawn article-2 sent"]
    assert mails(morning)[-1].startswith("Changed after sending: The Morning Tide")
    assert f"“{OLD}”" in mails(morning)[-1]
    assert len(corrections_of(morning.database, TODAY)) == 1


def test_a_sending_that_takes_long_tells_while_it_goes_out(
    morning: Morning, tmp_path: Path
) -> None:
    """The mail server stalls over a letter; the sender's own look comes only at the end."""
    morning.approve()
    move_edition(morning.database, TODAY, State.SENDING, Decision(who="ada", at=at(6, 30)))
    correct(morning, status=Status.CANCELED)
    distribution = Distribution(edition=TODAY, newsletter="morning", tags=())
    ledger = SqliteLedgers(morning.database).open(distribution, now=at(6, 30), repeat_unknown=False)
    ledger.claim(1, now=at(6, 30))
    file = tmp_path / "digest.db"
    with closing(sqlite3.connect(file)) as copy:
        morning.database.conn.backup(copy)

    @contextmanager
    def open_newsroom() -> Iterator[Newsroom]:
        with closing(open_database(file)) as database:
            yield replace(morning.newsroom, database=database)

    with sources_watched(open_newsroom, TODAY, seconds=0.02):
        deadline = monotonic() + 20
        while len(mails(morning)) < 2 and monotonic() < deadline:
            sleep(0.02)
    assert mails(morning)[-1].startswith("Changed after sending")
    with closing(open_database(file)) as database:
        assert [alert.about for alert in alerts_of(database, TODAY)] == ["withdrawn article-2 sent"]
        assert edition_record(database, TODAY).state is State.SENDING


def test_the_next_edition_is_offered_what_a_source_corrected_after_sending(
    morning: Morning,
) -> None:
    morning.approve()
    send(morning)
    morning.clock.set(at(9))
    correct(morning, title=NEW)
    morning.attend(at(9))
    (offer,) = offered_corrections(morning.database, "morning", now=at(10))
    assert NEW in offer.text


def test_a_story_that_goes_on_changing_after_sending_has_one_note_and_one_mail(
    morning: Morning,
) -> None:
    morning.approve()
    send(morning)
    for hour in range(8, 14):
        morning.clock.set(at(hour))
        correct(morning, title=f"Shipyard loses {hour} orders")
        morning.attend(at(hour))
    (note,) = corrections_of(morning.database, TODAY)
    assert "Shipyard loses 13 orders" in note.text
    assert note.at == at(13)
    assert len([mail for mail in mails(morning) if mail.startswith("Changed after")]) == 1
    assert told(morning).count("corrected article-2 sent") == 1


def test_a_week_after_sending_nobody_watches_the_sources_any_more(morning: Morning) -> None:
    morning.approve()
    send(morning)
    late = at(9, day=THURSDAY + timedelta(days=8))
    morning.clock.set(late)
    correct(morning, title=NEW)
    look_at_sources(morning.newsroom, TODAY, now=late)
    assert corrections_of(morning.database, TODAY) == ()


def test_the_desk_shows_a_sent_edition_in_the_words_that_went_out(morning: Morning) -> None:
    morning.change(Merge(story="article-3", into="article-1"))
    morning.approve()
    send(morning)
    before = morning.edition()
    correct(morning, "article-1", title="Council scraps the harbour ferry", text="It is scrapped.")
    assert morning.edition() == before


def test_an_edition_that_was_called_back_is_not_sent_by_a_sender_that_comes_late(
    morning: Morning,
) -> None:
    """Between its move to sending and its first letter, the edition is ready again."""
    morning.approve()
    move_edition(morning.database, TODAY, State.SENDING, Decision(who="ada", at=at(6, 30)))
    correct(morning, status=Status.CANCELED)
    look_at_sources(morning.newsroom, TODAY, now=at(6, 31))
    assert morning.state() is State.READY
    distribution = Distribution(edition=TODAY, newsletter="morning", tags=())
    with pytest.raises(StateError, match="is ready"):
        SqliteLedgers(morning.database).open(distribution, now=at(6, 31), repeat_unknown=False)


def test_an_edition_with_a_letter_out_is_never_called_back(morning: Morning) -> None:
    morning.approve()
    send(morning)
    morning.database.execute("UPDATE editions SET state = 'sending' WHERE id = ?", [TODAY])
    correct(morning, status=Status.CANCELED)
    look_at_sources(morning.newsroom, TODAY, now=at(6, 31))
    assert morning.state() is State.SENDING


def test_what_was_sent_is_remembered_in_the_version_that_was_printed(morning: Morning) -> None:
    """The source corrects it between the making of the mail and the approval's last line."""
    item = morning.find("article-2")
    assert dict(item.revisions) == {"article-2": 1}
    correct(morning, title=NEW)
    assert dict(morning.find("article-2").revisions) == {"article-2": 2}


def test_an_open_page_learns_of_a_correction_of_what_it_shows_and_of_nothing_else(
    morning: Morning,
) -> None:
    before = signature_of(morning.database, TODAY)
    morning.gather(replace(articles()[0], id="other", url="https://news.example.com/other"))
    correct(morning, "other", title="Nobody prints this")
    assert signature_of(morning.database, TODAY) == before
    correct(morning, title=NEW)
    assert signature_of(morning.database, TODAY) != before


def test_a_correction_of_a_story_taken_in_late_is_printed_too(morning: Morning) -> None:
    from digest.model.edit import Accept

    morning.change(Override(story="article-1", field=ItemField.NOTE, text="A note"))
    late = replace(
        articles()[0],
        id="late",
        title="Storm closes the northern pier for the weekend",
        text="A storm has closed the northern pier. " * 30,
        url="https://news.example.com/late",
        published=at(5, 49),
    )
    morning.clock.set(at(5, 50))
    morning.gather(late)
    morning.build(at(5, 51))
    morning.change(Accept(story="late"))
    correct(morning, "late", title="Storm spares the northern pier")
    assert morning.find("late").headline == "Storm spares the northern pier"
    assert _ids(morning) == {"late", "article-1", "article-2", "article-3"}


def _ids(morning: Morning) -> set[str]:
    return set(morning.stories())
