"""Brief: a story in its articles' own sentences, as many words as its place allows.

::

    dek + text ─sentences→ clean ones that stand alone ─first, or clearly better→ brief

News says what happened in its first sentence: it is taken unless another says more of what the
headline promises (maximal marginal relevance, Carbonell and Goldstein 1998, with the headline as
the query and a bonus for standing early). One that is too long loses the clauses that can surely
go, or is whole: none is broken off. What needs the sentence before it comes in only behind that. A
brief never holds a dateline, a byline, a caption, "Read more", half a quotation, or its own
headline again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import sqrt

from digest.compose.anaphora import (
    Discourse,
    Lean,
    is_quotation,
    lacks_verb,
    speaks_personally,
    tells_no_news,
    without_connective,
)
from digest.compose.boilerplate import (
    bare_sentence,
    dateline_place,
    in_ordinary_letters,
    naming_its_place,
)
from digest.compose.captions import without_captions
from digest.compose.headline_words import adds_to, promises, telling_stems
from digest.compose.shorten import compress, shorten
from digest.compose.tokenizer import plain, split_words, stems, word_count
from digest.model.article import Article
from digest.model.languages import base_language, join_sentences, same_language
from digest.model.sentences import balanced, sentences

CONSIDERED = 12
"""How many sentences of an article are looked at; news says what matters early."""

CONSIDERED_OF_OTHERS = 5
READ_CHARACTERS = 6000
TITLE_WEIGHT, EARLY_WEIGHT, REPEAT_WEIGHT = 1.0, 0.8, 0.7
LEANS, DANGLES = 0.5, 0.8
"""What a first sentence loses that leans on nothing printed, partly or wholly."""
TALKS, ASKS, SETS_THE_SCENE, QUOTES = 0.4, 0.6, 0.35, 0.2
"""What a sentence loses that speaks of "me" or to "you", that asks instead of telling, that only
sets the scene, that is somebody's own words."""
TELLS_NOTHING = 0.15
"""What the sentence that opens a brief loses that has no word of the headline's news."""
SEVERAL, SHORT_SCENE = 2, 12
"""How many of its words another must have, and how many words a first sentence may have that only
sets the scene: long ones tell the news in other words than the headline."""
CUT, LONG = 0.05, 0.1
"""What one loses that was shortened at a clause, that is longer than its place."""

SLACK = 1.3
"""A sentence that is longer than its place by no more than this stays whole."""
LONG_PLACE = 40
"""Words of a place from which on a brief may leave out what stands between its sentences."""

LEAST_OF_FIRST, LEAST_OF_LATER = 0.25, 0.35
"""What the sentence that opens a brief must be worth, the text's first or one further down."""

TELLS_ENOUGH = 0.25
"""The share of the headline's telling words that a sentence about its news has."""
LONG_SENTENCE = 36
"""Words from which on a clause goes that can, though more than the place's wish is left."""
LONGEST_WHOLE = 45
"""Words that a brief's first sentence may have, whatever its place wishes: a whole sentence is more
than a short one."""

WORTH_ADDING = 0.15
"""How near to the headline another outlet's sentence must come."""
MOST_REPEATED = 0.4
"""How much of what is told already it may tell."""

ABOUT_THE_SAME_TIME = timedelta(hours=3)
"""An article older than this beside the leading one is not quoted: a strike that it announced may
have been called off."""

SHORTEST_WORDS = 5
_LAST_SIGNS = ".!?…。！？؟۔।॥\"'”’»“)」』）"
_WITHOUT_STOPS = frozenset({"th", "lo"})
"""Languages that end a sentence with a blank; a paragraph of theirs is taken whole, or cut."""

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")
_OPENS_INSIDE = re.compile(r"[^\w\"“„«'‘¿¡]*[^\W\dA-Z_](?![A-Z])")
_GLUED = re.compile(r"(?<=[^\W\d_A-Z]{2}[.!?]|[0-9]{2}[.!?])(?=[A-Z][a-z]+[\s,])")
"""Where a copied page lost the blank between two sentences: "has died.Mr Collins"."""
_LOST_MARK = re.compile(r"[.?!,]['’]{1,2}\W*$")
_SPEAKER = re.compile(r"^(?:[^\W\d_a-z][\w.'’-]*\s?){1,3}:\s", re.MULTILINE)
_ABOUT_AUTHOR = re.compile(
    r"\s*(?:about the authors?|über den autor|über die autorin|про автора|sobre el autor)\b.{0,3}$",
    re.IGNORECASE,
)
_OPENS_SINGLE = re.compile(r"(?:^|[\s(])['‘]\w")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A sentence that a brief may use."""

    text: str
    at: int
    leans: Lean
    penalty: float
    opening: str = ""
    """How it may stand without the sentence before it; empty where it may not."""
    telling: frozenset[str] = frozenset()
    """The headline's telling words that it has."""
    lent: bool = False
    """It is another article's."""


def write_brief(
    article: Article, *, words: int, others: Sequence[Article] = (), most: int = CONSIDERED
) -> str:
    """About ``words`` words, in at most ``most`` sentences of the article's own, in their order;
    one of another of the story where it adds to it. No sentence is broken off: a first one that is
    longer than ``words`` is whole, up to ``LONGEST_WHOLE``. Empty when it has nothing beyond its
    headline: then ``others`` of the story are asked.
    """
    for told in (article, *others):
        candidates = _candidates(told, article.title, words)
        if told is article:
            for other in others:
                candidates += _lent(other, article, len(candidates))
        chosen = _choose(candidates, article.title, told.language, words, most)
        if chosen:
            return join_sentences(chosen, told.language)
    return ""


def clean_sentences(article: Article, *, headline: str) -> list[str]:
    """The first sentences of standfirst and text that a brief may use."""
    kept: list[str] = []
    known = {plain(headline)}
    for sentence in _without_furniture(article, headline):
        key = plain(sentence)
        if key in known or not _usable(sentence, article.language):
            continue
        known.add(key)
        kept.append(sentence)
        if len(kept) == CONSIDERED:
            break
    return kept


def _without_furniture(article: Article, headline: str) -> Iterator[str]:
    spoken = _is_transcript(article.text)
    place = dateline_place(article.text[:READ_CHARACTERS])
    for text in (article.dek, article.text[:READ_CHARACTERS]):
        for paragraph in _without_headline(text, headline).splitlines():
            if _ABOUT_AUTHOR.match(paragraph):
                break
            if spoken and _SPEAKER.match(paragraph):
                continue
            apart = _GLUED.sub(" ", paragraph)
            for sentence in without_captions(sentences(apart, article.language)):
                bare = naming_its_place(
                    bare_sentence(sentence, article.authors), place, article.language
                )
                yield in_ordinary_letters(bare, headline, article.language)


def _is_transcript(text: str) -> bool:
    """Whether two paragraphs or more begin with who speaks: "Reporter: Why now?" They are
    quotations without marks."""
    return len(_SPEAKER.findall(text[:READ_CHARACTERS])) > 1


def _without_headline(text: str, headline: str) -> str:
    """The text without its headline, where a copied page has it at its beginning, run into the
    first sentence."""
    start = text.lstrip()
    rest = start[len(headline) :]
    glued = bool(headline) and start.startswith(headline) and rest[:1].isspace()
    return rest.lstrip() if glued and rest.lstrip()[:1].isupper() else text


def _usable(sentence: str, language: str) -> bool:
    return (
        word_count(sentence) >= SHORTEST_WORDS
        and balanced(sentence)
        and (sentence[-1:] in _LAST_SIGNS or base_language(language) in _WITHOUT_STOPS)
        and not _has_no_speaker(sentence)
        and not _lost_its_marks(sentence)
        and not _is_fragment(sentence)
    )


def _has_no_speaker(sentence: str) -> bool:
    """A quotation that nobody, or only a "he", is named for: "We are a savings bank," he said."""
    if sentence[0] not in '"“„«':
        return False
    return not any(mark.isupper() for mark in _QUOTED.sub("", sentence))


def _is_fragment(sentence: str) -> bool:
    """What opens in lower case, or in brackets: the end of a sentence, or a note. "iPhone" does
    not, nor do letters that know no case."""
    found = _OPENS_INSIDE.match(sentence)
    return sentence[0] in "([" or bool(found and found.group()[-1].islower())


def _lost_its_marks(sentence: str) -> bool:
    """The end of a quotation whose beginning is not there: How many do we want to crash?'"""
    return bool(_LOST_MARK.search(sentence)) and not _OPENS_SINGLE.search(sentence)


def _candidates(article: Article, headline: str, words: int) -> list[_Candidate]:
    """The article's sentences, as long as they may be."""
    language = article.language
    found: list[_Candidate] = []
    discourse = Discourse(language, headline)
    telling = telling_stems(headline, language)
    for at, sentence in enumerate(clean_sentences(article, headline=headline)):
        alone = without_connective(sentence, language)
        leans = discourse.leans(alone)
        told = alone if not (leans or at) else sentence
        text, cut = _fitted(told, words, language, headline)
        if text and adds_to(headline, text, language):
            found.append(
                _Candidate(
                    text=text,
                    at=at,
                    leans=leans,
                    penalty=cut + _faults(sentence, language),
                    opening=without_connective(text, language) if not leans else "",
                    telling=telling.intersection(stems(sentence, language)),
                )
            )
    return found


def _faults(sentence: str, language: str) -> float:
    """What a sentence loses by the way it speaks."""
    return (
        TALKS * (speaks_personally(sentence, language) or lacks_verb(sentence, language))
        + ASKS * sentence.rstrip("\"'”’»“").endswith(("?", "؟", "？"))
        + SETS_THE_SCENE * tells_no_news(sentence, language)
        + QUOTES * is_quotation(sentence)
    )


def _fitted(sentence: str, words: int, language: str, headline: str) -> tuple[str, float]:
    """The sentence within so many words where something can surely go, else whole, and what that
    costs it; empty when it is too long for that. What the headline promises never goes."""
    if word_count(sentence) <= words * SLACK:
        return sentence, 0
    for most in (words, max(words, LONG_SENTENCE)):
        cut = compress(sentence, most, language, headline)
        if cut and promises(headline, cut, language) >= promises(headline, sentence, language):
            return cut, CUT if cut != sentence else LONG
    if base_language(language) in _WITHOUT_STOPS:
        return shorten(sentence, words), LONG
    if word_count(sentence) > LONGEST_WHOLE:
        sentence = compress(sentence, LONGEST_WHOLE, language, headline)
    return sentence, LONG


def _lent(other: Article, article: Article, at: int) -> list[_Candidate]:
    """Sentences of another article of the story that stand alone."""
    if not same_language(other.language, article.language) or _is_outdated(other, article):
        return []
    found: list[_Candidate] = []
    discourse = Discourse(other.language, article.title)
    for sentence in clean_sentences(other, headline=article.title)[:CONSIDERED_OF_OTHERS]:
        leans = discourse.leans(sentence)
        personal = speaks_personally(sentence, other.language)
        if not leans and not personal and not sentence.endswith("?"):
            found.append(_Candidate(text=sentence, at=at + 1, leans=leans, penalty=0, lent=True))
    return found


def _is_outdated(other: Article, article: Article) -> bool:
    """Whether it was told before the article, which may say that it is not so any more."""
    one, leading = other.moment, article.moment
    return one is not None and leading is not None and one < leading - ABOUT_THE_SAME_TIME


class _Choice:
    """Greedy choice of sentences within a number of words."""

    def __init__(self, candidates: Sequence[_Candidate], headline: str, language: str) -> None:
        self._candidates = candidates
        self._vectors = [Counter(stems(one.text, language)) for one in candidates]
        self._query = Counter(stems(headline, language))
        self._telling = telling_stems(headline, language)
        self._told = any(len(one.telling) >= SEVERAL and not one.leans for one in candidates)
        self._headline = headline
        self._chosen: list[int] = []
        self._far = False

    def texts(self, words: int, most: int) -> list[str]:
        """The chosen sentences in their order."""
        left, self._far = words, words >= LONG_PLACE
        while len(self._chosen) < most:
            fitting = [
                at
                for at, one in enumerate(self._candidates)
                if at not in self._chosen and self._fits(one, left) and self._may(at)
            ]
            if not fitting:
                break
            best = max(fitting, key=self._worth)
            if self._worth(best) <= self._least(best):
                break
            self._chosen.append(best)
            left -= word_count(self._candidates[best].text)
        return [self._printed(at) for at in sorted(self._chosen)]

    def _printed(self, at: int) -> str:
        """A chosen sentence; without its "But" where the one before it is not printed."""
        one = self._candidates[at]
        return one.text if self._follows(one) or not one.opening else one.opening

    def _follows(self, one: _Candidate) -> bool:
        """Whether the sentence before this one in its text was chosen."""
        return any(
            self._candidates[other].at == one.at - 1 and not self._candidates[other].lent
            for other in self._chosen
        )

    def _least(self, at: int) -> float:
        """What a sentence must be worth, or no brief is better."""
        if self._chosen:
            return 0.0
        return LEAST_OF_LATER if self._candidates[at].at else LEAST_OF_FIRST

    def _fits(self, one: _Candidate, left: int) -> bool:
        return word_count(one.text) <= (left if self._chosen else max(left, LONGEST_WHOLE))

    def _may(self, at: int) -> bool:
        """Whether the sentence may stand where it would stand."""
        one = self._candidates[at]
        if one.lent:
            return bool(self._chosen) and self._adds(at)
        if self._chosen and (one.leans or not self._far):
            return self._follows(one) and one.penalty < min(TALKS, ASKS)
        if one.leans and one.at:
            return False
        return not self._chosen or one.penalty < min(TALKS, ASKS)

    def _adds(self, at: int) -> bool:
        """Whether another outlet's sentence, one at most, has facts that nobody told here."""
        if any(self._candidates[other].lent for other in self._chosen):
            return False
        told = " ".join([self._headline, *(self._candidates[one].text for one in self._chosen)])
        new = set(split_words(self._candidates[at].text)) - set(split_words(told))
        return (
            any(word[0].isdigit() or word[0].isupper() for word in new)
            and _cosine(self._vectors[at], self._query) >= WORTH_ADDING
            and self._repeats(at) <= MOST_REPEATED
        )

    def _repeats(self, at: int) -> float:
        others = (self._vectors[other] for other in self._chosen)
        return max((_cosine(self._vectors[at], other) for other in others), default=0.0)

    def _tells(self, at: int) -> float:
        """Whether the sentence is about what the headline says, 0 … 1: news stands early, and so
        does what only leads to it."""
        if not self._telling:
            return 1.0
        shared = len(self._candidates[at].telling) / len(self._telling)
        return min(1.0, shared / TELLS_ENOUGH)

    def _misses(self, one: _Candidate) -> bool:
        """Whether a sentence has none of the headline's news: one that stands later, or a short
        first one that sets a scene, or where another has several words of it."""
        if one.telling or not self._telling:
            return False
        scene = self._told or one.penalty >= SETS_THE_SCENE
        return bool(one.at) or (scene and word_count(one.text) <= SHORT_SCENE)

    def _worth(self, at: int) -> float:
        one = self._candidates[at]
        early = (2 + self._tells(at)) / 3 / (1 + one.at)
        near = _cosine(self._vectors[at], self._query)
        worth = TITLE_WEIGHT * near + EARLY_WEIGHT * early - REPEAT_WEIGHT * self._repeats(at)
        if one.leans and not one.at:
            worth -= LEANS if one.leans is Lean.PARTLY else DANGLES
        if not self._chosen and self._misses(one):
            worth -= TELLS_NOTHING
        return worth - one.penalty


def _choose(
    candidates: Sequence[_Candidate], headline: str, language: str, words: int, most: int
) -> list[str]:
    return _Choice(candidates, headline, language).texts(words, most)


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[term] for term, count in one.items() if term in other)
    if not shared:
        return 0.0
    return shared / sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))
