"""What is said around a letter, and what a server's replies mean. Pure; the wire is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.deliver.smtp.handshake import Session
from digest.deliver.smtp.protocol import Reply
from digest.model.mail import Letter, Outcome
from digest.model.message import Message, Text

COMMANDS = 3
"""How many commands an envelope has: MAIL, RCPT, DATA."""

_UNSAFE = re.compile("[\x00-\x20\x7f-\x9f<>\u2028\u2029]")
_GO_ON = 354
_END = b"\r\n"


def unfit(letter: Letter, session: Session) -> Text:
    """Why this server cannot be given this letter, in words; empty if it can."""
    if _UNSAFE.search(letter.address) or _UNSAFE.search(letter.sender_address):
        return Message("delivery.unsafe_address")
    if not letter.address.isascii() and not session.international:
        return Message("delivery.no_smtputf8")
    if session.largest_letter and len(letter.content) > session.largest_letter:
        return Message(
            "delivery.letter_too_large",
            length=len(letter.content),
            largest_letter=session.largest_letter,
        )
    if not letter.wire_ready and not (
        letter.content.count(b"\n") == letter.content.count(b"\r") == letter.content.count(_END)
    ):
        # servers disagree on what a lone one ends: a second letter could be smuggled in
        return Message("delivery.lone_line_end")
    return ""


def envelope(letter: Letter, session: Session) -> list[bytes]:
    """The commands before a letter's content: whom it is from and for, and that it comes."""
    sender = f"MAIL FROM:<{letter.sender_address}>"
    if session.names_size:
        sender += f" SIZE={len(letter.content)}"
    if not letter.address.isascii():
        sender += " BODY=8BITMIME SMTPUTF8"  # RFC 6531 3.4
    lines = (sender, f"RCPT TO:<{letter.address}>", "DATA")
    return [f"{line}\r\n".encode() for line in lines]


def envelope_fault(replies: Sequence[Reply]) -> Reply | None:
    """The first reply of an envelope that says no; nothing if all that came say yes."""
    for position, reply in enumerate(replies):
        taken = reply.code == _GO_ON if position == COMMANDS - 1 else 200 <= reply.code < 300
        if not taken:
            return reply
    return None


def are_out_of_step(replies: Sequence[Reply]) -> bool:
    """Whether an envelope's replies answer other commands: one came that nobody asked for.

    Only DATA is answered by 354, and never by 2xx (RFC 5321 4.3.2), so that the replies after an
    unasked one give it away. What they say is then about nobody.
    """
    if any(reply.code == _GO_ON for reply in replies[: COMMANDS - 1]):
        return True
    return len(replies) == COMMANDS and 200 <= replies[-1].code < 300


def wants_content(replies: Sequence[Reply]) -> bool:
    """Whether the server waits for a letter's content now, whatever it said before."""
    return len(replies) == COMMANDS and replies[-1].code == _GO_ON


def outcome_of(reply: Reply | None) -> Outcome:
    """What the reply to the final dot means. Without one, nobody can know (RFC 1047)."""
    if reply is None:
        return Outcome.UNKNOWN
    words = {2: Outcome.ACCEPTED, 4: Outcome.DEFERRED, 5: Outcome.REFUSED}
    return words.get(reply.code // 100, Outcome.UNKNOWN)


def wire_form(letter: Letter) -> bytes:
    """A letter's content as it goes over the wire: dots doubled at line starts, a final dot."""
    content = letter.content
    if not letter.wire_ready and (b"\r\n." in content or content.startswith(b".")):
        content = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
