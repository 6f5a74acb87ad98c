"""What to do after an attempt: a pure function of the outcome, the attempts before, and the time.

4xx and lost connections are tried again with growing pauses until the newsletter's never-after
time (RFC 5321 4.5.4.1 asks for growing pauses); 5xx is final. A letter whose answer was never read
goes again with the same Message-ID, or waits for a person, as the newsroom chose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.model.delivery import AttemptResult, LetterState
from digest.model.mail import Delivery, Outcome
from digest.model.message import Message


@dataclass(frozen=True, kw_only=True, slots=True)
class Patience:
    """How long to wait before a letter is tried again, in seconds; each pause is longer.

    ``repeat_unknown`` sends a letter again whose answer was never read (at least once); without
    it such a letter waits for a person (at most once).
    """

    first_seconds: float = 60.0
    factor: float = 2.0
    longest_seconds: float = 1800.0
    repeat_unknown: bool = True

    def pause(self, attempts: int) -> timedelta:
        """The pause after the given number of attempts before this one."""
        grown = self.first_seconds * self.factor ** min(attempts, 32)
        return timedelta(seconds=min(grown, self.longest_seconds))


def decide(
    delivery: Delivery, *, attempts: int, now: datetime, never_after: datetime, patience: Patience
) -> AttemptResult:
    """How the letter's row is closed after ``delivery``, ``attempts`` being those before it."""
    row, due = LetterState.PENDING, now + patience.pause(attempts)
    words = delivery.words
    if delivery.outcome is Outcome.ACCEPTED:
        row = LetterState.SENT
    elif delivery.outcome is Outcome.REFUSED:
        row = LetterState.FAILED
    elif delivery.outcome is Outcome.UNKNOWN and not patience.repeat_unknown:
        row = LetterState.UNKNOWN
    elif due >= never_after:
        row, words = LetterState.FAILED, Message("delivery.not_taken_in_time", words=words)
    return AttemptResult(
        recipient=delivery.recipient,
        row=row,
        at=now,
        due=due if row is LetterState.PENDING else None,
        code=delivery.code,
        words=words,
    )
