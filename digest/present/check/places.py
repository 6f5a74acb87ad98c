"""Where in a mail a fault lies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Part of a mail, line and column in it (from 1; 0 where unknown), and the element there.

    ``part`` is "html", "html head", "text", "letter", "header Subject" or the path of a MIME part.
    ``node`` is the element itself, of html5lib's tree or lxml's, from which a column is worked out.
    """

    part: str = ""
    line: int = 0
    column: int = 0
    element: str = ""
    node: Any = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        line = f" line {self.line}" if self.line else ""
        return f"{self.part}{line}" + (f", <{self.element}>" if self.element else "")


NOWHERE = Place()
