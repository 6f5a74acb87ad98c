"""Anaphora: whether a sentence needs what came before it in its text, so that it cannot be printed
alone.

Told by closed classes of words ("she", "also", "the latter", "this"), by a definite noun that
neither headline nor sentence introduced ("the zone"), and by a surname whose owner was introduced
in full before ("Wendt"). Only what is known of a language is asked: elsewhere nothing is held
against a sentence, and the first of a text stands first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

from digest.compose.tokenizer import stems
from digest.model.sentence_words import PLAIN_APOSTROPHES, SentenceWords, sentence_words, tokens

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’(?!\w)")
_SHORTEST_NOUN = 3
_SHORT_SENTENCE = 10
_NOUNS_IN_CAPITALS = "de"
_OPENING_WORDS = 6
_SPEAKERS = frozenset({"police", "officials", "authorities"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr"})
_NAME = re.compile(r"[^\W\d_a-z][\w’'-]*(?: [^\W\d_][\w’'-]*)+")


class Lean(IntEnum):
    """How much a sentence needs what came before it."""

    NOT = 0
    PARTLY = 1
    """It means a thing that nobody named, which a reader can guess: "The accident"."""
    WHOLLY = 2


class Discourse:
    """A text read sentence by sentence: what it named so far, and what its headline did."""

    def __init__(self, language: str, headline: str = "") -> None:
        self._language = language
        self._words = sentence_words(language)
        self._headline = frozenset(word.lower() for word in tokens(headline))
        self._headline_stems = frozenset(stems(headline, language))
        self._named: set[str] = set()
        self._begun = False

    def leans(self, sentence: str) -> Lean:
        """Whether the next sentence needs the ones before it; of a text's first sentence only its
        own words are asked."""
        if self._words is None:
            return Lean.NOT
        first, self._begun = not self._begun, True
        own = _QUOTED.sub(" ", sentence).translate(PLAIN_APOSTROPHES)
        found = tokens(own)
        wholly = (
            _needs_antecedent(own, found, self._words, first=first)
            or _quotes_an_answer(sentence, self._words)
            or (not first and self._refers(own, found))
        )
        self._named |= _introduced(sentence, self._words)
        if wholly:
            return Lean.WHOLLY
        return Lean.PARTLY if self._definite_unknown(found) else Lean.NOT

    def _refers(self, own: str, found: Sequence[str]) -> bool:
        """Whether a sentence that is not the first means what was told before."""
        return (
            self._points_back(found)
            or self._bare_surname(found)
            or self._pronoun_follows(own, found)
            or self._role_unknown(found)
        )

    def _pronoun_follows(self, own: str, found: Sequence[str]) -> bool:
        """ "At this speed, it": a pronoun behind what only leads to the main clause."""
        words = self._words
        if words is None or not found or not _leads(found[0], words):
            return False
        _, pause, rest = own.partition(", ")
        return bool(pause and words.opening.match(rest.lower()))

    def _points_back(self, found: Sequence[str]) -> bool:
        """ "This technique", which was told of before. "This week" was not."""
        words = self._words
        return words is not None and any(
            one.lower() in words.demonstratives and following.lower() not in words.times
            for one, following in pairwise(found)
        )

    def _definite_unknown(self, found: Sequence[str]) -> bool:
        """ "The zone", where the headline has no zone."""
        if self._words is None or not found or found[0].lower() not in self._words.definite:
            return False
        if not "".join(found[1:2]).islower() or any(word[0].isupper() for word in found[2:4]):
            return False  # "the company GlaxoSmithKline" says which
        noun = " ".join(word for word in found[1:6] if len(word) >= _SHORTEST_NOUN)
        return not self._headline_stems & set(stems(noun, self._language))

    def _role_unknown(self, found: Sequence[str]) -> bool:
        """ "Police said the perpetrator": who is somebody only by what was told before. Whom an own
        "a man", a name or the headline introduces is known, and so is "the victim of the crash"."""
        words = self._words
        for at, (article, noun) in enumerate(pairwise(found)):
            if words is None or self._introduces(article, at):
                return False
            following = "".join(found[at + 2 : at + 3]).lower()
            defined = following in words.prepositions or words.is_aside(following)
            if (
                article.lower() in words.definite
                and noun.lower() in words.roles
                and not defined
                and not self._headline_stems & set(stems(noun, self._language))
            ):
                return True
        return False

    def _introduces(self, word: str, at: int) -> bool:
        """Whether a word names somebody whom "the suspect" behind it may mean."""
        small = word.lower()
        if self._words is not None and small in self._words.indefinite and small not in _SPEAKERS:
            return True
        return bool(at) and word[0].isupper() and not word.isupper() and not self._nouns_in_capitals

    @property
    def _nouns_in_capitals(self) -> bool:
        return self._language.startswith(_NOUNS_IN_CAPITALS)

    def _bare_surname(self, found: Sequence[str]) -> bool:
        """A surname alone, of somebody whose full name stands before and not in the headline."""
        if self._nouns_in_capitals:
            return False
        previous = ""
        for word in found:
            small = word.lower()
            alone = word[0].isupper() and not previous[:1].isupper()
            if alone and small in self._named and small not in self._headline:
                return True
            previous = "" if small in _TITLES else word
        return False


def _needs_antecedent(
    sentence: str, found: Sequence[str], words: SentenceWords, *, first: bool
) -> bool:
    """By its own words: "also", "she", "this" at the beginning."""
    small = words.joined.sub(" ", sentence.lower())
    return bool(
        (words.opening.match(small) and not words.not_opening.match(small))
        or words.anywhere.search(small)
        or _repeats_a_verb(small, words)
        or (_pronoun_comes_first(found, words, first=first) and not _name_follows(sentence, words))
    )


def _repeats_a_verb(small: str, words: SentenceWords) -> bool:
    """ "He did so", where no verb before it in the sentence says what he did."""
    found = words.repeats.search(small)
    return found is not None and not words.has_finite(small[: found.start()])


def _quotes_an_answer(sentence: str, words: SentenceWords) -> bool:
    """ "“They should be here soon,” the mayor said": what is quoted needs what was asked."""
    return bool(_QUOTED.match(sentence) and words.opening.match(sentence.lower()))


def without_connective(sentence: str, language: str) -> str:
    """The sentence without the "But" or "Meanwhile," that joins it to the one before it."""
    words = sentence_words(language)
    small = sentence.lower().translate(PLAIN_APOSTROPHES)
    found = words.connectives.match(small) if words else None
    if words is None or found is None:
        return sentence
    rest = sentence[found.end() :].lstrip(" ,")
    if next(iter(tokens(rest)), "").lower() in words.reporting:  # "But, says Ada Quill, …"
        return sentence
    return rest[:1].upper() + rest[1:]


def tells_no_news(sentence: str, language: str) -> bool:
    """Whether a sentence by its opening only sets the scene: it plays with its reader, or tells of
    long ago."""
    words = sentence_words(language)
    if words is None:
        return False
    small = sentence.lower().translate(PLAIN_APOSTROPHES)
    return bool(
        words.appeals.match(small)
        or words.background.match(small)
        or words.ago.intersection(tokens(small)[:_OPENING_WORDS])
    )


def is_quotation(sentence: str) -> bool:
    """Whether most of a sentence is somebody's own words."""
    quoted = sum(len(found) for found in _QUOTED.findall(sentence))
    return quoted > len(sentence) / 2


def lacks_verb(sentence: str, language: str) -> bool:
    """Whether a short sentence surely has no verb: the answer to a question before it. It can be
    told only where verbs are known by their endings."""
    words = sentence_words(language)
    if words is None or not words.finite_endings or len(tokens(sentence)) > _SHORT_SENTENCE:
        return False
    return not words.has_finite(f"- {sentence}")


def speaks_personally(sentence: str, language: str) -> bool:
    """Whether somebody says "I", "we" or "you" outside quotation marks: no news, or a quotation
    that has lost its marks."""
    words = sentence_words(language)
    if words is None:
        return False
    own = tokens(words.inclusive.sub(" ", _QUOTED.sub(" ", sentence).translate(PLAIN_APOSTROPHES)))
    return any(one.lower() in words.personal and one != "US" for one in own)


def _pronoun_comes_first(found: Sequence[str], words: SentenceWords, *, first: bool) -> bool:
    """A third person's pronoun before anybody was named. A text's ``first`` sentence may begin with
    whom it means: "Companies say they"."""
    for at, word in enumerate(found):
        small = word.lower()
        if small in words.pronouns:
            return True
        if word[0].isdigit() or small in words.indefinite:
            return False
        if word[0].isupper() and (at or (first and not _is_function_word(word, words))):
            return False
    return False


def _leads(word: str, words: SentenceWords) -> bool:
    """Whether a part that opens with this word only leads to the main clause."""
    return word.lower() in words.prepositions or words.is_aside(word.lower())


def _name_follows(sentence: str, words: SentenceWords) -> bool:
    """ "In his 25 years as mayor, Ada Quill": whom the pronoun means comes behind it."""
    leading, pause, rest = sentence.strip().partition(", ")
    opening = (tokens(leading) or [""])[0].lower()
    following = (tokens(rest) or [""])[0]
    return (
        bool(pause)
        and _leads(opening, words)
        and following[:1].isupper()
        and not _is_function_word(following, words)
    )


def _is_function_word(word: str, words: SentenceWords) -> bool:
    small = word.lower()
    return small in words.definite or small in words.prepositions or bool(words.aside.match(small))


def _introduced(sentence: str, words: SentenceWords) -> set[str]:
    """The last names of those who were named in full."""
    found: set[str] = set()
    for run in _NAME.findall(sentence):
        named = []
        for word in [*run.split(), ""]:
            if word[:1].isupper() and not _is_function_word(word, words):
                named.append(word)
                continue
            if len(named) > 1:
                found.add(named[-1].lower())
            named = []
    return found
