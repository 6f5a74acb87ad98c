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


def table(report: Report) -> str:
    """An attack's figures in columns, and under them what was broken."""
    rows = {**report.figures, "promises broken": str(len(report.broken))}
    width = max(map(len, rows))
    lines = [f"{report.attack:8} {name:{width}}  {value}" for name, value in rows.items()]
    return "\n".join([*lines, *(f"BROKEN {report.attack}: {words}" for words in report.broken)])
