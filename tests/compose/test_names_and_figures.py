"""Names and figures, by which two events of one kind are told apart."""

from __future__ import annotations

import pytest

from digest.compose.names_and_figures import figures, names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor met Anna Tall in Merrow.", ["Anna", "Tall", "Merrow"]),
        ("“Never again,” said Voss. Then he left.", ["Voss"]),
        ("A quake. It shook Vesh", ["Vesh"]),
        ("NATO and the UN met", ["NATO", "UN"]),
        ("Суд засудив Петра Восса до трьох років", ["Петра", "Восса"]),
        ("المجلس يصوت اليوم", []),
        ("", []),
    ],
)
def test_a_name_has_a_capital_where_no_sentence_begins(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_figures_are_read_as_written_decimals_in_one_piece() -> None:
    assert figures("a 4.6 quake on 3 May killed 1,200") == ["4.6", "3", "1,200"]
