"""Rules 4, 7, 11, 18 and 54: words that were spoilt, forgotten, hidden, or left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.element_text import own_texts
from digest.check.headers import unfolded
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, decoded_header, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree, View
from digest.model.mail import Category, Severity
from digest.model.message import Message

_MOJIBAKE = re.compile(
    "(?=[\ufffd\u00c2\u00c3\u00e2\u0420\u0421])(?:\ufffd"
    "|[\u00c2\u00c3][\u0080-\u00bf\u20ac\u0192\u2026\u2020-\u2022\u2030\u2039\u0152\u2122\u0161]"
    "|\u00e2\u20ac[\u2122\u0153\u009d\u2013\u201c\u201d\u00a6\u00a2\u02dc]"
    "|(?:[\u0420\u0421][\u0080-\u00bf\u0402-\u040f\u0452-\u045f\u2013-\u2122]){2})"
)
"""UTF-8 that was read as Windows' Latin or Cyrillic, and what could not be read at all."""
_LITERAL = re.compile(
    r"&(?:nbsp|amp|quot|apos|lt|gt|mdash|ndash|rsquo|lsquo|hellip|zwnj|#\d{2,5});"
)
_MARKUP = re.compile(
    r"</?(?:p|div|br|a|table|td|tr|span|strong|h[1-6])\b[^<>]{0,200}>", re.IGNORECASE
)
_SAMPLE = re.compile(
    r"\blorem ipsum\b|\[object Object\]|\b(?:dear|hi|hello|hey) (?:undefined|null|none|nan)\b"
    r"|\b(?:dear|hi|hello|hey) ?\[[\w .]{2,30}\]|\[(?:first|last|insert|your)[ _-][\w -]{2,30}\]"
    r"|\b(?:dear|hi|hello|hey) \{\w{2,30}\}|\bTODO\b|\bTKTK\b",
    re.IGNORECASE,
)
_TRIAL_SUBJECT = re.compile(
    r"\s*(?:[\[(](?:test|draft|proof|тест)[\])]|test:|draft:|copy of\b|\[?preview\]?:)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\S+")
_FEWEST_WORDS = 40  # of the HTML, before the text part is compared with it
_LEAST_SHARE = 0.2
_MOST_HIDDEN = 400  # characters: a preheader with its filler has fewer letters
_RUNS = re.compile(
    r"\.(?:exe|scr|com|bat|cmd|pif|js|jse|vbs|vbe|wsf|hta|jar|msi|lnk|iso|img|ps1|docm|xlsm|html?)$",
    re.IGNORECASE,
)


def _own_words(element: Tree) -> str:
    """The words that stand directly in an element."""
    return " ".join(own_texts(element))


def _spoilt(mail: Specimen) -> Iterator[Fault]:
    """Characters of another charset, and references that were escaped twice."""
    for element in mail.visible():
        words = _own_words(element)
        found = _MOJIBAKE.search(words) or ("&" in words and _LITERAL.search(words))
        if found and next(element.iterancestors("code", "pre"), element).tag not in ("code", "pre"):
            message = Message("check.words_spoilt", found=found[0])
            yield Fault(message=message, where=place(element))
    subject = _subject(mail)
    for name, words in (("header Subject", subject), ("text", mail.text or "")):
        if found := _MOJIBAKE.search(words):
            message = Message("check.words_spoilt", found=found[0])
            yield Fault(message=message, where=Location(part=name))


def _subject(mail: Specimen) -> str:
    try:
        return decoded_header(unfolded(mail.header("Subject") or ""))
    except ValueError:
        return ""  # rule 8 says so


def _text_part(mail: Specimen) -> Iterator[Fault]:
    """A text part that says hardly anything of what the HTML says, or is HTML itself."""
    text = mail.text or ""
    if found := _MARKUP.search(text) or _LITERAL.search(text):
        message = Message("check.text_holds_markup", found=found[0][:40])
        yield Fault(message=message, where=Location(part="text"))
    words = sum(len(_own_words(element).split()) for element in mail.visible())
    said = len(_URL.sub("", text).split())
    if text.strip() and words >= _FEWEST_WORDS and said < words * _LEAST_SHARE:
        message = Message("check.text_says_little", said=said, words=words)
        yield Fault(message=message, where=Location(part="text"))
    links = any(link.get("href", "").startswith("http") for link in mail.named("a"))
    if text.strip() and links and not _URL.search(text):
        yield Fault(message=Message("check.text_has_no_links"), where=Location(part="text"))


def _samples(mail: Specimen) -> Iterator[Fault]:
    """What should have been replaced before the letter went out."""
    subject = _subject(mail)
    if found := _TRIAL_SUBJECT.match(subject) or _SAMPLE.search(subject):
        message = Message("check.sample_left", found=found[0].strip())
        yield Fault(message=message, where=Location(part="header Subject"))
    for element in mail.visible():
        if found := _SAMPLE.search(_own_words(element)):
            message = Message("check.sample_left", found=found[0])
            yield Fault(message=message, where=place(element))


def _hidden_words(mail: Specimen) -> Iterator[Fault]:
    """SpamAssassin's HTML_FONT_LOW_CONTRAST, and more: much that only filters read."""
    looks = mail.looks(View.LIGHT)
    hidden = [
        element
        for element, look in looks.items()
        if look.hidden and element.tag not in ("style", "script", "title", "noscript")
    ]
    length = sum(sum(map(str.isalnum, _own_words(element))) for element in hidden)
    if length > _MOST_HIDDEN:
        message = Message("check.much_is_hidden", length=length)
        yield Fault(message=message, where=Location(part="html"))


def _attachments(mail: Specimen) -> Iterator[Fault]:
    """What servers refuse, since it may run."""
    for part in mail.parts:
        if _RUNS.search(part.file_name):
            message = Message("check.attachment_may_run", name=part.file_name[-60:])
            yield Fault(message=message, where=Location(part=part.path))


RULES = (
    Rule(
        id="4-spoilt-words",
        severity=Severity.WARNING,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_spoilt,
    ),
    Rule(
        id="7-text-part",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.BOTH,
        faults=_text_part,
    ),
    Rule(
        id="11-hidden-words",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_hidden_words,
    ),
    Rule(
        id="18-samples",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_samples,
    ),
    Rule(
        id="54-attachments",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_attachments,
    ),
)
