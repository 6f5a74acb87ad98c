"""Rules 8 to 10: the headers, and the links to leave and to the browser that every mail shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime

from digest.check.element_text import shown_words
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, decoded_header, words_of
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import BROWSER_URL, Category, Severity
from digest.model.message import Message

_LONGEST_SUBJECT = 78
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# what unsubscribing is called, by the beginnings of the words
_UNSUBSCRIBE = re.compile(
    r"unsubscri|opt-?out|sign ?off|abbestell|abmeld|відпис|إلغاء|d[ée]sabonn|d[ée]sinscri"
    r"|darse de baja|cancelar (?:la )?suscri|cancelar (?:a )?(?:inscri|assinatura)"
    r"|anular (?:la )?sus|disiscri|annulla (?:l.)?iscrizione|uitschrij|afmeld|avmeld|avregistrer"
    r"|avsluta pren|wypis|rezygnuj|odhlás|leiratkoz|dezabon|отпис|адпіс|abonelik|διαγραφή|הסר|لغو"
    r"|配信停止|登録解除|退订|退訂|取消订阅|수신 ?거부|구독 ?취소|peruuta tilaus|lopeta tilaus",
)
_BROWSER = re.compile(
    r"browser|браузер|متصفح|navigateur|navegador|przegl[ąa]dar|prohlížeč|prehliadač|webbläsare"
    r"|nettleser|selaim|böngész|tarayıcı|περιήγησης|דפדפן|مرورگر|ブラウザ|浏览器|瀏覽器|브라우저"
    r"|\bonline\b|web ?(?:version|page|ansicht|versie|seite)",
)
_FOLD = re.compile(r"\r?\n[ \t]")
_NEEDED_HEADERS = ("Date", "Message-ID", "From", "To", "Subject")
_ONCE = ("From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID")
"""RFC 5322, section 3.6: what a letter has once at most."""
_CLOCKS_DIFFER = timedelta(days=1)
_LONGEST_KEPT = timedelta(days=365)  # of a letter that nobody has received yet
_FIRST_MAILS = datetime(1990, 1, 1, tzinfo=UTC)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COVERED = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


def says_unsubscribe(words: str) -> bool:
    """Whether words or a URL speak of leaving a list."""
    return _UNSUBSCRIBE.search(words.lower()) is not None


def unfolded(value: str) -> str:
    """A header's value on one line."""
    return _FOLD.sub(" ", value)


def _headers(mail: Specimen) -> Iterator[Fault]:
    for name in _NEEDED_HEADERS:
        if not (mail.header(name) or "").strip():
            yield Fault(
                message=Message("check.header_missing_or_empty"),
                where=Location(part=f"header {name}"),
                category=Category.BREAKS if name == "From" else Category.RISKS,
            )
    for name in _ONCE:
        times = sum(field.lower() == name.lower() for field, _ in mail.headers)
        if times > 1:
            yield Fault(
                message=Message("check.header_repeated", times=times),
                where=Location(part=f"header {name}"),
                category=Category.BREAKS if name == "From" else Category.RISKS,
            )
    if (mail.header("Bcc") or "").strip():
        where = Location(part="header Bcc")
        yield Fault(message=Message("check.names_blind_copies"), where=where)
    sender = unfolded(mail.header("From") or "").strip()
    if sender and not any("@" in address for _, address in getaddresses([sender])):
        where = Location(part="header From")
        yield Fault(message=Message("check.header_holds_no_address"), where=where)
    for name, value in mail.headers:
        line = unfolded(value)
        if CONTROL.search(line) or "\n" in line or "\r" in line:
            yield Fault(
                message=Message("check.holds_control_character"),
                where=Location(part=f"header {name}"),
                category=Category.RISKS,
            )


def _dates(mail: Specimen) -> Iterator[Fault]:
    """A date that no clock had when the letter was sent."""
    raw = (mail.header("Date") or "").strip()
    if not raw:
        return  # rule 8-headers says so
    where = Location(part="header Date")
    try:
        sent = _moment(raw)
    except ValueError:
        yield Fault(message=Message("check.date_not_read", found=raw[:60]), where=where)
        return
    received = _first_received(mail)
    known = received or mail.now
    late = known is not None and sent > known + _CLOCKS_DIFFER
    # a letter that nobody received yet is about to be sent
    early = known is not None and sent < known - (_CLOCKS_DIFFER if received else _LONGEST_KEPT)
    if early or late or sent < _FIRST_MAILS:
        yield Fault(message=Message("check.date_far_off", found=raw[:60]), where=where)
    day = raw.partition(",")[0].strip().lower()
    if "," in raw and day in _WEEKDAYS and _WEEKDAYS.index(day) != sent.weekday():
        yield Fault(message=Message("check.date_of_another_day", found=raw[:60]), where=where)


def _moment(raw: str) -> datetime:
    """A header's date with its zone.

    :raises ValueError: it is no date.
    """
    try:
        moment = parsedate_to_datetime(unfolded(raw))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(str(error)) from error


def _first_received(mail: Specimen) -> datetime | None:
    """When the first server on the way had the letter, as far as it says so."""
    stamps = [value for name, value in mail.headers if name.lower() == "received"]
    try:
        return _moment(stamps[-1].rpartition(";")[2].strip()) if stamps else None
    except ValueError:
        return None


def _subject(mail: Specimen) -> Iterator[Fault]:
    raw = mail.header("Subject")
    if raw is None:
        return
    try:
        subject = decoded_header(unfolded(raw))
    except ValueError as error:
        yield Fault(
            message=Message("check.header_not_decoded", error=error),
            where=Location(part="header Subject"),
        )
        return
    if not 1 <= len(subject.strip()) <= _LONGEST_SUBJECT:
        yield Fault(
            message=Message(
                "check.subject_length",
                length=len(subject.strip()),
                longest_subject=_LONGEST_SUBJECT,
            ),
            where=Location(part="header Subject"),
            category=Category.RISKS,
        )
    if CONTROL.search(subject) or "\n" in subject:
        yield Fault(
            message=Message("check.holds_encoded_control_character"),
            where=Location(part="header Subject"),
            category=Category.RISKS,
        )


def _list_headers(mail: Specimen) -> Iterator[Fault]:
    unsubscribe = (mail.header("List-Unsubscribe") or "").lower()
    for scheme in ("https:", "mailto:"):
        if f"<{scheme}" not in unsubscribe:
            yield Fault(
                message=Message("check.names_no_url", scheme=scheme),
                where=Location(part="header List-Unsubscribe"),
                # either is enough to leave by; one click takes https
                category=Category.RISKS if scheme == "https:" else Category.HOUSE_STYLE,
            )
    post = (mail.header("List-Unsubscribe-Post") or "").strip()
    if post != "List-Unsubscribe=One-Click":
        yield Fault(
            message=Message("check.not_one_click"),
            where=Location(part="header List-Unsubscribe-Post"),
        )
    if not (mail.header("List-ID") or "").strip():
        yield Fault(
            message=Message("check.header_missing"),
            where=Location(part="header List-Id"),
            category=Category.HOUSE_STYLE,
        )


def _signed_headers(mail: Specimen) -> Iterator[Fault]:
    signatures = [value for name, value in mail.headers if name.lower() == "dkim-signature"]
    if not signatures:
        return
    # RFC 8058, section 4: one signature that covers both is enough; a forwarder adds its own
    signed = max(map(_fields_of, signatures), key=lambda fields: len(fields & _COVERED))
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        if name.lower() not in signed:
            yield Fault(
                message=Message("check.not_signed", name=name),
                where=Location(part="header DKIM-Signature"),
            )


def _fields_of(signature: str) -> set[str]:
    """The header fields that a DKIM signature covers, in lower case."""
    fields = re.search(r"(?:^|;)\s*h\s*=([^;]*)", signature)
    return {name.strip().lower() for name in fields[1].split(":")} if fields else set()


def _visible_unsubscribe(mail: Specimen) -> Iterator[Fault]:
    listed = mail.header("List-Unsubscribe") or ""
    linked = any(
        says_unsubscribe(f"{shown_words(link)} {link.get('href')}")
        or f"<{link.get('href')}>" in listed
        for link in reversed(tuple(mail.visible("a")))  # the footer's are the last
        if link.get("href") and shown_words(link)
    )
    if not linked and not any(True for _ in mail.visible("unsubscribe")):  # Campaign Monitor's
        # who sends a template adds such a link, as far as the document tells
        yield Fault(
            message=Message("check.no_visible_unsubscribe_link"),
            where=Location(part="html"),
            category=Category.RISKS if mail.letter is None else Category.BREAKS,
        )
    if mail.text is not None and not says_unsubscribe(mail.text):
        yield Fault(
            message=Message("check.text_says_no_unsubscribe"),
            where=Location(part="text"),
            category=Category.RISKS,
        )


def _browser_link(mail: Specimen) -> Iterator[Fault]:
    for link in mail.named("a"):
        target = link.get("href", "")
        named = target.startswith("http") and _BROWSER.search(f"{words_of(link)} {target}".lower())
        if target == BROWSER_URL or named:
            return
    yield Fault(message=Message("check.no_browser_link"), where=Location(part="html"))


RULES = (
    Rule(
        id="8-headers",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_headers,
    ),
    Rule(
        id="8-dates",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_dates,
    ),
    Rule(
        id="8-subject",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_subject,
    ),
    Rule(
        id="9-list-headers",
        severity=Severity.ERROR,
        category=Category.RISKS,
        newsletters_only=True,
        needs=Needs.LETTER,
        faults=_list_headers,
    ),
    Rule(
        id="9-signed",
        severity=Severity.ERROR,
        category=Category.RISKS,
        newsletters_only=True,
        needs=Needs.LETTER,
        faults=_signed_headers,
    ),
    Rule(
        id="10-unsubscribe",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        newsletters_only=True,
        needs=Needs.HTML,
        faults=_visible_unsubscribe,
    ),
    Rule(
        id="10-browser",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        newsletters_only=True,
        needs=Needs.HTML,
        faults=_browser_link,
    ),
)
