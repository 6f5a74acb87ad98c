"""Rules 12 to 19: the document, and that nothing in it can run, load or lead astray."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from xml.etree.ElementTree import Element

from digest.check.css_syntax import unescaped
from digest.check.location import Location
from digest.check.parsed_mail import Specimen
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import STAND_INS, Severity
from digest.model.message import Message

DEEPEST = 200
_FORBIDDEN = (
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
    "textarea",
    "video",
    "audio",
    "svg",
    "math",
    "base",
    "link",
    "frame",
    "frameset",
    "applet",
    "portal",
    "dialog",
    "marquee",
    "blink",
)
_URL_ATTRIBUTES = (
    "href",
    "src",
    "action",
    "background",
    "poster",
    "srcset",
    "cite",
    "data",
    "formaction",
    "lowsrc",
    "dynsrc",
    "longdesc",
    "ping",
)
_DOCTYPE = re.compile(r"[\ufeff\s]{0,99}(<!doctype\s{1,9}html\s{0,9}>)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_SAFE = ("https", "http", "mailto", "tel")
_RUNNING = ("javascript", "vbscript", "data", "livescript", "mocha")
_LEFTOVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|<%|%>|&lt;%|\$\{\w|\*\|[A-Z_:]+\|\*|%%[A-Za-z_]+%%|\[\[[a-z_.]+\]\]"
)
_SHEET = re.compile(r"<style\b[^<>]*>[^<]{0,100000}", re.IGNORECASE)
_OWN_BRACES = re.compile(r"\}\}|\{#(?=[\w-]+[^{}]*\{)")
_RUNNING_STYLE = re.compile(
    r"url\(\s*['\"]?\s*data\s*:|expression\s*\(|(?:javascript|vbscript)\s*:|-moz-binding\s*:|(?<![\w-])behavior\s*:",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"<!--\[if(.{0,200}?)\]>(<!-->)?|(<!--)?<!\[endif\](?:--)?>", re.IGNORECASE)
_MSO_CONDITION = re.compile(r"\s*\(?\s*(?:(?:lt|lte|gt|gte)\s+)?mso\b[^!]*")
_ALL_BUT_MSO = re.compile(r"\s*!\s*mso\s*")
_REMOTE_FONT = re.compile(r"@font-face\s*\{[^{}]*url\(", re.IGNORECASE)


def _doctype(mail: Specimen) -> Iterator[Fault]:
    if not _DOCTYPE.match(mail.html):
        yield Fault(
            message=Message("check.doctype_missing"),
            where=Location(part="html", line=1),
        )


def _doctype_case(mail: Specimen) -> Iterator[Fault]:
    found = _DOCTYPE.match(mail.html)
    if found and found[1] != "<!DOCTYPE html>":
        yield Fault(
            message=Message("check.doctype_spelled_otherwise", found=found[1]),
            where=Location(part="html", line=1),
        )


def _parse_errors(mail: Specimen) -> Iterator[Fault]:
    for line, code in mail.parse_errors:
        yield Fault(
            message=Message("check.not_valid_html5", code=code),
            where=Location(part="html", line=line),
        )


def _outlook_errors(mail: Specimen) -> Iterator[Fault]:
    if mail.in_word is None:
        return
    for line, code in mail.in_word.parse_errors:
        yield Fault(
            message=Message("check.not_valid_html5", code=code),
            where=Location(part=mail.in_word.part, line=line),
        )


def _conditions(mail: Specimen) -> Iterator[Fault]:
    """Outlook's comments: opened and closed in turn, in the two forms that every program hides."""
    inside = ""
    for found in _CONDITION.finditer(mail.html):
        where = Location(part="html", line=mail.html.count("\n", 0, found.start()) + 1)
        condition, revealed, reopened = found[1], bool(found[2]), bool(found[3])
        if condition is None:
            closed = "revealed" if reopened else "hidden"
            if inside != closed:
                yield Fault(message=Message("check.closes_nothing", found=found[0]), where=where)
            inside = ""
            continue
        if inside:
            yield Fault(
                message=Message("check.condition_inside_another", found=found[0]),
                where=where,
            )
        pattern = _ALL_BUT_MSO if revealed else _MSO_CONDITION
        if not pattern.fullmatch(condition):
            yield Fault(
                message=Message("check.condition_shown_by_some", found=found[0]), where=where
            )
        inside = "revealed" if revealed else "hidden"
    if inside:
        yield Fault(message=Message("check.condition_never_closed"), where=Location(part="html"))


def _everywhere(faults: Callable[[Specimen], Iterator[Fault]], mail: Specimen) -> Iterator[Fault]:
    """What is wrong as most programs read the document, and what only Word gets to see."""
    found = list(faults(mail))
    yield from found
    said = {fault.message for fault in found}
    if mail.in_word is not None:
        yield from (fault for fault in faults(mail.in_word) if fault.message not in said)


def _forbidden_elements(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        name = str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()
        if name in _FORBIDDEN:
            yield Fault(
                message=Message("check.element_not_for_mail", name=name), where=mail.where(element)
            )
        if name == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield Fault(message=Message("check.refresh_would_lead_away"), where=mail.where(element))


def _remote_styles(mail: Specimen) -> Iterator[Fault]:
    for style in mail.named("style"):
        rules = unescaped("".join(style.itertext()))
        if "@import" in rules.lower():
            yield Fault(message=Message("check.import_loads_style_sheet"), where=mail.where(style))
        if _REMOTE_FONT.search(rules):
            yield Fault(message=Message("check.font_face_loads_font"), where=mail.where(style))


def _scheme(url: str) -> str:
    """The scheme as a browser understands it: blanks and invisible characters do not hide it."""
    found = _SCHEME.match(_BLANKS.sub("", url))
    return found[1].lower() if found else ""


def _urls(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        bare = str(name).rpartition("}")[2].rpartition(":")[2].lower()
        if bare in _URL_ATTRIBUTES:
            yield bare, value


def _executable(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                yield Fault(
                    message=Message("check.attribute_would_run", name=name),
                    where=mail.where(element),
                )
            if str(name).lower() == "style" and _RUNNING_STYLE.search(unescaped(value)):
                yield Fault(message=Message("check.style_would_run"), where=mail.where(element))
        if element.tag == "style" and _RUNNING_STYLE.search(unescaped("".join(element.itertext()))):
            yield Fault(message=Message("check.style_sheet_would_run"), where=mail.where(element))
        for name, url in _urls(element):
            if _scheme(url) in _RUNNING:
                yield Fault(
                    message=Message("check.url_of_scheme", name=name, scheme=_scheme(url)),
                    where=mail.where(element),
                )


def _escapes(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, value in element.attrib.items():
            if "\\u{" in value or '\\"' in value or '\\"' in str(name):
                yield Fault(
                    message=Message("check.program_escape", name=name, quoted=value[:40]),
                    where=mail.where(element),
                )


def _schemes(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, url in _urls(element):
            scheme = _scheme(url)
            if scheme in _RUNNING or (not scheme and url.startswith("#")):
                continue
            where = mail.where(element)
            if not scheme:
                yield Fault(
                    message=Message("check.url_not_whole", name=name, url=url[:60]), where=where
                )
            elif scheme not in _SAFE:
                yield Fault(
                    message=Message(
                        "check.url_of_scheme_shown", name=name, scheme=scheme, url=url[:60]
                    ),
                    where=where,
                )


def _insecure(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, url in _urls(element):
            if _scheme(url) == "http":
                yield Fault(
                    message=Message("check.not_https", name=name, url=url[:60]),
                    where=mail.where(element),
                )


def _leftovers(mail: Specimen) -> Iterator[Fault]:
    # the braces of a sheet without blanks are its own: @media print{#a{color:#000000}}
    html = _SHEET.sub(lambda sheet: _OWN_BRACES.sub("  ", sheet[0]), mail.html)
    for name, content in (("html", html), ("text", mail.text or "")):
        for found in _LEFTOVER.finditer(content):
            line = content.count("\n", 0, found.start()) + 1
            yield Fault(
                message=Message("check.template_left", found=found[0]),
                where=Location(part=name, line=line),
            )


def _stand_ins(mail: Specimen) -> Iterator[Fault]:
    for name, content in (("html", mail.html), ("text", mail.text or "")):
        for url in STAND_INS:
            if url in content:
                yield Fault(
                    message=Message("check.still_a_stand_in", url=url), where=Location(part=name)
                )


def _nesting(mail: Specimen) -> Iterator[Fault]:
    level = [mail.root]
    depth = 0
    while level and depth <= DEEPEST:
        level = [child for element in level for child in element]
        depth += 1
    if level:
        yield Fault(
            message=Message("check.elements_nested_too_deeply", deepest=DEEPEST),
            where=Location(part="html"),
        )


RULES = (
    Rule(
        id="12-doctype",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_doctype,
    ),
    Rule(
        id="12-doctype-case",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_doctype_case,
    ),
    Rule(
        id="13-valid",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_parse_errors,
    ),
    Rule(
        id="13-valid-in-outlook",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_outlook_errors,
    ),
    Rule(
        id="14-conditions",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_conditions,
    ),
    Rule(
        id="15-forbidden-elements",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=partial(_everywhere, _forbidden_elements),
    ),
    Rule(
        id="15-remote-styles",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=partial(_everywhere, _remote_styles),
    ),
    Rule(
        id="16-no-executable",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=partial(_everywhere, _executable),
    ),
    Rule(
        id="17-no-escapes",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=partial(_everywhere, _escapes),
    ),
    Rule(
        id="18-schemes",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=partial(_everywhere, _schemes),
    ),
    Rule(
        id="18-insecure",
        severity=Severity.WARNING,
        needs=Needs.HTML,
        faults=_insecure,
    ),
    Rule(
        id="18-leftovers",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_leftovers,
    ),
    Rule(
        id="18-stand-ins",
        severity=Severity.ERROR,
        needs=Needs.LETTER,
        faults=_stand_ins,
    ),
    Rule(
        id="19-nesting",
        severity=Severity.ERROR,
        needs=Needs.HTML,
        faults=_nesting,
    ),
)
