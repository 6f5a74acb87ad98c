"""What of html5lib's errors is one, and which of them change what a reader gets to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_OF_THE_DOCTYPE = frozenset(
    {
        "unknown-doctype",
        "expected-doctype-but-got-start-tag",
        "expected-doctype-but-got-chars",
        "expected-doctype-but-got-end-tag",
        "expected-doctype-but-got-eof",
    }
)
"""Rule 12 says what is wrong with the doctype."""
_DASHES_IN_A_COMMENT = frozenset(
    {"unexpected-char-in-comment", "unexpected-dash-after-double-dash-in-comment"}
)
"""HTML has allowed them since html5lib was written: a picture's address may hold two dashes."""
_HARMLESS = frozenset(
    {
        "illegal-codepoint-for-numeric-entity",
        "named-entity-without-semicolon",
        "unexpected-doctype",
    }
)
"""What every program reads as it was meant."""
_REFERENCE = re.compile(r"&(\w*)(.?)", re.DOTALL)
_REVEALED = re.compile(r"<!\[(?:if|endif)\b")
_NEAR = 60  # characters before the place that html5lib gives


@dataclass(frozen=True, kw_only=True, slots=True)
class ParseError:
    """One error: where, by its name in html5lib, and whether all programs mend it alike."""

    line: int
    code: str
    harmless: bool


def true_errors(
    html: str, errors: Iterable[tuple[tuple[int, int], str, Mapping[str, Any]]]
) -> Iterator[ParseError]:
    """The errors of html5lib that are errors in HTML, and not its doctype's."""
    found = [one for one in errors if one[1] not in _OF_THE_DOCTYPE | _DASHES_IN_A_COMMENT]
    lines = html.split("\n") if found else []
    for (line, column), code, values in found:
        name = str(values.get("name", ""))
        text = lines[line - 1] if line <= len(lines) else ""
        if ":" in name or _is_allowed(code, text, column + 2):
            continue
        tag = text[text.rfind("<", 0, column + 2) :].lower()
        in_html_tag = code == "duplicate-attribute" and tag.startswith("<html")
        yield ParseError(line=line, code=code, harmless=code in _HARMLESS or in_html_tag)


def _is_allowed(code: str, text: str, end: int) -> bool:
    """Whether HTML allows what html5lib does not: "&view=" in a URL, "AT&T", "<![if !mso]>"."""
    if code == "expected-dashes-or-doctype":
        return _REVEALED.search(text, max(end - _NEAR, 0), end + _NEAR) is not None
    if code not in ("expected-named-entity", "named-entity-without-semicolon"):
        return False
    start = text.rfind("&", 0, end)
    found = _REFERENCE.match(text, start) if start >= 0 else None
    if found is None:
        return False
    if code == "expected-named-entity":
        return not (found[1] and found[2] == ";")
    in_a_tag = text.rfind("<", 0, start) > text.rfind(">", 0, start)
    return in_a_tag and (found[2] == "=" or found[2] == "")
