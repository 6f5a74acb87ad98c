"""The tree tells the story: which part may import which, and which door each library has."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"

STAGES = ("gather", "compose", "edit", "present", "deliver", "readers")
EVERYBODYS = {"digest", "digest.model", "digest.model.errors"}

MAY_IMPORT: dict[str, set[str]] = {
    # values and errors know nobody
    "digest.model": {"digest.model"},
    "digest.model.errors": {"digest.model"},
    # stages meet only in the pipelines, through values
    **{f"digest.{stage}": {*EVERYBODYS, f"digest.{stage}"} for stage in STAGES},
    "digest.store": {*EVERYBODYS, "digest.store"},
    # pure: when things are due
    "digest.timetable": EVERYBODYS,
    # pure: sentences in a person's language
    "digest.wording": {*EVERYBODYS, "digest.wording"},
    # the door to the settings
    "digest.settings.validate": EVERYBODYS,
    "digest.settings.load": {*EVERYBODYS, "digest.settings.validate"},
    # pipelines join stages and the store
    "digest.pipelines.gather": {*EVERYBODYS, "digest.gather", "digest.store"},
    "digest.pipelines.pictures": {*EVERYBODYS, "digest.gather", "digest.present", "digest.store"},
    "digest.pipelines.reprint": {*EVERYBODYS, "digest.compose", "digest.edit", "digest.store"},
    "digest.pipelines.edit": {
        *EVERYBODYS,
        "digest.compose",
        "digest.edit",
        "digest.present",
        "digest.pipelines.reprint",
        "digest.store",
    },
    "digest.pipelines.source_changes": {
        *EVERYBODYS,
        "digest.notifications.alerts",
        "digest.edit",
        "digest.pipelines.edit",
        "digest.readers",
        "digest.pipelines.reprint",
        "digest.store",
    },
    "digest.pipelines.sent_before": {*EVERYBODYS, "digest.store"},
    "digest.pipelines.publish": {
        *EVERYBODYS,
        "digest.pipelines.sent_before",
        "digest.pipelines.edit",
        "digest.pipelines.source_changes",
        "digest.pipelines.pictures",
        "digest.compose",
        "digest.present",
        "digest.deliver",
        "digest.store",
        "digest.timetable",
    },
    "digest.pipelines.deliver": {*EVERYBODYS, "digest.deliver", "digest.store"},
    "digest.pipelines.returns": {*EVERYBODYS, "digest.deliver", "digest.store"},
    "digest.pipelines.subscriptions": {
        *EVERYBODYS,
        "digest.deliver",
        "digest.readers",
        "digest.store",
    },
    "digest.notifications.alert_mail": EVERYBODYS,
    "digest.notifications.alerts": {
        *EVERYBODYS,
        "digest.notifications.alert_mail",
        "digest.deliver",
        "digest.store",
        "digest.pipelines.deliver",
    },
    "digest.notifications.incidents": {
        *EVERYBODYS,
        "digest.notifications.alert_mail",
        "digest.deliver",
        "digest.notifications.alerts",
    },
    "digest.schedule.approval_mail": {
        *EVERYBODYS,
        "digest.deliver",
        "digest.edit",
        "digest.pipelines.publish",
        "digest.timetable",
        "digest.wording",
    },
    "digest.schedule.approval_requests": {
        *EVERYBODYS,
        "digest.notifications.alerts",
        "digest.schedule.approval_mail",
        "digest.deliver",
        "digest.present",
        "digest.pipelines.publish",
        "digest.store",
        "digest.timetable",
        "digest.wording",
    },
    "digest.pipelines.source_watch": {
        *EVERYBODYS,
        "digest.schedule.approval_requests",
        "digest.pipelines.source_changes",
        "digest.store",
    },
    "digest.pipelines.send": {
        *EVERYBODYS,
        "digest.pipelines.sent_before",
        "digest.pipelines.deliver",
        "digest.pipelines.source_changes",
        "digest.pipelines.source_watch",
        "digest.store",
        "digest.timetable",
    },
    "digest.schedule.runner": {
        *EVERYBODYS,
        "digest.pipelines.sent_before",
        "digest.notifications.alerts",
        "digest.schedule.approval_requests",
        "digest.pipelines.deliver",
        "digest.notifications.incidents",
        "digest.present",
        "digest.pipelines.publish",
        "digest.pipelines.send",
        "digest.pipelines.source_changes",
        "digest.pipelines.source_watch",
        "digest.store",
        "digest.timetable",
    },
    "digest.schedule.scheduler": EVERYBODYS,
    # an edge that has pages of its own: it calls the pipelines
    "digest.desk": {
        *EVERYBODYS,
        "digest.desk",
        "digest.notifications.alerts",
        "digest.deliver",
        "digest.pipelines.deliver",
        "digest.edit",
        "digest.pipelines.edit",
        "digest.present",
        "digest.pipelines.publish",
        "digest.pipelines.send",
        "digest.pipelines.sent_before",
        "digest.pipelines.source_changes",
        "digest.pipelines.source_watch",
        "digest.store",
        "digest.timetable",
        "digest.wording",
    },
}
"""What each part may import of ours."""

EDGE = {"digest", "digest.__main__", "digest.cli"}
"""The edge, where people and their programs come in: it may import everything."""

DOORS = {
    "sqlite_utils": ("digest/store/",),
    "sqlite3": ("digest/store/",),
    "smtplib": (),  # deliver speaks SMTP itself
    "imaplib": ("digest/deliver/imap.py",),
    "mailbox": (),  # it writes a message anew to move it
    "urllib.request": (),
    "http.client": (),
    "subprocess": (),
    "multiprocessing": ("digest/gather/reading_pool.py", "digest/gather/reading_process.py"),
    "httpx2": ("digest/gather/fetch.py",),
    "httpcore2": ("digest/gather/connect.py", "digest/gather/fetch.py"),
    "apscheduler": ("digest/schedule/scheduler.py",),
    "mjml": ("digest/present/render.py",),
    "premailer": ("digest/present/render.py",),
    "pydantic_settings": ("digest/settings/load.py",),
    "PIL": ("digest/present/picture_fitting.py",),
    "jinja2": ("digest/present/templates.py", "digest/desk/page_templates.py"),
    "starlette": ("digest/desk/", "digest/readers/", "digest/cli/"),
    "uvicorn": ("digest/cli/",),
    "argon2": ("digest/store/users.py",),
    "itsdangerous": ("digest/deliver/approve_links.py", "digest/desk/device_cookies.py"),
    "feedparser": ("digest/gather/feeds.py",),
    "trafilatura": ("digest/gather/html_pages.py",),
    "nh3": ("digest/gather/",),
    "click": ("digest/cli/",),
    "rich": ("digest/cli/",),
}
"""The one place where each library that does something to the world is imported."""

NAMES_ONLY = {"sqlite_utils": {"Database"}}
"""Types that pipelines pass through without using: a handle, opened and used in the store."""


USED_UNSEEN = {"lxml-html-clean", "pystemmer", "python-multipart", "tzdata"}
"""Libraries that others of ours use where they are installed; nobody imports them here."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[tuple[str, str], ...]:
    """Each import of a module as (module, name), wherever in the file it stands."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def part_of(module: str) -> str:
    """The part of the tree a module belongs to: "digest.gather" for "digest.gather.feeds"."""
    return ".".join(module.split(".")[:2])


def plain_name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def docstring_of(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


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
            if not f"{module}.".startswith(f"{library}.") or name in NAMES_ONLY.get(library, set()):
                continue
            assert relative.startswith(DOORS[library]), f"{relative} imports {module}"


# An arrow or a door that is not used any more would let the next one in unseen.


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_no_part_may_import_what_it_has_no_use_for(part: str) -> None:
    taken = {
        part_of(f"digest.{name}" if module == "digest" else module)
        for path in modules()
        if part_of(name_of(path)) == part
        for module, name in imports(path)
    }
    assert MAY_IMPORT[part] - taken - EVERYBODYS - {part} == set()


@pytest.mark.parametrize(
    ("library", "place"), [(library, place) for library in DOORS for place in DOORS[library]]
)
def test_no_door_stands_open_where_nobody_goes_through(library: str, place: str) -> None:
    behind = [path for path in modules() if path.relative_to(ROOT).as_posix().startswith(place)]
    assert library in {module.split(".")[0] for path in behind for module, _ in imports(path)}


@pytest.mark.parametrize(
    "stage", ["model", "compose", "edit", "mistakes", "timetable", "approval_note", "alert_note"]
)
def test_what_decides_asks_no_clock_and_keeps_no_log(stage: str) -> None:
    paths = [path for path in modules() if part_of(name_of(path)) == f"digest.{stage}"]
    assert paths
    for path in paths:
        taken = {module.split(".")[0] for module, _ in imports(path)}
        assert not taken & {"random", "secrets", "logging", "time", "os", "socket"}, path


def test_the_clock_is_read_at_the_edge_and_handed_down() -> None:
    readers = {
        path.relative_to(PACKAGE).as_posix()
        for path in modules()
        if re.search(r"datetime\.now\(|date\.today\(|time\.time\(", path.read_text("utf-8"))
    }
    assert readers == {"cli/project.py", "scheduler.py"}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    """A library that only comes along with another may be gone with its next release."""
    brought_by = packages_distributions()
    names = {module.split(".")[0] for path in modules() for module, _ in imports(path)}
    names -= {"digest", *sys.stdlib_module_names}
    imported = {plain_name(brought_by[name][0]) for name in names}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {plain_name(re.split(r"[<>=\[]", each)[0]) for each in project["dependencies"]}
    assert imported - declared == set()
    assert declared - imported == USED_UNSEEN


def test_every_folder_says_what_goes_in_and_what_comes_out() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        assert len(docstring_of(path).splitlines()) > 1, f"{path} says too little"


def test_the_table_of_contents_names_every_folder_and_module_at_the_top() -> None:
    contents = docstring_of(PACKAGE / "__init__.py").split()
    folders = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    files = {path.name for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    assert (folders | files) - set(contents) == set()


def test_the_desk_names_each_of_its_modules() -> None:
    desk = PACKAGE / "desk"
    named = set(re.findall(r"\w+", docstring_of(desk / "__init__.py")))
    assert {path.stem for path in desk.glob("*.py")} - {"__init__"} - named == set()


def test_no_module_grows_past_what_a_reader_holds_in_mind() -> None:
    for path in modules():
        assert len(path.read_text("utf-8").splitlines()) <= 500, path
