"""From one approved mail to each recipient's letter: encoded once, then only joined.

``compile_mail`` does all that is the same for everyone; ``write_letter`` puts a recipient's own
values between the ready segments. Building the message anew for each recipient costs a hundred
times as much, and re-encoding could change what was approved.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from digest.deliver.header_folding import (
    address_header,
    addresses_in,
    mailbox,
    one_line,
    phrase,
    subject_header,
)
from digest.deliver.quoted_printable import SOFT_BREAK, has_controls, quote_text, quote_value
from digest.deliver.signed_links import RecipientLinks
from digest.model.errors import DeliveryError
from digest.model.greetings import first_name, greeting_to
from digest.model.languages import direction
from digest.model.mail import (
    GREETING,
    STAND_INS,
    Letter,
    Mail,
    Recipient,
    TopicSpan,
    stretches,
    topics_for,
)
from digest.model.message import Message
from digest.model.settings import MailServer, Newsletter, Publication

_BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STAND_IN = re.compile("(" + "|".join(re.escape(url) for url in STAND_INS) + ")")
_GREETING = len(STAND_INS)
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47
_UNSAFE_IN_ADDRESS = re.compile('[\x00-\x20\x7f-\xa0<>(),;:\\\\"\u2028\u2029]')
_MARKUP = frozenset("&<>\"'")


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """Where in the segments a recipient's own value goes, and whether into HTML or plain text."""

    position: int
    value: int  # index in STAND_INS, or one beyond: the greeting
    in_html: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class CompiledMail:
    """One edition's mail as wire bytes: ``headers`` that all letters share, body ``segments``.

    A segment at the position of one of ``slots`` is empty until a recipient's link takes it.
    ``topics`` has for each segment the topic whose readers get it, empty where everyone does.
    """

    edition: str
    sender_address: str  # the envelope sender
    domain: str  # the right-hand side of each Message-ID
    headers: bytes
    segments: tuple[bytes, ...]
    topics: tuple[str, ...]
    slots: tuple[Slot, ...]
    newsletter: Newsletter
    language: str


def compile_mail(
    mail: Mail,
    *,
    newsletter: Newsletter,
    publication: Publication,
    server: MailServer,
    date: datetime,
) -> CompiledMail:
    """The mail as segments: quoted-printable, CRLF, lines of at most 76 octets, no leading dot.

    :raises DeliveryError: the sender, or the reply address, is no mail address.
    """
    sender = sender_address(mail.sender)
    boundary = _boundary_of(mail)
    segments: list[bytes] = []
    topics: list[str] = []
    slots: list[Slot] = []
    parts = (("plain", mail.text, mail.text_topics), ("html", mail.html, mail.html_topics))
    for kind, content, spans in parts:
        segments.append(_part_head(boundary, kind))
        topics.append("")
        for topic, piece in _pieces(content, spans, greeted=bool(newsletter.greeting)):
            if isinstance(piece, int):
                slots.append(Slot(position=len(segments), value=piece, in_html=kind == "html"))
                piece = b""
            segments.append(piece)
            topics.append(topic)
    segments.append(f"\r\n--{boundary}--\r\n".encode("ascii"))
    topics.append("")
    return CompiledMail(
        edition=mail.edition,
        sender_address=server.envelope_sender or sender,
        domain=sender.rpartition("@")[2],
        headers=_shared_headers(mail, newsletter, publication, date, boundary),
        segments=tuple(segments),
        topics=tuple(topics),
        slots=tuple(slots),
        newsletter=newsletter,
        language=mail.language,
    )


def _boundary_of(mail: Mail) -> str:
    """The same for the same mail, and in no part of it: quoting never yields "=_"."""
    return f"=_{hashlib.sha256(mail.hash.encode()).hexdigest()[:32]}"


def write_letter(compiled: CompiledMail, recipient: Recipient, *, links: RecipientLinks) -> Letter:
    """The recipient's letter: own headers, shared headers, and the segments joined with own links.

    Of the segments for single topics it has those the recipient chose; all, if they chose none.

    :raises ValueError: the address or a link cannot stand in a letter (control characters, spaces).
    """
    message_id = message_id_of(compiled.edition, recipient.id, compiled.domain)
    segments = list(compiled.segments)
    values = [links.unsubscribe, links.preferences, links.browser]
    if compiled.newsletter.greeting:
        name = one_line(_BIDIRECTIONAL.sub("", recipient.name))
        name = first_name(name, compiled.language)
        greeting = compiled.newsletter.greeting
        values.append(greeting_to(name, greeting, compiled.language))
    in_text = [quote_value(value) for value in values]
    in_html = [
        quoted if _MARKUP.isdisjoint(value) else quote_value(html.escape(value))
        for value, quoted in zip(values, in_text, strict=True)
    ]
    for slot in compiled.slots:
        segments[slot.position] = (in_html if slot.in_html else in_text)[slot.value]
    if recipient.topics:
        mine = topics_for(recipient.topics)
        segments = [
            segment
            for segment, topic in zip(segments, compiled.topics, strict=True)
            if topic in mine
        ]
    own = _own_headers(recipient, links, message_id)
    return Letter(
        recipient=recipient.id,
        address=recipient.address,
        sender_address=compiled.sender_address,
        message_id=message_id,
        content=b"".join((own, compiled.headers, *segments)),
        wire_ready=True,  # headers are folded and cleaned, segments quoted, links checked
    )


def message_id_of(edition: str, recipient: int, domain: str) -> str:
    """The Message-ID of a letter: the same however often it is sent, and silent on who reads it."""
    name = hashlib.sha256(f"{edition}\0{recipient}".encode("utf-8", "replace")).hexdigest()[:32]
    return f"<{name}@{domain}>"


def sender_address(sender: str) -> str:
    """The address in a From header value such as "The Gazette <morning@example.com>".

    :raises DeliveryError: there is not exactly one address, or it is not plain ASCII.
    """
    addresses = addresses_in(sender)
    if len(addresses) != 1 or not addresses[0].domain or not addresses[0].addr_spec.isascii():
        raise DeliveryError(Message("delivery.sender_not_one_address", sender=sender))
    return str(addresses[0].addr_spec)


def _pieces(
    content: str, spans: Sequence[TopicSpan], *, greeted: bool
) -> Iterator[tuple[str, bytes | int]]:
    """The content's encoded pieces in order, each with its topic, empty for everyone's.

    A piece is bytes, or the index of a value that goes there (``Slot``). Each stretch of one topic
    begins and ends at a line of the encoding, so that it can be left out.
    """
    left = len(content)
    for stretch, topic in stretches(content, spans):
        left -= len(stretch)
        if topic == GREETING and greeted:
            yield topic, _GREETING
            yield topic, SOFT_BREAK
            continue
        for piece in _with_links(stretch, goes_on=left > 0):
            yield topic, piece


def _with_links(content: str, *, goes_on: bool) -> Iterator[bytes | int]:
    """The pieces of one stretch; one that ``goes_on`` ends in a line end, real or soft.

    A link stands on lines of its own between soft breaks, so that none can cut it in two.
    """
    parts = _STAND_IN.split(content)
    for number, part in enumerate(parts):
        if part in STAND_INS:
            yield STAND_INS.index(part)
            continue
        at_end = number + 1 == len(parts)
        goes_on_after = not at_end or goes_on
        if not part:
            if number and goes_on_after:
                yield SOFT_BREAK  # between two links, or one and what goes on
            continue
        quoted = quote_text(part, room_for_soft_break=goes_on_after)
        if number and part[0] not in "\r\n":
            quoted = SOFT_BREAK + quoted
        if goes_on_after and part[-1] not in "\r\n":
            quoted += SOFT_BREAK
        yield quoted


def _part_head(boundary: str, kind: str) -> bytes:
    return (
        f"\r\n--{boundary}\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii")


def _shared_headers(
    mail: Mail, newsletter: Newsletter, publication: Publication, date: datetime, boundary: str
) -> bytes:
    folded = address_header("From", mail.sender)
    if mail.reply_to:
        folded += address_header("Reply-To", mail.reply_to)
    folded += subject_header(mail.subject, direction=direction(mail.language))
    plain = [
        f"Date: {format_datetime(date.astimezone(UTC))}",
        f"List-Id: {_list_id(newsletter, publication)}",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",  # RFC 8058
        f"Feedback-ID: {_feedback_id(mail)}",
        "Precedence: bulk",  # holiday notices stay away, and filters know a list by it
        *([f"Content-Language: {mail.language}"] if _TAG.fullmatch(mail.language) else []),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
    ]
    return folded + "".join(line + "\r\n" for line in plain).encode("ascii")


def _list_id(newsletter: Newsletter, publication: Publication) -> str:
    host = urlsplit(publication.base_url).hostname or "localhost"
    identity = newsletter.list_id or f"{newsletter.id}.{host}"
    identity = re.sub(r"[^A-Za-z0-9.-]", "-", identity)
    return f"{phrase(newsletter.name, 'List-Id')}\r\n <{identity}>"  # RFC 2919


def _feedback_id(mail: Mail) -> str:
    """By edition, newsletter and sender: what Gmail's Postmaster Tools counts complaints by.

    Its last field names the sender in 5 to 15 characters, and is the same in all that it sends.
    """
    domain = sender_address(mail.sender).rpartition("@")[2].lower()
    sender = hashlib.sha256(domain.encode("ascii")).hexdigest()[:12]
    fields = (re.sub(r"[^A-Za-z0-9._-]+", "-", one) for one in (mail.edition, mail.newsletter))
    return ":".join((*fields, "newsletter", sender))


def _own_headers(recipient: Recipient, links: RecipientLinks, message_id: str) -> bytes:
    if _UNSAFE_IN_ADDRESS.search(recipient.address):
        raise ValueError(Message("delivery.address_not_for_header"))
    if has_controls(links.unsubscribe + links.unsubscribe_mail):
        raise ValueError(Message("delivery.control_characters_in_link"))
    to = mailbox(_BIDIRECTIONAL.sub("", recipient.name), recipient.address, "To")
    leave = f"<{links.unsubscribe}>"
    if links.unsubscribe_mail:
        leave += f",\r\n <{links.unsubscribe_mail}>"
    lines = f"To: {to}\r\nMessage-ID: {message_id}\r\nList-Unsubscribe: {leave}\r\n"
    return lines.encode("utf-8")
