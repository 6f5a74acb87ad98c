"""Hostile inputs: feeds, pages, mails and lists, given to the real commands.

Commands run in the process of a worker, many inputs at a time (`gather` of a folder, `returns` of a
Maildir) or one by one; a part goes through a process of its own each. Where many at a time raise
an error, take too long or too much memory, each is tried again alone, in a fresh worker. Promised:
no traceback, nothing over 5 seconds of the processor, nothing over 500 MB.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import random
import shutil
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from tests.attack.child import commands_for, forking
from tests.attack.http_answers import answering
from tests.attack.material import KINDS, make
from tests.attack.runner import Options, Report

MOST_SECONDS = 5.0
MOST_MEGABYTES = 500
AT_ONCE = 2
BATCH = {"mail": 10, "list": 10, "checked mail": 10}
"""How many inputs a worker is given; of feeds and pages 40."""

_STUCK_SECONDS = 60.0  # by the wall's clock: this machine may have other work
_FURTHER = "further"  # what a worker says after each input; at the end, the error or nothing

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)

SETTINGS = """
[publication]
name = "The Harbour Gazette"
base_url = "https://digest.example.com"
address = "4 Quay Street, Port Merrow"

[newsletters.morning]
name = "The Morning Tide"
sender = "The Harbour Gazette <morning@digest.example.com>"
days = ["monday"]
send_at = 06:30:00
never_after = 10:00:00

[gathering]
allow_private_addresses = true
timeout_seconds = 1
maximum_megabytes = 5
"""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a worker made of some inputs. ``error`` is a traceback, empty if there was none."""

    times: list[float]  # seconds of the processor for each input, as far as it came
    megabytes: int
    error: str = ""

    @property
    def seconds(self) -> float:
        return max(self.times, default=0.0)

    @property
    def stuck(self) -> bool:
        return self.error == "stuck"

    @property
    def fault(self) -> str:
        """What is wrong with it, in words; empty if nothing is."""
        if self.error:
            return self.error
        if self.seconds > MOST_SECONDS:
            return f"took {self.seconds:.1f} s"
        if self.megabytes > MOST_MEGABYTES:
            return f"took {self.megabytes} MB"
        return ""


def run(options: Options) -> Report:
    """10,000 inputs; ``quick`` takes the first of each kind."""
    report = Report(attack="hostile")
    count, own = (66, 4) if options.quick else (10_000, 240)
    each = (count - own) // (len(KINDS) + 1)
    jobs = [
        (kind, list(range(start, min(start + BATCH.get(kind, 40), each))))
        for kind in (*KINDS, "http")
        for start in range(0, each, BATCH.get(kind, 40))
    ]
    random.Random(options.seed).shuffle(jobs)
    faults: list[str] = []
    with ThreadPoolExecutor(AT_ONCE) as threads:
        lanes = [_Lane(options, number, jobs[number::AT_ONCE]) for number in range(AT_ONCE)]
        for lane in threads.map(_Lane.work, lanes):
            faults += lane.faults
        for fault in threads.map(lambda n: _alone(options, n), range(own)):
            report.expect(not fault, "in a process of its own", fault)
    report.broken += faults
    report.figures["inputs"] = str(each * (len(KINDS) + 1) + own)
    report.figures["slowest"] = f"{max(lane.slowest for lane in lanes):.1f} s"
    report.figures["largest"] = f"{max(lane.largest for lane in lanes)} MB"
    return report


class _Lane:
    """Inputs one after the other, through workers that are replaced when they get stuck."""

    def __init__(self, options: Options, number: int, jobs: list[tuple[str, list[int]]]) -> None:
        self._options = options
        self._folder = options.folder / f"lane{number}"
        self._jobs = jobs
        self._worker: _Worker | None = None
        self.faults: list[str] = []
        self.slowest = 0.0
        self.largest = 0

    def work(self) -> _Lane:
        jobs = deque(self._jobs)
        while jobs:
            kind, numbers = jobs.popleft()
            outcome = self._try(kind, numbers)
            if not outcome.fault or len(numbers) == 1:
                self._note(kind, numbers[0], outcome)
                continue
            if outcome.stuck:  # known without trying it again, which takes another minute
                came_to = min(len(outcome.times), len(numbers))
                self._note(kind, numbers[came_to - 1], outcome)
                jobs.extendleft([(kind, numbers[came_to:])] if numbers[came_to:] else [])
                continue
            jobs.extendleft((kind, [number]) for number in _suspects(numbers, outcome))
        self._replace()
        return self

    def _try(self, kind: str, numbers: Sequence[int]) -> Outcome:
        if self._worker is None:
            self._worker = _Worker(self._folder)
        outcome = self._worker.take(kind, numbers, self._options.seed)
        if outcome.fault:
            self._replace()
        return outcome

    def _replace(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._worker = None

    def _note(self, kind: str, number: int, outcome: Outcome) -> None:
        self.slowest = max(self.slowest, outcome.seconds)
        self.largest = max(self.largest, outcome.megabytes)
        if outcome.fault:
            self.faults.append(f"{kind} {number}: {outcome.fault}")


def _suspects(numbers: Sequence[int], outcome: Outcome) -> list[int]:
    """Which inputs to try again alone: those that were slow, or all where it cannot be told."""
    slow = [n for n, spent in zip(numbers, outcome.times, strict=False) if spent > MOST_SECONDS]
    return slow if slow and not outcome.error else list(numbers)


class _Worker:
    """A process that is given inputs, watched while it reads them."""

    def __init__(self, folder: Path) -> None:
        context = forking()
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = context.Process(target=_serve, args=(folder, theirs))
        self._process.start()
        theirs.close()
        self._pipe.recv()  # it is ready

    def take(self, kind: str, numbers: Sequence[int], seed: int) -> Outcome:
        """What came of the inputs. It does not go on after one that is stuck."""
        self._pipe.send((kind, numbers, seed))
        times: list[float] = []
        with _watched(self._process.pid or 0) as peak:
            error = _FURTHER
            while error == _FURTHER:
                spent = _processor(self._process.pid or 0)
                try:
                    stuck = not self._pipe.poll(_STUCK_SECONDS)
                    error = "stuck" if stuck else self._pipe.recv()
                except EOFError:
                    error = "the process died"
                times.append(_processor(self._process.pid or 0) - spent)
        return Outcome(times=times, megabytes=peak[0] >> 20, error=error)

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


@contextlib.contextmanager
def _watched(process: int) -> Iterator[list[int]]:
    """The most octets that the process, or one below it, had in memory within the block."""
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while True:
            peak[0] = max(peak[0], *map(_resident, _family(process)))
            if ended.wait(0.03):
                return

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def _family(process: int) -> list[int]:
    """The process and all below it."""
    found = [process]
    for each in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text("ascii").split())
    return found


def _processor(process: int) -> float:
    """Seconds of the processor that the process and all below it have taken, ended ones too."""
    ticks = 0
    for each in _family(process):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text("ascii", "replace").rpartition(")")[2]
            ticks += sum(map(int, fields.split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _serve(folder: Path, pipe: Connection) -> None:
    """The worker's process: reads inputs until the pipe is closed."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        for stream in (1, 2):
            os.dup2(nowhere.fileno(), stream)
    project = _project(folder)
    pipe.send("ready")
    with contextlib.suppress(EOFError):
        while True:
            kind, numbers, seed = pipe.recv()
            with _given(project, kind, numbers, seed) as commands:
                # each line that `gather` prints says that an input was read
                sys.stdout = _Steps(pipe) if commands[0][0] == "gather" else io.StringIO()
                errors = [_error_of(project, words, pipe) for words in commands]
                pipe.send(next(filter(None, errors), ""))


class _Steps(io.StringIO):
    """Where `gather` prints to: each line says that an input was read."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__()
        self._pipe = pipe

    def write(self, text: str) -> int:
        if "\n" in text:
            self._pipe.send(_FURTHER)
        return len(text)


def _error_of(project: Path, words: Sequence[str], pipe: Connection) -> str:
    """Runs a command in this process; the error that it did not foresee, or nothing."""
    from digest.cli.main import digest

    try:
        digest.main(["--project", str(project), *words], standalone_mode=False)
    except Exception as error:
        return _unforeseen(error)
    finally:
        pipe.send(_FURTHER)
    return ""


def _unforeseen(error: Exception) -> str:
    """The end of the traceback of what the command line would call a mistake in Digest."""
    import click

    from digest.model.errors import DigestError

    if isinstance(error, (DigestError, click.ClickException, OSError)):
        return ""
    return " | ".join(traceback.format_exception(error, limit=-2)).strip()[-700:]


def _project(folder: Path) -> Path:
    from digest.cli.main import digest

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "schedules.toml").write_text(SETTINGS, "utf-8")
    digest.main(["init", "--bare", str(folder)], standalone_mode=False)
    return folder


@contextlib.contextmanager
def _given(
    project: Path, kind: str, numbers: Sequence[int], seed: int
) -> Iterator[list[tuple[str, ...]]]:
    """The inputs in files or at a web server, and the commands that read them."""
    if kind == "http":
        with answering(numbers, seed) as urls:
            yield [("gather", *urls)]
        return
    folder = project / "inbox"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number in numbers:
        (folder / "new" / f"{number}.x").write_bytes(make(kind, number, seed))
    yield _commands(kind, sorted((folder / "new").iterdir()))


def _commands(kind: str, files: Sequence[Path]) -> list[tuple[str, ...]]:
    """The commands that read files of that kind."""
    paths = [str(file) for file in files]
    if kind == "mail":
        return [("returns", str(files[0].parent.parent))]
    if kind == "list":
        return [("recipients", "import", "morning", path) for path in paths]
    if kind == "checked mail":
        return [("check", path) for path in paths]
    return [("gather", *paths)]


def _alone(options: Options, number: int) -> str:
    """One input through a process of its own; what is wrong, in words."""
    kind = KINDS[number % len(KINDS)]
    project = options.folder / f"alone{number}"
    commands = commands_for(project)
    project.mkdir()
    (project / "schedules.toml").write_text(SETTINGS, "utf-8")
    commands.run("init", "--bare", str(project), at=NOW)
    with _given(project, kind, [100_000 + number], options.seed) as given:
        codes = [commands.run(*words, at=NOW) for words in given]
    printed = commands.printed()
    shutil.rmtree(project)
    if 70 in codes or "Traceback" in printed:
        return f"{kind} {100_000 + number}: exit code {codes}: {printed[-700:]}"
    return ""
