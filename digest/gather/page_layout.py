"""Where the articles of a page copied as text stand: their headlines, and where each body begins.

Nothing here knows an outlet. The headline is chosen by evidence: it is printed again, its words
come back in the paragraphs, dates and names stand under it, it is no label, button or sentence. The
body is the stretch of lines that are sentences; blocks of short lines end it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.gather.clean import folded
from digest.gather.page_boilerplate import SEPARATORS, What, is_notice
from digest.gather.page_credits import credit_only, credited
from digest.gather.page_lines import (
    PageLine,
    ends_sentence,
    is_headline,
    is_label,
    is_list_item,
    is_paragraph,
    is_prose,
    size,
    word_count,
)
from digest.gather.page_names import byline_names, is_byline_word, is_caseless, people
from digest.gather.page_stamps import stated_minutes

_REPEAT = 8  # lines within which a headline is printed again above one article
_TITLE = 5  # lines at the top of a page in which its title stands
_LABELS = 2  # that may stand between two prints
_SECTION_WORDS = 3
_KICKED_WORDS = 5
_LINE_WORDS = 4  # of each line of a headline that is set on two
_STANDFIRST_RATIO = 1.6  # by which a standfirst is longer than its headline
_TOP = 400  # lines in which the first headline is looked for
_SITE = re.compile(r"\s+[|·•–—-]+\s+|\s*[|｜]\s*|_")  # before the site's name
_TRAIL = re.compile(r"\s*[>›→»]\s+|\s*>\s*|\s+/\s+")  # between the steps to this page
_LEAST_WORDS = 3  # "Harbour opens again"; a shorter line is the name of a section
_HEADLINE_WORDS = 30
_LIKELY_WORDS = 5  # a shorter line above a longer one may be its kicker
_FULL_HEADLINE = 7  # words from which on a longer headline is no better
_STANDFIRST = 2  # lines below a headline
_NEAR = 5  # lines under a headline in which names and dates stand
_RIVAL = 0.8  # a lead over the next candidate that is less than this is named
_SURE = 3.0  # the score from which on a headline is believed
_BODY = 200  # lines of the body whose words a headline is compared with
_STEM = 5  # characters by which forms of one word are matched
_SENTENCES = re.compile(r"[.!?…؟]\s+\S.*[.!?…؟][\"'”’»“]*$")
_RUN_ON = re.compile(r"[,:;،–—-]$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """The headline of one article: lines ``start`` to before ``end``. ``rival`` is another line
    that could be it as well, "" where there is none; ``is_sure``: the evidence is enough."""

    start: int
    end: int
    text: str
    rival: str = ""
    is_sure: bool = True


def _is_long_headline(lines: Sequence[PageLine], at: int) -> bool:
    """Whether the first line that looks like a paragraph can be the headline: it asks or exclaims,
    and a date or name stands right under it."""
    if lines[at].text.rstrip("\"'”’»“").endswith((".", "。", ":")) or at + 1 >= len(lines):
        return False
    below = [line for line in lines[at + 1 : at + 3] if line.joined]
    return any(line.what is What.STAMP or _is_metadata(line.text) for line in below)


def body_score(line: PageLine) -> float:
    """How much a line speaks for its being in a body; below 0 it speaks against."""
    if not line.is_text:
        return -0.4 if line.what is What.STAMP else -0.6
    if is_notice(line.text) or credited(line.text):
        return -1.0
    if is_paragraph(line.text):
        return 4.0
    if is_prose(line.text):
        return 1.5
    if ends_sentence(line.text):
        return 0.5
    return -0.6 if line.joined else -0.3  # what stands alone may be a subheading or an ingredient


def prose_core(lines: Sequence[PageLine]) -> tuple[int, int]:
    """The stretch of lines with the most prose and the least of anything else; (0, 0) if none."""
    best, best_span, total, start = 0.0, (0, 0), 0.0, 0
    for place, line in enumerate(lines):
        if total <= 0:
            total, start = 0.0, place
        total += body_score(line)
        if total > best:
            best, best_span = total, (start, place + 1)
    return best_span


def find_headline(lines: Sequence[PageLine]) -> Headline | None:
    """The headline of the first article among ``lines``, or None where no line can be one."""
    core, end = prose_core(lines)
    first = next((at for at in range(core, end) if is_paragraph(lines[at].text)), core)
    limit = min(len(lines), _TOP)
    if end:
        limit = min(limit, first + (not first or _is_long_headline(lines, first)))
    judge = _Judge(lines, limit=limit, body=(first, end))
    told = sorted(judge.candidates(), key=lambda one: (-one.score, one.start))
    if not told:
        return None
    best = _first_of_equals(told)
    if best.score <= 0 and best.text.endswith("."):
        return None
    rivals = [one for one in told if _may_rival(one, best)]
    rival = rivals[0] if rivals and best.score - rivals[0].score < _RIVAL else None
    start = judge.first_print(best)
    text = best.text
    sure = best.score >= _SURE
    return Headline(
        start=start,
        end=best.end,
        text=text,
        rival=rival.text if rival and not best.repeats else "",
        is_sure=sure,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    start: int
    end: int
    text: str
    score: float
    repeats: int

    @property
    def key(self) -> str:
        return folded(self.text)


def _first_of_equals(told: Sequence[_Candidate]) -> _Candidate:
    """The best candidate, or one just above it that is nearly as good: a standfirst is as long as
    the headline over it and has the same words. Where one is printed twice, the last print."""
    best = told[0]
    for one in sorted(told, key=lambda each: each.start):
        near = one.end <= best.start <= one.end + 2 and word_count(one.text) >= _LIKELY_WORDS
        if one.key in best.key or one.repeats < best.repeats:
            continue
        if near and best.score - one.score < 1.0:
            return one
    same = [one for one in told if one.key == best.key]
    return max(same, key=lambda one: one.start)


def _may_rival(one: _Candidate, best: _Candidate) -> bool:
    """Whether a candidate is another headline: what stands right below one is its standfirst."""
    apart = one.end <= best.start or one.start > best.end + _STANDFIRST
    return apart and one.key not in best.key


class _Judge:
    """Scores each line above the body as a headline."""

    def __init__(self, lines: Sequence[PageLine], *, limit: int, body: tuple[int, int]) -> None:
        self._lines = lines
        self._limit = limit
        self._prints: dict[str, set[int]] = {}
        for at, line in enumerate(lines[:limit]):
            for key in _keys(line.text):
                self._prints.setdefault(key, set()).add(at)
        self._body = body[0]
        told = lines[body[0] : min(body[1], body[0] + _BODY)]
        self._stems = {stem for line in told for stem in _stems(line.text)}

    def candidates(self) -> list[_Candidate]:
        found = []
        for start in range(self._limit):
            for end in (start + 1, start + 2, start + 3):
                if end <= self._limit and self._may_be(start, end):
                    found.append(self._candidate(start, end))
        return found

    def _may_be(self, start: int, end: int) -> bool:
        lines = self._lines[start:end]
        if any(not line.is_text for line in lines) or any(not one.joined for one in lines[1:]):
            return False
        text = " ".join(line.text for line in lines)
        if size(text) > 300 or any(stated_minutes(line.text) is not None for line in lines):
            return False
        if end - start == 1:
            return True
        repeated = folded(text) in self._prints
        runs_on = all(
            _RUN_ON.search(one.text) and word_count(one.text) >= _LEAST_WORDS for one in lines[:-1]
        )
        if repeated or (end - start == 2 and runs_on and not is_prose(lines[-1].text)):
            return True
        return end - start == 2 and self._is_caseless_pair(start)

    def _is_caseless_pair(self, start: int) -> bool:
        """Whether two lines, in a script without capitals, end a block and are one headline: both
        are of some words, and the second is not much longer, as a standfirst would be."""
        first, second = (self._lines[start + at].text for at in (0, 1))
        ends = start + 2 < len(self._lines) and not self._lines[start + 2].joined
        few = min(word_count(first), word_count(second)) >= _LINE_WORDS
        return (
            ends
            and few
            and is_caseless(first)
            and len(second) <= _STANDFIRST_RATIO * len(first)
            and is_headline(first)
            and is_headline(second)
            and not second.endswith((")", "）"))
            and not any(_is_metadata(text) or SEPARATORS.search(text) for text in (first, second))
        )

    def _candidate(self, start: int, end: int) -> _Candidate:
        lines = self._lines[start:end]
        text = " ".join(line.text for line in lines)
        repeats = self._repeats(start, end, folded(text)) if word_count(text) >= _LEAST_WORDS else 0
        # two lines that belong together are one headline, and none of them alone
        whole = 0.7 if end - start > 1 else 0.0
        score = self._shape(text) + self._place(start, end) + whole
        score += (4.0 if repeats else 0.0) + (
            3.0 * self._shared(text) if end <= self._body else 0.0
        )
        return _Candidate(start=start, end=end, text=text, score=score, repeats=repeats)

    def _repeats(self, start: int, end: int, key: str) -> int:
        """How often a headline is printed again: in the page's title or its path at the top, or
        close by. Entries of a menu or of a list of moments come back elsewhere, too."""
        if self._is_in_menu(start):
            return 0
        return sum(
            at < _TITLE or folded(self._lines[at].text) != key or self._is_close(at, start)
            for at in self._prints.get(key, ())
            if not start <= at < end and not self._is_in_menu(at)
        )

    def _is_in_menu(self, at: int) -> bool:
        """Whether a line stands among the names of sections."""
        near = self._lines[max(0, at - 1) : at + 3]
        others = [line for line in near if line is not self._lines[at]]
        return (
            len(others) > 2
            and all(
                line.joined and line.is_text and is_label(line.text, most=_SECTION_WORDS)
                for line in others
            )
            and not any(people(line.text) for line in others)
        )

    def _is_close(self, one: int, other: int) -> bool:
        first, last = min(one, other), max(one, other)
        between = self._lines[first + 1 : last]
        labels = sum(line.is_text and is_label(line.text, most=_SECTION_WORDS) for line in between)
        return len(between) < _REPEAT and labels <= _LABELS

    def _shape(self, text: str) -> float:
        words = word_count(text)
        score = min(words, _FULL_HEADLINE) * 0.4 - (3.0 if words < _LEAST_WORDS else 0.0)
        score -= 3.0 if words > _HEADLINE_WORDS else 0.0
        if ends_sentence(text) and text.rstrip("\"'”’»“").endswith((".", "。", "۔")):
            score -= 1.5 if not text.endswith("...") else 0.0
        score -= 3.0 if _is_metadata(text) or is_notice(text) else 0.0
        score -= min(4.0, 2.0 * len(SEPARATORS.findall(text)))
        score -= 4.0 if _is_result(text) else 0.0
        stops = text.rstrip("\"'”’»“").endswith((".", "。", "۔"))
        score -= 3.0 if (is_paragraph(text) or stops) and _SENTENCES.search(text) else 0.0
        return score - (1.0 if is_list_item(text) or text.endswith(":") else 0.0)

    def _place(self, start: int, end: int) -> float:
        below = self._lines[end : end + _NEAR]
        score = 1.0 if any(_is_metadata(one.text) or one.what is What.STAMP for one in below) else 0
        between = self._lines[end : self._limit]
        labels = sum(one.is_text and is_label(one.text, most=2) for one in between)
        score -= min(3.0, 0.15 * labels)
        if (
            end < len(self._lines)
            and self._lines[end].joined
            and credit_only(self._lines[end].text)
        ):
            score -= 3.0  # it is a caption
        if self._is_moment(start, end):
            score -= 3.0
        breaking = start > 0 and self._lines[start - 1].what in (What.BREAKING, What.NEWS_FEED)
        return score - (0.5 if breaking else 0.0)

    def _is_moment(self, start: int, end: int) -> bool:
        """Whether a line stands in a list of moments, between two times without a date."""
        if not start or end >= len(self._lines) or not self._lines[end].joined:
            return False
        beside = (self._lines[start - 1], self._lines[end])
        return self._lines[start].joined and all(
            line.what is What.STAMP and not any(stamp.day for stamp in line.stamps)
            for line in beside
        )

    def _shared(self, text: str) -> float:
        """The share of a line's longer words that come back in the body."""
        stems = _stems(text)
        return sum(stem in self._stems for stem in stems) / max(len(stems), 4)

    def first_print(self, best: _Candidate) -> int:
        """Where the headline is printed first, with nothing but a header's lines up to the last."""
        start = best.start
        for at in range(best.start - 1, max(-1, best.start - _REPEAT - 1), -1):
            between = self._lines[at + 1 : start]
            if sum(is_label(one.text, most=2) and one.is_text for one in between) > 2:
                break
            if best.key in _keys(self._lines[at].text, prefixes_only=True):
                start = at
        return start


def _keys(text: str, *, prefixes_only: bool = False) -> set[str]:
    """What a line may repeat: itself, and what is left without " - The Gazette" or "Home > "."""
    if len(text) > 400:
        return {folded(text)}
    parts = [text, *(text[: cut.start()] for cut in _SITE.finditer(text))]
    if not prefixes_only:
        parts.append(_TRAIL.split(text)[-1])
    if word_count(kicked := text.partition(": ")[2]) >= _KICKED_WORDS:
        parts.append(kicked)  # "Storm: Trains stand still" above "Trains stand still"
    return {key for key in map(folded, parts) if key}


def _stems(text: str) -> set[str]:
    words = folded(text).split()
    spaced = {word[:_STEM] for word in words if len(word) >= 4}
    wide = "".join(words) if words and max(map(len, words)) > 12 and size(text) > len(text) else ""
    return spaced | {wide[at : at + 2] for at in range(len(wide) - 1)}


def _is_metadata(text: str) -> bool:
    return bool(
        byline_names(text)
        or is_byline_word(text)
        or stated_minutes(text) is not None
        or credit_only(text)
        or credited(text)
    )


def _is_result(text: str) -> bool:
    """Whether a line is the result of a match: hardly more than names and two small numbers."""
    words = text.split()
    numbers = [word for word in words if word.isdigit() and len(word) < 4]
    return len(numbers) >= 2 and len(words) <= 10


def is_dated(lines: Sequence[PageLine], at: int, *, reach: int = 3) -> bool:
    """Whether a full date or a byline stands in the block of the line ``at``, close to it."""
    first = at
    while first > 0 and lines[first].joined and at - first < reach:
        first -= 1
    last = at
    while last + 1 < len(lines) and lines[last + 1].joined and last - at < reach:
        last += 1
    return any(
        any(stamp.day for stamp in one.stamps) or byline_names(one.text)
        for one in lines[first : last + 1]
        if one is not lines[at]
    )


def later_headlines(lines: Sequence[PageLine], begins: int) -> list[int]:
    """Where further articles begin below the line ``begins``: a headline with a date or byline in
    its block, under which paragraphs follow."""
    found: list[int] = []
    for at in range(begins, len(lines)):
        line = lines[at]
        if not line.is_text or is_prose(line.text) or not is_headline(line.text):
            continue
        if people(line.text) or _is_metadata(line.text) or SEPARATORS.search(line.text):
            continue
        told = not found or any(is_paragraph(one.text) for one in lines[found[-1] : at])
        heads = is_dated(lines, at) or _under_rule(lines, at)
        if told and heads and _paragraphs_follow(lines, at):
            found.append(at)
    return found


def _under_rule(lines: Sequence[PageLine], at: int) -> bool:
    """Whether a rule ("* * *") stands in the two lines above, and another short line between."""
    above = lines[max(0, at - 2) : at]
    return any(not folded(one.text) and len(one.text) > 2 for one in above)


def _paragraphs_follow(lines: Sequence[PageLine], at: int) -> bool:
    below = [one for one in lines[at + 1 : at + 9] if not is_label(one.text) and one.is_text]
    return sum(is_paragraph(one.text) and not one.joined for one in below[:4]) >= 2
