"""What the reader of copied pages is not sure of.

A line or two that may be something else are on every page, right ones, too. So of the body it is
asked how much of it is to be expected wrong, from the chances of all its lines together; of
headline, bylines and picture, how likely the lines that were taken are the ones, and how likely
one that was not taken is. A caption without a credit is doubted always: it is on one page in
three of those whose picture is read wrong. The bounds are those that told wrong pages from right
ones best on 251 pages, each read by a model that had seen no page of its writer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digest.gather.clean import shown
from digest.gather.page_labels import Label, Labelled, Zone
from digest.model.article import Image
from digest.model.message import Message

_HEADLINE = 0.9  # a chance below which the headline is doubted
_BYLINE = 0.8
_OTHER_BYLINE = 0.28  # a chance from which on a line that is not taken for a byline is told
_PICTURE = 0.56
_CAPTION = 0.75
_OTHER_PICTURE = 0.39
_SHARE = 0.05  # of the body's characters, expected to be missing or foreign
_LINE_SHARE = 0.02  # the same of one line
_MOST = 3  # lines that are told of one doubt
_BEGINNING = 30  # characters of a caption by which its line is found
_CAPTIONS = (Label.CAPTION, Label.CREDITED_CAPTION)
_PICTURES = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION)
_BODY = (Label.PARAGRAPH, Label.SUBHEADING, Label.STANDFIRST)


def doubts_about(
    found: Sequence[Labelled],
    *,
    names: Sequence[str],
    image: Image | None,
    is_of_body: Callable[[Labelled, int], bool],
) -> list[Message]:
    """A message for each doubt: about the headline, the bylines, of which ``names`` were read, the
    picture that was read, lines of the body."""
    return [
        *_of_headline(found),
        *_of_bylines(found, names),
        *_of_picture(found, image),
        *_of_text(found, is_of_body),
    ]


def _of_headline(found: Sequence[Labelled]) -> list[Message]:
    """The doubt about the line that is taken for the headline, the likeliest of all."""
    best = max(found, key=lambda one: one.chance(Label.HEADLINE), default=None)
    if best is None or best.chance(Label.HEADLINE) >= _HEADLINE:
        return []
    return [_may(best, "reading.may_not_be", "reading.place_headline")]


def _of_bylines(found: Sequence[Labelled], names: Sequence[str]) -> list[Message]:
    """The doubts about the least likely line that is taken for a byline, or that names the first
    author if none is; and about the likeliest that is not taken."""
    heads = [one for one in found if one.zone in (Zone.ABOVE, Zone.HEADER)]
    taken = [one for one in heads if one.label is Label.BYLINE]
    if names and not taken:
        taken = [one for one in found if names[0] in one.line.text][:1]
    worst = min(taken, key=lambda one: one.chance(Label.BYLINE), default=None)
    others = [one for one in found if one.label is not Label.BYLINE and one not in taken]
    best = max(others, key=lambda one: one.chance(Label.BYLINE), default=None)
    told = []
    if worst is not None and worst.chance(Label.BYLINE) < _BYLINE:
        told.append(_may(worst, "reading.may_not_be", "reading.place_byline"))
    if best is not None and best.chance(Label.BYLINE) >= _OTHER_BYLINE:
        told.append(_may(best, "reading.may_be", "reading.place_byline"))
    return told


def _of_picture(found: Sequence[Labelled], image: Image | None) -> list[Message]:
    """The doubts about the first line of a picture, about the caption that was read, and about the
    likeliest line in the header that is not taken for one."""
    lines = [one for one in found if one.zone in (Zone.HEADER, Zone.BODY)]
    taken = [one for one in lines if one.label in _PICTURES][:1]
    caption = image.caption if image else ""
    own = [one for one in found if caption and caption[:_BEGINNING] in one.line.text]
    told = [one for one in taken if one.chance(*_PICTURES) < _PICTURE]
    best = max(own, key=lambda one: one.chance(*_CAPTIONS), default=None)
    if best is not None and (best.chance(*_CAPTIONS) < _CAPTION or not (image and image.credit)):
        told.append(best)
    heads = [one for one in found if one.zone is Zone.HEADER and one.label not in _PICTURES]
    other = max(heads, key=lambda one: one.chance(*_PICTURES), default=None)
    doubts = [_may(one, "reading.may_not_be", "reading.place_picture") for one in told[:1]]
    if other is not None and other.chance(*_PICTURES) >= _OTHER_PICTURE:
        doubts.append(_may(other, "reading.may_be", "reading.place_picture"))
    return doubts


def _of_text(
    found: Sequence[Labelled], is_of_body: Callable[[Labelled, int], bool]
) -> list[Message]:
    """The lines that are most likely missing in the body or foreign to it, where together or alone
    they are a part of it that counts."""
    size = sum(len(one.line.whole) for one in found if one.label is Label.PARAGRAPH)
    risks: list[tuple[float, Labelled, bool]] = []
    for one in found:
        if one.line.is_text and size:
            taken = is_of_body(one, size)
            wrong = 1 - one.chance(*_BODY) if taken else one.chance(Label.PARAGRAPH)
            risks.append((len(one.line.whole) * wrong / size, one, taken))
    risks.sort(key=lambda risk: -risk[0])
    if not risks or (sum(risk for risk, *_ in risks) < _SHARE and risks[0][0] < _LINE_SHARE):
        return []
    least = min(risks[0][0], _LINE_SHARE / 2)
    return [
        _may(one, "reading.may_not_be" if taken else "reading.may_be", "reading.place_paragraph")
        for risk, one, taken in risks[:_MOST]
        if risk >= least
    ]


def _may(one: Labelled, key: str, place: str) -> Message:
    """The message ``key`` about the line; ``place`` is the key of what it may be."""
    return Message(key, number=one.line.number, words=shown(one.line.text), place=Message(place))
