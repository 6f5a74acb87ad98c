"""From an element of a mail back to the template it was made by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from digest.check.location import Location
from digest.check.parsed_mail import Specimen
from digest.model.message import Text
from digest.present.templates import Templates, line_of

_HEAD = re.compile(r"<mj-head\b.*?(?:</mj-head>|\Z)", re.DOTALL)
_CLASS = re.compile(r"(?<![\w-])(?:css-)?class=\"([^\"{}]+)\"")
# a class that an expression makes or adds to: "m pic{{ ' wide' if … }}"
_WITH_EXPRESSION = re.compile(r"(?<![\w-])(?:css-)?class=\"((?:[^\"{}]|\{\{.*?\}\})+)\"")
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_LITERAL = re.compile(r"\"([^\"{}]*)\"|'([^'{}]*)'")
# MJML's own, Thunderbird's, and the colours of sections (``ColourView.name``)
_KNOWN = re.compile(r"mj-[\w-]+|moz-text-html|c\d+|c-[\w-]+")


class Origins:
    """The templates that a mail may have been made by; without templates nothing is known."""

    def __init__(self, mail: Specimen, templates: Templates | None) -> None:
        self._mail = mail
        self._templates = templates

    def line_of(self, place: Location) -> Text:
        """The template line that surely made a place, or something around it: "x.mjml line 3".

        It is the nearest whose class stands in the templates exactly once. Empty if there is none,
        or if the mail has a class that is not of these templates: then others made it.
        """
        if place.node is None or not self._ours:
            return ""
        lines = self._lines
        found = (
            lines[name][0] for name in self._mail.frames(place) if len(lines.get(name, ())) == 1
        )
        return next(found, "")

    @cached_property
    def _lines(self) -> dict[str, list[Text]]:
        lines: dict[str, list[Text]] = {}
        for name, line in _classes(self._templates) if self._templates else ():
            lines.setdefault(name, []).append(line)
        return lines

    @cached_property
    def _ours(self) -> bool:
        known = {word for name in self._lines for word in name.split()} | self._added
        used = {word for one in self._mail.elements for word in one.get("class", "").split()}
        return bool(used & known) and all(word in known or _KNOWN.fullmatch(word) for word in used)

    @cached_property
    def _added(self) -> set[str]:
        """The classes beside an expression, and those that it may add."""
        sources = map(self._templates.source, self._templates.names()) if self._templates else ()
        return {
            word
            for source in sources
            for found in _WITH_EXPRESSION.findall(source)
            for word in _written(found).split()
        }


def _written(value: str) -> str:
    """The words of a class that stand there as such, its expressions' literals among them."""
    literals = (one[0] or one[1] for one in _LITERAL.findall(" ".join(_EXPRESSION.findall(value))))
    return " ".join((_EXPRESSION.sub(" ", value), *literals))


def _classes(templates: Templates) -> Iterator[tuple[str, Text]]:
    for file in templates.names():
        # the head's classes are defaults, which any element may have
        source = _HEAD.sub(lambda head: "\n" * head[0].count("\n"), templates.source(file))
        for found in _CLASS.finditer(source):
            yield found[1], line_of(file, source.count("\n", 0, found.start()) + 1)
