"""When things are due: local times, both clock changes, skip days, and the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.edition import EditionRecord, State
from digest.model.settings import Approval, Day, Newsletter
from digest.timetable import (
    Overdue,
    ScheduleStep,
    begun,
    current,
    edition_at,
    missed,
    next_step,
    timetable,
    upcoming,
    worries,
)

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = Newsletter(
    id="morning",
    name="Morning",
    sender="Morning <morning@example.com>",
    days=tuple(Day),
    approve_by=time(6, 20),
    send_at=time(6, 30),
    send_by=time(7, 0),
    never_after=time(10, 0),
    approval=Approval.AUTOMATIC,
)
THURSDAY = date(2026, 3, 12)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def in_state(state: State, ready_at: datetime | None = None) -> EditionRecord:
    times = timetable(MORNING, THURSDAY, BERLIN)
    return replace(begun(MORNING, times), state=state, ready_at=ready_at)


def test_local_times_follow_the_zone_through_the_year() -> None:
    winter = timetable(MORNING, date(2026, 1, 15), BERLIN)
    summer = timetable(MORNING, date(2026, 7, 15), BERLIN)
    assert winter.send_at == datetime(2026, 1, 15, 5, 30, tzinfo=UTC)
    assert summer.send_at == datetime(2026, 7, 15, 4, 30, tzinfo=UTC)


def test_a_time_that_the_spring_change_skips_comes_as_much_after_the_change() -> None:
    early = replace(MORNING, send_at=time(2, 30), approve_by=None, send_by=None)
    times = timetable(early, date(2026, 3, 29), BERLIN)
    assert times.send_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert times.send_at.astimezone(BERLIN).time() == time(3, 30)


def test_a_time_that_the_autumn_change_repeats_is_the_first_of_the_two() -> None:
    early = replace(MORNING, send_at=time(2, 30), approve_by=None, send_by=None)
    times = timetable(early, date(2026, 10, 25), BERLIN)
    assert times.send_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_hour_that_comes_twice_gives_one_edition() -> None:
    early = replace(MORNING, send_at=time(2, 30), approve_by=None, send_by=None)
    first, second = (datetime(2026, 10, 25, hour, 31, tzinfo=UTC) for hour in (0, 1))
    assert {edition_at(early, BERLIN, each).edition for each in (first, second)} == {
        "morning-2026-10-25"
    }


def test_the_edition_in_work_begins_with_its_build() -> None:
    built_at = local(THURSDAY, 5, 45)
    assert current(MORNING, BERLIN, built_at - timedelta(seconds=1)) is None
    times = current(MORNING, BERLIN, built_at)
    assert times is not None
    assert times.edition == "morning-2026-03-12"


def test_a_build_may_begin_on_the_evening_before() -> None:
    night = replace(MORNING, send_at=time(0, 15), approve_by=None, send_by=None)
    times = current(night, BERLIN, local(THURSDAY - timedelta(days=1), 23, 40))
    assert times is not None
    assert times.date == THURSDAY


def test_a_skipped_day_and_a_day_off_have_no_edition() -> None:
    weekdays = replace(MORNING, days=(Day.MONDAY, Day.FRIDAY), skip_days=(date(2026, 3, 13),))
    assert current(weekdays, BERLIN, local(THURSDAY, 7)) is None
    assert current(weekdays, BERLIN, local(date(2026, 3, 13), 7)) is None
    following = upcoming(weekdays, BERLIN, local(THURSDAY, 7))
    assert following is not None
    assert following.date == date(2026, 3, 16)


def test_a_slot_is_part_of_the_edition_id() -> None:
    evening = replace(MORNING, slot="evening")
    assert timetable(evening, THURSDAY, BERLIN).edition == "morning-2026-03-12-evening"


def test_what_was_missed_while_nobody_was_here_is_named_once_each() -> None:
    names = [
        times.date.isoformat()
        for times in missed(MORNING, BERLIN, since=date(2026, 3, 9), now=local(THURSDAY, 8))
    ]
    assert names == ["2026-03-10", "2026-03-11"]  # today's can still go out


STEPS = [
    # state, local hour and minute, what is due
    (State.DRAFT, (5, 44), ScheduleStep.WAIT),
    (State.DRAFT, (5, 45), ScheduleStep.BUILD),
    (State.DRAFT, (9, 59), ScheduleStep.BUILD),
    (State.DRAFT, (10, 1), ScheduleStep.EXPIRE),
    (State.READY, (5, 50), ScheduleStep.APPROVE),
    (State.READY, (10, 1), ScheduleStep.EXPIRE),
    (State.HELD, (6, 30), ScheduleStep.WAIT),
    (State.HELD, (10, 1), ScheduleStep.EXPIRE),
    (State.APPROVED, (6, 29), ScheduleStep.WAIT),
    (State.APPROVED, (6, 30), ScheduleStep.SEND),
    (State.APPROVED, (9, 59), ScheduleStep.SEND),
    (State.APPROVED, (10, 1), ScheduleStep.EXPIRE),
    (State.SENDING, (6, 31), ScheduleStep.SEND),
    (State.SENDING, (23, 0), ScheduleStep.SEND),
    (State.SENT, (7, 0), ScheduleStep.WAIT),
    (State.KILLED, (10, 1), ScheduleStep.WAIT),
    (State.EXPIRED, (10, 1), ScheduleStep.WAIT),
    (State.EMPTY, (10, 1), ScheduleStep.WAIT),
]


@pytest.mark.parametrize(("state", "clock", "step"), STEPS)
def test_the_next_step_follows_from_state_and_time(
    state: State, clock: tuple[int, int], step: ScheduleStep
) -> None:
    times = timetable(MORNING, THURSDAY, BERLIN)
    assert next_step(in_state(state), times, MORNING, local(THURSDAY, *clock)) is step


def test_the_next_edition_is_tomorrows_once_todays_is_out() -> None:
    early = local(THURSDAY, 6, 45)
    for over, day in (((), THURSDAY), ({THURSDAY}, THURSDAY + timedelta(days=1))):
        found = upcoming(MORNING, BERLIN, early, over=over)
        assert found is not None
        assert found.date == day


def test_a_day_with_too_few_stories_is_built_again_while_news_comes_in() -> None:
    times = timetable(MORNING, THURSDAY, BERLIN)
    empty = in_state(State.EMPTY)
    early, late = local(THURSDAY, 6, 30), local(THURSDAY, 10, 1)
    assert next_step(empty, times, MORNING, early, news=True) is ScheduleStep.BUILD
    assert next_step(empty, times, MORNING, late, news=True) is ScheduleStep.WAIT


def test_an_edition_that_needs_a_person_never_approves_itself() -> None:
    required = replace(MORNING, approval=Approval.REQUIRED)
    times = timetable(required, THURSDAY, BERLIN)
    assert (
        next_step(in_state(State.READY), times, required, local(THURSDAY, 9)) is ScheduleStep.WAIT
    )


def test_a_grace_runs_from_the_moment_the_edition_was_ready() -> None:
    graced = replace(MORNING, approval=Approval.GRACE, grace_minutes=30)
    times = timetable(graced, THURSDAY, BERLIN)
    ready = in_state(State.READY, ready_at=local(THURSDAY, 5, 50))
    assert next_step(ready, times, graced, local(THURSDAY, 6, 19)) is ScheduleStep.WAIT
    assert next_step(ready, times, graced, local(THURSDAY, 6, 20)) is ScheduleStep.APPROVE


def test_where_readers_have_their_own_hour_sending_begins_where_the_day_does() -> None:
    everywhere = replace(MORNING, local_hour=True)
    times = timetable(everywhere, THURSDAY, BERLIN)
    approved = in_state(State.APPROVED)
    in_kiritimati = datetime.combine(THURSDAY, MORNING.send_at, ZoneInfo("Pacific/Kiritimati"))
    before = in_kiritimati - timedelta(seconds=1)
    assert next_step(approved, times, everywhere, before) is ScheduleStep.WAIT
    assert next_step(approved, times, everywhere, in_kiritimati) is ScheduleStep.SEND


def test_the_operator_hears_of_an_edition_that_nobody_approved() -> None:
    times = timetable(MORNING, THURSDAY, BERLIN)
    assert list(worries(in_state(State.READY), times, local(THURSDAY, 6, 19))) == []
    assert list(worries(in_state(State.READY), times, local(THURSDAY, 6, 21))) == [
        Overdue.NOT_APPROVED
    ]


def test_the_operator_hears_of_an_edition_that_did_not_go_out() -> None:
    times = timetable(MORNING, THURSDAY, BERLIN)
    late = local(THURSDAY, 7, 1)
    assert Overdue.NOT_SENT in worries(in_state(State.SENDING), times, late)
    assert Overdue.NOT_SENT in worries(None, times, late)
    assert list(worries(in_state(State.SENT), times, late)) == []
    assert list(worries(in_state(State.KILLED), times, late)) == []


@given(
    minutes=st.integers(0, 3 * 365 * 24 * 60),
    send_at=st.times(max_value=time(22, 59)),
)
def test_the_next_edition_is_never_over_yet(minutes: int, send_at: time) -> None:
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    newsletter = replace(
        MORNING,
        send_at=send_at,
        approve_by=None,
        send_by=None,
        never_after=send_at.replace(hour=send_at.hour + 1),
    )
    times = upcoming(newsletter, BERLIN, moment)
    assert times is not None
    assert moment <= times.never_after
    assert times.build_at <= times.send_at <= times.never_after
