"""What the merges and splits of editors tell the next build about articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from digest.edit.edit_log import standing
from digest.model.edit import Edit, Links, Merge, Split


def links(log: Sequence[Edit]) -> Links:
    """The pairs of articles that belong together, and those that do not, in the log's order.

    A story goes by the id of one of its articles, so that ids of stories serve as those of
    articles. Of two edits on the same pair the later one counts.
    """
    pairs: dict[tuple[str, str], bool] = {}
    for edit in standing(log):
        for pair in _pairs(edit):
            pairs.pop(pair, None)
            pairs[pair] = isinstance(edit.change, Merge)
    return Links(
        together=tuple(pair for pair, together in pairs.items() if together),
        apart=tuple(pair for pair, together in pairs.items() if not together),
    )


def _pairs(edit: Edit) -> Iterator[tuple[str, str]]:
    """Pairs in alphabetical order, so that a merge and a split of the same two meet."""
    change = edit.change
    if isinstance(change, Merge):
        yield _ordered(change.story, change.into)
    elif isinstance(change, Split):
        stay = [one for one in edit.articles if one not in change.articles]
        yield from (_ordered(*pair) for pair in product(change.articles, stay))


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
