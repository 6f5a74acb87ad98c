"""What the recipes of CONTRIBUTING.md promise: a place that was forgotten fails a test."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from types import FrameType, ModuleType
from typing import get_args

import pytest
from sqlite_utils import Database

from digest.desk import changes as desk_forms
from digest.gather import read as reading
from digest.model.edit import Change, Redo, Undo
from digest.store.editions import moves_of
from digest.store.edits import append_edit
from tests.edit import test_edit_properties, test_edit_words
from tests.gather.test_read import FORMS, read
from tests.present.presenting import OURS, TEMPLATES
from tests.present.test_golden import MAILS
from tests.store.test_edits import CHANGES, TODAY, approved, draft

ROOT = Path(__file__).parents[1]
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


@pytest.mark.parametrize("form", desk_forms._READERS)
def test_every_form_of_an_edit_has_a_button_on_a_page(form: str) -> None:
    pages = (ROOT / "digest/desk/pages").glob("*.html")
    assert any(f'value="{form}"' in page.read_text("utf-8") for page in pages)


def test_every_form_of_a_source_is_read_from_a_small_document() -> None:
    """A form that no document of ``FORMS`` has would be tried by nobody."""
    asked = {name for name in vars(reading) if re.fullmatch(r"read_(?!document)\w+", name)}
    called: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        called.add(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        for document in FORMS.values():
            read(document)
    finally:
        sys.setprofile(None)
    assert asked - called == set()


def test_a_newspaper_is_told_of_every_template() -> None:
    offered = (ROOT / "schedules.toml").read_text("utf-8")
    assert [name for name in TEMPLATES if f'"{name}"' not in offered] == []


NAMED = [
    (name, file)
    for *names, file in re.findall(
        r"(?:`([a-z_]\w*)` and )?`([a-z_]\w*)(?:\(\))?` (?:of|in) `((?:digest|tests)/[\w/]+\.py)`",
        " ".join((ROOT / "CONTRIBUTING.md").read_text("utf-8").split()),
        re.IGNORECASE,
    )
    for name in names
    if name
]
"""Each name that a recipe says is in a file, with the file."""


@pytest.mark.parametrize(("name", "file"), NAMED)
def test_what_a_recipe_names_is_in_the_file_that_it_names(name: str, file: str) -> None:
    assert re.search(rf"\b{name}\b", (ROOT / file).read_text("utf-8"))


def test_the_recipes_name_many_places() -> None:
    assert len(NAMED) >= 15


def test_every_template_has_a_golden_mail() -> None:
    assert {template for _, template in MAILS.values()} == {*OURS.editions()}


def named_by(module: ModuleType) -> set[str]:
    """The kinds of edits that a module makes, or has made: names that it more than imports."""
    names = re.findall(r"\w+", inspect.getsource(module))
    return {kind.__name__ for kind in KINDS if names.count(kind.__name__) > 1}
