"""What a mail's style sheets and attributes make of each element, in each view of the mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any

from cssselect import HTMLTranslator, SelectorError
from cssselect.parser import parse as parse_selectors
from lxml import etree

from digest.check.css_syntax import Declaration, declarations_of, rules_of
from digest.present.contrast import BLACK, WHITE, Colour, colour_of

Tree = Any
"""An element of lxml, which ships no types."""


class View(Enum):
    """A way in which readers may get to see a mail."""

    LIGHT = "light"
    DARK = "dark"
    STRIPPED = "style-stripped"


@dataclass(frozen=True, kw_only=True, slots=True)
class ComputedStyle:
    """What a view makes of an element's text. Sizes in pixels."""

    colour: Colour
    background: Colour | None  # None: a picture, of which no contrast can be told
    pixels: float
    line: float  # the height of a line
    room: float  # padding and margin above and below
    bold: bool
    underlined: bool
    hidden: bool


_LENGTH = re.compile(r"(?<![\d.-])(\d+(?:\.\d+)?)")
_NARROW = re.compile(r"max-width:\s*(\d+)px")
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67, "small": 0.83}
_NAMED_SIZES = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_BOLD = frozenset({"b", "strong", "th", *(f"h{level}" for level in range(1, 7))})
_NOTHING: Mapping[str, str] = {}
_SEEN_ATTRIBUTES = ("color", "bgcolor", "background", "size", "hidden")
"""What of an element, besides its tag and its style, makes it look as it does."""
_UNSEEN = frozenset({"head", "style", "script", "title", "template", "noscript"})
_DARK_CANVAS = Colour(red=0.07, green=0.07, blue=0.07)
LINK = Colour(red=0.0, green=0.0, blue=0.933)
"""What programs draw links in by themselves, which they also change in the dark."""
_DARK_LINK = Colour(red=0.62, green=0.62, blue=1.0)
_TWO_COLOURS = re.compile(r"light-dark\(\s*([^,()]+?)\s*,\s*([^,()]+?)\s*\)")
_VIEWPORT = 600
_NORMAL_LINE = 1.2


@lru_cache(maxsize=2_048)
def _compiled(selector: str) -> tuple[tuple[Any, tuple[int, int, int]], ...]:
    """A selector list as XPath with specificities; empty for one that no element here can match."""
    try:
        parsed = parse_selectors(selector)
        translator = HTMLTranslator()
        return tuple(
            (etree.XPath(translator.selector_to_xpath(one)), one.specificity())
            for one in parsed
            if one.pseudo_element is None
        )
    except (SelectorError, etree.XPathError, RecursionError):
        return ()


_colour = lru_cache(maxsize=1_024)(colour_of)


class Styles:
    """The cascade of one document: which declarations win on which element, in each view."""

    def __init__(self, root: Tree, sheets: Iterable[str]) -> None:
        self._root = root
        self._rules = [rule for sheet in sheets for rule in rules_of(sheet)]
        self._conditions = any("prefers-color-scheme" in rule.media for rule in self._rules)
        self._found: dict[str, list[tuple[Tree, tuple[int, int, int]]]] = {}
        self._dark_aware = any(
            "dark" in meta.get("content", "")
            for meta in root.iter("meta")
            if meta.get("name", "").lower() == "color-scheme"
        )

    def looks(self, view: View) -> dict[Tree, ComputedStyle]:
        """What every element of the body looks like in a view."""
        winners = {} if view is View.STRIPPED else self._winners(view)
        body = self._root.find("body")
        if body is None:
            return {}
        dark = view is View.DARK and self._dark_aware
        start = ComputedStyle(
            colour=WHITE if dark else BLACK,
            background=_DARK_CANVAS if dark else WHITE,
            pixels=16.0,
            line=16.0 * _NORMAL_LINE,
            room=0.0,
            bold=False,
            underlined=False,
            hidden=False,
        )
        looks: dict[Tree, ComputedStyle] = {}
        # the rows of a mail are alike: what looks the same is worked out once
        known: dict[tuple[Any, ...], ComputedStyle] = {}
        for element in body.iter():
            if isinstance(element.tag, str):
                style = winners.get(element, _NOTHING)
                above = looks.get(element.getparent(), start)
                own = tuple(map(element.get, _SEEN_ATTRIBUTES))
                leads = element.get("href") is not None
                kind = (element.tag, id(style), id(above), own, leads)
                if kind not in known:
                    known[kind] = _look(element, style, above, dark)
                looks[element] = known[kind]
        return looks

    def _winners(self, view: View) -> dict[Tree, Mapping[str, str]]:
        """The values that win on each element: of style attributes, and of what outdoes them."""
        of_sheets = self._of_sheets(view)
        winners: dict[Tree, Mapping[str, str]] = {}
        for element, css in self._styled:
            won = of_sheets.pop(element, None)
            winners[element] = _inline(css)[0] if won is None else _joined(won, css)
        for element, won in of_sheets.items():
            winners[element] = {name: value for name, (_, value) in won.items()}
        same: dict[frozenset[tuple[str, str]], Mapping[str, str]] = {}
        return {
            element: same.setdefault(frozenset(won.items()), won)
            for element, won in winners.items()
        }

    def _of_sheets(self, view: View) -> dict[Tree, dict[str, tuple[tuple[Any, ...], str]]]:
        """What the style sheets say of each element, with its rank in the cascade."""
        ranked: dict[Tree, dict[str, tuple[tuple[Any, ...], str]]] = {}
        for order, rule in enumerate(self._rules):
            if not _applies(rule.media, view):
                continue
            for element, specificity in self._matches(rule.selector):
                won = ranked.setdefault(element, {})
                for one in rule.declarations:
                    if self._conditions and "light-dark(" in one.value:
                        continue  # most programs know conditions alone
                    rank = (one.important, specificity, order)
                    for name, value in _longhands(one):
                        if name not in won or won[name][0] <= rank:
                            won[name] = (rank, _for_view(value, view))
        return ranked

    def _matches(self, selector: str) -> list[tuple[Tree, tuple[int, int, int]]]:
        """The elements that a list of selectors is for, and how particular it is about each."""
        if selector not in self._found:
            self._found[selector] = [
                (element, specificity)
                for find, specificity in _compiled(selector)
                for element in find(self._root)
            ]
        return self._found[selector]

    @cached_property
    def _styled(self) -> list[tuple[Tree, str]]:
        """The elements with a style attribute, and what it says."""
        return [
            (element, element.get("style"))
            for element in self._root.iter()
            if isinstance(element.tag, str) and element.get("style")
        ]


@lru_cache(maxsize=4_096)
def _inline(css: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """The values of a style attribute, and which of them are important."""
    won: dict[str, tuple[bool, str]] = {}
    for one in declarations_of(css):
        for name, value in _longhands(one):
            if name not in won or won[name][0] <= one.important:
                won[name] = (one.important, value)
    important = frozenset(name for name, (mark, _) in won.items() if mark)
    return {name: value for name, (_, value) in won.items()}, important


def _joined(won: Mapping[str, tuple[tuple[Any, ...], str]], css: str) -> dict[str, str]:
    """What wins between sheets and a style attribute: only what is important outdoes the latter."""
    values, important = _inline(css)
    joined = {name: value for name, (_, value) in won.items()}
    for name, value in values.items():
        if name not in won or not won[name][0][0] or name in important:
            joined[name] = value
    return joined


def _applies(media: str, view: View) -> bool:
    """Whether a media condition holds in a view of 600 px on a screen."""
    if "prefers-color-scheme" in media:
        return ("dark" in media.partition("prefers-color-scheme")[2]) is (view is View.DARK)
    narrow = _NARROW.search(media)
    if narrow and int(narrow[1]) < _VIEWPORT:
        return False
    return "print" not in media


def _for_view(value: str, view: View) -> str:
    """The value with the one of two colours that a view takes of them."""
    place = 2 if view is View.DARK else 1
    return _TWO_COLOURS.sub(lambda pair: pair[place], value) if "light-dark" in value else value


@lru_cache(maxsize=4_096)
def _longhands(one: Declaration) -> tuple[tuple[str, str], ...]:
    return tuple(_longhands_of(one))


def _longhands_of(one: Declaration) -> Iterator[tuple[str, str]]:
    """What a declaration says about the properties we look at."""
    if one.name == "background":
        colours = [word for word in one.value.split() if _colour(word) is not None]
        picture = "url(" in one.value or "gradient(" in one.value
        yield "background-image", "url" if picture else "none"
        yield "background-color", colours[0] if colours else "transparent"
    elif one.name == "font":
        size = re.search(r"([\d.]+(?:px|pt|em|%))(?:\s*/\s*([\d.]+(?:px|pt|em|%)?))?", one.value)
        yield "font-weight", "bold" if re.match(r"(?:bold|[6-9]00)\b", one.value) else "normal"
        if size:
            yield "font-size", size[1]
            yield "line-height", size[2] or "normal"
    elif one.name == "text-decoration-line":
        yield "text-decoration", one.value
    else:
        yield one.name, one.value


def _look(
    element: Tree, style: Mapping[str, str], above: ComputedStyle, dark: bool
) -> ComputedStyle:
    background = _background(element, style, above)
    colour_text = style.get("color") or element.get("color") or ""
    inherits = not colour_text or colour_text in ("inherit", "unset", "currentcolor")
    is_link = element.tag == "a" and element.get("href") is not None
    if not inherits:
        colour = _colour(colour_text, background or WHITE) or above.colour
    else:
        own = _DARK_LINK if dark else LINK
        colour = own if is_link and not colour_text else above.colour
    pixels = _pixels(element, style.get("font-size", ""), above.pixels)
    colour = _faded(colour, background, style.get("opacity", ""))
    decoration = style.get("text-decoration", "underline" if is_link else "")
    return ComputedStyle(
        colour=colour,
        background=background,
        pixels=pixels,
        line=_line(style.get("line-height", ""), pixels, above),
        room=_room(style),
        bold=_bold(element, style.get("font-weight", ""), above),
        underlined=above.underlined or "underline" in decoration,
        hidden=above.hidden or _hidden(element, style),
    )


def _faded(colour: Colour, background: Colour | None, opacity: str) -> Colour:
    """The colour as it looks where an element is partly see-through."""
    number = re.fullmatch(r"(0?\.\d+|\d{1,2}(?=%))%?", opacity)
    if number is None or background is None:
        return colour
    share = float(number[1]) / (100 if "%" in opacity else 1)
    return Colour(
        red=colour.red * share + background.red * (1 - share),
        green=colour.green * share + background.green * (1 - share),
        blue=colour.blue * share + background.blue * (1 - share),
    )


def _background(element: Tree, style: Mapping[str, str], above: ComputedStyle) -> Colour | None:
    image = style.get("background-image", "none")
    if image != "none" or element.get("background"):
        return None
    behind = above.background
    own = style.get("background-color") or element.get("bgcolor") or ""
    if not own or (behind is None and _colour(own) is None):
        return behind
    return _colour(own, behind or WHITE) or behind


def _pixels(element: Tree, size: str, above: float) -> float:
    number = re.match(r"([\d.]+)(px|pt|em|rem|%)?$", size)
    if size in _NAMED_SIZES:
        return _NAMED_SIZES[size]
    if number is None:
        own = element.get("size", "") if element.tag == "font" else ""
        return _FONT_SIZES.get(own, above * _SIZES.get(element.tag, 1.0))
    factor = {"pt": 4 / 3, "em": above, "rem": 16.0, "%": above / 100}.get(number[2] or "px", 1.0)
    return float(number[1]) * factor


def _line(height: str, pixels: float, above: ComputedStyle) -> float:
    """The height of a line; what is a share of the text's size grows and shrinks with it."""
    number = re.match(r"([\d.]+)(px|pt|em|rem|%)?$", height)
    if number is not None:
        unit = {"px": 1.0, "pt": 4 / 3, "rem": 16.0, "%": pixels / 100}.get(number[2], pixels)
        return float(number[1]) * unit if number[1].count(".") < 2 else above.line
    return above.line if pixels == above.pixels else max(above.line, pixels * _NORMAL_LINE)


def _room(style: Mapping[str, str]) -> float:
    """What padding and margin in px add above and below an element."""
    return sum(_above_and_below(style[name]) for name in ("padding", "margin") if name in style)


@lru_cache(maxsize=1_024)
def _above_and_below(value: str) -> float:
    sides = [float(one) for one in _LENGTH.findall(value)]
    return sides[0] + (sides[2] if len(sides) > 2 else sides[0]) if sides else 0.0


def _bold(element: Tree, weight: str, above: ComputedStyle) -> bool:
    if weight in ("", "inherit"):
        return above.bold or element.tag in _BOLD
    return weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)


def _hidden(element: Tree, style: Mapping[str, str]) -> bool:
    return (
        element.tag in _UNSEEN
        or style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("opacity") in ("0", "0.0", "0%")
        or (style.get("overflow") == "hidden" and not {"0", "0px"}.isdisjoint(_heights(style)))
        or element.get("hidden") is not None
    )


def is_unseen(image: Tree) -> bool:
    """Whether a picture is a dot or hidden: it spaces, or it watches the reader."""
    style = {one.name: one.value for one in declarations_of(image.get("style", ""))}
    sides = [
        {box.get(side, "").strip().removesuffix("px") for box in (image, style)} - {""}
        for side in ("width", "height")
    ]
    nothing = any("0" in side for side in sides)
    dot = any("1" in side for side in sides) and all("1" in side or not side for side in sides)
    return nothing or dot or style.get("display") == "none" or style.get("visibility") == "hidden"


def _heights(style: Mapping[str, str]) -> set[str]:
    return {style.get("height", ""), style.get("max-height", "")}
