"""Which parts of the documents are generated, and how a document is filled with them.

A document is written by hand but for what stands between two marks::

    <!-- generated: settings.tables -->
    …
    <!-- end of the generated part -->

``python -m tests.docs`` writes what is between them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.docs import architecture, check_rules, commands, settings, templates
from tests.test_architecture import ROOT

DOCUMENTS = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md")

PARTS: Mapping[str, Callable[[], str]] = {
    "architecture.contents": architecture.contents,
    "architecture.diagram": architecture.diagram,
    "architecture.rooms": architecture.rooms,
    "architecture.files": architecture.files,
    "architecture.doors": architecture.doors,
    "architecture.states": architecture.states,
    "check_rules.rules": check_rules.rules,
    "check_rules.template_rules": check_rules.template_rules,
    "commands.commands": commands.commands,
    "commands.exit_codes": commands.exit_codes,
    "settings.tables": settings.tables,
    "settings.blocks": settings.blocks,
    "templates.names": templates.names,
    "templates.themes": templates.themes,
    "templates.words": templates.words,
    "templates.filters": templates.filters,
    "templates.files": templates.files,
}
"""What makes each generated part, by the name in its mark."""

_PART = re.compile(
    r"(<!-- generated: ([\w.]+) -->\n).*?(<!-- end of the generated part -->)", re.DOTALL
)


def named_in(text: str) -> list[str]:
    """The names of the generated parts of a document."""
    return [found[2] for found in _PART.finditer(text)]


def filled(text: str) -> str:
    """A document with its generated parts made anew.

    :raises KeyError: a mark names a part that nobody makes.
    """
    return _PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]()}\n\n{found[3]}", text)


def relative(path: Path) -> str:
    """A document's name as people write it."""
    return path.relative_to(ROOT).as_posix()
