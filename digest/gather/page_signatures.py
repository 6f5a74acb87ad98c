"""Signatures on a page copied as text where no line is taken for a byline: names that come back in
a note about their author, below the text, at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digest.gather.clean import folded
from digest.gather.page_boilerplate import is_contribution
from digest.gather.page_bylines import begins_with_of, has_role, split_byline, told_names
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence
from digest.gather.page_names import (
    byline_names,
    is_byline_word,
    names_before_date,
    names_in_byline,
    people,
)
from digest.gather.page_stamps import stamp_in

_POSSIBLE = 0.05  # the chance from which on one is asked about that is not taken
_NEXT = 0.03  # the same for what shows by its place or its return that it is one
_BIO = 2  # paragraphs at the end of a column that may tell of its author
_COLUMN = 8  # lines above a headline within which a columnist's name stands
_SIGNED = 3  # lines below the last paragraph within which a signature stands
_NEAR = 6  # lines from the headline within which a bare name stands
_NAME_CHARACTERS = 90
_NAME = 3  # words
_SIGNED_TEXT = re.compile(
    r"[。」』](?:[（(【]|[＝=])(?P<names>[\u3040-\u30ff\u3400-\u9fff]{2,8}"
    r"(?:[、・][\u3040-\u30ff\u3400-\u9fff]{2,8})*)[）)】]?$"
)
_SIGNED_BELOW = re.compile(r"[^().]{2,40}\((?P<names>[^()]{5,90})\)")
_RIGHTS = re.compile(r"©|\(c\)|copyright", re.I)
_BUTTON = re.compile(
    r"\s(?:leave a (?:comment|reply)|(?:no|\d+) comments?|add (?:a )?comment|laisser un commentaire"
    r"|(?:einen )?kommentar (?:schreiben|hinterlassen)|deja un comentario|deixe um comentário"
    r"|lascia un commento|dodaj komentarz|залишити коментар|оставить комментарий)$",
    re.I,
)
_OF_AGENCY = re.compile(r"(?P<names>[^().]{5,60})\s\([^\W\d_a-zà-ÿа-яіїєґ]{2,6}\)")
_OTHERWISE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION, Label.PARAGRAPH, Label.TEASER)


def signatures(found: Sequence[Labelled]) -> list[Labelled]:
    """Lines in the header, or right below the text, that say in words who wrote it."""
    last = last_paragraph(found)
    return [
        one
        for at, one in enumerate(found)
        if one.label not in _OTHERWISE
        and (one.zone is Zone.HEADER or 0 < at - last <= _SIGNED)
        and _is_signed(one)
        and not is_contribution(one.line.text)
    ][:1]


def last_paragraph(found: Sequence[Labelled]) -> int:
    """Where the text ends; 0 on a page without one."""
    return max((at for at, one in enumerate(found) if one.label is Label.PARAGRAPH), default=0)


def _is_signed(one: Labelled) -> bool:
    """Whether a line names who wrote: in words, or below the text by a name and its role."""
    text = one.line.text
    if told_names(text):
        return True
    agency = _OF_AGENCY.fullmatch(text)
    if agency and one.zone is Zone.BELOW and people(agency["names"]) == (agency["names"],):
        return True
    is_below = one.zone is Zone.BELOW and len(text) <= _NAME_CHARACTERS
    return is_below and has_role(text) and bool(split_byline(text))


def repeated(found: Sequence[Labelled]) -> list[Labelled]:
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


def possible(found: Sequence[Labelled]) -> list[Labelled]:
    """The line in the header that is nothing but names, perhaps with a date, if it is the only one
    or stands beside the date."""
    first = next((at for at, one in enumerate(found) if one.label is Label.HEADLINE), 0)
    named = [
        at
        for at, one in enumerate(found)
        if (one.zone is Zone.HEADER or first - _COLUMN <= at < first)
        and one.label in (Label.HEADER, Label.BYLINE, Label.STANDFIRST, Label.ABOVE)
        and not ends_sentence(one.line.text)
        and one.chance(Label.BYLINE) >= _NEXT
        and len(one.line.text) <= _NAME_CHARACTERS
        and names_in_byline(entries_of(one.line))
        and not is_in_text(one, found)
    ]
    likely = [at for at in named if found[at].chance(Label.BYLINE) >= _POSSIBLE]
    likely = [at for at in likely if at > first or people(found[at].line.text)]
    dated = [at for at in named if any(_is_dated(found, to) for to in (at, at + 1, at - 1))]
    again = [at for at in named if _comes_back(found[at], found, noted=at < first)]
    dated = [at for at in dated if at > first] or dated
    best = max(
        again or dated or likely, key=lambda at: found[at].chance(Label.BYLINE), default=None
    )
    if best is None:
        return []
    near = [at for at in (best - 1, best, best + 1) if at in named]
    alike = [at for at in near if (":" in found[at].line.text) == (":" in found[best].line.text)]
    return [found[at] for at in alike] if ":" in found[best].line.text else [found[best]]


def _comes_back(one: Labelled, found: Sequence[Labelled], *, noted: bool) -> bool:
    """Whether another line outside the text begins with the name in a line: a note about the
    author. ``noted``: it must say more than the name, which may be a label of the page's."""
    key = folded(names_in_byline(entries_of(one.line))[0])
    told = [each for each in found if each.label is Label.PARAGRAPH]
    below = [each for each in found if each.zone in (Zone.BELOW, Zone.SECOND)]
    return " " in key and any(
        f"{folded(each.line.text)} ".startswith(f"{key} ")
        for each in (*told[-_BIO:], *below)
        if each.line is not one.line and not (noted and folded(each.line.text) == key)
    )


def _is_dated(found: Sequence[Labelled], at: int) -> bool:
    return 0 <= at < len(found) and any(stamp.day for stamp in found[at].line.stamps)


def alone_below_text(found: Sequence[Labelled]) -> list[Labelled]:
    """The line right below the last paragraph that is nothing but the name of a person of whom
    the text does not speak."""
    last = last_paragraph(found)
    for one in found[last + 1 : last + 2]:
        text = one.line.text
        is_name = one.line.is_text and people(text) == (text,) and 1 < len(text.split()) <= _NAME
        words = text.split()
        is_person = is_name and not any(word.isupper() and len(word) > 2 for word in words[:1])
        if is_person and one.label not in _OTHERWISE and not _is_spoken_of(text, found):
            return [one]
    return []


def _is_spoken_of(name: str, found: Sequence[Labelled]) -> bool:
    """Whether the article has a name: that of a place, or of whom it is about."""
    key = f" {folded(name)} "
    own = (Label.HEADLINE, Label.STANDFIRST, Label.PARAGRAPH)
    return any(key in f" {folded(one.line.whole)} " for one in found if one.label in own)


def below_in_brackets(found: Sequence[Labelled]) -> list[Labelled]:
    """The people in brackets behind an outlet right below the text: "TIDE (Ada Quill, Bo Lee)"."""
    last = last_paragraph(found)
    for one in found[last + 1 : last + 1 + _SIGNED]:
        signed = _SIGNED_BELOW.fullmatch(one.line.text)
        if signed and people(signed["names"]):
            return [replace(one, line=replace(one.line, text=signed["names"], parts=()))]
    return []


def at_end_of_text(found: Sequence[Labelled]) -> list[Labelled]:
    """The names in brackets behind the last sentence, in scripts without spaces between words:
    「…。（高坂美帆、根岸大輔）」"""
    last = next((one for one in reversed(found) if one.label is Label.PARAGRAPH), None)
    signed = _SIGNED_TEXT.search(last.line.whole) if last else None
    if last is None or signed is None:
        return []
    return [replace(last, line=replace(last.line, text=f"文：{signed['names']}", parts=()))]


def is_of_rights(text: str) -> bool:
    """Whether a line is a notice of rights, which names the outlet."""
    return bool(_RIGHTS.search(text))


def entries_of(line: Line) -> tuple[str, ...]:
    """The parts of a line that may be a byline, without the button at its end."""
    if _BUTTON.search(line.text):
        text = _BUTTON.sub("", line.text)
        line = replace(line, text=text, parts=tuple(_BUTTON.sub("", one) for one in line.parts))
    slashed = line.text.split(" / ")
    if len(slashed) > 1 and any(map(stamp_in, slashed)):
        return tuple(slashed)
    is_list = "/" in line.text and "|" not in line.text  # "Ada Quill / Bo Lee"
    return line.parts if len(line.parts) > 1 and not is_list else (line.text,)


def is_told(line: Line) -> bool:
    """Whether a line says in words or by its shape that it is a byline."""
    return is_byline_word(line.text) or any(
        byline_names(part) or names_before_date(part) or begins_with_of(part)
        for part in entries_of(line)
    )


def is_led(line: Line) -> bool:
    """Whether a line says in words that what follows are the names of who wrote."""
    parts = entries_of(line)
    return any(told_names(part) or byline_names(part) or begins_with_of(part) for part in parts)


def is_in_text(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether the text speaks of what a line has for its first name: a place, or who is in the
    picture."""
    names = names_in_byline(entries_of(one.line))
    if not names or is_told(one.line):
        return False
    own = [each for each in found if each.label in (Label.HEADLINE, Label.PARAGRAPH)][:-_BIO]
    return any(f" {folded(names[0])} " in f" {folded(each.line.whole)} " for each in own)
