"""Rules 33 to 43: what those need who hear a mail, or see it badly.

The shares of mails that fail are the Email Markup Consortium's, of 376,348 mails in 2025/26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category

from digest.check.element_text import shown_words
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree, View, is_unseen
from digest.check.vocabulary import VAGUE
from digest.model.mail import Category, Severity
from digest.model.message import Message
from digest.present.contrast import ENOUGH_FOR_LARGE, contrast
from digest.present.plain import says_nothing

_LONGEST_ALT = 125
_SMALLEST_TARGET = 24.0
"""WCAG 2.2, success criterion 2.5.8."""
_TINY_TARGET = 14.0
_COLOURED = re.compile(r"background\s*:[^;]*(?:#[0-9a-f]{3}|rgb)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ADDRESS = re.compile(r"https?://\S+")
_LANGUAGE = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]{1,8})*")  # BCP 47, section 2.1, in outline
_SIGNS = " \u00a0\t\n.…›»→⟶▶>←«‹|·•"
_NO_TITLE = frozenset({"untitled", "untitled document", "newsletter", "email", "document"})
_OUTLOOK_TABLE = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_LAYOUT_ROLE = re.compile(r"""\brole\s*=\s*["']?(?:presentation|none)\b""", re.IGNORECASE)
# every repetition has a bound or an end, so that hostile markup is read in linear time
_CONDITION = re.compile(
    r"<!--\[if[^\]]{0,99}?mso[^\]]{0,99}\]>(.*?)(?:<!\[endif\]-->|\Z)", re.DOTALL
)
_RUNNING = ("p", "li", "blockquote")
_BLOCKS = (*_RUNNING, *_HEADINGS, "div", "td", "th")


def _language(mail: Specimen) -> Iterator[Fault]:
    body = mail.tree.find("body")
    looks = mail.looks(View.LIGHT)
    children = [] if body is None else [one for one in body if one in looks]
    for element in (mail.tree, *(one for one in children if not looks[one].hidden)):
        language = element.get("lang", "und").lower()
        if language == "und" or not _LANGUAGE.fullmatch(language):
            # some programs cut <html> off, and read the first element's
            inner = element is not mail.tree
            yield Fault(
                message=Message("check.names_no_language"),
                where=place(element),
                category=Category.HOUSE_STYLE if inner else Category.RISKS,
            )
        if element.get("dir", "").lower() not in ("ltr", "rtl"):
            yield Fault(
                message=Message("check.names_no_direction"),
                where=place(element),
                category=Category.HOUSE_STYLE,
            )


def _layout_tables(mail: Specimen) -> Iterator[Fault]:
    for table in mail.tree.iter("table"):
        if table.get("role") not in ("presentation", "none") and table.find(".//th") is None:
            yield Fault(message=Message("check.no_role_presentation"), where=place(table))
    for condition in _CONDITION.finditer(mail.html):
        for tag in _OUTLOOK_TABLE.findall(condition[1]):
            if not _LAYOUT_ROLE.search(tag):
                line = mail.html.count("\n", 0, condition.start()) + 1
                where = Location(part="html", line=line, element="table")
                yield Fault(message=Message("check.no_role_presentation_for_outlook"), where=where)


def _title(mail: Specimen) -> Iterator[Fault]:
    title = mail.tree.findtext("head/title") or ""
    if title.strip().lower() in _NO_TITLE | {""}:
        message = Message("check.title_says_nothing", title=title.strip())
        if not title.strip():
            message = Message("check.title_empty")
        yield Fault(message=message, where=Location(part="html head"))


def _headings(mail: Specimen) -> Iterator[Fault]:
    headings = list(mail.visible(*_HEADINGS))
    firsts = [heading for heading in headings if heading.tag == "h1"]
    if len(firsts) != 1:
        yield Fault(
            message=Message("check.not_one_h1", length=len(firsts)),
            where=Location(part="html"),
            category=Category.HOUSE_STYLE,
        )
    level = 0
    for heading in headings:
        own = int(heading.tag[1])
        if own > level + 1:
            message = Message("check.first_heading_not_h1")
            if level:
                message = Message("check.level_skipped", before=f"h{level}")
            yield Fault(
                message=message,
                where=place(heading),
                category=Category.RISKS if level else Category.HOUSE_STYLE,
            )
        if not shown_words(heading):
            yield Fault(message=Message("check.heading_empty"), where=place(heading))
        level = own


def _pictures(mail: Specimen) -> Iterator[Tree]:
    """Every picture, and those that only Word gets to see."""
    yield from mail.tree.iter("img")
    seen = {_kind(image) for image in mail.tree.iter("img")}
    for image in () if mail.in_word is None else mail.in_word.tree.iter("img"):
        if _kind(image) not in seen:
            yield image


def _kind(image: Tree) -> tuple[str, str | None]:
    return image.get("src", ""), image.get("alt")


def _alternatives(mail: Specimen) -> Iterator[Fault]:
    for image in _pictures(mail):
        alt = image.get("alt")
        if alt is None:
            yield Fault(
                message=Message("check.no_alt"),
                where=place(image),
                category=Category.RISKS if is_unseen(image) else Category.BREAKS,
            )
        elif len(alt) > _LONGEST_ALT:
            message = Message("check.alt_too_long", length=len(alt), longest=_LONGEST_ALT)
            yield Fault(message=message, where=place(image), category=Category.HOUSE_STYLE)
        elif says_nothing(alt):
            message = Message("check.alt_is_a_file_name", alt=alt)
            yield Fault(message=message, where=place(image), category=Category.RISKS)
        elif alt.strip() and _beside(image) == alt.strip().casefold():
            message = Message("check.alt_repeats_words")
            yield Fault(message=message, where=place(image), category=Category.HOUSE_STYLE)


def _beside(image: Tree) -> str:
    """The words that share a link or a parent with a picture."""
    around = next((one for one in image.iterancestors("a")), image.getparent())
    return "" if around is None else " ".join("".join(around.itertext()).split()).casefold()


def _link_text(mail: Specimen) -> Iterator[Fault]:
    said_in_browsers = mail.words_of_links()
    for link in mail.visible("a"):
        said = f"{shown_words(link)}{link.get('aria-label', '')}"
        if _bare(said_in_browsers.get(link, "")):
            continue
        # rule 37 says what is wrong with a picture that has no alt
        if link.get("href") and not _bare(said) and not any(map(_lacks_alt, link.iter("img"))):
            pictured = any(True for _ in link.iter("img")) or bool(shown_words(link))
            yield Fault(
                message=Message("check.link_without_text", url=link.get("href")[:60]),
                where=place(link),
                category=Category.BREAKS if pictured else Category.RISKS,
            )


def _lacks_alt(image: Tree) -> bool:
    return image.get("alt") is None


def _bare(text: str) -> str:
    """The text without arrows, points, and marks that nobody sees or hears."""
    return "".join(mark for mark in text if category(mark) != "Cf").strip(_SIGNS)


def _vague_links(mail: Specimen) -> Iterator[Fault]:
    for link in mail.visible("a"):
        words = shown_words(link)
        bare = _bare(words).casefold()
        if bare in VAGUE or _ADDRESS.fullmatch(bare):
            yield Fault(message=Message("check.link_says_nothing", words=words), where=place(link))


def _underlines(mail: Specimen) -> Iterator[Fault]:
    looks = mail.looks(View.LIGHT)
    words = cache(shown_words)  # a paragraph may hold thousands of links
    for link in mail.visible("a"):
        around = next(link.iterancestors(*_RUNNING), None)
        if around is None or looks[link].underlined:
            continue
        if words(around) != words(link):
            # WCAG, technique G183: three times as light or dark as the words around it, it shows
            differs = contrast(looks[link].colour, looks[around].colour) >= ENOUGH_FOR_LARGE
            yield Fault(
                message=Message("check.link_not_underlined"),
                where=place(link),
                category=Category.HOUSE_STYLE if differs else Category.RISKS,
            )


def _small_targets(mail: Specimen) -> Iterator[Fault]:
    """Links that stand by themselves; one within a sentence is as high as its line has to be.

    Their height is told by the line, padding, the room around their block, and pictures.
    """
    looks = mail.looks(View.LIGHT)
    in_a_sentence = cache(_in_a_sentence)  # a block may hold thousands of links
    for link in mail.visible("a"):
        block = next((one for one in link.iterancestors(*_BLOCKS) if one in looks), None)
        if block is None or not link.get("href") or in_a_sentence(block):
            continue
        after = block.getnext()
        beside = after if after in looks else next(link.iterancestors("td", "th"), block)
        room = {one: looks[one].room for one in (link, block, beside) if one in looks}
        lines = [looks[one].line for one in link.iter() if one in looks]
        pictures = [int(one.get("height", "")) for one in link.iter("img") if _is_sized(one)]
        height = max(sum(room.values()) + max(lines), *pictures, 0)
        if height < _SMALLEST_TARGET and (shown_words(link) or pictures):
            yield Fault(
                message=Message("check.target_too_small", height=height),
                where=place(link),
                category=Category.RISKS if height < _TINY_TARGET else Category.HOUSE_STYLE,
            )


def _is_sized(image: Tree) -> bool:
    return str(image.get("height", "")).isdecimal()


def _in_a_sentence(block: Tree) -> bool:
    """Whether a block says more than the words of its links."""
    words = shown_words(block)
    for link in block.iter("a"):
        words = words.replace(shown_words(link), "", 1)
    return any(mark.isalnum() for mark in words)


def _pictured_text(mail: Specimen) -> Iterator[Fault]:
    if re.search(r"<v:[^<>]*\bhref\s*=", mail.html):
        yield Fault(
            message=Message("check.vml_link"),
            where=Location(part="html"),
            category=Category.HOUSE_STYLE,
        )
    for element in mail.tree.iter():
        if not isinstance(element.tag, str):
            continue
        style = element.get("style", "").lower()
        if element.get("background") or re.search(r"background[^;]*url\(", style):
            plain = element.get("bgcolor") or "background-color" in style or _COLOURED.search(style)
            yield Fault(
                message=Message("check.picture_behind_text"),
                where=place(element),
                # a colour stands in where the picture is not shown
                category=Category.HOUSE_STYLE if plain or not shown_words(element) else None,
            )
    for sheet in mail.sheets:
        if re.search(r"background[^;{}]{0,200}url\(", sheet.css, re.IGNORECASE):
            where = Location(part="html", line=sheet.line, element="style")
            message = Message("check.picture_behind_text")
            yield Fault(message=message, where=where, category=Category.HOUSE_STYLE)
    if re.search(r"<v:(?:fill|image)\b[^<>]*\bsrc\s*=", mail.html):
        message = Message("check.vml_picture_behind_text")
        where = Location(part="html")
        yield Fault(message=message, where=where, category=Category.HOUSE_STYLE)


def _hidden_from_some(mail: Specimen) -> Iterator[Fault]:
    for element in mail.visible():
        words = shown_words(element) if element.get("aria-hidden") == "true" else ""
        if any(map(str.isalnum, words)):  # a mark between links is better not read aloud
            message = Message("check.hidden_from_hearers", words=words[:40])
            yield Fault(message=message, where=place(element))


RULES = (
    Rule(
        id="33-language",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_language,
    ),
    Rule(
        id="34-layout-tables",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_layout_tables,
    ),
    Rule(
        id="35-title",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_title,
    ),
    Rule(
        id="36-headings",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_headings,
    ),
    Rule(
        id="37-alternatives",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_alternatives,
    ),
    Rule(
        id="38-link-text",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_link_text,
    ),
    Rule(
        id="39-vague-links",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_vague_links,
    ),
    Rule(
        id="41-underlines",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_underlines,
    ),
    Rule(
        id="41-small-targets",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_small_targets,
    ),
    Rule(
        id="42-pictured-text",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_pictured_text,
    ),
    Rule(
        id="43-aria-hidden",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_hidden_from_some,
    ),
)
