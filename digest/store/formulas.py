"""Cells of CSV files that a spreadsheet would run: "=HYPERLINK(…)" as somebody's name (CWE-1236).

An apostrophe before such a cell makes it text in every spreadsheet; reading takes it off again.
"""

from __future__ import annotations

import re

# the full-width forms are formulas to some Asian versions of Excel
_STARTS_FORMULA = "[=+\\-@\t\r＝＋－＠]"
_TO_MARK = re.compile(f"'*{_STARTS_FORMULA}")
_MARKED = re.compile(f"'+{_STARTS_FORMULA}")


def without_formula(cell: str) -> str:
    """The cell as text; ``with_formula`` gives back what it was."""
    return f"'{cell}" if _TO_MARK.match(cell) else cell


def with_formula(cell: str) -> str:
    """The cell as it was before ``without_formula``."""
    return cell[1:] if _MARKED.match(cell) else cell
