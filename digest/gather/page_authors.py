"""Who wrote the article on a page copied as text, from lines of which it is known what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import What, is_contribution
from digest.gather.page_bylines import (
    has_role,
    is_made_otherwise,
    is_outlet,
    split_byline,
    told_names,
)
from digest.gather.page_credits import credit_of
from digest.gather.page_desks import desk_in_header, desk_of
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import ends_sentence, word_count
from digest.gather.page_main_picture import maker_under_caption
from digest.gather.page_names import (
    byline_names,
    is_and,
    is_byline_word,
    is_caseless,
    names_before_date,
    names_in_byline,
    people,
)
from digest.gather.page_signatures import (
    alone_below_text,
    at_end_of_text,
    below_in_brackets,
    entries_of,
    is_in_text,
    is_led,
    is_of_rights,
    is_told,
    possible,
    repeated,
    signatures,
)
from digest.model.message import Message

_LIKELY = 0.25  # the chance from which on a line is taken for what is missing
_POSSIBLE = 0.05  # the chance from which on one is asked about that is not taken
_SURE = 0.8
_MASTHEAD = 3  # lines at the top of a page that may name its outlet
_PROVIDED = re.compile(r"(?:powered|sponsored|presented|provided|hosted) by\b", re.I)
_PORTRAIT = re.compile(
    r"(?i:porträt|portrait|profilbild|profile (?:picture|photo)|retrato|ritratto|portret|avatar)"
    r"\s(?:of|von|de|di|van|av)\s(?=[^\W\d_a-z])"
)
_POST = re.compile(r"(?:^|\s)\S+:\s(?=\S+\s\S)")
_SOURCE = re.compile(r"^(?:джерело|источник|źródło|zdroj|source|quelle|fuente|fonte)\s?:\s", re.I)
_DIGIT = re.compile(r"\d")
_SIZES = re.compile(r"(\w)(?:\s\1)+")  # buttons: "A A A"
_NAME_CHARACTERS = 90
_CLAUSE = 8  # words of what may end in a full stop and be no sentence
_APART = 2  # lines between two bylines
_OTHERWISE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION, Label.PARAGRAPH, Label.TEASER)


def authors_of(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names in the bylines, each once; where no line is taken for a byline, those of the line
    that is one most likely, if it has the shape."""
    maker = maker_under_caption(found)
    found = _without_outlet_entries([one for one in found if one is not maker])
    lines = _told_first(_bylines(found), found)
    names = _names(lines)
    if not names or _are_places(lines, found):
        names = next(filter(None, map(_names, _instead(found))), {})
    own = _as_elsewhere(names.values(), found)
    signed = _names(below_in_brackets(found))
    kept = _people(own, found) or tuple(signed.values()) or own
    return kept or desk_of(found)


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
            and not is_made_otherwise(found[at - 1].line.text if at else "")
            and not (one.chance() < _SURE and (is_in_text(one, found) or _is_makers(one, found)))
        )
        or _is_signature(found, at)
        or _is_under_by(found, at)
    ]
    heads = [one for one in lines if one.zone is not Zone.BODY]
    return heads if _names(heads) else lines


def _told_first(lines: list[Labelled], found: Sequence[Labelled]) -> list[Labelled]:
    """The bylines without those of which only others say what they are, and with the names that
    stand right beside them."""
    told = [one for one in lines if is_told(one.line)]
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
    further = {at for place in places for at in _next_authors(found, place)}
    return [found[at] for at in sorted({*places, *others, *further})]


def _next_authors(found: Sequence[Labelled], at: int) -> Iterator[int]:
    """Where further names stand as the one at a place in the header does: above what they do, or
    under the same words ("portrait"), or behind a town as a line above or below it."""
    text = found[at].line.text
    if found[at].zone is not Zone.HEADER:
        return
    if is_caseless(text) and _POST.match(text):
        beside = (to for to in (at - 1, at + 1) if 0 <= to < len(found))
        posts = ((to, found[to].line.text) for to in beside)
        yield from (to for to, post in posts if _POST.match(post) and not _DIGIT.search(post))
    if people(text) != (text,):
        return
    for to in range(at + 2, min(at + 2 + _APART, len(found) - 1)):
        one, below = found[to], found[to + 1]
        is_free = one.label in (Label.HEADER, Label.BYLINE) and one.line.joined
        is_same = at > 0 and found[to - 1].line.text == found[at - 1].line.text
        has_roles = to == at + 2 and has_role(found[at + 1].line.text) and has_role(below.line.text)
        if is_free and people(one.line.text) == (one.line.text,) and (is_same or has_roles):
            yield to


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
        for name in _names_in(one):
            names.setdefault(folded(name), name)
    return names


def _names_in(one: Labelled) -> tuple[str, ...]:
    """The names in a byline, which may be the words for a portrait of who wrote, or several places
    with their reporters."""
    if _PROVIDED.match(one.line.text):
        return ()
    portrayed = _PORTRAIT.sub("", one.line.text)
    if portrayed != one.line.text:
        return names_in_byline((portrayed,))
    posts = _POST.split(one.line.text) if is_caseless(one.line.text) else ()
    if len(posts) > 2:
        return tuple(name for post in posts if post for name in names_in_byline((f"من: {post}",)))
    names = (_SOURCE.sub("", name) for name in names_in_byline(entries_of(one.line)))
    return tuple(name for name in names if not _SIZES.fullmatch(name))


def _are_places(lines: Sequence[Labelled], found: Sequence[Labelled]) -> bool:
    """Whether all that stands as names do before a date is where the desk is that wrote."""
    naming = [one for one in lines if _names([one])]
    dated = all(names_before_date(one.line.text) and not is_led(one.line) for one in naming)
    return dated and bool(desk_in_header(found))


def _instead(found: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """What to read where no line taken for a byline names anybody, the best first; only what says
    that it is signed where a desk stands in the header."""
    if desk_in_header(found):
        yield signatures(found)
        return
    yield _likely(found)
    yield signatures(found)
    yield repeated(found)
    yield at_end_of_text(found)
    yield alone_below_text(found)
    yield possible(found)


def _likely(found: Sequence[Labelled]) -> list[Labelled]:
    likely = [
        at
        for at, one in enumerate(found)
        if one.chance(Label.BYLINE) >= _LIKELY
        and one.label is not Label.CREDITED_CAPTION
        and _is_named(one)
        and not is_in_text(one, found)
        and not _is_makers(one, found)
        and not is_made_otherwise(found[at - 1].line.text if at else "")
    ]
    best = max(likely, key=lambda at: found[at].chance(Label.BYLINE), default=None)
    if best is None:
        return []
    near = [at for at in (best - 1, best, best + 1) if 0 <= at < len(found)]
    return [found[at] for at in near if at == best or _is_name_beside(found, at)]


def _is_makers(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether the name in a line stands alone among the paragraphs, too: under a picture."""
    text = one.line.text
    return any(
        each.zone is Zone.BODY and each.line.text == text and each.label is not Label.BYLINE
        for each in found
    )


def _people(names: Sequence[str], found: Sequence[Labelled]) -> tuple[str, ...]:
    """The names without the outlet's own, which the page's first lines or its notice of rights
    have, too."""
    around = [one for one in found if one.zone in (Zone.ABOVE, Zone.BELOW)]
    rights = [one for one in around if is_of_rights(one.line.text)]
    outlets = [f" {folded(one.line.text)} " for one in (*found[:_MASTHEAD], *rights)]
    return tuple(
        name
        for name in names
        if not is_outlet(name) and not any(f" {folded(name)} " in one for one in outlets)
    )


def _is_under_by(found: Sequence[Labelled], at: int) -> bool:
    """Whether a line stands right under one that is nothing but "By"."""
    return (
        at > 0
        and found[at - 1].label in (Label.BYLINE, Label.HEADER)
        and is_byline_word(found[at - 1].line.text)
        and found[at].line.joined
        and bool(names_in_byline(entries_of(found[at].line)))
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
        for part in entries_of(one.line)
    )


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
