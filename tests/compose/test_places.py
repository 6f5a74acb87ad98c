"""Which countries a text names."""

from __future__ import annotations

import pytest

from digest.compose.lexicon import Lexicon
from digest.compose.places import Gazetteer, Mentions
from digest.compose.tokenizer import split_words


@pytest.mark.parametrize(
    ("text", "abroad", "home"),
    [
        ("The harbour council met on Tuesday", 0, 0),
        ("Ministers of South Sudan met in South Africa", 2, 0),
        ("The United Kingdom and Malaysians in Kuala Lumpur", 2, 1),
        ("Germany, Germany and London", 2, 1),
    ],
)
def test_each_name_is_counted_once_as_a_whole(text: str, abroad: int, home: int) -> None:
    lexicon = Lexicon("en")
    gazetteer = Gazetteer(lexicon, frozenset({"GB"}))
    found = gazetteer.mentions(lexicon.numbers(split_words(text)))
    assert found == Mentions(abroad=abroad, home=home)


def test_places_are_found_among_words_met_later() -> None:
    lexicon = Lexicon("en")
    gazetteer = Gazetteer(lexicon, frozenset())
    for text in ("The quay", "A mooring for Portugal", "Argentinians at the berth"):
        found = gazetteer.mentions(lexicon.numbers(split_words(text)))
    assert found == Mentions(abroad=1, home=0)
