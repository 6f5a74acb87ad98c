"""One step up or down, through the sections and the top stories to the lead."""

from __future__ import annotations

import pytest

from digest.edit.apply import apply
from digest.edit.placements import shifted
from tests.edit.pages import log, page, shape

BEFORE = {"lead": "a", "top": "bc", "politics": "de", "business": "fg"}

STEPS = {
    "up within a section": ("e", -1, {"politics": "ed"}),
    "down within a section": ("d", 1, {"politics": "ed"}),
    "up into the section above": ("f", -1, {"politics": "def", "business": "g"}),
    "down into the section below": ("e", 1, {"politics": "d", "business": "efg"}),
    "up into the top stories": ("d", -1, {"top": "bcd", "politics": "e"}),
    "down out of the top stories": ("c", 1, {"top": "b", "politics": "cde"}),
    "up within the top stories": ("c", -1, {"top": "cb"}),
    "up to the lead": ("b", -1, {"lead": "b", "top": "ac"}),
    "down from the lead": ("a", 1, {"lead": "b", "top": "ac"}),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step(name: str) -> None:
    story, by, changed = STEPS[name]
    move = shifted(page(), story, by)
    assert move is not None
    assert shape(apply(page(), log(move)).edition) == {**BEFORE, **changed}


ENDS = {
    "the lead cannot go up": (page(), "a", -1),
    "the last story cannot go down": (page(), "g", 1),
    "a lead alone cannot go down": (page(top="", politics="", business=""), "a", 1),
    "a story that is not there goes nowhere": (page(), "z", -1),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_end(name: str) -> None:
    edition, story, by = ENDS[name]
    assert shifted(edition, story, by) is None


def test_a_story_goes_up_to_the_top_though_no_story_is_there() -> None:
    alone = page(top="", business="")
    move = shifted(alone, "d", -1)
    assert move is not None
    assert shape(apply(alone, log(move)).edition) == {"lead": "a", "top": "d", "politics": "e"}
