"""Rules 20 to 32: style that the programs readers use will understand, or can do without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.location import Location
from digest.check.parsed_mail import Sheet, Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree, declarations_of, rules_of
from digest.check.vocabulary import SYSTEM_FONTS
from digest.model.mail import Severity
from digest.model.message import Message, Text

MOST_BYTES, MANY_BYTES = 16_384, 8_192
"""Gmail drops all style sheets once they hold more than 16 KB."""
PHONE = 360
_GHOST_FROM = 320
_PADDED = ("td", "th", "table", "body")
_HEX = re.compile(r"#([0-9a-f]+)\b", re.IGNORECASE)
_SPACED_COLOUR = re.compile(
    r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(\s{0,9}[^(),\s]+\s[^(),]{0,99}\)"
)
_BAD_IMPORTANT = re.compile(r"\S!\s*important|!\s+important|!\s*(?!important)(?i:important)")
_FORBIDDEN_VALUE = re.compile(r"\b(?:calc|var|clamp|min|max|env)\(")
_FORBIDDEN_DISPLAY = re.compile(r"(?:inline-)?(?:flex|grid)|contents")
_COLOUR_ATTRIBUTES = ("bgcolor", "color", "text", "link", "alink", "vlink")
_LAYING_OUT = ("grid", "flex", "gap", "row-gap", "column", "transform", "inset")
_WIDTHS = ("width", "max-width", "min-width")
_UNITS = {"px": 1.0, "": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|em|rem|pt|)")
_LONGEST_WHOLE_LINE = 45  # characters of 16 px on a phone
_GHOST = re.compile(r"<table\b[^<>]*\bwidth\s*=\s*[\"']?\d+|width:\s*\d+px", re.IGNORECASE)
_COMPLEX_SELECTOR = re.compile(r"[~+*]|:(?!root\b|hover\b|link\b|visited\b)|\[(?!data-ogs[cb]\])")
_DEEPEST_SELECTOR = 6
_GMAIL_CLASSES = re.compile(r"im|a6S|adn|ads|gmail_\S+|ii|gt|adL|h5|yj6qo", re.ASCII)
_PIXELS = re.compile(r"(\d+)(?:px)?")


def _stripped_width(mail: Specimen) -> Iterator[Fault]:
    for element in mail.tree.iter("img", "table", "td"):
        width = _PIXELS.fullmatch(element.get("width", "").strip())
        if width and int(width[1]) > PHONE:
            message = Message("check.too_wide_without_styles", width=int(width[1]), phone=PHONE)
            yield Fault(message=message, where=place(element))
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
        depth = 0
        opened: list[int] = []
        for token in re.finditer(r"@[a-z-]+|[{}]", sheet.css, re.IGNORECASE):
            if token[0] == "{":
                depth += 1
            elif token[0] == "}":
                depth -= 1
                opened = [level for level in opened if level < depth]
            elif opened:
                yield Fault(
                    message=Message("check.nested_at_rule", token=token[0]), where=_sheet(sheet)
                )
            elif token[0].lower() not in ("@import", "@charset"):
                opened.append(depth)


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
    for element in _styled(mail):
        if "/*" in element.get("style"):
            yield Fault(message=Message("check.style_holds_comment"), where=place(element))


def _colours(mail: Specimen) -> Iterator[Fault]:
    for css, where in _all_css(mail):
        for found in _HEX.finditer(_values(css)):
            if len(found[1]) != 6:
                yield Fault(message=Message("check.not_six_digits", found=found[0]), where=where)
        for found in _SPACED_COLOUR.finditer(css):
            yield Fault(message=Message("check.no_commas", found=found[0]), where=where)
    for element in mail.tree.iter():
        for name in _COLOUR_ATTRIBUTES:
            value = element.get(name, "") if isinstance(element.tag, str) else ""
            if value.startswith("#") and len(value.strip()) != len("#rrggbb"):
                yield Fault(
                    message=Message("check.not_six_digits", found=f"{name}={value}"),
                    where=place(element),
                )


def _values(css: str) -> str:
    """The CSS without its selectors, in which a # is an element's id."""
    return re.sub(r"(?:^|(?<=[{};]))[^{};]*\{", "{", css)


def _importants(mail: Specimen) -> Iterator[Fault]:
    for css, where in _all_css(mail):
        for found in _BAD_IMPORTANT.finditer(css):
            yield Fault(
                message=Message("check.important_spelled_otherwise", found=found[0]), where=where
            )


def _forbidden_layout(mail: Specimen) -> Iterator[Fault]:
    """Layout that rests on what some target programs lack; in a sheet it is an enhancement."""
    for element in _styled(mail):
        for one in declarations_of(element.get("style")):
            essential = (
                (one.name == "display" and _FORBIDDEN_DISPLAY.fullmatch(one.value))
                or (one.name == "position" and one.value != "static")
                # a picture with align floats in Word as well
                or (one.name == "float" and one.value != "none" and not element.get("align"))
                or one.name.startswith(_LAYING_OUT)
                or _FORBIDDEN_VALUE.search(one.value)
            )
            if essential:
                yield Fault(
                    message=Message("check.rests_on", word=f"{one.name}: {one.value[:40]}"),
                    where=place(element),
                )


def _padding(mail: Specimen) -> Iterator[Fault]:
    for element in _styled(mail):
        for one in declarations_of(element.get("style")):
            padded = one.name.startswith("padding") and re.search(r"[1-9]", one.value)
            if padded and element.tag not in _PADDED and not _padded_for_word(element):
                yield Fault(
                    message=Message("check.not_on_a_cell", name=one.name), where=place(element)
                )
            if one.name.startswith("margin") and re.search(r"(?:^|\s)-\d", one.value):
                yield Fault(
                    message=Message("check.negative_margin", name=one.name), where=place(element)
                )


def _padded_for_word(element: Tree) -> bool:
    """Whether the cell around a button gives Word the same room in Word's own words."""
    cell = element.getparent()
    return (
        element.tag == "a"
        and cell.tag in ("td", "th")
        and any(one.name == "mso-padding-alt" for one in declarations_of(cell.get("style", "")))
    )


def _ghost_tables(mail: Specimen) -> Iterator[Fault]:
    for element in _styled(mail):
        if element.tag in ("img", "td") or _is_sized(element):
            continue
        for one in declarations_of(element.get("style")):
            width = _LENGTH.fullmatch(one.value) if one.name in _WIDTHS else None
            pixels = float(width[1]) * _UNITS[width[2]] if width else 0.0
            if pixels > _GHOST_FROM and not _has_ghost(element):
                message = Message("check.width_unknown_to_word", pixels=pixels)
                yield Fault(message=message, where=place(element))


def _is_sized(element: Tree) -> bool:
    """Whether it is a table whose width Word knows."""
    if element.tag != "table":
        return False
    styled = [one.value for one in declarations_of(element.get("style")) if one.name == "width"]
    return any(_PIXELS.fullmatch(width) for width in (element.get("width", ""), *styled))


def _has_ghost(element: Tree) -> bool:
    """Whether a table for Word is opened right before an element, or one around it, and not yet
    closed there."""
    return any(_opens_ghost(one) for one in (element, *element.iterancestors()))


def _opens_ghost(element: Tree) -> bool:
    before = element.getprevious()
    text = before.text if before is not None and not isinstance(before.tag, str) else ""
    if not text or "mso" not in text or not _GHOST.search(text):
        return False
    return text.lower().rfind("<table") > text.lower().rfind("</table")


def _selectors(mail: Specimen) -> Iterator[Fault]:
    for sheet in mail.sheets:
        for rule in rules_of(sheet.css):
            for one in rule.selector.split(","):
                deep = len(re.split(r"\s*>\s*|\s+", one.strip())) > _DEEPEST_SELECTOR
                if deep or _COMPLEX_SELECTOR.search(one):
                    yield Fault(
                        message=Message("check.selector_hard_to_read", selector=one.strip()[:60]),
                        where=_sheet(sheet),
                    )


def _image_sizes(mail: Specimen) -> Iterator[Fault]:
    for image in mail.tree.iter("img"):
        if not image.get("width"):
            yield Fault(message=Message("check.no_width_attribute"), where=place(image))


def _web_fonts(mail: Specimen) -> Iterator[Fault]:
    fonts = set()
    for sheet in mail.sheets:
        for block in re.findall(r"@font-face\s*\{([^{}]*)\}", sheet.css, re.IGNORECASE):
            fonts |= {
                name.strip(" '\"").lower() for name in re.findall(r"font-family:([^;]+)", block)
            }
    for element in _styled(mail):
        for one in declarations_of(element.get("style")):
            stack = [name.strip(" '\"") for name in one.value.split(",")]
            named = one.name == "font-family" and stack != [""]
            if named and (set(stack) <= fonts or SYSTEM_FONTS.isdisjoint(stack)):
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


def _styled(mail: Specimen) -> Iterator[Tree]:
    return (
        one for one in mail.tree.iter() if isinstance(one.tag, str) and one.get("style") is not None
    )


def _all_css(mail: Specimen) -> Iterator[tuple[str, Location]]:
    for sheet in mail.sheets:
        yield sheet.css, _sheet(sheet)
    for element in _styled(mail):
        yield element.get("style"), place(element)


RULES = (
    Rule(
        id="20-stripped-width",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_stripped_width,
    ),
    Rule(
        id="21-style-bytes",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_too_much_style,
    ),
    Rule(
        id="21-much-style",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_much_style,
    ),
    Rule(
        id="22-nested-at-rules",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_nested_at_rules,
    ),
    Rule(
        id="22-mixed-sheets",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_mixed_sheets,
    ),
    Rule(
        id="23-css-comments",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_comments,
    ),
    Rule(
        id="24-colours",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_colours,
    ),
    Rule(
        id="25-important",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_importants,
    ),
    Rule(
        id="26-essential",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_forbidden_layout,
    ),
    Rule(
        id="27-padding",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_padding,
    ),
    Rule(
        id="28-ghost-tables",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_ghost_tables,
    ),
    Rule(
        id="29-selectors",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_selectors,
    ),
    Rule(
        id="30-image-sizes",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_image_sizes,
    ),
    Rule(
        id="31-web-fonts",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_web_fonts,
    ),
    Rule(
        id="32-gmail-classes",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_gmail_classes,
    ),
)
