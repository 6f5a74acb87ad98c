"""Taking turns at what costs much: one at a time, few waiting, and the rest told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Turns at one kind of work in this process. For one event loop."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        """``waiting`` is how many may wait beside those ``at_once`` at work."""
        self._places = at_once + waiting
        self._at_work = asyncio.Semaphore(at_once)

    @property
    def are_all_taken(self) -> bool:
        """Whether nobody else may wait now."""
        return self._places == 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Waits for a turn, which lasts as long as the block; false, at once, if too many wait."""
        if self.are_all_taken:
            yield False
            return
        self._places -= 1
        try:
            async with self._at_work:
                yield True
        finally:
            self._places += 1
