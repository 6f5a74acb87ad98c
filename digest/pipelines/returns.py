"""Returns: from mail that came back to who is written to.

::

    message ─read→ Returned ─believe (signed token)→ Recipient ─→ suppressed · unsubscribed · noted

Nobody is believed without a token that we signed: a forged bounce changes nothing. Each message is
heeded once, however often it is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlite_utils import Database

from digest.deliver.bounce import (
    SOFT_DAYS,
    Returned,
    ReturnKind,
    UnreadableMailError,
    is_given_up,
    read_returned,
)
from digest.deliver.mailbox import Mailbox
from digest.deliver.signed_links import Bearer, Purpose, read_bounce_token, read_token
from digest.model.errors import text_of
from digest.model.mail import Recipient, RecipientStatus
from digest.model.message import Message, Text
from digest.store.recipients import recipient_by_id, suppress, unsubscribe
from digest.store.returns import Bounce, bounce_days, heed, is_heeded, note_bounce


class ReturnOutcome(StrEnum):
    """What became of one message that came back."""

    HARD = "hard"  # the address is never written to again
    SOFT = "soft"  # noted; too many in a span count as hard
    COMPLAINT = "complaint"  # the address is never written to again
    UNSUBSCRIBED = "unsubscribed"
    FORGED = "forged"  # no token of ours: ignored
    GONE = "gone"  # about someone who was deleted
    REPEATED = "repeated"  # heeded before
    OTHER = "other"  # none of these: a holiday notice, a question, spam
    UNREADABLE = "unreadable"  # built so that it cannot be read: set aside


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnsReport:
    """How many messages became what, in the words' order, those with none left out.

    ``problems`` are messages about messages that could not be read or put where they belong.
    """

    counts: tuple[tuple[ReturnOutcome, int], ...]
    problems: tuple[Text, ...] = ()


def take_returns(
    database: Database,
    mailbox: Mailbox,
    *,
    secret: bytes,
    clock: Callable[[], datetime],
) -> ReturnsReport:
    """Reads a mailbox's unread messages and does what they ask for, if they can be believed.

    Each is marked as read after it was dealt with. One that cannot be read is set aside and named
    in the report; those after it are heeded all the same.

    :raises DatabaseError: the database cannot be written; the message will be read again.
    :raises DeliveryError: the mailbox cannot be used.
    """
    counts: Counter[ReturnOutcome] = Counter()
    problems: list[Text] = []
    for mail in mailbox.unread():
        if mail.problem:
            problems.append(Message("common.at", where=mail.name, what=mail.problem))
            continue
        try:
            heeded = process_message(database, mail.content, secret=secret, now=clock())
        except UnreadableMailError as error:
            heeded = ReturnOutcome.UNREADABLE
            where = mailbox.set_aside(mail.name)
            problems.append(
                Message("returns.not_read", name=mail.name, why=text_of(error), where=where)
            )
        else:
            why_not = mailbox.mark_read(mail.name)
            problems += [Message("common.at", where=mail.name, what=why_not)] if why_not else []
        counts[heeded] += 1
    return ReturnsReport(
        counts=tuple((word, counts[word]) for word in ReturnOutcome if counts[word]),
        problems=tuple(problems),
    )


def process_message(
    database: Database, content: bytes, *, secret: bytes, now: datetime
) -> ReturnOutcome:
    """Does what one message asks for, if it is believed, and notes that it was heeded.

    :raises UnreadableMailError: the message is built so that it cannot be read.
    """
    if is_heeded(database, content):
        return ReturnOutcome.REPEATED
    returned = read_returned(content)
    if returned is None:
        return ReturnOutcome.OTHER
    bearer = believe(returned, secret=secret)
    if bearer is None:
        return ReturnOutcome.FORGED
    recipient = recipient_by_id(database, bearer.recipient)
    done = ReturnOutcome.GONE if recipient is None else _act(database, returned, recipient, now)
    heed(database, content, now=now)
    return done


def believe(returned: Returned, *, secret: bytes) -> Bearer | None:
    """Whom the message is about, by the first token in it that we signed for that."""
    for token in returned.tokens:
        bearer = read_token(token, Purpose.UNSUBSCRIBE, secret=secret)
        if bearer is None and returned.kind in (ReturnKind.HARD, ReturnKind.SOFT):
            bearer = read_bounce_token(token, secret=secret)
        if bearer is not None:
            return bearer
    return None


def _act(
    database: Database, returned: Returned, recipient: Recipient, now: datetime
) -> ReturnOutcome:
    if returned.kind is ReturnKind.UNSUBSCRIBE:
        unsubscribe(database, recipient.id, now=now)
        return ReturnOutcome.UNSUBSCRIBED
    if returned.kind is ReturnKind.COMPLAINT:
        _suppress(database, recipient, RecipientStatus.COMPLAINED, now)
        return ReturnOutcome.COMPLAINT
    note_bounce(
        database,
        recipient.id,
        Bounce(kind=returned.kind.value, status=returned.status, words=returned.words),
        now=now,
    )
    days = bounce_days(database, recipient.id, since=now - timedelta(days=SOFT_DAYS))
    if returned.kind is ReturnKind.SOFT and not is_given_up(days):
        return ReturnOutcome.SOFT
    _suppress(database, recipient, RecipientStatus.BOUNCED, now)
    return ReturnOutcome.HARD


def _suppress(
    database: Database, recipient: Recipient, status: RecipientStatus, now: datetime
) -> None:
    # the server's words stay with the bounce: they may name the address, which the list must not
    suppress(database, recipient.address, status.value, now=now, status=status)
