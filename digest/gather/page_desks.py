"""Who wrote a copied page that names no person: an agency, a desk, a press office, initials, or the
outlet itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.gather.clean import folded
from digest.gather.page_boilerplate import is_contribution
from digest.gather.page_credits import is_agency
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_names import is_byline_word
from digest.gather.page_signatures import entries_of, is_of_rights, last_paragraph
from digest.gather.page_stamps import without_stamp

_POSSIBLE = 0.05  # the chance of being a byline from which on a line is asked about
_LIKELY = 0.25  # the same for initials in the header
_BIO = 2  # paragraphs at the beginning of a text that may cite their outlet
_SIGNED = 3  # lines below the last paragraph within which a signature stands
_TAKEN = 0.6
_AROUND_NAMES = " -–—|•·,;()[]"
_SAID_BEFORE = re.compile(r"^[^\W\d]{2,12}\s?[:：]\s*")
_DESK_WORDS = 6
_INITIALS_LETTERS = 5
_NO_DESK = re.compile(r"[\d@#:?!]")
_PARTED = re.compile(r"\s?[,/]\s?")
_INITIALS = re.compile(r"\((?P<names>[^\W\d_A-Z]{2,4})(?:/[\w-]{2,12})*\)")
_NOT_NAMED = (Label.HEADLINE, Label.STANDFIRST, Label.CAPTION, Label.CREDITED_CAPTION)
_MASTHEAD = 3  # lines at the top of a page that may name its outlet
_DATED_INITIALS = re.compile(
    r"\((?P<names>[^\W\d_]{2,5}(?:[,/]\s?[^\W\d_]{2,5})*), \d+\.\d+\.\d+\)$"
)
_DESK = re.compile(
    r"(?:(?:de\s)?(?:la\s)?(?:redacción|redação|redazione|rédaction|redakcja|redakce|redakcia"
    r"|redaktion|redactie|редакція|редакция|toimitus|szerkesztőség|newsroom)(?:\s\S+){0,3}"
    r"|(?:\S+\s){1,3}(?:desk|newsroom|staff))",
    re.I,
)
_DATELINE = re.compile(
    r"[^\W\d_a-zà-ÿа-яіїєґ][^().!?]{1,40}\((?P<agency>[^\W\d_][^()\d:,]{1,30})\)\s?\.?\s?[–—-]"
)
_CAPITALS = re.compile(
    r"(?:.*[\s,|])?(?i:autor(?:ka|in)?|tekst|text|opr\.|oprac\.|автор|текст|by)\s?:\s"
    r"(?P<names>[^\W\d_a-zà-ÿа-яіїєґ]{2,4})"
)
_SITE_INITIALS = re.compile(r"(?P<names>[^\W\d_A-Z]{2,4}),\s[\w-]+(?:\.[\w-]+)+")
_BARE_INITIALS = re.compile(r"[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ]{2,4}")
_OFFICE = re.compile(
    r"(?:прес-?служба|пресс-служба|pressestelle|service (?:de )?presse|biuro prasowe|ufficio stampa"
    r"|press office|gabinete de prensa|відділ комунікацій)(?:\s\S+){0,5}",
    re.I,
)


def desk_of(found: Sequence[Labelled]) -> tuple[str, ...]:
    """Who wrote where no person is named: an agency, a desk, initials, or the outlet itself."""
    return (
        _agency(found)
        or _byline(found)
        or desk_in_header(found)
        or _capitals(found)
        or _initials(found)
        or _press_office(found)
        or _outlet(found)
        or _of_dateline(found)
    )


def _agency(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The agency that stands alone in the header."""
    heads = [one.line.text for one in found if one.zone is Zone.HEADER and one.line.is_text]
    return next(((text.strip("()"),) for text in heads if is_agency(text.strip("()"))), ())


def _byline(found: Sequence[Labelled]) -> tuple[str, ...]:
    """What a line says that is taken for the byline and names no person: a desk, an agency,
    initials; in the header, or right below the text."""
    last = last_paragraph(found)
    for at, one in enumerate(found):
        is_near = one.zone is Zone.HEADER or 0 < at - last <= _SIGNED
        if one.label is not Label.BYLINE or not is_near or one.chance() < _TAKEN:
            continue
        text = _SAID_BEFORE.sub("", without_stamp(one.line.text).strip(_AROUND_NAMES))
        text = text.strip(_AROUND_NAMES)
        is_name = 0 < len(text.split()) <= _DESK_WORDS and not is_byline_word(text)
        if is_name and not _NO_DESK.search(text) and not is_contribution(text):
            parts = _PARTED.split(text.split(" | ")[-1])
            return tuple(parts) if max(map(len, parts)) <= _INITIALS_LETTERS else (text,)
    return ()


def desk_in_header(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The desk that stands in the header, alone or beside a date, or behind the word for who wrote:
    "Redaktion", "22-01-2026 | Redactie Merrow", "Autor: Redakcja Merrow"."""
    for one in found:
        if one.zone is not Zone.HEADER or one.label in (*_NOT_NAMED, Label.CREDIT):
            continue
        for part in entries_of(one.line):
            text = _SAID_BEFORE.sub("", part.strip(_AROUND_NAMES)).strip(_AROUND_NAMES)
            is_likely = one.chance(Label.BYLINE) >= _POSSIBLE or len(text.split()) > 1
            if is_likely and _DESK.fullmatch(text):
                return (text,)
    return ()


def _capitals(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The initials in capitals behind the word for who wrote, in the header: "Autor: ABC"."""
    heads = (one.line.text for one in found if one.zone is Zone.HEADER)
    signed = filter(None, map(_CAPITALS.fullmatch, heads))
    return next(((each["names"],) for each in signed), ())


def _initials(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The initials right below the text: "(kle)"; before a date at its end, "(kle, 1.3.2026)"; or
    before the site, "kle, news.example"; and those that stand alone in the header."""
    last = last_paragraph(found)
    for one in found[last : last + 1 + _SIGNED]:
        dated = _DATED_INITIALS.search(one.line.whole)
        signed = dated or (one is not found[last] and _INITIALS.fullmatch(one.line.text))
        if signed:
            return tuple(re.split(r"[,/]\s?", signed["names"]))
    below = {one.line.text for one in found[last + 1 : last + 1 + _SIGNED]}
    signed = next(filter(None, map(_SITE_INITIALS.fullmatch, sorted(below))), None)
    if signed:
        return (signed["names"],)
    for one in found:
        is_likely = one.chance(Label.BYLINE) >= _LIKELY or one.line.text in below
        if one.zone is Zone.HEADER and is_likely and _BARE_INITIALS.fullmatch(one.line.text):
            return (one.line.text,)
    return ()


def _press_office(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The press office or desk that stands alone right below the text."""
    last = last_paragraph(found)
    below = (one.line.text for one in found[last + 1 : last + 2])
    return next(((text,) for text in below if _OFFICE.fullmatch(text) or _DESK.fullmatch(text)), ())


def _outlet(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The outlet's own name, as the first line of the page or its notice of rights has it, where
    it stands right under the headline: an agency signs what it writes."""
    heads = [at for at, one in enumerate(found) if one.label is Label.HEADLINE]
    names = {f"{folded(one.line.text)} " for one in found if one.zone is Zone.ABOVE}
    told = [one for one in found if one.label is Label.PARAGRAPH]
    rights = [one for one in found if one.zone is Zone.BELOW and is_of_rights(one.line.text)]
    for one in found[heads[-1] + 1 : heads[-1] + 1 + _MASTHEAD] if heads else ():
        key = folded(one.line.text)
        own = f"{key} " in names and any(key in folded(each.line.text) for each in rights)
        cited = any(one.line.text in each.line.text for each in told[:_BIO])
        is_first = one.line.text[0].isupper() and any(name.startswith(f"{key} ") for name in names)
        if one.label in (Label.HEADER, Label.BYLINE) and (own or (cited and is_first)):
            return (one.line.text,)
    return ()


def _of_dateline(found: Sequence[Labelled]) -> tuple[str, ...]:
    """The agency in the dateline of the first paragraph, "MERROW (Tide) - …", that a line of the
    header names, too."""
    first = next((at for at, one in enumerate(found) if one.label is Label.PARAGRAPH), 0)
    begins = (one for one in found[: first + 1] if one.label in (Label.STANDFIRST, Label.PARAGRAPH))
    line = next(filter(None, (_DATELINE.match(one.line.text) for one in begins)), None)
    if line is None:
        return ()
    if any(one.line.text.endswith(f"/{line['agency']}") for one in found[:first]):  # a credit
        return (line["agency"],)
    key = f" {folded(line['agency'])} "
    heads = (one for one in found if one.zone is Zone.HEADER and one.label not in _NOT_NAMED)
    is_known = any(key in f" {folded(one.line.text)} " for one in heads)
    return (line["agency"],) if is_known else ()
