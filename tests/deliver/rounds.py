"""A round that remembers, and values that tests of delivery begin with."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from digest.model.mail import (
    BROWSER_URL,
    PREFERENCES_URL,
    UNSUBSCRIBE_URL,
    Delivery,
    Letter,
    Mail,
    Outcome,
)
from digest.model.settings import Day, MailServer, Newsletter, Publication, Security

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
PUBLICATION = Publication(
    name="The Harbour Gazette", base_url="https://digest.example.com", address="4 Quay Street"
)
NEWSLETTER = Newsletter(
    id="morning",
    name="The Morning Tide",
    sender="The Harbour Gazette <morning@digest.example.com>",
    days=(Day.MONDAY,),
    send_at=time(6, 30),
    never_after=time(10),
)
MAIL = Mail(
    edition="morning-2026-11-23",
    newsletter="morning",
    sender=NEWSLETTER.sender,
    subject="Bridge opens after nine years",
    preheader="And a ferry comes back",
    html=f'<p>Bridge</p>\n<a href="{UNSUBSCRIBE_URL}">leave</a> <a href="{BROWSER_URL}">read</a>',
    text=f"Bridge\n.opens\nLeave: {UNSUBSCRIBE_URL}\nChoose: {PREFERENCES_URL}\n",
)


def server_at(port: int, *, connections: int = 1, **changes: object) -> MailServer:
    """Settings for a plain server on loopback."""
    plain = MailServer(
        host="127.0.0.1",
        port=port,
        security=Security.NONE,
        connections=connections,
        timeout_seconds=5.0,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field of the settings


def letter_to(number: int, *, content: bytes = b"Subject: x\r\n\r\nBody\r\n") -> Letter:
    return Letter(
        recipient=number,
        address=f"reader{number}@example.com",
        sender_address="morning@digest.example.com",
        message_id=f"<{number}@digest.example.com>",
        content=content,
    )


class RememberedRound:
    """Hands out letters, and remembers what became of each and in which order."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        self._letters = deque(letters)
        self.log: list[tuple[str, int]] = []
        self.deliveries: dict[int, Delivery] = {}
        self.given_back: list[int] = []
        self.postponements: dict[int, float] = {}
        self.unwanted: set[int] = set()

    def next_letter(self) -> Letter | None:
        return self._letters.popleft() if self._letters else None

    def still_wanted(self, letter: Letter) -> bool:
        return letter.recipient not in self.unwanted

    def handing_over(self, letter: Letter) -> None:
        self.log.append(("handing over", letter.recipient))

    def answered(self, delivery: Delivery) -> None:
        assert delivery.recipient not in self.deliveries, "answered twice"
        self.log.append(("answered", delivery.recipient))
        self.deliveries[delivery.recipient] = delivery

    def returned(self, letter: Letter) -> None:
        self.given_back.append(letter.recipient)

    def postponed(self, letter: Letter, seconds: float) -> None:
        self.postponements[letter.recipient] = seconds

    def outcomes(self) -> dict[int, Outcome]:
        return {number: delivery.outcome for number, delivery in self.deliveries.items()}


def round_of(count: int) -> RememberedRound:
    return RememberedRound([letter_to(number) for number in range(1, count + 1)])


def parsed(content: bytes) -> EmailMessage:
    """The letter as a mail program understands it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    """The text or html part, decoded, with plain line ends."""
    [found] = [part for part in message.iter_parts() if part.get_content_type() == f"text/{kind}"]
    assert isinstance(found, EmailMessage)
    return str(found.get_content()).replace("\r\n", "\n")
