"""What the recipes of CONTRIBUTING.md promise: a place that was forgotten fails a test."""

from __future__ import annotations

import inspect
import re
from types import ModuleType
from typing import get_args

import pytest
from sqlite_utils import Database

from digest.desk import changes as desk_forms
from digest.model.edit import Change, Redo, Undo
from digest.store.editions import moves_of
from digest.store.edits import append_edit
from tests.edit import test_edit_properties, test_edit_words
from tests.present.presenting import OURS
from tests.present.test_golden import MAILS
from tests.store.test_edits import CHANGES, TODAY, approved, draft

KINDS: tuple[type, ...] = get_args(Change)
MARKS = {Undo, Redo}
"""They take back edits, and are no edits themselves: an editor presses a button for them."""


@pytest.mark.parametrize("place", [test_edit_properties, test_edit_words], ids=["tried", "told"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_edit_is_tried_with_all_others_and_told_in_words(
    kind: type, place: ModuleType
) -> None:
    assert kind.__name__ in named_by(place)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in MARKS])
def test_the_desk_has_a_form_for_every_kind_of_edit(kind: type) -> None:
    assert f"{kind.__name__}(" in inspect.getsource(desk_forms)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_every_kind_of_edit_takes_back_an_approval_and_says_why(
    database: Database, change: Change
) -> None:
    approved(database)
    append_edit(database, draft(change))
    move = moves_of(database, TODAY)[-1]
    assert move.drops_approval
    assert str(move.why)


def test_every_template_has_a_golden_mail() -> None:
    assert {template for _, template in MAILS.values()} == {*OURS.editions()}


def named_by(module: ModuleType) -> set[str]:
    """The kinds of edits that a module makes, or has made: names that it more than imports."""
    names = re.findall(r"\w+", inspect.getsource(module))
    return {kind.__name__ for kind in KINDS if names.count(kind.__name__) > 1}
