"""How fast letters may go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp.throttle import Pace


def test_without_a_limit_and_a_complaint_nothing_is_waited_for() -> None:
    pace = Pace()
    pace.taken(0.0)
    assert pace.wait(0.0) == 0


def test_a_limit_spreads_the_letters_over_the_seconds() -> None:
    pace, now = Pace(letters_per_second=10), 0.0
    for _ in range(20):
        now += pace.wait(now)
        pace.taken(now)
    assert 1.89 < now < 1.91


def test_a_server_that_has_too_much_gets_half_as_much() -> None:
    pace = Pace(letters_per_second=10)
    pace.slow_down()
    assert pace.pause == 0.2


def test_letters_taken_bring_the_full_rate_back() -> None:
    pace = Pace()
    for _ in range(5):
        pace.slow_down()
    assert pace.pause > 0.3
    for _ in range(200):
        pace.speed_up()
    assert pace.pause == 0


@given(st.floats(0, 1000), st.lists(st.booleans(), max_size=200))
def test_the_pause_keeps_between_the_limit_and_its_longest(limit: float, signs: list[bool]) -> None:
    pace = Pace(letters_per_second=limit)
    shortest = pace.pause
    for good in signs:
        if good:
            pace.speed_up()
        else:
            pace.slow_down()
        assert shortest <= pace.pause <= max(2.0, shortest)
