"""What the reader of copied pages is not sure of, in words: lines whose likeliest label is not much
likelier than another one that would put them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from digest.gather.clean import shown
from digest.gather.page_article import is_of_body
from digest.gather.page_labels import Label, Labelled

_HEADLINE = 0.7  # a chance below which a headline is doubted
_BYLINE = 0.6
_PICTURE = 0.6
_BODY = 0.6
_MOST = 5  # doubts that are told one by one
_LEAST_CHARACTERS = 30  # of a line that would be missed in the body, or is too much there
_PARAGRAPH = "a paragraph"
_PLACES: dict[str, tuple[tuple[Label, ...], float]] = {
    "the headline": ((Label.HEADLINE,), _HEADLINE),
    "a byline": ((Label.BYLINE,), _BYLINE),
    "the caption or credit of a picture": (
        (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION),
        _PICTURE,
    ),
    _PARAGRAPH: ((Label.PARAGRAPH, Label.SUBHEADING, Label.STANDFIRST), _BODY),
}


def doubts_about(found: Sequence[Labelled]) -> list[str]:
    """A sentence for each line that may be something else, the most doubtful first."""
    doubts = [doubt for one in found for doubt in _doubts(one)]
    told = [words for _, words in sorted(doubts, key=lambda doubt: -doubt[0])]
    if len(told) > _MOST:
        return [*told[: _MOST - 1], f"{len(told) - _MOST + 1} more lines may be something else"]
    return told


def _doubts(one: Labelled) -> list[tuple[float, str]]:
    doubts = []
    for place, (labels, least) in _PLACES.items():
        chance = one.chance(*labels)
        if place == _PARAGRAPH and len(one.line.text) < _LEAST_CHARACTERS:
            continue
        is_taken = is_of_body(one, 0) if place == _PARAGRAPH else one.label in labels
        if 1 - least < chance < least:
            verb = "may not be" if is_taken else "may be"
            doubt = f"line {one.line.number}, “{shown(one.line.text)}”, {verb} {place}"
            doubts.append((min(chance, 1 - chance), doubt))
    return doubts[:1]
