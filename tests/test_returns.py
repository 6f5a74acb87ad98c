"""Mail that came back is believed by our signature only, and heeded once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.deliver.links import bounce_address, links_for
from digest.errors import UsageError
from digest.model.mail import Recipient, RecipientStatus
from digest.returns import Heeded, ReturnsReport, read_maildir, take_returns
from digest.store.recipient_imports import add_recipient
from digest.store.recipients import delete_person, is_suppressed, recipient_by_id

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


def taken(database: Database, *messages: bytes, now: datetime = NOW) -> dict[Heeded, int]:
    report: ReturnsReport = take_returns(database, messages, secret=SECRET, clock=lambda: now)
    return dict(report.counts)


def status_of(database: Database, recipient: Recipient) -> RecipientStatus:
    found = recipient_by_id(database, recipient.id)
    assert found is not None
    return found.status


def test_a_hard_bounce_ends_it_for_good(database: Database, ada: Recipient) -> None:
    assert taken(database, bounce(ada.id)) == {Heeded.HARD: 1}
    assert status_of(database, ada) is RecipientStatus.BOUNCED
    assert is_suppressed(database, "ada@example.com")


def test_a_soft_bounce_is_noted_and_no_more(database: Database, ada: Recipient) -> None:
    assert taken(database, bounce(ada.id, "5.2.2")) == {Heeded.SOFT: 1}
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_soft_bounces_on_three_days_end_it(database: Database, ada: Recipient) -> None:
    for day in range(3):
        last = taken(database, bounce(ada.id, "4.2.2", mark=day), now=NOW + timedelta(days=day))
    assert last == {Heeded.HARD: 1}
    assert status_of(database, ada) is RecipientStatus.BOUNCED


def test_many_soft_bounces_of_one_day_count_once(database: Database, ada: Recipient) -> None:
    messages = [bounce(ada.id, "4.2.2", mark=number) for number in range(9)]
    assert taken(database, *messages) == {Heeded.SOFT: 9}


def test_soft_bounces_long_apart_do_not_add_up(database: Database, ada: Recipient) -> None:
    for week in range(5):
        moment = NOW + timedelta(days=8 * week)
        assert taken(database, bounce(ada.id, "4.2.2", mark=week), now=moment) == {Heeded.SOFT: 1}


def test_a_message_is_heeded_once(database: Database, ada: Recipient) -> None:
    message = bounce(ada.id, "4.2.2")
    assert taken(database, message, message) == {Heeded.SOFT: 1, Heeded.REPEATED: 1}


def test_a_bounce_that_names_another_reader_without_our_signature_is_ignored(
    database: Database, ada: Recipient
) -> None:
    assert taken(database, bounce(ada.id, secret=b"a guess")) == {Heeded.FORGED: 1}
    assert status_of(database, ada) is RecipientStatus.ACTIVE


def test_a_bounce_proves_itself_by_the_letter_it_encloses_too(
    database: Database, ada: Recipient
) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    enclosed = f"\n--b\nContent-Type: text/rfc822-headers\n\nX: <{links.unsubscribe}>\n--b--\n"
    message = bounce(ada.id, secret=b"none").replace(b"\n--b--\n", enclosed.encode())
    assert taken(database, message) == {Heeded.HARD: 1}


def test_a_link_for_reading_is_no_proof(database: Database, ada: Recipient) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    token = links.browser.rsplit("/", 1)[1]
    assert taken(database, f"Subject: unsubscribe {token}\n\n".encode()) == {Heeded.FORGED: 1}


def test_who_writes_to_the_unsubscribe_address_has_left(database: Database, ada: Recipient) -> None:
    links = links_for(
        ada.id,
        "morning-2026-11-23",
        base_url="https://d.example.com",
        secret=SECRET,
        unsubscribe_address="leave@d.example.com",
    )
    subject = links.unsubscribe_mail.split("subject=")[1].replace("%20", " ")
    assert taken(database, f"Subject: {subject}\n\n".encode()) == {Heeded.UNSUBSCRIBED: 1}
    assert status_of(database, ada) is RecipientStatus.UNSUBSCRIBED
    assert not is_suppressed(database, "ada@example.com")


def test_a_complaint_ends_it_for_good(database: Database, ada: Recipient) -> None:
    links = links_for(ada.id, "e", base_url="https://d.example.com", secret=SECRET)
    message = (
        "Content-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\n"
        f"Content-Type: message/rfc822\n\nList-Unsubscribe: <{links.unsubscribe}>\n\n--b--\n"
    )
    assert taken(database, message.encode()) == {Heeded.COMPLAINT: 1}
    assert status_of(database, ada) is RecipientStatus.COMPLAINED


def test_a_bounce_of_someone_deleted_is_put_aside(database: Database, ada: Recipient) -> None:
    delete_person(database, "ada@example.com", now=NOW)
    assert taken(database, bounce(ada.id)) == {Heeded.GONE: 1}


def test_deletion_forgets_what_servers_said_of_a_reader(database: Database, ada: Recipient) -> None:
    taken(database, bounce(ada.id, "5.2.2"))
    delete_person(database, "ada@example.com", now=NOW)
    assert database.execute("SELECT count(*) FROM bounces").fetchone() == (0,)


def test_a_maildir_is_read_once(database: Database, ada: Recipient, tmp_path: Path) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    (tmp_path / "box" / "new" / "1.host").write_bytes(bounce(ada.id))
    (tmp_path / "box" / "new" / "2.host").write_bytes(b"Subject: hello\n\nHi\n")
    assert taken(database, *read_maildir(tmp_path / "box")) == {Heeded.HARD: 1, Heeded.OTHER: 1}
    assert list(read_maildir(tmp_path / "box")) == []
    assert len(list((tmp_path / "box" / "cur").iterdir())) == 2


def test_a_message_is_left_where_it_is_when_it_could_not_be_dealt_with(
    ada: Recipient, tmp_path: Path
) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / "box" / folder).mkdir(parents=True)
    (tmp_path / "box" / "new" / "1.host").write_bytes(bounce(ada.id))
    messages = read_maildir(tmp_path / "box")
    next(messages)
    messages.close()  # type: ignore[attr-defined]  # a generator, closed before it went on
    assert len(list((tmp_path / "box" / "new").iterdir())) == 1


def test_a_folder_that_is_no_maildir_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Maildir"):
        list(read_maildir(tmp_path))
