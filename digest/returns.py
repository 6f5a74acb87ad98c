"""Returns: from mail that came back to who is written to.

::

    message ─read→ Returned ─believe (signed token)→ Recipient ─→ suppressed · unsubscribed · noted

Nobody is believed without a token that we signed: a forged bounce changes nothing. Each message is
heeded once, however often it is read.
"""

from __future__ import annotations

import mailbox
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from digest.deliver.bounce import SOFT_DAYS, Returned, ReturnKind, is_given_up, read_returned
from digest.deliver.links import Bearer, Purpose, read_bounce_token, read_token
from digest.errors import UsageError
from digest.model.mail import Recipient, RecipientStatus
from digest.store.recipients import recipient_by_id, suppress, unsubscribe
from digest.store.returns import bounce_days, heed, is_heeded, note_bounce


class Heeded(StrEnum):
    """What became of one message that came back."""

    HARD = "hard"  # the address is never written to again
    SOFT = "soft"  # noted; too many in a span count as hard
    COMPLAINT = "complaint"  # the address is never written to again
    UNSUBSCRIBED = "unsubscribed"
    FORGED = "forged"  # no token of ours: ignored
    GONE = "gone"  # about someone who was deleted
    REPEATED = "repeated"  # heeded before
    OTHER = "other"  # none of these: a holiday notice, a question, spam


@dataclass(frozen=True, kw_only=True, slots=True)
class ReturnsReport:
    """How many messages became what, in the words' order, those with none left out."""

    counts: tuple[tuple[Heeded, int], ...]


def take_returns(
    database: Database,
    messages: Iterable[bytes],
    *,
    secret: bytes,
    clock: Callable[[], datetime],
) -> ReturnsReport:
    """Reads the messages and does what they ask for, as far as they can be believed.

    :raises DatabaseError: the database cannot be written; the message will be read again.
    """
    counts = Counter(heed_message(database, one, secret=secret, now=clock()) for one in messages)
    return ReturnsReport(counts=tuple((word, counts[word]) for word in Heeded if counts[word]))


def heed_message(database: Database, content: bytes, *, secret: bytes, now: datetime) -> Heeded:
    """Does what one message asks for, if it is believed, and notes that it was heeded."""
    if is_heeded(database, content):
        return Heeded.REPEATED
    returned = read_returned(content)
    if returned is None:
        return Heeded.OTHER
    bearer = believe(returned, secret=secret)
    if bearer is None:
        return Heeded.FORGED
    recipient = recipient_by_id(database, bearer.recipient)
    done = Heeded.GONE if recipient is None else _act(database, returned, recipient, now)
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


def read_maildir(folder: Path) -> Iterator[bytes]:
    """The new messages of a Maildir; each is moved to the read ones after it was dealt with.

    :raises UsageError: the folder is no Maildir.
    """
    if not (folder / "new").is_dir():
        raise UsageError(f"{folder} is no Maildir: it has no folder named new")
    with closing(mailbox.Maildir(folder, create=False)) as box:
        for key in sorted(box.iterkeys()):
            message = box.get_message(key)
            if message.get_subdir() != "new":
                continue
            yield box.get_bytes(key)
            message.set_subdir("cur")
            message.add_flag("S")
            box[key] = message


def _act(database: Database, returned: Returned, recipient: Recipient, now: datetime) -> Heeded:
    if returned.kind is ReturnKind.UNSUBSCRIBE:
        unsubscribe(database, recipient.id, now=now)
        return Heeded.UNSUBSCRIBED
    if returned.kind is ReturnKind.COMPLAINT:
        _suppress(database, recipient, RecipientStatus.COMPLAINED, now)
        return Heeded.COMPLAINT
    note_bounce(
        database,
        recipient.id,
        kind=returned.kind.value,
        status=returned.status,
        words=returned.words,
        now=now,
    )
    days = bounce_days(database, recipient.id, since=now - timedelta(days=SOFT_DAYS))
    if returned.kind is ReturnKind.SOFT and not is_given_up(days):
        return Heeded.SOFT
    _suppress(database, recipient, RecipientStatus.BOUNCED, now)
    return Heeded.HARD


def _suppress(
    database: Database, recipient: Recipient, status: RecipientStatus, now: datetime
) -> None:
    # the server's words stay with the bounce: they may name the address, which the list must not
    suppress(database, recipient.address, status.value, now=now, status=status)
