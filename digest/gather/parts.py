"""A file read in parts, as if it were read in one: what stands in two parts is found, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from digest.gather.finish import Repeats, repeated
from digest.model.article import Article
from digest.model.message import Message
from digest.model.reading import Document, Reading, Unplaced


def joined(readings: Iterable[tuple[Document, Reading]]) -> Iterator[Reading]:
    """The readings of a file's parts in their order, one for each part.

    An article that stood in a part before is unplaced; a part that could not be read is a problem
    of its lines, and the others are read. A document that is no part goes through as it is.
    """
    repeats = Repeats()
    for part, reading in readings:
        yield _among(part, reading, repeats) if part.first_line else reading


def _among(part: Document, reading: Reading, repeats: Repeats) -> Reading:
    last = part.first_line + part.content.count(b"\n")
    where = Message("reading.lines", first=part.first_line, last=last)
    if reading.failed:
        return Reading(problems=(Message("common.at", where=where, what=reading.failed),))
    articles: list[Article] = []
    left: list[Unplaced] = list(reading.unplaced)
    for article in reading.articles:
        placed = repeats.place(article)
        if placed is None:
            left.append(repeated(article, where=where))
        else:
            articles.append(placed)
    return replace(reading, articles=tuple(articles), unplaced=tuple(left))
