"""Rules 1 to 7: size, MIME, and what both parts of a mail must hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from unicodedata import category, normalize

from digest.check.headers import CONTROL, says_unsubscribe
from digest.check.location import Location
from digest.check.parsed_mail import COMMENT, Part, Specimen, words_of
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import Category, Severity
from digest.model.message import Message

CLIPPED_BYTES = 102_400
"""Gmail shows no more of an HTML part and hides the rest behind a link."""
BUDGET_BYTES = 90_000
_LONGEST_LINE = 998  # RFC 5322, section 2.1.1
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}))(?![0-9a-fA-F])")
_FIRST_OF_WINDOWS, _LAST_CONTROL = 0x80, 0x9F
_URL = re.compile(r"(?:https?|mailto|tel):[^\s<>\"]+")
_LINK = re.compile(r"<a\b[^<>]*>.{0,500}?</a>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<style\b.{0,20000}?</style>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_STOPS = ".,;:!?)]}>'’”»…*_"
_SAME_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚ʼ´`′", "'"),
        **dict.fromkeys("“”„«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_UNSEEN = "".join(chr(code) for code in range(0x20000) if category(chr(code)) == "Cf")
_NOT_COMPARED = re.compile(rf"[\u034f{re.escape(_UNSEEN)}\U000e0001-\U000e007f]+")
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
    """Where there is such a link at all: rule 10 says it where there is none."""
    if len(mail.html) * 4 <= BUDGET_BYTES or _links_to_unsubscribe(_early(mail)):
        return
    if _links_to_unsubscribe(COMMENT.sub(" ", mail.html)):
        message = Message("check.unsubscribe_link_too_late", budget_bytes=BUDGET_BYTES)
        yield Fault(message=message, where=Location(part="html"))


def _links_to_unsubscribe(html: str) -> bool:
    links = _LINK.findall(html)
    return any(says_unsubscribe(link) for link in reversed(links))  # the footer's are the last


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
            for mark in CONTROL.findall(words.rstrip("\r")):
                yield Fault(
                    message=Message("check.control_character", mark=ord(mark)),
                    where=Location(part=name, line=line),
                )
    for found in _REFERENCE.finditer(mail.html):
        code = int(found[1], 16) if found[1] else int(found[2])
        if code <= _LAST_CONTROL and CONTROL.match(chr(code)):
            line = mail.html.count("\n", 0, found.start()) + 1
            where = Location(part="html", line=line)
            yield Fault(
                message=Message("check.control_character_reference", found=found[0], code=code),
                where=where,
                # HTML reads &#146; as Windows wrote it, an apostrophe
                category=Category.HOUSE_STYLE if code >= _FIRST_OF_WINDOWS else Category.RISKS,
            )


def _encoding_of_parts(mail: Specimen) -> Iterator[Fault]:
    for part in mail.parts:
        if not part.media_type.startswith("text/"):
            continue
        if part.charset not in ("utf-8", "us-ascii"):
            yield Fault(
                message=Message("check.charset_not_utf_8", charset=part.charset),
                where=Location(part=part.path),
                category=Category.HOUSE_STYLE if part.decodes else Category.BREAKS,
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
    # a letter's own header says it, and ASCII is the same in all of them
    told = mail.letter is not None or mail.html.isascii()
    yield Fault(
        message=Message("check.document_declares_no_utf_8"),
        category=Category.HOUSE_STYLE if told else Category.RISKS,
    )


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
                # most servers know 8BITMIME; a line that is too long is told below
                category=Category.HOUSE_STYLE if _fits(part) else Category.RISKS,
            )
    for number, line in enumerate((mail.letter or b"").splitlines(), start=1):
        if len(line) > _LONGEST_LINE:
            yield Fault(
                message=Message("check.line_too_long", length=len(line)),
                where=Location(part="letter", line=number),
            )


def _fits(part: Part) -> bool:
    """Whether the encoding allows what the part holds, if servers do as most do."""
    return part.encoding == "8bit" or part.content.isascii()


def _alternative(mail: Specimen) -> Iterator[Fault]:
    texts = [part for part in mail.parts if part.media_type in ("text/plain", "text/html")]
    kinds = [part.media_type for part in texts]
    if kinds[:2] != ["text/plain", "text/html"]:
        message = Message("check.parts_missing")
        if kinds:
            message = Message("check.parts_out_of_order", kinds=", ".join(kinds))
        # a letter of plain words can be read by everyone
        plain = kinds == ["text/plain"]
        category = Category.HOUSE_STYLE if plain else Category.RISKS
        yield Fault(message=message, category=category)
    elif not all("multipart/alternative" in part.path for part in texts[:2]):
        yield Fault(message=Message("check.not_one_alternative"), category=Category.RISKS)
    for part in texts[:2]:
        if not part.text.strip():
            # nobody sees anything where the HTML is empty, and hardly anyone where the text is
            html = part.media_type == "text/html"
            yield Fault(
                message=Message("check.part_empty"),
                where=Location(part=part.path),
                category=Category.BREAKS if html else Category.RISKS,
            )


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
    plain = "".join(normalize("NFKC", text).translate(_SAME_MARKS).casefold().split())
    return _NOT_COMPARED.sub("", plain)


def _same_links(mail: Specimen) -> Iterator[Fault]:
    in_html = {url for url in links_of(mail) if not url.startswith("#")}
    in_text = {_without_stop(url, in_html) for url in _URL.findall(mail.text or "")}
    for url in sorted(in_html - in_text):
        if not url.startswith(_SKIPPED_SCHEMES):
            yield Fault(
                message=Message("check.link_only_in_html", url=url), where=Location(part="text")
            )
    # a URL that the story's own words name is no link in either part
    only_in_text = sorted(in_text - in_html)
    named = _compared(words_of(mail.root)) if only_in_text else ""
    for url in only_in_text:
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


RULES = (
    Rule(
        id="1-size",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_size,
    ),
    Rule(
        id="1-budget",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_budget,
    ),
    Rule(
        id="2-unsubscribe-early",
        severity=Severity.ERROR,
        category=Category.RISKS,
        newsletters_only=True,
        needs=Needs.HTML,
        faults=_unsubscribe_early,
    ),
    Rule(
        id="2-address-early",
        severity=Severity.ERROR,
        category=Category.RISKS,
        newsletters_only=True,
        needs=Needs.ADDRESS,
        faults=_address_early,
    ),
    Rule(
        id="3-control-characters",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_controls,
    ),
    Rule(
        id="4-utf-8-parts",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_encoding_of_parts,
    ),
    Rule(
        id="4-utf-8-document",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_encoding_of_document,
    ),
    Rule(
        id="5-transfer-encoding",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_transfer,
    ),
    Rule(
        id="6-alternative",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_alternative,
    ),
    Rule(
        id="7-same-stories",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.BOTH,
        faults=_same_stories,
    ),
    Rule(
        id="7-same-links",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.BOTH,
        faults=_same_links,
    ),
)
