"""A plain letter to somebody who works here: one person, a few words, no list."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from digest.deliver.letter import sender_address, subject_header
from digest.model.mail import Letter


def write_note(sender: str, address: str, *, subject: str, text: str, now: datetime) -> Letter:
    """The letter; ``subject`` and ``text`` may hold anything.

    :raises DeliveryError: ``sender`` is no mail address.
    """
    envelope_sender = sender_address(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = address
    message["Date"] = format_datetime(now.astimezone(UTC))
    message["Message-ID"] = make_msgid(domain=envelope_sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in answer
    message.set_content(text)
    return Letter(
        recipient=0,
        address=address,
        sender_address=envelope_sender,
        message_id=str(message["Message-ID"]),
        content=subject_header(" ".join(subject.split())) + message.as_bytes(),
    )
