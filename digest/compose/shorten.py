"""Shortening: a sentence within a number of words, at a clause, so that what is left is one.

Sentence compression by rules (Jing 2000; Knight and Marcu 2002 learn the same cuts): what stands in
brackets, between dashes, in a relative clause, a trailing participle, an adverbial clause may go,
the rest stays as it was written. When it cannot be told that what is left is a sentence, nothing is
cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from digest.compose.clause_ends import CLAUSE_COST, cuts
from digest.compose.tokenizer import first_words, word_count
from digest.model.sentence_words import SentenceWords, sentence_words, tokens
from digest.model.sentences import balanced

ELLIPSIS = "…"
FEWEST_WORDS = 4
"""Of fewer words a sentence says too little."""

ATTRIBUTION_COST = 0.2
"""What it costs to lose who said it, as a share of the room that a sentence has."""

_ENDS = ".!?。！？؟۔।॥"
_PAUSES = " ,;:–—-،؛，、；："
_BRACKETS = re.compile(r"\s*\([^()]*\)|\s*\[[^\[\]]*\]")
_SEPARATOR = re.compile(r"[,،;؛](?=\s)|\s(?:--?|[–—])(?=\s)|—(?=\w)")
_OPENS, _CLOSES = "“„«([", "”»)]"
_SMALL_WORDS_AT_END = re.compile(r"(?:\s+[^\W\d_A-ZА-ЯҐЄІЇ]{1,3})+$")
_CLAUSE_END = re.compile(r"[,;:–—،؛](?=\s)|\s[–—-](?=\s)|[，、；：]")
_MOST_SPANS = 6
_LONGEST_ATTRIBUTION = 9
_LONGEST_APPOSITION = 16
_SHORTEST_TRAIL = 3
_FEWEST_OF_CLAUSE = 5
_WORDS_BEFORE_CLAUSE = 2


def compress(sentence: str, words: int, language: str) -> str:
    """The sentence in at most ``words`` words, still one in grammar; empty where no clause can go.

    It is returned as it is when it fits. Of several ways the one that keeps most is taken, but a
    source that is named goes last, and what tells where and when before it.
    """
    if word_count(sentence) <= words:
        return sentence
    bare = _BRACKETS.sub("", sentence)
    if word_count(bare) <= words:
        return bare
    best, most = "", 0.0
    for cost, text in _all_ways(bare, sentence_words(language)):
        finished = _finished(text, sentence)
        count = word_count(finished)
        worth = count / words - cost
        if FEWEST_WORDS <= count <= words and worth > most and balanced(finished):
            best, most = finished, worth
    return best


def shorten(sentence: str, words: int, language: str = "") -> str:
    """The sentence cut to ``words`` words, at the end of a clause where one stands in the second
    half, with an ellipsis; empty when the cut would leave half a quotation or bracket."""
    kept = first_words(sentence, words)
    clauses = [
        match.start() for match in _CLAUSE_END.finditer(kept) if match.start() > len(kept) / 2
    ]
    known = sentence_words(language)
    if known and known.finite:
        clauses = [end for end in clauses if _complete(_parts(kept[:end]), known)]
    for end in [*reversed(clauses), len(kept)]:
        cut = kept[:end].rstrip(_PAUSES)
        if end == len(kept):
            cut = _without_openers(_SMALL_WORDS_AT_END.sub("", cut), known)
        cut = cut.rstrip(_PAUSES)
        if balanced(cut):
            return cut + ELLIPSIS
    return ""


def _without_openers(text: str, words: SentenceWords | None) -> str:
    """Without words at its end that only lead to what was cut off: "after", "with the"."""
    kept = text.split()
    while (
        words
        and len(kept) > 1
        and (
            words.opens_phrase(kept[-1])
            or kept[-1].lower() in words.definite | words.indefinite | words.not_before
        )
    ):
        kept.pop()
    return " ".join(kept)


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
    joint: str
    """What joins the parts on both sides of it."""
    cost: float = 0.0


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


def _all_ways(sentence: str, words: SentenceWords | None) -> Iterator[tuple[float, str]]:
    """The sentence with something left out, and what that costs, 0 … 1."""
    parts = _parts(sentence)
    for at, part in enumerate(parts):
        if part.pause in (";", "؛"):
            yield 0.0, _joined(parts[:at], [])
    if words is None:
        return
    spans = list(_spans(parts, words))[:_MOST_SPANS]
    for count in (0, 1, 2, 3):
        for chosen in combinations(spans, count):
            if all(one.end <= other.start for one, other in pairwise(chosen)):
                lost = sum(span.cost for span in chosen)
                if chosen:
                    yield lost, _joined(parts, chosen)
                for cost, trimmed in _trimmed(parts, chosen, words):
                    yield lost + cost, _joined(trimmed, chosen)


def _trimmed(
    parts: Sequence[_Part], gone: Sequence[_Span], words: SentenceWords
) -> Iterator[tuple[float, list[_Part]]]:
    """The last part that is left shortened from its end; who said it stays behind it."""
    left = [at for at in range(len(parts)) if not any(span.start <= at < span.end for span in gone)]
    said = [at for at in left if _says_who(parts[at], words) or _attributes(parts[at], words)]
    own = [at for at in left if at not in said]
    if not own:
        return
    last = own[-1]
    if last and not (words.has_finite(parts[last].text) or words.is_aside(parts[last].text)):
        return  # it may be a list's last member, which is none when it is cut
    head = [part for at, part in enumerate(parts[:last]) if at in left]
    for cost, text in cuts(parts[last].text, words):
        if _complete([*head, replace(parts[last], text=text)], words):
            shortened = [*parts[:last], replace(parts[last], text=text), *parts[last + 1 :]]
            yield cost, shortened
            if last < left[-1]:
                yield cost + ATTRIBUTION_COST, shortened[: last + 1]


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
        elif pause in ("", *",;،؛"):
            text += f"{pause} {part.text}"
        else:
            text += f" {pause} {part.text}"
    return text


def _spans(parts: Sequence[_Part], words: SentenceWords) -> Iterator[_Span]:
    """What may go, each by itself."""
    begins = _main_clause(parts, words)
    if begins == 1 and words.leading_may_go and _can_lead(parts, words):
        yield _Span(start=0, end=1, joint="")
    for start in range(begins + 1, len(parts)):
        yield from _spans_from(start, parts, words)


def _main_clause(parts: Sequence[_Part], words: SentenceWords) -> int:
    """The part in which the main clause begins: the second where the first only leads to it."""
    opening = (tokens(parts[0].text) or [""])[0].lower()
    text = parts[0].text.lower()
    leads = opening in words.prepositions or words.is_aside(text)
    leads = (leads and not words.not_leading.match(text)) or _begins_with_clause(text, words)
    return 1 if leads and len(parts) > 1 else 0


def _begins_with_clause(text: str, words: SentenceWords) -> bool:
    """ "Hours after he left"."""
    match = words.conjunctions.search(text)
    return match is not None and text[: match.start()].count(" ") <= _WORDS_BEFORE_CLAUSE


def _can_lead(parts: Sequence[_Part], words: SentenceWords) -> bool:
    """Whether the sentence may begin with its second part."""
    text = parts[1].text
    first = (tokens(text) or [""])[0].lower()
    return (
        words.has_finite(text)
        and not words.is_finite(first)
        and first not in words.coordinators
        and first not in words.prepositions
        and not words.opening.match(text.lower())
        and not words.is_aside(text)
    )


def _spans_from(start: int, parts: Sequence[_Part], words: SentenceWords) -> Iterator[_Span]:
    part = parts[start]
    complete = _complete(parts[:start], words)
    dashed = part.pause not in (*",;،؛",)
    if complete and _can_trail(parts, start, words):
        yield _Span(start=start, end=len(parts), joint="", cost=CLAUSE_COST)
    for end in range(start + 1, len(parts) + 1):
        inner = parts[start + 1 : end]
        if any(_resumes(one, words) or _says_who(one, words) for one in inner):
            return
        if dashed:
            if end < len(parts) and parts[end].pause == part.pause:
                yield _Span(start=start, end=end, joint="")
                return
            if end == len(parts) and complete:
                yield _Span(start=start, end=end, joint="")
            continue
        if not (_may_go(parts, start, words) or _is_apposition(parts, start, end, words)):
            return
        cost = ATTRIBUTION_COST if _attributes(part, words) else 0.0
        if end == len(parts):
            if complete:
                yield _Span(start=start, end=end, joint="", cost=cost)
        elif complete and _goes_on(parts[end], words):
            yield _Span(start=start, end=end, joint=parts[end].pause, cost=cost)
        elif _resumes(parts[end], words) or _is_phrase(parts, start, end, words):
            yield _Span(start=start, end=end, joint=_joint(parts, start, words), cost=cost)


def _goes_on(part: _Part, words: SentenceWords) -> bool:
    """Whether the part can follow a whole clause as it follows what goes: who said it, or an aside
    behind a comma."""
    aside = part.pause in (*",;،؛",) and words.is_aside(part.text)
    return aside or _says_who(part, words)


def _joint(parts: Sequence[_Part], start: int, words: SentenceWords) -> str:
    """What stands before the verb: the second comma of a name set in commas, else nothing."""
    named = start - 1 > _main_clause(parts, words) and not words.has_finite(
        f"- {parts[start - 1].text}"
    )
    return "," if named else ""


def _is_phrase(parts: Sequence[_Part], start: int, end: int, words: SentenceWords) -> bool:
    """ "with the votes of the left" between commas: what stands around it goes on without it."""
    text = parts[start].text
    first = (tokens(text) or [""])[0].lower()
    return end == start + 1 and first in words.prepositions and not words.has_finite(text)


def _may_go(parts: Sequence[_Part], start: int, words: SentenceWords) -> bool:
    """An aside, or a last clause that "and" joins to a whole one."""
    part = parts[start]
    if _says_who(part, words):
        return False
    first = (tokens(part.text) or [""])[0].lower()
    if words.is_aside(part.text) or (start == len(parts) - 1 and first in words.prepositions):
        return True
    return (
        first in words.coordinators
        and start == len(parts) - 1
        and words.has_finite(part.text)
        and words.has_finite(parts[start - 1].text)
    )


def _can_trail(parts: Sequence[_Part], start: int, words: SentenceWords) -> bool:
    """Whether what follows a whole clause can go because it is none of its parts: not the rest of a
    list, nor what "that" or a source brings."""
    text = parts[start].text
    previous = parts[start - 1].text
    before, opens = (tokens(previous) or [""])[-1], (tokens(previous) or [""])[0].lower()
    return (
        bool(words.finite)
        and not (start > 1 and (opens in words.prepositions or words.is_aside(previous)))
        and not words.is_aside(text)
        and word_count(text) >= _SHORTEST_TRAIL
        and not any(_resumes(part, words) or _says_who(part, words) for part in parts[start:])
        and not words.is_finite(before)
        and text[:1].islower()
        and not _ends_a_list(text, words)
    )


def _ends_a_list(text: str, words: SentenceWords) -> bool:
    """ "silver in Tokyo and bronze in Paris"."""
    first, *others = [word.lower() for word in tokens(text)]
    articles = words.indefinite | words.definite
    return first not in articles and bool(words.coordinators.intersection(others))


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


def _complete(parts: Sequence[_Part], words: SentenceWords) -> bool:
    """Whether the parts hold a clause of their own. Of a language whose verbs are not listed the
    parts are taken for one when they are long enough."""
    begins = _main_clause(parts, words)
    own = " ".join(
        part.text
        for at, part in enumerate(parts[begins:])
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
    """ "police said on Monday": short, with a verb of saying."""
    found = tokens(part.text)
    if not 1 < len(found) <= _LONGEST_ATTRIBUTION or words.is_aside(part.text):
        return False
    return any(word.lower() in words.reporting for word in found)


def _names_a_source(part: _Part, words: SentenceWords) -> bool:
    """ "officials said", which is no clause that others can lean on."""
    return _says_who(part, words) and not words.is_finite(tokens(part.text)[0])


def _attributes(part: _Part, words: SentenceWords) -> bool:
    """ "according to the police"."""
    return bool(words.attribution.match(part.text.lower()))


def _finished(text: str, sentence: str) -> str:
    """With a capital and the sentence's own last mark."""
    text = text.rstrip(_PAUSES)
    text = text[:1].upper() + text[1:]
    if text.endswith(tuple(_ENDS)) or text[-2:-1] in (*_ENDS,):
        return text
    last = next((mark for mark in reversed(sentence) if mark in _ENDS), ".")
    return text + (last if last not in "!?" else ".")
