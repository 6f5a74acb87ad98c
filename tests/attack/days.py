"""Simulated days: the whole cycle by the real command line, killed at random moments.

40 days with both clock changes, sixty readers. Each day is gathered, built, approved and sent, by
the schedule or by hand, and each command is killed with ``kill -9`` at random moments until one
comes to its end. Letters are counted at an SMTP sink.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.attack.child import ATTEND, Commands
from tests.attack.newsroom import CONNECTIONS, News, faults_of, local, new_project, take
from tests.attack.runner import Options, Report
from tests.deliver.scripted_server import ScriptedServer

READERS = 60
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
"""When Kyiv's clocks change in 2026."""

_QUICK, _WHOLE = (2, 6), (20, 100)
"""Days around each clock change, and kills over them."""

_LETTER_SECONDS = 0.005  # the sink thinks so long: a sending is long enough to be killed
_MOST_STARTS = 60  # of one command: it is killed no more after half of them


@dataclass
class _Days:
    """The simulation so far."""

    commands: Commands
    server: ScriptedServer
    chance: random.Random
    news: News
    report: Report
    kills: Counter[str] = field(default_factory=Counter)
    seconds: dict[tuple[str, str], float] = field(
        default_factory=dict
    )  # that a command took undisturbed
    letters: int = 0
    repeats: int = 0


def run(options: Options) -> Report:
    """Lives through the days; ``quick`` through four, around the clock changes."""
    report = Report(attack="days")
    with ThreadPoolExecutor(2) as threads:
        halves = list(threads.map(lambda change: _half(options, report, change), (SPRING, AUTUMN)))
    kills = halves[0].kills + halves[1].kills
    letters, repeats = (
        sum(getattr(one, name) for one in halves) for name in ("letters", "repeats")
    )
    days = 2 * (_QUICK if options.quick else _WHOLE)[0]
    report.figures["days"] = str(days)
    report.figures["kills"] = f"{kills.total()} ({_in_words(kills)})"
    report.figures["letters due"] = str(READERS * days)
    report.figures["letters taken"] = f"{letters}, {repeats} of them repeats"
    return report


def _half(options: Options, report: Report, change: date) -> _Days:
    """The days around one clock change."""
    span, kills = _QUICK if options.quick else _WHOLE
    chance = random.Random(f"{options.seed} {change}")
    days = [change + timedelta(days=ahead - span // 2) for ahead in range(span)]
    with ScriptedServer(delay=_LETTER_SECONDS) as server:
        commands = new_project(
            options.folder / str(change),
            server.port,
            READERS,
            now=local(days[0] - timedelta(days=1), 12, 0),
            approval="required",
        )
        state = _Days(commands, server, chance, News(chance), report)
        for number, day in enumerate(days):
            left = kills - state.kills.total()
            _live_through(state, day, kills=-(-left // (span - number)))
    return state


def _in_words(kills: Counter[str]) -> str:
    return ", ".join(f"{count} in {name}" for name, count in kills.items())


def _live_through(state: _Days, day: date, *, kills: int) -> None:
    """One day, with so many kills over its steps; then looks at what arrived."""
    edition = f"morning-{day.isoformat()}"
    build_at = local(day, 2, 50)
    state.news.write(state.commands.project, build_at)
    shares = Counter(state.chance.choices(list(_STEPS), _SHARES, k=kills))
    in_flight = 0
    for step in _STEPS:
        at = local(day, 3, 31) if step == "send" else build_at
        killed = _take_step(state, edition, step, at, kills=shares[step])
        if step == "send":
            in_flight = killed * CONNECTIONS
    _look_at(state, edition, in_flight=in_flight)


_STEPS: dict[str, list[tuple[str, ...]]] = {
    "gather": [("gather",)],
    "build": [(ATTEND,), (ATTEND,), ("build", "morning"), ("run", "--once")],
    "approve": [("approve", "{}")],
    "send": [(ATTEND,), (ATTEND,), ("send", "{}", "--resume"), ("run", "--once")],
}
"""The steps of a day, and the commands that each can be taken with."""

_SHARES = (1, 3, 2, 4)  # of the kills

_AFTER = {
    "build": ("ready", "approved", "sending", "sent"),
    "approve": ("approved", "sending", "sent"),
    "send": ("sent",),
}
"""The edition's states in which a step has come to its end."""


def _take_step(state: _Days, edition: str, step: str, at: datetime, *, kills: int) -> int:
    """Starts the step's commands until one comes to its end; how often it was killed."""
    killed = 0
    for start in range(_MOST_STARTS):
        moment = at + timedelta(seconds=10 * start)
        words = [word.format(edition) for word in state.chance.choice(_STEPS[step])]
        if killed < kills and start < _MOST_STARTS // 2:
            killed += _kill(state, step, words, moment)
            continue
        begun = time.monotonic()
        code = state.commands.run(*words, at=moment)
        state.seconds[step, words[0]] = time.monotonic() - begun
        state.report.expect(code != 70, edition, f"{step}: {words[0]}: exit code 70")
        if step not in _AFTER or state_of(state.commands.project, edition) in _AFTER[step]:
            break
    return killed


def _kill(state: _Days, step: str, words: list[str], at: datetime) -> bool:
    """Starts a command and kills it; whether it was killed before its end."""
    command = state.commands.start(*words, at=at)
    longest = state.seconds.get((step, words[0]), 0.6)
    # `run` first tries all templates for two seconds, when a kill shows little
    done = command.kill_after(
        state.chance.uniform(longest / 2 if words[0] == "run" else 0, longest)
    )
    state.kills[step] += done
    return done


def _look_at(state: _Days, edition: str, *, in_flight: int) -> None:
    """Whether the day's edition went out, whole and once."""
    time.sleep(0.05)  # the sink reads on what a killed sender left in its socket
    letters, alerts = take(state.server)
    state.letters += len(letters)
    state.repeats += len(letters) - len({one.recipient for one in letters})
    for one in alerts:  # nothing was late, and what a killed process left was done by the next
        state.report.expect(False, edition, f"false alarm: {one.content[-200:].decode()}")
    found = state_of(state.commands.project, edition)
    report = state.report
    report.expect(found == "sent", edition, f"is {found or 'nowhere'} at the end of its day")
    for fault in faults_of(letters, READERS, in_flight=in_flight):
        report.expect(False, edition, fault)
    printed = state.commands.printed()
    report.expect("Traceback" not in printed, edition, f"a traceback: {printed[-600:]}")
    state.commands.log.write_text("")


def state_of(project: Path, edition: str) -> str:
    """The edition's state; empty where there is none."""
    with closing(sqlite3.connect(project / "digest.db", timeout=20)) as connection:
        row = connection.execute("SELECT state FROM editions WHERE id = ?", [edition]).fetchone()
    return str(row[0]) if row else ""
