"""Who wrote the article on a page copied as text, from lines of which it is known what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import What, is_contribution
from digest.gather.page_bylines import begins_with_of, has_role, is_outlet, split_byline, told_names
from digest.gather.page_credits import credit_of, is_agency
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line, ends_sentence, word_count
from digest.gather.page_main_picture import maker_under_caption
from digest.gather.page_names import (
    byline_names,
    is_and,
    is_byline_word,
    names_before_date,
    names_in_byline,
    people,
)
from digest.gather.page_stamps import stamp_in

_APART = 2  # lines between two bylines
_LIKELY = 0.25  # the chance from which on a line is taken for what is missing
_POSSIBLE = 0.05  # the chance from which on one is asked about that is not taken
_NEXT = 0.03  # the same for what shows by its place or its return that it is one
_SURE = 0.8
_MASTHEAD = 3  # lines at the top of a page that may name its outlet
_BIO = 2  # paragraphs at the end of a column that may tell of its author
_COLUMN = 8  # lines above a headline within which a columnist's name stands
_SIGNED = 3  # lines below the last paragraph within which a signature stands
_NEAR = 6  # lines from the headline within which a bare name stands
_NAME_CHARACTERS = 90
_CLAUSE = 8  # words of what may end in a full stop and be no sentence
_SIGNED_TEXT = re.compile(
    r"[。」』](?:[（(【]|[＝=])(?P<names>[\u3040-\u30ff\u3400-\u9fff]{2,8}"
    r"(?:[、・][\u3040-\u30ff\u3400-\u9fff]{2,8})*)[）)】]?$"
)
_INITIALS = re.compile(r"\((?P<names>[^\W\d_A-Z]{2,4})(?:/[\w-]{2,12})*\)")
_DATED_INITIALS = re.compile(
    r"\((?P<names>[^\W\d_]{2,5}(?:[,/]\s?[^\W\d_]{2,5})*), \d+\.\d+\.\d+\)$"
)
_SIGNED_BELOW = re.compile(r"[^().]{2,40}\((?P<names>[^()]{5,90})\)")
_DESK = re.compile(
    r"(?:(?:de\s)?(?:la\s)?(?:redacción|redação|redazione|rédaction|redakcja|redakce|redakcia"
    r"|redaktion|redactie|редакція|редакция|toimitus|szerkesztőség|newsroom)(?:\s\S+){0,3}"
    r"|(?:\S+\s){1,3}(?:desk|newsroom|staff))",
    re.I,
)
_RIGHTS = re.compile(r"©|\(c\)|copyright", re.I)
_OTHERWISE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION, Label.PARAGRAPH, Label.TEASER)


def authors_of(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names in the bylines, each once; where no line is taken for a byline, those of the line
    that is one most likely, if it has the shape."""
    maker = maker_under_caption(found)
    found = _without_outlet_entries([one for one in found if one is not maker])
    lines = _told_first(_bylines(found), found)
    names = _names(lines)
    if not names:
        names = next(filter(None, map(_names, _instead(found))), {})
    own = _as_elsewhere(names.values(), found)
    signed = _names(_below_in_brackets(found))
    kept = _people(own, found) or tuple(signed.values()) or own
    return kept or _agency(found) or _desk(found) or _initials(found) or _outlet(found)


def _without_outlet_entries(found: Sequence[Labelled]) -> list[Labelled]:
    """The lines, those of "Outlet - Ada Quill" without the outlet's name, where the page's first
    line or a credit is that name."""
    makers = (credit_of(one.line.text) for one in found if one.label is Label.CREDIT)
    outlets = {folded(text) for text in (*makers, *(one.line.text for one in found[:_MASTHEAD]))}
    kept = []
    for one in found:
        first, dash, rest = one.line.text.partition(" - ")
        if dash and one.zone is Zone.HEADER and folded(first) in outlets:
            one = replace(one, line=replace(one.line, text=rest, parts=(rest,)))
        kept.append(one)
    return kept


def _bylines(found: Sequence[Labelled]) -> list[Labelled]:
    """The lines that are taken for bylines, those of the header alone where it names anybody."""
    lines = [
        one
        for at, one in enumerate(found)
        if (
            one.label is Label.BYLINE
            and _is_believed(one)
            and not _is_under_avatar(found, at)
            and not (one.chance() < _SURE and (_is_in_text(one, found) or _is_makers(one, found)))
        )
        or _is_signature(found, at)
        or _is_under_by(found, at)
    ]
    heads = [one for one in lines if one.zone is not Zone.BODY]
    return heads if _names(heads) else lines


def _told_first(lines: list[Labelled], found: Sequence[Labelled]) -> list[Labelled]:
    """The bylines without those of which only others say what they are, and with the names that
    stand right beside them."""
    told = [one for one in lines if _is_told(one.line)]
    if told:  # what else stands there as names do is a button or an outlet
        lines = [
            one for one in lines if one in told or (_is_beside(one, told) and one.chance() >= _SURE)
        ]
    numbers = {one.line.number for one in lines}
    places = [at for at, one in enumerate(found) if one.line.number in numbers]
    beside = [at + step for at in places for step in (1, -1) if 0 <= at + step < len(found)]
    others = {at for at in beside if at not in places and _is_name_beside(found, at)}
    if told and not any(is_byline_word(one.line.text) for one in told):
        others = set()
    return [found[at] for at in sorted({*places, *others})]


def _is_name_beside(found: Sequence[Labelled], at: int) -> bool:
    """Whether a line next to a byline is nothing but a further name."""
    one = found[at]
    return (
        one.label in (Label.HEADER, Label.BELOW)
        and one.line.is_text
        and one.chance(Label.BYLINE) >= _LIKELY
        and people(one.line.text) == (one.line.text,)
    )


def _names(lines: Iterable[Labelled]) -> dict[str, str]:
    """The names in bylines, by what they are folded."""
    names: dict[str, str] = {}
    for one in lines:
        text = one.line.text
        if is_and(text) or is_byline_word(text) or is_contribution(text) or text[0] == "#":
            continue
        for name in names_in_byline(_entries(one.line)):
            names.setdefault(folded(name), name)
    return names


def _instead(found: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """What to read where no line taken for a byline names anybody, the best first."""
    yield _likely(found)
    yield _signatures(found)
    yield _repeated(found)
    yield _at_end_of_text(found)
    yield _possible(found)


def _likely(found: Sequence[Labelled]) -> list[Labelled]:
    likely = [
        at
        for at, one in enumerate(found)
        if one.chance(Label.BYLINE) >= _LIKELY
        and _is_named(one)
        and not _is_in_text(one, found)
        and not _is_makers(one, found)
    ]
    best = max(likely, key=lambda at: found[at].chance(Label.BYLINE), default=None)
    if best is None:
        return []
    near = [at for at in (best - 1, best, best + 1) if 0 <= at < len(found)]
    return [found[at] for at in near if at == best or _is_name_beside(found, at)]


def _is_in_text(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether the text speaks of what a line has for its first name: a place, or who is in the
    picture."""
    names = names_in_byline(_entries(one.line))
    if not names or _is_told(one.line):
        return False
    own = [each for each in found if each.label in (Label.HEADLINE, Label.PARAGRAPH)][:-_BIO]
    return any(f" {folded(names[0])} " in f" {folded(each.line.whole)} " for each in own)


def _is_makers(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether the name in a line stands alone among the paragraphs, too: under a picture."""
    text = one.line.text
    return any(
        each.zone is Zone.BODY and each.line.text == text and each.label is not Label.BYLINE
        for each in found
    )


def _possible(found: Sequence[Labelled]) -> list[Labelled]:
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
        and names_in_byline(_entries(one.line))
        and not _is_in_text(one, found)
    ]
    likely = [at for at in named if found[at].chance(Label.BYLINE) >= _POSSIBLE]
    likely = [at for at in likely if at > first or people(found[at].line.text)]
    dated = [at for at in named if any(_is_dated(found, to) for to in (at, at + 1, at - 1))]
    again = [at for at in named if _comes_back(found[at], found)]
    best = max(
        again or dated or likely, key=lambda at: found[at].chance(Label.BYLINE), default=None
    )
    if best is None:
        return []
    near = [at for at in (best - 1, best, best + 1) if at in named]
    alike = [at for at in near if (":" in found[at].line.text) == (":" in found[best].line.text)]
    return [found[at] for at in alike] if ":" in found[best].line.text else [found[best]]


def _comes_back(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether another line outside the text begins with the name in a line, or holds it among
    others: a note about the author."""
    key = folded(names_in_byline(_entries(one.line))[0])
    told = [each for each in found if each.label is Label.PARAGRAPH]
    below = [each for each in found if each.zone in (Zone.BELOW, Zone.SECOND)]
    return " " in key and any(
        f"{folded(each.line.text)} ".startswith(f"{key} ")
        for each in (*told[-_BIO:], *below)
        if each.line is not one.line
    )


def _below_in_brackets(found: Sequence[Labelled]) -> list[Labelled]:
    """The people in brackets behind an outlet right below the text: "TIDE (Ada Quill, Bo Lee)"."""
    last = max((at for at, one in enumerate(found) if one.label is Label.PARAGRAPH), default=0)
    for one in found[last + 1 : last + 1 + _SIGNED]:
        signed = _SIGNED_BELOW.fullmatch(one.line.text)
        if signed and people(signed["names"]):
            return [replace(one, line=replace(one.line, text=signed["names"], parts=()))]
    return []


def _at_end_of_text(found: Sequence[Labelled]) -> list[Labelled]:
    """The names in brackets behind the last sentence, in scripts without spaces between words:
    「…。（高坂美帆、根岸大輔）」"""
    last = next((one for one in reversed(found) if one.label is Label.PARAGRAPH), None)
    signed = _SIGNED_TEXT.search(last.line.whole) if last else None
    if last is None or signed is None:
        return []
    return [replace(last, line=replace(last.line, text=f"文：{signed['names']}", parts=()))]


def _is_dated(found: Sequence[Labelled], at: int) -> bool:
    return 0 <= at < len(found) and any(stamp.day for stamp in found[at].line.stamps)


def _people(names: Sequence[str], found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names without the outlet's own, which the page's first lines or its notice of rights
    have, too."""
    around = [one for one in found if one.zone in (Zone.ABOVE, Zone.BELOW)]
    rights = [one for one in around if _RIGHTS.search(one.line.text)]
    outlets = [f" {folded(one.line.text)} " for one in (*found[:_MASTHEAD], *rights)]
    return tuple(
        name
        for name in names
        if not is_outlet(name) and not any(f" {folded(name)} " in one for one in outlets)
    )


def _agency(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The agency that stands alone in the header."""
    heads = [one.line.text for one in found if one.zone is Zone.HEADER and one.line.is_text]
    return next(((text.strip("()"),) for text in heads if is_agency(text.strip("()"))), ())


def _desk(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The desk that stands alone in the header."""
    heads = [one for one in found if one.zone is Zone.HEADER and one.label is not Label.HEADLINE]
    told = (one for one in heads if one.chance(Label.BYLINE) >= _POSSIBLE)
    return next(((one.line.text,) for one in told if _DESK.fullmatch(one.line.text)), ())


def _initials(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The initials right below the text: "(kle)"; or at its end before a date."""
    last = max((at for at, one in enumerate(found) if one.label is Label.PARAGRAPH), default=0)
    for one in found[last + 1 : last + 1 + _SIGNED]:
        signed = _INITIALS.fullmatch(one.line.text) or _DATED_INITIALS.search(one.line.text)
        if signed:
            return tuple(re.split(r"[,/]\s?", signed["names"]))
    return ()


def _outlet(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The outlet's own name, as the first line of the page or its notice of rights has it, where
    it stands right under the headline: an agency signs what it writes."""
    heads = [at for at, one in enumerate(found) if one.label is Label.HEADLINE]
    names = {folded(one.line.text): one for one in found[:_MASTHEAD] if one.zone is Zone.ABOVE}
    rights = [one for one in found if one.zone is Zone.BELOW and _RIGHTS.search(one.line.text)]
    for one in found[heads[-1] + 1 : heads[-1] + 1 + _MASTHEAD] if heads else ():
        key = folded(one.line.text)
        own = key in names and any(key in folded(each.line.text) for each in rights)
        if own and one.label is Label.HEADER:
            return (one.line.text,)
    return ()


def _is_under_by(found: Sequence[Labelled], at: int) -> bool:
    """Whether a line stands right under one that is nothing but "By"."""
    return (
        at > 0
        and found[at - 1].label is Label.BYLINE
        and is_byline_word(found[at - 1].line.text)
        and found[at].line.joined
        and bool(names_in_byline(_entries(found[at].line)))
    )


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
    slashed = line.text.split(" / ")
    if len(slashed) > 1 and any(map(stamp_in, slashed)):
        return tuple(slashed)
    is_list = "/" in line.text and "|" not in line.text  # "Ada Quill / Bo Lee"
    return line.parts if len(line.parts) > 1 and not is_list else (line.text,)


def _is_told(line: Line) -> bool:
    """Whether a line says in words or by its shape that it is a byline."""
    return is_byline_word(line.text) or any(
        byline_names(part) or names_before_date(part) or begins_with_of(part)
        for part in _entries(line)
    )


def _is_beside(one: Labelled, others: Sequence[Labelled]) -> bool:
    return any(abs(one.line.number - other.line.number) <= _APART for other in others)


def _is_named(one: Labelled) -> bool:
    text = one.line.text
    return bool(one.line.is_text and (people(text) or byline_names(text) or split_byline(text)))


def _is_believed(one: Labelled) -> bool:
    """Whether a byline has the shape of one, or is too likely one to need it."""
    parts = one.line.text.split(" | ")
    if any(ends_sentence(part) and word_count(part) > _CLAUSE for part in parts):
        return bool(told_names(one.line.text))
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


def doubts_about_authors(found: Sequence[Labelled], names: Sequence[str]) -> list[str]:
    """A sentence where no author was found and a line looks as if it named one."""
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
    return [
        f"no author was found; line {best.line.number}, “{shown(best.line.text)}”, may name one"
    ]
