"""Dispatch: from an approved mail to a closed ledger.

::

    Mail ─compile→ segments
    list ─freeze→ ledger ─claim→ Recipient ─letter→ Letter ─courier→ Delivery ─decide→ ledger

``deliver`` may be called again after anything at all: it goes on where the ledger stands.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

from sqlite_utils import Database

from digest.deliver.couriers import UntrackedBatch, courier_for
from digest.deliver.personalize import Addressing
from digest.deliver.retry import Patience, decide
from digest.model.courier import Courier
from digest.model.delivery import (
    AttemptResult,
    Claim,
    DispatchReport,
    Distribution,
    LetterState,
    Outlook,
    Progress,
)
from digest.model.errors import DatabaseError, DatabaseLockedError
from digest.model.mail import Delivery, Letter, Mail, Outcome, Recipient
from digest.model.message import Message, Text
from digest.model.settings import Newsletter
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.send_options import TO_THE_END, SendLimits, SendOptions
from digest.store.ledger import Ledger, Ledgers
from digest.store.sqlite_ledger import SqliteLedgers

log = logging.getLogger(__name__)

__all__ = [
    "dispatch",
    "outlook",
    "progress",
    "reasons",
    "reopen",
    "send_test",
]

GROUP = 100
"""Most letters claimed in one transaction: a commit costs as much as ten letters."""

SMALLEST_GROUP = 10
"""Fewest. In between as many as go in a second: who leaves the list is heeded up to a claim."""

_RENEW_LEASE = timedelta(minutes=1)  # while waiting: long pauses are longer than the lease
_LOCK_SECONDS = 600.0  # how long a lock is waited for: less than the lease, so that it stays ours
_LOOK_AGAIN_SECONDS = 1.0  # while waiting for deferred letters: how soon a stop is noticed


def dispatch(
    newsroom: Newsroom, mail: Mail, *, limits: SendLimits, options: SendOptions = TO_THE_END
) -> DispatchReport:
    """Sends the mail to everyone on the newsletter's list who has not had it, each exactly once.

    ::

        freeze audience → claim → write letters → carry → close → … until nothing is open

    Deferred letters are tried again up to the limits; what is open then has failed. A database that
    is locked is waited for, for ten minutes.

    :raises BusyError: another process sends this edition.
    :raises DeliveryError: the mail server cannot be used; nothing is lost, call again later.
    :raises DatabaseError: the ledger cannot be written; nothing more was sent, and what was sent is
        in the table or in the intent log.
    """
    started, settings = newsroom.clock(), newsroom.settings
    ledgers, newsletter = SqliteLedgers(newsroom.database), settings.newsletters[mail.newsletter]
    addressing = Addressing(
        mail,
        settings=settings,
        newsletter=newsletter,
        secret=newsroom.secret,
        date=ledgers.frozen_at(mail.edition) or started,
    )
    courier = options.courier or courier_for(settings, mail.edition)
    ledger = ledgers.open(
        _distribution(mail, newsletter, limits),
        now=started,
        repeat_unknown=_patience(newsroom, options).repeat_unknown,
    )
    try:
        asyncio.run(_Sending(newsroom, ledger, addressing, limits, options).run(courier))
    finally:
        ledger.release(now=newsroom.clock())
    options.on_progress(ledger.progress())
    return _report(ledgers, ledger, mail.edition)


def _patience(newsroom: Newsroom, options: SendOptions) -> Patience:
    repeat_unknown = newsroom.settings.mail.repeat_unknown
    return options.patience or Patience(repeat_unknown=repeat_unknown)


def _distribution(mail: Mail, newsletter: Newsletter, limits: SendLimits) -> Distribution:
    return Distribution(
        edition=mail.edition,
        newsletter=newsletter.id,
        tags=newsletter.tags,
        hours_in=limits.hours_in,
    )


def _report(ledgers: Ledgers, ledger: Ledger, edition: str) -> DispatchReport:
    return DispatchReport(
        progress=ledger.progress(), resumed=ledger.resumed, reasons=ledgers.reasons(edition)
    )


def send_test(
    newsroom: Newsroom, mail: Mail, addresses: Sequence[str], *, courier: Courier | None = None
) -> tuple[Delivery, ...]:
    """Sends the mail to the addresses, its subject marked as a test, past list and ledger.

    Its links are signed for numbers below zero, which nobody has, so that no click on them changes
    anything. One Delivery per address in their order; its ``recipient`` is such a number.

    :raises DeliveryError: the mail server cannot be used.
    """
    now, settings = newsroom.clock(), newsroom.settings
    # each test is a mail of its own: a mailbox drops a second one with the same Message-ID
    own_name = f"{mail.edition}.test.{now.timestamp()}"
    subject = newsroom.test_subject(mail)
    marked = replace(mail, subject=subject, edition=own_name)
    newsletter = settings.newsletters[mail.newsletter]
    addressing = Addressing(
        marked, settings=settings, newsletter=newsletter, secret=newsroom.secret, date=now
    )
    recipients = [
        Recipient(id=-number, newsletter=newsletter.id, address=address)
        for number, address in enumerate(addresses, start=1)
    ]
    letters: list[Letter] = []
    unfit: dict[int, Delivery] = {}
    for recipient in recipients:
        try:
            letters.append(addressing.letter(recipient))
        except ValueError as error:
            unfit[recipient.id] = _cannot_write(recipient, error)
    round_ = UntrackedBatch(letters)
    asyncio.run((courier or courier_for(settings, f"{mail.edition}.test")).carry(round_))
    deliveries = round_.deliveries | unfit
    return tuple(deliveries[recipient.id] for recipient in recipients)


def reopen(database: Database, edition: str, row: LetterState, *, now: datetime) -> int:
    """Makes the edition's failed or unknown letters due again, for the next ``deliver``; how many.

    :raises BusyError: the edition is being sent.
    """
    return SqliteLedgers(database).reopen(edition, row, now=now)


def progress(database: Database, edition: str) -> Progress:
    """How far the sending of the edition is; all zero when it has not begun."""
    return SqliteLedgers(database).progress(edition)


def never_backwards(clock: Callable[[], datetime]) -> Callable[[], datetime]:
    """The clock, but going on at its own pace when it is set back: nothing has to be waited for
    twice. When it is set forward it is believed: rather too early an end than a letter too late."""
    started, begun = clock(), monotonic()

    def now() -> datetime:
        return max(clock(), started + timedelta(seconds=monotonic() - begun))

    return now


def reasons(database: Database, edition: str) -> tuple[tuple[Text, int], ...]:
    """Why letters of the edition failed, and how many each, the commonest first."""
    return SqliteLedgers(database).reasons(edition)


def outlook(database: Database, edition: str, *, now: datetime) -> Outlook:
    """How fast the edition goes, and what is ahead of it."""
    return SqliteLedgers(database).outlook(edition, now=now)


class _Sending:
    """One sending of an edition: the round that the courier asks, and the ledger behind it."""

    def __init__(
        self,
        newsroom: Newsroom,
        ledger: Ledger,
        addressing: Addressing,
        limits: SendLimits,
        options: SendOptions,
    ) -> None:
        self._ledger = ledger
        self._addressing = addressing
        self._patience = _patience(newsroom, options)
        self._limits = limits
        self._options = options
        self._clock = never_backwards(newsroom.clock)
        self._claims: deque[Claim] = deque()
        self._taken: dict[int, Claim] = {}  # whose letters are in the courier's hands
        self._broken: DatabaseError | None = None
        self._group = SMALLEST_GROUP
        self._claimed_at = self._clock()

    async def run(self, courier: Courier) -> None:
        """Carries what is due, waits for what is deferred, and ends when nothing is open."""
        while not self._is_over():
            await self._carry(courier)
            if self._broken is not None:
                raise self._broken
            await self._flush()
            due = self._ledger.next_due()
            if due is None or self._options.is_too_long(due - self._clock()):
                return
            await self._wait_for(due)
        if self._clock() >= self._limits.never_after:
            await self._flush()
            self._ledger.give_up(Message("delivery.not_sent_in_time"), now=self._clock())

    async def _flush(self) -> None:
        """Writes what is closed, as soon as no other process holds the lock; the intent log has it
        meanwhile. Who wants the sending to stop waits no longer than a statement does."""
        began = monotonic()
        while True:
            try:
                self._ledger.flush(now=self._clock())
                break
            except DatabaseLockedError as error:
                waited = monotonic() - began
                if self._options.should_stop() or waited > _LOCK_SECONDS:
                    raise
                log.warning("the ledger waits for the database: %s", error)
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    async def _carry(self, courier: Courier) -> None:
        try:
            await courier.carry(self)
        finally:
            for claim in self._claims:
                self._ledger.give_back(claim.recipient.id)
            self._claims.clear()

    async def _wait_for(self, due: datetime) -> None:
        until = min(due, self._limits.never_after)
        renewed = self._clock()
        while (
            not self._options.should_stop()
            and (left := (until - self._clock()).total_seconds()) > 0
        ):
            self._options.on_progress(self._ledger.progress())
            await asyncio.sleep(min(left, _LOOK_AGAIN_SECONDS))
            if self._clock() - renewed > _RENEW_LEASE:
                renewed = self._clock()
                self._ledger.flush(now=renewed)

    def next_letter(self) -> Letter | None:
        """The next due recipient's letter; nothing once it is time to stop."""
        while not self._is_over() and (self._claims or self._claim_more()):
            claim = self._claims.popleft()
            self._taken[claim.recipient.id] = claim
            if self._clock() >= self._limits.last_moment(claim.recipient):
                self.answered(_too_late(claim.recipient))
                continue
            try:
                return self._addressing.letter(claim.recipient)
            except ValueError as error:
                self.answered(_cannot_write(claim.recipient, error))
        return None

    def _claim_more(self) -> bool:
        now = self._clock()
        seconds, self._claimed_at = (now - self._claimed_at).total_seconds(), now
        self._group = max(SMALLEST_GROUP, min(GROUP, int(self._group / max(seconds, 0.001))))
        try:
            self._claims.extend(self._ledger.claim(self._group, now=now))
        except DatabaseLockedError:
            return (
                False  # this round ends, its letters answered for, and ``run`` waits for the lock
            )
        self._options.on_progress(self._ledger.progress())
        return bool(self._claims)

    def _is_over(self) -> bool:
        late = self._clock() >= self._limits.never_after
        return late or self._broken is not None or self._options.should_stop()

    def still_wanted(self, letter: Letter) -> bool:
        try:
            why_not = self._ledger.why_not(letter.recipient)
        except DatabaseError as error:
            self._broken = error
            self.returned(letter)
            return False
        if why_not:
            del self._taken[letter.recipient]
            self._close(
                AttemptResult(
                    recipient=letter.recipient,
                    row=LetterState.EXCLUDED,
                    at=self._clock(),
                    words=why_not,
                )
            )
        return not why_not

    def handing_over(self, letter: Letter) -> None:
        self._ledger.handing_over(letter.recipient)

    def answered(self, delivery: Delivery) -> None:
        claim = self._taken.pop(delivery.recipient)
        closing: AttemptResult = decide(
            delivery,
            attempts=claim.attempts,
            now=self._clock(),
            never_after=self._limits.last_moment(claim.recipient),
            patience=self._patience,
        )
        self._close(closing)

    def _close(self, closing: AttemptResult) -> None:
        try:
            self._ledger.close(closing)
        except DatabaseError as error:
            # the other connections' letters still have to be answered for; no new one is begun
            self._broken = error

    def returned(self, letter: Letter) -> None:
        del self._taken[letter.recipient]
        self._ledger.give_back(letter.recipient)

    def postponed(self, letter: Letter, seconds: float) -> None:
        del self._taken[letter.recipient]
        due = self._clock() + timedelta(seconds=seconds)
        self._ledger.give_back(letter.recipient, due=due)


def _too_late(recipient: Recipient) -> Delivery:
    """Not now, and never any more: ``decide`` closes what is deferred past its last moment."""
    return Delivery(
        recipient=recipient.id,
        outcome=Outcome.DEFERRED,
        words=Message("delivery.not_sent_in_time_of_zone"),
    )


def _cannot_write(recipient: Recipient, error: ValueError) -> Delivery:
    return Delivery(
        recipient=recipient.id,
        outcome=Outcome.REFUSED,
        words=Message("delivery.cannot_be_written_to", error=error),
    )
