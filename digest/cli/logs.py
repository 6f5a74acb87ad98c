"""The log of a command that runs for long: on standard error, lines of one kind thinned out."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

LINES_AT_ONCE = 20
"""How many lines of one kind are written within ``WINDOW_SECONDS``; more say nothing new, and are
how a stranger fills a disk."""
WINDOW_SECONDS = 60.0

_MOST_KINDS = 2_000
_KIND_LENGTH = 200  # characters


def begin_log() -> None:
    """Everything from INFO on goes to standard error, with the time."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s", force=True
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(RepeatedLines())


@dataclass(slots=True)
class _Window:
    began: float
    lines: int = 0


class RepeatedLines(logging.Filter):
    """Leaves out lines that are like many just before them: the same but for numbers. The first
    that is written after a minute says how many were left out."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._windows: dict[str, _Window] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        now = self._clock()
        kind = self._kind_of(record, now)
        window = self._windows.setdefault(kind, _Window(now))
        if now - window.began >= WINDOW_SECONDS:
            left_out = window.lines - LINES_AT_ONCE
            window.began, window.lines = now, 0
            if left_out > 0:
                record.msg = f"{record.getMessage()} ({left_out} more such lines were left out)"
                record.args = ()
        window.lines += 1
        return window.lines <= LINES_AT_ONCE

    def _kind_of(self, record: logging.LogRecord, now: float) -> str:
        text = re.sub(r"\d+", "#", record.getMessage()[:_KIND_LENGTH])
        kind = f"{record.name} {record.levelname} {text}"
        if kind not in self._windows and len(self._windows) >= _MOST_KINDS:
            self._windows = {
                known: window
                for known, window in list(self._windows.items())
                if now - window.began < WINDOW_SECONDS
            }
            if len(self._windows) >= _MOST_KINDS:  # all different, all of one minute
                return record.name
        return kind
