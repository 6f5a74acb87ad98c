"""How well single feed items of many outlets are filed, in newsrooms of three kinds.

Run by ``grouping_benchmark``: labels are ``labels/sections.jsonl``, the texts those of PATH.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from digest.compose.filing import Filer
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.settings import Section, Source
from tests.bench.grouping_data import FEED_CHARACTERS, Labelled, near_duplicates, story_sets

LABELS = Path(__file__).with_name("labels") / "sections.jsonl"
BEST_SURE = 0.6
"""How sure the plain recipe must be: the best of .3, .4 … .8 for it, on the half to develop on."""

USUAL = ("politics", "business", "technology", "science", "health", "sport", "entertainment")
NEWSROOMS: dict[str, dict[str, str]] = {
    "five sections": {
        name: name for name in ("politics", "business", "technology", "sport", "entertainment")
    },
    "eight sections": {name: name for name in ("world", *USUAL)},
    "a town's paper": {
        "national": "local", "business": "business", "sport": "sport", "entertainment": "culture",
    },
}  # fmt: skip
"""The newsroom's section for each that the labels name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledItem:
    """A feed item, the sections that an editor would sign, and those that came first."""

    article: Article
    signed: frozenset[str]
    best: frozenset[str]
    half: str


def labelled_items(folder: Path) -> list[LabelledItem]:
    """The items of the labels, without URLs: what text alone tells."""
    articles = {f"stories:{a.id}": a for each in story_sets(folder) for a in each.articles}
    articles |= {f"near_duplicates:{a.id}": a for a in near_duplicates(folder).articles}
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    return [
        LabelledItem(
            article=replace(
                articles[row["id"]], text=articles[row["id"]].text[:FEED_CHARACTERS], url=""
            ),
            signed=frozenset(row["first"]) | frozenset(row["second"]),
            best=frozenset({row["first"][0], row["second"][0]}),
            half=row["half"],
        )
        for row in rows
    ]


def newsrooms(bbc: Labelled, folder: Path) -> dict[str, float]:
    """The share filed rightly of what was filed, and the share unfiled of what was due: by Digest
    without an archive and with one newspaper's, and by the plain recipe, that newspaper's words."""
    items = labelled_items(folder)
    figures: dict[str, float] = {}
    for name, sections in NEWSROOMS.items():
        archive = _archive(bbc, sections)
        for half in ("develop", "aside"):
            some = [item for item in items if item.half == half]
            found = {
                "no archive": _by_digest(some, sections, ()),
                "archive": _by_digest(some, sections, archive),
                "plain recipe": _by_plain_recipe(some, archive),
            }
            for how, filed in found.items():
                right, unfiled = _measure(some, sections, filed)
                figures[f"{name}, {how}, {half}: right"] = right
                figures[f"{name}, {how}, {half}: unfiled"] = unfiled
                print(f"  {name:15} {how:13} {half:8} right {right:.3f}  unfiled {unfiled:.3f}")
    return figures


def _archive(bbc: Labelled, sections: Mapping[str, str]) -> list[Article]:
    called = {"tech": "technology"}
    filed = [
        (article, sections.get(called.get(label, label)))
        for article, label in zip(bbc.articles, bbc.labels, strict=True)
    ]
    return [replace(article, source="bbc", section=to) for article, to in filed if to]


def _by_digest(
    items: Sequence[LabelledItem], sections: Mapping[str, str], archive: Sequence[Article]
) -> list[str]:
    known = tuple(Section(id=one, title=one) for one in dict.fromkeys(sections.values()))
    filer = Filer(sections=known, sources={"bbc": Source(id="bbc")}, language="en", archive=archive)
    filings = filer.file([[item.article] for item in items])
    return ["" if filing.section == MORE_NEWS else filing.section for filing in filings]


def _by_plain_recipe(items: Sequence[LabelledItem], archive: Sequence[Article]) -> list[str]:
    """Logistic regression over TF-IDF of the archive alone."""
    words = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english")
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(words.fit_transform([f"{a.title}\n{a.text}" for a in archive]),
              [a.section for a in archive])  # fmt: skip
    texts = [f"{item.article.title}\n{item.article.text}" for item in items]
    shares = model.predict_proba(words.transform(texts))
    return [str(model.classes_[row.argmax()]) if row.max() >= BEST_SURE else "" for row in shares]


def _measure(
    items: Sequence[LabelledItem], sections: Mapping[str, str], filed: Sequence[str]
) -> tuple[float, float]:
    def here(named: Set[str]) -> set[str]:
        return {sections[one] for one in named if one in sections}

    pairs = list(zip(items, filed, strict=True))
    right = sum(to in here(item.signed) for item, to in pairs)
    due = [to for item, to in pairs if here(item.best)]
    return right / sum(to != "" for to in filed), sum(to == "" for to in due) / len(due)
