"""What a line of a copied page shows by what of it comes back elsewhere, and the tokens of its
words."""

from __future__ import annotations

import numpy as np

from digest.gather.page_model import beside
from digest.gather.page_repeats import repeat_features
from digest.gather.page_tokens import line_tokens, token_places
from tests.bench.copied_pages_fit import lines_of

TEXT = """\
Harbour bridge closes for a month

By Ada Quill

The harbour bridge will close to all traffic on Monday, the port authority said, and ferries run.

“We would rather close it than explain it”

Engineers found that four of its 96 cables, which were fitted in 1974, had lost their strength.

"We would rather close it than explain it later," said Oren Vale, who has looked after it for years.

Ada Quill has written about bridges since 2009 and lives in sight of two of them, on the north side.
"""
SURE = 2  # the place of the number that says that all of a line comes back in another one
NAMED, BEGINS = -2, -1  # of the numbers that say that a line names the author, and begins so


def test_a_pull_quote_comes_back_word_for_word_and_a_paragraph_does_not() -> None:
    lines = lines_of(TEXT)
    said = repeat_features(lines)[:, SURE]
    assert [lines[at].text[0] for at in np.flatnonzero(said)] == ["“"]


def test_a_note_about_the_author_begins_with_the_name_in_the_byline() -> None:
    lines = lines_of(TEXT)
    told = repeat_features(lines)
    assert list(np.flatnonzero(told[:, BEGINS])) == [len(lines) - 1]
    assert told[-1, NAMED] == 1


def test_a_page_of_one_line_has_features() -> None:
    assert len(repeat_features(lines_of("Ferries run again"))) == 1


def test_forms_of_a_word_and_its_case_are_one_token() -> None:
    assert line_tokens("Subscribers pay less today") == line_tokens("SUBSCRIBERS PAY LESS TODAY")
    shared = line_tokens("the subscriber pays now") & line_tokens("one subscription for them")
    assert shared


def test_tokens_are_the_numbers_that_the_stored_weights_know() -> None:
    assert sorted(line_tokens("Menu")) == [490758968, 2097494675, 2272971928, 3285348005]


def test_only_known_tokens_of_a_line_are_found() -> None:
    known = np.array(sorted(line_tokens("Read also")), dtype=np.uint32)
    lines, places = token_places(["", "Ferries run", "Read also"], known)
    assert set(lines) == {2}
    assert sorted(places) == list(range(len(known)))


def test_a_line_sees_no_line_of_another_page_beside_it() -> None:
    own = np.array([[1.0], [2.0], [3.0]])
    assert beside(own, [2, 1]).tolist() == [[0, 1, 2], [1, 2, 0], [0, 3, 0]]
