"""A screen that nobody sees, for mail programs that want one: Xvfb, and ImageMagick's camera."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_NEEDED = ("Xvfb", "import")  # the last is ImageMagick's


def missing(*programs: str) -> list[str]:
    """Those of the programs that are not there, and what a screen needs."""
    return [name for name in (*programs, *_NEEDED) if shutil.which(name) is None]


def photograph(
    command: Sequence[str], *, home: Path, picture: Path, seconds: float, width: int
) -> None:
    """Run a program on a screen of its own, wait, and take a picture of all it shows.

    ``home`` is the program's home folder, ``width`` the screen's in px.
    """
    with _screen(width) as display:
        around = {**os.environ, "HOME": str(home), "DISPLAY": display, "LANG": "C.UTF-8"}
        with _running(command, around):
            time.sleep(seconds)  # it does not say when it has drawn
            shot = ["import", "-window", "root", str(picture)]
            subprocess.run(shot, env=around, check=True, timeout=30)


@contextmanager
def _screen(width: int) -> Iterator[str]:
    """A screen; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x1400x24"]
    screen = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait(timeout=20)


@contextmanager
def _running(command: Sequence[str], around: dict[str, str]) -> Iterator[None]:
    program = subprocess.Popen(
        command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(timeout=20)
