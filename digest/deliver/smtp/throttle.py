"""How fast letters may go, over all connections and to single domains. Pure: told the time.

All together never go above the settings' rate, and slower when the server asks: each sign that it
has too much (421, a 4xx to the sender or to a whole letter) doubles the pause between letters; each
letter taken shortens it a little, so that the rate finds the server's own.

A few letters to a limited domain wait in its lane, so that connections stay open for them; for
those beyond, a later time is booked, and they come back then. All others go on meanwhile.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from digest.model.mail import Letter

_SECONDS_HELD = 2.0


class Lane:
    """The letters to one domain, at most ``rate`` a second."""

    def __init__(self, rate: float) -> None:
        self._interval = 1 / rate
        self._room = max(2, int(rate * _SECONDS_HELD))
        self._held: deque[Letter] = deque()
        self._free_at = 0.0
        self._booked = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a letter may go."""
        return max(self._free_at - now, 0.0)

    def taken(self, now: float) -> None:
        """A letter goes."""
        self._free_at = max(self._free_at, now) + self._interval

    def next_held(self, now: float) -> Letter | None:
        """The next letter that waited, if it may go now; it counts as taken."""
        if not self._held or self.wait(now):
            return None
        self.taken(now)
        return self._held.popleft()

    def hold(self, letter: Letter) -> bool:
        """Lets a letter wait here; false if too many do."""
        if len(self._held) >= self._room:
            return False
        self._held.append(letter)
        return True

    def book(self, now: float) -> float:
        """Seconds until a letter that finds no room here may come back."""
        ahead = self._free_at + len(self._held) * self._interval
        self._booked = max(self._booked, ahead, now) + self._interval
        return self._booked - now

    def empty(self) -> list[Letter]:
        """Those that waited, which will not go now."""
        left, self._held = list(self._held), deque()
        return left

    @property
    def holds(self) -> bool:
        """Whether letters wait here."""
        return bool(self._held)


class Lanes:
    """The lanes of all limited domains."""

    def __init__(self, rates: Mapping[str, float]) -> None:
        """``rates`` has the most letters a second for each limited domain."""
        self._lanes = {domain.casefold(): Lane(rate) for domain, rate in rates.items()}

    def of(self, letter: Letter) -> Lane | None:
        """The lane a letter has to keep to; nothing if its domain has no limit."""
        if not self._lanes:
            return None
        return self._lanes.get(letter.address.rpartition("@")[2].casefold())

    def next_held(self, now: float) -> Letter | None:
        """A letter that waited and may go now."""
        for lane in self._lanes.values():
            letter = lane.next_held(now)
            if letter is not None:
                return letter
        return None

    def soon(self, now: float) -> float | None:
        """Seconds until a letter that waits here may go; nothing if none waits."""
        return min((lane.wait(now) for lane in self._lanes.values() if lane.holds), default=None)

    def empty(self) -> list[Letter]:
        """All that waited."""
        return [letter for lane in self._lanes.values() for letter in lane.empty()]


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
