"""Notes at the end of an article's text on a page copied as text: who else worked on it, how to
reach its author, what the outlet asks of its readers."""

from __future__ import annotations

import re

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import asks_readers, is_contribution, is_notice
from digest.gather.page_draft import PageDraft
from digest.model.reading import Unplaced

_LEAST = 2  # paragraphs that stay, whatever they say
_SHORT = 130  # characters of a call
_NOTE = 220  # characters of a note that names the author or a colleague
_QUOTED = re.compile(r"[\"'“„«»–—-]")


def drop_notes(page: PageDraft) -> None:
    """Takes the notes from the end of the text and reports each, but for the author's own."""
    while len(page.paragraphs) > _LEAST:
        text = page.paragraphs[-1]
        if not _is_about_author(page, text):
            if not _is_note(page, text):
                return
            why = "stands at the end of the text and is taken for a note, not for its last words"
            page.unplaced.append(Unplaced(where="body", text=shown(text), why=why))
        page.paragraphs.pop()


def _is_about_author(page: PageDraft, text: str) -> bool:
    """Whether a paragraph begins with an author's full name: it says who they are."""
    return any(
        folded(text).startswith(folded(name)) and len(name.split()) > 1 for name in page.authors
    )


def _is_note(page: PageDraft, text: str) -> bool:
    if _QUOTED.match(text):
        return False
    words = f" {folded(text)} "
    if len(text) <= _NOTE:
        if is_contribution(text):
            return True
        if any(len(one.split()) > 1 and f" {folded(one)} " in words for one in page.authors):
            return True
    is_short = len(text) <= _SHORT or any(outlet in words for outlet in page.outlets)
    return is_short and (asks_readers(text) or is_notice(text))
