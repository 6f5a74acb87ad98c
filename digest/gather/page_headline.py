"""The headline of an article on a page copied as text, from lines of which it is known how likely
each is one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digest.gather.clean import folded
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence

PLAIN = 6
"""Lines of a page that is nothing but a headline and some text."""

_LEAST = 0.1  # a chance below which no line is taken for the headline
_BOTH = 1.2  # two lines whose chances come to more are both of it, and not one or the other
_EACH = 0.5  # the least chance of each of them
_DASHES = ("- ", "– ", "— ")
_SEPARATORS = ("/", "|", "›", "»", ">", "·", "•")


def headline_of(found: Sequence[Labelled]) -> str:
    """The headline: the line that most likely is one, wherever the likeliest sequence as a whole
    has its headline, with those that carry it on. On a page of a few lines, the first that is no
    sentence will do."""
    chances = [one.chance(Label.HEADLINE) for one in found]
    best = max(range(len(found)), key=chances.__getitem__, default=None)
    if best is None:
        return ""
    if chances[best] < _LEAST:
        first = found[0].line
        is_plain = first.is_text and not ends_sentence(first.text) and 1 < len(found) <= PLAIN
        return first.text if is_plain else ""
    start = end = best
    while start and (
        _go_on(found, start - 1, (chances[start - 1], chances[best]))
        or _opens(found[start - 1], found[start])
    ):
        start -= 1
    while end + 1 < len(found) and _go_on(found, end, (chances[end + 1], chances[best])):
        end += 1
    text = " ".join(one.line.text for one in found[start : end + 1])
    prints = [one.line.text for one in found if one.label is Label.HEADLINE]
    whole = _in_full(text, [text, *prints, *_lines_after(found, end)])
    return _under_kicker(_alone(whole, found), found)


def _go_on(found: Sequence[Labelled], at: int, chances: tuple[float, float]) -> bool:
    """Whether the line at a place and the next one are one headline; ``chances``: of both."""
    line, below = found[at].line, found[at + 1].line
    are_both = sum(chances) >= _BOTH and min(chances) >= _EACH
    return are_both and below.joined and not _is_print(line, below)


def _opens(one: Labelled, below: Labelled) -> bool:
    """Whether a line that may be of the headline ends in a colon above the rest of it."""
    ends_open = one.line.text.endswith((":", "："))
    return ends_open and below.line.joined and one.chance(Label.HEADLINE) >= _LEAST


def _alone(headline: str, found: Sequence[Labelled]) -> str:
    """A headline at the end of its path through the site, or before the site's name, as it stands
    without them."""
    for one in found:
        text = one.line.text
        if one.chance(Label.HEADLINE) < _LEAST or text == headline:
            continue
        before, after = headline.removesuffix(text).rstrip(), headline.removeprefix(text)
        if before != headline and before.endswith(_SEPARATORS):
            return text
        if after != headline and after.lstrip().startswith((*_SEPARATORS, *_DASHES)):
            return text
    return headline


def _under_kicker(headline: str, found: Sequence[Labelled]) -> str:
    """The headline of "Kicker: headline" in a window's title where the two stand under each other,
    too."""
    for one, below in pairwise(found):
        kicker, text = one.line.text, below.line.text
        if one.zone is Zone.HEADER and below.line.joined and headline == f"{kicker}: {text}":
            return text
    return headline


def _lines_after(found: Sequence[Labelled], at: int) -> list[str]:
    """A headline that ends in a colon, with the line right under it."""
    last = found[at]
    if at + 1 >= len(found) or not last.line.text.endswith((":", "：")):
        return []
    below = found[at + 1]
    is_rest = below.line.joined and below.line.is_text and below.label is not Label.BYLINE
    return [f"{last.line.text} {below.line.text}"] if is_rest else []


def _in_full(headline: str, prints: Sequence[str]) -> str:
    """The longest print that goes on where the headline stops at a colon."""
    start = f"{headline.rstrip(':： ')}:"
    longer = [one for one in prints if one.replace(" :", ":").startswith(start)]
    return max([headline, *longer], key=len)


def _is_print(one: Line, other: Line) -> bool:
    """Whether one of two lines is the other again, perhaps with the name of the site."""
    first, second = folded(one.text), folded(other.text)
    return first.startswith(second) or second.startswith(first)
