"""Where mail that came back waits to be read: what every such place can do, and the pipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from digest.deliver.bounce import MOST_OCTETS
from digest.model.message import Message, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMail:
    """One message of a mailbox: its name there, and the beginning of it that is ever looked at.

    ``problem`` says why there is no content, where the mailbox did not give it.
    """

    name: str
    content: bytes = b""
    problem: Text = ""


class Mailbox(Protocol):
    """A place that holds mail. A message that nobody marked or set aside is unread next time, too.

    Every method may raise a DeliveryError where the mailbox as a whole cannot be used.
    """

    def unread(self) -> Iterator[StoredMail]:
        """The unread messages, the oldest first."""

    def mark_read(self, name: str) -> Text:
        """Marks a message as read; says why not, where that failed."""

    def set_aside(self, name: str) -> Text:
        """Moves a message out of the way of those that come after it; says where it is now."""


class PipedMail:
    """The one message that a mail server hands over on standard input."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def unread(self) -> Iterator[StoredMail]:
        yield StoredMail(name="standard input", content=self._file.read(MOST_OCTETS))

    def mark_read(self, name: str) -> Text:
        return ""

    def set_aside(self, name: str) -> Text:
        return Message("returns.with_the_program")
