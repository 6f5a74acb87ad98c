"""Dispatch: an approved mail reaches everyone on the list once, whatever happens on the way."""

from __future__ import annotations

import functools
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time as clocks
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.deliver.dkim import Algorithm, generate_key
from digest.deliver.retry import Patience
from digest.model.delivery import DispatchReport, Distribution, LetterState, Progress
from digest.model.errors import BusyError, DatabaseError, DeliveryError
from digest.model.mail import Outcome
from digest.model.settings import DkimKey, MailServer, Settings
from digest.pipelines.deliver import dispatch, progress, reopen, send_test
from digest.pipelines.send_options import SendLimits, SendOptions
from digest.recipients.files import RecipientFile
from digest.store.database import open_database
from digest.store.recipient_imports import add_recipient
from digest.store.recipients import find_recipient, suppress, unsubscribe
from digest.store.sqlite_ledger import SqliteLedgers
from tests.deliver.rounds import MAIL, NEWSLETTER, PUBLICATION, parsed, server_at
from tests.deliver.scripted_server import (
    DROP,
    PIECES,
    SILENCE,
    TAKE_AND_DROP,
    Moment,
    ScriptedServer,
)
from tests.newsroom import newsroom_of

SECRET = b"a key of the newsroom"
QUICK = Patience(first_seconds=0.05, longest_seconds=0.2)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(tmp_path / "digest.db", create=True)
    fill(opened, 5)
    return opened


def fill(database: Database, count: int) -> None:
    for number in range(1, count + 1):
        add_recipient(database, "morning", f"reader{number}@example.com", now=now())


def now() -> datetime:
    return datetime.now(UTC)


def settings(mail: MailServer, folder: Path) -> Settings:
    return Settings(
        publication=PUBLICATION,
        newsletters={"morning": NEWSLETTER},
        mail=mail,
        project=folder,
    )


def sent(
    database: Database,
    mail: MailServer,
    folder: Path,
    *,
    patience: Patience = QUICK,
    seconds: float = 20.0,
    on_progress: Callable[[Progress], None] = lambda _: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> DispatchReport:
    return dispatch(
        newsroom_of(database, settings(mail, folder), secret=SECRET, clock=now),
        MAIL,
        limits=SendLimits(never_after=now() + timedelta(seconds=seconds)),
        options=SendOptions(on_progress=on_progress, should_stop=should_stop, patience=patience),
    )


def test_everyone_on_the_list_gets_the_mail_once(database: Database, tmp_path: Path) -> None:
    with ScriptedServer() as server:
        report = sent(database, server_at(server.port, connections=2), tmp_path)
    assert sorted(server.recipients) == [f"reader{n}@example.com" for n in range(1, 6)]
    assert report.progress == Progress(edition=MAIL.edition, total=5, sent=5)
    assert report.progress.finished


def test_a_second_call_sends_nothing(database: Database, tmp_path: Path) -> None:
    with ScriptedServer() as server:
        sent(database, server_at(server.port), tmp_path)
        report = sent(database, server_at(server.port), tmp_path)
    assert len(server.taken) == 5
    assert report.progress.sent == 5


def test_without_a_mail_server_letters_go_to_the_outbox(database: Database, tmp_path: Path) -> None:
    report = sent(database, MailServer(outbox="out"), tmp_path)
    files = list((tmp_path / "out" / MAIL.edition).glob("*.eml"))
    assert len(files) == report.progress.sent == 5
    recipients = {parsed(file.read_bytes())["To"] for file in files}
    assert recipients == {f"reader{n}@example.com" for n in range(1, 6)}


def test_a_deferred_letter_is_tried_again_until_it_is_taken(
    database: Database, tmp_path: Path
) -> None:
    def script(moment: Moment) -> str | None:
        greylisted = moment.step == "rcpt" and moment.count <= 8
        return "451 4.7.1 come back" if greylisted else None

    with ScriptedServer(script) as server:
        report = sent(database, server_at(server.port), tmp_path)
    assert report.progress.sent == 5
    assert Counter(server.recipients).most_common(1)[0][1] == 1


def test_what_is_deferred_until_the_last_minute_has_failed_with_the_server_s_words(
    database: Database, tmp_path: Path
) -> None:
    script = {"dot": "452 4.3.1 no room"}
    with ScriptedServer(lambda moment: script.get(moment.step)) as server:
        report = sent(database, server_at(server.port), tmp_path, seconds=0.6)
    assert report.progress == Progress(edition=MAIL.edition, total=5, failed=5)
    assert report.refused_by_all
    assert all("452 4.3.1 no room" in str(words) for words, _ in report.reasons)


def test_nothing_is_sent_after_the_last_minute(database: Database, tmp_path: Path) -> None:
    with ScriptedServer() as server:
        report = sent(database, server_at(server.port), tmp_path, seconds=-1)
    assert server.taken == []
    assert report.progress.failed == 5


def test_a_limit_for_a_domain_is_kept_and_everyone_gets_a_letter(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 20)
    started = clocks.monotonic()
    with ScriptedServer() as server:
        mail = server_at(server.port, connections=2, letters_per_second_to={"example.com": 10.0})
        report = sent(database, mail, tmp_path)
    assert report.progress.sent == 20
    assert clocks.monotonic() - started > 1.5


def test_a_refused_recipient_fails_alone_and_can_be_sent_to_again(
    database: Database, tmp_path: Path
) -> None:
    def script(moment: Moment) -> str | None:
        first = moment.step == "rcpt" and "reader3@" in moment.argument and moment.count <= 5
        return "550 5.1.1 no such user" if first else None

    with ScriptedServer(script) as server:
        report = sent(database, server_at(server.port), tmp_path)
        assert report.reasons == (("550 5.1.1 no such user", 1),)
        assert reopen(database, MAIL.edition, LetterState.FAILED, now=now()) == 1
        again = sent(database, server_at(server.port), tmp_path)
    assert again.progress.sent == 5
    assert Counter(server.recipients)["reader3@example.com"] == 1
    assert len(server.taken) == 5


def test_a_letter_whose_answer_was_lost_goes_again_with_the_same_message_id(
    database: Database, tmp_path: Path
) -> None:
    def script(moment: Moment) -> str | None:
        return TAKE_AND_DROP if moment.step == "dot" and moment.count == 2 else None

    with ScriptedServer(script) as server:
        report = sent(database, server_at(server.port), tmp_path)
    assert report.progress.sent == 5
    assert len(server.taken) == 6
    assert len({parsed(taken.content)["Message-ID"] for taken in server.taken}) == 5


def test_a_letter_whose_answer_was_lost_waits_for_a_person_where_repeats_are_unwanted(
    database: Database, tmp_path: Path
) -> None:
    def script(moment: Moment) -> str | None:
        return TAKE_AND_DROP if moment.step == "dot" and moment.count == 2 else None

    with ScriptedServer(script) as server:
        once = replace(QUICK, repeat_unknown=False)
        report = sent(database, server_at(server.port), tmp_path, patience=once)
        assert (report.progress.sent, report.progress.unknown) == (4, 1)
        assert len(server.taken) == 5
        assert report.progress.finished
        assert reopen(database, MAIL.edition, LetterState.UNKNOWN, now=now()) == 1
        decided = sent(database, server_at(server.port), tmp_path, patience=once)
    assert (decided.progress.sent, decided.progress.unknown) == (5, 0)
    assert max(Counter(server.recipients).values()) == 2


def test_a_server_that_is_not_there_loses_nothing(database: Database, tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(DeliveryError, match="cannot reach the mail server"):
        sent(database, server_at(port), tmp_path)
    assert progress(database, MAIL.edition) == Progress(edition=MAIL.edition, total=5, pending=5)
    with ScriptedServer() as server:
        assert sent(database, server_at(server.port), tmp_path).progress.sent == 5


def test_suppressed_and_unsubscribed_readers_get_nothing(
    database: Database, tmp_path: Path
) -> None:
    suppress(database, "Reader1@example.com", "complained", now=now())
    leaver = find_recipient(database, "morning", "reader2@example.com")
    assert leaver is not None
    unsubscribe(database, leaver.id, now=now())
    with ScriptedServer() as server:
        report = sent(database, server_at(server.port), tmp_path)
    assert sorted(server.recipients) == [f"reader{n}@example.com" for n in (3, 4, 5)]
    assert report.progress.finished


def test_a_stop_leaves_the_rest_for_the_next_call(database: Database, tmp_path: Path) -> None:
    fill(database, 300)
    seen: list[Progress] = []
    with ScriptedServer() as server:
        stopped = sent(
            database,
            server_at(server.port),
            tmp_path,
            on_progress=seen.append,
            should_stop=lambda: bool(seen) and seen[-1].sent > 50,
        )
        assert 0 < stopped.progress.sent < 300
        assert stopped.progress.claimed == 0
        assert sent(database, server_at(server.port), tmp_path).progress.sent == 300
    assert max(Counter(server.recipients).values()) == 1


def test_progress_never_goes_back(database: Database, tmp_path: Path) -> None:
    fill(database, 250)
    seen: list[Progress] = []
    with ScriptedServer() as server:
        sent(database, server_at(server.port), tmp_path, on_progress=seen.append)
    counts = [step.sent for step in seen]
    assert counts == sorted(counts)
    assert {step.total for step in seen} == {250}
    assert seen[-1].finished


def test_an_address_that_cannot_be_written_fails_alone(database: Database, tmp_path: Path) -> None:
    database.execute("UPDATE recipients SET address = 'x\r\nBcc: y@example.com' WHERE id = 2")
    database.conn.commit()
    with ScriptedServer() as server:
        report = sent(database, server_at(server.port), tmp_path)
    assert (report.progress.sent, report.progress.failed) == (4, 1)
    assert "cannot be written to" in str(report.reasons[0][0])


def test_a_ledger_that_cannot_be_written_stops_the_sending(
    database: Database, tmp_path: Path
) -> None:
    fill(database, 300)

    def break_it(step: Progress) -> None:
        if step.sent > 50:
            database.execute("PRAGMA query_only = ON")

    with ScriptedServer() as server, pytest.raises(DatabaseError):
        sent(database, server_at(server.port), tmp_path, on_progress=break_it)
    assert len(server.taken) < 300
    database.execute("PRAGMA query_only = OFF")
    database.execute("UPDATE audiences SET holder = NULL")
    database.conn.commit()
    with ScriptedServer() as second:
        report = sent(database, server_at(second.port), tmp_path)
    assert report.progress.sent == 300
    assert not set(server.recipients) & set(second.recipients)


@contextmanager
def lockable(database: Database, seconds: float) -> Iterator[Callable[[], None]]:
    """Another program that takes the database's write lock for so long when it is first told to."""
    file = database.execute("PRAGMA database_list").fetchone()[2]
    threads: list[threading.Thread] = []
    locked = threading.Event()

    def hold() -> None:
        other = sqlite3.connect(file, isolation_level=None, timeout=20)
        other.execute("BEGIN IMMEDIATE")
        locked.set()
        clocks.sleep(seconds)
        other.close()

    def lock() -> None:
        if not threads:
            threads.append(threading.Thread(target=hold))
            threads[0].start()
            locked.wait(20)

    yield lock
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("connections", [1, 8])
def test_a_long_lock_in_mid_sending_repeats_no_letter_and_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connections: int
) -> None:
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.3)
    database = open_database(tmp_path / "digest.db", create=True)
    fill_quickly(database, 400)
    with ScriptedServer() as server, lockable(database, 3.0) as lock:

        def lock_half_way(step: Progress) -> None:
            if step.sent > 100:
                lock()

        mail_server = server_at(server.port, connections=connections)
        report = sent(database, mail_server, tmp_path, on_progress=lock_half_way)
    assert (report.progress.sent, report.progress.unknown) == (400, 0)
    assert len(server.recipients) == len(set(server.recipients)) == 400


def test_a_ledger_that_fails_leaves_every_connection_to_read_its_last_answer(
    tmp_path: Path,
) -> None:
    database = open_database(tmp_path / "digest.db", create=True)
    fill_quickly(database, 300)

    def break_it(step: Progress) -> None:
        if step.sent > 50:
            database.execute("PRAGMA query_only = ON")

    with ScriptedServer() as server, pytest.raises(DatabaseError):
        sent(database, server_at(server.port, connections=8), tmp_path, on_progress=break_it)
    database.execute("PRAGMA query_only = OFF")
    database.execute("UPDATE audiences SET holder = NULL")
    database.conn.commit()
    morning = Distribution(edition=MAIL.edition, newsletter=NEWSLETTER.id)
    ledger = SqliteLedgers(database).open(morning, now=now(), repeat_unknown=False)
    assert (ledger.progress().sent, ledger.progress().unknown) == (len(server.taken), 0)


def test_a_test_mail_is_marked_and_leaves_no_trace(database: Database, tmp_path: Path) -> None:
    with ScriptedServer() as server:
        room = newsroom_of(
            database, settings(server_at(server.port), tmp_path), secret=SECRET, clock=now
        )
        deliveries = send_test(room, MAIL, ["editor@example.com", "bad address@example.com"])
    assert [delivery.outcome for delivery in deliveries] == [Outcome.ACCEPTED, Outcome.REFUSED]
    [taken] = server.taken
    assert parsed(taken.content)["Subject"] == f"[Test] {MAIL.subject}"
    assert progress(database, MAIL.edition).total == 0


def test_a_test_mail_is_marked_in_its_own_language(database: Database, tmp_path: Path) -> None:
    with ScriptedServer() as server:
        room = newsroom_of(
            database, settings(server_at(server.port), tmp_path), secret=SECRET, clock=now
        )
        send_test(room, replace(MAIL, language="uk"), ["editor@example.com"])
        own = tmp_path / "templates" / "words" / "vi.toml"
        own.parent.mkdir(parents=True)
        own.write_text('test_subject = "[Thử] {subject}"', "utf-8")
        room = newsroom_of(
            database, settings(server_at(server.port), tmp_path), secret=SECRET, clock=now
        )
        send_test(room, replace(MAIL, language="vi"), ["editor@example.com"])
    subjects = [parsed(taken.content)["Subject"] for taken in server.taken]
    assert subjects == [f"[Тест] {MAIL.subject}", f"[Thử] {MAIL.subject}"]


def test_bounces_and_requests_to_leave_go_to_different_addresses(
    database: Database, tmp_path: Path
) -> None:
    with ScriptedServer() as server:
        mail = server_at(server.port, envelope_sender="bounce@digest.example.com", verp=True)
        sent(database, mail, tmp_path)
    first = server.taken[0]
    assert re.fullmatch(r"bounce\+1=[a-z2-7]{16}@digest\.example\.com", first.sender)
    assert "<mailto:morning@digest.example.com?" in parsed(first.content)["List-Unsubscribe"]


def test_no_letter_has_an_envelope_sender_that_servers_do_not_take(
    database: Database, tmp_path: Path
) -> None:
    sender = f"{'b' * 50}@digest.example.com"
    with ScriptedServer() as server:
        sent(database, server_at(server.port, envelope_sender=sender, verp=True), tmp_path)
    assert {taken.sender for taken in server.taken} == {sender}


def test_letters_are_signed_with_every_key_of_the_settings(
    database: Database, tmp_path: Path
) -> None:
    for algorithm in Algorithm:
        (tmp_path / f"{algorithm}.pem").write_bytes(generate_key(algorithm))
    keys = tuple(DkimKey(selector=name, file=f"{name}.pem") for name in Algorithm)
    with ScriptedServer() as server:
        sent(database, server_at(server.port, dkim=keys), tmp_path)
    signatures = parsed(server.taken[0].content).get_all("DKIM-Signature", [])
    assert [part for text in signatures for part in text.split("; ") if part[:2] == "a="] == [
        "a=ed25519-sha256",
        "a=rsa-sha256",
    ]
    assert "d=digest.example.com" in signatures[0]


def test_a_missing_key_is_an_error_before_anything_is_sent(
    database: Database, tmp_path: Path
) -> None:
    keys = (DkimKey(selector="news", file="nowhere.pem"),)
    with ScriptedServer() as server, pytest.raises(DeliveryError, match="DKIM key news"):
        sent(database, server_at(server.port, dkim=keys), tmp_path)
    assert progress(database, MAIL.edition).total == 0


FAULTS = ("451 later", "554 never", "421 bye", DROP, TAKE_AND_DROP, PIECES)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.one_in(3)
def test_in_a_storm_of_faults_everyone_gets_a_final_outcome(
    database: Database, tmp_path: Path, seed: int
) -> None:
    fill(database, 200)
    chance = random.Random(seed)

    def script(moment: Moment) -> str | None:
        if moment.step == "connect" or chance.random() > 0.04:
            return None
        return chance.choice(FAULTS)

    with ScriptedServer(script) as server:
        report = sent(database, server_at(server.port, connections=6), tmp_path, seconds=60)
    counts = Counter(server.recipients)
    assert report.progress.finished
    assert report.progress.unknown == report.progress.excluded == 0
    # a letter refused after it was once taken and its answer lost has failed, and yet arrived
    assert len(counts) >= report.progress.sent
    assert len(counts) + report.progress.failed >= 200
    ids = {(taken.recipient, parsed(taken.content)["Message-ID"]) for taken in server.taken}
    assert len(ids) == len(counts)


def test_a_clock_that_is_set_back_holds_nothing_up(database: Database, tmp_path: Path) -> None:
    jumps = iter([0, 0, 0])

    def jumping() -> datetime:
        return now() - timedelta(hours=next(jumps, 5))

    def script(moment: Moment) -> str | None:
        return "451 later" if moment.step == "rcpt" and moment.count <= 3 else None

    with ScriptedServer(script) as server:
        report = dispatch(
            newsroom_of(
                database, settings(server_at(server.port), tmp_path), secret=SECRET, clock=jumping
            ),
            MAIL,
            limits=SendLimits(never_after=now() + timedelta(seconds=20)),
            options=SendOptions(patience=QUICK),
        )
    assert report.progress.sent == 5


def test_a_full_disk_stops_the_sending_and_loses_nothing(tmp_path: Path) -> None:
    with open_database(tmp_path / "digest.db", create=True).conn as connection:
        connection.execute("PRAGMA journal_size_limit = 0")
    database = open_database(tmp_path / "digest.db")
    fill_quickly(database, 1000)
    connections = 4
    with ScriptedServer() as server:
        limit = (tmp_path / "digest.db").stat().st_size + 40_000
        program = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2)\n"
        with start_sender(tmp_path, server.port, connections, before=program) as process:
            _, errors = process.communicate(timeout=60)
        assert b"DatabaseError" in errors
        assert len(server.taken) < 1000
        report = sent(database, server_at(server.port, connections=4), tmp_path)
    assert report.progress.sent == 1000
    assert len(set(server.recipients)) == 1000
    assert len(server.taken) - 1000 <= connections


SENDER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from tests.deliver.rounds import server_at
from tests.pipelines.test_deliver import sent
from digest.store.database import open_database
database = open_database(Path(sys.argv[1]) / "digest.db")
server = server_at(int(sys.argv[2]), connections=int(sys.argv[3]))
sent(database, server, Path(sys.argv[1]), seconds=100)
"""


def has_taken(server: ScriptedServer, count: int) -> bool:
    return len(server.taken) >= count


def start_sender(
    folder: Path, port: int, connections: int, *, before: str = ""
) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [
            sys.executable,
            "-B",
            "-c",
            before + SENDER,
            str(folder),
            str(port),
            str(connections),
            root,
        ],
        stderr=subprocess.PIPE,
    )


def wait_until(condition: Callable[[], bool], *, seconds: float = 30.0) -> None:
    deadline = clocks.monotonic() + seconds
    while not condition():
        assert clocks.monotonic() < deadline, "it never came to that"
        clocks.sleep(0.005)


@pytest.mark.long
def test_after_kill_9_everyone_has_one_mail_but_for_one_per_connection(tmp_path: Path) -> None:
    connections, kills = 4, 4
    database = open_database(tmp_path / "digest.db", create=True)
    with database.conn:
        fill_quickly(database, 2000)
    with ScriptedServer() as server:
        for kill in range(1, kills + 1):
            with start_sender(tmp_path, server.port, connections) as process:
                wait_until(functools.partial(has_taken, server, kill * 350))
                os.kill(process.pid, signal.SIGKILL)
        with start_sender(tmp_path, server.port, connections) as process:
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors.decode()
    counts = Counter(server.recipients)
    assert len(counts) == 2000
    assert sum(counts.values()) - 2000 <= kills * connections
    message_ids = {(taken.recipient, parsed(taken.content)["Message-ID"]) for taken in server.taken}
    assert len(message_ids) == 2000
    assert progress(database, MAIL.edition) == Progress(edition=MAIL.edition, total=2000, sent=2000)


def fill_quickly(database: Database, count: int) -> None:
    import io

    from digest.store.recipient_imports import import_recipients

    rows = "".join(f"reader{number}@example.com\n" for number in range(1, count + 1))
    import_recipients(
        database, "morning", RecipientFile(io.BytesIO(f"email\n{rows}".encode())), now=now()
    )


def test_two_processes_never_send_the_same_edition(database: Database, tmp_path: Path) -> None:
    def script(moment: Moment) -> str | None:
        return SILENCE if moment.step == "dot" else None

    with (
        ScriptedServer(script) as server,
        start_sender(tmp_path, server.port, 1) as process,
    ):
        wait_until(lambda: any(line.startswith("DATA") for line in server.commands))
        with pytest.raises(BusyError, match=f"process {process.pid}"):
            sent(database, server_at(server.port), tmp_path)
        process.kill()


def test_who_leaves_before_their_letter_is_begun_gets_none(tmp_path: Path) -> None:
    """The letters are claimed ten at a time, and a courier takes some before it can begin them."""
    path = tmp_path / "digest.db"
    database = open_database(path, create=True)
    fill(database, 8)

    def script(moment: Moment) -> str | None:
        if moment.step == "dot" and moment.count == 1:
            other = open_database(path)
            for number in (4, 6):
                leaver = find_recipient(other, "morning", f"reader{number}@example.com")
                assert leaver is not None
                unsubscribe(other, leaver.id, now=now())
            suppress(other, "reader8@example.com", "complained", now=now())
            other.close()
        return None

    with ScriptedServer(script) as server:
        report = sent(database, server_at(server.port), tmp_path)
    assert sorted(server.recipients) == [f"reader{n}@example.com" for n in (1, 2, 3, 5, 7)]
    assert report.progress == Progress(edition=MAIL.edition, total=8, sent=5, excluded=3)
    assert report.progress.finished


def test_who_leaves_while_a_limit_holds_their_letter_gets_none(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    database = open_database(path, create=True)
    fill(database, 4)

    def script(moment: Moment) -> str | None:
        if moment.step == "dot" and moment.count == 1:
            other = open_database(path)
            leaver = find_recipient(other, "morning", "reader3@example.com")
            assert leaver is not None
            unsubscribe(other, leaver.id, now=now())
            other.close()
        return None

    with ScriptedServer(script) as server:
        slow = server_at(server.port, letters_per_second_to={"example.com": 5.0})
        report = sent(database, slow, tmp_path)
    assert sorted(server.recipients) == [f"reader{n}@example.com" for n in (1, 2, 4)]
    assert report.progress.excluded == 1
