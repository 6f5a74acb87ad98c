"""The pages' HTML: small, whole, and loading nothing."""

from __future__ import annotations

from html import escape

from digest.readers.door import Reader
from digest.readers.words import words_in

_STYLE = """
:root { color-scheme: light dark }
body { font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; display: grid; min-height: 100vh;
  place-items: center; background: Canvas; color: CanvasText }
main { max-width: 32rem; padding: 2rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem }
button { font: inherit; font-weight: 600; padding: .75rem 1.5rem; margin-top: 1rem; border: 0;
  border-radius: .5rem; background: #14507a; color: #fff; cursor: pointer }
button.quiet { background: none; color: inherit; padding-left: 0; text-decoration: underline }
label { display: block; padding: .5rem 0 }
input { width: 1.25rem; height: 1.25rem; vertical-align: text-bottom; margin: 0 .5rem 0 0 }
input:focus-visible, button:focus-visible { outline: 3px solid Highlight; outline-offset: 3px }
"""


def leaving_page(reader: Reader, *, action: str) -> str:
    """Asks, with one button, whether to leave; for who has left, says so."""
    if not reader.subscribed:
        return left_page(reader, action=f"{action}/undo")
    words = words_in(reader.language)
    return _page(
        reader, words.leave_title, words.leave_question, action=action, button=words.leave_button
    )


def choosing_page(reader: Reader, *, action: str, saved: bool = False) -> str:
    """Asks which sections the reader wants, beside the button that leaves."""
    if not reader.subscribed or not reader.topics:
        return leaving_page(reader, action=action)
    words = words_in(reader.language)
    boxes = "".join(
        f'<label><input type="checkbox" name="topic" value="{escape(topic.id)}"'
        f"{' checked' if topic.chosen else ''}> {escape(topic.title)}</label>"
        for topic in reader.topics
    )
    where = f'method="post" action="{escape(action)}"'
    form = (
        (f'<p role="status">{escape(words.choose_saved)}</p>' if saved else "")
        + f'<form {where}><input type="hidden" name="chosen" value="yes">{boxes}'
        f"<button>{escape(words.choose_button)}</button></form>"
        f'<form {where}><button class="quiet">{escape(words.leave_button)}</button></form>'
    )
    names = {"newsletter": reader.newsletter, "address": reader.address}
    title, sentence = words.choose_title.format(**names), words.choose_sentence.format(**names)
    return _document(reader.language, title, sentence, form)


def left_page(reader: Reader, *, action: str) -> str:
    """Says that the reader has left, with a button that takes it back where that is possible."""
    words = words_in(reader.language)
    if not reader.can_return:
        return _page(reader, words.left_title, f"{words.left_sentence} {words.cannot_return}")
    return _page(
        reader, words.left_title, words.left_sentence, action=action, button=words.return_button
    )


def back_page(reader: Reader) -> str:
    """Says that the reader is on the list."""
    words = words_in(reader.language)
    return _page(reader, words.back_title, words.back_sentence)


def unknown_page() -> str:
    """For a link that is not ours, in English: nobody can know the reader's language."""
    words = words_in("en")
    return _document("en", words.unknown_title, words.unknown_sentence, "")


def _page(reader: Reader, title: str, sentence: str, *, action: str = "", button: str = "") -> str:
    names = {"newsletter": reader.newsletter, "address": reader.address}
    form = ""
    if action:
        form = (
            f'<form method="post" action="{escape(action)}">'
            f"<button>{escape(button)}</button></form>"
        )
    return _document(reader.language, title.format(**names), sentence.format(**names), form)


def _document(language: str, title: str, sentence: str, form: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><main><h1>{escape(title)}</h1><p>{escape(sentence)}</p>{form}</main></body>\n"
        "</html>\n"
    )
