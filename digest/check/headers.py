"""Rules 8 to 10: the headers, and the links to leave and to the browser that every mail shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.location import Location
from digest.check.parsed_mail import Specimen, decoded_header, shown_words, words_of
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import BROWSER_URL, Severity
from digest.model.message import Message

_LONGEST_SUBJECT = 78
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# what unsubscribing is called, by the beginnings of the words
UNSUBSCRIBE = re.compile(
    r"unsubscri|opt-?out|sign ?off|abbestell|abmeld|відпис|إلغاء|d[ée]sabonn|d[ée]sinscri"
    r"|darse de baja|cancelar (?:la )?suscri|cancelar (?:a )?(?:inscri|assinatura)"
    r"|anular (?:la )?sus|disiscri|annulla (?:l.)?iscrizione|uitschrij|afmeld|avmeld|avregistrer"
    r"|avsluta pren|wypis|rezygnuj|odhlás|leiratkoz|dezabon|отпис|адпіс|abonelik|διαγραφή|הסר|لغو"
    r"|配信停止|登録解除|退订|退訂|取消订阅|수신 ?거부|구독 ?취소|peruuta tilaus|lopeta tilaus",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"browser|браузер|متصفح|navigateur|navegador|przegl[ąa]dar|prohlížeč|prehliadač|webbläsare"
    r"|nettleser|selaim|böngész|tarayıcı|περιήγησης|דפדפן|مرورگر|ブラウザ|浏览器|瀏覽器|브라우저"
    r"|\bonline\b|web ?(?:version|page|ansicht|versie|seite)",
    re.IGNORECASE,
)
_NEEDED_HEADERS = ("Date", "Message-ID", "From", "To", "Subject")
_COVERED = frozenset({"list-unsubscribe", "list-unsubscribe-post"})


def _headers(mail: Specimen) -> Iterator[Fault]:
    for name in _NEEDED_HEADERS:
        if not (mail.header(name) or "").strip():
            yield Fault(
                message=Message("check.header_missing_or_empty"),
                where=Location(part=f"header {name}"),
            )
    for name, value in mail.headers:
        unfolded = re.sub(r"\r?\n[ \t]", " ", value)
        if CONTROL.search(unfolded) or "\n" in unfolded or "\r" in unfolded:
            yield Fault(
                message=Message("check.holds_control_character"),
                where=Location(part=f"header {name}"),
            )


def _subject(mail: Specimen) -> Iterator[Fault]:
    raw = mail.header("Subject")
    if raw is None:
        return
    try:
        subject = decoded_header(re.sub(r"\r?\n[ \t]", " ", raw))
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
        )
    if CONTROL.search(subject) or "\n" in subject:
        yield Fault(
            message=Message("check.holds_encoded_control_character"),
            where=Location(part="header Subject"),
        )


def _list_headers(mail: Specimen) -> Iterator[Fault]:
    unsubscribe = (mail.header("List-Unsubscribe") or "").lower()
    for scheme in ("https:", "mailto:"):
        if f"<{scheme}" not in unsubscribe:
            yield Fault(
                message=Message("check.names_no_url", scheme=scheme),
                where=Location(part="header List-Unsubscribe"),
            )
    post = (mail.header("List-Unsubscribe-Post") or "").strip()
    if post != "List-Unsubscribe=One-Click":
        yield Fault(
            message=Message("check.not_one_click"),
            where=Location(part="header List-Unsubscribe-Post"),
        )
    if not (mail.header("List-ID") or "").strip():
        yield Fault(message=Message("check.header_missing"), where=Location(part="header List-Id"))


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
    if not any(
        UNSUBSCRIBE.search(f"{shown_words(link)} {link.get('href')}")
        for link in mail.visible("a")
        if link.get("href") and shown_words(link)
    ):
        yield Fault(
            message=Message("check.no_visible_unsubscribe_link"), where=Location(part="html")
        )
    if mail.text is not None and not UNSUBSCRIBE.search(mail.text):
        yield Fault(message=Message("check.text_says_no_unsubscribe"), where=Location(part="text"))


def _browser_link(mail: Specimen) -> Iterator[Fault]:
    for link in mail.named("a"):
        target = link.get("href", "")
        named = target.startswith("http") and _BROWSER.search(f"{words_of(link)} {target}")
        if target == BROWSER_URL or named:
            return
    yield Fault(message=Message("check.no_browser_link"), where=Location(part="html"))


RULES = (
    Rule(
        id="8-headers",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_headers,
    ),
    Rule(
        id="8-subject",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_subject,
    ),
    Rule(
        id="9-list-headers",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_list_headers,
    ),
    Rule(
        id="9-signed",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_signed_headers,
    ),
    Rule(
        id="10-unsubscribe",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_visible_unsubscribe,
    ),
    Rule(
        id="10-browser",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_browser_link,
    ),
)
