"""Who wrote the article on a page copied as text, from lines of which it is known what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import What, is_contribution
from digest.gather.page_bylines import has_role, split_byline, told_names
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, word_count
from digest.gather.page_names import (
    byline_names,
    is_and,
    is_byline_word,
    names_before_date,
    names_in_byline,
    people,
)
from digest.model.message import Message

_APART = 2  # lines between two bylines
_LIKELY = 0.25  # the chance from which on a line is taken for what is missing
_POSSIBLE = 0.05  # the chance from which on one is asked about that is not taken
_SURE = 0.8
_SIGNED = 3  # lines below the last paragraph within which a signature stands
_NEAR = 6  # lines from the headline within which a bare name stands
_NAME_CHARACTERS = 90
_OTHERWISE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION, Label.PARAGRAPH, Label.TEASER)


def authors_of(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names in the bylines, each once; where no line is taken for a byline, those of the line
    that is one most likely, if it has the shape."""
    lines = [
        one
        for at, one in enumerate(found)
        if (one.label is Label.BYLINE and _is_believed(one) and not _is_under_avatar(found, at))
        or _is_signature(found, at)
    ]
    if not lines:
        likely = [one for one in found if one.chance(Label.BYLINE) >= _LIKELY and _is_named(one)]
        lines = sorted(likely, key=lambda one: -one.chance(Label.BYLINE))[:1]
    lines = lines or _signatures(found) or _repeated(found)
    told = [one for one in lines if _is_told(one.line)]
    if told:  # what else stands there as names do is a button or an outlet
        lines = [
            one for one in lines if one in told or (_is_beside(one, told) and one.chance() >= _SURE)
        ]
    names: dict[str, str] = {}
    for one in lines:
        text = one.line.text
        if is_and(text) or is_byline_word(text) or is_contribution(text):
            continue
        for name in names_in_byline(_entries(one.line)):
            names.setdefault(folded(name), name)
    return _as_elsewhere(names.values(), found)


def _is_under_avatar(found: Sequence[Labelled], at: int) -> bool:
    return at > 0 and found[at - 1].line.what is What.AVATAR


def _is_signature(found: Sequence[Labelled], at: int) -> bool:
    """Whether a byline stands right under the last paragraph."""
    above = found[at - 1] if at else None
    return (
        above is not None
        and above.label is Label.PARAGRAPH
        and found[at].zone is Zone.BELOW
        and bool(byline_names(found[at].line.text))
    )


def _entries(line: Line) -> tuple[str, ...]:
    is_list = "/" in line.text and "|" not in line.text  # "Ada Quill / Bo Lee"
    return line.parts if len(line.parts) > 1 and not is_list else (line.text,)


def _is_told(line: Line) -> bool:
    """Whether a line says in words or by its shape that it is a byline."""
    return is_byline_word(line.text) or any(
        byline_names(part) or names_before_date(part) for part in _entries(line)
    )


def _is_beside(one: Labelled, others: Sequence[Labelled]) -> bool:
    return any(abs(one.line.number - other.line.number) <= _APART for other in others)


def _is_named(one: Labelled) -> bool:
    text = one.line.text
    return bool(one.line.is_text and (people(text) or byline_names(text) or split_byline(text)))


def _is_believed(one: Labelled) -> bool:
    """Whether a byline has the shape of one, or is too likely one to need it."""
    return one.chance() >= _SURE or any(
        people(part) or byline_names(part) or names_before_date(part) or split_byline(part)
        for part in _entries(one.line)
    )


def _signatures(found: Sequence[Labelled]) -> list[Labelled]:
    """Lines in the header, or right below the text, that say in words who wrote it."""
    last = max((at for at, one in enumerate(found) if one.label is Label.PARAGRAPH), default=0)
    return [
        one
        for at, one in enumerate(found)
        if one.label not in _OTHERWISE
        and (one.zone is Zone.HEADER or 0 < at - last <= _SIGNED)
        and _is_signed(one)
        and not is_contribution(one.line.text)
    ][:1]


def _is_signed(one: Labelled) -> bool:
    """Whether a line names who wrote: in words, or below the text by a name and its role."""
    text = one.line.text
    if told_names(text):
        return True
    is_below = one.zone is Zone.BELOW and len(text) <= _NAME_CHARACTERS
    return is_below and has_role(text) and bool(split_byline(text))


def _repeated(found: Sequence[Labelled]) -> list[Labelled]:
    """The line near the headline that begins with a name which comes back elsewhere outside the
    text: in a note about its author, an address or an answer to readers."""
    rest = [
        f" {folded(one.line.text)} "
        for one in found
        if one.label not in _OTHERWISE and one.zone in (Zone.ABOVE, Zone.HEADER, Zone.BELOW)
    ]
    heads = [at for at, one in enumerate(found) if one.label is Label.HEADLINE]
    near = found[heads[0] : heads[-1] + _NEAR] if heads else ()
    for one in near:
        if one.zone is not Zone.HEADER or one.label in (*_OTHERWISE, Label.HEADLINE):
            continue
        names = split_byline(one.line.text) if len(one.line.text) <= _NAME_CHARACTERS else ()
        if names and sum(f" {folded(names[0])} " in text for text in rest) > 1:
            return [one]
    return []


def _as_elsewhere(names: Iterable[str], found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names without a place or paper before them that stands alone elsewhere on the page, and
    without a role behind them where the page has them without it, too."""
    known = {folded(part) for one in found for part in (one.line.text, *one.line.parts)}
    page = "\n".join(f" {folded(one.line.text)} " for one in found)
    kept: dict[str, str] = {}
    for name in names:
        words = name.split()
        cut = next(
            (at for at in range(len(words) - 2, 0, -1) if folded(" ".join(words[:at])) in known), 0
        )
        short = _shortest(words[cut:], page)
        kept.setdefault(folded(short), short)
    return tuple(kept.values())


def _shortest(words: Sequence[str], page: str) -> str:
    """A name as far as it comes back on the page, where the whole does not."""
    whole = " ".join(words)
    for end in range(len(words), 1, -1):
        name = " ".join(words[:end])
        if page.count(f" {folded(name)} ") > page.count(f" {folded(whole)} "):
            return name
    return whole


def _may_name(text: str) -> bool:
    return bool(split_byline(text)) or has_role(text)


def doubts_about_authors(found: Sequence[Labelled], names: Sequence[str]) -> list[Message]:
    """A message where no author was found and a line looks as if it named one."""
    if names:
        return []
    likely = [
        one
        for one in found
        if one.zone is not Zone.BODY
        and one.label not in (*_OTHERWISE, Label.HEADLINE)
        and one.line.is_text
        and word_count(one.line.text) <= _NAME_CHARACTERS // 5
        and (one.chance(Label.BYLINE) >= _POSSIBLE or told_names(one.line.text))
        and (one.chance(Label.BYLINE) >= _LIKELY or _may_name(one.line.text))
    ]
    best = max(likely, key=lambda one: one.chance(Label.BYLINE), default=None)
    if best is None:
        return []
    line = best.line
    return [Message("reading.no_author", number=line.number, words=shown(line.text))]
