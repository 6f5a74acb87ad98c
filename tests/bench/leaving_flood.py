"""One-click requests to leave, in the middle of a sending.

    python tests/bench/leaving_flood.py [--readers 6000] [--leavers 2000] [--at-once 50]
                                        [--rate 150]

``digest run`` sends an edition at ``rate`` letters a second to a server in a process of its own.
When a tenth has gone, the last readers on the list leave by one click (RFC 8058), so many at once.
Prints how long their requests took, and how many got a letter all the same: one that was begun
after they were told that they had left.
"""

from __future__ import annotations

import argparse
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.deliver.signed_links import links_for
from digest.model.edition import State
from digest.settings.load import read_secret
from digest.store.database import open_database
from digest.store.recipients import recipients_of
from tests.bench.desk_benchmark import times
from tests.mail_catcher import free_port
from tests.test_run import newsroom, start, state_of, stop, wait_for

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Sink:
    """Takes every letter, and remembers when each envelope came."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, float]] = []

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.begun.append((address, time.time()))
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return "250 caught"


def serve(pipe: Connection, port: int) -> None:
    """The mail server's process: answers each word with what came until then."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    pipe.send("ready")
    while pipe.recv():
        pipe.send(list(sink.begun))


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--readers", type=int, default=6000)
    parser.add_argument("--leavers", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--rate", type=float, default=150.0)
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    spawn = multiprocessing.get_context("spawn")
    port, pages = free_port(), free_port()
    server = spawn.Process(target=serve, args=(theirs, port), daemon=True)
    server.start()
    ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        project = newsroom(Path(folder), port, readers=options.readers, pages=pages)
        settings = project / "schedules.toml"
        text = settings.read_text("utf-8").replace(
            "connections = 4", f"connections = 4\nletters_per_second = {options.rate}"
        )
        settings.write_text(text, "utf-8")
        links = leaving_links(project, options.leavers)
        process = start(project)
        try:
            flood(project, process, ours, links, pages, options.readers, options.at_once)
        finally:
            stop(process)
            server.kill()


def leaving_links(project: Path, count: int) -> dict[str, str]:
    """The paths by which the last readers on the list leave, by address."""
    secret = read_secret(project)
    with closing(open_database(project / "digest.db")) as database:
        people = list(recipients_of(database, "morning"))[-count:]
    return {
        person.address: urlsplit(
            links_for(person.id, "any", base_url="http://localhost", secret=secret).unsubscribe
        ).path
        for person in people
    }


def flood(
    project: Path,
    process: subprocess.Popen[bytes],
    server: Connection,
    links: dict[str, str],
    pages: int,
    readers: int,
    at_once: int,
) -> None:
    def begun() -> list[tuple[str, float]]:
        server.send("begun?")
        return list(server.recv())

    def leave(path: str) -> tuple[float, float, int]:
        began = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", pages, timeout=60)
        connection.request("POST", path, b"List-Unsubscribe=One-Click", FORM)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return time.perf_counter() - began, time.time(), answer.status

    wait_for("a tenth of the letters", lambda: len(begun()) > readers // 10)
    with ThreadPoolExecutor(at_once) as pool:
        answers = dict(zip(links, pool.map(leave, links.values()), strict=True))
    during = len(begun())
    wait_for("the edition to be sent", lambda: state_of(project) is State.SENT, seconds=300)
    letters = begun()
    told = {address: when for address, (_, when, status) in answers.items() if status == 200}
    late = [address for address, when in letters if when > told.get(address, when)]
    print(f"{len(answers)} leave, {at_once} at once: {Counter(a[2] for a in answers.values())}")
    print(f"  {times([answer[0] for answer in answers.values()])}")
    print(f"  letters: {len(letters)} in all, {during} when the last had left")
    print(f"  begun after their reader was told that they had left: {len(late)}")


if __name__ == "__main__":
    main()
