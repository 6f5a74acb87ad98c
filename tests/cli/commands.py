"""Running ``digest`` in a test: in this process, with its output and exit code caught."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from digest.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON, an object per line."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(project: Path, *words: str) -> Ran:
    """``digest --project PROJECT WORDS…``."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main(["--project", str(project), *words])
    assert isinstance(ended.value.code, int)
    return Ran(ended.value.code, out.getvalue(), err.getvalue())


def on_terminal(project: Path, *words: str, stdout: IO[bytes] | None = None) -> str:
    """What a person sees of ``digest --project PROJECT WORDS…`` on a terminal; its data goes to
    ``stdout`` where that is given."""
    person, terminal = pty.openpty()
    command = [sys.executable, "-m", "digest", "--project", str(project), *words]
    process = subprocess.Popen(command, stdout=stdout or terminal, stderr=terminal)
    os.close(terminal)
    seen = bytearray()
    try:
        while chunk := os.read(person, 65_536):
            seen += chunk
    except OSError:
        pass  # how Linux says that the other side was closed
    os.close(person)
    process.wait()
    return seen.decode()
