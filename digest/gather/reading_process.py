"""What runs in a reading process: documents in through a pipe, readings out. See ``reading_pool``.

Imported once, in the process that the reading processes are forked from, so that none of them has
to load the libraries and the model of languages anew.
"""

from __future__ import annotations

import contextlib
import resource
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from digest.gather.language import language_of
from digest.gather.read import read_document
from digest.model.message import Message
from digest.model.reading import Reading

language_of("The council has opened the harbour again.")  # loads the model


def serve(connection: Connection, memory_bytes: int) -> None:
    """Reads what comes through ``connection``, until that is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    own = _address_space()
    with contextlib.suppress(EOFError, OSError):
        while True:
            document, source, now, seconds, more_bytes = connection.recv()
            if own:
                _, most = resource.getrlimit(resource.RLIMIT_AS)
                allowed = own + memory_bytes + more_bytes
                resource.setrlimit(resource.RLIMIT_AS, (allowed, most))
            signal.setitimer(signal.ITIMER_PROF, seconds)  # at its end the process dies
            try:
                reading = read_document(document, source=source, now=now)
            except MemoryError:
                reading = Reading(failed=Message("reading.takes_too_much_memory"))
            signal.setitimer(signal.ITIMER_PROF, 0)
            connection.send(reading)


def _address_space() -> int:
    """The bytes of address space that are taken already; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()
