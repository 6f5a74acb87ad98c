"""The names of people and desks on a page copied as text."""

from __future__ import annotations

import re

from digest.gather.page_lines import Line, ends_sentence

_BYLINE = re.compile(r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|Автор(?:ка|и)?:?|Текст:)\s+(?P<names>.+)")
_BETWEEN_NAMES = re.compile(r",\s*|\s+(?:and|und|et|y|та|і|й|и|&)\s+")
_NAME_PARTICLES = {"de", "del", "der", "den", "da", "di", "la", "le", "van", "von", "ten", "bin"}
_INITIAL_AT_END = re.compile(r"\s(?:\w|Jr|Sr)\.$")
_NAME_WORDS = 8  # "The Kyiv Independent news desk", "Oleksandra Tymoshenko and Jo van der Berg"
_WORDS_UNDER_AVATAR = 15  # what stands right under an avatar need not be short to be a name


def is_name(text: str) -> bool:
    """Whether a line can be the name of a person or a desk."""
    return _is_name(text, most=_NAME_WORDS)


def is_name_under_avatar(line: Line) -> bool:
    """Whether the line that follows an avatar is the author's name."""
    return _is_name(line.text, most=_WORDS_UNDER_AVATAR if line.joined else _NAME_WORDS)


def _is_name(text: str, *, most: int) -> bool:
    return len(text.split()) <= most and (
        not ends_sentence(text) or bool(_INITIAL_AT_END.search(text))
    )


def byline_names(text: str) -> tuple[str, ...]:
    """The names in a line such as "By Ada Quill and Bo Lee"; () if it is no byline."""
    found = _BYLINE.fullmatch(text)
    names = _BETWEEN_NAMES.split(found["names"]) if found and is_name(text) else []
    return tuple(names) if names and all(_is_capitalised(name) for name in names) else ()


def author_names(text: str) -> tuple[str, ...]:
    """The names in the line above an author's note: each of several people, but a desk ("Science
    and health desk") as a whole."""
    names = byline_names(text) or tuple(_BETWEEN_NAMES.split(text))
    people = all(len(name.split()) > 1 and _is_capitalised(name) for name in names)
    return names if byline_names(text) or people else (text,)


def _is_capitalised(name: str) -> bool:
    words = [word for word in name.split() if word not in _NAME_PARTICLES]
    return bool(words) and all(word[0].isupper() for word in words)
