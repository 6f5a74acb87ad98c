"""Words of many languages: how a text falls into words, and which words are the same word.

A stemmer per language where Snowball has one, lemmas (simplemma) for languages it does not know,
Ukrainian among them, and the first five letters for all others: on labelled stories prefixes lose
about one point against a stemmer. Scripts written without spaces fall into pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

import simplemma
import snowballstemmer

SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
    "nl": "dutch", "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Primary language subtags and the Snowball stemmer for each."""

LEMMATISED = frozenset(
    {"bg", "cy", "he", "is", "ka", "la", "lb", "lv", "mk", "ms", "sk", "sl", "sq", "sw", "uk"}
)
"""Languages without a Snowball stemmer whose lemmas simplemma knows."""

PREFIX_LETTERS = 5

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‑-][^\W_]+)*")
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_APOSTROPHES = "’ʼ‘`"


def words(text: str) -> list[str]:
    """The words of a text as written, without punctuation."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    """How many words a reader counts; for scripts without spaces, two characters are a word."""
    spaceless = len(_SPACELESS.findall(text))
    return len(text.split()) if spaceless < len(text) // 4 else max(1, spaceless // 2)


def first_words(text: str, count: int) -> str:
    """The beginning of a text, ``count`` words long as ``word_count`` counts them."""
    whole = " ".join(text.split())
    if word_count(whole) <= count:
        return whole
    if word_count(whole) == len(whole.split()):
        return " ".join(whole.split()[:count])
    cut = whole[: 2 * count]
    return cut.rpartition(" ")[0] if len(cut.rpartition(" ")[0]) > count else cut


def split_words(text: str) -> list[str]:
    """The words of a text in order, as written; where none are set apart, pairs of characters."""
    found = _WORD.findall(_with_one_apostrophe(text))
    if text.isascii() or not _SPACELESS.search(text):
        return found
    parts: list[str] = []
    for word in found:
        if _SPACELESS.match(word):
            parts.extend(word[at : at + 2] for at in range(max(1, len(word) - 1)))
        else:
            parts.append(word)
    return parts


def stem(word: str, language: str) -> str:
    """What the inflected forms of a word share."""
    return stemmer(language)(word)


def stems(text: str, language: str) -> list[str]:
    """The words of a text, in order, each reduced to what its inflected forms share."""
    reduce = stemmer(language)
    return [reduce(word) for word in split_words(text)]


def plain(text: str) -> str:
    """A text for comparing: lower case, no accents, words apart by one space."""
    return " ".join(plain_words(text))


def plain_words(text: str) -> list[str]:
    """The words of a text for comparing, in order: lower case, no accents."""
    folded = _with_one_apostrophe(text).casefold()
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return _WORD.findall(folded)


def _with_one_apostrophe(text: str) -> str:
    # several times as fast as str.translate, as hardly a text has any of them
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")
    return text


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """What reduces the words of a language, one after the other."""
    if language in SNOWBALL:
        snowball = snowballstemmer.stemmer(SNOWBALL[language])
        return lru_cache(maxsize=200_000)(lambda word: str(snowball.stemWord(_bare(word))))
    if language in LEMMATISED:
        return lru_cache(maxsize=200_000)(
            lambda word: simplemma.lemmatize(_bare(word), lang=language).lower()
        )
    return lambda word: _bare(word)[:PREFIX_LETTERS]


def _bare(word: str) -> str:
    # the English possessive is not part of the word
    return word.lower().removesuffix("'s")
