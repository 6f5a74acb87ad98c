"""Mails, recipients, letters and what became of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.model.message import Text

# Stand-ins that a letter replaces by the recipient's own links. They are whole URLs on a reserved
# host (RFC 2606), so that every tool on the way treats them as links, and a forgotten one leads
# nowhere and is found by the checker.
UNSUBSCRIBE_URL = "https://recipient.invalid/unsubscribe"
PREFERENCES_URL = "https://recipient.invalid/preferences"
BROWSER_URL = "https://recipient.invalid/browser"
STAND_INS = (UNSUBSCRIBE_URL, PREFERENCES_URL, BROWSER_URL)


REPLY_PREFIX = re.compile(
    r"\s*(?:\[[^\]]{1,20}\]\s*)?(?:re|fwd?|aw|antw|wg|sv|vs|tr|rv|ynt|i\u0307?lt|odp|res|enc|відп|антв|пересл"
    r"|відповідь|на|пер|رد|回复|回覆|转发)(?:\[\d{1,3}\])?\s*:",
    re.IGNORECASE,
)
"""How mail programs mark a subject as an answer or as passed on, in their languages."""

GREETING = "-greeting-"
"""In place of a topic: the stretch greets nobody in particular, and a letter its own reader."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicSpan:
    """A stretch of a mail's part that only readers of one topic get, in characters of the part."""

    topic: str  # a section's id, or GREETING
    start: int
    end: int  # the first character after it


def stretches(content: str, spans: Sequence[TopicSpan]) -> Iterator[tuple[str, str]]:
    """The content of a mail's part in order, each stretch with its topic; none for everyone's."""
    position = 0
    for span in spans:
        if position < span.start:
            yield content[position : span.start], ""
        if span.start < span.end:
            yield content[span.start : span.end], span.topic
        position = span.end
    if position < len(content):
        yield content[position:], ""


def topics_for(chosen: Sequence[str]) -> tuple[str, ...]:
    """The topics of the stretches that readers get who chose those topics."""
    return ("", GREETING, *chosen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """What an edition looks like to every recipient, before it is addressed.

    ``html`` and ``text`` are complete documents with the ``STAND_INS`` where a recipient's own
    links go. ``html_topics`` and ``text_topics`` are their stretches for single topics, in order
    and apart; who chose other topics gets the documents without them. ``sender`` is a From header
    value: "Name <address>".
    """

    edition: str  # the edition's id
    newsletter: str
    sender: str
    subject: str
    preheader: str
    html: str
    text: str
    language: str = "en"
    reply_to: str = ""
    html_topics: tuple[TopicSpan, ...] = ()
    text_topics: tuple[TopicSpan, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256, in hex, of everything a reader can see: what an approval approves."""
        seen = [self.sender, self.reply_to, self.subject, self.preheader, self.html, self.text]
        for spans in (self.html_topics, self.text_topics):
            seen += [f"{span.topic} {span.start} {span.end}" for span in spans]
        return hashlib.sha256("\0".join(seen).encode()).hexdigest()


class Severity(StrEnum):
    """How bad a finding of the mail checker is."""

    ERROR = "error"  # the mail must not go out
    WARNING = "warning"  # a person should look


class Category(StrEnum):
    """What a finding says of a mail, anyone's: whom it harms, or only whose taste it offends."""

    BREAKS = "breaks"  # someone cannot read it, cannot act on it, or is deceived
    RISKS = "risks"  # some program, filter or reader may have trouble with it
    HOUSE_STYLE = "house-style"  # how we write mails; others have reasons of their own


class MailKind(StrEnum):
    """What a mail is for, and so what it must have."""

    NEWSLETTER = "newsletter"
    TRANSACTIONAL = "transactional"  # a receipt, a password: nobody unsubscribes from those


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One fault the mail checker found: which rule, where, and how to mend it.

    ``severity`` is what it means for our own mails, ``category`` what it means for anyone's.
    ``line`` and ``column`` count from 1 in the part that ``where`` names, 0 where unknown;
    ``template`` is the template line that surely made the place, or something around it.
    """

    rule: str  # "16-no-executable"
    severity: Severity
    message: Text
    where: Text = ""  # "html line 120, <a>", "header Subject"
    part: str = ""  # what of the mail that is: "html", "text", "letter", "header Subject"
    hint: Text = ""
    line: int = 0
    column: int = 0
    element: str = ""  # "a"
    template: Text = ""  # "parts/footer.mjml line 1"
    category: Category = Category.BREAKS


def errors_in(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that keep a mail from going out."""
    return tuple(each for each in findings if each.severity is Severity.ERROR)


NO_TOPICS = "-"
"""The one topic of a reader who wants no section: they get what goes to everyone."""


class RecipientStatus(StrEnum):
    """Whether a person may be written to."""

    ACTIVE = "active"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"  # the address does not work
    COMPLAINED = "complained"  # reported us as spam


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """When and how a person asked for the newsletter: what mail law wants to be shown."""

    at: datetime
    how: str = ""  # "form on the website", "card at the fair"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One person on one newsletter's list. ``address`` is normalised; ``id`` is the database's.

    ``topics`` are ids of the sections they chose, all if there are none. ``zone`` is an IANA time
    zone, the publication's if empty. ``tags`` are the newsroom's own words, for segments.
    """

    id: int
    newsletter: str
    address: str
    name: str = ""
    language: str = ""
    status: RecipientStatus = RecipientStatus.ACTIVE
    topics: tuple[str, ...] = ()
    zone: str = ""
    tags: tuple[str, ...] = ()
    consent: Consent | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A mail addressed to one recipient: complete bytes with CRLF line ends, not dot-stuffed.

    ``wire_ready`` says that the bytes are known to have no lone CR or LF and no line that begins
    with a dot, because all they were joined from is: looking again costs more than sending.
    """

    recipient: int  # the recipient's id
    address: str
    sender_address: str  # the envelope sender
    message_id: str
    content: bytes
    wire_ready: bool = False


class Outcome(StrEnum):
    """What became of a letter when it was handed to a mail server."""

    ACCEPTED = "accepted"  # the server took it: 2xx to the final dot
    DEFERRED = "deferred"  # not now: 4xx, or no connection; try again later
    REFUSED = "refused"  # never: 5xx
    UNKNOWN = "unknown"  # the letter went out whole, its answer was never read


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """The outcome for one letter, with the server's own words."""

    recipient: int
    outcome: Outcome
    code: int = 0  # the SMTP reply code, 0 where there was none
    words: Text = ""  # the server's reply, or the error, on one line
    at: datetime | None = None

    @property
    def no_server(self) -> bool:
        """Whether no server was there to ask: the next letter would only wait for it again."""
        return self.outcome is Outcome.DEFERRED and not self.code
