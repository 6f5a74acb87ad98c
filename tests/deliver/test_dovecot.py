"""A mailbox read by IMAP from a real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.deliver.imap import Postbox, open_postbox
from digest.deliver.signed_links import bounce_address
from digest.model.errors import DeliveryError
from digest.model.settings import Security
from digest.pipelines.returns import ReturnOutcome, ReturnsReport, take_returns
from digest.store.recipient_imports import add_recipient
from tests.deliver.scratch_dovecot import put_mail, scratch_dovecot, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

SECRET = b"a key of the newsroom"
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
NO_MOVE = "imap_capability = IMAP4rev1 UIDPLUS"
NEITHER = "imap_capability = IMAP4rev1"


@pytest.fixture(params=["", NO_MOVE, NEITHER], ids=["moves", "copies", "copies and keeps"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[int, Path]]:
    with scratch_dovecot(more=request.param) as running:
        yield running


def bounce(recipient: int) -> bytes:
    to = bounce_address(recipient, "bounce@d.example.com", secret=SECRET)
    return (
        f"From: MAILER-DAEMON@mx.example.com\nTo: {to}\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; ada@example.com\nAction: failed\nStatus: 5.1.1\n\n--b--\n"
    ).encode()


def nested(depth: int) -> bytes:
    heads = (f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return ("Subject: hello\n" + "".join(heads) + "\nend\n").encode()


def taken(database: Database, port: int, *, password: str = "right") -> ReturnsReport:
    box = Postbox(
        host="127.0.0.1", port=port, username="b", password=password, security=Security.NONE
    )
    with open_postbox(box) as folder:
        return take_returns(database, folder, secret=SECRET, clock=lambda: NOW)


def mails_in(folder: Path) -> list[bytes]:
    paths = [path for part in ("new", "cur") for path in (folder / part).iterdir()]
    return sorted((path.read_bytes() for path in paths), key=len)


def test_a_mail_that_cannot_be_read_is_set_aside_and_those_after_it_are_heeded(
    database: Database, server: tuple[int, Path]
) -> None:
    port, box = server
    ada = add_recipient(database, "morning", "ada@example.com", now=NOW)
    for number in range(3):
        put_mail(box, f"{number}.nested", nested(250 * (number + 1)))
    put_mail(box, "9.bounce", bounce(ada.id))
    report = taken(database, port)
    assert dict(report.counts) == {ReturnOutcome.HARD: 1, ReturnOutcome.UNREADABLE: 3}
    assert len(report.problems) == 3
    assert all(
        str(words).endswith('it is now in the folder "Unreadable"') for words in report.problems
    )
    assert mails_in(box / ".Unreadable") == [nested(250), nested(500), nested(750)]
    again = taken(database, port)
    assert (again.counts, again.problems) == ((), ())


def test_a_server_whose_folders_stand_below_the_inbox_has_that_folder_there(
    database: Database,
) -> None:
    with scratch_dovecot(prefix="INBOX/", separator="/") as (port, box):
        put_mail(box, "1.nested", nested(250))
        (problem,) = taken(database, port).problems
        assert str(problem).endswith('it is now in the folder "INBOX/Unreadable"')
        assert mails_in(box / ".Unreadable") == [nested(250)]


def test_one_read_message_is_not_read_again_and_a_moved_one_shifts_no_other(
    database: Database, server: tuple[int, Path]
) -> None:
    port, box = server
    people = [add_recipient(database, "morning", f"p{n}@example.com", now=NOW) for n in range(5)]
    for number, person in enumerate(people):
        put_mail(box, f"{number}.bounce", bounce(person.id))
        put_mail(box, f"{number}.nested", nested(250))
    report = taken(database, port)
    assert dict(report.counts) == {ReturnOutcome.HARD: 5, ReturnOutcome.UNREADABLE: 5}
    assert taken(database, port).counts == ()


def test_a_wrong_password_is_an_error_that_says_so(database: Database) -> None:
    with scratch_dovecot() as (port, _), pytest.raises(DeliveryError, match="cannot read the mail"):
        taken(database, port, password="wrong")
