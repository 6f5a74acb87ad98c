"""The door to the network and the file system: a URL or a path in, a Document out.

Everything that could keep a fetch from ending, or lead it astray, is bounded here: the address of
every hop (checked and connected to in one step, so that a name cannot be answered differently the
second time), each wait, the whole time, the number of redirects, the size on the wire and the size
after decompression.
"""

from __future__ import annotations

import codecs
import json
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import httpcore2
import httpx2

from digest.gather.connect import GuardedBackend, RefusedAddressError
from digest.model.errors import SourceError
from digest.model.message import Message, Text
from digest.model.reading import Document
from digest.model.settings import Gathering

PATIENCE = 3
"""A fetch with all its redirects may last this many times ``timeout_seconds``; each wait, once."""

FILE_FACTOR = 10
"""A file may be this many times as large as a fetched document: whoever keeps an archive on disk
means it to be read, and the limit only guards against a wrong path."""

PART_BYTES = 1_000_000
"""How much of a file of article lines is in memory at a time."""

_MARK = 4  # bytes: text in 16 or 32 bits is not cut, and has a null in its mark or beside it
_REDIRECTS = (301, 302, 303, 307, 308)
_NOT_MODIFIED = 304
_PART = 206  # which nobody asked for
_MEGABYTE = 1_000_000
_HEADERS = {
    "User-Agent": "NewsroomDigest/1 (feed reader)",
    "Accept": (
        "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
        "application/json;q=0.9, text/html;q=0.8, */*;q=0.5"
    ),
    "Accept-Encoding": "gzip",  # the one encoding that can be unpacked up to a limit and no further
}
_ADVICE = {
    401: Message("fetch.needs_password"),
    403: Message("fetch.refused"),
    404: Message("fetch.nothing_there"),
    410: Message("fetch.gone"),
    429: Message("fetch.too_often"),
}
_ENDED = {
    "closed connection": Message("fetch.cut_off"),
    "disconnected without": Message("fetch.no_answer"),
}
"""What it means when the other side ends a connection, by what h11 and httpcore say."""
_PERMANENT = (400, 401, 403, 404, 410, 451)


def fetch(
    url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
) -> Document | None:
    """The document at ``url`` after its redirects, or None where nothing changed since the answer
    that ``etag`` and ``last_modified`` come from.

    :raises SourceError: it cannot be fetched within the limits, or lies at no public web address;
        ``permanent`` where trying again is useless. The message begins with the URL.
    """
    wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = [*_HEADERS.items(), *((name, value) for name, value in wanted.items() if value)]
    backend = GuardedBackend(
        deadline=time.monotonic() + PATIENCE * limits.timeout_seconds,
        allow_private_addresses=limits.allow_private_addresses,
    )
    with _explained(url), httpcore2.ConnectionPool(_trust(), network_backend=backend) as pool:
        place = _place(url)
        for _ in range(limits.maximum_redirects + 1):
            with pool.stream(
                "GET", str(place), headers=headers, extensions=_waits(limits)
            ) as answer:
                if answer.status not in _REDIRECTS:
                    return _document(answer, place, limits)
                place = _place(_header(answer, "location"), before=place)
    more = Message("fetch.too_many_redirects", maximum_redirects=limits.maximum_redirects)
    raise SourceError(f"{url}: {more}", permanent=True)


def read_file(path: Path, *, limits: Gathering) -> Document:
    """The document in a file.

    :raises SourceError: it is missing, no regular file, unreadable, or larger than the limit.
    """
    allowed = FILE_FACTOR * _bytes_allowed(limits)
    with _opened(path, allowed) as file:
        return Document(location=str(path), content=file.read())


def read_file_in_parts(
    path: Path, *, limits: Gathering, lines: bool = False, part_bytes: int = PART_BYTES
) -> Iterator[Document]:
    """The document in a file; one of article lines in parts of a few lines' worth, each complete.

    ``lines`` says that it is one of article lines, where its looks do not tell.

    :raises SourceError: as ``read_file``.
    """
    allowed = FILE_FACTOR * _bytes_allowed(limits)
    with _opened(path, allowed) as file:
        begin = file.read(part_bytes)
        if b"\0" in begin[:_MARK] or not (lines or _begins_with_a_line(begin)):
            yield Document(location=str(path), content=begin + file.read())
            return
        number, rest = 1, begin
        while rest:
            block = file.read(part_bytes)
            whole, ended, rest = rest.rpartition(b"\n") if block else (rest, b"", b"")
            if whole.strip():
                yield Document(location=str(path), content=whole, first_line=number)
            number += whole.count(b"\n") + len(ended)
            rest += block


def _begins_with_a_line(content: bytes) -> bool:
    """Whether the first line is a whole JSON object, and not the only one."""
    first, ended, rest = content.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    try:
        return bool(ended and rest.strip()) and isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


@contextmanager
def _opened(path: Path, allowed: int) -> Iterator[BinaryIO]:
    try:
        if not path.is_file():
            key = "fetch.no_file" if path.exists() else "fetch.no_such_file"
            raise SourceError(Message(key, path=path), permanent=True)
        if path.stat().st_size > allowed:
            raise SourceError(_of(path, _too_large(allowed)), permanent=True)
        with path.open("rb") as file:
            yield file
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise SourceError(Message("fetch.file_not_read", path=path, error=error)) from error


@contextmanager
def _explained(url: str) -> Iterator[None]:
    """Turns every fault of the network into a SourceError that says what to do."""
    try:
        yield
    except _Unusable as error:
        raise SourceError(_of(url, error), permanent=error.permanent) from error
    except RefusedAddressError as error:
        raise SourceError(_of(url, error), permanent=True) from error
    except (httpcore2.TimeoutException, TimeoutError) as error:
        late = Message("fetch.late", advice=Message("fetch.later_or_longer"))
        raise SourceError(_of(url, late)) from error
    except (httpcore2.NetworkError, OSError) as error:
        raise SourceError(_of(url, Message("fetch.no_connection", error=error))) from error
    except httpcore2.RemoteProtocolError as error:
        ended = next((said for words, said in _ENDED.items() if words in str(error)), None)
        raise SourceError(_of(url, ended or Message("fetch.no_http", error=error))) from error
    except (httpcore2.ProtocolError, httpcore2.UnsupportedProtocol, ValueError) as error:
        raise SourceError(_of(url, Message("fetch.no_http", error=error))) from error


def _of(place: str | Path, what: Text | Exception) -> Message:
    """What is said of an address or a file."""
    return Message("common.at", where=place, what=what)


class _Unusable(Exception):  # noqa: N818 - it never leaves this module
    """An answer that arrived and is of no use."""

    def __init__(self, message: Text, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(message)


def _place(url: str, *, before: httpx2.URL | None = None) -> httpx2.URL:
    """Where ``url`` leads, seen from the address ``before`` it."""
    try:
        place = before.join(url) if before else httpx2.URL(url)
        _ = urlsplit(str(place)).port  # raises where it is none; the client would only when asked
    except (httpx2.InvalidURL, ValueError) as error:
        raise _Unusable(Message("fetch.not_a_web_address", error=error), permanent=True) from error
    if place.scheme not in ("http", "https") or not place.host:
        raise _Unusable(Message("fetch.only_http"), permanent=True)
    return place.copy_with(fragment=None, userinfo=b"")


def _waits(limits: Gathering) -> dict[str, object]:
    names = ("connect", "read", "write", "pool")
    return {"timeout": dict.fromkeys(names, limits.timeout_seconds)}


@cache
def _trust() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _header(answer: httpcore2.Response, name: str) -> str:
    wanted = name.encode()
    found = (value for key, value in answer.headers if key.lower() == wanted)
    return next(found, b"").decode("latin-1").strip()


def _document(answer: httpcore2.Response, place: httpx2.URL, limits: Gathering) -> Document | None:
    if answer.status == _NOT_MODIFIED:
        return None
    if not 200 <= answer.status < 300:
        advice = _ADVICE.get(answer.status, Message("fetch.try_later"))
        permanent = answer.status in _PERMANENT
        raise _Unusable(
            Message("fetch.answered", status=answer.status, advice=advice), permanent=permanent
        )
    return Document(
        location=str(place),
        content=_content(answer, limits),
        cut=answer.status == _PART,
        media_type=_header(answer, "content-type"),
        etag=_header(answer, "etag"),
        last_modified=_header(answer, "last-modified"),
    )


def _content(answer: httpcore2.Response, limits: Gathering) -> bytes:
    """The body, unpacked where it is packed, up to the size limit."""
    encoding = _header(answer, "content-encoding").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise _Unusable(Message("fetch.packed", encoding=encoding))
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in encoding else None
    allowed = _bytes_allowed(limits)
    content = bytearray()
    for chunk in answer.iter_stream():
        room = allowed + 1 - len(content)
        try:
            content += unpack.decompress(chunk, room) if unpack else chunk
        except zlib.error as error:
            raise _Unusable(Message("fetch.damaged", error=error)) from error
        if len(content) > allowed:
            raise _Unusable(_too_large(allowed), permanent=True)
    if unpack and not unpack.eof:
        raise _Unusable(Message("fetch.cut"))
    return bytes(content)


def _bytes_allowed(limits: Gathering) -> int:
    return int(limits.maximum_megabytes * _MEGABYTE)


def _too_large(allowed: int) -> Message:
    size = f"{allowed / _MEGABYTE:g} MB"
    return Message("fetch.too_large", size=size)
