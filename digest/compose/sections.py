"""Sections: a linear model that learns from the newsroom's own archive what belongs where.

Articles whose source names one of the settings' sections are its examples, and those an editor
moved to one. It says how sure it is, and is asked only when neither the source nor the seed
words decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest.compose.languages import stems
from digest.model.article import Article

READ_CHARACTERS = 1500
TITLE_TIMES = 2
FEWEST_EXAMPLES = 20
"""Articles a section must have in the archive before it can be learned."""

MOST_EXAMPLES = 3000
"""The latest examples are enough: more cost seconds in every build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionModel:
    """What was learned from one language's articles; ``sections`` are the ids it knows."""

    language: str
    sections: tuple[str, ...]
    vectorizer: Any
    classifier: Any

    def file(self, articles: Sequence[Article]) -> list[tuple[str, float]]:
        """For each article the likeliest section, and how sure that is (0 … 1)."""
        if not articles:
            return []
        shares = self._shares(articles)
        return [(self.sections[int(row.argmax())], float(row.max())) for row in shares]

    def file_story(self, articles: Sequence[Article]) -> tuple[str, float, float]:
        """The likeliest section of a story by the mean over its articles, how sure that is, and how
        far ahead of the next section (0 … 1)."""
        row = self._shares(articles).mean(axis=0)
        second, best = np.sort(row)[-2:]
        return self.sections[int(row.argmax())], float(best), float(best - second)

    def _shares(self, articles: Sequence[Article]) -> NDArray[np.float64]:
        vectors = self.vectorizer.transform([_read(article) for article in articles])
        shares: NDArray[np.float64] = self.classifier.predict_proba(vectors)
        return shares


def train(examples: Sequence[tuple[Article, str]], language: str) -> SectionModel | None:
    """A model from articles and the ids of their sections, the latest last; none while fewer than
    two sections have examples enough. A model of a thousand articles takes about a second."""
    # scikit-learn takes a second to load, and most commands never train
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    known = [
        (article, section)
        for article, section in examples
        if article.language in (language, "") and (article.text or article.title)
    ][-MOST_EXAMPLES:]
    counts = Counter(section for _, section in known)
    learnable = {section for section, count in counts.items() if count >= FEWEST_EXAMPLES}
    if len(learnable) < 2:
        return None
    texts = [_read(article) for article, section in known if section in learnable]
    labels = [section for _, section in known if section in learnable]

    def words(text: str) -> list[str]:
        return stems(text, language)

    vectorizer = TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2)
    classifier = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    classifier.fit(vectorizer.fit_transform(texts), labels)
    return SectionModel(
        language=language,
        sections=tuple(str(name) for name in classifier.classes_),
        vectorizer=vectorizer,
        classifier=classifier,
    )


def _read(article: Article) -> str:
    return f"{article.title}\n" * TITLE_TIMES + f"{article.dek}\n{article.text}"[:READ_CHARACTERS]
