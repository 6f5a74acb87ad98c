"""How a sending goes: until when its letters may go, and what is said and asked meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.deliver.retry import Patience
from digest.model.courier import Courier
from digest.model.delivery import Progress, SendWindow
from digest.model.mail import Recipient


@dataclass(frozen=True, kw_only=True, slots=True)
class SendLimits:
    """Until when letters may go: wherever the reader is, and by the hours of the reader's zone.

    Where ``hours_in`` says for a zone when a letter is due and not to go any more, both hold.
    """

    never_after: datetime
    hours_in: Callable[[str], SendWindow] | None = None

    def last_moment(self, recipient: Recipient) -> datetime:
        """The moment after which the recipient's letter must not go."""
        if self.hours_in is None:
            return self.never_after
        return min(self.hours_in(recipient.zone).never_after, self.never_after)


@dataclass(frozen=True, kw_only=True, slots=True)
class SendOptions:
    """How a sending goes; left out, it goes on to its end, and is heard of at its end only.

    It returns early, with letters open, when ``should_stop`` turns true, or when none is due within
    ``longest_wait``. ``on_progress`` is told after each group. Left out, ``patience`` has pauses
    from one minute to half an hour, and ``courier`` is the settings' mail server or outbox.
    """

    longest_wait: timedelta | None = None
    on_progress: Callable[[Progress], None] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False
    patience: Patience | None = None
    courier: Courier | None = None

    def is_too_long(self, wait: timedelta) -> bool:
        """Whether to come back later instead of waiting."""
        return self.longest_wait is not None and wait > self.longest_wait


TO_THE_END = SendOptions()
