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
from digest.gather.page_labels import STATES, Floats, Label, Model, Zone, allowed, labelled_by
from digest.gather.page_lines import Line, page_lines
from tests.bench.copied_pages_benchmark import PAGES, ours, table
from tests.bench.copied_pages_labels import labels_of
from tests.bench.copied_pages_mixing import followed, mixed, parts_of, with_cards
from tests.bench.copied_pages_scores import Found, Page, pages

HIDDEN = 32
EPOCHS = 12
BATCH = 12
RATE = 0.003
DECAY = 4.0
DROPOUT = 0.25
NETWORKS = 3
SEED = 20261128
MIXED = 3  # pages put together anew for each page there is
WITH_CARDS = 3  # pages to each that is printed as the first outlet does, too
TWO_ARTICLES = 8  # pages to each with two articles
WEIGHTS = Path(page_labels.__file__).with_name("page_model.npz")


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A page as it is learned: numbers of its lines, which are joined, and their states."""

    features: NDArray[np.float32]
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


class _Network:
    """One network with its field, fitted by gradient descent (Adam)."""

    def __init__(self, width: int, *, seed: int) -> None:
        random = np.random.default_rng(seed)
        count = len(STATES)
        self.random = random
        self.weights = {
            "hidden": random.normal(0, width**-0.5, (width, HIDDEN)),
            "hidden_bias": np.zeros(HIDDEN),
            "output": random.normal(0, 0.1, (HIDDEN, count)),
            "direct": np.zeros((width, count)),
            "bias": np.zeros(count),
            "follows": np.zeros((2, count, count)),
        }
        self._moment = {name: np.zeros_like(one) for name, one in self.weights.items()}
        self._square = {name: np.zeros_like(one) for name, one in self.weights.items()}
        self._steps = 0

    def learn(self, batch: Sequence[Example], *, rate: float) -> float:
        """One step on a batch; returns its loss per line."""
        weights = self.weights
        x = np.concatenate([one.features for one in batch])
        x = x * (
            (self.random.random(x.shape, dtype=np.float32) > DROPOUT) / np.float32(1 - DROPOUT)
        )
        h = np.tanh(x @ weights["hidden"] + weights["hidden_bias"])
        keep = (self.random.random(h.shape) > DROPOUT) / (1 - DROPOUT)
        scores = (h * keep) @ weights["output"] + x @ weights["direct"] + weights["bias"]
        loss, d_scores, d_follows = _field(batch, scores, weights["follows"])
        d_h = (d_scores @ weights["output"].T) * keep * (1 - h * h)
        gradients = {
            "hidden": x.T @ d_h,
            "hidden_bias": d_h.sum(axis=0),
            "output": (h * keep).T @ d_scores,
            "direct": x.T @ d_scores,
            "bias": d_scores.sum(axis=0),
            "follows": d_follows,
        }
        self._step({name: one / len(x) for name, one in gradients.items()}, rate)
        return loss / len(x)

    def _step(self, gradients: dict[str, Floats], rate: float) -> None:
        self._steps += 1
        for name, gradient in gradients.items():
            self._moment[name] = 0.9 * self._moment[name] + 0.1 * gradient
            self._square[name] = 0.99 * self._square[name] + 0.01 * gradient**2
            mean = self._moment[name] / (1 - 0.9**self._steps)
            square = self._square[name] / (1 - 0.99**self._steps)
            decay = DECAY if name in ("hidden", "output", "direct", "follows") else 0.0
            self.weights[name] -= rate * (
                mean / (np.sqrt(square) + 1e-8) + decay * self.weights[name]
            )


def _field(
    batch: Sequence[Example], scores: Floats, follows: Floats
) -> tuple[float, Floats, Floats]:
    """The loss (negative log-likelihood) of the field over a batch, with its gradients by the
    scores of states and of successions. All pages of the batch are walked side by side."""
    may, first, last = allowed()
    steps = follows + may
    lengths = np.array([len(one.states) for one in batch])
    count, longest, wide = len(batch), int(lengths.max()), len(STATES)
    local = np.zeros((longest, count, wide))
    joined = np.zeros((longest, count), dtype=int)
    states = np.zeros((longest, count), dtype=int)
    offset = 0
    for at, one in enumerate(batch):
        local[: lengths[at], at] = scores[offset : offset + lengths[at]]
        joined[: lengths[at], at] = one.joined
        states[: lengths[at], at] = one.states
        offset += int(lengths[at])
    top = local.max(axis=2, keepdims=True)
    weight = np.exp(local - top)
    step = np.exp(steps)
    ahead = np.zeros_like(local)
    norm = np.ones((longest, count))
    live = np.arange(longest)[:, None] < lengths[None, :]
    ahead[0] = weight[0] * np.exp(first)
    norm[0] = ahead[0].sum(axis=1)
    ahead[0] /= norm[0][:, None]
    for at in range(1, longest):
        reach = np.where(joined[at][:, None] == 1, ahead[at - 1] @ step[1], ahead[at - 1] @ step[0])
        now = reach * weight[at]
        norm[at] = np.where(live[at], np.maximum(now.sum(axis=1), 1e-300), 1.0)
        ahead[at] = np.where(live[at][:, None], now / norm[at][:, None], ahead[at - 1])
    ends = np.exp(last)
    total = np.log(norm).sum(axis=0) + (top[:, :, 0] * live).sum(axis=0)
    total += np.log(np.maximum((ahead[-1] * ends).sum(axis=1), 1e-300))
    behind = np.zeros_like(local)
    behind[-1] = ends
    d_follows = np.zeros_like(follows)
    for at in range(longest - 1, 0, -1):
        inner = behind[at] * weight[at]
        back = np.where(joined[at][:, None] == 1, inner @ step[1].T, inner @ step[0].T)
        back /= np.maximum(back.sum(axis=1, keepdims=True), 1e-300)
        for kind in (0, 1):
            chosen = live[at] & (joined[at] == kind)
            if chosen.any():
                pair = ahead[at - 1][chosen][:, :, None] * step[kind] * inner[chosen][:, None, :]
                pair /= np.maximum(pair.sum(axis=(1, 2), keepdims=True), 1e-300)
                d_follows[kind] += pair.sum(axis=0)
                np.subtract.at(d_follows[kind], (states[at - 1][chosen], states[at][chosen]), 1.0)
        behind[at - 1] = np.where(live[at][:, None], back, behind[at])
    chance = ahead * behind
    chance /= np.maximum(chance.sum(axis=2, keepdims=True), 1e-300)
    gold = 0.0
    gradient = np.zeros_like(scores)
    offset = 0
    for at, one in enumerate(batch):
        size = int(lengths[at])
        rows = np.arange(size)
        gold += scores[offset + rows, one.states].sum()
        gold += steps[one.joined[1:], one.states[:-1], one.states[1:]].sum()
        gradient[offset : offset + size] = chance[:size, at]
        gradient[offset + rows, one.states] -= 1
        offset += size
    return float(total.sum() - gold), gradient, d_follows


def fit(examples: Sequence[Example], *, networks: int = NETWORKS, seed: int = SEED) -> Model:
    """A model fitted to the examples: the average of so many networks."""
    stacked = np.concatenate([one.features for one in examples])
    mean, scale = stacked.mean(axis=0), np.maximum(stacked.std(axis=0), 0.05)
    plain = [
        Example(
            features=np.clip((one.features - mean) / scale, -4, 4).astype(np.float32),
            joined=one.joined,
            states=one.states,
        )
        for one in examples
    ]
    fitted = [_fitted(plain, seed=seed + at) for at in range(networks)]
    return Model(
        mean=mean,
        scale=scale,
        follows=np.mean([one["follows"] for one in fitted], axis=0),
        **{
            name: np.stack([one[name] for one in fitted])
            for name in ("hidden", "hidden_bias", "output", "direct", "bias")
        },
    )


def _fitted(examples: Sequence[Example], *, seed: int) -> dict[str, Floats]:
    network = _Network(examples[0].features.shape[1], seed=seed)
    for epoch in range(EPOCHS):
        # pages of like length side by side: a batch is as long as its longest
        lengths = np.array([len(one.states) for one in examples])
        order = np.argsort(lengths * network.random.uniform(0.7, 1.3, len(lengths)))
        rate = RATE * (1 - epoch / EPOCHS)
        for begin in network.random.permutation(range(0, len(order), BATCH)):
            network.learn([examples[at] for at in order[begin : begin + BATCH]], rate=rate)
    return network.weights


def write(model: Model, path: Path) -> None:
    """Stores the weights, half as precise as they were fitted."""
    arrays = {
        name: np.asarray(getattr(model, name)).astype(np.float16)
        for name in Model.__dataclass_fields__
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def examples_of(known: Sequence[Page], *, seed: int = SEED) -> list[Example]:
    """What is learned from pages: they themselves, and others made of them."""
    random = Random(seed)
    labelled = [
        (lines, labels_of(lines, page.truth)) for page in known if (lines := lines_of(page.text))
    ]
    found = [example_of(lines, labels) for lines, labels in labelled]
    parts = [one for lines, labels in labelled if (one := parts_of(lines, labels))]
    rows = [
        mixed(own, [one for one in parts if one is not own], random)
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
        model = fit(examples_of([page for at, page in enumerate(known) if at not in kept]))
        for at in sorted(kept):
            page = known[at]
            found.append((page, ours(page.text, labeller=partial(labelled_by, model))))
    return found


def read_by_writer(known: Sequence[Page]) -> list[tuple[Page, Found]]:
    """Each page as a model of one network reads it that was fitted to the other writers' pages."""
    found: list[tuple[Page, Found]] = []
    for writer in dict.fromkeys(page.writer for page in known):
        others = [page for page in known if page.writer != writer]
        labeller = partial(labelled_by, fit(examples_of(others), networks=1))
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
        write(fit(examples_of(known)), WEIGHTS)
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
