"""Quoted-printable (RFC 2045 6.7) for bytes that go over SMTP as they are.

Beyond the RFC, no encoded line begins with a dot, so that nothing needs dot-stuffing afterwards.
"""

from __future__ import annotations

import re

from digest.model.message import Message

LINE = 76
"""Octets a line may have, without its CRLF."""

SOFT_BREAK = b"=\r\n"
"""Ends a line that the reader sees as going on."""

_PLAIN = frozenset(range(0x20, 0x7F)) - {0x3D}
_UNITS = [bytes((byte,)) if byte in _PLAIN else b"=%02X" % byte for byte in range(256)]
_PLAIN_RUN = re.compile(rb"[!-<>-~][ -<>-~]*\Z")
_ENDS = re.compile(r"\r\n|\r|\n")


def quote_text(text: str, *, room_for_soft_break: bool = False) -> bytes:
    """Text in UTF-8 as quoted-printable: CRLF, lines of at most 76 octets, none begun by a dot.

    The text's own line ends, of any kind, become line breaks; the last line gets none added, and
    with ``room_for_soft_break`` has an octet to spare for one.
    """
    lines = [line.encode("utf-8", "replace") for line in _ENDS.split(text)]
    last = _quote_line(lines.pop(), room_for_soft_break=room_for_soft_break)
    return b"\r\n".join([*map(_quote_line, lines), last])


def quote_value(value: str) -> bytes:
    """One line of text, encoded to stand on lines of its own between two soft breaks.

    :raises ValueError: the value has a line break or another control character.
    """
    encoded = value.encode("utf-8")
    if len(encoded) < LINE and encoded[:1] != b"." and _PLAIN_RUN.match(encoded):
        return encoded
    if has_controls(value):
        raise ValueError(Message("delivery.control_characters_in_value"))
    return _quote_line(encoded, room_for_soft_break=True)


def has_controls(text: str) -> bool:
    """Whether the text has a line break, NUL, DEL or another control character (C0 or C1)."""
    return _CONTROLS.search(text) is not None


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _quote_line(line: bytes, *, room_for_soft_break: bool = False) -> bytes:
    if len(line) < LINE and line[:1] != b"." and _PLAIN_RUN.match(line) and line[-1:] != b" ":
        return line
    lines: list[bytes] = []
    current = bytearray()
    last = len(line) - 1
    for position, byte in enumerate(line):
        at_end = position == last
        unit = _UNITS[byte]
        if (byte == 0x20 and at_end) or (byte == 0x2E and not current):
            unit = b"=%02X" % byte
        room = LINE if at_end and not room_for_soft_break else LINE - 1
        if len(current) + len(unit) > room:
            lines.append(bytes(current))
            current.clear()
            if byte == 0x2E:
                unit = b"=2E"
        current += unit
    lines.append(bytes(current))
    return SOFT_BREAK.join(lines)
