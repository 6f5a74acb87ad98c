"""Headers of copied pages set anew: where outlets put a picture's caption, its credit and the names
of the authors, and whether they mark them, differs more from one to the next than the few hundred
pages at hand can show. So a page's own caption stands here beside another page's credit in one of
the ways that outlets have, and it, the byline, the standfirst and the buttons in another order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from digest.gather.page_labels import Label
from digest.gather.page_lines import Line, page_lines
from digest.gather.page_names import people

Row = tuple[Line, Label]

_SCRIPTS = {
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Arabic": re.compile(r"[\u0590-\u08ff]"),
    "East Asian": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]"),
    "Greek": re.compile(r"[\u0370-\u03ff]"),
}
_MARKS = {
    "Latin": (
        *("Photo: ", "Foto: ", "Photo by ", "Credit: ", "Bild: ", "Photo : ", "Fot. ", "Image: "),
        *("Photograph: ", "Picture: ", "Image source, ", "Crédit photo : ", "Kredit: ", "© "),
    ),
    "Cyrillic": ("Фото: ", "© ", "Фото ", "Світлина: ", "Автор фото: ", "Фото — "),
    "Arabic": ("© ", "تصوير: ", "الصورة: ", "צילום: "),
    "East Asian": ("© ", "撮影・", "写真："),
    "Greek": ("Φωτό: ", "© "),
}
_IN_LINE = (
    *("{caption}. {mark}{credit}", "{caption} {mark}{credit}", "{caption} ({credit})"),
    *("{caption} | {credit}", "{caption} / {credit}", "{caption}. {credit}", "{caption}. {CREDIT}"),
    *("{caption} ({mark}{credit})", "{caption} - {credit}", "{caption} – {credit}"),
    *("{credit} / {caption}", "{mark}{credit} – {caption}"),
)
_STANDFIRST = 0.75  # of the pages that have one keep it
_PICTURE = 0.85  # of the pages that have a caption show it
_BYLINE = 0.85
_IN_HEADER = 0.9  # of the pictures; the others stand below the first paragraph
_SIGNED = 0.06  # of the pages name their authors below the text
_STANDFIRST_FIRST = 0.8
_JOINED = (0.0, 0.2, 0.6, 1.0, 1.0)
_ROLE_WORDS = 5
_DESKS = 3  # times a byline without a person's name is there for once that it is on a page
_CUT = re.compile(r"[,;–—-]\s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What the pages in one script have: their credits and authors, lines that tell who wrote, and
    captions, which may as well describe a picture to those who do not see it."""

    script: str
    credits: Sequence[str]
    bylines: Sequence[Sequence[Row]]
    captions: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """A header in its parts. ``rest``: what else stands in it, as it stands together."""

    headline: Sequence[Row]
    standfirst: Sequence[Row]
    bylines: Sequence[Sequence[Row]]
    rest: Sequence[Sequence[Row]]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAnew:
    """A header, and what of it stands below the first paragraph and below the last."""

    header: Sequence[Row]
    below_first: Sequence[Row]
    below_last: Sequence[Row]


def script_of(text: str) -> str:
    return next((name for name, form in _SCRIPTS.items() if form.search(text)), "Latin")


def header_of(rows: Sequence[Row]) -> Header:
    """The parts of a header that begins with its headline."""
    runs: list[list[Row]] = []
    for row in rows:
        is_same = runs and runs[-1][0][1] is row[1] and row[0].joined
        if is_same or (runs and _is_role_below(runs[-1], row)):
            runs[-1].append(row)
        else:
            runs.append([row])

    def having(label: Label) -> list[list[Row]]:
        return [run for run in runs if run[0][1] is label]

    return Header(
        headline=next(iter(having(Label.HEADLINE)), ()),
        standfirst=next(iter(having(Label.STANDFIRST)), ()),
        bylines=having(Label.BYLINE),
        rest=having(Label.HEADER),
    )


def _is_role_below(run: Sequence[Row], row: Row) -> bool:
    """Whether a line right under a byline tells what they do, or where."""
    line, label = row
    is_short = line.is_text and len(line.text.split()) <= _ROLE_WORDS and not line.stamps
    is_first = run[0][1] is Label.BYLINE and run[-1][1] is Label.BYLINE
    return is_first and label is Label.HEADER and line.joined and is_short


def names_of(pages: Sequence[tuple[Header, str, str, Sequence[str]]]) -> dict[str, Names]:
    """What pages have, by script; each page as its header, caption, credit and authors."""
    found: dict[str, Names] = {}
    scripts = [script_of(header.headline[0][0].text) for header, *_ in pages]
    for script in dict.fromkeys(scripts):
        own = [page for page, of in zip(pages, scripts, strict=True) if of == script]
        people = [name for *_, authors in own for name in authors if len(name.split()) == 2]
        found[script] = Names(
            script=script,
            credits=[credit for *_, credit, _ in own if credit] + people[:: len(people) // 60 + 1],
            bylines=[
                run
                for header, *_, authors in own
                for run in header.bylines
                for _ in range(_DESKS if _has_no_person(authors) else 1)
            ],
            captions=[caption for _, caption, *_ in own if caption],
        )
    return found


def _has_no_person(authors: Sequence[str]) -> bool:
    """Whether desks, agencies or initials alone wrote."""
    return not any(people(name) for name in authors)


def set_anew(own: Header, other: Header, caption: str, names: Names, random: Random) -> SetAnew:
    """A header of the headline, standfirst and ``caption`` of one page, and the buttons and dates
    of another."""
    has_standfirst = own.standfirst and random.random() < _STANDFIRST
    standfirst = list(own.standfirst) if has_standfirst else []
    picture = picture_of(caption, names, random) if random.random() < _PICTURE else []
    bylines = [*own.bylines, *random.sample(names.bylines, min(3, len(names.bylines)))]
    byline = list(random.choice(bylines)) if bylines and random.random() < _BYLINE else []
    in_header = random.random() < _IN_HEADER
    is_signed = bool(byline) and random.random() < _SIGNED
    blocks = [list(run) for run in other.rest]
    blocks += [picture] if picture and in_header else []
    blocks += [byline] if byline and not is_signed else []
    random.shuffle(blocks)
    first = random.random() < _STANDFIRST_FIRST
    if standfirst:
        blocks.insert(0 if first else random.randint(0, len(blocks)), standfirst)
    joined = random.choice(_JOINED)
    headed = [row for block in blocks for row in _begun(block, joined, random)]
    return SetAnew(
        header=[*own.headline, *headed],
        below_first=_begun([] if in_header else picture, joined, random),
        below_last=_begun(byline[:1] if is_signed else [], joined, random),
    )


def _begun(block: Sequence[Row], joined: float, random: Random) -> list[Row]:
    """A block whose first line is joined to what stands above it so often."""
    rows = list(block)
    if rows:
        rows[0] = (replace(rows[0][0], joined=random.random() < joined), rows[0][1])
    return rows


def picture_of(caption: str, names: Names, random: Random) -> list[Row]:
    """A caption with a credit, in one of the ways in which they stand; [] where there is none of
    either."""
    if not caption or not names.credits:
        return []
    credit = random.choice(names.credits)
    mark = random.choice(_MARKS[names.script])
    way = random.random()
    if way < 0.3:
        form = random.choice(_IN_LINE)
        text = form.format(
            caption=caption.rstrip(" ."), credit=credit, CREDIT=credit.upper(), mark=mark
        )
        return [_row(text, Label.CREDITED_CAPTION, joined=False)]
    if way < 0.4:
        return [_row(caption, Label.CAPTION, joined=False)]
    is_marked = random.random() < 0.3
    is_upper = random.random() < 0.15
    told = _row(
        f"{mark}{credit}" if is_marked else credit.upper() if is_upper else credit,
        Label.CREDIT,
        joined=False,
    )
    shown = _shown(caption, names, random)
    rows = [told, *shown] if random.random() < 0.3 else [*shown, told]
    apart = random.random() < 0.2
    return [rows[0], *((replace(line, joined=not apart), label) for line, label in rows[1:])]


def _shown(caption: str, names: Names, random: Random) -> list[Row]:
    """A caption, perhaps below a description of the picture or below its own beginning."""
    rows = [_row(caption, Label.CAPTION, joined=False)]
    way = random.random()
    if way < 0.2:
        return [_row(random.choice(names.captions), Label.HEADER, joined=False), *rows]
    if way < 0.26:
        return [*rows, *rows]
    short = _CUT.split(caption)[0]
    if way < 0.3 and short != caption:
        return [_row(short, Label.HEADER, joined=False), *rows]
    return rows


def _row(text: str, label: Label, *, joined: bool) -> Row:
    return replace(_line(text), joined=joined), label


@lru_cache(maxsize=20_000)
def _line(text: str) -> Line:
    return page_lines([text])[0]
