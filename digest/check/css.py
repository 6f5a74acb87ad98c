"""Rules 20 to 32: style that the programs readers use will understand; Outlook's in ``outlook``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, zip_longest

from tinycss2 import serialize

from digest.check.css_syntax import (
    BLANK,
    WHOLE_PIXELS,
    Declaration,
    Token,
    children,
    compounds,
    declarations_of,
    font_names,
    fonts_defined,
    functions,
    nested_at_rules,
    rules_of,
    selectors,
    units,
    value_lists,
)
from digest.check.location import Location
from digest.check.parsed_mail import Sheet, Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree
from digest.check.vocabulary import SYSTEM_FONTS
from digest.model.mail import Category, Severity
from digest.model.message import Message, Text

MOST_BYTES, MANY_BYTES = 16_384, 12_288
"""Gmail drops all style sheets once they hold more than 16 KB."""
PHONE = 360
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_COLOUR_FUNCTIONS = frozenset(
    ("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color")
)
_FORBIDDEN_FUNCTIONS = frozenset(("calc", "var", "clamp", "min", "max", "env"))
_FORBIDDEN_DISPLAY = re.compile(r"(?:inline-)?(?:flex|grid)|contents")
_COLOUR_ATTRIBUTES = ("bgcolor", "color", "text", "link", "alink", "vlink")
_VIEWPORT_UNITS = frozenset({"vw", "vh", "vmin", "vmax", "svh", "dvh", "lvh", "cqw"})
_LAYING_OUT = ("grid", "flex", "gap", "row-gap", "column", "transform", "inset")
_LONGEST_WHOLE_LINE = 45  # characters of 16 px on a phone
_KNOWN_STATES = ("root", "hover", "link", "visited")
_KNOWN_ATTRIBUTES = ("data-ogsc", "data-ogsb")
_DEEPEST_SELECTOR = 6
_GMAIL_CLASSES = re.compile(r"im|a6S|adn|ads|gmail_\S+|ii|gt|adL|h5|yj6qo", re.ASCII)


def _stripped_width(mail: Specimen) -> Iterator[Fault]:
    for element in mail.tree.iter("img", "table", "td"):
        width = WHOLE_PIXELS.fullmatch(element.get("width", "").strip())
        if width and int(width[1]) > PHONE:
            message = Message("check.too_wide_without_styles", width=int(width[1]), phone=PHONE)
            yield Fault(message=message, where=place(element), category=Category.HOUSE_STYLE)
    for element in mail.visible():
        if element.tag == "pre" or element.get("nowrap") is not None:
            lines = "".join(element.itertext()).strip().split("\n")
            if max(map(len, lines)) > _LONGEST_WHOLE_LINE:
                message = Message("check.lines_longer_than_a_phone")
                yield Fault(message=message, where=place(element))


def _total(mail: Specimen) -> int:
    return sum(len(sheet.css.encode("utf-8", "replace")) for sheet in mail.sheets)


def _too_much_style(mail: Specimen) -> Iterator[Fault]:
    if _total(mail) > MOST_BYTES:
        yield Fault(
            message=Message("check.too_much_style", size=_total(mail)),
            where=Location(part="html head"),
        )


def _much_style(mail: Specimen) -> Iterator[Fault]:
    if MANY_BYTES < _total(mail) <= MOST_BYTES:
        yield Fault(
            message=Message("check.too_much_style", size=_total(mail)),
            where=Location(part="html head"),
        )


def _nested_at_rules(mail: Specimen) -> Iterator[Fault]:
    for sheet in mail.sheets:
        for keyword in nested_at_rules(sheet.css):
            message = Message("check.nested_at_rule", token=keyword)
            yield Fault(message=message, where=_sheet(sheet))


def _mixed_sheets(mail: Specimen) -> Iterator[Fault]:
    for sheet in mail.sheets:
        kinds = {_kind(rule.selector, rule.media) for rule in rules_of(sheet.css)}
        if len(kinds) > 1:
            message = Message(
                "check.rules_of_several_kinds",
                kinds=[_KINDS.get(kind, kind) for kind in sorted(kinds)],
            )
            yield Fault(message=message, where=_sheet(sheet))


_KINDS: dict[str, Text] = {
    kind: Message(f"check.kind_{kind}") for kind in ("dark", "media", "plain")
}


def _kind(selector: str, media: str) -> str:
    if "prefers-color-scheme" in media:
        return "dark"
    if media:
        return "media"
    return "Outlook.com" if "data-ogs" in selector else "plain"


def _comments(mail: Specimen) -> Iterator[Fault]:
    for sheet in mail.sheets:
        if "/*" in sheet.css or "<!--" in sheet.css:
            yield Fault(message=Message("check.holds_comment"), where=_sheet(sheet))
    for element in mail.styled():
        if "/*" in element.get("style"):
            yield Fault(message=Message("check.style_holds_comment"), where=place(element))


def _colours(mail: Specimen) -> Iterator[Fault]:
    for css, where in _all_css(mail):
        for token in chain.from_iterable(value_lists(css)):
            if token.type == "hash" and len(token.value) != 6 and _HEX.fullmatch(token.value):
                message = Message("check.not_six_digits", found=f"#{token.value}")
                yield Fault(message=message, where=where, category=_weight_of(token.value))
            elif found := _spaced_colour(token):
                yield Fault(message=Message("check.no_commas", found=found), where=where)
    for element in mail.tree.iter():
        for name in _COLOUR_ATTRIBUTES:
            value = element.get(name, "") if isinstance(element.tag, str) else ""
            if value.startswith("#") and len(value.strip()) != len("#rrggbb"):
                yield Fault(
                    message=Message("check.not_six_digits", found=f"{name}={value}"),
                    where=place(element),
                    category=_weight_of(value[1:]),
                )


def _weight_of(digits: str) -> Category:
    """Three digits are read by every program; four and eight, with a share of glass, are not."""
    return Category.HOUSE_STYLE if len(digits.strip()) == 3 else Category.RISKS


def _spaced_colour(token: Token) -> str:
    """A colour function in the newer way of writing, "rgb(0 0 0 / 50%)"; empty for all else."""
    if token.type != "function" or token.lower_name not in _COLOUR_FUNCTIONS:
        return ""
    solid = [one for one in token.arguments if one.type not in BLANK]
    if len(solid) < 2 or "," in solid:
        return ""
    return f"{token.name}(…)" if any(map(children, solid)) else serialize((token,))


def _importants(mail: Specimen) -> Iterator[Fault]:
    for css, where in _all_css(mail):
        for found in _badly_important_in(css):
            message = Message("check.important_spelled_otherwise", found=found)
            yield Fault(message=message, where=where)


@lru_cache(maxsize=4_096)
def _badly_important_in(css: str) -> tuple[str, ...]:
    return tuple(found for tokens in value_lists(css) for found in _badly_important(tokens))


def _badly_important(tokens: Sequence[Token]) -> Iterator[str]:
    """Each "!important" that is not in lower case, in one piece, and behind a blank."""
    for mark in (number for number, one in enumerate(tokens) if one == "!"):
        after = range(mark + 1, len(tokens))
        word = next((number for number in after if tokens[number].type not in BLANK), mark)
        if tokens[word].type != "ident" or tokens[word].lower_value != "important":
            continue
        before = tokens[max(mark - 1, 0)]
        joined = before.type != "whitespace"
        if joined or word > mark + 1 or tokens[word].value != "important":
            start = mark - 1 if joined and mark and not children(before) else mark
            yield serialize(tokens[start : word + 1])


def _forbidden_layout(mail: Specimen) -> Iterator[Fault]:
    """Layout that rests on what some target programs lack; in a sheet it is an enhancement."""
    for element in mail.styled():
        before: set[str] = set()
        for one in declarations_of(element.get("style")):
            # "width: 50%; width: calc(50% - 8px)" stands where the second is not read
            if _is_forbidden(one, element) and one.name not in before:
                yield Fault(
                    message=Message("check.rests_on", word=f"{one.name}: {one.value[:40]}"),
                    where=place(element),
                    category=Category.HOUSE_STYLE if _is_lone(one, element) else Category.RISKS,
                )
            before.add(one.name)


def _is_forbidden(one: Declaration, element: Tree) -> bool:
    if one.name == "display":
        return _FORBIDDEN_DISPLAY.fullmatch(one.value) is not None
    if one.name == "position":
        return one.value != "static"
    if one.name == "float":
        # a picture with align floats in Word as well
        return one.value != "none" and not element.get("align")
    return (
        one.name.startswith(_LAYING_OUT)
        or not _FORBIDDEN_FUNCTIONS.isdisjoint(functions(one))
        or not _VIEWPORT_UNITS.isdisjoint(units(one))
    )


def _is_lone(one: Declaration, element: Tree) -> bool:
    """Whether nothing flows around what floats: in Word it stands where it would stand anyway."""
    follows = element.getnext() is not None and isinstance(element.getnext().tag, str)
    return one.name == "float" and not follows and not (element.tail or "").strip()


def _selectors(mail: Specimen) -> Iterator[Fault]:
    for sheet in mail.sheets:
        for rule in rules_of(sheet.css):
            for one in selectors(rule):
                if compounds(one) > _DEEPEST_SELECTOR or _is_complex(one):
                    message = Message("check.selector_hard_to_read", selector=serialize(one)[:60])
                    yield Fault(message=message, where=_sheet(sheet))


def _is_complex(selector: Sequence[Token]) -> bool:
    """Whether a selector asks for siblings, everything, or states and attributes of few uses."""
    for one, following in zip_longest(selector, selector[1:]):
        if one in ("~", "+", "*"):
            return True
        if one == ":" and getattr(following, "lower_value", "") not in _KNOWN_STATES:
            return True
        if one.type == "[] block":
            name = next((part for part in one.content if part.type not in BLANK), None)
            if getattr(name, "lower_value", "") not in _KNOWN_ATTRIBUTES:
                return True
    return False


def _web_fonts(mail: Specimen) -> Iterator[Fault]:
    fonts = frozenset().union(*(fonts_defined(sheet.css) for sheet in mail.sheets))
    for element in mail.styled():
        for one in declarations_of(element.get("style")):
            stack = set(font_names(one)) if one.name == "font-family" else set()
            if any(stack) and (stack <= fonts or SYSTEM_FONTS.isdisjoint(stack)):
                yield Fault(
                    message=Message("check.only_font", word=one.value), where=place(element)
                )


def _gmail_classes(mail: Specimen) -> Iterator[Fault]:
    for element in mail.tree.iter():
        if isinstance(element.tag, str):
            for name in element.get("class", "").split():
                if _GMAIL_CLASSES.fullmatch(name):
                    yield Fault(
                        message=Message("check.class_of_gmail", name=name), where=place(element)
                    )


def _sheet(sheet: Sheet) -> Location:
    return Location(part="html", line=sheet.line, element="style")


def _all_css(mail: Specimen) -> Iterator[tuple[str, Location]]:
    for sheet in mail.sheets:
        yield sheet.css, _sheet(sheet)
    for element in mail.styled():
        yield element.get("style"), place(element)


RULES = (
    Rule(
        id="20-stripped-width",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_stripped_width,
    ),
    Rule(
        id="21-style-bytes",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_too_much_style,
    ),
    Rule(
        id="21-much-style",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_much_style,
    ),
    Rule(
        id="22-nested-at-rules",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_nested_at_rules,
    ),
    Rule(
        id="22-mixed-sheets",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_mixed_sheets,
    ),
    Rule(
        id="23-css-comments",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_comments,
    ),
    Rule(
        id="24-colours",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_colours,
    ),
    Rule(
        id="25-important",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_importants,
    ),
    Rule(
        id="26-essential",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_forbidden_layout,
    ),
    Rule(
        id="29-selectors",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_selectors,
    ),
    Rule(
        id="31-web-fonts",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_web_fonts,
    ),
    Rule(
        id="32-gmail-classes",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_gmail_classes,
    ),
)
