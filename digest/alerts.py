"""Telling people who work here by mail, and the operator of everything, once for each thing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.deliver.loose import LooseLetters
from digest.deliver.note import write_note
from digest.dispatch import courier_for
from digest.errors import DeliveryError
from digest.model.mail import Outcome
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
    it is the folder in the outbox, where no note then replaces another."""

    address: str
    subject: str
    text: str
    errand: str


def tell_by_mail(settings: Settings, note: Note, *, now: datetime) -> bool:
    """Whether the note could be handed over. Never raises for that: why not is in the log."""
    try:
        _hand_over(settings, note, now=now)
    except (DeliveryError, OSError) as error:
        log.error("%s could not be told by mail: %s", note.address, error)
        return False
    return True


def _hand_over(settings: Settings, note: Note, *, now: datetime) -> None:
    """:raises DeliveryError: the mail server cannot be used, or does not take the letter."""
    letter = write_note(
        next(iter(settings.newsletters.values())).sender,
        note.address,
        subject=note.subject,
        text=note.text,
        now=now,
    )
    round_ = LooseLetters([letter])
    asyncio.run(courier_for(settings, note.errand).carry(round_))
    delivery = round_.deliveries[letter.recipient]
    if delivery.outcome is not Outcome.ACCEPTED:
        raise DeliveryError(f"the mail server did not take it: {delivery.words}")
