"""Floods of connections at the readers' pages and the desk, beside a sending.

A real ``digest run`` under ``ulimit -n 1024``, by the real clock: an edition for fifty readers is
due a few seconds after it started, and the flood begins before. Promised: all letters go within a
minute, memory and log stay small, and the pages answer afterwards.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.attack.newsroom import faults_of
from tests.attack.runner import Options, Report
from tests.deliver.scripted_server import ScriptedServer
from tests.mail_catcher import free_port

READERS = 50
FILES = 1_024
CONNECTIONS = 1_100
MOST_SECONDS = 60.0
MOST_MEGABYTES = 400
MOST_LOG_OCTETS = 5_000_000

_LETTER_SECONDS = 0.05
_BEGIN_SECONDS = 12  # from the start until the edition is due: time to start, and to be flooded
_PASSWORD = "correct horse battery"

SETTINGS = """
[publication]
name = "The Harbour Gazette"
base_url = "https://digest.example.com"
address = "4 Quay Street, Port Merrow"
time_zone = "{zone}"

[sources.gazette]
path = "news.jsonl"

[newsletters.morning]
name = "The Morning Tide"
sender = "The Harbour Gazette <morning@digest.example.com>"
days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
build_before_minutes = 30
send_at = {send_at}
never_after = {never_after}
approval = "automatic"

[pages]
port = {pages}

[desk]
port = {desk}

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
connections = 2
"""

Flood = Callable[[int, int, threading.Event], None]
"""Floods the pages and the desk, at their ports, until the event."""


def run(options: Options) -> Report:
    """Every flood beside a sending of its own; ``quick`` the half-open one."""
    report = Report(attack="floods")
    floods = dict(list(FLOODS.items())[:1]) if options.quick else FLOODS
    _raise_own_limit()
    for name, flood in floods.items():
        folder = options.folder / name.replace(" ", "-")
        seconds, megabytes, log = _flood(report, name, flood, folder)
        report.figures[name] = (
            f"sent in {seconds:.1f} s, {megabytes} MB, log of {log / 1000:.0f} KB"
        )
    return report


def _raise_own_limit() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8 * CONNECTIONS if most == resource.RLIM_INFINITY else min(8 * CONNECTIONS, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _flood(report: Report, name: str, flood: Flood, folder: Path) -> tuple[float, int, int]:
    """One flood; how long after it was due the edition was out, and what the process took."""
    with ScriptedServer(delay=_LETTER_SECONDS) as server:
        due, pages, desk = _newsroom(folder, server.port)
        with _running(folder) as process:
            _wait(lambda: _is_open(pages) and _is_open(desk), 30)
            over = threading.Event()
            flooding = threading.Thread(target=flood, args=(pages, desk, over))
            flooding.start()
            left = (due - datetime.now(UTC)).total_seconds()
            sent = _wait(lambda: _state(folder) == "sent", max(left, 0) + MOST_SECONDS)
            seconds = (datetime.now(UTC) - due).total_seconds()
            over.set()
            flooding.join()
            report.expect(sent, name, f"not sent {seconds:.0f} s after it was due")
            report.expect(_answers(pages), name, "the pages answer nobody afterwards")
            report.expect(process.poll() is None, name, "the process ended")
            megabytes = _peak_megabytes(process.pid)
        for fault in faults_of(server.taken, READERS):
            report.expect(False, name, fault)
    log = (folder / "run.log").stat().st_size
    report.expect(megabytes < MOST_MEGABYTES, name, f"{megabytes} MB of memory")
    report.expect(log < MOST_LOG_OCTETS, name, f"a log of {log} octets")
    return seconds, megabytes, log


def _newsroom(folder: Path, port: int) -> tuple[datetime, int, int]:
    """A project whose edition is due in a moment, about noon in a zone that fits; its ports."""
    folder.mkdir(parents=True)
    now = datetime.now(UTC).replace(microsecond=0)
    due = now + timedelta(seconds=_BEGIN_SECONDS)
    behind = now.hour - 12
    local = due - timedelta(hours=behind)
    pages, desk = free_port(), free_port()
    settings = SETTINGS.format(
        zone=f"Etc/GMT{behind:+d}" if behind else "UTC",
        send_at=f"{local:%H:%M:%S}",
        never_after=f"{local + timedelta(hours=2):%H:%M:%S}",
        port=port,
        pages=pages,
        desk=desk,
    )
    (folder / "schedules.toml").write_text(settings, "utf-8")
    published = (now - timedelta(minutes=9)).isoformat()
    news = [
        json.dumps({"title": title, "text": text, "published": published, "language": "en"})
        for title, text in _NEWS
    ]
    (folder / "news.jsonl").write_text("\n".join(news), "utf-8")
    rows = [f"reader{number}@example.com" for number in range(1, READERS + 1)]
    (folder / "list.csv").write_text("\n".join(["email", *rows]) + "\n", "utf-8")
    for words in (
        ("init", "--bare", str(folder)),
        ("recipients", "import", "morning", str(folder / "list.csv")),
    ):
        subprocess.run([*_command(folder), *words], check=True, capture_output=True)
    return due, pages, desk


_NEWS = (
    ("Council keeps the harbour ferry", "The council voted on Wednesday to keep the ferry."),
    ("Shipyard wins an order", "Three research vessels are to be built at the Merrow yard."),
    ("Rowing club opens its boathouse", "Members built most of it with timber from the pier."),
)


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "digest", "--project", str(folder)]


@contextlib.contextmanager
def _running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """``digest run``, with few files."""
    with (folder / "run.log").open("ab") as log:
        process = subprocess.Popen(
            ["sh", "-c", f'ulimit -n {FILES}; exec "$@"', "sh", *_command(folder), "run"],
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not (held := condition()) and time.monotonic() < end:
        time.sleep(0.1)
    return held


def _state(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "digest.db", timeout=20)) as connection:
        row = connection.execute("SELECT state FROM editions").fetchone()
    return str(row[0]) if row else ""


def _answers(port: int) -> bool:
    """Whether a page is answered within ten seconds; a 404 is an answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _peak_megabytes(process: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def _opened(port: int, first: bytes, count: int) -> list[socket.socket]:
    """Connections that have sent so much and go on open."""
    found = []
    for _ in range(count):
        with contextlib.suppress(OSError):
            one = socket.create_connection(("127.0.0.1", port), timeout=0.3)
            found.append(one)
            one.sendall(first)
    return found


def _close(connections: list[socket.socket]) -> None:
    for one in connections:
        one.close()


def half_open(pages: int, desk: int, over: threading.Event) -> None:
    """Requests that never come to an end, silent from the first line on."""
    connections = _opened(pages, b"GET / HTTP/1.1\r\nHost: x\r\n", CONNECTIONS)
    over.wait()
    _close(connections)


def nothing_sent(pages: int, desk: int, over: threading.Event) -> None:
    """Connections on which nothing is said at all, to both listeners."""
    connections = _opened(pages, b"", CONNECTIONS // 2) + _opened(desk, b"", CONNECTIONS // 2)
    over.wait()
    _close(connections)


def _dripping(port: int, first: bytes, piece: bytes, over: threading.Event) -> None:
    """Connections that send a piece a second; a closed one is opened again."""
    connections = _opened(port, first, CONNECTIONS)
    while not over.wait(1.0):
        for number, one in enumerate(connections):
            try:
                one.sendall(piece)
            except OSError:
                one.close()
                connections[number : number + 1] = _opened(port, first, 1)
    _close(connections)


def slow_headers(pages: int, desk: int, over: threading.Event) -> None:
    _dripping(pages, b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n", over)


def slow_bodies(pages: int, desk: int, over: threading.Event) -> None:
    head = b"POST /preferences/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    _dripping(pages, head, b"a=b&", over)


def kept_alive(pages: int, desk: int, over: threading.Event) -> None:
    """One request each, and then nothing more on a connection that is kept."""
    _dripping(pages, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"", over)


def many(pages: int, desk: int, over: threading.Event) -> None:
    """As many whole requests as go, over forty connections at a time."""

    def ask(_: int) -> None:
        while not over.is_set():
            for one in _opened(pages, b"GET /browser/x HTTP/1.0\r\n\r\n", 1):
                with contextlib.suppress(OSError):
                    one.recv(1_000)
                one.close()

    with ThreadPoolExecutor(40) as threads:
        list(threads.map(ask, range(40)))


def sign_ins(pages: int, desk: int, over: threading.Event) -> None:
    """Sixty wrong passwords at a time."""
    body = f"name=ada&password={_PASSWORD.replace(' ', '+')}".encode()

    def sign_in(_: int) -> None:
        while not over.is_set():
            request = urllib.request.Request(f"http://127.0.0.1:{desk}/sign-in", data=body)
            with contextlib.suppress(OSError):
                urllib.request.urlopen(request, timeout=20).close()
            over.wait(0.05)

    with ThreadPoolExecutor(60) as threads:
        list(threads.map(sign_in, range(60)))


FLOODS: dict[str, Flood] = {
    "half-open": half_open,
    "nothing sent": nothing_sent,
    "slow headers": slow_headers,
    "slow bodies": slow_bodies,
    "kept alive": kept_alive,
    "many": many,
    "60 sign-ins": sign_ins,
}
