"""The tree tells the story: which part may import which, and which door each library has."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "digest"

STAGES = ("gather", "compose", "edit", "present", "deliver", "readers")

MAY_IMPORT: dict[str, set[str]] = {
    # values, messages and errors know nobody
    "digest.model": set(),
    # stages meet only in the pipelines, through values
    **{f"digest.{stage}": set() for stage in STAGES if stage != "deliver"},
    "digest.deliver.smtp": set(),
    "digest.deliver": {"digest.deliver.smtp"},
    # the checker judges anybody's mail, and our templates before an edition needs them
    "digest.check": {"digest.present"},
    # pure: lists of recipients without a database
    "digest.recipients": set(),
    "digest.store": {"digest.recipients"},
    # pure: when things are due
    "digest.timetable": set(),
    # pure: the desk's words in a person's language
    "digest.wording": set(),
    # the door to the settings
    "digest.settings": set(),
    # people who work here are told by mail
    "digest.notifications": {"digest.deliver", "digest.store", "digest.wording"},
    # pipelines join stages and the store
    "digest.pipelines": {
        *(f"digest.{stage}" for stage in STAGES),
        "digest.check",
        "digest.notifications",
        "digest.store",
        "digest.timetable",
        "digest.wording",
    },
    # what happens by itself: it calls the pipelines
    "digest.schedule": {
        "digest.notifications",
        "digest.pipelines",
        "digest.store",
        "digest.timetable",
    },
    # an edge that has pages of its own: it calls the pipelines
    "digest.desk": {
        "digest.deliver",
        "digest.edit",
        "digest.notifications",
        "digest.pipelines",
        "digest.present",
        "digest.recipients",
        "digest.store",
        "digest.timetable",
        "digest.wording",
    },
}
"""What each room may import of the others; besides, everybody imports the model."""

EVERYBODYS = {"digest", "digest.model"}

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


@cache
def imports_at_once(path: Path) -> tuple[tuple[str, str], ...]:
    """Those that are done when the module is imported, not when a function is called."""
    return tuple(_imports_of(ast.parse(path.read_text("utf-8")).body))


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    yield from _imports_of(ast.walk(ast.parse(path.read_text("utf-8"))))


def _imports_of(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


@cache
def rooms() -> frozenset[str]:
    """The folders and the modules at the top, which are rooms of their own."""
    folders = {name_of(path) for path in PACKAGE.rglob("__init__.py")}
    return frozenset(folders | {name_of(path) for path in PACKAGE.glob("*.py")})


def part_of(module: str) -> str:
    """The room a module belongs to: "digest.gather" for "digest.gather.feeds"."""
    while module not in rooms():
        module = module.rpartition(".")[0]
    return module


def module_meant(module: str, name: str) -> str:
    """``from digest.store import ledger`` means a module, ``import Ledger`` a name in one."""
    path = ROOT / f"{module.replace('.', '/')}/{name}"
    return f"{module}.{name}" if path.with_suffix(".py").exists() or path.is_dir() else module


def of_ours(path: Path, *, at_once: bool = False) -> Iterator[str]:
    """The modules of ours that a module imports."""
    for module, name in imports_at_once(path) if at_once else imports(path):
        if f"{module}.".startswith("digest."):
            yield module_meant(module, name) if name else module


def plain_name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def docstring_of(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_a_room_imports_only_what_its_place_in_the_story_allows(path: Path) -> None:
    room = part_of(name_of(path))
    allowed = MAY_IMPORT.get(room)
    if allowed is None:
        assert room in EDGE, f"{room} has no rule here yet"
        return
    for module in of_ours(path):
        assert part_of(module) in {*EVERYBODYS, room, *allowed}, f"{name_of(path)} imports {module}"


def test_nobody_imports_in_a_circle() -> None:
    between_modules = {
        name_of(path): set(of_ours(path, at_once=True)) - {name_of(path)} for path in modules()
    }
    between_rooms: dict[str, set[str]] = {}
    for path in modules():
        room = part_of(name_of(path))
        heads = {part_of(module) for module in of_ours(path)} - {room}
        between_rooms.setdefault(room, set()).update(heads)
    for graph in (between_modules, between_rooms):
        TopologicalSorter(graph).prepare()  # raises CycleError, which names the circle


def test_the_rooms_are_few_enough_to_be_remembered() -> None:
    arrows = {
        (part_of(name_of(path)), part_of(module)) for path in modules() for module in of_ours(path)
    }
    assert len(rooms()) <= 22
    assert len({(tail, head) for tail, head in arrows if tail != head}) <= 75


@pytest.mark.parametrize("library", DOORS)
def test_a_library_that_acts_is_imported_behind_its_door_only(library: str) -> None:
    for path in modules():
        relative = path.relative_to(ROOT).as_posix()
        for module, name in imports(path):
            if not f"{module}.".startswith(f"{library}.") or name in NAMES_ONLY.get(library, set()):
                continue
            assert relative.startswith(DOORS[library]), f"{relative} imports {module}"


# An arrow or a door that is not used any more would let the next one in unseen.


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_no_room_may_import_what_it_has_no_use_for(room: str) -> None:
    taken = {
        part_of(module)
        for path in modules()
        if part_of(name_of(path)) == room
        for module in of_ours(path)
    }
    assert MAY_IMPORT[room] - taken == set()


@pytest.mark.parametrize(
    ("library", "place"), [(library, place) for library in DOORS for place in DOORS[library]]
)
def test_no_door_stands_open_where_nobody_goes_through(library: str, place: str) -> None:
    behind = [path for path in modules() if path.relative_to(ROOT).as_posix().startswith(place)]
    assert library in {module.split(".")[0] for path in behind for module, _ in imports(path)}


PURE = ("model", "compose", "edit", "recipients", "wording", "timetable")
PURE_MODULES = (
    "digest.settings.validate",
    "digest.pipelines.approval_mail",
    "digest.notifications.alert_mail",
)


@pytest.mark.parametrize("pure", [*(f"digest.{room}" for room in PURE), *PURE_MODULES])
def test_what_decides_asks_no_clock_and_keeps_no_log(pure: str) -> None:
    paths = [path for path in modules() if f"{name_of(path)}.".startswith(f"{pure}.")]
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
    assert readers == {"cli/project.py", "schedule/scheduler.py"}


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
        # migrations are only ever added to
        most = 500 if path.name == "schema.py" else 420
        assert len(path.read_text("utf-8").splitlines()) <= most, path


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method, also one within another, under its module's and its own name."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}.{node.name}", node


def parameters_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of what a caller gives; not the object or class that a method belongs to."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    rest = [each for each in (given.vararg, given.kwarg) if each]
    names = [each.arg for each in (*named, *rest)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_a_function_is_read_on_one_screen() -> None:
    lengths = {name: (node.end_lineno or 0) - node.lineno + 1 for name, node in functions()}
    assert {name: lines for name, lines in lengths.items() if lines > 40} == {}


def test_a_function_takes_few_parameters() -> None:
    """What belongs together is one value; more than five are for what has no better name."""
    counts = [(len(parameters_of(node)), name) for name, node in functions()]
    assert [each for each in counts if each[0] > 8] == []
    many = [each for each in counts if each[0] > 5]
    assert len(many) <= 12, many


MIRRORS = {
    "app",
    "alerts",
    "approval_requests",
    "articles",
    "editions",
    "languages",
    "pictures",
    "recipients",
    "returns",
    "source_changes",
    "send",
    "edit",
    "users",
}
"""Stems that stand twice with one meaning: a command, a pipeline and the tables of one thing."""

SAME_CLASS: set[str] = set()
"""Public classes of one name, with one meaning."""


def test_no_name_of_a_module_or_a_class_has_two_meanings() -> None:
    stems: dict[str, list[str]] = defaultdict(list)
    classes: dict[str, list[str]] = defaultdict(list)
    for path in modules():
        stems[path.stem].append(name_of(path))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes[node.name].append(name_of(path))
    twice = {stem: where for stem, where in stems.items() if len(where) > 1}
    assert set(twice) - {"__init__", *MIRRORS} == set(), twice
    assert MIRRORS - set(twice) == set()
    shared = {name: where for name, where in classes.items() if len(where) > 1}
    assert set(shared) == SAME_CLASS, shared
