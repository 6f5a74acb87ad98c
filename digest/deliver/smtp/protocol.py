"""One connection to a mail server: bytes out, replies in, and nothing about what they mean."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from digest.model.message import Message, Text

_LONGEST_LINE = 8192  # RFC 5321 allows 512; servers with long words exist, a gigabyte does not
_MOST_LINES = 200  # of one reply
CLOSING = 421
"""The server is about to close the channel (RFC 5321 3.8)."""


class Reply(NamedTuple):
    """A server's reply: its code, and its words, those of several lines set apart by line feeds."""

    code: int
    words: str

    @property
    def sentence(self) -> str:
        """Code and words on one line, for the ledger and for people."""
        return f"{self.code} {' '.join(self.words.split())}"[:500]


class Wire(asyncio.Protocol):
    """Sends commands and collects the replies to them, however they are cut into packets.

    ``lost`` is empty while the connection stands, else says in words why it does not. A server that
    speaks no SMTP, without end, or unasked, loses the connection.
    """

    def __init__(self) -> None:
        self.lost: Text = ""
        self.pipelining = False
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._lines: list[str] = []  # of a reply that is not complete
        self._replies: list[Reply] = []
        self._wanted = 1  # the greeting
        self._waiter: asyncio.Future[None] | None = None
        self._closed = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lose(
            Message("delivery.connection_lost", exc=exc)
            if exc
            else Message("delivery.server_closed_connection")
        )
        self._closed.set()

    def data_received(self, data: bytes) -> None:
        taken = len(self._replies)
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            if self.lost:
                return
            self._take_line(line.rstrip(b"\r"))
        if len(self._buffer) > _LONGEST_LINE:
            self.abort(Message("delivery.line_without_end"))
        if len(self._replies) > taken:
            self._wake()

    async def exchange(
        self,
        commands: Sequence[bytes],
        *,
        seconds: Sequence[float],
        on_reply: Callable[[int, Reply], None] = lambda position, reply: None,
    ) -> list[Reply]:
        """Sends the commands, in one go if the server allows, and waits for a reply to each.

        ``seconds`` has how long each reply may take, from the reply before it on. ``on_reply`` is
        told of each as it comes, with its position. There are fewer replies than commands when the
        connection was lost on the way, or when the time passed without one, which loses it.
        """
        replies: list[Reply] = []
        batches = [commands] if self.pipelining else [[command] for command in commands]
        for batch in batches:
            if not self.lost:
                self.send(b"".join(batch), replies=len(batch))
                for place in range(len(batch)):
                    reply = await self.reply(place, seconds=seconds[len(replies)])
                    if reply is None:
                        return replies
                    replies.append(reply)
                    on_reply(len(replies) - 1, reply)
        return replies

    def send(self, content: bytes, *, replies: int) -> None:
        """Sends bytes that the server owes ``replies`` for."""
        self._replies = []
        self._wanted = replies
        if self._transport is not None and not self.lost:
            self._transport.write(content)

    async def reply(self, place: int = 0, *, seconds: float) -> Reply | None:
        """The reply in that place of those owed for what was sent last; nothing if it never came,
        and then the connection is lost."""
        loop = asyncio.get_running_loop()
        timer: asyncio.TimerHandle | None = None
        try:
            while not self.lost and len(self._replies) <= place:
                why = Message("delivery.no_answer_in_time", seconds=seconds)
                timer = timer or loop.call_later(seconds, self.abort, why)
                self._waiter = loop.create_future()
                await self._waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()
        return self._replies[place] if len(self._replies) > place else None

    async def start_tls(self, context: ssl.SSLContext, host: str, *, seconds: float) -> None:
        """Continues the connection under TLS.

        :raises OSError: the handshake failed, or the certificate does not fit the host.
        """
        if self._buffer or len(self._replies) > self._wanted:
            # words sent before the handshake would count as protected (CVE-2011-0411)
            raise ssl.SSLError(Message("delivery.more_than_starttls"))
        if self._transport is None or self.lost:
            raise ConnectionError(self.lost or Message("delivery.not_connected"))
        self._transport = await asyncio.get_running_loop().start_tls(
            self._transport, self, context, server_hostname=host, ssl_handshake_timeout=seconds
        )

    def local_address(self) -> str:
        """Our own address on this connection, as an SMTP address literal."""
        name = self._transport.get_extra_info("sockname") if self._transport else None
        address = str(name[0]) if name else "127.0.0.1"
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    async def close(self, *, seconds: float) -> None:
        """Sends what is still to be sent and closes, within ``seconds``, then without ceremony."""
        if self._transport is None:
            return
        self._transport.close()
        try:
            async with asyncio.timeout(seconds):
                await self._closed.wait()
        except TimeoutError:
            self._transport.abort()

    def abort(self, why: Text) -> None:
        """Drops the connection at once."""
        self._lose(why)
        if self._transport is not None:
            self._transport.abort()

    def _take_line(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        code, mark = text[:3], text[3:4]
        if not (code.isascii() and code.isdigit()) or mark not in ("", " ", "-"):
            self.abort(Message("delivery.no_smtp", text=text[:80]))
            return
        self._lines.append(text[4:])
        if len(self._lines) > _MOST_LINES:
            self.abort(Message("delivery.reply_without_end"))
        if mark == "-":
            return
        reply = Reply(int(code), "\n".join(self._lines))
        self._lines = []
        if len(self._replies) < self._wanted:
            self._replies.append(reply)
        elif reply.code != CLOSING:
            self.abort(Message("delivery.answer_to_nothing", sentence=reply.sentence))
        if reply.code == CLOSING:
            self.abort(reply.sentence)

    def _lose(self, why: Text) -> None:
        self.lost = self.lost or why
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
