"""Which stretches of a mail are for the readers of one topic only.

A template puts a section's part through the filter ``for_topic``, which marks it with characters
that no story can hold (``plain.printable`` takes them out). Once the page is made the marks are
taken out again, and where they stood is kept beside the mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from digest.model.mail import TopicSpan

# noncharacters of Unicode (its section 23.7): for a program's own use, never in a text
_BEGIN, _NAMED, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = f"<!--{_BEGIN}([\\w-]+){_NAMED}-->|<!--{_END}-->"
_MARK = re.compile(_MARKS)
_MARK_ON_ITS_LINE = re.compile(f"(?<=\n)(?:{_MARKS})\n|{_MARKS}")
_WITH_MARKS = f"\n(?:{_MARKS})*".replace("([", "(?:[")
_EMPTY_LINES = re.compile(f"((?:{_WITH_MARKS}){{2}})((?:{_WITH_MARKS})+)")


def for_topic(content: str, topic: str) -> str:
    """The content, marked as being for the readers of ``topic``, a section's id."""
    begin, end = f"<!--{_BEGIN}{topic}{_NAMED}-->", f"<!--{_END}-->"
    if isinstance(content, Markup):
        return Markup(begin) + content + Markup(end)  # noqa: S704 - an id holds no markup
    return f"{begin}{content}{end}"


def without_empty_lines(text: str) -> str:
    """The text with at most one empty line in a row, marks or not."""
    return _EMPTY_LINES.sub(lambda found: found[1] + found[2].replace("\n", ""), text)


def take_out_marks(content: str, *, with_lines: bool = False) -> tuple[str, tuple[TopicSpan, ...]]:
    """The content without marks, and the stretches that stood between them.

    ``with_lines`` takes a mark's line with it, where the renderer gave it one of its own.
    """
    pieces: list[str] = []
    spans: list[TopicSpan] = []
    length, open_topic, began = 0, "", 0
    for text, begun in _between(content, _MARK_ON_ITS_LINE if with_lines else _MARK):
        pieces.append(text)
        length += len(text)
        if open_topic and length > began:
            spans.append(TopicSpan(topic=open_topic, start=began, end=length))
        open_topic, began = begun, length
    return "".join(pieces), tuple(spans)


def _between(content: str, marks: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each text before a mark, with the topic that begins there; none at an end."""
    position = 0
    for mark in marks.finditer(content):
        yield content[position : mark.start()], next(filter(None, mark.groups()), "")
        position = mark.end()
    yield content[position:], ""
