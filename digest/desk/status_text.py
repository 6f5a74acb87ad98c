"""How an edition stands, in words: what happens to it next, when, and unless what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.model.delivery import Progress
from digest.model.edition import EditionRecord, State
from digest.model.settings import Newsletter
from digest.timetable import approves_itself_at
from digest.wording.desk_words import DeskWords


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    """What a sentence about an edition is made of. ``readers`` would be written to today."""

    record: EditionRecord
    newsletter: Newsletter
    readers: int
    progress: Progress
    now: datetime


def in_words(one: Situation, words: DeskWords) -> str:
    """One or two sentences: "Goes to 4,210 readers at 06:30, in 2 h 14 min, unless held."."""
    match one.record.state:
        case State.DRAFT:
            return words("stands_draft")
        case State.READY:
            return _ready(one, words)
        case State.HELD:
            limit = words.moment(one.record.never_after, now=one.now)
            return words("stands_held", limit=limit)
        case State.APPROVED:
            return words("stands_approved", going=going(one, words))
        case State.SENDING:
            done = one.progress.total - one.progress.open
            return words("stands_sending", done=words.n(done), total=words.n(one.progress.total))
        case State.SENT:
            return _sent(one, words)
        case other:
            return words(f"stands_{other.value}")


def _ready(one: Situation, words: DeskWords) -> str:
    if one.now > one.record.never_after:
        return words("stands_too_late", limit=words.moment(one.record.never_after, now=one.now))
    goes = going(one, words)
    approves = approves_itself_at(one.record, one.newsletter, now=one.now)
    if approves is None:
        return words("stands_ready", going=goes)
    return words("stands_approves_itself", time=words.moment(approves, now=one.now), going=goes)


def going(one: Situation, words: DeskWords) -> str:
    """ "to 4,210 readers at 06:30, in 2 h 14 min"."""
    readers = words("to_readers", count=one.readers)
    if one.now >= one.record.send_at:
        limit = words.moment(one.record.never_after, now=one.now)
        return words("going_at_once", readers=readers, limit=limit)
    return words(
        "going_at",
        readers=readers,
        time=words.moment(one.record.send_at, now=one.now),
        until=words.until(one.record.send_at, now=one.now),
    )


def _sent(one: Situation, words: DeskWords) -> str:
    sent = words("sent_to", count=one.progress.sent)
    missing = one.progress.failed + one.progress.unknown
    if missing:
        return f"{sent} {words('sent_failed', count=missing)}"
    return sent
