"""What an element of a mail says: what stands directly in it, and what a reader gets from it."""

from __future__ import annotations

import re

from digest.check.styles import Tree

_SPACES = re.compile(r"\s+")


def own_texts(element: Tree) -> list[str]:
    """The texts that stand directly in an element, around those within it."""
    return [text for text in (element.text, *(child.tail for child in element)) if text]


def shown_words(element: Tree) -> str:
    """What a reader gets from an element: its text, and the alternative text of its pictures."""
    words = [element.text or ""] if isinstance(element.tag, str) else []
    if element.tag == "img":
        words.append(element.get("alt", ""))
    for child in element:
        words += [shown_words(child), child.tail or ""]
    return _SPACES.sub(" ", " ".join(words)).strip()
