"""What a sender killed at random moments loses and repeats.

    python tests/bench/deliver_kills.py [--kills 500] [--connections 8] [--letters 4000]
                                        [--at-most-once] [--seed 1]

Starts a sender, kills it with ``kill -9`` at a random moment, starts the next, until its edition is
complete; then another edition, until there were that many kills. A mail server in a process of its
own remembers what it took. Prints, over all editions: lost (neither taken nor told as unknown),
repeats per kill, repeats under another Message-ID, and unknown per kill. Exits 1 if any letter was
lost, or repeated under another Message-ID, or repeated at all with ``--at-most-once``.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.deliver.retry import Patience
from digest.model.settings import Settings
from digest.pipelines.deliver import dispatch, progress
from digest.pipelines.send_options import SendLimits, SendOptions
from digest.recipients.files import RecipientFile
from digest.store.database import open_database
from digest.store.recipient_imports import import_recipients
from tests.deliver.rounds import MAIL, NEWSLETTER, PUBLICATION, server_at
from tests.deliver.scripted_server import ScriptedServer
from tests.newsroom import newsroom_of

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of the letters of one edition."""

    kills: int
    lost: int
    repeats: int
    other_ids: int
    unknown: int


def serve(pipe: Connection) -> None:
    """The mail server's process: sends its port, then, each time it is asked, what it took."""
    with ScriptedServer() as server:
        pipe.send(server.port)
        while pipe.recv() == "taken":
            found = [(t.recipient, _MESSAGE_ID.findall(t.content)[0]) for t in server.taken]
            server.taken.clear()
            pipe.send(found)


def send(folder: Path, port: int, connections: int, edition: str, repeat_unknown: bool) -> None:
    """The sender's process."""
    database = open_database(folder / "digest.db")
    server = server_at(port, connections=connections)
    dispatch(
        newsroom_of(
            database,
            Settings(publication=PUBLICATION, newsletters={NEWSLETTER.id: NEWSLETTER}, mail=server),
            secret=b"secret",
            clock=lambda: datetime.now(UTC),
        ),
        replace(MAIL, edition=edition),
        limits=SendLimits(never_after=datetime.now(UTC) + timedelta(hours=1)),
        options=SendOptions(
            patience=Patience(
                first_seconds=0.01, longest_seconds=0.1, repeat_unknown=repeat_unknown
            )
        ),
    )


def run_sender(
    folder: Path, port: int, connections: int, edition: str, repeat_unknown: bool
) -> NoReturn:
    """Ends the process, however the sending ended, with nothing of the parent's done again."""
    try:
        send(folder, port, connections, edition, repeat_unknown)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def kill_until_complete(
    folder: Path, pipe: Connection, port: int, options: argparse.Namespace, number: int
) -> Tally:
    """One edition, its senders killed at random moments until one comes to its end."""
    edition = f"morning-{number}"
    kills = 0
    chance = random.Random(f"{options.seed}-{number}")
    while True:
        sender = os.fork()
        if sender == 0:
            run_sender(folder, port, options.connections, edition, not options.at_most_once)
        time.sleep(chance.uniform(0, options.longest))
        os.kill(sender, signal.SIGKILL)
        _, status = os.waitpid(sender, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, "a sender failed"
            break
        kills += 1
    time.sleep(0.05)  # the server reads on what a killed sender left in its socket
    pipe.send("taken")
    taken: list[tuple[str, bytes]] = pipe.recv()
    by_recipient = Counter(recipient for recipient, _ in taken)
    final = progress(open_database(folder / "digest.db"), edition)
    assert final.finished, final
    return Tally(
        kills=kills,
        lost=options.letters
        - len(by_recipient)
        - min(final.unknown, options.letters - len(by_recipient)),
        repeats=len(taken) - len(by_recipient),
        other_ids=len(set(taken)) - len(by_recipient),
        unknown=final.unknown,
    )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--letters", type=int, default=4000)
    parser.add_argument("--longest", type=float, default=0.6, help="seconds a sender may live")
    parser.add_argument("--at-most-once", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(words)
    ours, servers = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(servers,), daemon=True
    )
    server.start()
    port = ours.recv()
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = "".join(f"reader{number}@example.com\n" for number in range(options.letters))
        database = open_database(folder / "digest.db", create=True)
        file = io.BytesIO(f"email\n{rows}".encode())
        import_recipients(database, "morning", RecipientFile(file), now=datetime.now(UTC))
        database.close()
        while sum(tally.kills for tally in tallies) < options.kills:
            tallies.append(kill_until_complete(folder, ours, port, options, len(tallies)))
    ours.send("end")
    report(tallies, options)


def report(tallies: list[Tally], options: argparse.Namespace) -> None:
    kills = sum(tally.kills for tally in tallies)
    lost, repeats, other_ids, unknown = (
        sum(values)
        for values in zip(
            *((t.lost, t.repeats, t.other_ids, t.unknown) for t in tallies), strict=True
        )
    )
    print(f"{kills} kills, {len(tallies)} editions of {options.letters} letters")
    print(f"lost {lost}, repeats {repeats} ({repeats / kills:.2f} per kill)", end=", ")
    print(
        f"with another Message-ID {other_ids}, unknown {unknown} ({unknown / kills:.2f} per kill)"
    )
    sys.exit(bool(lost or other_ids or (repeats and options.at_most_once)))


if __name__ == "__main__":
    main()
