"""Which line of which template is at fault where mrml refuses what the templates made together.

mrml names a place in the filled MJML, which nobody has seen. So the templates are filled once more,
with a comment on each line that says where it comes from, and read as XML: the nearest comment
before the first mistake is the answer.
"""

from __future__ import annotations

import re

from lxml import etree

from digest.model.message import Message, Text
from digest.present.context import Context
from digest.present.templates import Templates, line_of

_MARK = re.compile(r"<!--@(.*?) line (\d+)-->")
# a mark inside one of these would change what it says
_WHOLE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<[^<>]*>", re.DOTALL)
_NUMBERS = re.compile(r",? ?(?:line|column) \d+")  # of the filled text
_OPENED = re.compile(r"mismatch: \S+ line (\d+)")


def culprit(templates: Templates, name: str, context: Context) -> tuple[Text, Text]:
    """The template line ("parts/x.mjml line 3") with the first mistake, and what is wrong there.

    The name of the template and no words where the filled MJML is well formed.
    """
    filled = templates.rewritten(marked).fill(name, context)
    try:
        etree.fromstring(filled.encode("utf-8"), etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        words = error.msg or ""
        opened = _OPENED.search(words)
        line = int(opened[1]) if opened else error.lineno
        before = "\n".join(filled.split("\n")[:line])
        places = _MARK.findall(before)
        place = line_of(*places[-1]) if places else name
        return place, _NUMBERS.sub("", words) or Message("rendering.not_well_formed")
    return name, ""


def marked(source: str, name: str) -> str:
    """An MJML source with a comment at the start of each line that says which it is."""
    inside = [found.span() for found in _WHOLE.finditer(source)]
    lines, offset = [], 0
    for number, line in enumerate(source.split("\n"), start=1):
        free = number > 1 and not any(start < offset < end for start, end in inside)
        lines.append(f"<!--@{name} line {number}-->{line}" if free else line)
        offset += len(line) + 1
    return "\n".join(lines)
