"""Characters that mrml's attribute writer would corrupt, carried past it as references.

mrml writes attribute values with a debug formatter: a zero-width joiner becomes the seven letters
of an escape, a backslash is doubled. ASCII passes untouched, so everything else travels as numeric
character references and is turned back afterwards. Text that is already ASCII stays as it is.
"""

from __future__ import annotations

import re

_BACKSLASH = "&#92;"
_REFERENCE = re.compile(r"&#(\d{1,7});")
_LAST_PLAIN = 159  # references up to here are somebody's own (&#34;) and must stay references
_IN_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINE_ENDS = re.compile(r"[\t\n\r]+[ ]*")


def shield(mjml: str) -> str:
    """The MJML in ASCII; line ends inside a tag become a space, which they mean there."""
    on_one_line = _IN_TAG.sub(lambda tag: _LINE_ENDS.sub(" ", tag[0]), mjml)
    return (
        on_one_line.replace("\\", _BACKSLASH).encode("ascii", "xmlcharrefreplace").decode("ascii")
    )


def unshield(html: str) -> str:
    """The HTML with the characters that ``shield`` had put away."""
    return _REFERENCE.sub(_character, html)


def _character(reference: re.Match[str]) -> str:
    code = int(reference[1])
    shielded = code == ord("\\") or _LAST_PLAIN < code <= 0x10FFFF
    return chr(code) if shielded else reference[0]
