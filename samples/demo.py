"""The whole chain on the sample newsroom, as ``make demo`` runs it.

It makes a project in ``build/demo``, gathers the samples, builds and approves the morning edition
of 12 March 2026, and sends it over real SMTP to a mail catcher on this machine, which keeps each
letter it gets as a file. Run it again: nothing is sent twice.
"""

from __future__ import annotations

import json
import os
import sys
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from samples.newsroom import (
    BREAKFAST,
    BUILD,
    EDITION,
    SAMPLES,
    digest,
    gather,
    heading,
    say,
    set_up,
    shown,
)

PROJECT = BUILD / "demo"
OUTBOX = PROJECT / "outbox"
LOOK = PROJECT / "look.html"
SENDING = "2026-03-12T06:30"


class Catcher:
    """A mail server's other half: takes every letter and keeps it as a file, never over another."""

    def __init__(self) -> None:
        self.caught = 0

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        name = envelope.rcpt_tos[0].replace("/", "_")
        path = OUTBOX / f"{name}.eml"
        copies = 1
        while path.exists():  # a letter sent twice must be seen, not overwritten
            copies += 1
            path = OUTBOX / f"{name}.{copies}.eml"
        path.write_bytes(content)
        self.caught += 1
        return "250 caught"


def main() -> int:
    """The demo's exit code: 0 when every sample recipient has exactly one letter."""
    started = time.monotonic()
    OUTBOX.mkdir(parents=True, exist_ok=True)
    set_up(PROJECT)
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        gather(PROJECT)
        build()
        send(controller.port)
    finally:
        controller.stop()
    return look(catcher.caught, time.monotonic() - started)


def build() -> None:
    heading("Build: copies dropped, stories merged, filed and ranked; then a mail, checked")
    state = json.loads(
        digest(PROJECT, "status", EDITION, "--json", quiet=True, may_fail=True) or "{}"
    )
    if state.get("state") == "sent":
        say(f"{EDITION} was sent by an earlier demo; `make clean` forgets it")
        return
    out = PROJECT / "edition"
    digest(PROJECT, "build", "morning", "--at", BREAKFAST, "--out", str(out), may_find=True)
    if state.get("state") not in {"approved", "sending"}:
        digest(PROJECT, "approve", EDITION)
    hang_pictures(out / "edition.html")


def hang_pictures(mail: Path) -> None:
    """The mail for a browser, its pictures from ``samples/images``: their host is on no network."""
    folder = os.path.relpath(SAMPLES / "images", LOOK.parent)
    html = mail.read_text("utf-8")
    LOOK.write_text(html.replace("https://images.example.com", folder), "utf-8")


def send(port: int) -> None:
    heading("Send: over SMTP, to a catcher on this machine")
    digest(
        PROJECT,
        "send",
        EDITION,
        "--resume",
        "--at",
        SENDING,
        setting={"MAIL__HOST": "127.0.0.1", "MAIL__PORT": str(port), "MAIL__SECURITY": "none"},
    )


def look(caught: int, seconds: float) -> int:
    """Counts the outbox against the list, and says where to look."""
    heading("Look")
    people = digest(PROJECT, "recipients", "list", "morning", "--json", quiet=True).splitlines()
    expected = {json.loads(line)["address"] for line in people}
    letters = sorted(OUTBOX.glob("*.eml"))
    received = [addressee(letter) for letter in letters]
    say(f"{caught} letters caught now; {len(letters)} in {shown(OUTBOX)}, a mail per recipient")
    say(f"open {shown(LOOK)} in a browser: the mail, with its pictures from samples/images")
    say(f"     {shown(PROJECT / 'edition' / 'edition.txt')} is its text part")
    say(f"done in {seconds:.0f} s")
    if sorted(received) != sorted(expected):
        say(f"FAILED: {len(expected)} recipients, but {len(received)} letters: {received}")
        return 1
    return 0


def addressee(letter: Path) -> str:
    message = message_from_bytes(letter.read_bytes(), policy=default)
    return str(message["To"].addresses[0].addr_spec)


def free_port() -> int:
    """A port nobody listens on; the catcher's library cannot ask for one by itself."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: Any = probe.getsockname()[1]
    return int(port)


if __name__ == "__main__":
    sys.exit(main())
