"""A screen that nobody sees, for mail programs that want one: Xvfb, a hand and a camera."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

_NEEDED = ("Xvfb", "import")  # the last is ImageMagick's
_SECONDS_TO_DRAW = 30
_SECONDS_TO_SHOW = 240  # a window, on a machine that does other things as well


def missing(*programs: str) -> list[str]:
    """Those of the programs that are not there, and what a screen needs."""
    return [name for name in (*programs, *_NEEDED) if shutil.which(name) is None]


def photograph(
    command: Sequence[str], *, home: Path, picture: Path, seconds: float, width: int
) -> None:
    """Run a program on a screen of its own, wait, and take a picture of all it shows.

    ``home`` is the program's home folder, ``width`` the screen's in px.
    """
    with showing(command, home=home, size=(width, 1400)) as shown:
        shown.pause(seconds)  # it does not say when it has drawn
        shown.run("import", "-window", "root", str(picture))


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """A screen with a program on it, used by xdotool as a person would."""

    around: dict[str, str]
    height: int

    def run(self, *command: str) -> str:
        """What a program on this screen says."""
        done = subprocess.run(
            command, env=self.around, capture_output=True, text=True, check=False, timeout=60
        )
        return done.stdout

    def pause(self, seconds: float) -> None:
        """Let the program draw."""
        time.sleep(seconds)

    def window(self, title: str) -> str:
        """The window with words in its title, once it is there.

        :raises TimeoutError: it does not appear.
        """
        return self.other_window(title, than="")

    def other_window(self, title: str, *, than: str) -> str:
        """As ``window``, and another one than a window that is there.

        :raises TimeoutError: it does not appear.
        """
        until = time.monotonic() + _SECONDS_TO_SHOW
        while time.monotonic() < until:
            found = self.run("xdotool", "search", "--name", title).split()
            others = [window for window in found if window != than]
            if others:
                self.pause(2)  # it is there before it can be used
                return others[-1]
            self.pause(0.5)
        raise TimeoutError(f"no window is called {title!r}")

    def focus(self, window: str) -> None:
        """Give a window the keys."""
        self.run("xdotool", "windowraise", window, "windowfocus", window)
        self.pause(0.5)

    def click(self, across: int, down: int) -> None:
        """Click where the program shows something, in px from the upper left."""
        self.run("xdotool", "mousemove", str(across), str(down), "click", "1")
        self.pause(1)

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self.run("xdotool", "key", name)
            self.pause(1)

    def photograph(self, window: str, picture: Path, width: int, *, last: int = 0) -> None:
        """A picture of a window, made so wide and as high as the screen, once it stands still; of
        its ``last`` px alone, where they are given."""
        self.run("xdotool", "windowmove", window, "0", "0")
        self.run("xdotool", "windowsize", window, str(width), str(self.height))
        shot, before = self._pixels(window), b""
        until = time.monotonic() + _SECONDS_TO_DRAW
        while shot != before and time.monotonic() < until:
            self.pause(1.5)
            shot, before = self._pixels(window), shot
        with Image.open(BytesIO(shot)) as whole:
            left = whole.width - last if last else 0
            whole.crop((left, 0, whole.width, whole.height)).save(picture)

    def _pixels(self, window: str) -> bytes:
        command = ["import", "-window", window, "ppm:-"]
        done = subprocess.run(command, env=self.around, capture_output=True, check=True, timeout=60)
        return done.stdout


@contextmanager
def showing(command: Sequence[str], *, home: Path, size: tuple[int, int]) -> Iterator[Screen]:
    """A program on a screen of its own; ``size`` is the screen's in px."""
    with _screen(size) as display:
        around = {**os.environ, "HOME": str(home), "DISPLAY": display, "LANG": "C.UTF-8"}
        with _running(command, around):
            yield Screen(around=around, height=size[1])


@contextmanager
def _screen(size: tuple[int, int]) -> Iterator[str]:
    """A screen; its name."""
    reading, writing = os.pipe()
    shape = f"{size[0]}x{size[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", shape]
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
    """A program, and all that it starts."""
    program = subprocess.Popen(
        command,
        env=around,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        for end in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):  # all of it has ended
                os.killpg(program.pid, end)
            program.wait(timeout=60)
            time.sleep(1)
