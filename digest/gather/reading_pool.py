"""Documents read in processes of their own, so that no document costs more than its own line.

::

    read(document) ─pipe→ reading process ─read_document→ Reading
                          limits of processor time and memory; one that breaks them dies, and only
                          the document it was reading has failed

The processes are forked from one that has loaded the parsers, and read many documents each.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from digest.model.message import Message, Text
from digest.model.reading import Document, Reading
from digest.model.settings import Source

_MEGABYTE = 1_000_000
_STARTING_SECONDS = 60.0  # to load the parsers, on a machine that has other things to do
_CLOSING_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingLimits:
    """What reading one document may take: processor time, and memory beyond the parsers' own.

    A megabyte of an ordinary feed takes 0.6 seconds on the machine that Digest was measured on.
    """

    seconds: float = 3.0
    seconds_per_megabyte: float = 1.0
    memory_bytes: int = 300 * _MEGABYTE
    memory_factor: int = 10  # bytes for each of the document's

    def seconds_for(self, document: Document) -> float:
        """Seconds of processor time for a document of this size."""
        return self.seconds + self.seconds_per_megabyte * len(document.content) / _MEGABYTE


class ReadingPool:
    """Reads documents, a few at a time, from any number of threads; to be used with ``with``."""

    def __init__(self, *, limits: ReadingLimits | None = None, processes: int = 0) -> None:
        """``processes`` at a time; 0 is one for each processor, up to four."""
        self._limits = limits or ReadingLimits()
        count = processes or min(os.cpu_count() or 1, 4)
        self._idle: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)  # started when it is needed

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """To be left when nobody reads any more."""
        while not self._idle.empty():
            if (reader := self._idle.get()) is not None:
                reader.close()

    def read(self, document: Document, *, source: Source, now: datetime) -> Reading:
        """What ``read_document`` makes of the document; ``failed`` says so where it broke a limit.

        Waits for a process to be free. Raises nothing on any bytes.
        """
        reader = self._idle.get()
        try:
            if reader is None:
                reader = _Reader(self._limits)
            reading = reader.read(document, source, now)
        except BaseException:
            if reader is not None:
                reader.close()
            self._idle.put(None)
            raise
        if reading is None:
            reading = Reading(failed=reader.why_ended(document))
            reader = None
        self._idle.put(reader)
        return reading


class _Reader:
    """A reading process and the pipe to it."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._pipe, theirs = multiprocessing.Pipe()
        with _starting:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["digest.gather.reading_process"])
            self._process: BaseProcess = context.Process(
                target=_serve, args=(theirs, limits.memory_bytes), daemon=True
            )
            self._process.start()
        theirs.close()

    def read(self, document: Document, source: Source, now: datetime) -> Reading | None:
        """The reading; None where the process died over it or had to be ended."""
        seconds = self._limits.seconds_for(document)
        more_bytes = self._limits.memory_factor * len(document.content)
        try:
            self._pipe.send((document, source, now, seconds, more_bytes))
            # processor time is counted there; here, the time of a machine that does other things
            if self._pipe.poll(_STARTING_SECONDS + 10 * seconds):
                reading: Reading = self._pipe.recv()
                return reading
        except (EOFError, OSError):
            pass
        self.close()
        return None

    def why_ended(self, document: Document) -> Message:
        """Why there is no reading, for the report."""
        code = self._process.exitcode
        if code == -signal.SIGPROF:
            seconds = self._limits.seconds_for(document)
            return Message("reading.takes_too_long", seconds=seconds)
        ended: Text = Message("reading.exit_code", code=code)
        if code is not None and code < 0:
            ended = signal.Signals(-code).name
        return Message("reading.process_ended", how=ended)

    def close(self) -> None:
        """Ends the process, which stops by itself unless it is reading."""
        self._pipe.close()
        self._process.join(_CLOSING_SECONDS if self._process.exitcode is None else None)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()


_starting = threading.Lock()


def _serve(connection: Connection, memory_bytes: int) -> None:
    from digest.gather.reading_process import serve  # the parsers, which the asker does not need

    serve(connection, memory_bytes)
