"""Lists as CSV: no cell is a formula to a spreadsheet, and reading gives back every one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from digest.store.formulas import with_formula, without_formula
from digest.store.recipient_exports import ListFormat, export_recipients
from digest.store.recipient_files import RecipientRow, read_rows
from digest.store.recipient_imports import add_recipient
from tests.newsroom import at

STARTS = tuple("=+-@\t\r＝＋－＠")
NAMES = [
    '=HYPERLINK("https://evil.example","Ada")',
    "+1 555 0100",
    "-Ada-",
    "@ada",
    "＝1+1",
    "'=1+1",
    "''=1+1",
    "'Ada",
    "Ada = Lovelace",
]


@given(st.text(alphabet=["'", *STARTS, "a", '"', ","]))
def test_every_cell_comes_back_as_it_was_and_none_starts_as_a_formula(cell: str) -> None:
    written = without_formula(cell)
    assert with_formula(written) == cell
    assert not written.startswith(STARTS)


@pytest.mark.parametrize("form", list(ListFormat))
def test_a_list_with_formulas_for_names_is_exported_and_read_back(
    database: Database, form: ListFormat
) -> None:
    for number, name in enumerate(NAMES):
        add_recipient(database, "morning", f"+r{number}@example.com", now=at(5), name=name)
    file = io.StringIO()
    assert export_recipients(database, "morning", file, form=form) == len(NAMES)
    if form is ListFormat.CSV:
        for row in csv.reader(io.StringIO(file.getvalue())):
            assert not [cell for cell in row if cell.startswith(STARTS)]
    read = list(read_rows(io.BytesIO(file.getvalue().encode()), "utf-8"))
    assert [row.name for row in read if isinstance(row, RecipientRow)] == NAMES
    assert [row.address for row in read if isinstance(row, RecipientRow)] == [
        f"+r{number}@example.com" for number in range(len(NAMES))
    ]
