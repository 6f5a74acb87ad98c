"""The desk on the sample newsroom, as ``make desk`` opens it: sign in, and edit tomorrow's digest.

It makes a project in ``build/desk``, gathers the samples, builds the morning edition of
12 March 2026, which waits for approval there, and serves the pages as if it were half an hour
before it goes out. Nothing leaves this machine: letters go to ``build/desk/outbox``.
"""

from __future__ import annotations

import os
import sys

from samples.newsroom import BREAKFAST, BUILD, EDITION, digest, gather, heading, say, set_up

PROJECT = BUILD / "desk"
NOW = "2026-03-12T06:00"
PORT = "8000"
PASSWORD = "before the first ferry"  # of a desk that only this machine can reach
PEOPLE = (("ada", "Ada Quill", "operator", "en"), ("oksana", "Oksana Bilyk", "editor", "uk"))
SETTING = {"NEWSLETTERS__MORNING__APPROVAL": "required"}


def main() -> None:
    """Serves the desk until it is stopped."""
    furnish()
    heading("The desk")
    for name, title, role, _ in PEOPLE:
        say(f"    sign in as {name} ({title}, {role}), password: {PASSWORD}")
    say("    stop with Ctrl-C; `make clean` forgets what was done\n")
    os.environ.update({f"DIGEST_{key}": value for key, value in SETTING.items()})
    command = ["-m", "digest", "--project", str(PROJECT), "desk", "--at", NOW, "--port", PORT]
    os.execv(sys.executable, [sys.executable, *command])


def furnish() -> None:
    """The project with its edition and its people; what an earlier visit left stays."""
    set_up(PROJECT)
    gather(PROJECT)
    heading("Build: the edition waits for approval")
    if EDITION not in digest(PROJECT, "status", "--json", quiet=True):
        digest(PROJECT, "build", "morning", "--at", BREAKFAST, setting=SETTING, may_find=True)
    known = digest(PROJECT, "user", "list", "--json", quiet=True)
    for name, title, role, language in PEOPLE:
        if f'"{name}"' not in known:
            digest(
                PROJECT,
                *("user", "add", name, "--title", title, "--role", role, "--language", language),
                setting={"USER_PASSWORD": PASSWORD},
            )


if __name__ == "__main__":
    main()
