"""A plain letter to somebody who works here: one person, a few words, no list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from digest.deliver.header_folding import address_header, subject_header
from digest.deliver.letter import message_id_of, sender_address
from digest.model.languages import direction
from digest.model.mail import Letter


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffMail:
    """A plain mail to one person who works here. ``errand`` names what it is about, each time anew:
    it is the folder in the outbox, where no note then replaces another, and the Message-ID."""

    address: str
    subject: str
    text: str
    language: str
    errand: str


def write_note(sender: str, note: StaffMail, *, now: datetime) -> Letter:
    """The letter; subject and text may hold anything.

    It has the same Message-ID whenever its errand takes it to the address: where a server took it
    after all and said that it did not, mailboxes drop the second one.

    :raises DeliveryError: ``sender`` is no mail address.
    """
    envelope_sender = sender_address(sender)
    message = EmailMessage(policy=SMTP)
    message["To"] = note.address
    message["Date"] = format_datetime(now.astimezone(UTC))
    domain = envelope_sender.rpartition("@")[2]
    message["Message-ID"] = message_id_of(f"{note.errand} {note.address}", 0, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notices in answer
    message.set_content(note.text)
    message["Content-Language"] = note.language
    subject = subject_header(" ".join(note.subject.split()), direction=direction(note.language))
    return Letter(
        recipient=0,
        address=note.address,
        sender_address=envelope_sender,
        message_id=str(message["Message-ID"]),
        content=address_header("From", sender) + subject + message.as_bytes(),
    )
