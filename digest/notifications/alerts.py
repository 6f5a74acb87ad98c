"""Telling people who work here by mail, and the operator of everything, once for each thing.

An alert that no mail server took is told again, with growing pauses, for a day: what keeps a digest
from going out is often what keeps its alert. When trouble ends, whoever was told of it is told so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlite_utils import Database

from digest.deliver.couriers import UntrackedBatch, courier_for
from digest.deliver.retry import Patience
from digest.deliver.staff_mail import StaffMail, write_note
from digest.model.alert import ALL_CLEAR, Alert, what_of
from digest.model.errors import DeliveryError
from digest.model.errors import text_of as cause
from digest.model.mail import Delivery, Outcome
from digest.model.message import Message, Text
from digest.model.settings import Settings
from digest.notifications.alert_mail import subject_of, text_of, words_of
from digest.store.alerts import (
    claim_again,
    claim_alert,
    end_alert,
    note_mail,
    unsent_alerts,
)
from digest.store.editions import states_of

log = logging.getLogger(__name__)

_FAILED = "failed"
"""So begins what an alert is about whose cause only another try shows."""

RESEND_FOR = timedelta(days=1)
"""How long an alert is told again; after that it is history, and in ``digest status``."""

_PATIENCE = Patience()


def note_trouble(database: Database, settings: Settings, alert: Alert) -> bool:
    """Whether this was news: the same ``about`` of the same edition is told only once.

    It is in the log and in ``digest status`` at once; ``mail_alerts`` mails it.
    """
    mailed = bool(settings.publication.operator)
    if not claim_alert(database, alert, mailed=mailed):
        return False
    log.error("%s: %s", alert.edition, alert.words)
    return True


def tell_operator(database: Database, settings: Settings, alert: Alert) -> bool:
    """Whether this was news, as in ``note_trouble``; if it was, it is mailed now. Never raises for
    the mail."""
    if not note_trouble(database, settings, alert):
        return False
    due = unsent_alerts(database, now=alert.first)
    this = [one for one in due if (one.edition, one.about) == (alert.edition, alert.about)]
    _mail(database, settings, this, now=alert.first)
    return True


def mail_alerts(
    database: Database, settings: Settings, *, now: datetime, failing: Collection[str] = ()
) -> None:
    """Mails the operator what no server is known to have and whose pause is over, in one mail
    however much it is. Never raises for the mail.

    That a step failed is told of the editions that are ``failing`` at this look only: whether it
    still does, another try alone can tell.
    """
    if settings.publication.operator:
        due = [
            alert
            for alert in unsent_alerts(database, now=now)
            if not alert.about.startswith(_FAILED) or alert.edition in failing
        ]
        _mail(database, settings, due, now=now)


def end_trouble(
    database: Database, settings: Settings, alert: Alert, *, words: Text, now: datetime
) -> None:
    """The alert is told no more; if somebody may have read it, so are these words, by the next
    ``mail_alerts``. Without words nothing follows."""
    if end_alert(database, alert, now=now) and words:
        _note_all_clear(database, settings, alert, words, now)


def _note_all_clear(
    database: Database, settings: Settings, alert: Alert, words: Text, now: datetime
) -> None:
    mailed = bool(settings.publication.operator)
    about = f"{ALL_CLEAR}{alert.about}"
    over = Alert(edition=alert.edition, about=about, words=words, first=now)
    claim_alert(database, over, mailed=mailed)
    log.info("%s: %s", alert.edition, words)


def _mail(
    database: Database, settings: Settings, alerts: Sequence[Alert], *, now: datetime
) -> None:
    """One mail about all of them, as far as no other process is writing it."""
    claimed = [
        alert
        for alert in alerts
        if claim_again(database, alert, now=now, again_at=now + _PATIENCE.pause(alert.attempts))
    ]
    if not claimed:
        return
    note = StaffMail(
        address=settings.publication.operator,
        subject=subject_of(claimed, settings),
        text=text_of(claimed, settings, states_of(database, [one.edition for one in claimed])),
        language=words_of(settings).language,
        errand=_errand(claimed),
    )
    outcome = tell_by_mail(settings, note, now=now).outcome
    for alert in claimed:
        settled = outcome in (Outcome.ACCEPTED, Outcome.REFUSED) or now - alert.first >= RESEND_FOR
        ended = note_mail(database, alert, outcome, settled=settled)
        if ended and not alert.all_clear and outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN):
            words = Message("alert.is_over", edition=alert.edition, about=what_of(alert.about))
            _note_all_clear(database, settings, alert, words, now)


def _errand(alerts: Sequence[Alert]) -> str:
    """What names the mail: the same for the same alerts, so that a server may know it again."""
    if len(alerts) == 1:
        return f"alert {alerts[0].edition} {alerts[0].about}"
    named = "\n".join(f"{alert.edition} {alert.about}" for alert in alerts)
    return f"alerts {sha256(named.encode()).hexdigest()[:16]}"


def tell_by_mail(settings: Settings, note: StaffMail, *, now: datetime) -> Delivery:
    """What became of the note. Never raises for it: why it did not go is in the log too.

    DEFERRED means that no server has it, and that it can be tried again; with no code, that there
    was no server to ask.
    """
    delivery = _carried(settings, note, now=now)
    if delivery.outcome is not Outcome.ACCEPTED:
        log.error("%s could not be told by mail: %s", note.address, delivery.words)
    return delivery


def _carried(settings: Settings, note: StaffMail, *, now: datetime) -> Delivery:
    letter = write_note(next(iter(settings.newsletters.values())).sender, note, now=now)
    round_ = UntrackedBatch([letter])
    words: Text = ""
    try:
        asyncio.run(courier_for(settings, note.errand).carry(round_))
    except (DeliveryError, OSError) as error:
        words = cause(error)
    delivery = round_.deliveries[letter.recipient]
    return replace(delivery, words=words or delivery.words)
