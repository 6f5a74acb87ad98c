"""A web server on loopback that misbehaves in every way, with hostile bodies."""

from __future__ import annotations

import contextlib
import gzip
import random
import socket
import struct
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler

from tests.attack.material import make
from tests.gather.conftest import Site, serving

_BODIES = ("rss", "atom", "json feed", "lines", "page", "copied page")
_PAST_BOMBS = 10_000  # bombs are among the first of their kind, and are tried as files

Behaviour = Callable[[BaseHTTPRequestHandler, bytes], None]


@contextlib.contextmanager
def answering(numbers: Sequence[int], seed: int) -> Iterator[list[str]]:
    """One URL for each number: a behaviour, and a body made from the seed."""
    with serving(Site(address="http://127.0.0.1")) as site:
        urls = []
        for number in numbers:
            behaviour = BEHAVIOURS[number % len(BEHAVIOURS)]
            body = make(_BODIES[number % len(_BODIES)], number + _PAST_BOMBS, seed)
            answer = _answer(behaviour, body)
            urls.append(site.does(f"/{number}", answer))
        yield urls


def _answer(behaviour: Behaviour, body: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            behaviour(request, body)

    return answer


def _says(request: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def _with(status: int = 200, **headers: str) -> Behaviour:
    return lambda request, body: _says(request, body, status, **headers)


def _raw(head: bytes) -> Behaviour:
    """Whatever bytes, in place of an answer's head."""

    def behave(request: BaseHTTPRequestHandler, body: bytes) -> None:
        request.wfile.write(head + body)

    return behave


def _slowly(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, b"")
    for octet in body[:40]:
        request.wfile.write(bytes((octet,)))
        time.sleep(0.1)


def _slow_head(request: BaseHTTPRequestHandler, body: bytes) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(40):
        request.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.1)


def _silent(request: BaseHTTPRequestHandler, body: bytes) -> None:
    time.sleep(4)


def _reset(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, body[:20], Content_Length="1000")
    request.wfile.flush()
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _endless(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, b"")
    for _ in range(2_000):
        request.wfile.write(b"<item/>" * 1_000)


def _chunked(chunks: bytes) -> Behaviour:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return lambda request, body: _raw(head + chunks)(request, b"")


def _packed(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, gzip.compress(body), Content_Encoding="gzip")


def _bomb(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, gzip.compress(b"<item/>" * 10_000_000), Content_Encoding="gzip")


def _bomb_in_bomb(request: BaseHTTPRequestHandler, body: bytes) -> None:
    packed = gzip.compress(gzip.compress(b"\0" * 100_000_000))
    _says(request, packed, Content_Encoding="gzip, gzip")


def _cut_packed(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, gzip.compress(body)[:-9], Content_Encoding="gzip")


def _deflated(request: BaseHTTPRequestHandler, body: bytes) -> None:
    _says(request, zlib.compress(body)[2:-4], Content_Encoding="deflate")


def _random_head(request: BaseHTTPRequestHandler, body: bytes) -> None:
    chance = random.Random(body[:50])
    request.wfile.write(b"HTTP/1.1 200 OK\r\n" + chance.randbytes(300) + b"\r\n\r\n" + body)


BEHAVIOURS: list[Behaviour] = [
    _with(),
    _with(Content_Length="1000000"),
    _with(Content_Length="3"),
    _with(Content_Length="-1"),
    _with(Content_Length="9" * 5_000),
    _with(Content_Length="many"),
    _with(206, Content_Range="bytes 0-9/100"),
    _with(206),
    _with(204),
    _with(304),
    _with(100),
    _with(999),
    _with(503, Retry_After="9" * 400),
    _with(301),
    _with(301, Location=""),
    _with(302, Location="/0?" + "x" * 60_000),
    _with(302, Location="http://[::1"),
    _with(302, Location="file:///etc/passwd"),
    _with(302, Location="//127.0.0.1:1/"),
    _with(302, Location="http://127.0.0.1:99999/"),
    _with(307, Location="?again"),
    _with(300, Location="http://\x80/"),
    _with(Content_Type="text/html; charset=x-none"),
    _with(Content_Type="text/xml; charset=hex"),
    _with(Content_Type="text/xml; charset=" + "u" * 9_000),
    _with(Content_Type="text/xml; charset=utf-16"),
    _with(Content_Type="image/png"),
    _with(Content_Encoding="br"),
    _with(Content_Encoding="gzip"),
    _with(Content_Encoding="gzip," * 500),
    _with(ETag='"' + "e" * 8_000 + '"'),
    _with(ETag="\udcff\x01", Last_Modified="=?utf-8?q?=00?="),
    _with(Set_Cookie="a=b; " * 500),
    _raw(b"SSH-2.0-OpenSSH\r\n"),
    _raw(b"HTTP/9.9 OK\r\n\r\n"),
    _raw(b"HTTP/1.1 200\r\n\r\n"),
    _raw(b"HTTP/1.1 2000000 OK\r\n\r\n"),
    _raw(b""),
    _raw(b"\0" * 100_000),
    _raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"),
    _raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n"),
    _raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n"),
    _raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000 + b"HTTP/1.1 200 OK\r\n\r\n"),
    _chunked(b"5\r\nhello\r\n"),
    _chunked(b"FFFFFFFFFFFFFFFFFF\r\nx"),
    _chunked(b"-1\r\nx\r\n0\r\n\r\n"),
    _chunked(b"1;" + b"a" * 100_000 + b"\r\nx\r\n0\r\n\r\n"),
    _packed,
    _bomb,
    _bomb_in_bomb,
    _cut_packed,
    _deflated,
    _random_head,
    _slowly,
    _slow_head,
    _silent,
    _reset,
    _endless,
]
