"""Average linkage on a sparse graph: who belongs together when most pairs have nothing in common.

The dense algorithm needs every pair in memory (2.9 GB for 10,000 articles); a day's news has a few
dozen near neighbours per article, and pairs that are not neighbours count as likeness 0. The result
is that of the dense algorithm with those zeros written out.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence


def average_linkage(
    count: int,
    pairs: Iterable[tuple[int, int, float]],
    *,
    threshold: float,
    first: float | None = None,
    together: Sequence[Sequence[int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """Sets of 0 … ``count``-1, merged while the mean likeness between two sets is ``threshold`` or
    more, likest first. Each member stands in exactly one set; sets are ordered by their smallest.

    ``first`` is what two single members must reach to start a set, if that is more: a set already
    has other evidence for itself. ``pairs`` gives the likeness of two members, above 0, each pair
    at most once. ``together`` lists members that are merged before anything else, ``apart`` pairs
    that never are, not even so.
    """
    forest = _Forest(count, pairs, threshold, first if first is not None else threshold)
    for one, other in apart:
        forest.forbid(one, other)
    for members in together:
        forest.join_all(members)
    forest.grow()
    return forest.sets()


def connected(
    count: int, strong: Iterable[tuple[int, int]], together: Sequence[Sequence[int]] = ()
) -> list[int]:
    """For each of 0 … ``count``-1 a number that it shares with whatever ``average_linkage`` could
    ever put into one set with it: a mean that reaches a threshold is of likenesses of which one
    does, so ``strong`` are the pairs at the threshold or above."""
    above = list(range(count))

    def root(member: int) -> int:
        while above[member] != member:
            above[member] = above[above[member]]
            member = above[member]
        return member

    for one, other in strong:
        above[root(one)] = root(other)
    for members in together:
        for member in members[1:]:
            above[root(member)] = root(members[0])
    return [root(member) for member in range(count)]


class _Forest:
    """Sets while they grow. A set is known by one of its members, its root."""

    def __init__(
        self,
        count: int,
        pairs: Iterable[tuple[int, int, float]],
        threshold: float,
        first: float,
    ) -> None:
        self.threshold = threshold
        self.first = first
        self.members: dict[int, list[int]] = {at: [at] for at in range(count)}
        self.root = list(range(count))
        # total likeness between two sets, both ways; the mean divides by the product of the sizes
        self.totals: list[dict[int, float]] = [{} for _ in range(count)]
        self.forbidden: defaultdict[int, set[int]] = defaultdict(set)
        for one, other, likeness in pairs:
            self.totals[one][other] = likeness
            self.totals[other][one] = likeness
        self.heap: list[tuple[float, int, int]] = []

    def mean(self, one: int, other: int) -> float:
        return self.totals[one][other] / (len(self.members[one]) * len(self.members[other]))

    def join_all(self, members: Sequence[int]) -> None:
        for member in members[1:]:
            one, other = self.root[members[0]], self.root[member]
            if one != other and not self._apart(one, other):
                self._merge(one, other)

    def forbid(self, one: int, other: int) -> None:
        first, second = self.root[one], self.root[other]
        if first != second:
            self.forbidden[first].add(second)
            self.forbidden[second].add(first)

    def grow(self) -> None:
        for one in self.members:
            for other in self.totals[one]:
                if one < other:
                    self._offer(one, other)
        while self.heap:
            negative, one, other = heapq.heappop(self.heap)
            if self._stale(one, other, -negative):
                continue
            kept = self._merge(one, other)
            for neighbour in self.totals[kept]:
                self._offer(kept, neighbour)

    def _apart(self, one: int, other: int) -> bool:
        return one in self.forbidden and other in self.forbidden[one]

    def _stale(self, one: int, other: int, likeness: float) -> bool:
        if one not in self.members or other not in self.members or self._apart(one, other):
            return True
        return self.mean(one, other) != likeness

    def _offer(self, one: int, other: int) -> None:
        likeness = self.mean(one, other)
        alone = len(self.members[one]) == len(self.members[other]) == 1
        if likeness >= (self.first if alone else self.threshold):
            heapq.heappush(self.heap, (-likeness, min(one, other), max(one, other)))

    def _merge(self, one: int, other: int) -> int:
        """Join two sets under the root of the one with more neighbours, which saves moving them."""
        kept, gone = (
            (one, other) if len(self.totals[one]) >= len(self.totals[other]) else (other, one)
        )
        for neighbour, total in self.totals[gone].items():
            del self.totals[neighbour][gone]
            if neighbour != kept:
                joined = self.totals[kept].get(neighbour, 0.0) + total
                self.totals[kept][neighbour] = joined
                self.totals[neighbour][kept] = joined
        if gone in self.forbidden:
            for rival in self.forbidden[gone]:
                self.forbidden[rival].discard(gone)
                self.forbidden[rival].add(kept)
            self.forbidden[kept] |= self.forbidden[gone]
        for member in self.members[gone]:
            self.root[member] = kept
        self.members[kept].extend(self.members.pop(gone))
        self.totals[gone] = {}
        return kept

    def sets(self) -> list[list[int]]:
        return sorted(sorted(members) for members in self.members.values())
