"""Where in a mail a fault lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from digest.model.message import Message, Text

_PARTS = {
    "html": Message("check.part_html"),
    "html head": Message("check.part_html_head"),
    "html as Word reads it": Message("check.part_word"),
    "html as Word reads it,": Message("check.part_word_document"),
    "text": Message("check.part_text"),
    "letter": Message("check.part_letter"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """Part of a mail, line and column in it (from 1; 0 where unknown), and the element there.

    ``part`` is "html", "html head", "text", "letter", "header Subject" or the path of a MIME part.
    ``node`` is the element itself, of html5lib's tree or lxml's, from which a column is worked out.
    """

    part: str = ""
    line: int = 0
    column: int = 0
    element: str = ""
    node: Any = field(default=None, compare=False, repr=False)

    @property
    def message(self) -> Text:
        """The place as people read it: "html line 12, <img>"; the path of a MIME part as it is."""
        header, _, name = self.part.partition(" ")
        part: Text = self.part
        if self.part in _PARTS:
            part = _PARTS[self.part]
        elif header == "header":
            part = Message("check.part_header", name=name)
        if self.line and self.element:
            return Message(
                "check.place_line_element", part=part, line=self.line, element=self.element
            )
        if self.line:
            return Message("check.place_line", part=part, line=self.line)
        if self.element:
            return Message("check.place_element", part=part, element=self.element)
        return part


NOWHERE = Location()
