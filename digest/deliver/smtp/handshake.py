"""Opening a session with a mail server: connecting, greeting, TLS and login."""

from __future__ import annotations

import asyncio
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass

from digest.deliver.smtp.protocol import Reply, Wire
from digest.model.errors import DeliveryError
from digest.model.message import Message
from digest.model.settings import LOOPBACK_HOSTS, MailServer, Security

_CLOSING_SECONDS = 1.0
_SIZE_DIGITS = 20
_NEXT_ADDRESS_SECONDS = 0.25  # RFC 8305 5: a dead IPv6 way must not hold up the other


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A server that is ready for letters, and what it offers."""

    wire: Wire
    names_size: bool = False  # wants to be told a letter's size beforehand (RFC 1870)
    largest_letter: int = 0  # octets; 0 where the server names no limit
    international: bool = False  # takes addresses outside ASCII (RFC 6531)


async def open_session(server: MailServer, *, context: ssl.SSLContext | None = None) -> Session:
    """A session with ``server``: connected, protected and logged in as the settings ask.

    ``context`` says whom to trust; without one the machine's certificate authorities.

    :raises DeliveryError: in the server's words where it gave any. Nothing was sent that the
        settings want protected.
    """
    where = f"{server.host}:{server.port}"
    if context is None and server.security is not Security.NONE:
        context = ssl.create_default_context()
    wire = await _connect(server, context, where)
    try:
        return await _prepare(wire, server, context, where)
    except BaseException:
        wire.abort(Message("delivery.session_not_opened"))
        await wire.close(seconds=_CLOSING_SECONDS)
        raise


async def _connect(server: MailServer, context: ssl.SSLContext | None, where: str) -> Wire:
    loop = asyncio.get_running_loop()
    protected = context if server.security is Security.TLS else None
    try:
        async with asyncio.timeout(server.timeout_seconds):
            _, wire = await loop.create_connection(
                Wire,
                server.host,
                server.port,
                ssl=protected,
                happy_eyeballs_delay=_NEXT_ADDRESS_SECONDS,
            )
    except TimeoutError as error:
        raise DeliveryError(Message("delivery.no_connection_in_time", where=where)) from error
    except ssl.SSLError as error:
        raise DeliveryError(Message("delivery.no_tls", where=where, error=error)) from error
    except OSError as error:
        raise DeliveryError(
            Message("delivery.server_not_reached", where=where, error=error)
        ) from error
    return wire


async def _prepare(
    wire: Wire, server: MailServer, context: ssl.SSLContext | None, where: str
) -> Session:
    seconds = server.timeout_seconds
    greeting = _given(await wire.reply(seconds=seconds), wire, where)
    if greeting.code != 220:
        raise DeliveryError(
            Message("delivery.server_takes_no_mail", where=where, sentence=greeting.sentence)
        )
    offers = await _hello(wire, seconds, where)
    if context is not None and server.security is Security.STARTTLS:
        await _start_tls(wire, server, context, offers, where)
        offers = await _hello(wire, seconds, where)  # RFC 3207 4.2: forget what came before
    if server.username:
        await _log_in(wire, server, offers, where)
    wire.pipelining = "PIPELINING" in offers
    return Session(
        wire=wire,
        names_size="SIZE" in offers,
        largest_letter=_size(offers.get("SIZE", "")),
        international="SMTPUTF8" in offers,
    )


def _size(words: str) -> int:
    """The limit that a server names: up to 20 digits (RFC 1870 3); 0 for anything else."""
    is_number = words.isascii() and words.isdigit() and len(words) <= _SIZE_DIGITS
    return int(words) if is_number else 0


async def _hello(wire: Wire, seconds: float, where: str) -> dict[str, str]:
    """What the server offers: each keyword with its parameters."""
    host = socket.gethostname()
    own = host if "." in host and host.isascii() else wire.local_address()
    reply = await _ask(wire, f"EHLO {own}", seconds, where)
    if reply.code == 250:
        lines = [line.upper().replace("AUTH=", "AUTH ", 1) for line in reply.words.split("\n")[1:]]
        return {word: rest for word, _, rest in (line.partition(" ") for line in lines)}
    reply = await _ask(wire, f"HELO {own}", seconds, where)
    if reply.code != 250:
        raise DeliveryError(
            Message("delivery.server_refuses_us", where=where, sentence=reply.sentence)
        )
    return {}


async def _start_tls(
    wire: Wire, server: MailServer, context: ssl.SSLContext, offers: dict[str, str], where: str
) -> None:
    if "STARTTLS" not in offers:
        raise DeliveryError(Message("delivery.no_starttls", where=where))
    reply = await _ask(wire, "STARTTLS", server.timeout_seconds, where)
    if reply.code != 220:
        raise DeliveryError(
            Message("delivery.starttls_refused", where=where, sentence=reply.sentence)
        )
    try:
        await wire.start_tls(context, server.host, seconds=server.timeout_seconds)
    except OSError as error:
        raise DeliveryError(Message("delivery.no_tls", where=where, error=error)) from error


async def _log_in(wire: Wire, server: MailServer, offers: dict[str, str], where: str) -> None:
    if server.security is Security.NONE and server.host not in LOOPBACK_HOSTS:
        raise DeliveryError(Message("delivery.no_login_without_tls", where=where))
    mechanisms = offers.get("AUTH", "").split()
    user, password = server.username, server.password
    if "PLAIN" in mechanisms:
        answers = [f"AUTH PLAIN {_base64(f'{chr(0)}{user}{chr(0)}{password}')}"]
    elif "LOGIN" in mechanisms:
        answers = ["AUTH LOGIN", _base64(user), _base64(password)]
    else:
        raise DeliveryError(Message("delivery.no_known_login", where=where))
    reply = Reply(334, "")
    for answer in answers:
        reply = await _ask(wire, answer, server.timeout_seconds, where)
    if reply.code != 235:
        raise DeliveryError(Message("delivery.login_refused", where=where, sentence=reply.sentence))


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


async def _ask(wire: Wire, command: str, seconds: float, where: str) -> Reply:
    line = f"{command}\r\n".encode()
    replies = await wire.exchange([line], seconds=[seconds])
    return _given(replies[0] if replies else None, wire, where)


def _given(reply: Reply | None, wire: Wire, where: str) -> Reply:
    if reply is None:
        raise DeliveryError(Message("delivery.server_gave_no_answer", where=where, lost=wire.lost))
    return reply
