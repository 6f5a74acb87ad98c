"""Sending as values: rows of the ledger, progress, and what an import of recipients gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.model.mail import Recipient
from digest.model.message import Text


class LetterState(StrEnum):
    """Where one recipient's letter of one edition stands in the ledger."""

    PENDING = "pending"  # to be sent when its time comes
    CLAIMED = "claimed"  # taken by a sender; its outcome is not known yet
    SENT = "sent"  # a mail server took it
    FAILED = "failed"  # refused for good, or not taken before the never-after time
    UNKNOWN = "unknown"  # it may have arrived; a person decides whether it goes again
    EXCLUDED = "excluded"  # not to be written to: suppressed, unsubscribed or deleted meanwhile


@dataclass(frozen=True, kw_only=True, slots=True)
class SendWindow:
    """When a letter is due at the earliest, and the moment after which it must not go."""

    due: datetime
    never_after: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """Whom an edition goes to, and when: the active people of the newsletter's list.

    With ``tags`` only those who have one of them. ``hours_in`` has the hours for each reader's
    zone, as the list has it; without it letters are due at once.
    """

    edition: str
    newsletter: str
    tags: tuple[str, ...] = ()
    hours_in: Callable[[str], SendWindow] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A recipient whose letter this process may now send. ``attempts`` counts those before."""

    recipient: Recipient
    attempts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AttemptResult:
    """What is written into a claimed row after its attempt.

    ``due`` is when a row that is pending again may be tried next. ``code`` is the server's reply
    code, 0 where there was none; ``words`` are the server's, or ours where it said nothing.
    """

    recipient: int
    row: LetterState
    at: datetime
    due: datetime | None = None
    code: int = 0
    words: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far the sending of one edition is: counts of ledger rows, and who it was frozen for."""

    edition: str
    total: int = 0
    pending: int = 0
    claimed: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    excluded: int = 0

    @property
    def open(self) -> int:
        """Rows without a final outcome."""
        return self.pending + self.claimed

    @property
    def finished(self) -> bool:
        """Whether every recipient of the frozen audience has a final outcome."""
        return self.sent + self.failed + self.unknown + self.excluded == self.total


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """How fast an edition goes, and what is ahead of it."""

    letters_per_second: float = 0.0  # closed in the last minute
    remaining_seconds: float | None = None  # at that rate; nothing when nothing is open, or moves
    next_due: datetime | None = None  # of what is open; nothing when nothing is


@dataclass(frozen=True, kw_only=True, slots=True)
class DispatchReport:
    """What one call of ``digest.pipelines.deliver`` left behind.

    ``reasons`` counts the server's words for what failed, the commonest first. ``resumed`` is
    what a process before us had left open: rows that go again and rows whose fate is unknown.
    """

    progress: Progress
    resumed: int = 0
    reasons: tuple[tuple[Text, int], ...] = ()

    @property
    def refused_by_all(self) -> bool:
        """Whether nobody got it although there was somebody to send it to."""
        return self.progress.sent == 0 and self.progress.failed > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class BadRow:
    """A line of an import that gave no recipient: where, what it began with, and why."""

    line: int
    text: str
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """What an import of recipients did, in rows.

    ``unknown_languages`` are words that name no language: whoever has one is taken without it, so
    that the newsletter's counts. ``encoding`` is the one the file was read in; ``sureness``, from 0
    to 1, is below 1 where it was guessed.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0  # the same address again in the same file
    suppressed: int = 0  # on the suppression list: added to nothing
    bad: int = 0
    unknown_languages: tuple[str, ...] = ()
    encoding: str = "utf-8"
    sureness: float = 1.0
