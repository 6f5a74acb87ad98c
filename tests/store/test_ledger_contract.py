"""What every implementation of the ledger has to do: run against each of ``HOUSES``."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.model.delivery import AttemptResult, LetterState, Outlook, Progress, SendWindow
from digest.model.errors import BusyError
from digest.store.ledger import Ledger
from tests.store.ledger_houses import EDITION, HOUSES, MORNING, NOW, LedgerHouse, opened


@pytest.fixture(params=list(HOUSES.values()), ids=list(HOUSES))
def house(request: pytest.FixtureRequest, tmp_path: Path) -> LedgerHouse:
    built: LedgerHouse = request.param(tmp_path)
    for number in range(1, 6):
        built.subscribe(f"reader{number}@example.com")
    return built


def sent(recipient: int) -> AttemptResult:
    return AttemptResult(
        recipient=recipient, row=LetterState.SENT, at=NOW, code=250, words="250 ok"
    )


def claimed_ids(ledger: Ledger, count: int = 100) -> list[int]:
    return [claim.recipient.id for claim in ledger.claim(count, now=NOW)]


def claimed_addresses(ledger: Ledger) -> list[str]:
    return [claim.recipient.address for claim in ledger.claim(100, now=NOW)]


def test_the_audience_is_frozen_when_the_sending_begins(house: LedgerHouse) -> None:
    ledger = opened(house)
    house.subscribe("late@example.com")
    assert len(claimed_ids(ledger)) == 5
    assert ledger.progress().total == 5


def test_people_of_other_lists_are_not_in_the_audience(house: LedgerHouse) -> None:
    house.subscribe("owl@example.com", newsletter="evening")
    assert opened(house).progress().total == 5


def test_a_recipient_is_claimed_once(house: LedgerHouse) -> None:
    ledger = opened(house)
    first, second = claimed_ids(ledger, 3), claimed_ids(ledger, 3)
    assert (len(first), len(second)) == (3, 2)
    assert not set(first) & set(second)
    assert claimed_ids(ledger) == []


def test_a_closed_row_keeps_the_server_s_words(house: LedgerHouse) -> None:
    ledger = opened(house)
    [number] = claimed_ids(ledger, 1)
    ledger.close(
        AttemptResult(
            recipient=number, row=LetterState.FAILED, at=NOW, code=550, words="550 nobody here"
        )
    )
    ledger.release(now=NOW)
    assert house.ledgers.reasons(EDITION) == (("550 nobody here", 1),)


def test_a_deferred_row_comes_back_when_it_is_due_with_its_attempts_counted(
    house: LedgerHouse,
) -> None:
    ledger = opened(house)
    [number] = claimed_ids(ledger, 1)
    due = NOW + timedelta(minutes=1)
    ledger.close(
        AttemptResult(recipient=number, row=LetterState.PENDING, at=NOW, due=due, words="451 later")
    )
    assert number not in claimed_ids(ledger)
    [claim] = ledger.claim(10, now=due)
    assert (claim.recipient.id, claim.attempts) == (number, 1)


def test_the_next_due_time_is_that_of_the_earliest_pending_row(house: LedgerHouse) -> None:
    ledger = opened(house)
    due = NOW + timedelta(minutes=7)
    for number in claimed_ids(ledger):
        ledger.close(AttemptResult(recipient=number, row=LetterState.PENDING, at=NOW, due=due))
        due += timedelta(minutes=1)
    ledger.flush(now=NOW)
    assert ledger.next_due() == NOW + timedelta(minutes=7)


def test_a_letter_given_back_can_be_claimed_again_at_once(house: LedgerHouse) -> None:
    ledger = opened(house)
    [number] = claimed_ids(ledger, 1)
    ledger.give_back(number)
    [claim, *_] = ledger.claim(5, now=NOW)
    assert (claim.recipient.id, claim.attempts) == (number, 0)


def test_giving_up_fails_what_is_pending_and_says_why(house: LedgerHouse) -> None:
    ledger = opened(house)
    claimed = claimed_ids(ledger, 2)
    ledger.close(sent(claimed[0]))
    ledger.close(
        AttemptResult(
            recipient=claimed[1], row=LetterState.PENDING, at=NOW, due=NOW, words="451 later"
        )
    )
    ledger.give_up("too late", now=NOW)
    assert ledger.progress() == Progress(edition=EDITION, total=5, sent=1, failed=4)
    reasons = [(str(words), count) for words, count in house.ledgers.reasons(EDITION)]
    assert reasons == [("too late", 3), ("too late: 451 later", 1)]


def test_progress_counts_every_row_once(house: LedgerHouse) -> None:
    ledger = opened(house)
    claimed = claimed_ids(ledger, 3)
    ledger.close(sent(claimed[0]))
    expected = Progress(edition=EDITION, total=5, pending=2, claimed=2, sent=1)
    assert ledger.progress() == expected
    ledger.flush(now=NOW)
    assert house.ledgers.progress(EDITION) == expected
    assert expected.open == 4
    assert not expected.finished


def test_an_edition_that_was_never_sent_has_no_progress(house: LedgerHouse) -> None:
    assert house.ledgers.progress("other") == Progress(edition="other")


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_suppressed_address_is_excluded_whenever_it_was_suppressed(
    house: LedgerHouse, moment: str
) -> None:
    if moment == "before":
        house.suppress("READER2@example.com")
        ledger = opened(house)
    else:
        ledger = opened(house)
        house.suppress("reader2@EXAMPLE.com")
    assert len(claimed_ids(ledger)) == 4


def test_why_a_claimed_recipient_may_not_be_written_to_is_known_at_once(
    house: LedgerHouse,
) -> None:
    ledger = opened(house)
    stays, leaves, complains, goes, *_ = claimed_ids(ledger)
    house.unsubscribe("reader2@example.com")
    house.suppress("reader3@example.com")
    house.delete("reader4@example.com")
    assert [str(ledger.why_not(number)) for number in (stays, leaves, complains, goes)] == [
        "",
        "unsubscribed since the audience was frozen",
        "suppressed: complained",
        "deleted since the audience was frozen",
    ]
    excluded = AttemptResult(
        recipient=leaves, row=LetterState.EXCLUDED, at=NOW, words=ledger.why_not(leaves)
    )
    ledger.close(excluded)
    ledger.flush(now=NOW)
    assert ledger.progress().excluded == 1
    assert house.another_sender().progress(EDITION).excluded == 1


def test_who_unsubscribes_during_the_sending_gets_no_letter(house: LedgerHouse) -> None:
    ledger = opened(house)
    house.unsubscribe("reader4@example.com")
    assert "reader4@example.com" not in claimed_addresses(ledger)
    assert ledger.progress().excluded == 1


def test_who_is_deleted_during_the_sending_gets_no_letter(house: LedgerHouse) -> None:
    ledger = opened(house)
    house.delete("reader5@example.com")
    assert len(claimed_ids(ledger)) == 4
    assert ledger.progress().excluded == 1


def test_a_batch_of_leavers_does_not_look_like_the_end(house: LedgerHouse) -> None:
    ledger = opened(house)
    for number in (1, 2):
        house.unsubscribe(f"reader{number}@example.com")
    assert len(claimed_ids(ledger, 2)) == 2


def test_a_second_sender_is_told_who_holds_the_edition(house: LedgerHouse) -> None:
    opened(house)
    with pytest.raises(BusyError, match=f"process {os.getpid()} on"):
        house.another_sender().open(MORNING, now=NOW, repeat_unknown=True)


def test_a_released_edition_can_be_taken_up_again(house: LedgerHouse) -> None:
    ledger = opened(house)
    ledger.release(now=NOW)
    assert len(claimed_ids(opened(house))) == 5


def test_a_dead_sender_s_edition_is_taken_over_at_once(house: LedgerHouse) -> None:
    opened(house)
    house.lose_sender()
    assert len(claimed_ids(opened(house))) == 5


def test_failed_letters_can_be_made_due_again_and_nothing_else(house: LedgerHouse) -> None:
    ledger = opened(house)
    numbers = claimed_ids(ledger)
    for number in numbers[:3]:
        ledger.close(sent(number))
    for number in numbers[3:]:
        ledger.close(
            AttemptResult(recipient=number, row=LetterState.FAILED, at=NOW, words="550 no")
        )
    ledger.release(now=NOW)
    assert house.ledgers.reopen(EDITION, LetterState.FAILED, now=NOW) == 2
    assert sorted(claimed_ids(opened(house))) == sorted(numbers[3:])


def test_letters_of_an_edition_under_way_are_not_reopened(house: LedgerHouse) -> None:
    opened(house)
    with pytest.raises(BusyError):
        house.ledgers.reopen(EDITION, LetterState.FAILED, now=NOW)


def test_nothing_is_written_for_a_sender_whose_edition_was_taken_over(house: LedgerHouse) -> None:
    ledger = opened(house)
    [number] = claimed_ids(ledger, 1)
    house.lose_sender()
    house.another_sender().open(MORNING, now=NOW, repeat_unknown=True)
    ledger.close(sent(number))
    with pytest.raises(BusyError, match="taken over"):
        ledger.flush(now=NOW)


def test_what_a_lost_sender_had_claimed_is_claimed_again(house: LedgerHouse) -> None:
    claimed_ids(opened(house), 3)
    house.lose_sender()
    ledger = opened(house)
    assert ledger.resumed == 3
    assert len(claimed_ids(ledger)) == 5


def test_only_readers_with_one_of_the_tags_are_in_a_segment_s_audience(
    house: LedgerHouse,
) -> None:
    house.subscribe("ada@example.com", tags=("beta", "press"))
    house.subscribe("bob@example.com", tags=("betamax",))
    house.subscribe("eve@example.com", tags=("staff",))
    ledger = opened(house, replace(MORNING, tags=("Beta", "staff")))
    assert claimed_addresses(ledger) == ["ada@example.com", "eve@example.com"]


def test_a_letter_is_due_at_its_reader_s_own_hour(house: LedgerHouse) -> None:
    house.subscribe("ada@example.com", zone="America/New_York")
    later = NOW + timedelta(hours=7)

    def hours_in(zone: str) -> SendWindow:
        due = later if zone else NOW - timedelta(hours=1)
        return SendWindow(due=due, never_after=due + timedelta(hours=3))

    ledger = opened(house, replace(MORNING, hours_in=hours_in))
    assert len(claimed_ids(ledger)) == 5
    assert ledger.next_due() == later
    [claim] = ledger.claim(10, now=later)
    assert (claim.recipient.address, claim.recipient.zone) == (
        "ada@example.com",
        "America/New_York",
    )


def test_the_outlook_tells_the_rate_of_the_last_minute_and_how_long_the_rest_takes(
    house: LedgerHouse,
) -> None:
    ledger = opened(house)
    numbers = claimed_ids(ledger)
    for number in numbers[:2]:
        ledger.close(sent(number))
    ledger.give_back(numbers[2])
    ledger.flush(now=NOW)
    after_ten_seconds = house.ledgers.outlook(EDITION, now=NOW + timedelta(seconds=10))
    assert (after_ten_seconds.letters_per_second, after_ten_seconds.remaining_seconds) == (0.2, 15)
    much_later = house.ledgers.outlook(EDITION, now=NOW + timedelta(hours=1))
    assert (much_later.letters_per_second, much_later.remaining_seconds) == (0.0, None)


def test_an_edition_that_was_never_sent_has_no_outlook(house: LedgerHouse) -> None:
    assert house.ledgers.outlook("other", now=NOW) == Outlook()


def test_a_letter_can_be_given_back_for_later(house: LedgerHouse) -> None:
    ledger = opened(house)
    numbers = claimed_ids(ledger)
    ledger.give_back(numbers[0], due=NOW + timedelta(seconds=3))
    assert claimed_ids(ledger) == []
    assert ledger.next_due() == NOW + timedelta(seconds=3)


def test_the_edition_s_freezing_is_remembered(house: LedgerHouse) -> None:
    assert house.ledgers.frozen_at(EDITION) is None
    opened(house)
    assert house.ledgers.frozen_at(EDITION) == NOW
