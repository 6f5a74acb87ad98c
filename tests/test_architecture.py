"""The tree tells the story: which part may import which, and which door each library has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"

STAGES = ("gather", "compose", "edit", "present", "deliver", "readers")
EVERYBODYS = {"digest", "digest.model", "digest.errors"}

MAY_IMPORT: dict[str, set[str]] = {
    # values and errors know nobody
    "digest.model": {"digest.model"},
    "digest.errors": set(),
    # stages meet only in the pipelines, through values
    **{f"digest.{stage}": {*EVERYBODYS, f"digest.{stage}"} for stage in STAGES},
    "digest.store": {*EVERYBODYS, "digest.store"},
    # pure: when things are due
    "digest.timetable": EVERYBODYS,
    # the door to the settings
    "digest.mistakes": EVERYBODYS,
    "digest.config": {*EVERYBODYS, "digest.mistakes"},
    # pipelines join stages and the store
    "digest.collect": {*EVERYBODYS, "digest.gather", "digest.store"},
    "digest.illustrate": {*EVERYBODYS, "digest.gather", "digest.present", "digest.store"},
    "digest.editing": {*EVERYBODYS, "digest.compose", "digest.edit", "digest.store"},
    "digest.publish": {
        *EVERYBODYS,
        "digest.editing",
        "digest.illustrate",
        "digest.compose",
        "digest.present",
        "digest.deliver",
        "digest.store",
        "digest.timetable",
    },
    "digest.dispatch": {*EVERYBODYS, "digest.deliver", "digest.store"},
    "digest.returns": {*EVERYBODYS, "digest.deliver", "digest.store"},
    "digest.readership": {*EVERYBODYS, "digest.deliver", "digest.readers", "digest.store"},
    "digest.alerts": {*EVERYBODYS, "digest.deliver", "digest.store", "digest.dispatch"},
    "digest.approval_note": {
        *EVERYBODYS,
        "digest.deliver",
        "digest.edit",
        "digest.publish",
        "digest.timetable",
    },
    "digest.asking": {
        *EVERYBODYS,
        "digest.alerts",
        "digest.approval_note",
        "digest.deliver",
        "digest.present",
        "digest.publish",
        "digest.store",
        "digest.timetable",
    },
    "digest.sending": {*EVERYBODYS, "digest.store", "digest.dispatch", "digest.timetable"},
    "digest.duty": {
        *EVERYBODYS,
        "digest.alerts",
        "digest.asking",
        "digest.editing",
        "digest.present",
        "digest.publish",
        "digest.sending",
        "digest.store",
        "digest.timetable",
    },
    "digest.scheduler": EVERYBODYS,
}
"""What each part may import of ours."""

EDGE = {"digest", "digest.__main__", "digest.cli", "digest.desk"}
"""The edge, where people and their programs come in: it may import everything."""

DOORS = {
    "sqlite_utils": ("digest/store/",),
    "sqlite3": ("digest/store/",),
    "smtplib": (),
    "httpx2": ("digest/gather/fetch.py",),
    "apscheduler": ("digest/scheduler.py",),
    "mjml": ("digest/present/render.py",),
    "premailer": ("digest/present/render.py",),
    "pydantic_settings": ("digest/config.py",),
    "jinja2": ("digest/present/", "digest/desk/", "digest/readers/"),
    "starlette": ("digest/desk/", "digest/readers/", "digest/cli/serving.py"),
    "feedparser": ("digest/gather/feeds.py",),
    "nh3": ("digest/gather/",),
    "click": ("digest/cli/",),
    "rich": ("digest/cli/",),
}
"""The one place where each library that does something to the world is imported."""

NAMES_ONLY = {"sqlite_utils": {"Database"}}
"""Types that pipelines pass through without using: a handle, opened and used in the store."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Each import of a module as (module, name), wherever in the file it stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def part_of(module: str) -> str:
    """The part of the tree a module belongs to: "digest.gather" for "digest.gather.feeds"."""
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_part_imports_only_what_its_place_in_the_story_allows(path: Path) -> None:
    part = part_of(name_of(path))
    allowed = MAY_IMPORT.get(part)
    if allowed is None:
        assert part in EDGE, f"{part} has no rule here yet"
        return
    for module, name in imports(path):
        if module == "digest":
            module = f"digest.{name}"
        if module.startswith("digest."):
            assert part_of(module) in allowed, f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_that_acts_is_imported_behind_its_door_only(library: str) -> None:
    for path in modules():
        relative = path.relative_to(ROOT).as_posix()
        for module, name in imports(path):
            if module.split(".")[0] != library or name in NAMES_ONLY.get(library, set()):
                continue
            assert relative.startswith(DOORS[library]), f"{relative} imports {module}"


@pytest.mark.parametrize("stage", ["compose", "edit", "mistakes", "timetable"])
def test_what_decides_asks_no_clock_and_keeps_no_log(stage: str) -> None:
    paths = [path for path in modules() if part_of(name_of(path)) == f"digest.{stage}"]
    assert paths
    for path in paths:
        taken = {module.split(".")[0] for module, _ in imports(path)}
        assert not taken & {"random", "secrets", "logging", "time", "os", "socket"}, path
        source = path.read_text("utf-8")
        assert "datetime.now(" not in source, path
        assert "date.today(" not in source, path


def test_every_folder_says_what_goes_in_and_what_comes_out() -> None:
    for folder in (path for path in PACKAGE.iterdir() if (path / "__init__.py").exists()):
        docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
        assert docstring, folder
        assert len(docstring.splitlines()) > 1, f"{folder} says too little"


def test_no_module_grows_past_what_a_reader_holds_in_mind() -> None:
    for path in modules():
        assert len(path.read_text("utf-8").splitlines()) <= 500, path
