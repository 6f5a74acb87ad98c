"""What fails in a running process and cannot be written down, for the database itself may be what
fails: logged once, and mailed to the operator when it lasts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from digest.deliver.retry import Patience
from digest.deliver.staff_mail import StaffMail
from digest.model.errors import DigestError
from digest.model.mail import Outcome
from digest.model.message import Message, Text
from digest.model.settings import Settings
from digest.notifications.alert_mail import issue_of, words_of
from digest.notifications.alerts import tell_by_mail

log = logging.getLogger(__name__)

LASTING = timedelta(minutes=1)
"""How long something fails before the operator is written to: a lock is often gone by then."""

_PATIENCE = Patience()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Incident:
    """Something that fails since ``began``, by its last cause; ``again_at`` is when the operator is
    to be written to, None when a mail server has the mail."""

    began: datetime
    cause: Text
    again_at: datetime | None
    attempts: int = 0


@dataclass(frozen=True, kw_only=True)
class Incidents:
    """The incidents of one process, shared by its threads. What is forgotten at its end is found
    again at the next failure."""

    settings: Settings
    clock: Callable[[], datetime]
    _open: dict[Text, _Incident] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def failed(self, what: Text, error: Exception) -> None:
        """Notes that ``what`` failed: in the log when the cause is new, with the traceback of what
        nobody foresaw; in a mail to the operator when it goes on failing. Never raises."""
        now, cause = self.clock(), cause_of(error)
        with self._lock:
            before = self._open.get(what)
            again_at = before.again_at if before else now + LASTING
            incident = _Incident(
                began=before.began if before else now,
                cause=cause,
                again_at=again_at,
                attempts=before.attempts if before else 0,
            )
            due = again_at is not None and again_at <= now
            if due:  # no other thread writes the same mail
                pause = now + _PATIENCE.pause(incident.attempts)
                incident = replace(incident, again_at=pause, attempts=incident.attempts + 1)
            self._open[what] = incident
        if before is None or before.cause != cause:
            log.error("%s: %s", what, cause, exc_info=unforeseen(error))
        if due and self.settings.publication.operator:
            self._mail(what, incident, now)

    def over(self, what: Text) -> None:
        """Notes that ``what`` works, in the log if it had failed."""
        with self._lock:
            before = self._open.pop(what, None)
        if before is not None:
            log.info("%s: works again", what)

    def _mail(self, what: Text, incident: _Incident, now: datetime) -> None:
        words, publication = words_of(self.settings), self.settings.publication
        name = what if isinstance(what, Message) else issue_of(what, self.settings)
        subject = Message("alert.subject_of_failure", publication=publication.name, what=name)
        text = Message("alert.fails_since", what=what, moment=incident.began, cause=incident.cause)
        note = StaffMail(
            address=publication.operator,
            subject=words.say(subject),
            text=words.say(text),
            language=words.language,
            errand=f"incident {what} {incident.began.isoformat()}",
        )
        delivery = tell_by_mail(self.settings, note, now=now)
        if delivery.outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
            with self._lock:
                if what in self._open:
                    self._open[what] = replace(self._open[what], again_at=None)


def cause_of(error: Exception) -> Text:
    """The error in one line: ours speaks for itself, another is named."""
    if isinstance(error, DigestError):
        return error.message
    words = " ".join(str(error).split())[:200]
    return Message("alert.mistake_in_digest", name=type(error).__name__, words=words)


def unforeseen(error: Exception) -> Exception | None:
    """The error, if its traceback is wanted: nobody raised it on purpose."""
    return None if isinstance(error, DigestError) else error
