"""Rules 12 to 19: the document, and that nothing in it can run, load or lead astray."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from xml.etree.ElementTree import Element

from digest.check.css_syntax import fonts_defined, unescaped
from digest.check.location import Location
from digest.check.parse_errors import ParseError
from digest.check.parsed_mail import Specimen
from digest.check.rules import Fault, Needs, Rule
from digest.check.urls import leftovers, scheme_of, urls_of
from digest.model.mail import STAND_INS, Category, Severity
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
_RUNS = frozenset({"script", "iframe", "object", "embed", "applet", "frame", "frameset", "portal"})
_DOCTYPE = re.compile(r"[\ufeff\s]{0,99}(<!doctype\s{1,9}html\s{0,9}>)", re.IGNORECASE)
_OLDER_DOCTYPE = re.compile(
    r"[\ufeff\s]{0,99}(?:<\?xml[^<>]{0,99}>\s{0,9}|<!--[^<>]{0,99}-->\s{0,9})?<!doctype\s{1,9}html\b",
    re.IGNORECASE,
)
_RUNNING = ("javascript", "vbscript", "data", "livescript", "mocha")
_SCRIPT = re.compile(r"<script\b.{0,20000}?</script>", re.IGNORECASE | re.DOTALL)
_SHEET = re.compile(r"<style\b[^<>]*>[^<]{0,100000}", re.IGNORECASE)
_OWN_BRACES = re.compile(r"\}\}|\{#(?=[\w-]+[^{}]*\{)")
_RUNNING_STYLE = re.compile(
    r"url\(\s*['\"]?\s*data\s*:|expression\s*\(|(?:javascript|vbscript)\s*:|-moz-binding\s*:|(?<![\w-])behavior\s*:",
    re.IGNORECASE,
)
# what every template for Outlook says to have shapes drawn
_VML_BEHAVIOUR = re.compile(r"behavior\s*:\s*url\(\s*['\"]?#default#VML['\"]?\s*\)", re.IGNORECASE)
# no flag for case: a pattern with one is tried at each character, not at each "<"
_CONDITION = re.compile(
    r"<!--\[[iI][fF](.{0,200}?)\]>(<!--\s?-->|<!-->)?"
    r"|(<!--)?<!\[[eE][nN][dD][iI][fF]\](?:--)?>"
)
_NOT_FOR_MSO = re.compile(r"!\s*\(?\s*mso", re.IGNORECASE)
_MSO_CONDITION = re.compile(r"\s*\(?\s*(?:(?:lt|lte|gt|gte)\s+)?mso\b[^!]*")
_ALL_BUT_MSO = re.compile(r"\s*!\s*mso\s*")
_REMOTE_FONT = re.compile(r"@font-face\s*\{[^{}]*url\(\s*['\"]?(.{0,8})", re.IGNORECASE)


def _doctype(mail: Specimen) -> Iterator[Fault]:
    if not _DOCTYPE.match(mail.html):
        older = _OLDER_DOCTYPE.match(mail.html)  # which lays out as the new one does, nearly
        yield Fault(
            message=Message("check.doctype_missing"),
            where=Location(part="html", line=1),
            category=Category.HOUSE_STYLE if older else Category.RISKS,
        )


def _doctype_case(mail: Specimen) -> Iterator[Fault]:
    found = _DOCTYPE.match(mail.html)
    if found and found[1] != "<!DOCTYPE html>":
        yield Fault(
            message=Message("check.doctype_spelled_otherwise", found=found[1]),
            where=Location(part="html", line=1),
        )


def _parse_errors(mail: Specimen) -> Iterator[Fault]:
    for error in mail.parse_errors:
        yield _invalid(error, "html")


def _invalid(error: ParseError, part: str) -> Fault:
    return Fault(
        message=Message("check.not_valid_html5", code=error.code),
        where=Location(part=part, line=error.line),
        category=Category.HOUSE_STYLE if error.harmless else Category.RISKS,
    )


def _outlook_errors(mail: Specimen) -> Iterator[Fault]:
    if mail.in_word is None:
        return
    said = Counter(error.code for error in mail.parse_errors)
    for error in mail.in_word.parse_errors:
        said[error.code] -= 1
        if said[error.code] < 0:  # else rule 13-valid says it
            yield _invalid(error, mail.in_word.part)


def _conditions(mail: Specimen) -> Iterator[Fault]:
    """Outlook's comments: opened and closed in turn, in the two forms that every program hides."""
    inside = ""
    for found in _CONDITION.finditer(mail.html):
        where = Location(part="html", line=mail.line_of(found.start()))
        condition, revealed, reopened = found[1], bool(found[2]), bool(found[3])
        if condition is None:
            closed = "revealed" if reopened else "hidden"
            if inside != closed and not (found[0].lower() == "<![endif]>" and not inside):
                yield Fault(
                    message=Message("check.closes_nothing", found=found[0]),
                    where=where,
                    category=Category.RISKS,
                )
            inside = ""
            continue
        if inside:
            yield Fault(
                message=Message("check.condition_inside_another", found=found[0]),
                where=where,
                category=Category.RISKS,
            )
        pattern = _ALL_BUT_MSO if revealed else _MSO_CONDITION
        if not pattern.fullmatch(condition):
            # "[if !mso]" alone hides from all but Word what is meant for them
            hides = not revealed and _NOT_FOR_MSO.search(condition)
            yield Fault(
                message=Message("check.condition_shown_by_some", found=found[0]),
                where=where,
                category=Category.BREAKS if hides else Category.HOUSE_STYLE,
            )
        inside = "revealed" if revealed else "hidden"
    if inside:
        yield Fault(message=Message("check.condition_never_closed"), where=Location(part="html"))


def everywhere(faults: Callable[[Specimen], Iterator[Fault]], mail: Specimen) -> Iterator[Fault]:
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
                message=Message("check.element_not_for_mail", name=name),
                where=mail.where(element),
                category=_weight(name, element),
            )
        if name == "meta" and element.get("http-equiv", "").lower() == "refresh":
            yield Fault(message=Message("check.refresh_would_lead_away"), where=mail.where(element))


def _weight(name: str, element: Element) -> Category:
    """How bad an element is: filters refuse what runs, and programs drop the rest."""
    if name == "script" and "json" in element.get("type", ""):
        return Category.HOUSE_STYLE  # data for Gmail, which nobody runs
    if name == "link" and (
        "stylesheet" not in element.get("rel", "").lower() or "font" in element.get("href", "")
    ):
        return Category.HOUSE_STYLE  # nothing is lost where it is dropped
    return Category.BREAKS if name in _RUNS else Category.RISKS


def _remote_styles(mail: Specimen) -> Iterator[Fault]:
    for style in mail.named("style"):
        rules = unescaped("".join(style.itertext()))
        if "@import" in rules.lower():
            yield Fault(message=Message("check.import_loads_style_sheet"), where=mail.where(style))
        if _REMOTE_FONT.search(rules) and not _degrades(mail, rules):
            yield Fault(message=Message("check.font_face_loads_font"), where=mail.where(style))


def _degrades(mail: Specimen, rules: str) -> bool:
    """Whether it is one font over https, which Word, that shows Times in its place, never sees."""
    safe = all(start.lower() == "https://" for start in _REMOTE_FONT.findall(rules))
    return safe and len(fonts_defined(rules)) == 1 and not _REMOTE_FONT.search(mail.outlook)


def _executable(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on"):
                yield Fault(
                    message=Message("check.attribute_would_run", name=name),
                    where=mail.where(element),
                )
            if str(name).lower() == "style" and (found := _running(value)):
                yield Fault(
                    message=Message("check.style_would_run"),
                    where=mail.where(element),
                    category=_risk_of(found),
                )
        if element.tag == "style" and (found := _running("".join(element.itertext()))):
            yield Fault(
                message=Message("check.style_sheet_would_run"),
                where=mail.where(element),
                category=_risk_of(found),
            )
        for name, url in urls_of(element):
            scheme = scheme_of(url)
            if scheme in _RUNNING:
                picture = scheme == "data" and name in ("src", "background", "srcset")
                yield Fault(
                    message=Message("check.url_of_scheme", name=name, scheme=scheme),
                    where=mail.where(element),
                    category=Category.RISKS if picture else Category.BREAKS,
                )


@lru_cache(maxsize=4_096)
def _running(css: str) -> str:
    """What of a style some program would run or refuse; empty for none."""
    found = _RUNNING_STYLE.search(_VML_BEHAVIOUR.sub("", unescaped(css)))
    return found[0].lower() if found else ""


def _risk_of(running: str) -> Category:
    """A picture within a style is only not shown by some."""
    return Category.RISKS if running.startswith("url") else Category.BREAKS


def _escapes(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, value in element.attrib.items():
            if "\\u{" in value or '\\"' in value or '\\"' in str(name):
                yield Fault(
                    message=Message("check.program_escape", name=name, quoted=value[:40]),
                    where=mail.where(element),
                )


def _leftovers(mail: Specimen) -> Iterator[Fault]:
    """Each of them in a letter; of a document alone only that it is to be filled in."""
    # the braces of a sheet without blanks are its own: @media print{#a{color:#000000}}
    html = _SHEET.sub(lambda sheet: _OWN_BRACES.sub("  ", sheet[0]), mail.html)
    html = _SCRIPT.sub(lambda script: "\n" * script[0].count("\n"), html)
    for name, content in (("html", html), ("text", mail.text or "")):
        for found in leftovers(content):
            line = content.count("\n", 0, found.start()) + 1
            yield Fault(
                message=Message("check.template_left", found=found[0]),
                where=Location(part=name, line=line),
                category=Category.RISKS if mail.may_be_a_template else Category.BREAKS,
            )
            if mail.may_be_a_template:
                return


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
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_doctype,
    ),
    Rule(
        id="12-doctype-case",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_doctype_case,
    ),
    Rule(
        id="13-valid",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_parse_errors,
    ),
    Rule(
        id="13-valid-in-outlook",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_outlook_errors,
    ),
    Rule(
        id="14-conditions",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_conditions,
    ),
    Rule(
        id="15-forbidden-elements",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _forbidden_elements),
    ),
    Rule(
        id="15-remote-styles",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _remote_styles),
    ),
    Rule(
        id="16-no-executable",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _executable),
    ),
    Rule(
        id="17-no-escapes",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _escapes),
    ),
    Rule(
        id="18-leftovers",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_leftovers,
    ),
    Rule(
        id="18-stand-ins",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_stand_ins,
    ),
    Rule(
        id="19-nesting",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_nesting,
    ),
)
