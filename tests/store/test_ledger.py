"""The ledger in SQLite: who holds it, and what a killed process leaves. Its contract is tested in
``test_ledger_contract``."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.delivery import AttemptResult, Distribution, LetterState
from digest.model.errors import BusyError, DatabaseError
from digest.store.database import open_database
from digest.store.recipient_imports import add_recipient
from digest.store.sqlite_ledger import SqliteLedger, SqliteLedgers

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
EDITION = "morning-2026-11-23"
MORNING = Distribution(edition=EDITION, newsletter="morning")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(tmp_path / "digest.db", create=True)
    for number in range(1, 6):
        add_recipient(opened, "morning", f"reader{number}@example.com", now=NOW)
    return opened


def opened(database: Database, *, now: datetime = NOW, repeat_unknown: bool = True) -> SqliteLedger:
    return SqliteLedgers(database).open(MORNING, now=now, repeat_unknown=repeat_unknown)


def sent(recipient: int) -> AttemptResult:
    return AttemptResult(
        recipient=recipient, row=LetterState.SENT, at=NOW, code=250, words="250 ok"
    )


def state_of(database: Database, recipient: int) -> str:
    row = database.execute("SELECT state FROM ledger WHERE recipient = ?", [recipient]).fetchone()
    return str(row[0])


def claimed_ids(ledger: SqliteLedger, count: int = 100, *, now: datetime = NOW) -> list[int]:
    return [claim.recipient.id for claim in ledger.claim(count, now=now)]


def abandon(ledger: SqliteLedger) -> None:
    """What a kill leaves: the holder's process is gone, and nothing was written at the end."""
    ledger._database.execute("UPDATE audiences SET holder = json_set(holder, '$.pid', 999999999)")
    ledger._database.conn.commit()


def test_a_claim_is_in_the_database_before_it_is_given_out(database: Database) -> None:
    claimed = claimed_ids(opened(database), 2)
    assert [state_of(database, number) for number in claimed] == ["claimed", "claimed"]


def test_a_sender_on_another_machine_is_believed_until_its_lease_ends(database: Database) -> None:
    ledger = opened(database)
    database.execute("UPDATE audiences SET holder = json_set(holder, '$.host', 'elsewhere')")
    database.conn.commit()
    with pytest.raises(BusyError):
        opened(database)
    later = NOW + timedelta(minutes=16)
    taken = opened(database, now=later)
    assert len(taken.claim(10, now=later)) == 5
    with pytest.raises(BusyError, match="taken over"):
        ledger.claim(1, now=later)


def test_an_edition_that_failed_in_this_process_is_free_when_its_lease_ends(
    database: Database,
) -> None:
    opened(database)  # and never released: its thread could not write any more
    with pytest.raises(BusyError):
        opened(database)
    later = NOW + timedelta(minutes=16)
    taken = opened(database, now=later)
    assert len(taken.claim(10, now=later)) == 5


def test_a_number_given_to_another_program_is_not_the_sender(database: Database) -> None:
    opened(database)
    database.execute("UPDATE audiences SET holder = json_set(holder, '$.started', '1')")
    database.conn.commit()
    assert opened(database).progress().total == 5


def test_after_a_kill_letters_not_handed_over_go_as_if_nothing_had_happened(
    database: Database,
) -> None:
    first = opened(database)
    claimed_ids(first)
    abandon(first)
    second = opened(database, repeat_unknown=False)
    assert [claim.attempts for claim in second.claim(10, now=NOW)] == [0] * 5
    assert second.resumed == 5


def test_after_a_kill_answers_that_were_only_in_the_log_are_kept(database: Database) -> None:
    first = opened(database)
    number = claimed_ids(first)[0]
    first.handing_over(number)
    first.close(sent(number))
    abandon(first)
    second = opened(database)
    assert second.progress().sent == 1
    assert number not in claimed_ids(second)


def test_after_a_kill_a_deferral_that_was_only_in_the_log_stays_a_deferral(
    database: Database,
) -> None:
    first = opened(database)
    number = claimed_ids(first)[0]
    first.handing_over(number)
    due = NOW + timedelta(minutes=5)
    first.close(
        AttemptResult(recipient=number, row=LetterState.PENDING, at=NOW, due=due, words="451 later")
    )
    abandon(first)
    second = opened(database)
    assert number not in claimed_ids(second)
    assert number in claimed_ids(second, now=due)


@pytest.mark.parametrize(("repeat_unknown", "state"), [(True, "pending"), (False, "unknown")])
def test_after_a_kill_a_letter_in_flight_is_repeated_or_left_to_a_person(
    database: Database, repeat_unknown: bool, state: str
) -> None:
    first = opened(database)
    number = claimed_ids(first)[0]
    first.handing_over(number)
    abandon(first)
    opened(database, repeat_unknown=repeat_unknown)
    assert state_of(database, number) == state


def test_after_a_power_cut_every_claimed_letter_is_in_doubt(
    database: Database, tmp_path: Path
) -> None:
    first = opened(database)
    claimed_ids(first, 3)
    [log] = tmp_path.glob("*-intents-*")
    log.write_text(log.read_text().replace("boot ", "boot before "))
    abandon(first)
    second = opened(database, repeat_unknown=False)
    assert second.progress().unknown == 3


def test_after_a_power_cut_answers_that_reached_the_disk_count(
    database: Database, tmp_path: Path
) -> None:
    first = opened(database)
    numbers = claimed_ids(first, 3)
    for number in numbers:
        first.handing_over(number)
    first.close(sent(numbers[0]))
    [log] = tmp_path.glob("*-intents-*")
    log.write_text(log.read_text().replace("boot ", "boot before ") + "\0\0\0\n>17")
    abandon(first)
    second = opened(database, repeat_unknown=False)
    assert (second.progress().sent, second.progress().unknown) == (1, 2)


def test_a_line_cut_off_in_the_log_had_no_effect_yet(database: Database, tmp_path: Path) -> None:
    first = opened(database)
    number = claimed_ids(first)[0]
    [log] = tmp_path.glob("*-intents-*")
    with log.open("a") as file:
        file.write(f">{number}")
    abandon(first)
    assert opened(database, repeat_unknown=False).progress().unknown == 0


def test_the_log_begins_anew_without_forgetting_what_is_in_flight(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.intent_log._LINES_BEFORE_RENEWAL", 2)
    first = opened(database)
    numbers = claimed_ids(first, 4)
    for number in numbers:
        first.handing_over(number)
    for number in numbers[:3]:
        first.close(sent(number))
    first.flush(now=NOW)
    [log] = tmp_path.glob("*-intents-*")
    assert log.read_text().splitlines()[1:] == [f">{numbers[3]}"]


def test_the_log_is_removed_when_nothing_rests_on_it(database: Database, tmp_path: Path) -> None:
    ledger = opened(database)
    for number in claimed_ids(ledger):
        ledger.handing_over(number)
        ledger.close(sent(number))
    ledger.release(now=NOW)
    assert list(tmp_path.glob("*-intents-*")) == []


def test_closings_that_could_not_be_written_stay_in_the_log(
    database: Database, tmp_path: Path
) -> None:
    ledger = opened(database)
    number = claimed_ids(ledger, 1)[0]
    ledger.handing_over(number)
    ledger.close(sent(number))
    database.execute("PRAGMA query_only = ON")
    with pytest.raises(DatabaseError):
        ledger.release(now=NOW)
    database.execute("PRAGMA query_only = OFF")
    abandon(ledger)
    assert opened(database).progress().sent == 1


def test_a_stopped_process_keeps_what_it_holds_and_a_killed_one_does_not(tmp_path: Path) -> None:
    file = tmp_path / "digest.db"
    database = open_database(file, create=True)
    program = (
        "import sys, time; from pathlib import Path; from datetime import UTC, datetime\n"
        "from digest.store.database import open_database\n"
        "from digest.model.delivery import Distribution\n"
        "from digest.store.sqlite_ledger import SqliteLedgers\n"
        f"database = open_database(Path({str(file)!r}))\n"
        f"morning = Distribution(edition={EDITION!r}, newsletter='morning')\n"
        "SqliteLedgers(database).open(morning, now=datetime.now(UTC), repeat_unknown=True)\n"
        "print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(BusyError):
            opened(database)
        process.kill()
        process.wait()
    assert opened(database).progress().total == 0
