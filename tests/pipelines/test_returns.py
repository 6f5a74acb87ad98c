"""Mail that came back is believed by our signature only, and heeded once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.deliver.mailbox import StoredMail
from digest.deliver.maildir import Maildir
from digest.deliver.signed_links import bounce_address, links_for
from digest.model.errors import UsageError
from digest.model.mail import Recipient, RecipientStatus
from digest.pipelines.returns import ReturnOutcome, take_returns
from digest.store.recipient_imports import add_recipient
from digest.store.recipients import delete_person, recipient_by_id, suppression_of

SECRET = b"a key of the newsroom"
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.fixture
def ada(database: Database) -> Recipient:
    return add_recipient(database, "morning", "ada@example.com", now=NOW)


def bounce(
    recipient: int, status: str = "5.1.1", *, secret: bytes = SECRET, mark: int = 0
) -> bytes:
    to = bounce_address(recipient, "bounce@d.example.com", secret=secret)
    return (
        f"From: MAILER-DAEMON@mx.example.com\nTo: {to}\nX-Mark: {mark}\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        f"Final-Recipient: rfc822; ada@example.com\nAction: failed\nStatus: {status}\n\n--b--\n"
    ).encode()


class Shelf:
    """A mailbox of the messages given, which remembers what was done with each."""

    def __init__(self, *messages: bytes) -> None:
        self.messages = messages
        self.done: dict[str, str] = {}

    def unread(self) -> Iterator[StoredMail]:
        for number, content in enumerate(self.messages):
            yield StoredMail(name=str(number), content=content)

    def mark_read(self, name: str) -> str:
        self.done[name] = "read"
        return ""

    def set_aside(self, name: str) -> str:
        self.done[name] = "aside"
        return "it is now on another shelf"


def taken(database: Database, *messages: bytes, now: datetime = NOW) -> dict[ReturnOutcome, int]:
    report = take_returns(database, Shelf(*messages), secret=SECRET, clock=lambda: now)
    return dict(report.counts)


def nested(depth: int) -> bytes:
    """A mail of so many multiparts, each within the one before."""
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return ("Subject: hello\n" + "".join(heads) + "\nend\n").encode()


def status_of(database: Database, recipient: Recipient) -> RecipientStatus:
    found = recipient_by_id(database, recipient.id)
    assert found is not None
    return found.status


def test_a_hard_bounce_ends_it_for_good(database: Database, ada: Recipient) -> None:
    assert taken(database, bounce(ada.id)) == {ReturnOutcome.HARD: 1}
    assert status_of(database, ada) is RecipientStatus.BOUNCED
    assert suppression_of(database, "ada@example.com")


def test_a_soft_bounce_is_noted_and_no_more(database: Database, ada: Recipient) -> None:
    assert taken(database, bounce(ada.id, "5.2.2")) == {ReturnOutcome.SOFT: 1}
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_soft_bounces_on_three_days_end_it(database: Database, ada: Recipient) -> None:
    for day in range(3):
        last = taken(database, bounce(ada.id, "4.2.2", mark=day), now=NOW + timedelta(days=day))
    assert last == {ReturnOutcome.HARD: 1}
    assert status_of(database, ada) is RecipientStatus.BOUNCED


def test_many_soft_bounces_of_one_day_count_once(database: Database, ada: Recipient) -> None:
    messages = [bounce(ada.id, "4.2.2", mark=number) for number in range(9)]
    assert taken(database, *messages) == {ReturnOutcome.SOFT: 9}


def test_soft_bounces_long_apart_do_not_add_up(database: Database, ada: Recipient) -> None:
    for week in range(5):
        moment = NOW + timedelta(days=8 * week)
        assert taken(database, bounce(ada.id, "4.2.2", mark=week), now=moment) == {
            ReturnOutcome.SOFT: 1
        }


def test_a_message_is_heeded_once(database: Database, ada: Recipient) -> None:
    message = bounce(ada.id, "4.2.2")
    assert taken(database, message, message) == {ReturnOutcome.SOFT: 1, ReturnOutcome.REPEATED: 1}


def test_a_bounce_that_names_another_reader_without_our_signature_is_ignored(
    database: Database, ada: Recipient
) -> None:
    assert taken(database, bounce(ada.id, secret=b"a guess")) == {ReturnOutcome.FORGED: 1}
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_a_bounce_proves_itself_by_the_letter_it_encloses_too(
    database: Database, ada: Recipient
) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    enclosed = f"\n--b\nContent-Type: text/rfc822-headers\n\nX: <{links.unsubscribe}>\n--b--\n"
    message = bounce(ada.id, secret=b"none").replace(b"\n--b--\n", enclosed.encode())
    assert taken(database, message) == {ReturnOutcome.HARD: 1}


def test_a_link_for_reading_is_no_proof(database: Database, ada: Recipient) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    token = links.browser.rsplit("/", 1)[1]
    assert taken(database, f"Subject: unsubscribe {token}\n\n".encode()) == {
        ReturnOutcome.FORGED: 1
    }


def test_who_writes_to_the_unsubscribe_address_has_left(database: Database, ada: Recipient) -> None:
    links = links_for(
        ada.id,
        "morning-2026-11-23",
        base_url="https://d.example.com",
        secret=SECRET,
        unsubscribe_address="leave@d.example.com",
    )
    subject = links.unsubscribe_mail.split("subject=")[1].replace("%20", " ")
    assert taken(database, f"Subject: {subject}\n\n".encode()) == {ReturnOutcome.UNSUBSCRIBED: 1}
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED
    assert not suppression_of(database, "ada@example.com")


def test_a_complaint_ends_it_for_good(database: Database, ada: Recipient) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    message = (
        "Content-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\n"
        f"Content-Type: message/rfc822\n\nList-Unsubscribe: <{links.unsubscribe}>\n\n--b--\n"
    )
    assert taken(database, message.encode()) == {ReturnOutcome.COMPLAINT: 1}
    assert status_of(database, ada) is RecipientStatus.COMPLAINED


def test_a_bounce_of_someone_deleted_is_put_aside(database: Database, ada: Recipient) -> None:
    delete_person(database, "ada@example.com", now=NOW)
    assert taken(database, bounce(ada.id)) == {ReturnOutcome.GONE: 1}


def test_deletion_forgets_what_servers_said_of_a_reader(database: Database, ada: Recipient) -> None:
    taken(database, bounce(ada.id, "5.2.2"))
    delete_person(database, "ada@example.com", now=NOW)
    assert database.execute("SELECT count(*) FROM bounces").fetchone() == (0,)


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    return tmp_path / "box"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_maildir_is_read_once(database: Database, ada: Recipient, maildir: Path) -> None:
    (maildir / "new" / "1.host").write_bytes(bounce(ada.id))
    (maildir / "new" / "2.host").write_bytes(b"Subject: hello\n\nHi\n")
    report = take_returns(database, Maildir(maildir), secret=SECRET, clock=lambda: NOW)
    assert dict(report.counts) == {ReturnOutcome.HARD: 1, ReturnOutcome.OTHER: 1}
    assert tuple(map(str, report.problems)) == ()
    assert list(Maildir(maildir).unread()) == []
    assert names_in(maildir / "cur") == ["1.host:2,S", "2.host:2,S"]
    assert (maildir / "cur" / "1.host:2,S").read_bytes() == bounce(ada.id)


@pytest.mark.parametrize("depth", [250, 5_000])
def test_a_mail_that_cannot_be_read_is_set_aside_and_named_and_those_after_it_are_heeded(
    database: Database, ada: Recipient, maildir: Path, depth: int
) -> None:
    (maildir / "new" / "1.host").write_bytes(nested(depth))
    (maildir / "new" / "2.host").write_bytes(bounce(ada.id))
    report = take_returns(database, Maildir(maildir), secret=SECRET, clock=lambda: NOW)
    assert dict(report.counts) == {ReturnOutcome.HARD: 1, ReturnOutcome.UNREADABLE: 1}
    (problem,) = report.problems
    assert str(problem).startswith("1.host: it cannot be read")
    assert str(maildir / ".Unreadable") in str(problem)
    assert names_in(maildir / "new") == []
    assert (maildir / ".Unreadable" / "cur" / "1.host:2,").read_bytes() == nested(depth)


@pytest.mark.parametrize("depth", [19, 90, 250, 2_000, 40_000])
def test_no_depth_of_parts_within_parts_stops_the_reading(
    database: Database, ada: Recipient, depth: int
) -> None:
    counts = taken(database, nested(depth), bounce(ada.id))
    assert counts[ReturnOutcome.HARD] == 1
    assert sum(counts.values()) == 2


def test_a_mail_that_cannot_be_opened_stays_and_is_named_and_those_after_it_are_heeded(
    database: Database, ada: Recipient, maildir: Path
) -> None:
    (maildir / "new" / "1.folder").mkdir()
    (maildir / "new" / "2.host").write_bytes(bounce(ada.id))
    report = take_returns(database, Maildir(maildir), secret=SECRET, clock=lambda: NOW)
    assert dict(report.counts) == {ReturnOutcome.HARD: 1}
    assert tuple(map(str, report.problems)) == ("1.folder: it cannot be opened: Is a directory",)


def test_a_pipe_or_a_link_to_nowhere_is_named_and_keeps_no_mail_waiting(
    database: Database, ada: Recipient, maildir: Path
) -> None:
    os.mkfifo(maildir / "new" / "1.pipe")
    (maildir / "new" / "2.link").symlink_to(maildir / "nowhere")
    (maildir / "new" / "3.host").write_bytes(bounce(ada.id))
    report = take_returns(database, Maildir(maildir), secret=SECRET, clock=lambda: NOW)
    assert dict(report.counts) == {ReturnOutcome.HARD: 1}
    assert tuple(map(str, report.problems)) == (
        "1.pipe: it cannot be opened: it is no file",
        "2.link: it is a link to nowhere",
    )


def test_a_message_is_left_where_it_is_when_it_could_not_be_dealt_with(
    database: Database, ada: Recipient, maildir: Path
) -> None:
    (maildir / "new" / "1.host").write_bytes(bounce(ada.id))
    database.execute("DROP TABLE bounces")
    with pytest.raises(Exception, match="bounces"):
        take_returns(database, Maildir(maildir), secret=SECRET, clock=lambda: NOW)
    assert names_in(maildir / "new") == ["1.host"]


def test_a_folder_that_is_no_maildir_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Maildir"):
        Maildir(tmp_path)
