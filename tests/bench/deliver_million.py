"""A large list: how long its import takes, and what sending to it takes at its start and its end.

    python tests/bench/deliver_million.py [--recipients 1000000] [--import-only]

Writes a CSV, imports it in a process of its own, then sends one edition to everyone on it over
``smtp-sink`` in another. Prints seconds, peak memory of each, and the letters a second of the first
and last 10,000.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.model.delivery import Progress
from digest.model.settings import MailServer, Security, Settings
from digest.pipelines.deliver import dispatch
from digest.pipelines.send_options import SendLimits, SendOptions
from digest.recipients.files import RecipientFile
from digest.store.database import open_database
from digest.store.recipient_imports import import_recipients
from tests.bench.deliver_benchmark import NEWSLETTER, PUBLICATION, mail_of, sink
from tests.newsroom import newsroom_of

PART = 10_000


def write_list(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("email,name,language\n")
        for number in range(count):
            file.write(f"reader.{number}@example{number % 977}.com,Олена Reader {number},uk\n")


def import_list(folder: Path) -> None:
    database = open_database(folder / "digest.db", create=True)
    started = time.perf_counter()
    report = import_recipients(
        database,
        "morning",
        RecipientFile(folder / "list.csv"),
        now=datetime.now(UTC),
        on_bad_row=print,
    )
    seconds = time.perf_counter() - started
    print(f"imported {report.added} in {seconds:.1f} s, peak memory {peak():.0f} MB", flush=True)


def send_to_all(folder: Path, host: str, port: int, octets: int, connections: int) -> None:
    database = open_database(folder / "digest.db")
    server = MailServer(
        host=host,
        port=port,
        security=Security.NONE,
        connections=connections,
        letters_per_connection=100_000,
    )
    moments: list[tuple[int, float]] = []

    def note(step: Progress) -> None:
        if not moments or step.sent - moments[-1][0] >= PART or step.finished:
            moments.append((step.sent, time.perf_counter()))

    started = time.perf_counter()
    report = dispatch(
        newsroom_of(
            database,
            Settings(publication=PUBLICATION, newsletters={NEWSLETTER.id: NEWSLETTER}, mail=server),
            secret=b"secret",
            clock=lambda: datetime.now(UTC),
        ),
        mail_of(octets),
        limits=SendLimits(never_after=datetime.now(UTC) + timedelta(hours=5)),
        options=SendOptions(on_progress=note),
    )
    seconds = time.perf_counter() - started
    sent = report.progress.sent
    print(f"sent {sent} in {seconds:.0f} s ({sent / seconds:.0f} a second)", end=", ")
    print(f"frozen and begun after {moments[0][1] - started:.1f} s, peak memory {peak():.0f} MB")
    rates = [
        (later[0] - earlier[0]) / (later[1] - earlier[1])
        for earlier, later in pairwise(moments)
        if later[0] - earlier[0] >= PART
    ]
    middle = sorted(rates)[len(rates) // 2]
    print(f"first {PART}: {rates[0]:.0f} a second, last: {rates[-1]:.0f}, median {middle:.0f}")


def peak() -> float:
    """The largest memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--import-only", action="store_true")
    parser.add_argument("--octets", type=int, default=4000)
    parser.add_argument("--connections", type=int, default=4)
    options = parser.parse_args(words)
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name, sink() as (host, port):
        folder = Path(name)
        write_list(folder / "list.csv", options.recipients)
        sending = (folder, host, port, options.octets, options.connections)
        processes = [spawn.Process(target=import_list, args=(folder,))]
        if not options.import_only:
            processes.append(spawn.Process(target=send_to_all, args=sending))
        for process in processes:
            process.start()
            process.join()


if __name__ == "__main__":
    main()
