"""The parts of ``architecture.md``: from the docstrings of packages, and from what imports what."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from digest.model.edition import MOVES, State
from tests.docs.markdown import block, code, comments_on, first_sentence, table
from tests.test_architecture import DOORS, PACKAGE, docstring_of, imports, modules, name_of

_EVERYBODYS = {"model", "errors"}
"""Rooms that every other may import: arrows to them would only hide the others."""


def contents() -> str:
    """The table of contents in the package's own docstring."""
    return block(docstring_of(PACKAGE / "__init__.py"), "text")


def rooms() -> str:
    """Each room with what it is for and what it imports, what is imported by others first."""
    arrows = _arrows()
    head = ("room", "what it does", "imports of ours")
    return table(head, ((_link(room), _says(room), _listed(arrows[room])) for room in _order()))


def diagram() -> str:
    """The rooms with the arrows that are not implied by others."""
    arrows = {room: targets - _EVERYBODYS for room, targets in _arrows().items()}
    lines = [
        f"  {room} --> {target}"
        for room in reversed(_order())
        for target in sorted(arrows[room])
        if not any(_reaches(other, target) for other in arrows[room] - {target})
    ]
    return block("\n".join(["graph TD", *lines]), "mermaid")


def files() -> str:
    """Every module of every folder, with the first sentence of its docstring."""
    parts = []
    for room in _order():
        folder = PACKAGE / room
        if folder.is_dir():
            rows = (
                (code(path.relative_to(folder).as_posix()), first_sentence(docstring_of(path)))
                for path in sorted(folder.rglob("*.py"))
                if path.name != "__init__.py"
            )
            parts.append(f"### {room}\n\n{table(('module', 'what it is'), rows)}")
    return "\n\n".join(parts)


def doors() -> str:
    """The libraries that act on the world, and where each may be imported."""
    rows = (
        (code(library), ", ".join(map(code, places)) or "nowhere")
        for library, places in DOORS.items()
    )
    return table(("library", "imported in"), rows)


def states() -> str:
    """The states of an edition and which may follow which, as a diagram and a table."""
    comments = comments_on(State)
    lines = [
        f"  {before} --> {after}"
        for before, afters in MOVES.items()
        for after in State
        if after in afters and after is not before
    ]
    rows = ((code(state.value), comments[state.name]) for state in State)
    drawn = block("\n".join(["stateDiagram-v2", "  [*] --> draft", *lines]), "mermaid")
    return f"{drawn}\n\n{table(('state', 'what it means'), rows)}"


def _room_of(module: str) -> str:
    """ "gather" for "digest.gather.feeds"."""
    return module.split(".")[1] if "." in module else ""


@cache
def _arrows() -> dict[str, frozenset[str]]:
    """For each room, the other rooms that its modules import."""
    found: dict[str, set[str]] = {}
    for path in modules():
        room = _room_of(name_of(path))
        if room in ("", "__main__"):
            continue
        targets = found.setdefault(room, set())
        for module, name in imports(path):
            target = _room_of(f"digest.{name}" if module == "digest" else module)
            if module.partition(".")[0] == "digest" and _is_room(target):
                targets.add(target)
    return {room: frozenset(targets - {room}) for room, targets in found.items()}


def _is_room(name: str) -> bool:
    return bool(name) and ((PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").is_file())


@cache
def _below(room: str) -> frozenset[str]:
    """Every room that a room imports, by however many steps."""
    seen: set[str] = set()
    waiting = set(_arrows()[room])
    while waiting:
        seen.add(one := waiting.pop())
        waiting |= _arrows()[one] - seen
    return frozenset(seen)


def _reaches(room: str, target: str) -> bool:
    return target in _below(room) and room not in _below(target)


def _order() -> list[str]:
    """The rooms, each after those that it imports."""
    return sorted(_arrows(), key=lambda room: (len(_below(room)), room))


def _says(room: str) -> str:
    folder = PACKAGE / room
    path = folder / "__init__.py" if folder.is_dir() else PACKAGE / f"{room}.py"
    return first_sentence(docstring_of(path) if path.is_file() else "", of=room)


def _link(room: str) -> str:
    path = Path(room) if (PACKAGE / room).is_dir() else Path(f"{room}.py")
    return f"[`{path.as_posix()}`](../digest/{path.as_posix()})"


def _listed(targets: frozenset[str]) -> str:
    return ", ".join(room for room in _order() if room in targets) or "nothing"
