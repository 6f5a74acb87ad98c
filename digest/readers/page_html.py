"""The pages' HTML: small, whole, and loading nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from html import escape

from digest.model.languages import direction
from digest.readers.newsroom_access import LinkHolder
from digest.readers.page_style import PageStyle, style_of
from digest.readers.reader_words import asked_for, first_spoken, words_in


def leaving_page(look: PageStyle, reader: LinkHolder, *, action: str) -> str:
    """Asks, with one button, whether to leave; for who has left, says so."""
    if not reader.subscribed:
        return left_page(look, reader, action=f"{action}/undo")
    words = words_in(reader.language, look.own_words)
    form = _button(action, words.leave_button)
    return _page(look, reader, words.leave_title, words.leave_question, form)


def choosing_page(look: PageStyle, reader: LinkHolder, *, action: str, saved: bool = False) -> str:
    """Asks which sections the reader wants, beside the button that leaves."""
    if not reader.subscribed or not reader.topics:
        return leaving_page(look, reader, action=action)
    words = words_in(reader.language, look.own_words)
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
        f'<form {where}><button class="quiet" name="leave" value="yes">'
        f"{escape(words.leave_button)}</button></form>"
    )
    names = _names(reader)
    title, sentence = words.choose_title.format(**names), words.choose_sentence.format(**names)
    return _document(look, reader, _Content(title, sentence, form))


def left_page(look: PageStyle, reader: LinkHolder, *, action: str) -> str:
    """Says that the reader has left, with a button that takes it back where that is possible."""
    words = words_in(reader.language, look.own_words)
    if not reader.can_return:
        return _page(look, reader, words.left_title, f"{words.left_sentence} {words.cannot_return}")
    form = _button(action, words.return_button)
    return _page(look, reader, words.left_title, words.left_sentence, form)


def back_page(look: PageStyle, reader: LinkHolder) -> str:
    """Says that the reader is on the list."""
    words = words_in(reader.language, look.own_words)
    return _page(look, reader, words.back_title, words.back_sentence)


class Trouble(StrEnum):
    """What a page may have to say of which nobody knows whose it is: how its words are called."""

    UNKNOWN = "unknown"  # a link that is not ours
    GONE = "gone"  # one of a reader who was deleted
    TOO_LARGE = "too_large"  # a form that is none of ours
    OURS = "trouble"  # something went wrong here


def trouble_page(look: PageStyle, trouble: Trouble, accept_language: str) -> str:
    """Says what is wrong, in the browser's language as far as we have it, else in the
    publication's."""
    language = first_spoken((*asked_for(accept_language), look.language), look.own_words)
    words = asdict(words_in(language, look.own_words))
    title, sentence = words[f"{trouble}_title"], words[f"{trouble}_sentence"]
    return _document(look, None, _Content(title, sentence), language=language)


def _page(look: PageStyle, reader: LinkHolder, title: str, sentence: str, form: str = "") -> str:
    names = _names(reader)
    content = _Content(title.format(**names), sentence.format(**names), form)
    return _document(look, reader, content)


def _button(action: str, words: str) -> str:
    return f'<form method="post" action="{escape(action)}"><button>{escape(words)}</button></form>'


def _names(reader: LinkHolder) -> dict[str, str]:
    """What stands in the sentences; where those run from right to left, an address keeps to itself:
    first-strong isolates (Unicode Standard Annex 9) work in a page's title too."""
    names = {"newsletter": reader.newsletter, "address": reader.address}
    if direction(reader.language) == "ltr":
        return names
    return {key: f"\u2068{name}\u2069" for key, name in names.items()}


@dataclass(frozen=True, slots=True)
class _Content:
    """What a page says, and the HTML of its form."""

    title: str
    sentence: str
    form: str = ""


def _document(
    look: PageStyle, reader: LinkHolder | None, content: _Content, *, language: str = "en"
) -> str:
    language = reader.language if reader else language
    title, sentence = escape(content.title), escape(content.sentence)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction(language)}">\n'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{style_of(look)}</style></head>\n"
        f'<body><div class="sheet">{_masthead(look, reader)}'
        f"<main><h1>{title}</h1><p>{sentence}</p>{content.form}</main></div></body>\n"
        "</html>\n"
    )


def _masthead(look: PageStyle, reader: LinkHolder | None) -> str:
    """Whose page it is, as at the head of the mail; of a link that is not ours only the house."""
    over, name = (look.publication, reader.newsletter) if reader else ("", look.publication)
    lines = (("publication", over), ("newsletter", name))
    shown = "".join(f'<p class="{of}">{escape(words)}</p>' for of, words in lines if words)
    return f"<header>{shown}</header>" if shown else ""
