"""Which courier takes letters: the mail server, or a folder where there is none; and the batch for
letters that no list has and no ledger: a note to somebody who works here, a test.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from digest.deliver.outbox import Outbox
from digest.deliver.smtp.smtp_courier import SmtpCourier
from digest.model.courier import Courier
from digest.model.mail import Delivery, Letter, Outcome
from digest.model.message import Message
from digest.model.settings import Settings


def courier_for(settings: Settings, edition: str) -> Courier:
    """The courier the settings ask for: the mail server, or the outbox folder without one."""
    if settings.mail.host:
        return SmtpCourier(settings.mail)
    folder = re.sub(r"[^A-Za-z0-9._-]", "_", edition)
    return Outbox(Path(settings.project) / settings.mail.outbox / folder)


_NOT_SENT = Message("delivery.connection_ended_before")


class UntrackedBatch:
    """A courier's round of letters that go once; ``deliveries`` has what became of each, by its
    recipient's number."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        self._waiting = deque(letters)
        self.deliveries = {
            letter.recipient: Delivery(
                recipient=letter.recipient, outcome=Outcome.DEFERRED, words=_NOT_SENT
            )
            for letter in letters
        }

    def next_letter(self) -> Letter | None:
        return self._waiting.popleft() if self._waiting else None

    def still_wanted(self, letter: Letter) -> bool:
        return True

    def handing_over(self, letter: Letter) -> None:
        """Nothing is written down: such a letter may come twice, it must not be lost."""

    def answered(self, delivery: Delivery) -> None:
        self.deliveries[delivery.recipient] = delivery

    def returned(self, letter: Letter) -> None:
        """It stays unsent: whoever sends loose letters is there to see it, and may send again."""

    def postponed(self, letter: Letter, seconds: float) -> None:
        self._waiting.append(letter)
