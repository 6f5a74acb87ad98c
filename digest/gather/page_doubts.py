"""What the reader of copied pages is not sure of: lines whose likeliest label is not much
likelier than another one that would put them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from digest.gather.clean import shown
from digest.gather.page_labels import Label, Labelled
from digest.model.message import Message

_HEADLINE = 0.7  # a chance below which a headline is doubted
_BYLINE = 0.6
_PICTURE = 0.6
_BODY = 0.6
_MOST = 5  # doubts that are told one by one
_LEAST_CHARACTERS = 30  # of a line that would be missed in the body, or is too much there
PLACES: dict[str, tuple[tuple[Label, ...], float]] = {
    "headline": ((Label.HEADLINE,), _HEADLINE),
    "byline": ((Label.BYLINE,), _BYLINE),
    "picture": (
        (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION),
        _PICTURE,
    ),
    "paragraph": ((Label.PARAGRAPH, Label.SUBHEADING, Label.STANDFIRST), _BODY),
}
"""What a line may be, as the message "reading.place_<place>" says it, with its labels and the
chance below which it is doubted."""


def doubts_about(found: Sequence[Labelled]) -> list[Message]:
    """A message for each line that may be something else, the most doubtful first."""
    doubts = [doubt for one in found for doubt in _doubts(one)]
    told = [words for _, words in sorted(doubts, key=lambda doubt: -doubt[0])]
    if len(told) > _MOST:
        more = Message("reading.more_doubts", count=len(told) - _MOST + 1)
        return [*told[: _MOST - 1], more]
    return told


def _doubts(one: Labelled) -> list[tuple[float, Message]]:
    doubts = []
    for place, (labels, least) in PLACES.items():
        chance = one.chance(*labels)
        if place == "paragraph" and len(one.line.text) < _LEAST_CHARACTERS:
            continue
        is_taken = one.label in labels
        if 1 - least < chance < least:
            doubt = Message(
                "reading.may_not_be" if is_taken else "reading.may_be",
                number=one.line.number,
                words=shown(one.line.text),
                place=Message(f"reading.place_{place}"),
            )
            doubts.append((min(chance, 1 - chance), doubt))
    return doubts[:1]
