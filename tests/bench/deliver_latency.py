"""A mail server far away that works on each letter: what pipelining and many connections are worth.

    python tests/bench/deliver_latency.py [--letters 1000] [--connections 16] [--latency 0.02]
                                          [--work 0.05] [--repeats 3]

The server, in a process of its own, answers whatever arrives one latency later, and each letter its
work later still. Prints letters a second of Digest and of smtplib with as many threads.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.deliver_benchmark import Run, Task, ours, smtplib_ready


def serve(pipe: Connection, latency: float, work: float) -> None:
    """The server's process."""
    asyncio.run(_serve(pipe, latency, work))


async def _serve(pipe: Connection, latency: float, work: float) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 far away\r\n")
        in_letter = False
        rest = b""
        while arrived := await reader.read(1 << 20):
            *lines, rest = (rest + arrived).split(b"\r\n")
            replies: list[bytes] = []
            waiting = latency
            for line in lines:
                if in_letter:
                    if line == b".":
                        in_letter = False
                        waiting += work
                        replies.append(b"250 taken\r\n")
                    continue
                word = line[:4].upper()
                in_letter = word == b"DATA"
                replies.append(_REPLIES.get(word, b"250 ok\r\n"))
            if replies:
                await asyncio.sleep(waiting)
                writer.write(b"".join(replies))
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=200)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


_REPLIES = {
    b"EHLO": b"250-far away\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--latency", type=float, default=0.02)
    parser.add_argument("--work", type=float, default=0.05)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(words)
    ours_end, server_end = multiprocessing.Pipe()
    arguments = (server_end, options.latency, options.work)
    spawn = multiprocessing.get_context("spawn")
    server = spawn.Process(target=serve, args=arguments, daemon=True)
    server.start()
    task = Task(
        host="127.0.0.1",
        port=ours_end.recv(),
        letters=options.letters,
        connections=options.connections,
    )
    results: dict[str, list[Run]] = {"digest": [], "smtplib, threads": []}
    for _ in range(options.repeats):
        results["digest"].append(ours(task))
        results["smtplib, threads"].append(smtplib_ready(task))
    rates = {name: statistics.median(run.rate for run in runs) for name, runs in results.items()}
    for name, rate in rates.items():
        print(f"{name:20} {rate:8.0f} letters/s  {rate / rates['smtplib, threads']:.2f}")
    server.kill()


if __name__ == "__main__":
    main()
