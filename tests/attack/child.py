"""``digest`` in a process of its own, with a clock that shows a simulated time.

The whole real command line runs in it; only the edge where the clock is read
(``digest.cli.project.now``) is set. Processes are forked from a server that has imported what the
command line needs, so that a hundred of them take seconds.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.cli.project import Project

LONGEST_SECONDS = 120.0
"""A command that takes longer hangs."""

ATTEND = "attend"
"""Not a command: one look of the schedule at each newsletter, without ``run``'s preparations, which
take ten times as long."""

PRELOADED = [
    "digest.schedule.runner",
    "digest.pipelines.gather",
    "digest.compose.compose_edition",
    "digest.compose.pair_features",
    "digest.present.mail_builder",
    "digest.pipelines.publish",
    "tests.attack.child",
    "tests.attack.hostile",
    "tests.attack.warm",
]
"""No module of ``digest.cli``: these take the clock when they are imported."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the process may not do. ``file_octets``: no file grows larger, as on a full disk."""

    file_octets: int = 0
    no_capabilities: bool = False  # permissions hold for root, too


NO_LIMITS = Limits()


@dataclass
class Command:
    """A command under way, or ended."""

    process: ForkServerProcess
    log: Path
    begun: Event

    def kill(self) -> bool:
        """``kill -9``; whether it came before the command's own end."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode == -signal.SIGKILL

    def end(self, seconds: float = LONGEST_SECONDS) -> int:
        """Its exit code, when it has ended; -9 if it had to be killed for taking too long."""
        self.process.join(seconds)
        if self.process.is_alive():
            self.kill()
        code = self.process.exitcode
        assert code is not None
        return code

    def kill_after(self, seconds: float) -> bool:
        """``kill -9`` so long after the command began; whether it was still running."""
        self.begun.wait(LONGEST_SECONDS)
        self.process.join(seconds)
        return self.kill()


@dataclass(frozen=True)
class Commands:
    """Starts commands on one project; what they print goes into ``commands.log`` beside it."""

    project: Path
    context: ForkServerContext

    @property
    def log(self) -> Path:
        return self.project / "commands.log"

    def start(
        self, *words: str, at: datetime, limits: Limits = NO_LIMITS, **environment: str
    ) -> Command:
        """The command, as if it were ``at`` now."""
        begun = self.context.Event()
        arguments = ["--project", str(self.project), *words]
        process = self.context.Process(
            target=_run, args=(arguments, at, self.log, begun, limits, environment)
        )
        process.start()
        return Command(process, self.log, begun)

    def run(self, *words: str, at: datetime, limits: Limits = NO_LIMITS) -> int:
        """The command's exit code."""
        return self.start(*words, at=at, limits=limits).end()

    def printed(self) -> str:
        """Everything that commands printed so far."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""


def commands_for(project: Path) -> Commands:
    """Commands on the project in that folder."""
    return Commands(project, forking())


def forking() -> ForkServerContext:
    """What starts processes that have imported what they need already."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads and forks go ill together
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _run(
    arguments: Sequence[str],
    at: datetime,
    log: Path,
    begun: Event,
    limits: Limits,
    environment: dict[str, str],
) -> None:
    import digest.cli.project
    from digest.cli.main import main
    from digest.cli.project import Project

    with log.open("ab", buffering=0) as file:
        for stream in (1, 2):
            os.dup2(file.fileno(), stream)
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123 - for the process's whole life
    os.environ.update(environment)
    digest.cli.project.now = clock = _clock(at)
    _limit(limits)
    begun.set()
    if arguments[-1] == ATTEND:
        _attend(Project(Path(arguments[1])), clock)
    else:
        main(arguments)


def _attend(project: Project, clock: Callable[[], datetime]) -> None:
    from digest.model.errors import DigestError

    try:
        _look(project, clock)
    except DigestError as error:  # as `run` does: a line of the log
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


def _look(project: Project, clock: Callable[[], datetime]) -> None:
    from digest.schedule import runner

    with project.open_newsroom(clock) as newsroom:
        desk = runner.ScheduleRunner(newsroom=newsroom)
        for newsletter in project.settings.newsletters.values():
            runner.run_due_steps(desk, newsletter)


def _clock(at: datetime) -> Callable[[], datetime]:
    started = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - started)


def _limit(limits: Limits) -> None:
    if limits.file_octets:
        sys.dont_write_bytecode = True  # Python would keep half a compiled module
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_octets, limits.file_octets))
    if limits.no_capabilities:
        header, none = struct.pack("II", _CAPABILITY_VERSION, 0), bytes(24)
        ctypes.CDLL(None).capset(header, none)


_CAPABILITY_VERSION = 0x20080522  # of Linux's capset(2)
