"""How fast letters may go: never above the settings' rate, and slower when the server asks.

Pure: it is told the time. Each sign that the server has too much (421, a 4xx to the sender or to a
whole letter) doubles the pause between letters; each letter taken shortens it a little, so that the
rate finds the server's own.
"""

from __future__ import annotations

_FIRST_PAUSE = 0.02  # seconds between letters after the first sign
_LONGEST_PAUSE = 2.0
_SHORTENED = 0.95
_NEGLIGIBLE = 0.001


class Pace:
    """The pause between two letters, over all connections together, in seconds."""

    def __init__(self, *, letters_per_second: float = 0.0) -> None:
        """``letters_per_second`` is the highest rate; 0 means no limit."""
        self._shortest = 1 / letters_per_second if letters_per_second else 0.0
        self._free_at = 0.0
        self.pause = self._shortest

    def slow_down(self) -> None:
        """The server has too much."""
        self.pause = min(max(self.pause * 2, _FIRST_PAUSE), max(_LONGEST_PAUSE, self._shortest))

    def speed_up(self) -> None:
        """The server took a letter."""
        if self.pause > self._shortest:
            shorter = self.pause * _SHORTENED
            self.pause = max(shorter if shorter > _NEGLIGIBLE else 0.0, self._shortest)

    def wait(self, now: float) -> float:
        """Seconds until the next letter may go; nothing has to be waited for when it is 0."""
        return max(self._free_at - now, 0.0) if self.pause else 0.0

    def taken(self, now: float) -> None:
        """A letter goes: the next one may a pause later."""
        if self.pause:
            self._free_at = max(self._free_at, now) + self.pause
