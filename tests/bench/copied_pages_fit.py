"""Fits the model that tells what each line of a copied page is.

``python -m tests.bench.copied_pages_fit [DIR …] [--folds N | --by-writer]``: DIRs hold pages with
their truth (see ``copied_pages_scores``); without one, those under ``tests/gather/copied_pages``.
All pages are learned and the weights written into the package. With ``--folds`` nothing is written:
each page is read by a model that has not seen it (every page is of an outlet of its own), and the
figures are printed, for each writer of pages apart; with ``--by-writer`` by one that has seen none
of the same writer. The seed is fixed: the same pages give the same weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from digest.gather import page_labels
from digest.gather.clean import characters
from digest.gather.page_features import line_features
from digest.gather.page_labels import STATES, Label, Zone, labelled_by
from digest.gather.page_lines import Line, page_lines
from digest.gather.page_model import MOST, Model, store
from digest.gather.page_tokens import line_tokens
from tests.bench.copied_pages_benchmark import PAGES, ours, table
from tests.bench.copied_pages_labels import labels_of
from tests.bench.copied_pages_mixing import all_names, followed, mixed, parts_of, with_cards
from tests.bench.copied_pages_network import Plain, fitted_weights, token_matrix
from tests.bench.copied_pages_scores import Found, Page, pages

TOKEN_PAGES = 3  # that have a token which is learned
NETWORKS = 3
SEED = 20261128
MIXED = 3  # pages put together anew for each page there is
WITH_CARDS = 3  # pages to each that is printed as the first outlet does, too
TWO_ARTICLES = 14  # pages to each with two articles
WEIGHTS = Path(page_labels.__file__).with_name("page_model.npz")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A page as it is learned: numbers and words of its lines, which are joined, their states."""

    features: NDArray[np.float32]
    texts: Sequence[str]
    joined: NDArray[np.int_]
    states: NDArray[np.int_]


def lines_of(text: str) -> tuple[Line, ...]:
    return page_lines(characters(text.removeprefix("\ufeff")).split("\n"))


def example(page: Page) -> Example:
    lines = lines_of(page.text)
    return example_of(lines, labels_of(lines, page.truth))


def example_of(lines: Sequence[Line], labels: Sequence[Label]) -> Example:
    return Example(
        features=line_features(lines),
        texts=[line.text for line in lines],
        joined=np.array([line.joined for line in lines], dtype=int),
        states=np.array([STATES.index(state) for state in states_of(labels)]),
    )


def states_of(labels: Sequence[Label]) -> list[tuple[Zone, Label]]:
    """The labels with their zones."""
    paragraphs = [at for at, label in enumerate(labels) if label is Label.PARAGRAPH]
    first, last = (paragraphs[0], paragraphs[-1]) if paragraphs else (len(labels), len(labels))
    heads = [at for at in range(first) if labels[at] is Label.HEADLINE]
    head = heads[0] if heads else first
    seconds = [at for at, label in enumerate(labels) if label is Label.SECOND_HEADLINE]
    second = seconds[0] if seconds else len(labels)
    zones = ((head, Zone.ABOVE), (first, Zone.HEADER), (last + 1, Zone.BODY), (second, Zone.BELOW))
    states = []
    for at, label in enumerate(labels):
        zone = next((zone for end, zone in zones if at < end), Zone.SECOND)
        states.append((zone, _in_zone(zone, label)))
    return states


def _in_zone(zone: Zone, label: Label) -> Label:
    if (zone, label) in STATES:
        return label
    rest = {
        Zone.ABOVE: Label.ABOVE,
        Zone.HEADER: Label.HEADER,
        Zone.BODY: Label.INSET,
        Zone.BELOW: Label.BELOW,
        Zone.SECOND: Label.SECOND_ARTICLE,
    }
    return rest[zone]


def fit(
    examples: Sequence[Example],
    tokens: NDArray[np.uint32],
    *,
    networks: int = NETWORKS,
    seed: int = SEED,
) -> Model:
    """A model fitted to the examples: the average of so many networks."""
    stacked = np.concatenate([one.features for one in examples])
    mean, scale = stacked.mean(axis=0), np.maximum(stacked.std(axis=0), 0.05)
    plain = [
        Plain(
            features=np.clip((one.features - mean) / scale, -MOST, MOST).astype(np.float32),
            words=token_matrix(one.texts, tokens),
            joined=one.joined,
            states=one.states,
        )
        for one in examples
    ]
    fitted = [fitted_weights(plain, seed=seed + at) for at in range(networks)]
    return Model(
        mean=mean,
        scale=scale,
        tokens=tokens,
        follows=np.mean([one["follows"] for one in fitted], axis=0),
        **{
            name: np.stack([one[name] for one in fitted]) for name in fitted[0] if name != "follows"
        },
    )


def tokens_of(known: Sequence[Page]) -> NDArray[np.uint32]:
    """The tokens, in order, that several pages have, by more than one writer."""
    having: dict[int, list[str]] = {}
    for page in known:
        for token in {one for line in lines_of(page.text) for one in line_tokens(line.text)}:
            having.setdefault(token, []).append(page.writer)
    often = (one for one, writers in having.items() if len(writers) >= TOKEN_PAGES)
    return np.array(sorted(one for one in often if len(set(having[one])) > 1), dtype=np.uint32)


def examples_of(known: Sequence[Page], *, seed: int = SEED) -> list[Example]:
    """What is learned from pages: they themselves, and others made of them."""
    random = Random(seed)
    labelled = [
        (page, lines, labels_of(lines, page.truth))
        for page in known
        if (lines := lines_of(page.text))
    ]
    found = [example_of(lines, labels) for _, lines, labels in labelled]
    parts = [one for page in labelled if (one := parts_of(*page))]
    names = all_names(parts)
    rows = [
        mixed(own, [one for one in parts if one is not own], names, random)
        for own in parts
        for _ in range(MIXED)
    ]
    rows += [followed(*random.sample(parts, 2)) for _ in range(len(parts) // TWO_ARTICLES)]
    found += [example_of([line for line, _ in one], [label for _, label in one]) for one in rows]
    cards = random.sample(known, len(known) // WITH_CARDS)
    others = [page for page in known if page.truth["body"]]
    return [*found, *(example(with_cards(page, others, random)) for page in cards)]


def read_apart(known: Sequence[Page], folds: int) -> list[tuple[Page, Found]]:
    """Each page as a model reads it that was fitted to pages of the other folds."""
    order = Random(SEED).sample(range(len(known)), len(known))
    found = []
    for fold in range(folds):
        kept = set(order[fold::folds])
        others = [page for at, page in enumerate(known) if at not in kept]
        model = fit(examples_of(others), tokens_of(others), networks=1)
        for at in sorted(kept):
            page = known[at]
            found.append((page, ours(page.text, labeller=partial(labelled_by, model))))
    return found


def read_by_writer(known: Sequence[Page]) -> list[tuple[Page, Found]]:
    """Each page as a model of one network reads it that was fitted to the other writers' pages."""
    found: list[tuple[Page, Found]] = []
    for writer in dict.fromkeys(page.writer for page in known):
        others = [page for page in known if page.writer != writer]
        labeller = partial(labelled_by, fit(examples_of(others), tokens_of(others), networks=1))
        of_writer = (page for page in known if page.writer == writer)
        found.extend((page, ours(page.text, labeller=labeller)) for page in of_writer)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[PAGES])
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--by-writer", action="store_true")
    options = parser.parse_args()
    known = [page for folder in options.folders for page in pages(folder)]
    if not options.folds and not options.by_writer:
        store(fit(examples_of(known), tokens_of(known)), WEIGHTS)
        return
    found = read_by_writer(known) if options.by_writer else read_apart(known, options.folds)
    writers = {
        page.writer: [one for one in found if one[0].writer == page.writer] for page in known
    }
    for writer, read in {"all": found, **writers}.items():
        told = ", ".join(f"{name} {right}/{of}" for name, (right, of) in table(read).items())
        print(f"{writer}: {told}")


if __name__ == "__main__":
    main()
