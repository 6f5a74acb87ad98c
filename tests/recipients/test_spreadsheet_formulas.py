"""Lists as CSV: no cell is a formula to a spreadsheet, and reading gives back every one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from digest.recipients.files import RecipientRow, read_rows
from digest.recipients.spreadsheet_formulas import with_formula, without_formula
from digest.store.recipient_exports import ListFormat, export_recipients
from digest.store.recipient_imports import RecipientDetails, add_recipient
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
    'Ada;=HYPERLINK("https://evil.example","Ada")',
    "Ada, Countess; -1",
    'Ada";"=1+1',
    "Ada | @SUM(1)",
]
DELIMITERS = (",", ";", "\t", "|")


@given(st.text(alphabet=["'", *STARTS, "a", '"', ",", ";", "|", " ", "\n"]))
def test_every_cell_comes_back_as_it_was_and_none_starts_as_a_formula(cell: str) -> None:
    written = without_formula(cell)
    assert with_formula(written) == cell
    assert not written.startswith(STARTS)


@given(
    st.text(alphabet=["'", *STARTS, "a", '"', ",", ";", "|", " ", "\n"]),
    st.sampled_from(DELIMITERS),
)
def test_no_cell_becomes_a_formula_in_a_spreadsheet_that_cuts_at_another_character(
    cell: str, delimiter: str
) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerow(["ada@example.com", without_formula(cell), "uk"])
    cut = csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=delimiter)
    assert not [cell for row in cut for cell in row if cell.lstrip(' "').startswith(STARTS)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_cell_with_other_delimiters_in_it_stays_whole(delimiter: str) -> None:
    header = ["E-mail", "Name, given; then family | or nick", "name", "tags"]
    row = ["ada@example.com", "x,y;z", 'Lovelace, Ada; =1+1 | b"c', "one;two"]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([header, row])
    (read,) = read_rows(io.BytesIO(file.getvalue().encode()), "utf-8")
    assert isinstance(read, RecipientRow)
    assert (read.address, read.name) == ("ada@example.com", row[2])
    assert read.tags == ("one", "two")


def test_unquoted_commas_do_not_cut_cells_apart_by_semicolons() -> None:
    lines = "email;full name;notes, calls, visits, gifts\nada@example.com;Lovelace, Ada;a,b,c\n"
    (read,) = read_rows(io.BytesIO(lines.encode()), "utf-8")
    assert isinstance(read, RecipientRow)
    assert (read.address, read.name) == ("ada@example.com", "Lovelace, Ada")


def test_tags_that_look_like_formulas_are_text_wherever_a_spreadsheet_cuts(
    database: Database,
) -> None:
    add_recipient(
        database,
        "morning",
        "ada@example.com",
        now=at(5),
        details=RecipientDetails(tags=["gold", "=1+1"], topics=["@now"]),
    )
    file = io.StringIO()
    export_recipients(database, "morning", file)
    for delimiter in DELIMITERS:
        cells = csv.reader(io.StringIO(file.getvalue()), delimiter=delimiter)
        assert not [cell for row in cells for cell in row if cell.startswith(STARTS)]
    (read,) = read_rows(io.BytesIO(file.getvalue().encode()), "utf-8")
    assert isinstance(read, RecipientRow)
    assert (read.tags, read.topics) == (("gold", "=1+1"), ("@now",))


@pytest.mark.parametrize("form", list(ListFormat))
def test_a_list_with_formulas_for_names_is_exported_and_read_back(
    database: Database, form: ListFormat
) -> None:
    for number, name in enumerate(NAMES):
        add_recipient(
            database,
            "morning",
            f"+r{number}@example.com",
            now=at(5),
            details=RecipientDetails(name=name),
        )
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
