"""Faults below the database: full disks, read-only and damaged files, locks, lost keys.

Each case is a project whose edition is approved and due. Something is done to it, the schedule
looks, the fault is taken away, and the schedule looks again. Then every reader must have exactly
one letter (in flight may be repeated after a failed write), or none where the edition must not go.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.attack.child import ATTEND, NO_LIMITS, Command, Commands, Limits, commands_for
from tests.attack.days import SPRING, state_of
from tests.attack.newsroom import CONNECTIONS, News, faults_of, local, new_project, take
from tests.attack.runner import Options, Report
from tests.deliver.scripted_server import ScriptedServer, Taken

READERS = 40
AT_ONCE = 4
EDITION = f"morning-{SPRING}"
DUE = local(SPRING, 3, 31)

_PREPARED = "prepared"
_NO_PORT = 65_009  # in the prepared project; each copy has its own
_LETTER_SECONDS = 0.05  # that the sink thinks: a sending of half a second can be hit in its middle


@dataclass
class Scene:
    """A project with an approved edition, and the sink its letters go to."""

    commands: Commands
    server: ScriptedServer
    report: Report
    name: str
    chance: random.Random

    @property
    def project(self) -> Path:
        return self.commands.project

    @property
    def database(self) -> Path:
        return self.project / "digest.db"

    def expect(self, holds: bool, words: str) -> None:
        self.report.expect(holds, self.name, words)

    def look(self, minutes: int = 0, *, limits: Limits = NO_LIMITS) -> int:
        """One look of the schedule, so long after the edition was due; the exit code."""
        return self.commands.run(ATTEND, at=_after(minutes), limits=limits)

    def send(self, minutes: int = 0, *, limits: Limits = NO_LIMITS) -> int:
        """`digest send` by hand."""
        words = ("send", EDITION, "--resume")
        return self.commands.run(*words, at=_after(minutes), limits=limits)

    def begin_sending(self) -> Command:
        """A sending under way, some letters out."""
        command = self.commands.start(ATTEND, at=DUE)
        end = time.monotonic() + 30
        while len(self.server.taken) < READERS // 4 and time.monotonic() < end:
            time.sleep(0.005)
        return command

    def letters(self) -> list[Taken]:
        """What readers got since the last time."""
        time.sleep(0.1)
        return take(self.server)[0]

    def all_went_once(self, *, in_flight: int = 0) -> None:
        for fault in faults_of(self.letters(), READERS, in_flight=in_flight):
            self.expect(False, fault)
        self.expect(state_of(self.project, EDITION) == "sent", "the edition is not sent")

    def none_went(self) -> None:
        letters = self.letters()
        self.expect(not letters, f"{len(letters)} letters went out")

    def no_traceback(self) -> None:
        printed = self.commands.printed()
        self.expect("Traceback" not in printed, f"a traceback: {printed[-500:]}")


def _after(minutes: int) -> datetime:
    return DUE + timedelta(minutes=minutes)


def run(options: Options) -> Report:
    """Every case once, locks of five lengths, damage with several seeds; ``quick`` a part."""
    report = Report(attack="disk")
    cases = _quick_cases() if options.quick else {**_quick_cases(), **_slow_cases()}
    _prepare(options.folder / _PREPARED, random.Random(options.seed))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for broken in threads.map(lambda item: _try(options, *item), cases.items()):
            report.broken += broken
    report.figures["cases"] = str(len(cases))
    return report


def _quick_cases() -> dict[str, Callable[[Scene], None]]:
    return {
        "disk full in mid-send": lambda scene: full_in_mid_send(scene, 40_000),
        "read-only database": read_only,
        "empty file": empty_file,
        "restored on the same day": restored,
        "lock of 1 s": lambda scene: locked(scene, 1),
        "key lost": key_lost,
        "wrong key": wrong_key,
    }


def _slow_cases() -> dict[str, Callable[[Scene], None]]:
    return {
        **{
            f"disk full at {size} octets": _full_at(size)
            for size in (1, 33_000, 80_000, 150_000, 300_000)
        },
        **{f"lock of {seconds} s": _locked_for(seconds) for seconds in (8, 12, 28, 60)},
        **{f"flipped bits {number}": flipped_bits for number in range(12)},
        "an old -wal beside a restored file": old_wal,
        "no database": no_database,
        "not a database": not_a_database,
        "half a database": half_a_database,
    }


def _full_at(size: int) -> Callable[[Scene], None]:
    return lambda scene: full_in_mid_send(scene, size)


def _locked_for(seconds: int) -> Callable[[Scene], None]:
    return lambda scene: locked(scene, seconds)


def _try(options: Options, name: str, case: Callable[[Scene], None]) -> list[str]:
    """The case in a project of its own; what was broken."""
    report = Report(attack="disk")
    chance = random.Random(f"{options.seed} {name}")
    folder = options.folder / name.replace(" ", "-")
    try:
        with ScriptedServer(delay=_LETTER_SECONDS) as server:
            commands = _copy(options.folder / _PREPARED, folder, server.port)
            scene = Scene(commands, server, report, name, chance)
            case(scene)
            scene.no_traceback()
    except Exception:
        report.broken.append(f"{name}: {traceback.format_exc(limit=-2)}")
    return report.broken


def _prepare(folder: Path, chance: random.Random) -> None:
    """A project whose edition is approved, and not yet due."""
    commands = new_project(folder, _NO_PORT, READERS, now=local(SPRING, 0, 10))
    News(chance).write(folder, local(SPRING, 2, 50))
    for words in (("gather",), (ATTEND,)):
        code = commands.run(*words, at=local(SPRING, 2, 50))
        assert code == 0, commands.printed()
    assert state_of(folder, EDITION) == "approved", commands.printed()


def _copy(prepared: Path, folder: Path, port: int) -> Commands:
    """The same project in a folder of its own, with its mail server at that port."""
    shutil.copytree(prepared, folder)
    settings = folder / "schedules.toml"
    settings.write_text(settings.read_text("utf-8").replace(str(_NO_PORT), str(port)), "utf-8")
    commands = commands_for(folder)
    commands.log.unlink()
    return commands


def full_in_mid_send(scene: Scene, octets: int) -> None:
    """No file may grow past a size: as it is on a full disk."""
    code = scene.look(limits=Limits(file_octets=octets))
    scene.expect(code in (0, 1, 4), f"exit code {code} on a full disk")
    scene.look(1)
    scene.all_went_once(in_flight=CONNECTIONS)


def read_only(scene: Scene) -> None:
    scene.project.parent.chmod(0o755)
    for path in (scene.project, *scene.project.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    code = scene.send(limits=Limits(no_capabilities=True))
    scene.expect(code not in (0, 70), f"exit code {code} with a read-only database")
    scene.none_went()
    for path in (scene.project, *scene.project.rglob("*")):
        path.chmod(0o755)
    scene.look(1)
    scene.all_went_once()


def empty_file(scene: Scene) -> None:
    _remove_side_files(scene)
    scene.database.write_bytes(b"")
    _refused(scene, "an empty file")


def no_database(scene: Scene) -> None:
    _remove_side_files(scene)
    scene.database.unlink()
    _refused(scene, "no database")


def not_a_database(scene: Scene) -> None:
    _remove_side_files(scene)
    scene.database.write_bytes(b"From the backup server: no space left\n" * 500)
    _refused(scene, "a text file")


def half_a_database(scene: Scene) -> None:
    _remove_side_files(scene)
    content = scene.database.read_bytes()
    scene.database.write_bytes(content[: len(content) // 2])
    code = scene.commands.run("doctor", at=DUE)
    scene.expect(code not in (0, 70), f"doctor: exit code {code} with half a database")
    code = scene.send()
    scene.expect(code != 70, f"send: exit code {code} with half a database")


def _refused(scene: Scene, what: str) -> None:
    """Nothing goes out, and sending and looking say so."""
    for name, code in (
        ("send", scene.send()),
        ("run", scene.commands.run("run", "--once", at=DUE)),
        ("doctor", scene.commands.run("doctor", at=DUE)),
    ):
        scene.expect(code not in (0, 70), f"{name}: exit code {code} with {what}")
    scene.none_went()


_TIME_OF_A_CHECKPOINT = 11.0
"""Seconds: a database is younger than its own log by the length of a checkpoint."""


def restored(scene: Scene) -> None:
    """The database of before the sending is put back: the edition is known to be out."""
    kept = _backup(scene)
    scene.look()
    scene.all_went_once()
    _remove_side_files(scene)
    shutil.copy(kept, scene.database)
    for minutes in (1, 2):
        scene.look(minutes)
    scene.send(3)
    scene.none_went()


def old_wal(scene: Scene) -> None:
    """A copied file beside the log of another one: neither of the two may be undone in silence."""
    kept = _backup(scene)
    with closing(sqlite3.connect(scene.database)) as connection:
        connection.execute("UPDATE recipients SET name = 'after the backup'")
        connection.commit()
        wal = scene.database.with_name("digest.db-wal")
        old = wal.read_bytes()
    scene.expect(bool(old), "there was no log to leave behind")
    wal.write_bytes(old)  # SQLite removed it when the connection closed
    time.sleep(_TIME_OF_A_CHECKPOINT)
    shutil.copy(kept, scene.database)
    scene.commands.log.write_text("")
    code = scene.commands.run("doctor", at=DUE)
    printed = scene.commands.printed()
    scene.expect(code != 0 and "wal" in printed, "doctor says nothing of the log left behind")


def flipped_bits(scene: Scene) -> None:
    """Where SQLite's own check finds damage, `doctor` does; nobody gets a strange letter."""
    with closing(sqlite3.connect(scene.database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(scene.database.read_bytes())
    for _ in range(60):
        content[scene.chance.randrange(100, len(content))] ^= 1 << scene.chance.randrange(8)
    scene.database.write_bytes(content)
    if _is_damaged(scene.database):
        code = scene.commands.run("doctor", at=DUE)
        scene.expect(code not in (0, 70), f"doctor: exit code {code} with a damaged database")
    for code in (scene.send(), scene.look(1)):
        scene.expect(code != 70, "exit code 70 with a damaged database")
    for fault in faults_of(scene.letters(), READERS, in_flight=CONNECTIONS):
        scene.expect("lost" in fault or "strangers" in fault, fault)


def _is_damaged(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes  # what it says quotes damaged names
        try:
            return bool(connection.execute("PRAGMA quick_check").fetchone()[0] != b"ok")
        except (sqlite3.Error, UnicodeDecodeError):  # its words quote damaged names, too
            return True


def locked(scene: Scene, seconds: int) -> None:
    """Another program keeps the write lock in mid-send."""
    command = scene.begin_sending()
    with closing(sqlite3.connect(scene.database, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    code = command.end()
    scene.expect(code not in (70, -9), f"exit code {code}")
    if state_of(scene.project, EDITION) != "sent":
        scene.look(5)
    scene.all_went_once()


def key_lost(scene: Scene) -> None:
    key = scene.project / "secret.key"
    old = key.read_bytes()
    key.unlink()
    for code in (scene.send(), scene.commands.run("run", "--once", at=DUE)):
        scene.expect(code not in (0, 70), f"exit code {code} without a key")
    scene.expect(not key.exists(), "a new key was made in silence")
    scene.none_went()
    key.write_bytes(old)
    scene.look(1)
    scene.all_went_once()


def wrong_key(scene: Scene) -> None:
    key = scene.project / "secret.key"
    old = key.read_bytes()
    key.write_bytes(b"0123456789abcdef" * 4)
    code = scene.send()
    scene.expect(code not in (0, 70), f"exit code {code} with another key")
    scene.none_went()
    key.write_bytes(old)
    scene.look(1)
    scene.all_went_once()


def _backup(scene: Scene) -> Path:
    kept = scene.project.with_name(f"{scene.project.name}.backup")
    with (
        closing(sqlite3.connect(scene.database)) as source,
        closing(sqlite3.connect(kept)) as target,
    ):
        source.backup(target)
    return kept


def _remove_side_files(scene: Scene) -> None:
    for end in ("-wal", "-shm"):
        scene.database.with_name(f"digest.db{end}").unlink(missing_ok=True)
