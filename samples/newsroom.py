"""The sample newspaper's newsroom: its files as a project, and ``digest`` run in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent
BUILD = SAMPLES.parent / "build"
BREAKFAST = "2026-03-12T05:45"  # in Port Merrow: when the morning edition is built
EDITION = "morning-2026-03-12"


def set_up(project: Path) -> None:
    """A project like one of a newsroom, with the samples as its sources, and a list of readers."""
    heading("A newsroom's project")
    project.mkdir(parents=True, exist_ok=True)
    shutil.copy(SAMPLES / "schedules.toml", project)
    shutil.copytree(SAMPLES / "articles", project / "articles", dirs_exist_ok=True)
    say(f"{shown(project)}: settings, database, articles of five outlets and more")
    digest(project, "init", "--bare", str(project), quiet=True)
    digest(project, "recipients", "import", "morning", str(SAMPLES / "recipients.csv"))


def gather(project: Path) -> None:
    """Stores the samples' articles."""
    heading("Gather: a line per source")
    digest(project, "gather", "--at", BREAKFAST, may_find=True)


def digest(
    project: Path,
    *words: str,
    setting: Mapping[str, str] | None = None,
    quiet: bool = False,
    may_find: bool = False,
    may_fail: bool = False,
) -> str:
    """Runs ``digest`` in the project, as a person would; its output, shown unless quiet.

    ``setting`` has settings by their names in the environment, without ``DIGEST_``.
    """
    environment = {**os.environ, **{f"DIGEST_{key}": v for key, v in (setting or {}).items()}}
    command = [sys.executable, "-m", "digest", "--project", str(project), *words]
    if not quiet:
        say(f"$ digest {' '.join(shown(Path(w)) if w.startswith('/') else w for w in words)}")
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not quiet:
        sys.stdout.write(indented(result.stdout) + indented(result.stderr))
    if result.returncode > (1 if may_find else 0) and not may_fail:
        say(f"FAILED: exit code {result.returncode}\n{result.stderr}")
        raise SystemExit(1)
    return result.stdout


def shown(path: Path) -> str:
    """A path as one types it in the repository's folder."""
    root = SAMPLES.parent
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)


def heading(words: str) -> None:
    """Says what comes next, over the whole width."""
    print(f"\n── {words} ".ljust(100, "─"), flush=True)


def say(words: str) -> None:
    """Says it at once, also into a pipe."""
    print(words, flush=True)


def indented(text: str) -> str:
    """The lines as a block under what was said."""
    return "".join(f"    {line}\n" for line in text.splitlines())
