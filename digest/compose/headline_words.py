"""What a headline tells: its words that are not everybody's, and what of them a sentence has."""

from __future__ import annotations

from functools import lru_cache

from wordfreq import available_languages, get_frequency_dict

from digest.compose.tokenizer import split_words, stem, stems
from digest.model.languages import base_language

COMMON_SHARE = 3e-4
"""Words that are more among all words of their language ("over", "people") tell no news."""

FEWEST_NEW_WORDS, FEWEST_NEW_TELLING = 3, 1
"""A sentence that adds fewer words, or fewer that tell something, is the headline again."""


@lru_cache(maxsize=256)
def telling_stems(text: str, language: str) -> frozenset[str]:
    """A text's words that are not everybody's."""
    base = base_language(language)
    # the short list has every word that is common enough, and is read in a tenth of the time
    common = get_frequency_dict(base, "small") if base in available_languages("small") else {}
    return frozenset(
        stem(word, language)
        for word in split_words(text)
        if common.get(word.lower(), 0.0) < COMMON_SHARE
    )


def promises(headline: str, sentence: str, language: str) -> int:
    """How many of the headline's telling words a sentence has."""
    return len(telling_stems(headline, language).intersection(stems(sentence, language)))


def adds_to(headline: str, sentence: str, language: str) -> bool:
    """Whether a sentence tells more than the headline."""
    known = set(stems(headline, language))
    new = set(stems(sentence, language)) - known
    telling = telling_stems(sentence, language) - known
    return len(new) >= FEWEST_NEW_WORDS and len(telling) >= FEWEST_NEW_TELLING
