"""Corrections of a mail that went out, shown above it on the page that shows it in the browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

from digest.model.languages import direction, written_day
from digest.readers.reader_words import words_in

_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_BOX = (
    "max-width:600px;margin:16px auto;padding:12px 16px;border-inline-start:4px solid #a36a00;"
    "background:#fff6e0;color:#241a00;font:16px/1.5 sans-serif;overflow-wrap:anywhere"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionNote:
    """A correction, and the day on which it was made. ``about`` is the headline it is about, empty
    for the whole mail."""

    text: str
    day: date
    about: str = ""


def with_notes(
    html: str, notes: Sequence[CorrectionNote], *, language: str, own_words: Path | None = None
) -> str:
    """The page of a mail with the notes above it; the page itself if there are none.

    The mail stays as its readers have it: a correction says what was wrong, it does not hide it.
    """
    if not notes:
        return html
    word = words_in(language, own_words).correction
    boxes = "".join(_box(note, language, escape(word)) for note in notes)
    if _BODY.search(html) is None:
        return boxes + html
    return _BODY.sub(lambda body: body[0] + boxes, html, count=1)


def _box(note: CorrectionNote, language: str, word: str) -> str:
    about = f" <i>{escape(note.about)}</i>" if note.about else ""
    day = escape(written_day(note.day, language, "long"))
    time = f'<time datetime="{note.day.isoformat()}">{day}</time>'
    text = escape(note.text).replace("\n", "<br>")
    where = f'role="note" lang="{escape(language)}" dir="{direction(language)}"'
    return f'<div {where} style="{_BOX}"><b>{word}</b>, {time}:{about} {text}</div>'
