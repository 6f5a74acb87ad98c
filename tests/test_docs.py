"""The documents: what is generated is fresh, and whatever they point to is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.parts import DOCUMENTS, PARTS, filled, named_in, relative
from tests.test_architecture import ROOT

READ = (*DOCUMENTS, ROOT / "README.md")
"""What people read: the documents and the README."""

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(
    r"(?P<path>(?:digest|tests|samples|templates|docs|\.ci)/[\w./<>*-]*)(?:::(?P<name>\w+))?"
)
BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_what_is_generated_says_what_the_code_says_now(path: Path) -> None:
    text = path.read_text("utf-8")
    assert filled(text) == text, "run `python -m tests.docs`"


def test_every_part_that_can_be_generated_stands_in_one_document() -> None:
    used = Counter(name for path in DOCUMENTS for name in named_in(path.read_text("utf-8")))
    assert used == Counter(PARTS.keys())


@pytest.mark.parametrize("path", READ, ids=relative)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(path: Path) -> None:
    assert [*dead_links(path.read_text("utf-8"), path)] == []


@pytest.mark.parametrize("path", READ, ids=relative)
def test_every_path_and_every_test_that_is_named_exists(path: Path) -> None:
    assert [*missing_paths(path.read_text("utf-8"))] == []


def test_the_index_names_every_document() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    named = {(ROOT / "docs" / target).resolve() for target in LINK.findall(index)}
    assert {*DOCUMENTS} - named == {ROOT / "docs" / "README.md"}


def test_what_make_quick_runs_exists() -> None:
    named = re.findall(r"tests/[\w/.]+", (ROOT / "Makefile").read_text("utf-8"))
    assert len(named) > 10
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_a_dead_link_and_a_path_that_is_gone_are_found() -> None:
    text = (
        "# A b\n[x](#a-b) [y](flow.md#send) [z](gone.md) [w](flow.md#gone) [v](https://x.example)"
    )
    assert [*dead_links(text, ROOT / "docs" / "x.md")] == ["gone.md", "flow.md#gone"]
    text = "`digest/gone.py`, `digest/model/`, `tests/<any>.py`, `tests/test_docs.py::test_gone`"
    assert [*missing_paths(text)] == ["digest/gone.py", "tests/test_docs.py::test_gone"]


def dead_links(text: str, path: Path) -> Iterator[str]:
    """The links of a document to files, or to headings in them, that are not there."""
    for link in LINK.findall(BLOCK.sub("", text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        said = text if not file else target.read_text("utf-8") if target.is_file() else ""
        if not (target.exists() or not file) or (anchor and anchor not in anchors(said)):
            yield link


def anchors(text: str) -> set[str]:
    """The names that code hosts give to the headings of a document."""
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in HEADING.findall(BLOCK.sub("", text))
    }


def missing_paths(text: str) -> Iterator[str]:
    """The paths in code that are not there, and tests that their file does not have. What stands
    between angle brackets is a name to choose: any file fits it."""
    for code in CODE.findall(BLOCK.sub("", text)):
        named = PATH.fullmatch(code)
        if named is None:
            continue
        files = [*ROOT.glob(re.sub(r"<[^>]*>", "*", named["path"]))]
        if named["name"]:
            files = [file for file in files if f"def {named['name']}(" in file.read_text("utf-8")]
        if not files:
            yield code
