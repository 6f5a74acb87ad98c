"""Mail that comes back, in the shapes that mail servers give it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.bounce import ReturnKind, is_given_up, read_returned
from digest.deliver.signed_links import bounce_address, find_tokens, links_for

SECRET = b"a key of the newsroom"
LINKS = links_for(17, "morning-2026-11-23", base_url="https://d.example.com", secret=SECRET)
TOKEN = LINKS.unsubscribe.rsplit("/", 1)[1]
VERP = bounce_address(17, "bounce@d.example.com", secret=SECRET)


def report(status: str, diagnostic: str, *, action: str = "failed", reporter: str = "dns") -> bytes:
    """A delivery report as RFC 3464 has it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
To: {VERP}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: {reporter}; mx.example.com
Arrival-Date: Mon, 23 Nov 2026 06:30:02 +0000

Final-Recipient: rfc822; ada@example.com
Original-Recipient: rfc822;ada@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: text/rfc822-headers

From: The Harbour Gazette <morning@d.example.com>
List-Unsubscribe: <{LINKS.unsubscribe}>,
 <{LINKS.unsubscribe_mail}>
--b--
""".encode()


COMPLAINT = f"""\
From: <feedback@isp.example.net>
To: abuse@d.example.com
Subject: Email Feedback Report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="c"

--c
Content-Type: text/plain

This is an email abuse report.
--c
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Rcpt-To: <ada@example.com>

--c
Content-Type: message/rfc822

From: morning@d.example.com
List-Unsubscribe: <{LINKS.unsubscribe}>,
 <mailto:leave@d.example.com?subject=unsubscribe%20{TOKEN}>
Subject: Bridge opens

Body
--c--
""".encode()

QMAIL = f"""\
From: MAILER-DAEMON@old.example.com
To: {VERP}
Subject: failure notice

Hi. This is the qmail-send program at old.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@example.com>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <ada@example.com>: no such user
""".encode()

EXIM = f"""\
From: Mail Delivery System <Mailer-Daemon@exim.example.com>
To: {VERP}
Auto-Submitted: auto-replied
X-Failed-Recipients: ada@example.com
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered to one or more of its recipients.

  ada@example.com
    host mx.example.com [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<ada@example.com>:
    550 Unrouteable address
""".encode()

KINDS = {
    "no such user": (report("5.1.1", "550 5.1.1 no such user"), ReturnKind.HARD),
    "no such domain": (report("5.4.4", "unable to look up host"), ReturnKind.HARD),
    "mailbox disabled": (report("5.2.1", "550 5.2.1 disabled"), ReturnKind.HARD),
    "mailbox full": (report("5.2.2", "552 5.2.2 over quota"), ReturnKind.SOFT),
    "letter too long": (report("5.3.4", "552 5.3.4 too big"), ReturnKind.SOFT),
    "blocked by policy": (report("5.7.1", "554 5.7.1 blocked, see list"), ReturnKind.SOFT),
    "given up after days": (report("4.4.1", "connection timed out"), ReturnKind.SOFT),
    "a vague report with plain words": (report("5.0.0", "550 5.2.2 full"), ReturnKind.SOFT),
    "a vague report with clear words": (report("5.0.0", "550 5.1.1 unknown"), ReturnKind.HARD),
    "a complaint": (COMPLAINT, ReturnKind.COMPLAINT),
    "qmail": (QMAIL, ReturnKind.HARD),
    "exim": (EXIM, ReturnKind.HARD),
    "a request by mail": (f"Subject: Unsubscribe {TOKEN}\n\n".encode(), ReturnKind.UNSUBSCRIBE),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_what_came_back_is_known_by_its_shape(content: bytes, kind: ReturnKind, end: bytes) -> None:
    returned = read_returned(content.replace(b"\n", end))
    assert returned is not None
    assert returned.kind is kind


NOT_RETURNED = {
    "a delay": report("4.4.1", "timed out", action="delayed"),
    "a delivery": report("2.0.0", "250 ok", action="delivered"),
    "a holiday notice": b"From: ada@example.com\nAuto-Submitted: auto-replied\n"
    b"Subject: Out of office\n\nBack on Monday, room 550 5.1.1\n",
    "a question": b"From: ada@example.com\nSubject: Your newsletter\n\nWhy 550 5.1.1?\n",
    "unsubscribe without a token": b"From: a@example.com\nSubject: unsubscribe\n\n\n",
    "not spam": COMPLAINT.replace(b"Feedback-Type: abuse", b"Feedback-Type: not-spam"),
    "nothing": b"",
    "a report without fields": report("", "").replace(b"Action: failed", b""),
}


@pytest.mark.parametrize("content", NOT_RETURNED.values(), ids=NOT_RETURNED.keys())
def test_other_mail_is_none_of_these(content: bytes) -> None:
    assert read_returned(content) is None


def test_a_report_tells_address_status_and_the_server_s_words() -> None:
    returned = read_returned(report("5.1.1", "550 5.1.1 <ada@example.com>: no such user"))
    assert returned is not None
    assert returned.claimed == ("ada@example.com",)
    assert returned.status == "5.1.1"
    assert returned.words == "550 5.1.1 <ada@example.com>: no such user"


def test_tokens_are_found_in_the_address_and_in_the_enclosed_letter() -> None:
    returned = read_returned(report("5.1.1", "550 no"))
    assert returned is not None
    assert set(returned.tokens) == {VERP.split("+")[1].split("@")[0], TOKEN}


def test_a_token_is_found_although_its_header_was_folded() -> None:
    assert find_tokens(f"X: <https://d.example.com/\r\n {TOKEN}>") == (TOKEN,)


def test_soft_bounces_on_three_days_are_enough() -> None:
    assert [is_given_up(days) for days in (1, 2, 3, 9)] == [False, False, True, True]


@given(st.binary(max_size=500))
def test_no_bytes_are_too_strange_to_read(content: bytes) -> None:
    read_returned(content)
    read_returned(
        b"Content-Type: multipart/report; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n\n" + content
    )


@pytest.mark.parametrize("text", ["1." * 500_000, "7." + "%" * 1_000_000, "9" * 1_000_000])
def test_hostile_text_does_not_make_the_search_for_tokens_long(text: str) -> None:
    started = time.monotonic()
    assert find_tokens(text) == ()
    assert time.monotonic() - started < 5
