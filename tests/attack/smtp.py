"""Mail servers that misbehave: for each, what must become of every reader's letter.

Each behaviour meets an edition for six readers, sent as the schedule would: tried again until the
edition's last moment. Expected are the row in the ledger and the number of letters that the server
took, per reader; all letters of one reader have the same Message-ID.
"""

from __future__ import annotations

import functools
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from digest.deliver.retry import Patience
from digest.deliver.smtp.smtp_courier import SmtpCourier
from digest.model.delivery import LetterState
from digest.model.errors import DeliveryError
from digest.model.settings import Security, Settings
from digest.pipelines.deliver import dispatch
from digest.pipelines.send_options import SendLimits, SendOptions
from digest.store.database import open_database
from digest.store.recipient_imports import add_recipient
from tests.attack.runner import Options, Report
from tests.deliver.rounds import MAIL, NEWSLETTER, PUBLICATION, server_at
from tests.deliver.scripted_server import (
    DROP,
    PIECES,
    SILENCE,
    TAKE,
    TAKE_AND_DROP,
    WAIT,
    Moment,
    Script,
    ScriptedServer,
)
from tests.newsroom import newsroom_of

READERS = range(1, 7)
AT_ONCE = 6
_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """A mail server's way to behave, and what must come of it.

    Whoever is not in ``rows`` is sent to; whoever is not in ``letters`` has one letter if sent to
    and none if not. It ends ``lasts`` seconds after it began, and must be over in ``seconds``.
    """

    name: str
    script: Script = lambda _: None
    server: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[int, LetterState] = field(default_factory=dict)
    letters: Mapping[int, int] = field(default_factory=dict)
    repeat_unknown: bool = True
    final_answer_seconds: float = 2.0
    lasts: float = 20.0
    seconds: float = 30.0
    address: str = "reader{}@example.com"


NOBODY: dict[int, LetterState] = dict.fromkeys(READERS, LetterState.FAILED)


def at_step(step: str, action: str, *, times: int = 1, first: int = 3) -> Script:
    """``action`` at the step's ``first`` time and the times after, ``times`` in all."""

    def script(moment: Moment) -> str | None:
        hit = moment.step == step and first <= moment.count < first + times
        return action if hit else None

    return script


def always(step: str, action: str) -> Script:
    """``action`` whenever that step is reached."""
    return lambda moment: action if moment.step == step else None


def to_reader(number: int, action: str, step: str = "rcpt", times: int = 10**6) -> Script:
    """``action`` when it is that reader's turn."""
    seen: Counter[str] = Counter()

    def script(moment: Moment) -> str | None:
        if moment.step != step or f"reader{number}@" not in moment.argument:
            return None
        seen[step] += 1
        return action if seen[step] <= times else None

    return script


def only(number: int, row: LetterState = LetterState.FAILED) -> dict[int, LetterState]:
    return {number: row}


def _good() -> Iterator[Behaviour]:
    """Unusual, but all letters go."""
    yield Behaviour(name="well behaved")
    yield Behaviour(name="well behaved, four connections", settings={"connections": 4})
    yield Behaviour(name="every reply octet by octet", script=lambda _: PIECES)
    yield Behaviour(name="no extensions at all", server={"extensions": ()})
    yield Behaviour(
        name="only HELO",
        script=lambda one: "502 unknown" if one.argument.startswith("EHLO") else None,
    )
    yield Behaviour(name="a greeting of two lines", script=always("connect", "220-a\r\n220 b"))
    yield Behaviour(name="an answer of two lines", script=always("dot", TAKE + "250-a\r\n250 b"))
    yield Behaviour(name="an answer without words", script=always("dot", TAKE + "250"))
    yield Behaviour(name="an unknown yes", script=always("dot", TAKE + "299 fine"))
    yield Behaviour(name="will forward", script=always("rcpt", "251 will forward"))
    yield Behaviour(name="cannot verify", script=always("rcpt", "252 cannot verify"))
    yield Behaviour(name="a yes of 900 characters", script=always("rcpt", "250 " + "y" * 900))
    yield Behaviour(name="slow to take", script=always("dot", WAIT + "0.2"))
    yield Behaviour(name="slow to greet", script=always("connect", WAIT + "0.5"))
    yield Behaviour(name="SIZE of 5,000 digits", server={"extensions": ("SIZE " + "9" * 5000,)})
    yield Behaviour(name="SIZE 0", server={"extensions": ("PIPELINING", "SIZE 0")})
    yield Behaviour(name="SIZE in words", server={"extensions": ("SIZE many",)})
    yield Behaviour(name="SIZE below zero", server={"extensions": ("SIZE -1",)})
    yield Behaviour(name="SIZE in other digits", server={"extensions": ("SIZE ١٢٣",)})
    yield Behaviour(name="60 extensions", server={"extensions": tuple(f"X-{n}" for n in range(60))})


def _refusing() -> Iterator[Behaviour]:
    """A no to one reader is that reader's alone."""
    for reply in (
        "550 5.1.1 nobody here",
        "551 not local",
        "552 5.2.2 full",
        "553 no",
        "550",
        "550 \x1b[31m\x00 no",
        "550-5.1.1 a\r\n550 5.1.1 b",
    ):
        yield Behaviour(name=f"{reply!r} to one", script=to_reader(2, reply), rows=only(2))
    for step in ("data", "dot"):
        script = to_reader(3, "554 5.7.1 spam", step)
        yield Behaviour(name=f"554 to one at {step}", script=script, rows=only(3))
    script = at_step("dot", TAKE + "250 ok\r\n550 nobody asked")
    yield Behaviour(name="550 unasked, right behind a yes", script=script)
    yield Behaviour(
        name="data wanted for nobody",
        script=lambda one: "550 no" if one.step == "rcpt" and "reader1@" in one.argument else None,
        rows=only(1),
    )
    yield Behaviour(
        name="a letter too large", server={"extensions": ("SIZE 100",)}, rows=NOBODY, lasts=3
    )
    yield Behaviour(
        name="no addresses outside ASCII",
        server={"extensions": ("PIPELINING",)},
        address="читач{}@example.com",
        rows=NOBODY,
    )
    script = always("mail", "550 5.7.1 not you")
    yield Behaviour(name="the sender refused", script=script, rows=NOBODY, lasts=3)


def _not_now() -> Iterator[Behaviour]:
    """A no for now is tried again."""
    for step in ("mail", "data", "dot"):
        yield Behaviour(name=f"451 once at {step}", script=at_step(step, "451 later"))
    for step in ("mail", "rcpt", "data", "dot", "connect"):
        first = 1 if step == "connect" else 3
        script = at_step(step, "421 closing", first=first)
        yield Behaviour(name=f"421 once at {step}", script=script)
    script = to_reader(2, "450 4.2.0 greylisted", times=1)
    yield Behaviour(name="greylisting one", script=script)
    script = to_reader(2, "450 4.2.0 greylisted")
    yield Behaviour(name="greylisting one for ever", script=script, rows=only(2), lasts=3)
    script = always("mail", "452 4.3.1 no room")
    yield Behaviour(name="no room all day", script=script, rows=NOBODY, lasts=3)
    script = always("connect", "421 too many")
    yield Behaviour(name="421 to every connection", script=script, rows=NOBODY, lasts=3)
    yield Behaviour(
        name="only two connections",
        script=lambda one: "421 too many" if one.step == "connect" and one.connection > 2 else None,
        settings={"connections": 4},
    )
    yield Behaviour(
        name="two letters a connection",
        script=lambda one: "421 enough" if one.step == "mail" and one.count % 3 == 0 else None,
    )
    yield Behaviour(
        name="421 right behind a yes", script=at_step("dot", TAKE + "250 ok\r\n421 closing")
    )


def _hanging_up() -> Iterator[Behaviour]:
    """A lost connection costs nothing but what was in flight on it."""
    for step in ("mail", "rcpt", "data"):
        yield Behaviour(name=f"hangs up at {step}", script=at_step(step, DROP))
    yield Behaviour(name="hangs up at the start", script=at_step("connect", DROP, first=1))
    script = always("ehlo", DROP)
    yield Behaviour(name="hangs up at every EHLO", script=script, rows=NOBODY, lasts=3)
    script = to_reader(3, TAKE_AND_DROP, "dot", times=1)
    yield Behaviour(name="takes, and hangs up unanswered", script=script, letters={3: 2})
    for action, letters in ((TAKE_AND_DROP, 1), (DROP, 0)):
        yield Behaviour(
            name=f"{action} at the dot, nothing repeated",
            script=to_reader(3, action, "dot", times=1),
            repeat_unknown=False,
            rows=only(3, LetterState.UNKNOWN),
            letters={3: letters},
        )
    script = to_reader(3, DROP, "dot", times=1)
    yield Behaviour(name="hangs up at the dot", script=script)
    script = to_reader(3, TAKE + "600 what", "dot", times=1)
    yield Behaviour(name="an answer that is none", script=script, letters={3: 2})
    script = to_reader(3, TAKE + "250-" + "y" * 1_000_000, "dot", times=1)
    yield Behaviour(name="an answer without end", script=script, letters={3: 2})
    script = always("connect", "HTTP/1.1 400 Bad Request")
    yield Behaviour(name="another protocol", script=script, rows=NOBODY, lasts=3)


def _silent() -> Iterator[Behaviour]:
    """Silence is waited for as long as the settings say, and no longer."""
    impatient = {"timeout_seconds": 1.0}
    for step in ("connect", "ehlo", "mail", "rcpt", "data"):
        yield Behaviour(
            name=f"silent at {step}",
            script=at_step(step, SILENCE, first=1 if step in ("connect", "ehlo") else 3),
            settings=impatient,
            final_answer_seconds=20,
            seconds=12,
        )
    yield Behaviour(
        name="silent at the dot",
        script=to_reader(3, SILENCE, "dot", times=1),
        settings=impatient,
        seconds=12,
    )
    yield Behaviour(
        name="longer at the dot than elsewhere",
        script=to_reader(3, WAIT + "2", "dot", times=1),
        settings=impatient,
        final_answer_seconds=60,
    )


def _secured() -> Iterator[Behaviour]:
    """Nothing goes in clear where TLS is asked for, and nothing without the login."""
    tls = {"security": Security.STARTTLS}
    yield Behaviour(name="no STARTTLS offered", settings=tls, rows=NOBODY, lasts=2)
    login = {"username": "digest", "password": "right"}
    for name, script, rows in (
        ("login welcome", None, {}),
        ("login refused", always("auth", "535 5.7.8 no"), NOBODY),
        ("login refused once", at_step("auth", "454 4.7.0 later", first=1), {}),
    ):
        yield Behaviour(
            name=name,
            script=script or (lambda _: None),
            server={"login": ("digest", "right")},
            settings=login,
            rows=rows,
            lasts=3 if rows else 20,
        )


def _at_one_reader() -> Iterator[Behaviour]:
    """A connection that is lost each time it is one reader's turn costs the others nothing."""
    for step, action in (("rcpt", DROP), ("data", DROP), ("rcpt", "what"), ("rcpt", SILENCE)):
        yield Behaviour(
            name=f"{action!r} to one at {step}, always",
            script=to_reader(2, action, step),
            settings={"timeout_seconds": 1.0},
            rows=only(2),
            lasts=15 if action == SILENCE else 8,
        )


def behaviours(*, quick: bool = False) -> list[Behaviour]:
    """All of them, in groups; ``quick`` leaves out those that last until an edition's end."""
    groups = [_good, _refusing, _not_now, _hanging_up, _silent, _secured]
    groups += [] if quick else [_at_one_reader]
    return [one for group in groups for one in group()]


def run(options: Options) -> Report:
    """Meets every behaviour; the seed changes nothing here."""
    report = Report(attack="smtp")
    every = behaviours(quick=options.quick)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        folders = [options.folder / str(number) for number in range(len(every))]
        for broken in threads.map(_meet, every, folders):
            report.broken += broken
    report.figures["behaviours"] = str(len(every))
    report.figures["readers each"] = str(len(READERS))
    return report


def _meet(behaviour: Behaviour, folder: Path) -> list[str]:
    """Sends through the server; what came otherwise than it must."""
    report = Report(attack="smtp")
    folder.mkdir()
    database = open_database(folder / "digest.db", create=True)
    now = datetime.now(UTC)
    for number in READERS:
        added = add_recipient(database, "morning", behaviour.address.format(number), now=now)
        assert added.id == number
    begun = time.monotonic()
    try:
        with ScriptedServer(behaviour.script, **behaviour.server) as server:
            _send(database, behaviour, server.port)
        _compare(report, behaviour, database, server)
    except Exception:
        report.broken.append(f"{behaviour.name}: {traceback.format_exc(limit=-3)}")
    finally:
        database.close()
    seconds = time.monotonic() - begun
    report.expect(seconds < behaviour.seconds, behaviour.name, f"took {seconds:.1f} s")
    return report.broken


def _send(database: Database, behaviour: Behaviour, port: int) -> None:
    """Dispatches as the schedule does: again after every failure, until the last moment."""
    server = server_at(port, **behaviour.settings)
    end = datetime.now(UTC) + timedelta(seconds=behaviour.lasts)
    patience = Patience(
        first_seconds=0.05, longest_seconds=0.3, repeat_unknown=behaviour.repeat_unknown
    )
    finished = False
    while not finished:
        clock = functools.partial(datetime.now, UTC)
        late = clock() > end
        try:
            finished = dispatch(
                newsroom_of(
                    database,
                    Settings(
                        publication=PUBLICATION,
                        newsletters={NEWSLETTER.id: NEWSLETTER},
                        mail=server,
                    ),
                    secret=b"secret",
                    clock=clock,
                ),
                replace(MAIL, edition="morning-2026-11-23"),
                limits=SendLimits(never_after=end),
                options=SendOptions(
                    patience=patience,
                    courier=SmtpCourier(
                        server, final_answer_seconds=behaviour.final_answer_seconds
                    ),
                ),
            ).progress.finished
        except DeliveryError:
            time.sleep(0.2)
        if late and not finished:
            raise AssertionError("letters were open after the edition's last moment")


def _compare(
    report: Report, behaviour: Behaviour, database: Database, server: ScriptedServer
) -> None:
    rows = dict(database.execute("SELECT recipient, state FROM ledger").fetchall())
    taken = Counter(server.recipients)
    for number in READERS:
        expected = behaviour.rows.get(number, LetterState.SENT)
        letters = behaviour.letters.get(number, int(expected is LetterState.SENT))
        address = behaviour.address.format(number)
        found = rows.get(number, "nothing")
        case = f"{behaviour.name}, reader {number}"
        report.expect(found == expected, case, f"is {found}, must be {expected}")
        words = f"{taken[address]} letters arrived, must be {letters}"
        report.expect(taken[address] == letters, case, words)
    names = {(one.recipient, _MESSAGE_ID.findall(one.content)[0]) for one in server.taken}
    report.expect(len(names) == len(taken), behaviour.name, "a reader has two Message-IDs")
