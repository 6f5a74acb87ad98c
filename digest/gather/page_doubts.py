"""What the reader of copied pages is not sure of.

A line or two that may be something else are on every page, right ones, too. So of the body it is
asked how much of it is to be expected wrong, from the chances of all its lines together; of
headline, byline and picture, how likely the line that was taken is the one. The bounds are those
that told wrong pages from right ones best on 183 pages that nothing had learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digest.gather.clean import shown
from digest.gather.page_labels import Label, Labelled, Zone
from digest.model.message import Message

PLACES = ("headline", "byline", "picture", "paragraph")
"""What a line may be, as the message "reading.place_<place>" says it."""

_HEADLINE = 0.68  # a chance below which the headline is doubted
_BYLINE = 0.55
_PICTURE = 0.33  # a chance from which on a line that is not taken for a picture's is told
_SHARE = 0.06  # of the body's characters, expected to be missing or foreign
_LINE_SHARE = 0.028  # the same of one line
_MOST = 3  # lines that are told of one doubt
_PICTURES = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION)
_BODY = (Label.PARAGRAPH, Label.SUBHEADING, Label.STANDFIRST)


def doubts_about(
    found: Sequence[Labelled], *, is_of_body: Callable[[Labelled, int], bool]
) -> list[Message]:
    """A message for each doubt: about the headline, the byline, the picture, lines of the body."""
    return [
        *_of_headline(found),
        *_of_byline(found),
        *_of_picture(found),
        *_of_text(found, is_of_body),
    ]


def _of_headline(found: Sequence[Labelled]) -> list[Message]:
    """The doubt about the line that is taken for the headline, the likeliest of all."""
    return _if_unlikely(found, Label.HEADLINE, _HEADLINE, "headline")


def _of_byline(found: Sequence[Labelled]) -> list[Message]:
    heads = [one for one in found if one.zone in (Zone.ABOVE, Zone.HEADER)]
    taken = [one for one in heads if one.label is Label.BYLINE]
    return _if_unlikely(taken, Label.BYLINE, _BYLINE, "byline")


def _if_unlikely(
    found: Sequence[Labelled], label: Label, least: float, place: str
) -> list[Message]:
    """The doubt about the likeliest line of a label, if it has not the least chance."""
    best = max(found, key=lambda one: one.chance(label), default=None)
    return [_may(best, "may_not_be", place)] if best and best.chance(label) < least else []


def _of_picture(found: Sequence[Labelled]) -> list[Message]:
    """The likeliest line of a picture in the header that is not taken for one."""
    others = [one for one in found if one.zone is Zone.HEADER and one.label not in _PICTURES]
    best = max(others, key=lambda one: one.chance(*_PICTURES), default=None)
    if best is None or best.chance(*_PICTURES) < _PICTURE:
        return []
    return [_may(best, "may_be", "picture")]


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
        _may(one, "may_not_be" if taken else "may_be", "paragraph")
        for risk, one, taken in risks[:_MOST]
        if risk >= least
    ]


def _may(one: Labelled, verb: str, place: str) -> Message:
    return Message(
        f"reading.{verb}",
        number=one.line.number,
        words=shown(one.line.text),
        place=Message(f"reading.place_{place}"),
    )
