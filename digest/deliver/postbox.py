"""Mail that came back, fetched from a mailbox by IMAP (RFC 9051). The only door to one."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from digest.errors import DeliveryError
from digest.model.settings import Security

_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Postbox:
    """Where bounces come to. The password is never shown."""

    host: str
    username: str
    password: str = field(repr=False)
    port: int = 993
    security: Security = Security.TLS
    folder: str = "INBOX"


def read_postbox(postbox: Postbox, *, context: ssl.SSLContext | None = None) -> Iterator[bytes]:
    """The folder's unread messages; each is marked as read after it was dealt with.

    ``context`` says whom to trust; without one the machine's certificate authorities.

    :raises DeliveryError: no connection, no TLS, no login, no such folder.
    """
    where = f"{postbox.host}:{postbox.port}"
    try:
        with _open(postbox, context or ssl.create_default_context()) as box:
            box.login(postbox.username, postbox.password)
            _expect(box.select(f'"{postbox.folder}"'), f"no folder {postbox.folder} at {where}")
            _, found = box.search(None, "UNSEEN")
            for number in (found[0] or b"").split():
                name = number.decode("ascii")
                _, parts = box.fetch(name, "(BODY.PEEK[])")
                content = next((part[1] for part in parts if isinstance(part, tuple)), None)
                if content is None:
                    continue  # deleted meanwhile
                yield content
                box.store(name, "+FLAGS", "\\Seen")
    except (imaplib.IMAP4.error, OSError) as error:
        raise DeliveryError(f"cannot read the mailbox at {where}: {error}") from error


@contextlib.contextmanager
def _open(postbox: Postbox, context: ssl.SSLContext) -> Iterator[imaplib.IMAP4]:
    box: imaplib.IMAP4
    if postbox.security is Security.TLS:
        box = imaplib.IMAP4_SSL(postbox.host, postbox.port, ssl_context=context, timeout=_SECONDS)
    else:
        box = imaplib.IMAP4(postbox.host, postbox.port, timeout=_SECONDS)
    with box:  # logs out at its end
        if postbox.security is Security.STARTTLS:
            box.starttls(context)
        yield box


def _expect(answer: tuple[str, list[bytes | None]], otherwise: str) -> None:
    if answer[0] != "OK":
        raise DeliveryError(otherwise)
