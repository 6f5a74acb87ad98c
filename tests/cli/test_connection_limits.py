"""Clients that keep the web pages waiting: each has its time, and all together their share."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from digest.cli.connection_limits import (
    RESERVED_FILES,
    ConnectionLimits,
    connections_per_listener,
    raise_open_files,
    web_server,
)
from digest.cli.logs import LINES_AT_ONCE, RepeatedLines

SHORT = ConnectionLimits(
    connections=8, head_seconds=0.5, body_seconds=0.5, body_octets_per_second=1000,
    reading_seconds=0.5,
)  # fmt: skip
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def answer(request: Request) -> Response:
    try:
        body = await request.body()
    except ClientDisconnect:
        return Response(status_code=400)
    return PlainTextResponse(f"{len(body)} octets came")


async def stream(request: Request) -> Response:
    async def events() -> Any:
        for number in range(20):
            yield f"event {number}\n"
            await asyncio.sleep(0.1)

    return StreamingResponse(events())


async def large(request: Request) -> Response:
    return Response(b"x" * 50_000_000)


@contextmanager
def served(limits: ConnectionLimits = SHORT) -> Iterator[int]:
    """The port of a server within the limits."""
    app = Starlette(
        routes=[
            Route("/", answer, methods=["GET", "POST"]),
            Route("/stream", stream),
            Route("/large", large),
        ]
    )
    server = web_server(app, limits=limits)
    listener = socket.create_server(("127.0.0.1", 0))
    port = int(listener.getsockname()[1])
    thread = threading.Thread(target=server.run, args=[[listener]], daemon=True)
    thread.start()
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        assert not thread.is_alive()


def connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.settimeout(10)
    return connection


def read_all(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def read_until(connection: socket.socket, words: bytes) -> bytes:
    """What comes up to the words."""
    come = b""
    while words not in come and (part := connection.recv(65536)):
        come += part
    assert words in come
    return come


def drip(connection: socket.socket, piece: bytes, stop: threading.Event) -> None:
    try:
        while not stop.wait(0.05):
            connection.sendall(piece)
    except OSError:
        pass


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: loc", b""),
        (HEAD, b"X: y\r\n"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf", b""),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhalf", b"x"),
        (b"POST /none HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nhalf", b"x"),
    ],
    ids=[
        "nothing",
        "half a head",
        "a head that drips",
        "half a body",
        "a body that drips",
        "a body that drips after the answer",
    ],
)
def test_a_request_that_does_not_come_to_an_end_is_not_waited_for(
    begun: bytes, piece: bytes
) -> None:
    stop = threading.Event()
    with served() as port, connect(port) as connection:
        connection.sendall(begun)
        if piece:
            threading.Thread(target=drip, args=[connection, piece, stop], daemon=True).start()
        began = time.monotonic()
        read_all(connection)
        stop.set()
        assert 0.3 < time.monotonic() - began < 5


def test_half_a_head_is_told_that_its_time_is_up() -> None:
    with served() as port, connect(port) as connection:
        connection.sendall(HEAD)
        assert read_all(connection).startswith(b"HTTP/1.1 408 ")


def test_a_large_body_over_a_slow_line_has_its_time() -> None:
    with served() as port, connect(port) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n")
        for _ in range(10):  # longer than the time that a body has to begin with
            connection.sendall(b"x" * 2000)
            time.sleep(0.1)
        read_until(connection, b"20000 octets came")


def test_who_does_not_read_the_answer_is_not_waited_for() -> None:
    with served() as port, connect(port) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(4)  # several times what the server waits, on a busy machine too
        assert len(read_all(connection)) < 50_000_000


def test_a_stream_goes_on_for_longer_than_any_of_these_times() -> None:
    with served() as port, connect(port) as connection:
        connection.sendall(b"GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert b"event 19" in read_all(connection)


def test_a_connection_is_used_for_many_requests_however_long_that_takes() -> None:
    with served() as port, connect(port) as connection:
        for _ in range(4):
            connection.sendall(HEAD + b"\r\n")
            read_until(connection, b"0 octets came")
            time.sleep(0.3)


def test_where_all_places_are_taken_who_waited_longest_for_themselves_makes_room() -> None:
    patient = ConnectionLimits(connections=8, head_seconds=60, body_seconds=60)
    with served(patient) as port, ExitStack() as stack:
        idle = [stack.enter_context(connect(port)) for _ in range(8)]
        for connection in idle:
            connection.sendall(HEAD)
        time.sleep(0.3)
        newcomer = stack.enter_context(connect(port))
        newcomer.sendall(HEAD + b"\r\n")
        read_until(newcomer, b"0 octets came")
        assert read_all(idle[0]) == b""
        idle[7].sendall(b"\r\n")
        read_until(idle[7], b"0 octets came")


def test_where_all_places_are_at_work_a_newcomer_is_asked_to_come_back() -> None:
    with served() as port, ExitStack() as stack:
        for _ in range(8):
            busy = stack.enter_context(connect(port))
            busy.sendall(b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n")
            read_until(busy, b"200 OK")
        refused = read_all(stack.enter_context(connect(port)))
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: " in refused


@pytest.mark.parametrize(
    ("open_files", "listeners", "connections"),
    [(1024, 2, 272), (1024, 1, 544), (65_536, 2, 1000), (256, 2, 16), (1024, 0, 544)],
)
def test_connections_leave_room_for_the_database_and_the_mail(
    open_files: int, listeners: int, connections: int
) -> None:
    assert connections_per_listener(open_files, listeners=listeners) == connections
    if open_files >= 1024:
        assert connections * listeners + RESERVED_FILES <= open_files


def test_as_many_files_may_be_open_as_the_system_lets_us() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        allowed = raise_open_files()
        assert allowed == resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def passed(lines: RepeatedLines, text: str, *values: object) -> str:
    """The line as it is written; empty if it is left out."""
    record = logging.LogRecord("digest", logging.WARNING, "", 0, text, values, None)
    return record.getMessage() if lines.filter(record) else ""


def test_a_line_that_comes_again_and_again_is_written_a_few_times_and_counted() -> None:
    now = 0.0
    lines = RepeatedLines(lambda: now)
    written = [passed(lines, "no room for %s", number) for number in range(1000)]
    assert [line for line in written if line] == [
        f"no room for {number}" for number in range(LINES_AT_ONCE)
    ]
    assert passed(lines, "something else") == "something else"
    now = 61.0
    left_out = 1000 - LINES_AT_ONCE
    assert passed(lines, "no room for %s", 1) == (
        f"no room for 1 ({left_out} more such lines were left out)"
    )
    assert passed(lines, "no room for %s", 2) == "no room for 2"


@pytest.mark.long
def test_lines_that_are_all_different_fill_neither_the_log_nor_the_memory() -> None:
    lines = RepeatedLines(lambda: 0.0)

    def spell(number: int) -> str:
        return "".join(chr(97 + int(digit)) for digit in str(number))

    written = [passed(lines, f"refused {spell(number)}") for number in range(10_000)]
    assert 2_000 <= len([line for line in written if line]) < 2_200
