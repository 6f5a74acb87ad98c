"""How well grouping does, against its peers: stories, feed items, one trade, days, copies, briefs.

Run it as ``python -m tests.bench.grouping_benchmark --data PATH [--json FILE] [--scale 100000]``.
PATH holds the labelled files; stories are labelled by event (``tests/bench/labels``). Every peer
runs with the one setting that is best for it over all sets, ours with what is in use;
``grouping_fit`` estimates both on sets that nothing was chosen on. The exit code is 1 when a figure
is below its floor (``grouping_floors``); ``--allow-lower REASON`` lets it pass and prints the
reason.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from threadpoolctl import threadpool_limits

from digest.compose.brief import write_brief
from digest.compose.clusters import merge
from digest.compose.copies import fold_copies
from digest.compose.default_sections import words_of, words_of_absent
from digest.compose.section_model import SectionModel, train
from digest.compose.stories import build_stories
from digest.model.article import Article
from digest.model.settings import Section
from tests.bench.grouping_data import (
    Labelled,
    bbc_sections,
    bcubed,
    briefs,
    filed_stories,
    near_duplicates,
    pairwise,
    story_sets,
)
from tests.bench.grouping_floors import hold
from tests.bench.grouping_peers import PEERS, Peer, embeddings_peer, first_sentence, plain_mmr
from tests.bench.grouping_sections import newsrooms
from tests.bench.grouping_sources import event_sets, saga_links, simulated, theme, trade_weeks
from tests.bench.grouping_sources import ours as grouped_by_digest

BRIEF_WORDS = 45
DAYS = 60
SMALL_UNRELATED, SMALL_STORIES = 15, 3


def ours(articles: Sequence[Article]) -> list[int]:
    """The cluster of each article, by Digest, without an archive."""
    return grouped_by_digest(articles, ())


def numbered(labelled: Labelled) -> Labelled:
    """The same under ids of our own: the data names some articles twice."""
    renamed = [replace(a, id=f"{labelled.name}-{at}") for at, a in enumerate(labelled.articles)]
    return replace(labelled, articles=tuple(renamed))


def measure(gold: Sequence[str], found: Sequence[int]) -> dict[str, float]:
    """Every figure of one set."""
    pairs, cubed = pairwise(gold, found), bcubed(gold, found)
    return {
        "BCubed F1": cubed.f1,
        "pairwise F1": pairs.f1,
        "precision": pairs.precision,
        "recall": pairs.recall,
        "AMI": float(adjusted_mutual_info_score(gold, found)),
        "ARI": float(adjusted_rand_score(gold, found)),
    }


def mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure."""
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def show(name: str, rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """Print a line: the mean, then BCubed and pairwise F1 of each set."""
    total = mean(rows)
    each = "  ".join(f"{row['BCubed F1']:.3f}/{row['pairwise F1']:.3f}" for row in rows)
    figures = "  ".join(f"{figure} {value:.3f}" for figure, value in total.items())
    print(f"  {name:34} {figures}   per set {each}", flush=True)
    return total


def stories(
    sets: Sequence[Labelled], title: str, peers: dict[str, Peer]
) -> dict[str, dict[str, float]]:
    """Ours and the peers on every set."""
    print(f"{title} ({', '.join(labelled.name for labelled in sets)})")
    results = {}
    rows = [measure(one.labels, ours(one.articles)) for one in sets]
    results["Digest"] = {**show("Digest", rows), "ecbplus precision": rows[0]["precision"]}
    for name, peer in peers.items():
        best: list[dict[str, float]] = []
        for setting in peer.settings:
            found = [peer.cluster(one.articles, setting) for one in sets]
            if any(labels is None for labels in found):
                break
            rows = [measure(one.labels, list(f or ())) for one, f in zip(sets, found, strict=True)]
            key = mean(rows)
            if not best or key["BCubed F1"] + key["pairwise F1"] > (
                mean(best)["BCubed F1"] + mean(best)["pairwise F1"]
            ):
                best = rows
        if best:
            results[name] = show(name, best)
        else:
            print(f"  {name:34} not installed")
    return results


def single_themes(weeks: Sequence[Labelled]) -> dict[str, float]:
    """Pairs of feed items of one trade in a week, copies dropped: ours, and the plain recipe's at
    its best for each week."""
    figures: dict[str, float] = {}
    plain = PEERS["plain recipe"]
    settings = [at / 100 for at in range(12, 52, 4)]
    print("one trade in one week, precision / recall of pairs:")
    for week in weeks:
        own = pairwise(week.labels, ours(week.articles))
        found = [plain.cluster(week.articles, setting) or [] for setting in settings]
        best = max((pairwise(week.labels, each) for each in found), key=lambda score: score.f1)
        print(
            f"  {week.name:16} {own.precision:.2f} / {own.recall:.2f}   "
            f"plain recipe {best.precision:.2f} / {best.recall:.2f}"
        )
        figures[f"{week.name}: precision"] = own.precision
        figures[f"{week.name}: recall"] = own.recall
    return figures


def simulated_days(sets: Sequence[Labelled], background: Labelled) -> dict[str, float]:
    """Labelled stories among unrelated articles, with an archive behind them."""
    rows = [batch.scores(grouped_by_digest) for batch in simulated(sets, background)]
    total = mean(rows)
    print(
        f"simulated days: BCubed F1 {total['BCubed F1']:.3f}, "
        f"pairwise F1 {total['pairwise F1']:.3f}, "
        f"{total['drawn in']:.2f} unrelated articles drawn into a story per day"
    )
    return {"BCubed F1": total["BCubed F1"], "drawn in": total["drawn in"]}


def sagas_found(sets: Sequence[Labelled], form: str) -> dict[str, float]:
    """Links between the events of one saga, over all sets."""
    right, linked, due = (sum(column) for column in zip(*map(saga_links, sets), strict=True))
    figures = {"precision": right / max(1, linked), "recall": right / max(1, due)}
    print(
        f"links between {due} pairs of events of one saga, {form}: "
        f"precision {figures['precision']:.3f}, recall {figures['recall']:.3f}"
    )
    return figures


def small_days(sets: Sequence[Labelled], background: Labelled) -> dict[str, float]:
    """A newsroom's first days: feed items of a few stories, two articles each, among a few that
    have nothing to do with each other, and no archive that would know which words are rare."""
    dice = random.Random(5)
    pools = [
        [article for article, label in zip(each.articles, each.labels, strict=True) if label == one]
        for each in sets
        for one in sorted(set(each.labels))
    ]
    told_twice = [pool for pool in pools if len(pool) > 1]
    false = missed = 0
    for _ in range(DAYS):
        twos = [dice.sample(pool, 2) for pool in dice.sample(told_twice, SMALL_STORIES)]
        alone = dice.sample(background.articles, SMALL_UNRELATED)
        articles = tuple(chain(*twos, alone))
        day = Labelled(name="day", articles=articles, labels=()).as_feed_items()
        found = ours(numbered(day).articles)
        together = {(a, b) for b in range(len(found)) for a in range(b) if found[a] == found[b]}
        right = {(2 * at, 2 * at + 1) for at in range(SMALL_STORIES)}
        false += len(together - right)
        missed += len(right - together)
    daily, share = false / DAYS, missed / (DAYS * SMALL_STORIES)
    print(f"small days, no archive: {daily:.2f} false pairs a day, {share:.0%} of the true missed")
    return {"false pairs": daily, "missed": share}


def copies(labelled: Labelled) -> dict[str, float]:
    """How well copies are found."""
    renamed = numbered(labelled)
    home = {}
    for at, original in enumerate(fold_copies(renamed.articles)):
        for article in (original.article, *(copy.article for copy in original.copies)):
            home[article.id] = at
    score = pairwise(labelled.labels, [home[article.id] for article in renamed.articles])
    print(f"copies: F1 {score.f1:.3f}, precision {score.precision:.3f}, recall {score.recall:.3f}")
    return {"F1": score.f1, "precision": score.precision}


def sections(bbc: Labelled, others: Labelled) -> dict[str, float]:
    """A section model trained on one newspaper: on its own other half, and on other newspapers,
    an article at a time and a story at a time, as an edition is filed; beside it what the archive
    teaches alone, and the words usual in such sections alone."""
    known = [Section(id=name, title=name) for name in sorted(set(bbc.labels))]
    words = words_of(known, "en") | words_of_absent(known, "en")
    half = train(list(zip(bbc.articles[::2], bbc.labels[::2], strict=True)), "en", words)
    examples = list(zip(bbc.articles, bbc.labels, strict=True))
    models = {
        "moved": train(examples, "en", words),
        "moved, archive alone": train(examples, "en"),
        "moved, words alone": train([], "en", words),
    }
    known_here = [(one, CALLED[to.lower()]) for one, to in _filed(others) if to.lower() in CALLED]
    shared = Labelled(
        name="shared",
        articles=tuple(article for article, _ in known_here),
        labels=tuple(label for _, label in known_here),
    )
    figures = {"same newspaper": accuracy(half, bbc.articles[1::2], bbc.labels[1::2])}
    for name, model in models.items():
        figures[name] = accuracy(model, shared.articles, shared.labels)
    figures["moved, by story"] = accuracy_by_story(models["moved"], shared)
    print(f"sections ({len(shared.articles)} articles of other newspapers):")
    for name, share in figures.items():
        print(f"  {name:24} {share:.3f}")
    return figures


def _filed(labelled: Labelled) -> Iterator[tuple[Article, str]]:
    return zip(labelled.articles, labelled.labels, strict=True)


def accuracy(model: SectionModel | None, articles: Sequence[Article], due: Sequence[str]) -> float:
    """The share of articles filed rightly, each for itself."""
    found = model.file(articles) if model else [("", 0.0)] * len(articles)
    return sum(one == label for (one, _), label in zip(found, due, strict=True)) / len(due)


def accuracy_by_story(model: SectionModel | None, filed: Labelled) -> float:
    """The share of articles that stand in the section which their story is filed under: stories as
    Digest finds them."""
    if model is None:
        return 0.0
    due = {article.id: label for article, label in _filed(filed)}
    stories = [cluster.articles for cluster in merge(filed.articles, archive=())]
    right = sum(
        due[article.id] == max(likeness.shares, key=lambda one: likeness.shares[one])
        for story, likeness in zip(stories, model.file_stories(stories), strict=True)
        for article in story
    )
    return right / len(due)


CALLED = {
    "business": "business",
    "economy": "business",
    "politics": "politics",
    "entertainment": "entertainment",
    "sport": "sport",
    "sports": "sport",
    "tech": "tech",
    "technology": "tech",
}
"""What other newspapers call the sections of the first."""


def brief_figures(folder: Path) -> dict[str, float]:
    """ROUGE-1 of one-sentence briefs against the publisher's description, beside those of the first
    sentence and of plain title-directed MMR."""
    scorer = RougeScorer(["rouge1"], use_stemmer=True)
    ways: dict[str, Callable[[Article], str]] = {
        "": lambda article: write_brief(article, words=BRIEF_WORDS, most=1),
        "several sentences": lambda article: write_brief(article, words=BRIEF_WORDS),
        "first sentence": first_sentence,
        "plain MMR": plain_mmr,
    }
    figures: dict[str, list[float]] = defaultdict(list)
    for article, reference, copied in briefs(folder):
        for name, way in ways.items():
            score = scorer.score(reference, way(article))["rouge1"].fmeasure
            figures[name or "all"].append(score)
            if not copied:
                figures[f"{name}, not copied" if name else "not copied"].append(score)
    result = {name: sum(scores) / len(scores) for name, scores in figures.items()}
    print("briefs, ROUGE-1:", ", ".join(f"{name} {value:.3f}" for name, value in result.items()))
    return result


def scale(labelled: Labelled, sizes: Sequence[int]) -> list[dict[str, float]]:
    """Time and peak memory for growing days, each in a process of its own: a process keeps the
    memory of what it did before, and of the peers' models."""
    rows = []
    for size in sizes:
        with get_context("spawn").Pool(1) as alone:
            row = alone.apply(timed_day, (labelled, size))
        rows.append(row)
        print(
            f"  {size} articles: {row['seconds']:.1f} s of one core, {row['megabytes']:.0f} MB "
            f"at most, {row['stories']:.0f} stories",
            flush=True,
        )
    return rows


def timed_day(labelled: Labelled, size: int) -> dict[str, float]:
    """One day of so many articles, made of real texts mixed with one another."""
    dice = random.Random(3)
    day = []
    for at in range(size):
        article = labelled.articles[at % len(labelled.articles)]
        mate = dice.choice(labelled.articles)
        text = article.text[: dice.randint(200, 900)] + " " + mate.text[300:2300]
        title = " ".join(dice.sample(f"{article.title} {mate.title}".split(), 5))
        day.append(replace(article, id=str(at), title=f"{title} {at}", text=text, url=""))
    started = time.process_time()
    with threadpool_limits(1):  # of one core: a second thread only waits, and its waiting counts
        found = len(build_stories(day).stories)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"articles": size, "seconds": seconds, "megabytes": peak, "stories": found}


def ahead(results: dict[str, dict[str, float]]) -> float:
    """By how much Digest is better than the best peer, at the story figure where it is nearer."""
    peers = [figures for name, figures in results.items() if name != "Digest"]
    return min(
        results["Digest"][figure] - max(peer[figure] for peer in peers)
        for figure in ("BCubed F1", "pairwise F1")
    )


def main() -> int:
    """Run everything that was asked for, print it, and hold the floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--scale", type=int, default=2000, help="the largest day to time")
    parser.add_argument("--allow-lower", default="", metavar="REASON")
    chosen = parser.parse_args()
    peers = PEERS | embeddings_peer()
    sets = event_sets(chosen.data)
    bbc = bbc_sections(chosen.data)
    full = stories(sets, "events, full text", peers)
    feed = stories([one.as_feed_items() for one in sets], "events, feed items", peers)
    topical = [numbered(labelled) for labelled in story_sets(chosen.data)]
    plain = {"plain recipe": PEERS["plain recipe"]}
    sagas = stories(topical, "labelled by topic, full text", plain)
    links = sagas_found(sets, "full text")
    short_links = sagas_found([one.as_feed_items() for one in sets], "feed items")
    themes = single_themes([theme(chosen.data), *trade_weeks()])
    days = simulated_days(sets, bbc)
    first_days = small_days(sets, bbc)
    repeats = copies(near_duplicates(chosen.data))
    filed = sections(bbc, numbered(filed_stories(chosen.data)))
    print("single feed items in newsrooms, right of those filed and unfiled of those due:")
    by_newsroom = newsrooms(bbc, chosen.data)
    told = brief_figures(chosen.data)
    sizes = [size for size in (1000, 2000, 5000, 20_000, 100_000) if size <= chosen.scale]
    timed = scale(bbc, sizes)
    if chosen.json:
        everything = {
            "full text": full,
            "feed items": feed,
            "labelled by topic": sagas,
            "single theme": themes,
            "sagas": links,
            "sagas, feed items": short_links,
            "simulated days": days,
            "small days": first_days,
            "copies": repeats,
            "sections": filed,
            "newsrooms": by_newsroom,
            "briefs": told,
            "scale": timed,
        }
        chosen.json.write_text(json.dumps(everything, indent=1), encoding="utf-8")
    reached = {
        "events, full text: BCubed F1": full["Digest"]["BCubed F1"],
        "events, full text: pairwise F1": full["Digest"]["pairwise F1"],
        "events, full text: ahead of the best peer": ahead(full),
        "look-alike events (ecbplus): precision": full["Digest"]["ecbplus precision"],
        "events, feed items: BCubed F1": feed["Digest"]["BCubed F1"],
        "events, feed items: pairwise F1": feed["Digest"]["pairwise F1"],
        "events, feed items: ahead of the best peer": ahead(feed),
        "labelled by topic: BCubed F1": sagas["Digest"]["BCubed F1"],
        "sagas: precision": links["precision"],
        "sagas: recall": links["recall"],
        **{f"one trade, {name}": value for name, value in themes.items()},
        "copies: F1": repeats["F1"],
        "copies: precision": repeats["precision"],
        "simulated days: BCubed F1": days["BCubed F1"],
        "simulated days: unrelated articles kept out": 1 - days["drawn in"],
        "small days: false pairs kept out": 1 - first_days["false pairs"],
        "small days: pairs found": 1 - first_days["missed"],
        "briefs: ROUGE-1": told["all"],
        "briefs, not copied: ROUGE-1": told["not copied"],
        "sections moved: accuracy": filed["moved"],
        "sections moved, by story: accuracy": filed["moved, by story"],
        "sections, same newspaper: accuracy": filed["same newspaper"],
        "eight sections, no archive, aside: right": by_newsroom[
            "eight sections, no archive, aside: right"
        ],
        "eight sections, no archive, aside: filed": 1
        - by_newsroom["eight sections, no archive, aside: unfiled"],
        "eight sections, archive, aside: right": by_newsroom[
            "eight sections, archive, aside: right"
        ],
        "eight sections, archive, aside: filed": 1
        - by_newsroom["eight sections, archive, aside: unfiled"],
    }
    return hold(reached, chosen.allow_lower)


if __name__ == "__main__":
    sys.exit(main())
