"""Proofs by programs of others: ``python -m tests.proof.run [--install] [--only TEXT]``.

``--install`` fetches what is not there, from npm and Debian (``install``); everything else runs
offline. A program that is missing is named on the page and passed over. Exit code 1 if a figure is
not reached.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.proof import browser, claws, filters, install, programs, readings, thunderbird
from tests.proof.figures import Figure
from tests.proof.mails import mails
from tests.proof.page import write_page

_SHOWN_IN_PROGRAMS = ("en", "uk", "de", "ar")  # a mail program takes its time to open


def main(arguments: list[str]) -> int:
    """Run the proofs, print a line for each, write the page."""
    parser = argparse.ArgumentParser(prog="tests.proof.run", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/proof"))
    parser.add_argument("--tools", type=Path, default=Path("build/proof-tools"))
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--only", default="", help="mails with this in their names: -uk-")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    options.tools.mkdir(parents=True, exist_ok=True)
    if options.install:
        install.install(options.tools)
    figures = [_told(figure) for figure in _figures(options.tools, options.out, options.only)]
    page = write_page(figures, install.missing(), options.out, now=datetime.now(UTC))
    print(f"{page}: {len(figures)} figures, {sum(not one.good for one in figures)} not reached")
    return int(any(not one.good for one in figures))


def _figures(tools: Path, out: Path, only: str) -> Iterator[Figure]:
    """Every proof on every mail, the quick ones first."""
    proved = [one for one in mails(datetime.now(UTC)) if only in one.name]
    washer = _washer(install.roundcube(tools))
    axe = tools / "node_modules/axe-core/axe.min.js"
    yield from programs.prove(proved, tools)
    yield from filters.prove(proved)
    yield from readings.prove(proved, washer)
    yield from browser.prove(proved, axe.read_text("utf-8") if axe.is_file() else None, washer, out)
    shown = [one for one in proved if one.edition.language in _SHOWN_IN_PROGRAMS]
    yield from thunderbird.prove(shown, out)
    yield from claws.prove(shown, out)


def _washer(library: Path | None) -> list[str] | None:
    if library is None or shutil.which("php") is None:
        return None
    return ["php", str(Path(__file__).with_name("wash.php")), str(library)]


def _told(figure: Figure) -> Figure:
    mark = "  " if figure.good else "! "
    print(f"{mark}{figure.proof:48} {figure.mail:16} {figure.value}", flush=True)
    return figure


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
