"""Telling people who work here by mail, and the operator of everything, once for each thing.

An alert that no mail server took is told again, with growing pauses, for a day: what keeps a digest
from going out is often what keeps its alert.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from digest.deliver.loose import LooseLetters
from digest.deliver.note import write_note
from digest.deliver.retry import Patience
from digest.dispatch import courier_for
from digest.errors import DeliveryError
from digest.model.mail import Delivery, Outcome
from digest.model.settings import Settings
from digest.store.alerts import UnsentAlert, claim_again, claim_alert, settle_alert, unsent_alerts

log = logging.getLogger(__name__)

TOLD_FOR = timedelta(days=1)
"""How long an alert is told again; after that it is history, and in ``digest status``."""

_PATIENCE = Patience()


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
    operator = settings.publication.operator
    again_at = now + _PATIENCE.pause(0) if operator else None
    if not claim_alert(
        database, edition=edition, about=about, words=words, now=now, again_at=again_at
    ):
        return False
    log.error("%s: %s", edition, words)
    if operator:
        alert = UnsentAlert(edition=edition, about=about, words=words, first=now, attempts=1)
        _mail_operator(database, settings, alert, now=now)
    return True


def tell_operator_again(database: Database, settings: Settings, *, now: datetime) -> None:
    """Mails the alerts that no server is known to have and whose pause is over. Never raises for a
    mail."""
    if not settings.publication.operator:
        return
    for alert in unsent_alerts(database, now=now):
        pause = _PATIENCE.pause(alert.attempts)
        if not claim_again(database, alert, now=now, again_at=now + pause):
            continue
        delivery = _mail_operator(database, settings, alert, now=now)
        if delivery.no_server:
            break  # no server answers: one time-out is enough for now


def _mail_operator(
    database: Database, settings: Settings, alert: UnsentAlert, *, now: datetime
) -> Delivery:
    """What became of the mail; it has the same Message-ID each time."""
    subject = f"alert {alert.edition} {alert.about}"
    note = Note(
        address=settings.publication.operator, subject=subject, text=alert.words, errand=subject
    )
    delivery = tell_by_mail(settings, note, now=now)
    settled = delivery.outcome in (Outcome.ACCEPTED, Outcome.REFUSED)
    if settled or now - alert.first >= TOLD_FOR:
        settle_alert(database, alert)
    return delivery


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
