"""Rules 1 to 10: size, MIME, headers, and what both parts of a mail must hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from unicodedata import category, normalize

from digest.check.location import Location
from digest.check.parsed_mail import COMMENT, Specimen, decoded_header, shown_words, words_of
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import BROWSER_URL, Severity
from digest.model.message import Message

CLIPPED_BYTES = 102_400
"""Gmail shows no more of an HTML part and hides the rest behind a link."""
BUDGET_BYTES = 90_000
_LONGEST_LINE = 998  # RFC 5322, section 2.1.1
_LONGEST_SUBJECT = 78
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}))(?![0-9a-fA-F])")
_LAST_CONTROL = 0x9F
_URL = re.compile(r"(?:https?|mailto|tel):[^\s<>\"]+")
# what unsubscribing is called, by the beginnings of the words
_UNSUBSCRIBE = re.compile(
    r"unsubscri|opt-?out|sign ?off|abbestell|abmeld|відпис|إلغاء|d[ée]sabonn|d[ée]sinscri"
    r"|darse de baja|cancelar (?:la )?suscri|cancelar (?:a )?(?:inscri|assinatura)"
    r"|anular (?:la )?sus|disiscri|annulla (?:l.)?iscrizione|uitschrij|afmeld|avmeld|avregistrer"
    r"|avsluta pren|wypis|rezygnuj|odhlás|leiratkoz|dezabon|отпис|адпіс|abonelik|διαγραφή|הסר|لغو"
    r"|配信停止|登録解除|退订|退訂|取消订阅|수신 ?거부|구독 ?취소|peruuta tilaus|lopeta tilaus",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\b[^<>]*>.{0,500}?</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<style\b.{0,20000}?</style>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_BROWSER = re.compile(
    r"browser|браузер|متصفح|navigateur|navegador|przegl[ąa]dar|prohlížeč|prehliadač|webbläsare"
    r"|nettleser|selaim|böngész|tarayıcı|περιήγησης|דפדפן|مرورگر|ブラウザ|浏览器|瀏覽器|브라우저"
    r"|\bonline\b|web ?(?:version|page|ansicht|versie|seite)",
    re.IGNORECASE,
)
_STOPS = ".,;:!?)]}>'’”»…*_"
_SAME_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚ʼ´`′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_NEEDED_HEADERS = ("Date", "Message-ID", "From", "To", "Subject")
_COVERED = frozenset({"list-unsubscribe", "list-unsubscribe-post"})
_SKIPPED_SCHEMES = ("mailto:", "tel:")


def _size(mail: Specimen) -> Iterator[Fault]:
    size = len(mail.html.encode("utf-8", "replace"))
    if size > CLIPPED_BYTES:
        yield Fault(
            message=Message("check.clipped_by_gmail", size=size, clipped_bytes=CLIPPED_BYTES)
        )


def _budget(mail: Specimen) -> Iterator[Fault]:
    size = len(mail.html.encode("utf-8", "replace"))
    if BUDGET_BYTES < size <= CLIPPED_BYTES:
        yield Fault(message=Message("check.over_budget", size=size, budget_bytes=BUDGET_BYTES))


def _early(mail: Specimen) -> str:
    """What every program shows of the document: its first bytes, without comments."""
    return COMMENT.sub(
        " ", mail.html.encode("utf-8", "replace")[:BUDGET_BYTES].decode("utf-8", "ignore")
    )


def _unsubscribe_early(mail: Specimen) -> Iterator[Fault]:
    if not any(_UNSUBSCRIBE.search(link[0]) for link in _LINK.finditer(_early(mail))):
        message = Message("check.unsubscribe_link_too_late", budget_bytes=BUDGET_BYTES)
        yield Fault(message=message, where=Location(part="html"))


def _address_early(mail: Specimen) -> Iterator[Fault]:
    """The publication's postal address; marks between its words may differ."""
    _, _, body = _early(mail).partition("<body")
    if _letters(mail.address) not in _letters(unescape(_TAG.sub(" ", body))):
        message = Message("check.address_too_late", budget_bytes=BUDGET_BYTES, address=mail.address)
        yield Fault(message=message, where=Location(part="html"))


def _letters(text: str) -> str:
    """Letters and digits alone: marks, case and the way accents are written make no difference."""
    return "".join(filter(str.isalnum, normalize("NFKD", text.casefold())))


def _controls(mail: Specimen) -> Iterator[Fault]:
    for name, content in (("html", mail.html), ("text", mail.text or "")):
        for line, words in enumerate(content.split("\n"), start=1):
            for mark in _CONTROL.findall(words.rstrip("\r")):
                yield Fault(
                    message=Message("check.control_character", mark=ord(mark)),
                    where=Location(part=name, line=line),
                )
    for found in _REFERENCE.finditer(mail.html):
        code = int(found[1], 16) if found[1] else int(found[2])
        if code <= _LAST_CONTROL and _CONTROL.match(chr(code)):
            line = mail.html.count("\n", 0, found.start()) + 1
            where = Location(part="html", line=line)
            yield Fault(
                message=Message("check.control_character_reference", found=found[0], code=code),
                where=where,
            )


def _encoding_of_parts(mail: Specimen) -> Iterator[Fault]:
    for part in mail.parts:
        if not part.media_type.startswith("text/"):
            continue
        if part.charset not in ("utf-8", "us-ascii"):
            yield Fault(
                message=Message("check.charset_not_utf_8", charset=part.charset),
                where=Location(part=part.path),
            )
        elif not part.decodes:
            yield Fault(
                message=Message("check.bytes_not_in_charset", charset=part.charset),
                where=Location(part=part.path),
            )


def _encoding_of_document(mail: Specimen) -> Iterator[Fault]:
    if not mail.decodes:
        yield Fault(message=Message("check.document_not_utf_8"))
    for meta in mail.named("meta"):
        declared = meta.get("charset") or meta.get("content", "").partition("charset=")[2]
        if declared.strip().lower() == "utf-8":
            return
    yield Fault(message=Message("check.document_declares_no_utf_8"))


def _transfer(mail: Specimen) -> Iterator[Fault]:
    for part in mail.parts:
        long_lines = any(len(line) > _LONGEST_LINE for line in part.content.splitlines())
        plain_ascii = part.content.isascii() and not long_lines
        allowed = (
            ("quoted-printable", "base64", "7bit")
            if plain_ascii
            else ("quoted-printable", "base64")
        )
        if part.encoding not in allowed:
            yield Fault(
                message=Message("check.transfer_encoding_not_for_lines", encoding=part.encoding),
                where=Location(part=part.path),
            )
    for number, line in enumerate((mail.letter or b"").splitlines(), start=1):
        if len(line) > _LONGEST_LINE:
            yield Fault(
                message=Message("check.line_too_long", length=len(line)),
                where=Location(part="letter", line=number),
            )


def _alternative(mail: Specimen) -> Iterator[Fault]:
    texts = [part for part in mail.parts if part.media_type in ("text/plain", "text/html")]
    kinds = [part.media_type for part in texts]
    if kinds[:2] != ["text/plain", "text/html"]:
        message = Message("check.parts_missing")
        if kinds:
            message = Message("check.parts_out_of_order", kinds=", ".join(kinds))
        yield Fault(message=message)
    elif not all("multipart/alternative" in part.path for part in texts[:2]):
        yield Fault(message=Message("check.not_one_alternative"))
    for part in texts[:2]:
        if not part.text.strip():
            yield Fault(message=Message("check.part_empty"), where=Location(part=part.path))


def links_of(mail: Specimen) -> list[str]:
    """The targets of the document's links, in order."""
    return [link.get("href", "").strip() for link in mail.named("a") if link.get("href")]


def _same_stories(mail: Specimen) -> Iterator[Fault]:
    text = _compared(mail.text or "")
    for heading in mail.named("h2", "h3"):
        words = words_of(heading)
        if _compared(words) not in text:
            yield Fault(
                message=Message("check.text_part_lacks_words", words=words[:60]),
                where=mail.where(heading),
            )


def _compared(text: str) -> str:
    """Words as a reader compares them: the form of quotes and dashes, blanks and marks that nobody
    sees make no difference."""
    plain = normalize("NFKC", text).translate(_SAME_MARKS)
    return "".join(mark for mark in plain.casefold() if not (mark.isspace() or _is_unseen(mark)))


def _is_unseen(mark: str) -> bool:
    return category(mark) == "Cf" or mark == "\u034f"


def _same_links(mail: Specimen) -> Iterator[Fault]:
    in_html = {url for url in links_of(mail) if not url.startswith("#")}
    in_text = {_without_stop(url, in_html) for url in _URL.findall(mail.text or "")}
    for url in sorted(in_html - in_text):
        if not url.startswith(_SKIPPED_SCHEMES):
            yield Fault(
                message=Message("check.link_only_in_html", url=url), where=Location(part="text")
            )
    # a URL that the story's own words name is no link in either part
    named = _compared(words_of(mail.root))
    for url in sorted(in_text - in_html):
        if _compared(url) in named:
            continue
        if not url.startswith(_SKIPPED_SCHEMES):
            yield Fault(
                message=Message("check.link_only_in_text", url=url), where=Location(part="text")
            )


def _without_stop(url: str, known: Collection[str]) -> str:
    """A URL of running text without the marks that end its sentence or its parentheses."""
    while url and url not in known and url[-1] in _STOPS:
        url = url[:-1]
    return url


def _headers(mail: Specimen) -> Iterator[Fault]:
    for name in _NEEDED_HEADERS:
        if not (mail.header(name) or "").strip():
            yield Fault(
                message=Message("check.header_missing_or_empty"),
                where=Location(part=f"header {name}"),
            )
    for name, value in mail.headers:
        unfolded = re.sub(r"\r?\n[ \t]", " ", value)
        if _CONTROL.search(unfolded) or "\n" in unfolded or "\r" in unfolded:
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
    if _CONTROL.search(subject) or "\n" in subject:
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
        _UNSUBSCRIBE.search(f"{shown_words(link)} {link.get('href')}")
        for link in mail.visible("a")
        if link.get("href") and shown_words(link)
    ):
        yield Fault(
            message=Message("check.no_visible_unsubscribe_link"), where=Location(part="html")
        )
    if mail.text is not None and not _UNSUBSCRIBE.search(mail.text):
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
        id="1-size",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_size,
    ),
    Rule(
        id="1-budget",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_budget,
    ),
    Rule(
        id="2-unsubscribe-early",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_unsubscribe_early,
    ),
    Rule(
        id="2-address-early",
        severity=Severity.ERROR,
        needs=Needs.ADDRESS,
        faults=_address_early,
    ),
    Rule(
        id="3-control-characters",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_controls,
    ),
    Rule(
        id="4-utf-8-parts",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_encoding_of_parts,
    ),
    Rule(
        id="4-utf-8-document",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_encoding_of_document,
    ),
    Rule(
        id="5-transfer-encoding",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_transfer,
    ),
    Rule(
        id="6-alternative",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_alternative,
    ),
    Rule(
        id="7-same-stories",
        severity=Severity.ERROR,
        needs=Needs.BOTH,
        faults=_same_stories,
    ),
    Rule(
        id="7-same-links",
        severity=Severity.ERROR,
        needs=Needs.BOTH,
        faults=_same_links,
    ),
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
