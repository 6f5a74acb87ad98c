"""Subject and preheader: from the lead and one more story, never the same as the last ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.model.edition import Edition, Item
from digest.model.mail import REPLY_PREFIX
from digest.model.sentence_words import sentence_words
from digest.present.mail_words import long_date, short_date
from digest.present.plain import cut, one_line, without_embedding

SHORTEST, LONGEST = 35, 55
"""Characters of a subject that phones show whole."""
SHORTEST_PREHEADER, LONGEST_PREHEADER = 40, 110
_BETWEEN = " · "
_CLAUSE = re.compile(r"[:;,؛،]\s|\s[–—-]\s")
_FEWEST_IN_CLAUSE = 15
_SHORT_WORD = 3
_WORTH_ADDING = 12
_FEWEST_SHARE = 0.5
"""The share of its room that a shortened headline fills at least, or it says too little."""

_PAUSES = " ,;:.…–—-"
_ENDLESS_WORD = re.compile(
    "[^\\s\u00ad\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{41,}"
)
"""More letters than a phone has room for, in writing that breaks between words alone."""


def subject_of(edition: Edition, previous: Sequence[str] = ()) -> str:
    """A subject of 35 to 55 characters, if the headlines allow it, that is none of ``previous``.

    Of the lead and one more story it takes whole headlines before shortened ones, and the lead
    alone before a second one cut to nothing. Longer than 55 only where a date had to be added to
    tell it from a previous one. A subject that an editor wrote is taken as it is.
    """
    if written := without_embedding(one_line(edition.subject)):
        return written
    used = {subject.casefold() for subject in previous}
    candidates = list(_candidates(_headlines(edition), edition.language))
    for fits in (_in_range, _short_enough):
        for candidate in candidates:
            if fits(candidate) and candidate.casefold() not in used:
                return candidate
    day = short_date(edition.date, edition.language)
    dated = f"{candidates[0]}{_BETWEEN}{day}"
    return dated if dated.casefold() not in used else f"{dated} ({edition.id})"


def preheader_of(edition: Edition, subject: str) -> str:
    """40 to 110 characters that go on where the subject stops: the stories it does not name.

    Where headlines do not fill it, the lead's brief does, then the newsletter's name and date.
    A preheader that an editor wrote is taken as it is.
    """
    if written := without_embedding(one_line(edition.preheader)):
        return written
    said = [part.rstrip("…").casefold() for part in subject.split(_BETWEEN)]
    # where styles are stripped it is seen, and such a word is wider than a phone
    headlines = [line for line in _headlines(edition) if not _ENDLESS_WORD.search(line)]
    rest = [line for line in headlines if not _named(line, said)]
    briefs = [without_embedding(one_line(item.brief)) for item in edition.items()]
    usable = [brief for brief in briefs if brief and not _ENDLESS_WORD.search(brief)]
    more = [brief for brief in usable if not _named(brief, said)]
    name = f"{one_line(edition.name)}, {long_date(edition.date, edition.language)}"
    text = ""
    # the last ones only where an edition has hardly a word: a shorter preheader is refused
    for part in (*rest[:3], *more[:1], name, one_line(edition.id), *headlines[:1]):
        if len(text) >= SHORTEST_PREHEADER:
            break
        text = f"{text}{_BETWEEN}{part}" if text else part
    return cut(text, LONGEST_PREHEADER)


def _named(line: str, said: Sequence[str]) -> bool:
    """Whether one of the subject's parts is the line or its beginning."""
    return any(line.casefold().startswith(part) for part in said)


def _headlines(edition: Edition) -> list[str]:
    return [line for item in edition.items() if (line := _headline(item))]


def _headline(item: Item) -> str:
    """An item's headline; of "Re: a play in two acts" what a mail program would not take for an
    answer."""
    line = without_embedding(one_line(item.headline)).rstrip(".")
    prefix = REPLY_PREFIX.match(line)
    return line[prefix.end() :].strip() or line if prefix else line


def _clause(headline: str) -> str:
    """The headline up to its first comma, colon, semicolon or dash, if enough stands before it."""
    first = _CLAUSE.split(headline, maxsplit=1)[0]
    return first if len(first) >= _FEWEST_IN_CLAUSE else headline


def _shortened(headline: str, language: str, room: int = LONGEST) -> str:
    """The headline in so many characters: up to the end of a clause or phrase where enough is left,
    else not ending on words like "for" or "a" that lead nowhere."""
    words = cut(headline, room)
    if not words.endswith("…"):
        return words
    kept = words[:-1]
    for end in _phrase_ends(headline, len(kept), language):
        if end >= _FEWEST_SHARE * room:
            return f"{headline[:end].rstrip(_PAUSES)}…"
    while len(kept) > SHORTEST and len(kept.rpartition(" ")[2]) <= _SHORT_WORD:
        shorter = kept.rpartition(" ")[0].rstrip(_PAUSES)
        if len(shorter) < SHORTEST:
            break
        kept = shorter
    return f"{kept}…"


def _phrase_ends(headline: str, limit: int, language: str) -> list[int]:
    """Where a clause or a phrase of the headline ends within so many characters, the last first:
    before a pause, or before a word that opens another one."""
    words = sentence_words(language)
    ends = {match.start() for match in _CLAUSE.finditer(headline)}
    for match in re.finditer(r"\s(?=[^\W_])", headline):
        following = headline[match.end() :]
        before = headline[: match.start()].rpartition(" ")[2]
        if words and words.opens_phrase(following) and not words.opens_phrase(before):
            ends.add(match.start())
    return sorted((end for end in ends if end <= limit), reverse=True)


def _candidates(headlines: Sequence[str], language: str) -> Iterator[str]:
    """Subjects from best to worst; the last ones always fit."""
    lead, *others = headlines
    short = _clause(lead)
    for first in dict.fromkeys((lead, short)):
        for other in others:
            yield f"{first}{_BETWEEN}{other}"
    for first in dict.fromkeys((lead, short)):
        for other in others:
            yield f"{first}{_BETWEEN}{_clause(other)}"
    yield lead
    yield short
    for first in dict.fromkeys((lead, short)):
        room = LONGEST - len(first) - len(_BETWEEN)
        if room >= _WORTH_ADDING:
            for other in others:
                yield f"{first}{_BETWEEN}{_shortened(other, language, room)}"
    for headline in headlines:
        yield _shortened(headline, language)


def _in_range(subject: str) -> bool:
    return SHORTEST <= len(subject) <= LONGEST


def _short_enough(subject: str) -> bool:
    return len(subject) <= LONGEST
