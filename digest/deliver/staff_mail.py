"""A plain letter to somebody who works here: one person, a few words, no list."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from digest.deliver.letter import message_id_of, sender_address, subject_header
from digest.model.mail import Letter


def write_note(
    sender: str, address: str, *, errand: str, subject: str, text: str, now: datetime
) -> Letter:
    """The letter; ``subject`` and ``text`` may hold anything.

    It has the same Message-ID whenever ``errand`` takes it to the address: where a server took it
    after all and said that it did not, mailboxes drop the second one.

    :raises DeliveryError: ``sender`` is no mail address.
    """
    envelope_sender = sender_address(sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = address
    message["Date"] = format_datetime(now.astimezone(UTC))
    domain = envelope_sender.rpartition("@")[2]
    message["Message-ID"] = message_id_of(f"{errand} {address}", 0, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in answer
    message.set_content(text)
    return Letter(
        recipient=0,
        address=address,
        sender_address=envelope_sender,
        message_id=str(message["Message-ID"]),
        content=subject_header(" ".join(subject.split())) + message.as_bytes(),
    )
