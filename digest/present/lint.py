"""Reading MJML templates before they are used: mrml itself accepts anything and drops the rest.

The sources are read as they are written, with Jinja's expressions blanked out, so that each finding
names a line of the file that a newsroom edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.model.mail import Finding, Severity
from digest.model.message import Message, Text
from digest.present.mjml_tags import ATTRIBUTES, CHILDREN, DEFAULTS, FORBIDDEN
from digest.present.templates import line_of

_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SIZES = re.compile(r"(?:inner-)?padding.*|.*width|height|font-size")
_BARE_ZERO = re.compile(r"(?:^|\s)0(?:\s|$)")
_STYLE = re.compile(r"<mj-style[^>]*>(.*?)</mj-style>", re.DOTALL)
_FILLED = "x"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tag:
    """One tag of a template, of MJML or HTML, with the tag of MJML that it stands in."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    inside: str  # empty at the top of a part: whatever includes it decides
    line: int


def lint_source(source: str, name: str) -> tuple[Finding, ...]:
    """What is wrong with one MJML template. ``name`` is its file, for the findings."""
    blank = _COMMENT.sub(_as_lines, _JINJA.sub(_blanked, source))
    findings = list(_comments_in_styles(blank, name))
    for tag in _tags(blank):
        for rule, message in _faults(tag) if tag.name.startswith("mj") else _html_faults(tag):
            findings.append(_finding(rule, message, line_of(name, tag.line)))
    return tuple(findings)


def _faults(tag: _Tag) -> Iterator[tuple[str, Message]]:
    if tag.name in FORBIDDEN:
        yield "forbidden", _said(tag, f"template.forbidden_{FORBIDDEN[tag.name]}")
        return
    if tag.name in DEFAULTS:
        if tag.inside not in ("", "mj-attributes"):
            yield "misplaced", _said(tag, "template.misplaced_default")
    elif tag.name not in ATTRIBUTES:
        yield "unknown-tag", _said(tag, "template.unknown_tag")
        return
    elif tag.inside and tag.name not in CHILDREN.get(tag.inside, frozenset()):
        yield "misplaced", _said(tag, "template.misplaced", inside=tag.inside)
    yield from _attribute_faults(tag)


def _html_faults(tag: _Tag) -> Iterator[tuple[str, Message]]:
    if tag.inside in CHILDREN:
        yield "misplaced", _said(tag, "template.misplaced_html", inside=tag.inside)


def _attribute_faults(tag: _Tag) -> Iterator[tuple[str, Message]]:
    for name, value in tag.attributes:
        if name not in _known(tag):
            yield "unknown-attribute", _said(tag, "template.unknown_attribute", name=name)
        if _SIZES.fullmatch(name) and _BARE_ZERO.search(value):
            yield "bare-zero", _said(tag, "template.bare_zero", name=name, value=value)
    given = dict(tag.attributes)
    if tag.name in ("mj-column", "mj-group") and given.get("width", "").endswith("%"):
        yield "percentage", _said(tag, "template.percentage", width=given["width"])
    if tag.name == "mj-image" and "alt" not in given and tag.inside != "mj-attributes":
        yield "alternative", _said(tag, "template.no_alternative")
    if tag.name == "mj-style" and given.get("inline", "inline") != "inline":
        yield "inline", _said(tag, "template.only_inline")


def _said(tag: _Tag, key: str, **values: str) -> Message:
    return Message(key, tag=tag.name, **values)


def _known(tag: _Tag) -> frozenset[str]:
    if tag.name in DEFAULTS:
        every = frozenset(name for names in ATTRIBUTES.values() for name in names)
        return every | {"name"}
    return ATTRIBUTES[tag.name]


def _tags(source: str) -> Iterator[_Tag]:
    """The tags of a source. One of MJML that is never closed holds what follows, as in mrml."""
    open_tags: list[str] = []
    for found in _TAG.finditer(source):
        closing, name, rest = found.groups()
        if closing:
            if name in open_tags:
                while open_tags.pop() != name:
                    pass
            continue
        yield _Tag(
            name=name,
            attributes=tuple(
                (one[1], one[2] if one[2] is not None else one[3] or "")
                for one in _ATTRIBUTE.finditer(rest)
            ),
            inside=open_tags[-1] if open_tags else "",
            line=source.count("\n", 0, found.start()) + 1,
        )
        if name.startswith("mj") and not rest.endswith("/"):
            open_tags.append(name)


def _comments_in_styles(source: str, name: str) -> Iterator[Finding]:
    for style in _STYLE.finditer(source):
        at = style[1].find("/*")
        if at >= 0:
            line = source.count("\n", 0, style.start(1) + at) + 1
            words = Message("template.comment_in_style")
            yield _finding("css-comment", words, line_of(name, line))


def _blanked(jinja: re.Match[str]) -> str:
    """Something as long in lines as a piece of Jinja: a value in place of an expression."""
    return (_FILLED if jinja[0].startswith("{{") else "") + _as_lines(jinja)


def _as_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _finding(rule: str, message: Message, where: Text) -> Finding:
    return Finding(
        rule=f"template-{rule}",
        severity=Severity.ERROR,
        message=message,
        where=where,
        hint=Message("template.hint_what_may_be_used"),
    )
