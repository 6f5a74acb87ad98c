"""A mail server on loopback that takes every letter and remembers it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Catcher:
    """Remembers every letter: to whom, and under which Message-ID."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.contents: list[bytes] = []
        self._lock = Lock()

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        head = envelope.content.split(b"\r\n\r\n", 1)[0]
        message_id = str(message_from_bytes(head)["Message-ID"])
        with self._lock:
            self.contents.append(envelope.content)
            self.received.extend((address, message_id) for address in envelope.rcpt_tos)
        return "250 caught"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def catching() -> Iterator[tuple[Catcher, int]]:
    """A catcher that listens, and its port."""
    port = free_port()
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield catcher, port
    finally:
        controller.stop()
