"""Rules 13, 20, 40, 41 and 57: what makes a mail hard to read: faint, tiny, wider than a phone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from digest.check.css_syntax import WHOLE_PIXELS, declarations_of, pixels, rules_of
from digest.check.element_text import own_texts
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import ComputedStyle, Tree, View
from digest.check.urls import is_placeholder
from digest.model.mail import Category, Severity
from digest.model.message import Message
from digest.present.contrast import Colour, contrast, enough_for

_SMALLEST_PIXELS, _TINY_PIXELS = 14.0, 11.0
_UNREADABLE = 2.0
"""A contrast that nobody reads without effort; what lies between is a risk to some."""
_LONGEST_WORD = 60  # characters of 16 px on a phone of 360 px are 45; narrow letters have less
_BREAKS_WORDS = re.compile(
    r"(?:word-break|overflow-wrap|word-wrap)\s*:\s*(?:break-all|break-word|anywhere)", re.IGNORECASE
)
_WORD = re.compile(r"[^\s\u00ad\u200b\u2060-]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""Scripts that break between any two letters, or where a dictionary says."""
_WIDEST_FIXED = 480
_NO_ZOOM = re.compile(
    r"user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*1(?:\.0)?\b", re.IGNORECASE
)
_LOWEST_LINE = 1.0
_LONG_ENOUGH = 80  # characters, for a text to run over a line's end
_FEWEST_LETTERS = 20
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def faint(mail: Specimen, view: View) -> Iterator[Fault]:
    """Text without enough contrast in a view, each pair of colours once.

    What is as faint in the light is not said again.
    """
    seen: set[tuple[Colour, Colour, float]] = set()
    for element, look in mail.looks(view).items():
        if look.hidden or look.background is None or not _says_something(element):
            continue
        needed = enough_for(look.pixels, bold=look.bold)
        pair = (look.colour, look.background, needed)
        if pair in seen:
            continue
        seen.add(pair)
        ratio = contrast(look.colour, look.background)
        if ratio < needed and (view is View.LIGHT or not _is_so_by_day(mail, element, look)):
            message = Message(
                "check.contrast_too_low",
                colour=str(look.colour),
                background=str(look.background),
                ratio=ratio,
                needed=needed,
                view=Message(f"check.view_{view.name.lower()}"),
            )
            # a picture's words are read only where it is not shown
            faint_words = ratio < _UNREADABLE and element.tag != "img"
            category = Category.BREAKS if faint_words else Category.RISKS
            if view is View.STRIPPED:  # hardly any program takes styles and leaves colours
                category = Category.HOUSE_STYLE
            yield Fault(message=message, where=place(element), category=category)


def _is_so_by_day(mail: Specimen, element: Tree, look: ComputedStyle) -> bool:
    by_day = mail.looks(View.LIGHT)[element]
    return (by_day.colour, by_day.background) == (look.colour, look.background)


def _says_something(element: Tree) -> bool:
    """Whether text stands directly in an element."""
    return any(map(str.strip, own_texts(element))) or bool(element.get("alt", "").strip())


def _faint_by_day(mail: Specimen) -> Iterator[Fault]:
    for view in (View.LIGHT, View.STRIPPED):
        yield from faint(mail, view)


def _small_text(mail: Specimen) -> Iterator[Fault]:
    looks = mail.looks(View.LIGHT)
    for element in mail.visible():
        words = (element.text or "").strip("\u00a0 \n\t")
        if words and looks[element].pixels < _SMALLEST_PIXELS:
            pixels = looks[element].pixels
            yield Fault(
                message=Message("check.text_too_small", pixels=pixels),
                where=place(element),
                category=Category.RISKS if pixels < _TINY_PIXELS else Category.HOUSE_STYLE,
            )


def _long_words(mail: Specimen) -> Iterator[Fault]:
    """Words that no program breaks, and that are wider than a phone."""
    sheets_break = any(_BREAKS_WORDS.search(sheet.css) for sheet in mail.sheets)
    for element in mail.visible():
        for words in own_texts(element):
            if len(words) <= _LONGEST_WORD:
                continue
            longest = max(map(len, _WORD.findall(words)), default=0)
            if longest <= _LONGEST_WORD or _UNSPACED.search(words) or is_placeholder(words):
                continue
            around = (element, *element.iterancestors())
            if sheets_break or any(_BREAKS_WORDS.search(one.get("style", "")) for one in around):
                continue
            message = Message("check.word_too_long", length=longest)
            yield Fault(message=message, where=place(element))


def _fixed_width(mail: Specimen) -> Iterator[Fault]:
    """A layout as wide as it is, on every screen: a phone shows it tiny, or a part of it."""
    if any("max-width" in rule.media for sheet in mail.sheets for rule in rules_of(sheet.css)):
        return
    for element in mail.visible("table", "td", "div", "img"):
        width = _width(element)
        if width > _WIDEST_FIXED:
            message = Message("check.width_fixed", width=width)
            yield Fault(message=message, where=place(element))
            return


def _width(element: Tree) -> int:
    """The width in px that an element keeps on a phone; 0 where it may shrink."""
    style = {one.name: one for one in declarations_of(element.get("style", ""))}
    if "width" in style:
        own = pixels(style["width"])
        wide = int(own) if own else 0
    else:
        found = WHOLE_PIXELS.fullmatch(element.get("width", "").strip())
        wide = int(found[1]) if found else 0
    least = pixels(style["min-width"]) if "min-width" in style else None
    return max(int(least or 0), 0 if "max-width" in style else wide)


def _no_zoom(mail: Specimen) -> Iterator[Fault]:
    for meta in mail.named("meta"):
        if meta.get("name", "").lower() == "viewport" and _NO_ZOOM.search(meta.get("content", "")):
            yield Fault(message=Message("check.zoom_forbidden"), where=mail.where(meta))


def _justified(mail: Specimen) -> Iterator[Fault]:
    for element in mail.visible():
        style = declarations_of(element.get("style", ""))
        styled = any(one.name == "text-align" and one.value == "justify" for one in style)
        if styled or element.get("align", "").lower() == "justify":
            yield Fault(message=Message("check.text_justified"), where=place(element))
    for sheet in mail.sheets:
        for rule in rules_of(sheet.css):
            if any(
                one.name == "text-align" and one.value == "justify" for one in rule.declarations
            ):
                where = Location(part="html", line=sheet.line, element="style")
                yield Fault(message=Message("check.text_justified"), where=where)


def _tight_lines(mail: Specimen) -> Iterator[Fault]:
    """Lines that run into each other."""
    looks = mail.looks(View.LIGHT)
    for element in mail.visible():
        look = looks[element]
        long_enough = any(len(words.strip()) > _LONG_ENOUGH for words in own_texts(element))
        if long_enough and look.line < look.pixels * _LOWEST_LINE:
            message = Message("check.lines_too_tight", line=look.line, pixels=look.pixels)
            yield Fault(message=message, where=place(element))


def _undeclared_direction(mail: Specimen) -> Iterator[Fault]:
    """Arabic or Hebrew that nothing says is written from the right."""
    for element in mail.visible():
        words = "".join(own_texts(element))
        if not _RIGHT.search(words):
            continue
        kinds = Counter(map(unicodedata.bidirectional, words))
        right = kinds["R"] + kinds["AL"]
        around = (element, *element.iterancestors())
        if right < _FEWEST_LETTERS or right < kinds["L"] or any(map(_says_right, around)):
            continue
        yield Fault(message=Message("check.direction_not_said"), where=place(element))


def _says_right(element: Tree) -> bool:
    style = declarations_of(element.get("style", ""))
    said = [one.value for one in style if one.name == "direction"]
    return bool({"rtl", "auto"} & {element.get("dir", "").lower(), *said})


def _duplicate_ids(mail: Specimen) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in mail.elements:
        name = element.get("id", "").strip()
        if name and name in seen:
            message = Message("check.id_twice", name=name[:60])
            yield Fault(message=message, where=mail.where(element))
        seen.add(name)


RULES = (
    Rule(
        id="40-contrast",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_faint_by_day,
    ),
    Rule(
        id="41-small-text",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_small_text,
    ),
    Rule(
        id="13-duplicate-ids",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_duplicate_ids,
    ),
    Rule(
        id="20-long-words",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_long_words,
    ),
    Rule(
        id="20-fixed-width",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_fixed_width,
    ),
    Rule(
        id="41-zoom",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_no_zoom,
    ),
    Rule(
        id="41-justified",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_justified,
    ),
    Rule(
        id="41-tight-lines",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_tight_lines,
    ),
    Rule(
        id="57-undeclared-direction",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_undeclared_direction,
    ),
)
