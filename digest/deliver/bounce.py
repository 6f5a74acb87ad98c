"""Mail that comes back: what a bounce, a complaint or an unsubscribe request says, and of whom.

Bytes of one message in, a ``Returned`` out, or nothing when it is none of these. Pure, and trusting
nobody: whom it is about is only what the message *claims*, with the signed tokens it carries as
proof; ``digest.pipelines.returns`` believes the tokens.

Reads RFC 3464 reports (Postfix, Exim, Exchange, Sendmail), feedback reports (RFC 5965, ARF), the
shapes that name no type (qmail, Exim's ``X-Failed-Recipients``, plain words), and mail to the
List-Unsubscribe address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as EmailMessage
from email.policy import compat32
from enum import StrEnum

from digest.deliver.signed_links import find_tokens
from digest.model.message import Message

SOFT_DAYS = 14
SOFT_LIMIT = 3
"""Soft bounces count once a day: a full mailbox answers every letter of a day the same."""

MOST_OCTETS = 500_000
"""Of one message, the octets that are looked at: a bounce that returns a newsletter has 100,000."""

_MOST_WRAPPINGS = 20  # Python's parser recurses, and looks at every line once for each
_WRAPPING = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])[ -]")
_ADDRESS = re.compile(r"[^\s<>()\[\];:,\"]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]")
_SENDER_OF_BOUNCES = re.compile(r"mailer-daemon|postmaster|mail delivery|bounce", re.IGNORECASE)
_WORDS_OF_BOUNCES = re.compile(
    r"undeliver|delivery (status|failure|has failed)|returned mail|failure notice|not be delivered"
    r"|mail delivery|could not be sent|delivery incomplete",
    re.IGNORECASE,
)
_ABOUT_US = {("2", "2"), ("2", "3"), ("3", "4")}  # mailbox full, letter too long


class UnreadableMailError(Exception):
    """A message is built so that it cannot be read."""


class ReturnKind(StrEnum):
    """What came back."""

    HARD = "hard"  # the address does not work and will not
    SOFT = "soft"  # not this time: mailbox full, policy, a server that gave up
    COMPLAINT = "complaint"  # the reader said "spam"
    UNSUBSCRIBE = "unsubscribe"  # the reader wrote to the List-Unsubscribe address


@dataclass(frozen=True, kw_only=True, slots=True)
class Returned:
    """What one message that came back says.

    ``tokens`` look like signed tokens, and are not yet checked: of the address it was sent to, and
    of the letter that it encloses. ``claimed`` are the addresses it names, for people to read;
    anyone can name any. ``status`` is an enhanced code (RFC 3463), empty if unknown.
    """

    kind: ReturnKind
    tokens: tuple[str, ...] = ()
    claimed: tuple[str, ...] = ()
    status: str = ""
    words: str = ""


def read_returned(content: bytes) -> Returned | None:
    """What the message says; nothing when it is neither bounce, complaint nor unsubscribe request.

    A report of a delay, a delivery or a holiday is none of these.

    :raises UnreadableMailError: the message is built so that it cannot be read.
    """
    content = content[:MOST_OCTETS]
    wrapped = sum(1 for _ in _WRAPPING.finditer(content))
    if wrapped > _MOST_WRAPPINGS:
        raise UnreadableMailError(Message("returns.parts_within_parts", parts=wrapped))
    try:
        return _read(content)
    except Exception as error:  # the email package has more kinds of failure than it documents
        raise UnreadableMailError(f"{type(error).__name__}: {error}") from error


def _read(content: bytes) -> Returned | None:
    message = message_from_bytes(content, policy=compat32)
    tokens = find_tokens(content.decode("latin-1"))
    kinds = {part.get_content_type(): part for part in message.walk()}
    if "message/feedback-report" in kinds:
        return _complaint(kinds["message/feedback-report"], tokens)
    if "message/delivery-status" in kinds:
        return _delivery_report(kinds["message/delivery-status"], tokens)
    if _header(message, "Subject").strip().lower().startswith("unsubscribe"):
        asked = find_tokens(_header(message, "Subject"))
        return Returned(kind=ReturnKind.UNSUBSCRIBE, tokens=asked) if asked else None
    return _plain_bounce(message, tokens)


def _complaint(report: EmailMessage, tokens: tuple[str, ...]) -> Returned | None:
    fields = _fields(report)
    if fields.get("feedback-type", "abuse").lower() == "not-spam":
        return None
    claimed = _ADDRESS.findall(fields.get("original-rcpt-to", ""))
    return Returned(
        kind=ReturnKind.COMPLAINT,
        tokens=tokens,
        claimed=tuple(claimed),
        words=f"feedback: {fields.get('feedback-type', 'abuse')}",
    )


def _delivery_report(report: EmailMessage, tokens: tuple[str, ...]) -> Returned | None:
    """The first recipient of the report that failed."""
    for block in _blocks(report):
        if block.get("action", "").lower() != "failed":
            continue
        status = _STATUS.search(block.get("status", ""))
        words = block.get("diagnostic-code", "").partition(";")[2].strip()
        named = block.get("original-recipient") or block.get("final-recipient", "")
        better = _STATUS.search(words)  # "5.0.0" in the report, the server's own code in the words
        if better and (status is None or status.group(2, 3) == ("0", "0")):
            status = better
        return Returned(
            kind=_kind_of(status, words),
            tokens=tokens,
            claimed=tuple(_ADDRESS.findall(named)),
            status=status.group() if status else "",
            words=" ".join(words.split())[:300],
        )
    return None


def _plain_bounce(message: EmailMessage, tokens: tuple[str, ...]) -> Returned | None:
    """A bounce in words, as qmail and some gateways send it."""
    automatic = _header(message, "Auto-Submitted").lower()
    failed = _header(message, "X-Failed-Recipients")
    from_a_server = _SENDER_OF_BOUNCES.search(_header(message, "From")) is not None
    about_delivery = _WORDS_OF_BOUNCES.search(_header(message, "Subject")) is not None
    if automatic.startswith("auto-replied") and not failed:
        return None
    if not failed and not (from_a_server and about_delivery):
        return None
    text = _first_text(message)
    status = _STATUS.search(text)
    code = _CODE.search(text)
    if status is None and code is None and not failed:
        return None
    return Returned(
        kind=_kind_of(status, code.group() if code else ""),
        tokens=tokens,
        claimed=tuple(_ADDRESS.findall(failed or text)[:1]),
        status=status.group() if status else "",
        words=" ".join(text.split())[:300],
    )


def is_given_up(soft_days: int) -> bool:
    """Whether an address that bounced on so many of the last ``SOFT_DAYS`` days is dead."""
    return soft_days >= SOFT_LIMIT


def _kind_of(status: re.Match[str] | None, words: str) -> ReturnKind:
    """Hard only when it is the address that does not work: 5.1.x, 5.2.1, 5.4.4, a bare 550."""
    if status is None:
        return ReturnKind.HARD if words.lstrip().startswith("55") else ReturnKind.SOFT
    severity, subject, detail = status.groups()
    if severity != "5" or subject == "7" or (subject, detail) in _ABOUT_US:
        return ReturnKind.SOFT
    return ReturnKind.HARD


def _fields(part: EmailMessage) -> dict[str, str]:
    return next(iter(_blocks(part)), {})


def _blocks(part: EmailMessage) -> Iterator[dict[str, str]]:
    """The groups of fields in a report, names in lower case."""
    payload = part.get_payload()
    groups = payload if isinstance(payload, list) else [message_from_bytes(str(payload).encode())]
    for group in groups:
        if isinstance(group, EmailMessage):
            yield {name.lower(): " ".join(str(value).split()) for name, value in group.items()}


def _first_text(message: EmailMessage) -> str:
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))
