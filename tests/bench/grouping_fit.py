"""How far each constant of grouping moves the result, and what is to be expected on unseen news.

Run it as ``python -m tests.bench.grouping_fit --data PATH [--only NAME …] [--sources NAME …]``.
Every constant is tried below and above its value in use, all sources of labelled news in all forms
(``grouping_sources``). The nested estimate takes, for each source, the setting that is best on all
other sources; the plain recipe's threshold is chosen in the same way, and stands beside it.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from digest.compose import clusters, lexicon, pair_model, vectors
from digest.model.article import Article
from tests.bench.grouping_peers import PEERS
from tests.bench.grouping_sources import Batch, batches, ours

Setting = tuple[tuple[str, float], ...]

THRESHOLDS = (0.09, 0.10, 0.11, 0.12, 0.13)
TRIED: dict[str, tuple[ModuleType, tuple[float, ...]]] = {
    "DECAY": (pair_model, (0.4, 0.6, 1.0, 1.2)),
    "EVENT_DAYS": (pair_model, (0.5, 2.0)),
    "FADING_DAYS": (pair_model, (1.0, 2.0, 5.0)),
    "ONE_OUTLET": (pair_model, (0.0, 0.4, 0.8)),
    "FIRST": (clusters, (0.11, 0.14, 0.17, 0.24)),
    "EMPHASIS": (lexicon, (1.0, 1.3, 2.0)),
    "READ_CHARACTERS": (lexicon, (600, 2500, 100_000)),
    "IMAGINED_ARTICLES": (lexicon, (10, 50, 200)),
    "TITLE_COUNTS": (vectors, (1.0, 2.0, 5.0)),
    "SHORT_TEXT": (vectors, (20, 40, 160, 100_000)),
}
"""Constants by the module that reads them, and what is tried besides the value in use."""


def figure(scores: dict[str, float]) -> float:
    """What is to be high: the mean of both F1; for a simulated day no article drawn in either."""
    f1 = (scores["BCubed F1"] + scores["pairwise F1"]) / 2
    return f1 - min(1.0, scores["drawn in"]) / 2


@contextmanager
def used(setting: Setting) -> Iterator[None]:
    """Grouping with these constants instead of its own."""
    homes = {"THRESHOLD": clusters} | {name: module for name, (module, _) in TRIED.items()}
    before = [(homes[name], name, getattr(homes[name], name)) for name, _ in setting]
    try:
        for name, value in setting:
            setattr(homes[name], name, value)
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)


def by_source(every: Sequence[Batch], setting: Setting) -> dict[str, float]:
    """The figure of each source, the mean of its forms."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    with used(setting):
        for batch in every:
            found[batch.source].append(figure(batch.scores(ours)))
    return {source: sum(values) / len(values) for source, values in found.items()}


def plain_by_source(every: Sequence[Batch], threshold: float) -> dict[str, float]:
    """The same of the plain recipe."""

    def plain(articles: Sequence[Article], archive: Sequence[Article]) -> list[int]:
        return list(PEERS["plain recipe"].cluster(articles, threshold) or ())

    found: defaultdict[str, list[float]] = defaultdict(list)
    for batch in every:
        found[batch.source].append(figure(batch.scores(plain)))
    return {source: sum(values) / len(values) for source, values in found.items()}


def nested(table: Sequence[dict[str, float]]) -> dict[str, float]:
    """For each source its figure at the setting that is best on the others."""

    def best_without(source: str) -> dict[str, float]:
        return max(table, key=lambda row: sum(value for key, value in row.items() if key != source))

    return {source: best_without(source)[source] for source in table[0]}


def show(name: str, row: dict[str, float]) -> None:
    """A line: the mean over the sources, then each."""
    each = "  ".join(f"{source} {value:.3f}" for source, value in row.items())
    print(f"{name:32} {sum(row.values()) / len(row):.4f}   {each}", flush=True)


def settings(only: Sequence[str]) -> list[Setting]:
    """The settings that are tried."""
    found: list[Setting] = [
        (("THRESHOLD", value), ("FIRST", round(1.7 * value, 4))) for value in THRESHOLDS
    ]
    for name, (_, values) in TRIED.items():
        if not only or name in only:
            found += [((name, value),) for value in values]
    return found


def main() -> None:
    """Print the table, and the nested estimates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=[], help="constants to try")
    parser.add_argument("--sources", nargs="*", default=[], help="sources to judge by")
    chosen = parser.parse_args()
    every = [
        batch
        for batch in batches(chosen.data)
        if not chosen.sources or batch.source in chosen.sources
    ]
    table = [by_source(every, ())]
    show("in use", table[0])
    for setting in settings(chosen.only):
        table.append(by_source(every, setting))
        show(", ".join(f"{name} {value:g}" for name, value in setting), table[-1])
    show("nested", nested(table))
    plain = [plain_by_source(every, at / 100) for at in range(12, 42, 3)]
    show("plain recipe, nested", nested(plain))


if __name__ == "__main__":
    main()
