"""Rules 27, 28, 30, 48 and 49: Outlook on Windows, which draws mails with Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digest.check.css_syntax import WHOLE_PIXELS, declarations_of, numbers, pixels
from digest.check.location import Location
from digest.check.parsed_mail import COMMENT, Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree
from digest.model.mail import Category, Severity
from digest.model.message import Message

_GHOST_FROM = 320
_PADDED = ("td", "th", "table", "body")
_HAIR = -2  # px that nobody sees: they take up the blank between two columns
_BLOCKS = ("div", "p", "section", "article", "header", "footer", "main", "blockquote")
_WIDTHS = ("width", "max-width", "min-width")
_GHOST_TAG = re.compile(r"<(?:(/)table\b|(table|td)\b[^<>]*)", re.IGNORECASE)
_GHOST_WIDTH = re.compile(r"\bwidth\s*[=:]\s*[\"']?\d+", re.IGNORECASE)
_WIDEST = 600
_NAMESPACES = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")


def _padding(mail: Specimen) -> Iterator[Fault]:
    for element in mail.styled():
        for one in declarations_of(element.get("style")):
            padded = one.name.startswith("padding") and any(numbers(one))
            if padded and element.tag not in _PADDED and not _padded_for_word(element):
                yield Fault(
                    message=Message("check.not_on_a_cell", name=one.name),
                    where=place(element),
                    # a link without it is smaller; a block's words stick to what is beside them
                    category=Category.RISKS if element.tag in _BLOCKS else Category.HOUSE_STYLE,
                )
            if one.name.startswith("margin") and any(number < 0 for number in numbers(one)):
                yield Fault(
                    message=Message("check.negative_margin", name=one.name),
                    where=place(element),
                    category=Category.RISKS if min(numbers(one)) < _HAIR else Category.HOUSE_STYLE,
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
    in_ghosts = _in_ghosts(mail)
    for element in mail.styled():
        if element.tag in ("img", "td", "th") or element in in_ghosts:
            continue
        for one in declarations_of(element.get("style")):
            width = (pixels(one) or 0.0) if one.name in _WIDTHS else 0.0
            if width > _GHOST_FROM and not _has_ghost(element):
                message = Message("check.width_unknown_to_word", pixels=width)
                yield Fault(message=message, where=place(element))


def _has_ghost(element: Tree) -> bool:
    """Whether Word knows a width for an element: from a cell around it, or a table right in it."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    return any(map(_is_sized_cell, (element, *element.iterancestors()))) or (
        first is not None and any(_opened(first, []))
    )


def _is_sized_cell(element: Tree) -> bool:
    """Whether it is a cell or a table with a width that Word keeps to."""
    if element.tag not in ("td", "th", "table"):
        return False
    styled = [one.value for one in declarations_of(element.get("style", "")) if one.name == "width"]
    return any(WHOLE_PIXELS.fullmatch(width) for width in (element.get("width", ""), *styled))


def _in_ghosts(mail: Specimen) -> set[Tree]:
    """The elements that stand in a table with a width that a condition opened for Word."""
    inside: set[Tree] = set()
    open_tables: list[bool] = []
    for one in mail.tree.iter():
        if not isinstance(one.tag, str):
            open_tables = _opened(one, open_tables)
        elif any(open_tables):
            inside.add(one)
    return inside


def _opened(comment: Tree, before: Sequence[bool]) -> list[bool]:
    """Word's tables that are open after a comment, given those before: whether each has a width."""
    tables = list(before)
    text = "" if isinstance(comment.tag, str) else comment.text or ""
    for found in _GHOST_TAG.finditer(text if "mso" in text else ""):
        if found[1]:
            tables = tables[:-1]
        elif found[2].lower() == "table":
            tables.append(_GHOST_WIDTH.search(found[0]) is not None)
        elif tables:
            tables[-1] = tables[-1] or _GHOST_WIDTH.search(found[0]) is not None
    return tables


def _image_sizes(mail: Specimen) -> Iterator[Fault]:
    for image in mail.tree.iter("img"):
        if not image.get("width"):
            yield Fault(message=Message("check.no_width_attribute"), where=place(image))


def _word_settings(mail: Specimen) -> Iterator[Fault]:
    if "<o:PixelsPerInch>96</o:PixelsPerInch>" not in COMMENT.sub("", mail.outlook):
        yield Fault(
            message=Message("check.pixels_per_inch_not_set"), where=Location(part="html head")
        )
    for namespace in _NAMESPACES:
        if namespace not in mail.html:
            yield Fault(
                message=Message("check.namespace_missing", namespace=namespace),
                where=Location(part="html", line=1, element="html"),
            )


def _word_widths(mail: Specimen) -> Iterator[Fault]:
    for image in mail.outlook_tree.iter("img"):
        width = image.get("width")
        if width is None:
            continue
        room = _room(image)
        if not width.isdigit():
            message = Message("check.width_not_whole", width=width)
            if not width:
                message = Message("check.width_missing")
            yield Fault(message=message, where=_outlook(image))
        elif int(width) > room:
            message = Message("check.wider_than_column", width=int(width), room=room)
            yield Fault(message=message, where=_outlook(image))


def _room(image: Tree) -> int:
    """The width of the nearest cell or table around a picture that has one in px."""
    for around in image.iterancestors("td", "table"):
        width = around.get("width", "")
        for one in declarations_of(around.get("style", "")):
            found = re.fullmatch(r"(\d+)px", one.value) if one.name == "width" else None
            if found:
                return int(found[1])
        if width.isdigit():
            return int(width)
    return _WIDEST


def _outlook(element: Tree) -> Location:
    return Location(
        part="html as Word reads it", element=f"{element.tag} src={element.get('src', '')[:60]}"
    )


RULES = (
    Rule(
        id="27-padding",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_padding,
    ),
    Rule(
        id="28-ghost-tables",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_ghost_tables,
    ),
    Rule(
        id="30-image-sizes",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_image_sizes,
    ),
    Rule(
        id="48-word-settings",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_word_settings,
    ),
    Rule(
        id="49-word-widths",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_word_widths,
    ),
)
