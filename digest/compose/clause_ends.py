"""Clause ends: where a clause may end before it does, and what it loses there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.model.sentence_words import SentenceWords, tokens

CLAUSE_COST, ADJUNCT_COST = 0.1, 0.2
"""What it costs to lose a clause that no comma sets apart, and where or when it was: as shares of
the room that a sentence has."""


def cuts(text: str, words: SentenceWords) -> Iterator[tuple[float, str]]:
    """A clause up to an adverbial one that no comma sets apart, to a second verb, or to what tells
    where, when and how."""
    for cost, pattern in ((CLAUSE_COST, words.conjunctions), (ADJUNCT_COST, words.adjuncts)):
        for match in pattern.finditer(text):
            head, tail = text[: match.start()].rstrip(), text[match.end() :].lstrip()
            if match.group() in words.name_links and _joins_a_name(head, tail):
                continue
            if _breaks_a_clause(text, match.start(), words):
                continue
            if _may_end(head, words, strict=pattern is words.adjuncts):
                yield cost, head
    for match in re.finditer(r"\s([^\W\d_]{1,3})\s(?=([^\W\d_]+))", text):
        if match.group(1) in words.coordinators and words.is_finite(match.group(2)):
            yield CLAUSE_COST, text[: match.start()]


def _breaks_a_clause(text: str, end: int, words: SentenceWords) -> bool:
    """Whether a cut takes the verb of a clause that a conjunction opens: "after a judge"."""
    opened = [match.end() for match in words.conjunctions.finditer(text) if match.start() < end]
    start = opened[-1] if opened else end
    return words.has_finite(text[start:]) and not words.has_finite(text[start:end]) and start < end


def _joins_a_name(head: str, tail: str) -> bool:
    """Whether capitals stand on both sides: "Organization for Security"."""
    return head.rpartition(" ")[2][:1].isupper() and tail[:1].isupper()


def _may_end(head: str, words: SentenceWords, *, strict: bool) -> bool:
    """Whether a clause can end with the last word of the head; ``strict`` where what follows may be
    what a verb asks for: "accused" of what?"""
    last = (tokens(head[-40:]) or [""])[-1]
    small = last.lower()
    if not last or not head.endswith((last, '"', "”", "»", "%", ")")):
        return False
    if small in words.not_before or small in words.prepositions or words.is_finite(last):
        return False
    if _owes_a_clause(head, words):
        return False
    if small in words.spans:
        return strict
    close = last.islower() and any(words.is_finite(word) for word in tokens(head[-60:])[-2:])
    return not strict or not (close or words.asks_for_more(small))


def _owes_a_clause(head: str, words: SentenceWords) -> bool:
    """Whether somebody "said" something that has no verb yet."""
    found = tokens(head)
    said = [at for at, word in enumerate(found) if word.lower() in words.reporting]
    return bool(said) and not any(words.is_finite(word) for word in found[said[-1] + 1 :])
