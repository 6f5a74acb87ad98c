"""What the ranking is compared with: one simple rule, and the formula that version 0.1 had."""

from __future__ import annotations

from math import log2

from digest.compose.rank import outlets
from digest.compose.tokenizer import word_count
from digest.model.edition import Story
from tests.bench.ranking_days import LabelledDay


def newest_first(day: LabelledDay, story: Story) -> float:
    """Less the hours since the story's latest article."""
    latest = max(article.published or day.now for article in story.articles)
    return -(day.now - latest).total_seconds() / 3600


def formula_of_0_1(day: LabelledDay, story: Story) -> float:
    """As 0.1 ranked stories: sections and sources of equal weight, nothing sent before."""
    voices = min(1.0, log2(len(outlets(story))) / 3)
    recency = float(0.5 ** (-newest_first(day, story) / 12))
    fullness = max(min(1.0, word_count(article.text) / 400) for article in story.articles)
    image = float(any(article.image for article in story.articles))
    return 4.0 * voices + 2.0 * recency + 1.5 * fullness + 0.3 * image
