"""Fits the weights of ``digest/compose/pair_model.py``, and prints their cross-validation by set.

Run it as ``python -m tests.bench.grouping_fit --data PATH`` with the folder that holds
``stories.jsonl`` and ``sections_bbc.jsonl``. Each set is read as full texts and as feed items,
alone and among unrelated articles, whose pairs with the set's own are known to be different events.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from digest.compose.lexicon import Weights
from digest.compose.linkage import average_linkage
from digest.compose.pair_features import find_pairs
from digest.compose.pair_model import FIRST, THRESHOLD, sureness
from tests.bench.grouping_data import Labelled, bbc_sections, bcubed, pairwise, story_sets

UNRELATED = 300
NAMES = ("WORDING", "HEADLINE", "CLOSENESS", "NAMES", "FIGURES")
WORDS_ALONE = 3
"""The first columns, which say nothing of names and figures."""


class Fold:
    """One set in one form: its pairs, which of them are one event, and which of them are known."""

    def __init__(self, labelled: Labelled, background: Labelled) -> None:
        self.labels = [
            *labelled.labels,
            *(f"unrelated {at}" for at in range(len(background.labels))),
        ]
        self.known = len(labelled.labels)
        self.pairs = find_pairs([*labelled.articles, *background.articles], ())
        labels = np.array(self.labels)
        self.same = labels[self.pairs.first] == labels[self.pairs.second]
        self.usable = self.pairs.first < self.known

    def table(self) -> Weights:
        """The evidence, a row per pair."""
        pairs = self.pairs
        columns = (pairs.wording, pairs.headline, pairs.closeness, pairs.names, pairs.figures)
        return np.stack(columns, axis=1)

    def scores(self, weights: Weights, bias: float, threshold: float) -> tuple[float, float, float]:
        """BCubed F1, pairwise F1 and pairwise precision on the set's own articles."""
        sure = sureness(self.table() @ weights + bias, self.pairs)
        some = sure > 0
        columns = (self.pairs.first[some], self.pairs.second[some], sure[some])
        triples = zip(*(column.tolist() for column in columns), strict=True)
        sets = average_linkage(len(self.labels), triples, threshold=threshold, first=FIRST)
        home = {member: at for at, members in enumerate(sets) for member in members}
        found = [home[at] for at in range(self.known)]
        gold = self.labels[: self.known]
        both = pairwise(gold, found)
        return bcubed(gold, found).f1, both.f1, both.precision


def fit(folds: Sequence[Fold]) -> tuple[Weights, float]:
    """The mean of the regression on all evidence and of that on words alone."""
    full, full_bias = _regress(folds, len(NAMES))
    words, words_bias = _regress(folds, WORDS_ALONE)
    padded = np.pad(words, (0, len(NAMES) - WORDS_ALONE))
    return (full + padded) / 2, (full_bias + words_bias) / 2


def _regress(folds: Sequence[Fold], columns: int) -> tuple[Weights, float]:
    """Logistic regression on the first columns, with each fold of equal weight."""
    table = np.concatenate([fold.table()[fold.usable, :columns] for fold in folds])
    same = np.concatenate([fold.same[fold.usable] for fold in folds])
    weight = np.concatenate([np.full(fold.usable.sum(), 1e4 / fold.usable.sum()) for fold in folds])
    scale = table.std(axis=0)
    model = LogisticRegression(max_iter=1000)
    model.fit(table / scale, same, sample_weight=weight)
    return model.coef_[0] / scale, float(model.intercept_[0])


def main() -> None:
    """Fit on all sets, and on each two for the third."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    sets = story_sets(folder)
    everyone = bbc_sections(folder)
    background = replace(
        everyone,
        articles=everyone.articles[::6][:UNRELATED],
        labels=everyone.labels[::6][:UNRELATED],
    )
    nobody = replace(everyone, articles=(), labels=())
    forms = ("full", "feed", "full among others", "feed among others")
    folds: dict[tuple[str, str], Fold] = {}
    for labelled in sets:
        for form in forms:
            noise = background if "others" in form else nobody
            if "feed" in form:
                folds[labelled.name, form] = Fold(labelled.as_feed_items(), noise.as_feed_items())
            else:
                folds[labelled.name, form] = Fold(labelled, noise)
    weights, bias = fit(list(folds.values()))
    print("all sets:", dict(zip(NAMES, weights.round(2).tolist(), strict=True)), f"BIAS {bias:.2f}")
    for threshold in (2.8, 3.0, 3.2):
        print(f"threshold {threshold}" + (" (in use)" if threshold == THRESHOLD else ""))
        for form in forms:
            rows = []
            for labelled in sets:
                others = [fold for (name, _), fold in folds.items() if name != labelled.name]
                rows.append(folds[labelled.name, form].scores(*fit(others), threshold))
            mean = np.mean(rows, axis=0)
            each = "  ".join(
                f"{labelled.name} {row[0]:.3f}/{row[1]:.3f} (P {row[2]:.3f})"
                for labelled, row in zip(sets, rows, strict=True)
            )
            print(f"  {form:18} {mean[0]:.3f}/{mean[1]:.3f}   {each}")


if __name__ == "__main__":
    main()
