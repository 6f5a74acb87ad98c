"""Sets grow by mean likeness, and an editor's word is law."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from digest.compose.linkage import average_linkage


def test_two_close_pairs_with_nothing_in_common_stay_two_sets() -> None:
    assert average_linkage(4, [(0, 1, 0.9), (2, 3, 0.8)], threshold=0.5) == [[0, 1], [2, 3]]


def test_a_chain_of_neighbours_is_not_one_set() -> None:
    chain = [(0, 1, 0.6), (1, 2, 0.55), (2, 3, 0.6)]
    assert average_linkage(4, chain, threshold=0.5) == [[0, 1], [2, 3]]


def test_members_an_editor_put_together_are_together_without_any_likeness() -> None:
    assert average_linkage(3, [], threshold=0.5, together=[[0, 2]]) == [[0, 2], [1]]


def test_members_an_editor_set_apart_stay_apart_whatever_joins_them() -> None:
    near = [(one, other, 0.9) for one, other in combinations(range(3), 2)]
    sets = average_linkage(3, near, threshold=0.5, apart=[(0, 2)])
    assert not any(0 in members and 2 in members for members in sets)
    assert len(sets) == 2


@given(
    some.integers(min_value=2, max_value=9).flatmap(
        lambda count: some.lists(
            some.integers(min_value=1, max_value=10**6),
            min_size=count * (count - 1) // 2,
            max_size=count * (count - 1) // 2,
            unique=True,
        )
    )
)
def test_the_sets_are_those_of_dense_average_linkage(numbers: list[int]) -> None:
    likeness = [number / 10**6 for number in numbers]
    count = next(n for n in range(2, 10) if n * (n - 1) // 2 == len(numbers))
    pairs = list(combinations(range(count), 2))
    ours = average_linkage(
        count,
        [(one, other, like) for (one, other), like in zip(pairs, likeness, strict=True)],
        threshold=0.5,
    )
    square = squareform(np.array([1 - like for like in likeness]))
    labels = fcluster(linkage(squareform(square), "average"), 0.5, criterion="distance")
    theirs = sorted(
        [at for at in range(count) if labels[at] == label] for label in sorted(set(labels))
    )
    assert ours == theirs


def test_two_single_members_need_more_than_a_set_that_is_already_sure_of_itself() -> None:
    pairs = [(0, 1, 0.9), (0, 2, 0.6), (1, 2, 0.6), (3, 4, 0.6)]
    assert average_linkage(5, pairs, threshold=0.5, first=0.8) == [[0, 1, 2], [3], [4]]


def test_what_was_set_apart_is_not_put_together_by_an_older_word() -> None:
    sets = average_linkage(3, [], threshold=0.5, together=[[0, 1, 2]], apart=[(0, 2)])
    assert sets == [[0, 1], [2]]
