"""The closed classes of words that tell how a sentence hangs together, in the languages we have.

A file a language in ``function_words/``. Of a language that has none nothing is known: none of its
sentences is held to need another, and none is shortened inside a clause.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from digest.model.languages import base_language

_FOLDER = Path(__file__).with_name("function_words")
_NOTHING = re.compile(r"(?!)")
_TOKEN = re.compile(r"[^\W_]+(?:['’ʼ‑-][^\W_]+)*")
PLAIN_APOSTROPHES = str.maketrans("’ʼ‘`", "''''")


@dataclass(frozen=True, kw_only=True, slots=True)
class SentenceWords:
    """The classes of one language: patterns for phrases, sets for single words."""

    opening: re.Pattern[str]
    anywhere: re.Pattern[str]
    aside: re.Pattern[str]
    not_leading: re.Pattern[str]
    attribution: re.Pattern[str]
    adjuncts: re.Pattern[str]
    leading: re.Pattern[str]
    """How a part opens, a few words in, that only leads to the main clause: "Two days after"."""
    joined: re.Pattern[str]
    """Where a word of ``anywhere`` looks back within its own sentence: "and also"."""
    not_opening: re.Pattern[str]
    """Where a word of ``opening`` needs nothing before it: "this week"."""
    inclusive: re.Pattern[str]
    """Where "our" means everybody's: "our galaxy"."""
    repeats: re.Pattern[str]
    """What stands for a verb that was said before: "did so"."""
    connectives: re.Pattern[str]
    """What only joins a sentence to the one before it: "But", "Meanwhile,"."""
    background: re.Pattern[str]
    """How a sentence opens that tells of long ago."""
    ago: frozenset[str]
    """Words that among its first ones tell the same."""
    appeals: re.Pattern[str]
    """How a sentence opens that speaks to its reader or plays, and tells nothing."""
    roles: frozenset[str]
    """Whom or what only what was told before can tell: "the perpetrator"."""
    pronouns: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    personal: frozenset[str]
    prepositions: frozenset[str]
    coordinators: frozenset[str]
    demonstratives: frozenset[str]
    times: frozenset[str]
    finite: frozenset[str]
    reporting: frozenset[str]
    finite_endings: tuple[str, ...]
    participles: tuple[str, ...]
    not_participles: frozenset[str]
    leading_may_go: bool

    def is_finite(self, word: str) -> bool:
        """Whether the word is surely or probably a verb that a clause can stand on."""
        small = word.lower().translate(PLAIN_APOSTROPHES)
        return small in self.finite or (
            len(small) > 3 and small.islower() and small.endswith(self.finite_endings or ("\0",))
        )

    def opens_phrase(self, text: str) -> bool:
        """Whether the text begins with a word that opens a clause or a phrase: "after", "in"."""
        first = next(iter(tokens(text)), "").lower()
        return bool(
            first in self.prepositions
            or first in self.coordinators
            or self.aside.match(first)
            or self.adjuncts.match(f" {first}", 1)
        )

    def has_finite(self, text: str) -> bool:
        """Whether a clause stands in the text, as far as can be told."""
        return any(self.is_finite(word) for word in tokens(text)[1:])

    def is_aside(self, text: str) -> bool:
        """Whether a clause can go without harm to the one around it, by how it opens. Who said it
        never goes."""
        if self.attribution.match(text.lower()):
            return False
        if self.aside.match(text.lower().translate(PLAIN_APOSTROPHES)):
            return True
        first = next(iter(tokens(text)), "")
        return (
            len(first) > 4
            and first.islower()
            and "-" not in first  # "Russian-speaking"
            and first not in self.not_participles
            and first.endswith(self.participles or ("\0",))
        )


def tokens(text: str) -> list[str]:
    """The words of a text as written."""
    return _TOKEN.findall(text)


def sentence_words(language: str) -> SentenceWords | None:
    """What is known of a language; None where nobody wrote it down."""
    return _read(base_language(language))


@cache
def _read(language: str) -> SentenceWords | None:
    path = _FOLDER / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return None
    return _sentence_words(tomllib.loads(path.read_text(encoding="utf-8")))


def _sentence_words(listed: Mapping[str, object]) -> SentenceWords:
    def words(key: str) -> tuple[str, ...]:
        parts = str(listed.get(key, "")).split("|")
        return tuple(filter(None, (" ".join(part.split()) for part in parts)))

    before = "|".join(map(re.escape, words("prepositions"))) or r"(?!)"
    return SentenceWords(
        opening=_phrases(words("opening"), r"^\W*"),
        anywhere=_phrases(words("anywhere"), r"(?<![\w-])"),
        aside=_phrases(words("aside"), rf"^\W*(?:(?:{before})\s)??"),
        not_leading=_phrases(words("not_leading"), r"^\W*"),
        attribution=_phrases(words("attribution"), r"^\W*"),
        adjuncts=_phrases(words("adjuncts"), r"(?<=\s)"),
        leading=_phrases(words("leading"), r"^\W*(?:[\w'’-]+\s){1,4}?"),
        repeats=_phrases(words("repeats"), r"(?<![\w-])"),
        roles=frozenset(words("roles")),
        joined=_phrases(words("joined"), r"(?<![\w-])"),
        not_opening=_phrases(words("not_opening"), r"^\W*"),
        inclusive=_phrases(words("inclusive"), r"(?<![\w-])"),
        connectives=_phrases(words("connectives"), r"^"),
        ago=frozenset(words("ago")),
        background=_phrases(words("background"), r"^\W*"),
        appeals=_phrases(words("appeals"), r"^\W*"),
        pronouns=frozenset(words("pronouns")),
        definite=frozenset(words("definite")),
        indefinite=frozenset(words("indefinite")),
        personal=frozenset(words("personal")),
        prepositions=frozenset(words("prepositions")),
        coordinators=frozenset(words("coordinators")),
        demonstratives=frozenset(words("demonstratives")),
        times=frozenset(words("times")),
        finite=frozenset(words("finite")),
        reporting=frozenset(words("reporting")),
        finite_endings=words("finite_endings"),
        participles=words("participles"),
        not_participles=frozenset(words("not_participles")),
        leading_may_go=bool(listed.get("leading_may_go", False)),
    )


def _phrases(phrases: Sequence[str], before: str) -> re.Pattern[str]:
    """Any of the phrases, the longest first, as whole words."""
    if not phrases:
        return _NOTHING
    each = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"{before}(?:{each})(?![\w-])")
