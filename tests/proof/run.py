"""Proofs by programs of others: ``python -m tests.proof.run [--install] [--out DIR]``.

``--install`` fetches the npm packages of ``package.json`` into the tools folder; everything else
runs offline. Debian's ``chromium``, ``spamassassin``, ``w3m``, ``lynx``, ``default-jre-headless``,
``thunderbird`` with ``xvfb`` and ``imagemagick``, ``php-cli`` with the files of ``roundcube-core``
(``--roundcube``), and an ``rspamd -i -f`` that listens, are used where they are.
Exit code 1 if a figure is not reached.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tests.proof import browser, programs, thunderbird
from tests.proof.figures import Figure
from tests.proof.mails import mails
from tests.proof.page import write_page

HERE = Path(__file__).parent
_ROUNDCUBE = Path("/usr/share/roundcube/program/lib/Roundcube")
_PROGRAMS = ("java", "node", "spamassassin", "rspamc", "w3m", "lynx", "php", "chromium")


def main(arguments: list[str]) -> int:
    """Run the proofs, print a line for each, write the page."""
    parser = argparse.ArgumentParser(prog="tests.proof.run", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/proof"))
    parser.add_argument("--tools", type=Path, default=Path("build/proof-tools"))
    parser.add_argument("--roundcube", type=Path, default=_ROUNDCUBE)
    parser.add_argument("--install", action="store_true")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    options.tools.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "others.mjs", options.tools)
    if options.install:
        shutil.copy(HERE / "package.json", options.tools)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=options.tools, check=True)
    proved = list(mails())
    figures: list[Figure] = []
    for figure in programs.prove(proved, options.tools):
        figures.append(_told(figure))
    axe = options.tools / "node_modules/axe-core/axe.min.js"
    source = axe.read_text("utf-8") if axe.is_file() else None
    for figure in browser.prove(proved, source, _washer(options.roundcube), options.out):
        figures.append(_told(figure))
    for figure in thunderbird.prove(proved, options.out):
        figures.append(_told(figure))
    missing = [name for name in _PROGRAMS if shutil.which(name) is None] + thunderbird.missing()
    page = write_page(figures, missing, options.out)
    print(f"{page}: {len(figures)} figures, {sum(not one.good for one in figures)} not reached")
    return int(any(not one.good for one in figures))


def _washer(library: Path) -> list[str] | None:
    if shutil.which("php") is None or not (library / "rcube_washtml.php").is_file():
        return None
    return ["php", str(HERE / "wash.php"), str(library)]


def _told(figure: Figure) -> Figure:
    mark = "  " if figure.good else "! "
    print(f"{mark}{figure.proof:48} {figure.mail:16} {figure.value}", flush=True)
    return figure


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
