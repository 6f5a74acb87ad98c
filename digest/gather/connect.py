"""Connections for ``fetch``: only to addresses that were checked, and never past a deadline.

This sits under the HTTP client, where the name has just been turned into addresses, so that the
address that was checked is the one connected to, while the Host header and the TLS name stay the
URL's own.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from digest.gather.address_guard import why_refused
from digest.model.message import Message


class RefusedAddressError(Exception):
    """The host has an address that sources may not live at."""


class GuardedBackend(httpcore2.NetworkBackend):
    """A network whose connections all end at ``deadline`` (of ``time.monotonic``)."""

    def __init__(self, *, deadline: float, allow_private_addresses: bool) -> None:
        self._deadline = deadline
        self._allow_private_addresses = allow_private_addresses
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to the first of the host's addresses that answers.

        :raises RefusedAddressError: any of the addresses is not public.
        """
        failure: Exception = httpcore2.ConnectError(Message("fetch.name_without_address"))
        for address in self._addresses(host, port):
            try:
                wait = _left(self._deadline, timeout, httpcore2.ConnectTimeout)
                stream = self._network.connect_tcp(
                    address, port, wait, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        """The host's addresses, each checked: one private address among public ones is what an
        attack by DNS looks like."""
        try:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(Message("fetch.name_not_known", host=host)) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for address in addresses:
            why = "" if self._allow_private_addresses else why_refused(address)
            if why:
                raise RefusedAddressError(
                    Message("fetch.private_address", url=address, why=why)
                    if host.strip("[]") == address
                    else Message("fetch.name_of_private_address", host=host, url=address, why=why)
                )
        return addresses


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which no wait goes past the deadline, however steadily bytes drip in."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        wait = _left(self._deadline, timeout, httpcore2.ConnectTimeout)
        stream = self._stream.start_tls(ssl_context, server_hostname, wait)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float, wait: float | None, error: type[Exception]) -> float:
    """The seconds to wait at most; raises ``error`` when there are none left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise error(Message("fetch.time_is_over"))
    return left if wait is None else min(wait, left)
