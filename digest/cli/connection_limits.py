"""Connections to the web pages: how many there may be, and how long each may keep us waiting.

uvicorn has a limit on requests and one on idle connections, but waits for ever for the rest of a
request. The process that serves pages also sends the mail: here strangers' connections get a share
of its file descriptors, and what a client owes us (a request's head, its body, reading the answer)
has its time.
"""

from __future__ import annotations

import asyncio
import resource
import socket
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn.server import ServerState

RESERVED_FILES = 480
"""File descriptors that connections to the pages leave to all else. The most there can be at once:
80 threads that answer pages and hold a database (3 each), 64 connections to the mail server, the
scheduler's and the gatherers' own, and those that were accepted and are being turned away."""

_MOST_FILES = 65_536
_FEWEST_CONNECTIONS, _MOST_CONNECTIONS = 16, 1_000
_ACCEPTED_AT_ONCE = 16
"""Connections that the event loop accepts before it looks at any. With uvicorn's 2,048 a burst
takes every file descriptor before a limit can act, and asyncio logs that as often as it tried."""
_QUEUED_BY_KERNEL = 1_024

_TIMED_OUT = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)


def raise_open_files() -> int:
    """Raises the number of files this process may have open as far as it may; how many that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    return _MOST_FILES if soft == resource.RLIM_INFINITY else soft


def connections_per_listener(open_files: int, *, listeners: int) -> int:
    """How many connections each of the listeners may have in a process that may open so many
    files."""
    share = (open_files - RESERVED_FILES) // max(listeners, 1)
    return max(_FEWEST_CONNECTIONS, min(_MOST_CONNECTIONS, share))


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionLimits:
    """What the clients of one listener may take up. A body that comes has a second more for each
    ``body_octets_per_second`` of it, as in Apache's ``mod_reqtimeout``."""

    connections: int = 256
    head_seconds: float = 15.0
    body_seconds: float = 15.0
    body_octets_per_second: int = 1_000
    reading_seconds: float = 30.0  # without taking anything of an answer


class Owed(Enum):
    """What has to come from the client before anything can go on."""

    NOTHING = auto()
    HEAD = auto()
    BODY = auto()
    READING = auto()


class LimitedProtocol(H11Protocol):
    """A connection that is closed when its client is too slow, or first when there are too many:
    of those whose client owes us something, the one that has for longest."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: ConnectionLimits,
        waiting: dict[LimitedProtocol, None],
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._limits = limits
        self._waiting = waiting  # the listener's connections that wait for clients, longest first
        self._owed = Owed.NOTHING
        self._since = 0.0
        self._octets = 0  # of what is owed, that have come
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._limits.connections and not self._close_another():
            transport.write(_FULL)
            transport.close()
            return
        self._look_at_client()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._octets += len(data)
        super().data_received(data)
        self._look_at_client()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look_at_client()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look_at_client()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._look_at_client()

    def _look_at_client(self) -> None:
        """Starts the clock anew when the client owes us something else than before."""
        owed = self._what_is_owed()
        if owed is self._owed or self.transport.is_closing():
            return
        self._forget()
        self._owed = owed
        if owed is not Owed.NOTHING:
            self._waiting[self] = None
            self._since, self._octets = self.loop.time(), 0
            self._timer = self.loop.call_later(self._seconds_allowed(), self._time_is_up)

    def _what_is_owed(self) -> Owed:
        if self.flow.write_paused:
            return Owed.READING
        if self.conn.their_state is h11.IDLE:
            return Owed.HEAD
        return Owed.BODY if self.conn.their_state is h11.SEND_BODY else Owed.NOTHING

    def _seconds_allowed(self) -> float:
        if self._owed is Owed.HEAD:
            return self._limits.head_seconds
        if self._owed is Owed.BODY:
            bonus = self._octets / self._limits.body_octets_per_second
            return self._limits.body_seconds + bonus
        return self._limits.reading_seconds

    def _time_is_up(self) -> None:
        left = self._since + self._seconds_allowed() - self.loop.time()
        if left > 0:
            self._timer = self.loop.call_later(left, self._time_is_up)
        elif self._owed is Owed.HEAD and not self.transport.is_closing():
            if self._octets:
                self.transport.write(_TIMED_OUT)
            self.transport.close()
            # what the client does not take keeps a closing connection open
            self._timer = self.loop.call_later(self._limits.reading_seconds, self.transport.abort)
        else:
            self.transport.abort()

    def _close_another(self) -> bool:
        """Closes the connection whose client owes us something for longest; false without one."""
        longest = next(iter(self._waiting), None)
        if longest is None:
            return False
        longest.abort()
        return True

    def abort(self) -> None:
        """Closes the connection now, whatever state it is in."""
        self._forget()
        self.connections.discard(self)
        self.transport.abort()

    def _forget(self) -> None:
        self._waiting.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class WebServer(uvicorn.Server):
    """Serves one application; few connections are accepted at a time, many may queue."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(_QUEUED_BY_KERNEL)  # asyncio took its own, small number for both


def web_server(app: Starlette, *, prefix: str = "", limits: ConnectionLimits) -> WebServer:
    """A server for the application under the path ``prefix``, within the limits."""
    protocol: Any = partial(LimitedProtocol, limits=limits, waiting={})
    return WebServer(
        uvicorn.Config(
            app,
            root_path=prefix,
            http=protocol,
            ws="none",
            backlog=_ACCEPTED_AT_ONCE,
            log_config=None,  # the process's own
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )


def limits_for(listeners: int) -> ConnectionLimits:
    """The limits of each of so many listeners of this process, which may open as many files as the
    system lets it from now on."""
    open_files = raise_open_files()
    return ConnectionLimits(connections=connections_per_listener(open_files, listeners=listeners))
