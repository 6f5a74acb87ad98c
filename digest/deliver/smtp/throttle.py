"""Limits on how fast letters go to single domains, while all others go on. Pure: told the time.

A few letters to a limited domain wait here, so that connections stay open for them; for those
beyond, a later time is booked, and they come back then.
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
