"""Carrying the proof through a new build: each story as it was seen, with what is known of it now.

A story of the new build is the one in the proof that it shares most articles with, so that a story
keeps its name when the build calls it by another article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from digest.model.edition import Edition, Item
from digest.model.message import Message, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """The stories at hand. ``known`` are those that editors saw, under the ids and at the places
    they saw; ``new`` are those that the build added. ``gone`` are the known ones that the build
    does not carry, each with the reason, and ``absorbed`` those that it tells within another."""

    known: tuple[Item, ...]
    new: tuple[Item, ...]
    gone: tuple[tuple[str, Text], ...]
    absorbed: frozenset[str]


def carry(seen: Sequence[Item], built: Edition, edited: Collection[str] = ()) -> Carried:
    """The stories that editors have ``seen``, as the build has them now, and those it added.

    Where the build tells several of them as one, that one stands for the story among them that was
    ``edited``, or was seen first.
    """
    rebuilt = tuple(built.items())
    pairs = _with_precedence(_pairs(seen, rebuilt), seen, rebuilt, edited)
    known = tuple(
        _at_home(rebuilt[pairs[number]], item) if number in pairs else item
        for number, item in enumerate(seen)
    )
    taken = set(pairs.values())
    names = {item.story for item in seen}
    told = {article: rebuilt[at].headline for at in taken for article in rebuilt[at].articles}
    missing = [item for number, item in enumerate(seen) if number not in pairs]
    reasons = {left.id: left.why for left in built.left_out}
    return Carried(
        known=known,
        new=_renamed([item for at, item in enumerate(rebuilt) if at not in taken], names),
        gone=tuple((item.story, _why(item, told, reasons)) for item in missing),
        absorbed=frozenset(
            item.story for item in missing if item.articles and set(item.articles) <= told.keys()
        ),
    )


def _pairs(seen: Sequence[Item], rebuilt: Sequence[Item]) -> dict[int, int]:
    """Which item of ``seen`` is which of ``rebuilt``, by index: the closest pairs first."""
    homes: dict[str, list[int]] = {}
    for at, item in enumerate(rebuilt):
        for key in {*item.articles, item.story}:
            homes.setdefault(key, []).append(at)
    candidates = [
        (-_shared(item, rebuilt[at]), item.story != rebuilt[at].story, number, at)
        for number, item in enumerate(seen)
        for at in {at for key in (*item.articles, item.story) for at in homes.get(key, ())}
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, at in sorted(candidates):
        if number not in pairs and at not in taken:
            pairs[number] = at
            taken.add(at)
    return pairs


def _with_precedence(
    pairs: dict[int, int], seen: Sequence[Item], rebuilt: Sequence[Item], edited: Collection[str]
) -> dict[int, int]:
    """The pairs; a rebuilt story that tells several seen ones is the one that matters most."""
    homes = {article: at for at, item in enumerate(rebuilt) for article in item.articles}
    rivals: dict[int, list[int]] = {}
    for number, item in enumerate(seen):
        told_in = {homes.get(article) for article in item.articles}
        for at in told_in if len(told_in) == 1 else ():
            if at is not None:
                rivals.setdefault(at, []).append(number)
    taken = {at: number for number, at in pairs.items()}
    for at, numbers in rivals.items():
        if taken.get(at) in numbers:
            taken[at] = min(numbers, key=lambda number: (seen[number].story not in edited, number))
    return {number: at for at, number in taken.items()}


def _shared(one: Item, other: Item) -> int:
    return len(set(one.articles) & set(other.articles))


def _at_home(rebuilt: Item, seen: Item) -> Item:
    """The rebuilt story under the name that edits know. Its place is not the build's to change."""
    if (rebuilt.story, rebuilt.section) == (seen.story, seen.section):
        return rebuilt
    return replace(rebuilt, story=seen.story, section=seen.section)


def _renamed(items: Sequence[Item], names: Collection[str]) -> tuple[Item, ...]:
    """The items, each under an id that no other story has."""
    free = [item for item in items if item.story not in names]
    used = {*names, *(item.story for item in free)}
    renamed: list[Item] = []
    for item in items:
        if item.story in names:
            name = next(name for name in _names(item) if name not in used)
            used.add(name)
            item = replace(item, story=name)
        renamed.append(item)
    return tuple(renamed)


def _names(item: Item) -> Iterator[str]:
    yield item.story
    yield from item.articles
    number = 2
    while True:
        yield f"{item.story}-{number}"
        number += 1


def _why(item: Item, told: dict[str, str], reasons: dict[str, Text]) -> Text:
    for article in item.articles:
        if article in told:
            return Message("edit.told_within", title=told[article])
    for key in (item.story, *item.articles):
        if key in reasons:
            return Message("edit.left_out", reason=reasons[key])
    return Message("edit.not_found")
