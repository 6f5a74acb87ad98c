"""Cells of CSV files that a spreadsheet would run: "=HYPERLINK(…)" as somebody's name (CWE-1236).

An apostrophe before such a cell makes it text in every spreadsheet; reading takes it off again.
Which character sets cells apart is the spreadsheet's choice, a semicolon in half of Europe: so what
stands after any of them within a cell is treated as the beginning of another.
"""

from __future__ import annotations

import re

DELIMITERS = ",;\t|"

# the full-width forms are formulas to some Asian versions of Excel
_FORMULA = "[=+\\-@\t\r＝＋－＠]"
_BEGINNING = f'(?<![^{DELIMITERS}\r\n])([ "]*)'
_TO_MARK = re.compile(f"{_BEGINNING}('*)(?={_FORMULA})")
_MARKED = re.compile(f"{_BEGINNING}'('*)(?={_FORMULA})")


def without_formula(cell: str) -> str:
    """The cell as text, wherever a spreadsheet cuts it; ``with_formula`` gives back what it was."""
    return _TO_MARK.sub(r"\1'\2", cell)


def with_formula(cell: str) -> str:
    """The cell as it was before ``without_formula``."""
    return _MARKED.sub(r"\1\2", cell)
