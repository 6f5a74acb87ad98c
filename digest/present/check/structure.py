"""Rules 33 to 43: what those need who hear a mail, or see it badly.

The shares of mails that fail are the Email Markup Consortium's, of 376,348 mails in 2025/26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from unicodedata import category

from digest.model.mail import Severity
from digest.present.check.places import Place
from digest.present.check.rules import Fault, Needs, Rule
from digest.present.check.specimen import Specimen, place, shown_words
from digest.present.check.styles import Tree, View
from digest.present.check.vocabulary import VAGUE
from digest.present.contrast import contrast, enough_for
from digest.present.plain import says_nothing

_LONGEST_ALT = 125
_SMALLEST_PIXELS = 14.0
_SMALLEST_TARGET = 24.0
"""WCAG 2.2, success criterion 2.5.8."""
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
            yield Fault(message="names no language", where=place(element))
        if element.get("dir", "").lower() not in ("ltr", "rtl"):
            yield Fault(message="names no direction, ltr or rtl", where=place(element))


def _layout_tables(mail: Specimen) -> Iterator[Fault]:
    for table in mail.tree.iter("table"):
        if table.get("role") not in ("presentation", "none") and table.find(".//th") is None:
            yield Fault(message='has no role="presentation"', where=place(table))
    for condition in _CONDITION.finditer(mail.html):
        for tag in _OUTLOOK_TABLE.findall(condition[1]):
            if not _LAYOUT_ROLE.search(tag):
                line = mail.html.count("\n", 0, condition.start()) + 1
                where = Place(part="html", line=line, element="table")
                yield Fault(message='for Outlook has no role="presentation"', where=where)


def _title(mail: Specimen) -> Iterator[Fault]:
    title = mail.tree.findtext("head/title") or ""
    if title.strip().lower() in _NO_TITLE | {""}:
        yield Fault(message=f"the title is {title.strip()!r}", where=Place(part="html head"))


def _headings(mail: Specimen) -> Iterator[Fault]:
    headings = list(mail.visible(*_HEADINGS))
    firsts = [heading for heading in headings if heading.tag == "h1"]
    if len(firsts) != 1:
        yield Fault(message=f"there are {len(firsts)} h1, not one", where=Place(part="html"))
    level = 0
    for heading in headings:
        own = int(heading.tag[1])
        if own > level + 1:
            before = f"h{level}" if level else "nothing"
            yield Fault(message=f"follows {before}: a level is skipped", where=place(heading))
        if not shown_words(heading):
            yield Fault(message="is empty", where=place(heading))
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
            yield Fault(message="has no alt", where=place(image))
        elif len(alt) > _LONGEST_ALT:
            yield Fault(message=f"its alt has {len(alt)} characters", where=place(image))
        elif says_nothing(alt):
            yield Fault(message=f"its alt is a file name, or no more: {alt!r}", where=place(image))
        elif alt.strip() and _beside(image) == alt.strip().casefold():
            yield Fault(message="its alt repeats the words beside it", where=place(image))


def _beside(image: Tree) -> str:
    """The words that share a link or a parent with a picture."""
    around = next((one for one in image.iterancestors("a")), image.getparent())
    return "" if around is None else " ".join("".join(around.itertext()).split()).casefold()


def _link_text(mail: Specimen) -> Iterator[Fault]:
    for link in mail.visible("a"):
        said = f"{shown_words(link)}{link.get('aria-label', '')}"
        if link.get("href") and not _bare(said):
            yield Fault(
                message=f"the link to {link.get('href')[:60]} has no text", where=place(link)
            )


def _bare(text: str) -> str:
    """The text without arrows, points, and marks that nobody sees or hears."""
    return "".join(mark for mark in text if category(mark) != "Cf").strip(_SIGNS)


def _vague_links(mail: Specimen) -> Iterator[Fault]:
    for link in mail.visible("a"):
        words = shown_words(link)
        bare = _bare(words).casefold()
        if bare in VAGUE or _ADDRESS.fullmatch(bare):
            yield Fault(message=f"{words!r} does not say where it leads", where=place(link))


def faint(mail: Specimen, view: View) -> Iterator[Fault]:
    """Text without enough contrast in a view, each pair of colours once."""
    seen = set()
    for element, look in mail.looks(view).items():
        if look.hidden or look.background is None or not _own_words(element):
            continue
        needed = enough_for(look.pixels, bold=look.bold)
        pair = (look.colour, look.background, needed)
        if pair in seen:
            continue
        seen.add(pair)
        ratio = contrast(look.colour, look.background)
        if ratio < needed:
            message = (
                f"{look.colour} on {look.background} is {ratio:.2f}:1, not {needed}:1, {view.value}"
            )
            yield Fault(message=message, where=place(element))


def _own_words(element: Tree) -> bool:
    """Whether text stands directly in an element."""
    parts = [element.text, *(child.tail for child in element)]
    return any(part and part.strip() for part in parts) or bool(element.get("alt", "").strip())


def _faint_by_day(mail: Specimen) -> Iterator[Fault]:
    for view in (View.LIGHT, View.STRIPPED):
        yield from faint(mail, view)


def _underlines(mail: Specimen) -> Iterator[Fault]:
    looks = mail.looks(View.LIGHT)
    words = cache(shown_words)  # a paragraph may hold thousands of links
    for link in mail.visible("a"):
        around = next(link.iterancestors(*_RUNNING), None)
        if around is None or looks[link].underlined:
            continue
        if words(around) != words(link):
            yield Fault(message="a link in running text is not underlined", where=place(link))


def _small_text(mail: Specimen) -> Iterator[Fault]:
    looks = mail.looks(View.LIGHT)
    for element in mail.visible():
        words = (element.text or "").strip("\u00a0 \n\t")
        if words and looks[element].pixels < _SMALLEST_PIXELS:
            pixels = looks[element].pixels
            yield Fault(message=f"text of {pixels:g} px", where=place(element))


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
            yield Fault(message=f"a target of {height:g} px, not 24", where=place(link))


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
            message="a shape of VML is a link, which nobody can hear", where=Place(part="html")
        )
    for element in mail.tree.iter():
        if not isinstance(element.tag, str):
            continue
        style = element.get("style", "").lower()
        if element.get("background") or re.search(r"background[^;]*url\(", style):
            yield Fault(message="a picture lies behind text", where=place(element))
    for sheet in mail.sheets:
        if re.search(r"background[^;{}]{0,200}url\(", sheet.css, re.IGNORECASE):
            where = Place(part="html", line=sheet.line, element="style")
            yield Fault(message="a picture lies behind text", where=where)
    if re.search(r"<v:(?:fill|image)\b[^<>]*\bsrc\s*=", mail.html):
        message = "a shape of VML lays a picture behind text"
        yield Fault(message=message, where=Place(part="html"))


def _hidden_from_some(mail: Specimen) -> Iterator[Fault]:
    for element in mail.visible():
        words = shown_words(element) if element.get("aria-hidden") == "true" else ""
        if any(map(str.isalnum, words)):  # a mark between links is better not read aloud
            message = f"{words[:40]!r} is only kept from those who hear it"
            yield Fault(message=message, where=place(element))


RULES = (
    Rule(
        id="33-language",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_language,
        protects="those who hear the mail, in the wrong tongue (67 to 97 % of mails fail)",
        hint="set lang and dir on <html> and on each child of <body>",
    ),
    Rule(
        id="34-layout-tables",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_layout_tables,
        protects="those who hear the mail: each table is announced (86 %)",
        hint='give layout tables role="presentation"',
    ),
    Rule(
        id="35-title",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_title,
        protects="those who hear the mail or open it in a browser (41 %)",
        hint="write a title of the edition's own in mj-title",
    ),
    Rule(
        id="36-headings",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_headings,
        protects="those who jump from heading to heading (77 %)",
        hint="one h1, then h2 and h3 in turn",
    ),
    Rule(
        id="37-alternatives",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_alternatives,
        protects="those who see no pictures (51 %)",
        hint='describe the picture in at most 125 characters, or write alt=""',
    ),
    Rule(
        id="38-link-text",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_link_text,
        protects="those who hear the mail: a link without words is read as its URL (72 %)",
        hint="put the target's name into the link",
    ),
    Rule(
        id="39-vague-links",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_vague_links,
        protects="those who go from link to link (18 %)",
        hint='name the target: "Read the budget story"',
    ),
    Rule(
        id="40-contrast",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_faint_by_day,
        protects="those who see badly, and everyone in the sun (59 %)",
        hint="choose a darker or lighter colour in theme.toml",
    ),
    Rule(
        id="41-underlines",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_underlines,
        protects="those who do not see the link's colour",
        hint="underline links in running text",
    ),
    Rule(
        id="41-small-text",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_small_text,
        protects="those who see badly; iOS enlarges smaller text and breaks the layout",
        hint="use at least 14 px",
    ),
    Rule(
        id="41-small-targets",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_small_targets,
        protects="those whose hands are unsteady, and everyone on a phone",
        hint="give links outside sentences a line of 24 px, or room around them",
    ),
    Rule(
        id="42-pictured-text",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_pictured_text,
        protects="readers of Outlook and of dark mode, and those who hear the mail",
        hint="use a plain background and an <img>; no mj-hero, no background-url",
    ),
    Rule(
        id="43-aria-hidden",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_hidden_from_some,
        protects="those who hear the mail: some programs drop the attribute, others the words",
        hint="do without aria-hidden",
    ),
)
