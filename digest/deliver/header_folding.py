"""Headers that hold any text: encoded, and folded so that every program and filter reads them.

The line with the header's name always holds the beginning of its value: where the standard library
folds right behind the colon, filters see a header that is empty at first (rspamd's rule
HEADER_FROM_EMPTY_DELIMITER, 1.0 points). No line has more than 76 octets where a blank or an
encoded word lets it end sooner (RFC 2047, 2).
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

LINE = 76
"""Octets of a line with an encoded word, without its CRLF."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_RIGHT_TO_LEFT_MARK = "\u200f"
_EMBEDDED_RIGHT_TO_LEFT = "\u202b"
_END_OF_EMBEDDING = "\u202c"


def one_line(text: str) -> str:
    """Text without line breaks and control characters, which could begin a header of their own."""
    return _CONTROLS.sub(" ", text).strip()


def subject_header(subject: str, *, direction: str = "ltr") -> bytes:
    """The header with its line end, folded; ``subject`` may hold anything but is one line in it.

    One that is read from right to left ("rtl") begins with the mark of it, for lists that go by the
    first letter, and stands in an embedding, for those that always set lines from the left: these
    would draw the words before and behind a foreign name, and a full stop, on the wrong side.
    """
    text = one_line(subject)
    if direction == "rtl" and text:
        text = f"{_RIGHT_TO_LEFT_MARK}{_EMBEDDED_RIGHT_TO_LEFT}{text}{_END_OF_EMBEDDING}"
    words = _folded(text, LINE - len("Subject: ")) if text.isascii() else _encoded(text, "Subject")
    return f"Subject: {words}\r\n".encode("ascii")


def address_header(name: str, value: str) -> bytes:
    """A header of one address or several ("The Gazette <morning@example.com>"), with its line end.

    What is no address is written as the standard library does.
    """
    addresses = addresses_in(value)
    if not addresses or not all(each.addr_spec.isascii() for each in addresses):
        return SMTP.fold_binary(name, one_line(value))
    lines = ",\r\n ".join(mailbox(each.display_name, each.addr_spec, name) for each in addresses)
    return f"{name}: {lines}\r\n".encode("ascii")


def addresses_in(value: str) -> tuple[Address, ...]:
    """The addresses of such a header's value; none where it cannot be read as one."""
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = one_line(value)
        return tuple(message["To"].addresses)
    except (ValueError, IndexError, MessageError):
        return ()


def mailbox(display_name: str, address: str, header: str) -> str:
    """Name and address as the header of that name begins with them, on as many lines as it takes.

    ``address`` is written as it is.
    """
    name = phrase(display_name, header)
    if not name:
        return address
    last = name.rpartition("\r\n")[2]
    before = len(last) if last != name else len(f"{header}: {name}")
    together = before + len(f" <{address}>") <= LINE
    return f"{name} <{address}>" if together else f"{name}\r\n <{address}>"


def phrase(text: str, header: str) -> str:
    """A display name as the header of that name begins with it: quoted when it is ASCII, in encoded
    words otherwise."""
    text = one_line(text)
    if not text:
        return ""
    if not text.isascii():
        return _encoded(text, header)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return _folded(f'"{escaped}"', LINE - len(f"{header}: "))


def _encoded(text: str, header: str) -> str:
    """Encoded words, on lines of at most 76 octets.

    The standard library's newer folding breaks a text that is ASCII in part into encoded words
    without the space between them, which readers then miss (RFC 2047, 6.2); its older one does not.
    """
    return Header(text, "utf-8", header_name=header, maxlinelen=LINE).encode(linesep="\r\n")


def _folded(text: str, first: int) -> str:
    """ASCII on lines that begin where the text has a blank; ``first`` is the first line's room."""
    lines: list[str] = []
    line = ""
    for word in re.split(r"(?<=[^ ])(?= )", text):  # a blank belongs to the word behind it
        room = LINE if lines else first
        if line and len(line) + len(word) > room:
            lines.append(line)
            line = ""
        line += word
    return "\r\n".join([*lines, line])
