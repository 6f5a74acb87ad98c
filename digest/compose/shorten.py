"""Shortening: a sentence nearer to a number of words, by what can surely go.

Sentence compression by rules (Jing 2000; Knight and Marcu 2002 learn the same cuts), and only the
safest of them: brackets; a relative clause, an apposition or an adverbial clause between commas;
the same, or a participle, behind the last comma; what stands between two dashes. Nothing goes that
no pause sets apart, nor who said it. When it cannot be told that what is left is a sentence,
nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from digest.compose.tokenizer import first_words, word_count
from digest.model.sentence_words import SentenceWords, sentence_words, tokens
from digest.model.sentences import balanced

ELLIPSIS = "…"
FEWEST_WORDS = 6
"""Of fewer words a shortened sentence says too little."""

_ENDS = ".!?。！？؟۔।॥"
_PAUSES = " ,;:–—-،؛，、；："
_COMMAS = (",", "،")
_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_SEPARATOR = re.compile(r"[,،;؛:](?=\s)|\s(?:--?|[–—])(?=\s)|—(?=\w)")
_OPENS, _CLOSES = "“„«([", "”»)]"
_CLAUSE_END = re.compile(r"[,;:–—،؛](?=\s)|\s[–—-](?=\s)|[，、；：]")
_MOST_SPANS = 6
_LONGEST_ATTRIBUTION = 9
_LONGEST_APPOSITION = 16
_FEWEST_OF_CLAUSE = 5


def compress(sentence: str, words: int, language: str, headline: str = "") -> str:
    """The sentence without what can surely go, in at most ``words`` words; empty where it cannot be
    brought there. It is returned as it is when it fits; of several ways the one that keeps most is
    taken. Who somebody is goes only where the ``headline`` names him.
    """
    if word_count(sentence) <= words:
        return sentence
    bare = _BRACKETS.sub("", sentence)
    if word_count(bare) <= words:
        return bare
    best, most = "", 0
    for text in _all_ways(bare, sentence_words(language), frozenset(tokens(headline))):
        finished = _finished(text, sentence)
        count = word_count(finished)
        if max(FEWEST_WORDS, most + 1) <= count <= words and balanced(finished):
            best, most = finished, count
    return best


def shorten(text: str, words: int) -> str:
    """A headline cut to ``words`` words, at the end of a clause where one stands in the second
    half, with an ellipsis; empty when the cut would leave half a quotation or bracket."""
    kept = first_words(text, words)
    clauses = [
        match.start() for match in _CLAUSE_END.finditer(kept) if match.start() > len(kept) / 2
    ]
    for end in [*reversed(clauses), len(kept)]:
        cut = kept[:end].rstrip(_PAUSES)
        if balanced(cut):
            return cut + ELLIPSIS
    return ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Part:
    """What stands between two pauses, and the pause before it."""

    pause: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Parts that may go together: from ``start`` up to ``end``."""

    start: int
    end: int
    joint: str = ""
    """What joins the parts on both sides of it."""


def _parts(sentence: str) -> list[_Part]:
    """The sentence at its pauses, outside quotations and brackets."""
    parts: list[_Part] = []
    start, pause = 0, ""
    for match in _SEPARATOR.finditer(sentence):
        if not _is_open(sentence[: match.start()]):
            parts.append(_Part(pause=pause, text=sentence[start : match.start()].strip()))
            start, pause = match.end(), match.group().strip()
    parts.append(_Part(pause=pause, text=sentence[start:].strip()))
    return parts


def _is_open(text: str) -> bool:
    """Whether a quotation or bracket is open at the end of the text."""
    if text.count('"') % 2:
        return True
    low = text.count("„")
    opened = sum(text.count(mark) for mark in _OPENS)
    closed = sum(text.count(mark) for mark in _CLOSES) + (text.count("“") if low else 0)
    return opened - (text.count("“") if low else 0) > closed


def _all_ways(sentence: str, words: SentenceWords | None, named: frozenset[str]) -> Iterator[str]:
    """The sentence with one or several spans left out."""
    if words is None:
        return
    parts = _parts(sentence)
    spans = [
        span
        for span in _spans(parts, words)
        if not _tells_who(parts, span, words)
        or named & set(tokens(parts[span.start - 1].text)[-1:])
    ][:_MOST_SPANS]
    for count in (1, 2, 3):
        for chosen in combinations(spans, count):
            if all(one.end <= other.start for one, other in pairwise(chosen)):
                yield _joined(parts, chosen)


def _joined(parts: Sequence[_Part], without: Sequence[_Span]) -> str:
    gone = {at for span in without for at in range(span.start, span.end)}
    joints = {span.end: span.joint for span in without}
    text = ""
    for at, part in enumerate(parts):
        if at in gone:
            continue
        pause = joints.get(at, part.pause)
        if not text:
            text = part.text
        elif pause in ("", *",;:،؛"):
            text += f"{pause} {part.text}"
        else:
            text += f" {pause} {part.text}"
    return text


def _spans(parts: Sequence[_Part], words: SentenceWords) -> Iterator[_Span]:
    """What may go, each by itself."""
    begins = 1 if _leads(parts[0], words) and len(parts) > 1 else 0
    may_go = words.leading_may_go and not words.attribution.match(parts[0].text.lower())
    if begins and may_go and _can_lead(parts[1].text, words):
        yield _Span(start=0, end=1)
    for start in range(begins + 1, len(parts)):
        yield from _spans_from(start, begins, parts, words)


def _leads(part: _Part, words: SentenceWords) -> bool:
    """Whether the part only leads to the main clause behind it."""
    text = part.text.lower()
    opening = (tokens(text) or [""])[0]
    leads = (
        opening in words.prepositions or words.is_aside(text) or bool(words.attribution.match(text))
    )
    return bool(words.leading.match(text)) or (leads and not words.not_leading.match(text))


def _can_lead(text: str, words: SentenceWords) -> bool:
    """Whether the sentence may begin with its second part."""
    first = (tokens(text) or [""])[0].lower()
    return (
        words.has_finite(text)
        and not words.is_finite(first)
        and first not in words.coordinators
        and first not in words.prepositions
        and first not in words.pronouns
        and not words.opening.match(text.lower())
        and not words.is_aside(text)
    )


def _spans_from(
    start: int, begins: int, parts: Sequence[_Part], words: SentenceWords
) -> Iterator[_Span]:
    part = parts[start]
    complete = _complete(parts[begins:start], words)
    for end in range(start + 1, len(parts) + 1):
        last = end == len(parts) and end > start + 1 and _goes_on(parts[-1], words)
        if any(not _may_follow(one, words) for one in parts[start + 1 : end - last]):
            return
        if part.pause not in _COMMAS:
            if part.pause not in ":;؛" and end < len(parts) and parts[end].pause == part.pause:
                yield _Span(start=start, end=end)
                return
            continue
        if not (words.is_aside(part.text) or _is_apposition(parts, start, end, words)):
            return
        if end == len(parts):
            if complete:
                yield _Span(start=start, end=end)
        elif parts[end].pause in _COMMAS and complete and _names_a_source(parts[end], words):
            yield _Span(start=start, end=end, joint=parts[end].pause)
        elif parts[end].pause in _COMMAS and not complete and _resumes(parts[end], words):
            yield _Span(start=start, end=end)


def _may_follow(part: _Part, words: SentenceWords) -> bool:
    """Whether the part can belong to the clause before it, and go with it."""
    return part.pause in _COMMAS and not (_resumes(part, words) or _says_who(part, words))


def _goes_on(part: _Part, words: SentenceWords) -> bool:
    """ "— and pushing closer": no clause of its own, joined by a dash to what stands before."""
    first = next(iter(tokens(part.text)), "").lower()
    return (
        part.pause not in ",;:،؛"
        and first in words.coordinators
        and not words.has_finite(part.text)
        and not _says_who(part, words)
    )


def _is_apposition(parts: Sequence[_Part], start: int, end: int, words: SentenceWords) -> bool:
    """ "Alice Rowe, the town's mayor, said": no clause, and the main one goes on behind it."""
    text = parts[start].text
    return (
        end == start + 1
        and end < len(parts)
        and _resumes(parts[end], words)
        and not words.has_finite(f"- {text}")
        and not text[:1].isupper()
        and word_count(text) <= _LONGEST_APPOSITION
    )


def _tells_who(parts: Sequence[_Part], span: _Span, words: SentenceWords) -> bool:
    """Whether what would go stands behind a name of two words or more and tells who that is."""
    if not span.start or parts[span.start].pause not in _COMMAS or span.end == len(parts):
        return False
    name = tokens(parts[span.start - 1].text)[-2:]
    return (
        len(name) > 1
        and all(word[0].isupper() for word in name)
        and name[0].lower() not in words.definite
        and _resumes(parts[span.end], words)
    )


def _complete(parts: Sequence[_Part], words: SentenceWords) -> bool:
    """Whether the parts hold a clause of their own. Of a language whose verbs are not listed the
    parts are taken for one when they are long enough."""
    own = " ".join(
        part.text
        for at, part in enumerate(parts)
        if not at or not (words.is_aside(part.text) or _names_a_source(part, words))
    )
    if word_count(own) < _FEWEST_OF_CLAUSE:
        return False
    return not words.finite or words.has_finite(own)


def _resumes(part: _Part, words: SentenceWords) -> bool:
    """Whether the main clause goes on with its verb."""
    found = tokens(part.text)
    return bool(found) and words.is_finite(found[0]) and found[0].islower()


def _says_who(part: _Part, words: SentenceWords) -> bool:
    """ "police said on Monday", "according to the police": short, with a verb of saying."""
    if words.attribution.match(part.text.lower()):
        return True
    found = tokens(part.text)
    if not 1 < len(found) <= _LONGEST_ATTRIBUTION or words.is_aside(part.text):
        return False
    return any(word.lower() in words.reporting for word in found)


def _names_a_source(part: _Part, words: SentenceWords) -> bool:
    """ "officials said", which is no clause that others can lean on."""
    return _says_who(part, words) and not words.is_finite(tokens(part.text)[0])


def _finished(text: str, sentence: str) -> str:
    """With a capital and the sentence's own last mark."""
    text = text.rstrip(_PAUSES)
    text = text[:1].upper() + text[1:]
    if text.endswith(tuple(_ENDS)) or text[-2:-1] in (*_ENDS,):
        return text
    last = next((mark for mark in reversed(sentence) if mark in _ENDS), ".")
    return text + (last if last not in "!?" else ".")
