"""Attacks on Digest from outside: ``python -m tests.attack [ATTACK …] [--seed N] [--quick]``.

All on loopback, in a temporary folder. Prints a table of figures, then each broken promise, and
exits 1 if there is any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.attack import days, disk, floods, hostile, smtp
from tests.attack.runner import Options, Report, table

ATTACKS: dict[str, Callable[[Options], Report]] = {
    "hostile": hostile.run,
    "smtp": smtp.run,
    "days": days.run,
    "floods": floods.run,
    "disk": disk.run,
}


def main(words: Sequence[str] | None = None) -> int:
    """Runs the attacks that are named, or all."""
    parser = argparse.ArgumentParser(prog="tests.attack", description=__doc__)
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=", ".join(ATTACKS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="the part that `make test` runs")
    given = parser.parse_args(words)
    if unknown := set(given.attacks) - set(ATTACKS):
        parser.error(f"there is no attack named {', '.join(sorted(unknown))}")
    reports: list[Report] = []
    for name in given.attacks or ATTACKS:
        with tempfile.TemporaryDirectory(prefix="attack-") as folder:
            begun = time.monotonic()
            report = ATTACKS[name](Options(folder=Path(folder), seed=given.seed, quick=given.quick))
            report.figures["seconds"] = f"{time.monotonic() - begun:.0f}"
            reports.append(report)
        print(table(report), flush=True)
    return int(any(report.broken for report in reports))


if __name__ == "__main__":
    sys.exit(main())
