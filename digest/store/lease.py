"""Which process holds a piece of work, and whether that process still lives.

A holder on this machine is asked for by its number and its start, so that a killed one is replaced
at once and a number given to another program is not mistaken for it. A holder on another machine
is believed until its lease runs out.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Holder:
    """A process: its machine, the machine's present run, its number, and when it was started.

    ``boot`` and ``started`` are empty where the system does not tell (they are Linux's own).
    """

    host: str
    boot: str
    pid: int
    started: str

    def to_text(self) -> str:
        """The holder as the database keeps it."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Holder:
        """The holder that ``to_text`` wrote."""
        return cls(**json.loads(text))


def this_process() -> Holder:
    """The process that asks."""
    pid = os.getpid()
    return Holder(host=socket.gethostname(), boot=boot_identity(), pid=pid, started=_started(pid))


def boot_identity() -> str:
    """What tells one run of this machine from the next; empty where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def is_free(holder: Holder | None, held_until: datetime | None, *, now: datetime) -> bool:
    """Whether the work may be taken from ``holder``, or is held by nobody."""
    if holder is None or held_until is None:
        return True
    if holder.host != socket.gethostname():
        return held_until <= now
    if holder.boot != boot_identity():
        return True  # the machine was started anew since
    if holder == this_process():
        return held_until <= now  # another thread of ours, or one that failed and could not say so
    # a live holder keeps the work even when its lease ran out: it may be stopped, and go on
    return not _lives(holder)


def _lives(holder: Holder) -> bool:
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _started(holder.pid) == holder.started


def _started(pid: int) -> str:
    """When the process was started, in clock ticks since the machine was."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    # a killed process that its parent has not yet waited for (state Z) does nothing any more
    return "ended" if fields[0] == "Z" else fields[19]
