"""Captions that stand on a copied page more than once: as what describes the picture to those who
do not see it, in short, or with the credit."""

from __future__ import annotations

from collections.abc import Sequence

from digest.gather.clean import folded
from digest.gather.page_credits import caption_apart
from digest.gather.page_labels import Label, Labelled
from digest.gather.page_pictures import picture_label, without_label

_NEAR = 2  # lines
_LEAST = 3  # words of a caption
_ENDS = (2, 3)  # words at its beginning and its end in which a shortened caption is the whole one
_NOT_SHOWN = (Label.PARAGRAPH, Label.HEADLINE, Label.BYLINE, Label.CREDIT)


def is_repeated(caption: str, words: str) -> bool:
    """Whether one of two captions is the other again, perhaps with a tail."""
    first, second = folded(caption), folded(words)
    return bool(first) and (first.startswith(second) or second.startswith(first))


def printed_once(text: str) -> str:
    """A caption behind the same words, which tell those who do not see the picture what it shows,
    as it stands without them."""
    words = text.split()
    for count in range(len(words) // 2, _LEAST - 1, -1):
        if words[:count] == words[count : 2 * count]:
            return " ".join(words[count:])
    return text


def without_description(group: Sequence[Labelled]) -> list[Labelled]:
    """The lines of a picture without what describes it to those who do not see it, which stands
    right above the caption."""
    captions = [one for one in group if one.label is Label.CAPTION]
    if len(captions) != 2 or captions[1].line.number != captions[0].line.number + 1:
        return list(group)
    return [one for one in group if one is not captions[0]]


def below_label(group: Sequence[Labelled], found: Sequence[Labelled]) -> list[Labelled]:
    """The lines of a picture, of its captions only the one that says that it is, if one does: by a
    label before it or in the line above it."""
    captions = [one for one in group if one.label is Label.CAPTION]
    told = [one for one in captions if _has_label(one, found)]
    return [one for one in group if one.label is not Label.CAPTION or one in told or not told]


def _has_label(one: Labelled, found: Sequence[Labelled]) -> bool:
    if picture_label(one.line.text) == "caption":
        return True
    at = next((at for at, each in enumerate(found) if each.line is one.line), 0)
    above = found[at - 1].line.text if at else ""
    return picture_label(above) == "caption" and not without_label(above)


def in_full(caption: str, group: Sequence[Labelled], found: Sequence[Labelled]) -> str:
    """A caption as the line next to it has it that goes on where it ends, or says in between what
    it leaves out."""
    numbers = [one.line.number for one in group]
    if not numbers or not caption:
        return caption
    for one in found:
        is_near = min(numbers) - _NEAR <= one.line.number <= max(numbers) + _NEAR
        if is_near and one.label not in _NOT_SHOWN and one.line.is_text:
            whole = caption_apart(printed_once(one.line.text))[0]
            if _is_fuller(caption, whole):
                return whole
    return caption


def _is_fuller(caption: str, whole: str) -> bool:
    short, long = folded(caption).split(), folded(whole).split()
    is_twice = long[: 2 * len(short)] == short * 2
    if is_twice or len(short) < _LEAST or len(long) < len(short) + _LEAST:
        return False
    rest = whole.split()[len(caption.split()) :]
    if long[: len(short)] == short:
        return sum(word[0].islower() for word in rest) >= _LEAST
    first, last = _ENDS
    return (
        long[:first] == short[:first]
        and long[-last:] == short[-last:]
        and len(short) > first + last
    )
