"""What every attack shares: how it is asked for, what it hands back, and the table at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Options:
    """How an attack is run. ``folder`` is its own; ``quick`` is the part that tests run."""

    folder: Path
    seed: int = 1
    quick: bool = False


@dataclass(kw_only=True)
class Report:
    """What an attack found: figures to print, and every promise that was broken, in words."""

    attack: str
    figures: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def expect(self, holds: bool, case: str, words: str) -> None:
        """Notes a broken promise unless it holds."""
        if not holds:
            self.broken.append(f"{case}: {words}")


def table(reports: list[Report]) -> str:
    """The figures of all attacks in columns, and under them what was broken."""
    rows = [
        (report.attack, name, value)
        for report in reports
        for name, value in (*report.figures.items(), ("promises broken", str(len(report.broken))))
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"{a:{widths[0]}}  {name:{widths[1]}}  {value}" for a, name, value in rows]
    lines += [f"BROKEN {report.attack}: {words}" for report in reports for words in report.broken]
    return "\n".join(lines)
