"""Corrections of a mail that went out, shown above it on the page that shows it in the browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from digest.readers.words import words_in

_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BOX = (
    "max-width:600px;margin:16px auto;padding:12px 16px;border-left:4px solid #a36a00;"
    "background:#fff6e0;color:#241a00;font:16px/1.5 sans-serif;overflow-wrap:anywhere"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A correction, and the day on which it was made. ``about`` is the headline it is about, empty
    for the whole mail."""

    text: str
    day: date
    about: str = ""


def with_notes(html: str, notes: Sequence[Note], *, language: str) -> str:
    """The page of a mail with the notes above it; the page itself if there are none.

    The mail stays as its readers have it: a correction says what was wrong, it does not hide it.
    """
    if not notes:
        return html
    boxes = "".join(_box(note, language) for note in notes)
    if _BODY.search(html) is None:
        return boxes + html
    return _BODY.sub(lambda body: body[0] + boxes, html, count=1)


def _box(note: Note, language: str) -> str:
    word = words_in(language).correction
    about = f" <i>{escape(note.about)}</i>" if note.about else ""
    day = f'<time datetime="{note.day.isoformat()}">{escape(_said(note.day, language))}</time>'
    text = escape(note.text).replace("\n", "<br>")
    return f'<div role="note" style="{_BOX}"><b>{word}</b>, {day}:{about} {text}</div>'


def _said(day: date, language: str) -> str:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    return str(format_date(day, "long", locale=locale))
