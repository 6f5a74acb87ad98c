"""What is done after an attempt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.retry import Patience, decide
from digest.model.delivery import AttemptResult, LetterState
from digest.model.mail import Delivery, Outcome

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
NEVER_AFTER = NOW + timedelta(hours=3)


def closing(
    outcome: Outcome,
    *,
    attempts: int = 0,
    now: datetime = NOW,
    patience: Patience | None = None,
) -> AttemptResult:
    delivery = Delivery(recipient=1, outcome=outcome, code=451, words="451 later")
    return decide(
        delivery,
        attempts=attempts,
        now=now,
        never_after=NEVER_AFTER,
        patience=patience or Patience(),
    )


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        (Outcome.ACCEPTED, LetterState.SENT),
        (Outcome.REFUSED, LetterState.FAILED),
        (Outcome.DEFERRED, LetterState.PENDING),
        (Outcome.UNKNOWN, LetterState.PENDING),
    ],
)
def test_each_outcome_has_its_row(outcome: Outcome, row: LetterState) -> None:
    assert closing(outcome).row is row


def test_a_letter_in_doubt_waits_for_a_person_where_the_newsroom_wants_no_repeats() -> None:
    assert (
        closing(Outcome.UNKNOWN, patience=Patience(repeat_unknown=False)).row is LetterState.UNKNOWN
    )


def test_pauses_grow_up_to_the_longest() -> None:
    pauses = [closing(Outcome.DEFERRED, attempts=n) for n in range(8)]
    minutes = [((p.due or NOW) - NOW).total_seconds() / 60 for p in pauses]
    assert minutes == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_letter_whose_next_attempt_would_come_too_late_has_failed() -> None:
    late = closing(Outcome.DEFERRED, now=NEVER_AFTER - timedelta(seconds=30))
    assert late.row is LetterState.FAILED
    assert late.due is None
    assert "451 later" in str(late.words)


@given(
    attempts=st.integers(0, 10**6), seconds=st.floats(0, 20000), outcome=st.sampled_from(Outcome)
)
def test_what_stays_open_is_always_due_before_the_last_minute(
    attempts: int, seconds: float, outcome: Outcome
) -> None:
    made = closing(outcome, attempts=attempts, now=NOW + timedelta(seconds=seconds))
    assert (made.row is LetterState.PENDING) == (made.due is not None)
    assert made.due is None or made.due < NEVER_AFTER
