"""Mail that came back, fetched from a mailbox by IMAP (RFC 9051). The only door to one."""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from digest.deliver.bounce import MOST_OCTETS
from digest.deliver.mailbox import StoredMail
from digest.model.errors import DeliveryError
from digest.model.message import Message, Text
from digest.model.settings import Security

UNREADABLE = "Unreadable"
"""The folder for messages that cannot be read; made when the first one comes."""

_SECONDS = 60.0
_NUMBERS_AT_ONCE = 10_000  # imaplib gives up at an answer's line of a megabyte
_SEPARATOR = re.compile(rb'\) (?:"\\?(.)"|NIL) ')


@dataclass(frozen=True, kw_only=True, slots=True)
class Postbox:
    """Where bounces come to. The password is never shown."""

    host: str
    username: str
    password: str = field(repr=False)
    port: int = 993
    security: Security = Security.TLS
    folder: str = "INBOX"


class ImapFolder:
    """The folder of a mailbox that is open: unread messages are those without ``\\Seen``.

    Messages are named by their UID, which stays when others are moved away.
    """

    def __init__(self, box: imaplib.IMAP4, *, messages: int) -> None:
        self._box = box
        self._messages = messages

    def unread(self) -> Iterator[StoredMail]:
        for name in self._unread_names():
            verdict, parts = self._box.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST_OCTETS}>)")
            content = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if content is not None:
                yield StoredMail(name=name, content=content)
            elif verdict != "OK":
                problem = Message("returns.not_given", words=_said(parts))
                yield StoredMail(name=name, problem=problem)
            # else it was deleted meanwhile

    def mark_read(self, name: str) -> Text:
        return self._flag(name, "\\Seen") or ""

    def set_aside(self, name: str) -> Text:
        """Moves a message to the folder ``UNREADABLE``, by copying where the server cannot move;
        where it can do neither, the message stays, marked as read and flagged."""
        for folder in self._places():
            self._box.create(folder)  # refused where it is there already
            if self._moved(name, folder):
                return Message("returns.now_in_the_folder", folder=folder)
        why = self._flag(name, "\\Seen \\Flagged") or Message("returns.flagged")
        return Message("returns.stays", how=why)

    def _unread_names(self) -> Iterator[str]:
        """All names before the first message is touched: moving one changes the others' numbers."""
        names: list[str] = []
        for first in range(1, self._messages + 1, _NUMBERS_AT_ONCE):
            last = min(first + _NUMBERS_AT_ONCE - 1, self._messages)
            _, found = self._box.uid("SEARCH", f"{first}:{last}", "UNSEEN")
            names += [number.decode("ascii") for number in (found[0] or b"").split()]
        return iter(names)

    def _places(self) -> list[str]:
        """Names for the folder, quoted: at the top, or below INBOX where a server wants it so."""
        _, listed = self._box.list('""', "INBOX")
        found = _SEPARATOR.search(listed[0]) if listed and isinstance(listed[0], bytes) else None
        separator = found[1].decode("latin-1") if found and found[1] else ""
        below = [f'"INBOX{separator}{UNREADABLE}"'] if separator else []
        return [f'"{UNREADABLE}"', *below]

    def _moved(self, name: str, folder: str) -> bool:
        if "MOVE" in self._box.capabilities:  # RFC 6851
            return self._box.uid("MOVE", name, folder)[0] == "OK"
        if self._box.uid("COPY", name, folder)[0] != "OK":
            return False
        self._flag(name, "\\Seen \\Deleted")
        if "UIDPLUS" in self._box.capabilities:  # RFC 4315: without it others' would go, too
            self._box.uid("EXPUNGE", name)
        return True

    def _flag(self, name: str, flags: str) -> Message | None:
        verdict, parts = self._box.uid("STORE", name, "+FLAGS.SILENT", f"({flags})")
        return None if verdict == "OK" else Message("returns.not_marked", words=_said(parts))


@contextlib.contextmanager
def open_postbox(
    postbox: Postbox, *, context: ssl.SSLContext | None = None
) -> Iterator[ImapFolder]:
    """The mailbox's folder, until the ``with`` ends.

    ``context`` says whom to trust; without one the machine's certificate authorities.

    :raises DeliveryError: no connection, no TLS, no login, no such folder; or the connection is
        lost in the middle.
    """
    where = f"{postbox.host}:{postbox.port}"
    try:
        with _connected(postbox, context or ssl.create_default_context()) as box:
            box.login(postbox.username, postbox.password)
            if "MOVE" not in box.capabilities:  # many servers tell more after the login
                box.capabilities = _capabilities(box)
            verdict, found = box.select(f'"{postbox.folder}"')
            if verdict != "OK":
                raise DeliveryError(
                    Message("returns.no_folder", folder=postbox.folder, server=where)
                )
            yield ImapFolder(box, messages=int(found[0] or 0))
    except (imaplib.IMAP4.error, OSError) as error:
        raise DeliveryError(
            Message("returns.mailbox_not_read", server=where, error=error)
        ) from error


@contextlib.contextmanager
def _connected(postbox: Postbox, context: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    box: imaplib.IMAP4
    if postbox.security is Security.TLS:
        box = imaplib.IMAP4_SSL(postbox.host, postbox.port, ssl_context=context, timeout=_SECONDS)
    else:
        box = imaplib.IMAP4(postbox.host, postbox.port, timeout=_SECONDS)
    with box:  # logs out at its end
        if postbox.security is Security.STARTTLS:
            box.starttls(context)
        yield box


def _capabilities(box: imaplib.IMAP4) -> tuple[str, ...]:
    _, told = box.capability()
    return tuple(str(told[-1] or b"", "ascii", "replace").upper().split())


def _said(parts: list[bytes | tuple[bytes, bytes] | None]) -> str:
    """A server's words."""
    return " ".join(part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes))
