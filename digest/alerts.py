"""Telling people who work here by mail, and the operator of everything, once for each thing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from digest.deliver.loose import LooseLetters
from digest.deliver.note import write_note
from digest.dispatch import courier_for
from digest.errors import DeliveryError
from digest.model.mail import Delivery, Outcome
from digest.model.settings import Settings
from digest.store.alerts import claim_alert

log = logging.getLogger(__name__)


def tell_operator(
    database: Database,
    settings: Settings,
    *,
    edition: str,
    about: str,
    words: str,
    now: datetime,
) -> bool:
    """Whether this was news: the same ``about`` of the same edition is told only once.

    Never raises for the mail: an alert that cannot be mailed is still in the log and in
    ``digest status``.
    """
    if not claim_alert(database, edition=edition, about=about, words=words, now=now):
        return False
    log.error("%s: %s", edition, words)
    if settings.publication.operator:
        subject = f"alert {edition} {about}"
        note = Note(
            address=settings.publication.operator, subject=subject, text=words, errand=subject
        )
        tell_by_mail(settings, note, now=now)
    return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A plain mail to one person who works here. ``errand`` names what it is about, each time anew:
    it is the folder in the outbox, where no note then replaces another, and the Message-ID."""

    address: str
    subject: str
    text: str
    errand: str


def tell_by_mail(settings: Settings, note: Note, *, now: datetime) -> Delivery:
    """What became of the note. Never raises for it: why it did not go is in the log too.

    DEFERRED means that no server has it, and that it can be tried again; with no code, that there
    was no server to ask.
    """
    delivery = _carried(settings, note, now=now)
    if delivery.outcome is not Outcome.ACCEPTED:
        log.error("%s could not be told by mail: %s", note.address, delivery.words)
    return delivery


def _carried(settings: Settings, note: Note, *, now: datetime) -> Delivery:
    letter = write_note(
        next(iter(settings.newsletters.values())).sender,
        note.address,
        errand=note.errand,
        subject=note.subject,
        text=note.text,
        now=now,
    )
    round_ = LooseLetters([letter])
    words = ""
    try:
        asyncio.run(courier_for(settings, note.errand).carry(round_))
    except (DeliveryError, OSError) as error:
        words = str(error)
    delivery = round_.deliveries[letter.recipient]
    return replace(delivery, words=words or delivery.words)
