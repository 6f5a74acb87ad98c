"""Floods beside a sending: ``digest run`` as a real process that may open few files."""

from __future__ import annotations

import resource
import socket
import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from digest.model.edition import State
from tests.mail_catcher import Catcher, free_port
from tests.test_run import command, newsroom, state_of, stop, wait_for

pytest_plugins = ()
OPEN_FILES = 1024
CONNECTIONS = 1100
READERS = 50


def start(project: Path) -> subprocess.Popen[bytes]:
    """``digest run``, with no more open files than most systems give a process."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))

    with (project / "run.log").open("ab") as log:
        return subprocess.Popen(
            [*command(project), "run"], stderr=log, start_new_session=True, preexec_fn=limit
        )


class Flood:
    """Keeps so many half-open requests at a port, each opened again when it is closed."""

    def __init__(self, port: int, count: int, begun: bytes) -> None:
        self._port, self._count, self._begun = port, count, begun
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.opened = 0

    def __enter__(self) -> Flood:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        held: list[socket.socket] = []
        while not self._stop.is_set():
            held = [one for one in held if not self._is_closed(one)]
            while len(held) < self._count and not self._stop.is_set():
                try:
                    one = socket.create_connection(("127.0.0.1", self._port), timeout=2)
                    one.sendall(self._begun)
                except OSError:
                    break
                one.setblocking(False)
                held.append(one)
                self.opened += 1
            self._stop.wait(0.1)
        for one in held:
            one.close()

    def _is_closed(self, one: socket.socket) -> bool:
        try:
            closed = one.recv(1024) == b""
        except BlockingIOError:
            return False
        except OSError:
            closed = True
        if closed:
            one.close()
        return closed


@pytest.fixture
def many_files() -> None:
    """The flood's own sockets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 2 * CONNECTIONS:
        pytest.skip(f"this process may open {hard} files only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * CONNECTIONS), hard))


@pytest.mark.parametrize(
    "begun",
    [
        b"GET / HTTP/1.1\r\nHost: digest.example.com\r\n",
        b"POST /unsubscribe/1.a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf",
        b"not HTTP at all\r\n\r\n",
    ],
    ids=["half a head", "half a body", "no request"],
)
@pytest.mark.usefixtures("many_files")
@pytest.mark.long  # the quick part of the attacks has one of them
def test_all_letters_go_beside_more_connections_than_the_process_may_open(
    tmp_path: Path, catcher: tuple[Catcher, int], begun: bytes
) -> None:
    caught, port = catcher
    pages = free_port()
    project = newsroom(tmp_path, port, readers=READERS, pages=pages)
    process = start(project)
    try:
        wait_for("the pages", lambda: _answers(pages))
        with Flood(pages, CONNECTIONS, begun) as flood:
            wait_for("the flood", lambda: flood.opened >= CONNECTIONS)
            wait_for("the edition to be sent", lambda: state_of(project) is State.SENT)
            began = time.monotonic()
            assert _answers(pages)
            assert time.monotonic() - began < 5
    finally:
        code = stop(process)
    assert code == 0
    assert len({address for address, _ in caught.received}) == READERS
    log = (project / "run.log").read_text("utf-8")
    assert "out of system resource" not in log
    assert len(log) < 50_000


def _answers(port: int) -> bool:
    """Whether the readers' pages answer a whole request."""
    with ExitStack() as stack:
        try:
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            one.sendall(b"GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            return b" 404 " in one.recv(1024)
        except OSError:
            return False
