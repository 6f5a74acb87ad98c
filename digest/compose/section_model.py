"""Sections: a linear model that learns from the newsroom's own archive what belongs where.

Articles whose source names one of the settings' sections are its examples, and those an editor
moved to one. Beside them stand the words that speak for a section (``default_sections.py``), each
as articles of that one word: they serve until the archive knows better, and go on to speak for what
it has not met. Places abroad speak for the world section, whichever they are. The model says how
sure it is, and is asked only when neither the source nor the settings' seed words decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from digest.compose.lexicon import Lexicon, Numbers, informing
from digest.compose.places import Gazetteer, Mentions
from digest.compose.softmax_regression import SoftmaxRegression, fit
from digest.compose.tokenizer import split_words
from digest.compose.vectors import unit, weighted
from digest.model.article import Article

READ_CHARACTERS, TITLE_TIMES = 1500, 2
"""How much of an article is read, and how often its headline counts."""

FEED_CHARACTERS = 300
"""What a feed gives of a text. Examples are learned twice, whole and as a feed gives them: a model
of long texts alone is at a loss with short ones."""

FEWEST_EXAMPLES = 20
"""Articles a section must have in the archive before it can be learned from them alone."""

_STORIES_AT_ONCE = 1000

MOST_EXAMPLES = 3000
"""The latest examples are enough: more cost seconds in every build."""

WORD_COUNTS, EXPRESSION_COUNTS = 3.0, 4.5
"""How many imagined articles a word that speaks for a section stands for, and an expression of
several words, which is never chance."""

STRICTNESS = 30.0
"""What a wrong guess costs against large weights."""

_EMPHASIS = 2
"""The power that a word's rarity is raised to: everyday words say little about sections."""

_PLACE_WEIGHT = 8.0
"""What it weighs that a text names places: as much as a rather rare word."""

_ABROAD, _HOME = "<abroad>", "<home>"
"""Marks that stand in a text for each place that it names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standpoint:
    """Where a newsroom stands: its own countries, and the ids of the sections that places abroad
    and at home speak for."""

    home: Set[str] = frozenset()
    world: str = ""
    national: str = ""


NOWHERE = Standpoint()
"""A newsroom of which nothing is known: all places are abroad."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Likeness:
    """What a story reads like: the share of each section that the model knows, by its id, 1 in all;
    and the places that it names."""

    shares: Mapping[str, float]
    places: Mentions


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """How texts of one language are read: their words, those of the ``expressions`` (by the first
    of their words' numbers) as one word more, and the places."""

    lexicon: Lexicon
    expressions: Mapping[int, Sequence[tuple[tuple[int, ...], int]]]
    gazetteer: Gazetteer

    def read(self, article: Article) -> Numbers:
        """The numbers of an article's words, the headline's as often as they count."""
        text = f"{article.dek}\n{article.text}"[:READ_CHARACTERS]
        whole = f"{article.title}\n" * TITLE_TIMES + text
        numbers = self.lexicon.numbers(split_words(whole))
        named = self.gazetteer.mentions(numbers)
        marks = [_ABROAD] * named.abroad + [_HOME] * named.home
        more = [*self._expressions(numbers.tolist()), *(self.lexicon[mark] for mark in marks)]
        return np.concatenate([numbers, np.array(more, dtype=np.int32)])

    def _expressions(self, words: list[int]) -> Iterator[int]:
        firsts = self.expressions
        for at in [at for at, word in enumerate(words) if word in firsts]:
            for expression, together in firsts[words[at]]:
                if tuple(words[at : at + len(expression)]) == expression:
                    yield together

    def weights(self) -> NDArray[np.float64]:
        """What each word weighs, by its number."""
        lexicon = self.lexicon
        rare = informing(lexicon.seen(), lexicon.articles, lexicon.everyday())
        weights: NDArray[np.float64] = (np.maximum(rare, 0.0) + 1) ** _EMPHASIS
        marks = [lexicon[_ABROAD], lexicon[_HOME]]
        weights = np.pad(weights, (0, lexicon.stems - len(weights)))
        weights[marks] = _PLACE_WEIGHT
        return weights


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionModel:
    """What was learned of one language's articles; ``sections`` are the ids it knows, and
    ``from_archive`` those of them that had examples. ``terms`` are the lexicon's words that say
    something."""

    sections: tuple[str, ...]
    from_archive: frozenset[str]
    vocabulary: Vocabulary
    terms: Numbers
    regression: SoftmaxRegression

    def file(self, articles: Sequence[Article]) -> list[tuple[str, float]]:
        """For each article the likeliest section, and how sure that is (0 … 1)."""
        if not articles:
            return []
        shares = self._shares([self.vocabulary.read(article) for article in articles])
        return [(self.sections[int(row.argmax())], float(row.max())) for row in shares]

    def file_stories(self, stories: Sequence[Sequence[Article]]) -> list[Likeness]:
        """What each story reads like, by the mean over its articles."""
        filed: list[Likeness] = []
        for at in range(0, len(stories), _STORIES_AT_ONCE):
            filed += self._file_some(stories[at : at + _STORIES_AT_ONCE])
        return filed

    def _file_some(self, stories: Sequence[Sequence[Article]]) -> list[Likeness]:
        read = [self.vocabulary.read(article) for articles in stories for article in articles]
        ends = np.cumsum([len(articles) for articles in stories])
        marks = [self.vocabulary.lexicon[mark] for mark in (_ABROAD, _HOME)]
        places = np.array([[int((text == mark).sum()) for mark in marks] for text in read])
        return [
            Likeness(
                shares=dict(zip(self.sections, of_articles.mean(axis=0).tolist(), strict=True)),
                places=Mentions(*of_places.sum(axis=0).tolist()),
            )
            for of_articles, of_places in zip(
                np.split(self._shares(read), ends[:-1]), np.split(places, ends[:-1]), strict=True
            )
        ]

    def _shares(self, read: Sequence[Numbers]) -> NDArray[np.float64]:
        return self.regression.shares(_rows(read, self.vocabulary, self.terms))


def train(
    examples: Sequence[tuple[Article, str]],
    language: str,
    words: Mapping[str, Collection[str]] | None = None,
    standpoint: Standpoint = NOWHERE,
) -> SectionModel | None:
    """A model from articles and the ids of their sections, the latest last, and from the words that
    speak for a section, by its id; none while fewer than two sections have words or examples
    enough. A model of a thousand articles takes about a second."""
    words = {section: known for section, known in (words or {}).items() if known}
    vocabulary, spoken = _spoken(words, language, standpoint)
    articles, labels = _learnable(examples, language, set(words))
    read = [vocabulary.read(article) for article in articles]
    vocabulary.lexicon.remember_texts(read)
    read += [vocabulary.read(_as_feed_item(article)) for article in articles]
    labels += labels
    every = [*labels, *(section for _, section, _ in spoken)]
    if len(set(every)) < 2:
        return None
    known = [word for word, _, _ in spoken]
    terms = np.union1d(np.flatnonzero(vocabulary.lexicon.seen() > 1), known).astype(int)
    rows = [_single(known, terms)]
    if read:
        rows.insert(0, _rows(read, vocabulary, terms))
    # there is no constant term: how many words a section has says nothing about how many articles
    # are to be its own
    counts = [*_balanced(labels), *(count for _, _, count in spoken)]
    regression = fit(vstack(rows), every, counts, strictness=STRICTNESS)
    return SectionModel(
        sections=regression.classes,
        from_archive=frozenset(labels),
        vocabulary=vocabulary,
        terms=terms,
        regression=regression,
    )


def _spoken(
    words: Mapping[str, Collection[str]], language: str, standpoint: Standpoint
) -> tuple[Vocabulary, list[tuple[int, str, float]]]:
    """What reads texts, and what speaks for a section: the number of a word, an expression or a
    mark, the section, and how many imagined articles it stands for."""
    lexicon = Lexicon(language)
    expressions: dict[int, list[tuple[tuple[int, ...], int]]] = {}
    spoken: list[tuple[int, str, float]] = []
    for section in words:
        for word in sorted(words[section]):
            numbers = tuple(lexicon.numbers(split_words(word)).tolist())
            if len(numbers) == 1:
                spoken.append((numbers[0], section, WORD_COUNTS))
            elif numbers:
                together = lexicon[" ".join(map(str, numbers))]
                expressions.setdefault(numbers[0], []).append((numbers, together))
                spoken.append((together, section, EXPRESSION_COUNTS))
    for mark, section in ((_ABROAD, standpoint.world), (_HOME, standpoint.national)):
        if section in words:
            spoken.append((lexicon[mark], section, WORD_COUNTS))
    gazetteer = Gazetteer(lexicon, standpoint.home)
    return Vocabulary(lexicon=lexicon, expressions=expressions, gazetteer=gazetteer), spoken


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


def _as_feed_item(article: Article) -> Article:
    return replace(article, dek="", text=(article.dek or article.text)[:FEED_CHARACTERS])


def _balanced(labels: Sequence[str]) -> list[float]:
    """A weight per example, so that every section counts the same however many it has."""
    counts = Counter(labels)
    return [len(labels) / (len(counts) * counts[label]) for label in labels]


def _rows(read: Sequence[Numbers], vocabulary: Vocabulary, terms: Numbers) -> csr_matrix:
    """A row per text, of which only the terms are kept. Its length is one with all its words: of
    what is known by a single word among many nothing is sure."""
    return unit(weighted(read, vocabulary.weights()))[:, terms]


def _single(words: Sequence[int], terms: Numbers) -> csr_matrix:
    """A row per word, of that word alone."""
    places = (np.arange(len(words)), np.searchsorted(terms, words))
    return csr_matrix((np.ones(len(words)), places), shape=(len(words), len(terms)))
