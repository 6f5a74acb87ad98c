"""The ledger's interface: one row per recipient and edition, claimed before the letter goes.

::

    pending ─claim→ claimed ─close→ sent · failed · unknown · excluded
       ↑                        └─→ pending, due later
       └──────── give_back ─────┘

This is all that dispatch knows of it. ``sqlite_ledger`` keeps it on one machine; another, for more
than one machine, needs these two classes and to pass ``tests/store/test_ledger_contract.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from digest.model.delivery import AttemptResult, Claim, Distribution, LetterState, Outlook, Progress
from digest.model.message import Text


class Ledger(Protocol):
    """The rows of one edition, held by one sender from ``Ledgers.open`` until ``release``.

    Each method that writes raises ``BusyError`` when another sender has taken the edition over, and
    ``DatabaseError`` when it could not be written.
    """

    @property
    def resumed(self) -> int:
        """How many rows a sender that ended had left claimed."""

    def claim(self, count: int, *, now: datetime) -> list[Claim]:
        """Up to ``count`` recipients whose letters are due, claimed for this sender, durably.

        Recipients who may not be written to any more are excluded instead. An empty list: nothing
        is due.
        """

    def why_not(self, recipient: int) -> Text:
        """Why the recipient may not be written to any more, as the list stands now; empty if they
        may.

        :raises DatabaseError: the list could not be read.
        """

    def handing_over(self, recipient: int) -> None:
        """Notes, before its final dot, that a claimed recipient's letter goes out now."""

    def close(self, closing: AttemptResult) -> None:
        """Closes a claimed row; durable from the next ``claim`` or ``flush`` on."""

    def give_back(self, recipient: int, *, due: datetime | None = None) -> None:
        """Undoes a claim whose letter was never handed over; it is due then, or as it was."""

    def flush(self, *, now: datetime) -> None:
        """Writes what was closed until now, durably, and renews the lease."""

    def next_due(self) -> datetime | None:
        """When the next pending row may be tried; nothing when none is pending."""

    def give_up(self, words: Text, *, now: datetime, row: LetterState = LetterState.FAILED) -> None:
        """Closes what is pending, as failed or as ``row`` says, for the reason given and the
        server's last words."""

    def progress(self) -> Progress:
        """The counts as this sender knows them."""

    def release(self, *, now: datetime) -> None:
        """Writes what is open and lets the edition go. To be called however the sending ended."""


class Ledgers(Protocol):
    """The ledgers of all editions."""

    def open(self, distribution: Distribution, *, now: datetime, repeat_unknown: bool) -> Ledger:
        """The edition's ledger, held by the caller: its audience is frozen now if it is new.

        What an ended sender left claimed is settled. A letter of it that may have arrived goes
        again when ``repeat_unknown``, else it waits for a person as ``LetterState.UNKNOWN``.

        :raises BusyError: another living sender holds the edition.
        :raises DatabaseError: the ledger could not be used.
        """

    def progress(self, edition: str) -> Progress:
        """How far the sending of the edition is; all zero when it has not begun."""

    def outlook(self, edition: str, *, now: datetime) -> Outlook:
        """How fast the edition goes, and what is ahead; for whoever asks, not only the sender."""

    def frozen_at(self, edition: str) -> datetime | None:
        """When the edition's audience was frozen; nothing when its sending has not begun."""

    def reasons(self, edition: str, *, most: int = 10) -> tuple[tuple[Text, int], ...]:
        """Why letters of the edition failed, and how many each, the commonest first."""

    def reopen(self, edition: str, row: LetterState, *, now: datetime) -> int:
        """Makes the edition's rows of that state due again; how many there were.

        :raises BusyError: a living sender holds the edition.
        """
