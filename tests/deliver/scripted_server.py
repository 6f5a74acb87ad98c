"""A mail server on loopback that remembers what it took and can be told to misbehave.

A script is asked before each reply: it returns the reply to give instead, one of the actions
below, or nothing for good behaviour.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

DROP = "drop"  # hang up without a word
SILENCE = "silence"  # never answer
TAKE_AND_DROP = "take and drop"  # take the letter, then hang up without the answer
PIECES = "pieces"  # the good reply, octet by octet
TAKE = "take: "  # at the final dot: take the letter, and answer with the reply that follows
WAIT = "wait: "  # the good reply after the seconds that follow


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Where in the conversation the server is when its script is asked."""

    step: str  # "connect", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "dot", "rset"
    argument: str  # the command line; at "dot" the recipient
    connection: int  # counts from 1
    count: int  # how often this step was reached, over all connections, from 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A letter as it was received, dots undone."""

    sender: str
    recipient: str
    content: bytes
    connection: int


Script = Callable[[Moment], str | None]


class ScriptedServer:
    """Runs in a thread of its own between ``with`` and its end; ``taken`` is what it took."""

    def __init__(
        self,
        script: Script = lambda _: None,
        *,
        extensions: tuple[str, ...] = ("PIPELINING", "SIZE 10000000", "SMTPUTF8", "8BITMIME"),
        tls: ssl.SSLContext | None = None,
        tls_at_once: bool = False,
        login: tuple[str, str] = ("", ""),
        mechanism: str = "PLAIN",
        delay: float = 0.0,
    ) -> None:
        self.taken: list[Taken] = []
        self.commands: list[str] = []
        self.packets: list[int] = []  # how many lines each packet of commands held
        self.connections = 0
        self.protected = 0
        self.port = 0
        self._script = script
        self._extensions = extensions
        self._tls = tls
        self._tls_at_once = tls_at_once
        self._login = login
        self._mechanism = mechanism
        self._delay = delay
        self._counts: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        assert self._started.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    @property
    def recipients(self) -> list[str]:
        """Whose letters were taken, in order, repeats included."""
        return [taken.recipient for taken in self.taken]

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        tls = self._tls if self._tls_at_once else None
        tasks: set[asyncio.Task[None]] = set()

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            suppressed = (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError)
            try:
                # cancelled at the end: Python 3.11's streams log it as an error otherwise
                with contextlib.suppress(*suppressed, asyncio.CancelledError):
                    await _Conversation(self, reader, writer).talk()
                writer.close()
                with contextlib.suppress(*suppressed, TimeoutError):
                    await asyncio.wait_for(writer.wait_closed(), 1)
            finally:
                writer.transport.abort()
                tasks.discard(task)

        server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls, limit=1 << 22)
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stop.wait()
        server.close()
        _, waiting = await asyncio.wait(tasks, timeout=0.5) if tasks else (None, set())
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.01)  # closed transports say so in the loop's next turn

    def moment(self, step: str, argument: str, connection: int) -> str | None:
        """Counts the step and asks the script."""
        self._counts[step] = count = self._counts.get(step, 0) + 1
        return self._script(
            Moment(step=step, argument=argument, connection=connection, count=count)
        )

    def greeting_lines(self, *, secure: bool) -> str:
        """The reply to EHLO."""
        lines = ["scripted", *self._extensions]
        if self._tls and not secure:
            lines.append("STARTTLS")
        if self._login[0]:
            lines.append(f"AUTH {self._mechanism}")
        return "".join(
            f"250{' ' if line is lines[-1] else '-'}{line}\r\n" for line in lines
        ).removesuffix("\r\n")


def _decoded(text: str) -> str:
    return b64decode(text).decode()


def _says_yes(action: str | None) -> bool:
    return action is None or action.startswith(("2", PIECES, WAIT))


def _address(line: str) -> str:
    return line.split("<", 1)[1].split(">", 1)[0]


class _Conversation:
    def __init__(
        self, server: ScriptedServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._server = server
        self._reader = reader
        self._writer = writer
        server.connections += 1
        self._number = server.connections
        self._secure = server._tls_at_once
        self._sender: str | None = None  # a bounce's is empty
        self._recipient = ""

    async def talk(self) -> None:
        if not await self._answer("connect", "", "220 scripted ESMTP"):
            return
        while line := await self._reader.readline():
            text = line.decode().rstrip("\r\n")
            self._server.commands.append(text)
            if not await self._obey(text):
                return

    async def _obey(self, line: str) -> bool:
        word = line.split(" ")[0].upper()
        if word in ("EHLO", "HELO"):
            offers = self._server.greeting_lines(secure=self._secure)
            return await self._answer("ehlo", line, offers)
        if word == "STARTTLS":
            return await self._start_tls(line)
        if word == "AUTH":
            return await self._log_in(line)
        if word == "MAIL":
            if self._sender is not None:
                return await self._answer("other", line, "503 a letter is under way")
            action = self._server.moment("mail", line, self._number)
            self._sender = _address(line) if _says_yes(action) else None
            return await self._do(action, "250 sender ok")
        if word == "RCPT":
            if self._sender is None:
                return await self._answer("other", line, "503 MAIL first")
            action = self._server.moment("rcpt", line, self._number)
            self._recipient = _address(line) if _says_yes(action) else ""
            return await self._do(action, "250 recipient ok")
        if word == "DATA":
            return await self._take_letter(line)
        if word == "RSET":
            self._sender, self._recipient = None, ""
            return await self._answer("rset", line, "250 reset")
        if word == "QUIT":
            self._writer.write(b"221 bye\r\n")
            return False
        return await self._answer("other", line, "500 what?")

    async def _start_tls(self, line: str) -> bool:
        assert self._server._tls is not None
        if not await self._answer("starttls", line, "220 go ahead"):
            return False
        await self._writer.start_tls(self._server._tls)
        self._secure = True
        self._server.protected += 1
        return True

    async def _log_in(self, line: str) -> bool:
        user, password = self._server._login
        mechanism = line.split(" ")[1]
        if mechanism == "PLAIN":
            good = _decoded(line.split(" ")[2]) == f"\0{user}\0{password}"
        elif mechanism == "LOGIN":
            given = [await self._challenge("Username:"), await self._challenge("Password:")]
            good = given == [user, password]
        else:
            good = False
        reply = "235 welcome" if good else "535 5.7.8 wrong password"
        return await self._answer("auth", line, reply)

    async def _challenge(self, text: str) -> str:
        self._writer.write(f"334 {b64encode(text.encode()).decode()}\r\n".encode())
        return _decoded((await self._reader.readline()).decode().strip())

    async def _take_letter(self, line: str) -> bool:
        refusal = self._server.moment("data", self._recipient, self._number)
        if refusal is None and not self._recipient:
            refusal = "503 RCPT first"
        if refusal is not None and not refusal.startswith(("354", PIECES, WAIT)):
            return await self._do(refusal, "354 go on")
        if refusal is not None and refusal.startswith(WAIT):
            await asyncio.sleep(float(refusal.removeprefix(WAIT)))
        self._writer.write(b"354 go on\r\n")
        lines: list[bytes] = []
        while (read := await self._reader.readline()) != b".\r\n":
            if not read:
                return False
            lines.append(read.removeprefix(b"."))
        content = b"".join(lines)
        action = self._server.moment("dot", self._recipient, self._number)
        if self._server._delay:
            await asyncio.sleep(self._server._delay)
        if not self._recipient:
            return await self._do(action, "554 no valid recipients")
        if action is None or action.startswith((TAKE_AND_DROP, PIECES, TAKE, WAIT)):
            self._server.taken.append(
                Taken(
                    sender=self._sender or "",
                    recipient=self._recipient,
                    content=content,
                    connection=self._number,
                )
            )
        if action == TAKE_AND_DROP:
            action = DROP
        elif action is not None:
            action = action.removeprefix(TAKE)
        self._sender, self._recipient = None, ""
        return await self._do(action, "250 2.0.0 taken")

    async def _answer(self, step: str, argument: str, good: str) -> bool:
        return await self._do(self._server.moment(step, argument, self._number), good)

    async def _do(self, action: str | None, good: str) -> bool:
        if action == DROP:
            return False
        if action == SILENCE:
            await asyncio.sleep(3600)
        if action == PIECES:
            for octet in f"{good}\r\n".encode():
                self._writer.write(bytes((octet,)))
                await self._writer.drain()
                await asyncio.sleep(0.001)
            return True
        if action is not None and action.startswith(WAIT):
            await asyncio.sleep(float(action.removeprefix(WAIT)))
            action = None
        reply = good if action is None else action
        self._writer.write(f"{reply}\r\n".encode())
        await self._writer.drain()
        return not reply.startswith("421")
