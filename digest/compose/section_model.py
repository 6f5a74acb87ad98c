"""Sections: a linear model that learns from the newsroom's own archive what belongs where.

Articles whose source names one of the settings' sections are its examples, and those an editor
moved to one. Beside them stand the words that speak for a section (``usual_sections.py``), each as
an article of that one word: they serve until the archive knows better, and go on to speak for what
it has not met. Learned from one newspaper and moved to others, .80 of the articles were filed
rightly without those words and .90 with them. The model says how sure it is, and is asked only
when neither the source nor the settings' seed words decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from digest.compose.lexicon import Lexicon, Numbers, informing
from digest.compose.tokenizer import split_words
from digest.compose.vectors import unit, weighted
from digest.model.article import Article

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

READ_CHARACTERS = 1500
TITLE_TIMES = 2
FEWEST_EXAMPLES = 20
"""Articles a section must have in the archive before it can be learned from them alone."""

_STORIES_AT_ONCE = 1000

MOST_EXAMPLES = 3000
"""The latest examples are enough: more cost seconds in every build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionModel:
    """What was learned of one language's articles; ``sections`` are the ids it knows, and
    ``from_archive`` those of them that had examples. ``terms`` are the lexicon's words that say
    something."""

    sections: tuple[str, ...]
    from_archive: frozenset[str]
    lexicon: Lexicon
    terms: Numbers
    classifier: LogisticRegression

    def file(self, articles: Sequence[Article]) -> list[tuple[str, float]]:
        """For each article the likeliest section, and how sure that is (0 … 1)."""
        if not articles:
            return []
        shares = self._shares(articles)
        return [(self.sections[int(row.argmax())], float(row.max())) for row in shares]

    def file_stories(self, stories: Sequence[Sequence[Article]]) -> list[tuple[str, float, float]]:
        """For each story the likeliest section by the mean over its articles, how sure that is, and
        how far ahead of the next section (0 … 1)."""
        filed: list[tuple[str, float, float]] = []
        for at in range(0, len(stories), _STORIES_AT_ONCE):
            filed += self._file_some(stories[at : at + _STORIES_AT_ONCE])
        return filed

    def _file_some(self, stories: Sequence[Sequence[Article]]) -> list[tuple[str, float, float]]:
        shares = self._shares([article for articles in stories for article in articles])
        ends = np.cumsum([len(articles) for articles in stories])
        filed = []
        for of_articles in np.split(shares, ends[:-1]):
            row = of_articles.mean(axis=0)
            second, best = np.sort(row)[-2:]
            filed.append((self.sections[int(row.argmax())], float(best), float(best - second)))
        return filed

    def _shares(self, articles: Sequence[Article]) -> NDArray[np.float64]:
        read = [_read(article, self.lexicon) for article in articles]
        shares: NDArray[np.float64] = self.classifier.predict_proba(
            _rows(read, self.lexicon, self.terms)
        )
        return shares


def train(
    examples: Sequence[tuple[Article, str]],
    language: str,
    words: Mapping[str, Collection[str]] | None = None,
) -> SectionModel | None:
    """A model from articles and the ids of their sections, the latest last, and from the words that
    speak for a section, by its id; none while fewer than two sections have words or examples
    enough. A model of a thousand articles takes about a second."""
    # scikit-learn takes a second to load, and most commands never train
    from sklearn.linear_model import LogisticRegression

    lexicon = Lexicon(language)
    words = {section: known for section, known in (words or {}).items() if known}
    articles, labels = _learnable(examples, language, set(words))
    read = [_read(article, lexicon) for article in articles]
    lexicon.remember_texts(read)
    spoken = [(lexicon[word], section) for section in words for word in sorted(words[section])]
    every = [*labels, *(section for _, section in spoken)]
    if len(set(every)) < 2:
        return None
    terms = np.union1d(np.flatnonzero(lexicon.seen() > 1), [word for word, _ in spoken]).astype(int)
    rows = [_single([word for word, _ in spoken], terms)]
    if read:
        rows.insert(0, _rows(read, lexicon, terms))
    # Newton's steps come to the same weights sooner than the usual ones; there is no constant term,
    # as the number of a section's words says nothing about how many articles are to be its own
    classifier = LogisticRegression(C=30, max_iter=1000, solver="newton-cg", fit_intercept=False)
    classifier.fit(vstack(rows), every, sample_weight=[*_balanced(labels), *(1.0 for _ in spoken)])
    return SectionModel(
        sections=tuple(str(name) for name in classifier.classes_),
        from_archive=frozenset(labels),
        lexicon=lexicon,
        terms=terms,
        classifier=classifier,
    )


def _learnable(
    examples: Sequence[tuple[Article, str]], language: str, spoken_for: Set[str]
) -> tuple[list[Article], list[str]]:
    """The articles, and their sections: those with enough of them, or ``spoken_for``."""
    known = [
        (article, section)
        for article, section in examples
        if article.language in (language, "") and (article.text or article.title)
    ][-MOST_EXAMPLES:]
    counts = Counter(section for _, section in known)
    enough = {section for section, count in counts.items() if count >= FEWEST_EXAMPLES}
    learnable = [one for one in known if one[1] in enough | spoken_for]
    return [article for article, _ in learnable], [section for _, section in learnable]


def _balanced(labels: Sequence[str]) -> list[float]:
    """A weight per example, so that every section counts the same however many it has."""
    counts = Counter(labels)
    return [len(labels) / (len(counts) * counts[label]) for label in labels]


def _rows(read: Sequence[Numbers], lexicon: Lexicon, terms: Numbers) -> csr_matrix:
    """A row per text, of which only the terms are kept. Its length is one with all its words: of
    what is known by a single word among many nothing is sure."""
    weight = informing(lexicon.seen(), lexicon.articles, lexicon.everyday()) + 1
    return unit(weighted(read, weight))[:, terms]


def _single(words: Sequence[int], terms: Numbers) -> csr_matrix:
    """A row per word, of that word alone."""
    places = (np.arange(len(words)), np.searchsorted(terms, words))
    return csr_matrix((np.ones(len(words)), places), shape=(len(words), len(terms)))


def _read(article: Article, lexicon: Lexicon) -> Numbers:
    text = f"{article.dek}\n{article.text}"[:READ_CHARACTERS]
    return lexicon.numbers(split_words(f"{article.title}\n" * TITLE_TIMES + text))
