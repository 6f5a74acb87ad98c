"""The duty editor on a morning: builds, approves and sends once, whatever happens around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from digest.model.alert import Alert
from digest.model.article import Article
from digest.model.edition import Decision, EditionRecord, State
from digest.model.settings import Approval, Newsletter, Sizes
from digest.notifications.incidents import Incidents
from digest.pipelines.deliver import progress
from digest.present.templates import open_templates
from digest.schedule.runner import ScheduleRunner, check_overdue, run_due_steps
from digest.store.alerts import alerts_of, claim_again, claim_alert, unsent_alerts
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import edition_record, edition_records, move_edition, moves_of
from digest.store.recipient_imports import RecipientDetails, add_recipient
from tests.deliver.scripted_server import Moment, ScriptedServer
from tests.newsroom import (
    MORNING,
    THURSDAY,
    Clock,
    articles,
    at,
    mailing_by,
    newsroom_of,
    settings_in,
    told_of,
)

TODAY = "morning-2026-03-12"

Hire = Callable[..., ScheduleRunner]


@pytest.fixture
def hire(database: Database, tmp_path: Path) -> Hire:
    """A duty editor with three articles to work with, two readers, and a clock."""

    def hired(clock: Clock, newsletter: Newsletter = MORNING, operator: str = "") -> ScheduleRunner:
        settings = settings_in(tmp_path, newsletter)
        publication = replace(settings.publication, operator=operator)
        return ScheduleRunner(
            newsroom=newsroom_of(
                database,
                replace(settings, publication=publication),
                open_templates(),
                secret=b"a secret of thirty-two characters",
                clock=clock,
            )
        )

    save_articles(database, articles(), now=at(5))
    for name in ("ada", "bob"):
        add_recipient(database, "morning", f"{name}@example.com", now=at(1))
    return hired


def letters(folder: Path, edition: str = TODAY) -> list[str]:
    return sorted(path.name for path in (folder / "outbox" / edition).glob("*.eml"))


def states(database: Database) -> dict[str, State]:
    return {record.id: record.state for record in edition_records(database)}


def test_a_morning_goes_by_the_timetable(hire: Hire, database: Database, tmp_path: Path) -> None:
    clock = Clock(at(5, 44))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    assert states(database) == {}
    clock.set(at(5, 45))
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.APPROVED}
    assert letters(tmp_path) == []
    clock.set(at(6, 30))
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.SENT}
    assert len(letters(tmp_path)) == 2
    assert [move.after for move in moves_of(database, TODAY)] == [
        State.READY,
        State.APPROVED,
        State.SENDING,
        State.SENT,
    ]


def test_looking_again_sends_nothing_twice(hire: Hire, database: Database, tmp_path: Path) -> None:
    clock = Clock(at(6, 30))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    written = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.eml")}
    for minute in (31, 32, 59):
        clock.set(at(6, minute))
        run_due_steps(desk, MORNING)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.eml")} == written
    assert progress(database, TODAY).sent == 2


def test_a_late_start_catches_up_until_never_after(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    run_due_steps(hire(Clock(at(9, 59))), MORNING)
    assert states(database) == {TODAY: State.SENT}
    assert len(letters(tmp_path)) == 2


def test_a_morning_digest_is_not_sent_in_the_afternoon(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    clock = Clock(at(6, 30, day=THURSDAY - timedelta(days=1)))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    clock.set(at(15))
    run_due_steps(desk, MORNING)
    assert states(database)[TODAY] is State.EXPIRED
    assert letters(tmp_path) == []
    assert "expired" in told_of(database, TODAY)


def test_a_newsletter_that_is_new_in_the_afternoon_has_missed_nothing(
    hire: Hire, database: Database
) -> None:
    run_due_steps(hire(Clock(at(15))), MORNING)
    assert states(database) == {}
    assert told_of(database, TODAY) == {}


def test_an_edition_that_needs_approval_waits_for_it(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    required = replace(MORNING, approval=Approval.REQUIRED)
    clock = Clock(at(6, 29))
    desk = hire(clock, required)
    run_due_steps(desk, required)
    assert states(database) == {TODAY: State.READY}
    assert told_of(database, TODAY).keys() == {"not approved in time"}
    clock.set(at(10, 1))
    run_due_steps(desk, required)
    assert states(database) == {TODAY: State.EXPIRED}
    assert letters(tmp_path) == []


def test_a_grace_gives_an_editor_time_to_hold(hire: Hire, database: Database) -> None:
    graced = replace(MORNING, approval=Approval.GRACE, grace_minutes=30)
    clock = Clock(at(5, 45))
    desk = hire(clock, graced)
    run_due_steps(desk, graced)
    move_edition(database, TODAY, State.HELD, Decision(who="ada", at=at(6)))
    for minute in (16, 30, 59):
        clock.set(at(6, minute))
        run_due_steps(desk, graced)
    assert states(database) == {TODAY: State.HELD}


def test_a_grace_that_nobody_used_ends_in_approval(hire: Hire, database: Database) -> None:
    graced = replace(MORNING, approval=Approval.GRACE, grace_minutes=30)
    clock = Clock(at(5, 45))
    desk = hire(clock, graced)
    run_due_steps(desk, graced)
    clock.set(at(6, 15))
    run_due_steps(desk, graced)
    assert states(database) == {TODAY: State.APPROVED}


def test_a_killed_edition_never_goes_out(hire: Hire, database: Database, tmp_path: Path) -> None:
    clock = Clock(at(5, 45))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    move_edition(database, TODAY, State.KILLED, Decision(who="ada", at=at(6)))
    clock.set(at(6, 30))
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.KILLED}
    assert letters(tmp_path) == []


def test_a_day_with_nothing_to_say_is_told_and_not_sent(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    demanding = replace(MORNING, sizes=Sizes(minimum=10))
    run_due_steps(hire(Clock(at(6, 30)), demanding), demanding)
    assert states(database) == {TODAY: State.EMPTY}
    assert letters(tmp_path) == []
    assert "too few stories" in told_of(database, TODAY)


def test_a_day_without_any_article_is_no_error(hire: Hire, database: Database) -> None:
    later = THURSDAY + timedelta(days=10)
    run_due_steps(hire(Clock(at(6, 30, day=later))), MORNING)
    assert states(database) == {f"morning-{later}": State.EMPTY}


def bread(published: datetime) -> Article:
    """A fourth story for a morning that has three."""
    return Article(
        id="bread",
        source="gazette",
        title="Bakers raise the price of rye bread by a tenth",
        url="https://news.example.com/bread",
        text="The bakers' guild raises the price of rye bread by a tenth from April. Flour, it"
        " said, has become dearer since the mill burned down.",
        published=published,
        language="en",
    )


def test_a_day_that_was_empty_goes_out_when_articles_came_in(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    clock = Clock(at(6, 30))
    demanding = replace(MORNING, sizes=Sizes(minimum=4))
    desk = hire(clock, demanding)
    run_due_steps(desk, demanding)
    assert states(database) == {TODAY: State.EMPTY}
    clock.set(at(6, 45))
    run_due_steps(desk, demanding)
    assert len(moves_of(database, TODAY)) == 1, "nothing new came in, so nothing is built"
    save_articles(database, [bread(at(6, 40))], now=at(6, 40))
    run_due_steps(desk, demanding)
    assert states(database) == {TODAY: State.SENT}
    assert len(letters(tmp_path)) == 2


def test_a_build_waits_for_the_sources_to_be_read(hire: Hire, database: Database) -> None:
    clock = Clock(at(5, 45))
    demanding = replace(MORNING, sizes=Sizes(minimum=4))

    def read_sources() -> None:
        save_articles(database, [bread(at(5, 45))], now=at(5, 46))
        clock.set(at(5, 47))

    run_due_steps(replace(hire(clock, demanding), await_sources=read_sources), demanding)
    assert states(database) == {TODAY: State.APPROVED}


def test_days_missed_while_nothing_ran_are_told_once_each(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    clock = Clock(at(6, 30))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    clock.set(at(12, day=THURSDAY + timedelta(days=3)))
    run_due_steps(desk, MORNING)
    run_due_steps(desk, MORNING)
    found = states(database)
    assert found.pop(TODAY) is State.SENT
    assert found == {f"morning-2026-03-{day}": State.EXPIRED for day in ("13", "14", "15")}
    told = [alert.about for alert in alerts_of(database, "morning-2026-03-13")]
    assert told.count("expired") == 1


def test_the_operator_gets_a_mail_once(hire: Hire, tmp_path: Path) -> None:
    clock = Clock(at(6, 30))
    desk = hire(clock, operator="night@example.com")
    run_due_steps(desk, MORNING)
    clock.set(at(15, day=THURSDAY + timedelta(days=1)))
    run_due_steps(desk, MORNING)
    run_due_steps(desk, MORNING)
    mails = list((tmp_path / "outbox").glob("alert*/*.eml"))
    assert len(mails) == 1
    assert b"To: night@example.com" in mails[0].read_bytes()
    assert b"did not go out" in mails[0].read_bytes()


def mailing(desk: ScheduleRunner, port: int) -> ScheduleRunner:
    settings = mailing_by(desk.settings, port)
    return replace(desk, newsroom=replace(desk.newsroom, settings=settings))


def reading_templates(desk: ScheduleRunner, folder: Path) -> ScheduleRunner:
    """The same, with the templates of that folder as they are at its next look."""
    newsroom = replace(desk.newsroom, open_templates=lambda: open_templates(folder))
    return replace(desk, newsroom=newsroom)


FRIDAY = THURSDAY + timedelta(days=1)


def missed_friday(hire: Hire, clock: Clock) -> ScheduleRunner:
    """A newsroom that was at work on Thursday and, by now, has missed Friday's edition."""
    desk = hire(clock, operator="night@example.com")
    run_due_steps(desk, MORNING)
    clock.set(at(15, day=FRIDAY))
    return desk


def test_an_alert_that_no_server_took_is_told_again_after_growing_pauses_once(
    hire: Hire, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(at(6, 30))
    desk = missed_friday(hire, clock)
    run_due_steps(mailing(desk, port=9), MORNING)
    assert "night@example.com could not be told by mail" in caplog.text
    offered: list[int] = []

    def later_and_later(moment: Moment) -> str | None:
        if moment.step != "dot":
            return None
        offered.append(clock().minute)
        return "451 4.3.2 not now" if moment.count < 3 else None

    with ScriptedServer(later_and_later) as server:
        for minute in range(1, 20):
            clock.set(at(15, minute, day=FRIDAY))
            check_overdue(mailing(desk, server.port), MORNING)
    assert offered == [1, 3, 7]
    assert server.recipients == ["night@example.com"]
    assert b"did not go out" in server.taken[0].content


def test_an_alert_is_tried_in_vain_for_a_day_and_then_no_more(
    hire: Hire, database: Database
) -> None:
    clock = Clock(at(6, 30))
    desk = mailing(missed_friday(hire, clock), port=9)
    run_due_steps(desk, MORNING)
    assert unsent_alerts(database, now=at(16, day=FRIDAY))
    clock.set(at(15, 1, day=FRIDAY) + timedelta(days=1))
    check_overdue(desk, MORNING)
    assert not [
        alert
        for alert in unsent_alerts(database, now=clock() + timedelta(days=30))
        if alert.edition == f"morning-{FRIDAY}"
    ]


def test_an_alert_that_a_server_refuses_is_not_told_again(hire: Hire) -> None:
    clock = Clock(at(6, 30))
    desk = missed_friday(hire, clock)

    def refusing(moment: Moment) -> str | None:
        return "550 5.1.1 nobody of that name" if moment.step == "rcpt" else None

    with ScriptedServer(refusing) as server:
        run_due_steps(mailing(desk, server.port), MORNING)
        for minute in (2, 10, 50):
            clock.set(at(15, minute, day=FRIDAY))
            check_overdue(mailing(desk, server.port), MORNING)
    assert len([each for each in server.commands if each.startswith("RCPT")]) == 1


def test_a_process_that_died_before_its_alert_went_costs_a_pause_and_not_the_alert(
    hire: Hire, database: Database
) -> None:
    clock = Clock(at(15))
    desk = hire(clock, operator="night@example.com")
    late = Alert(edition=TODAY, about="late", words="It is late.", first=at(15))
    assert claim_alert(database, late, mailed=True)
    (alert,) = unsent_alerts(database, now=at(15))
    assert claim_again(database, alert, now=at(15), again_at=at(15, 1))
    with ScriptedServer() as server:
        for minute in (0, 1, 2, 3):
            clock.set(at(15, minute))
            check_overdue(mailing(desk, server.port), replace(MORNING, days=()))
    assert [taken.content.count(b"It is late.") for taken in server.taken] == [1]


def test_what_an_earlier_edition_carried_does_not_come_again(
    hire: Hire, database: Database
) -> None:
    clock = Clock(at(6, 30))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    friday = THURSDAY + timedelta(days=1)
    save_articles(
        database, [*articles(), *articles(at(5, day=friday), day=1)], now=at(5, day=friday)
    )
    clock.set(at(6, 30, day=friday))
    run_due_steps(desk, MORNING)
    first, second = (
        edition_record(database, f"morning-{day}").edition for day in (THURSDAY, friday)
    )
    assert first is not None
    assert second is not None
    carried = {article for item in first.items() for article in item.articles}
    assert not carried & {article for item in second.items() for article in item.articles}
    assert second.window.start == first.window.end


def test_a_broken_template_is_told_and_the_next_look_tries_again(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()
    broken = tmp_path / "templates" / "morning.mjml"
    broken.write_text("<mjml>{{ no_such_name }}</mjml>")
    clock = Clock(at(5, 45))
    desk = reading_templates(hire(clock), tmp_path / "templates")
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.DRAFT}
    words = " ".join(words for words in told_of(database, TODAY).values())
    assert "morning.mjml" in words
    assert "no_such_name" in words
    broken.unlink()
    run_due_steps(reading_templates(desk, tmp_path / "templates"), MORNING)
    assert states(database) == {TODAY: State.APPROVED}


def test_what_nobody_foresaw_is_told_once_with_its_cause(
    hire: Hire,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(*given: object, **named: object) -> None:
        raise ZeroDivisionError("three stories by no column")

    clock = Clock(at(5, 45))
    desk = hire(clock, operator="night@example.com")
    with monkeypatch.context() as patch:
        patch.setattr("digest.schedule.runner.build", fails)
        for _ in range(3):
            run_due_steps(desk, MORNING)
    (alert,) = alerts_of(database, TODAY)
    assert str(alert.words) == "a mistake in Digest: ZeroDivisionError: three stories by no column"
    assert len(list((tmp_path / "outbox").glob("alert*/*.eml"))) == 1
    assert sum(record.exc_info is not None for record in caplog.records) == 1
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.APPROVED}


def test_an_edition_that_fails_keeps_none_of_the_others_waiting(
    hire: Hire, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(at(6, 30))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    clock.set(at(6, 30, day=THURSDAY + timedelta(days=2)))

    def fails_on_friday(desk: ScheduleRunner, *given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("digest.schedule.runner._expire", fails_on_friday)
    save_articles(
        database, articles(published=at(5, day=THURSDAY + timedelta(days=2)), day=2), now=clock()
    )
    run_due_steps(desk, MORNING)
    assert states(database)["morning-2026-03-14"] is not State.DRAFT


def test_a_database_that_cannot_be_written_reaches_the_operator_and_the_log_once(
    hire: Hire, database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock(at(5, 45))
    desk = hire(clock, operator="night@example.com")
    desk = replace(desk, incidents=Incidents(settings=desk.settings, clock=clock))
    database.execute("PRAGMA query_only = ON")
    for second in range(0, 180, 20):
        clock.set(at(5, 45) + timedelta(seconds=second))
        run_due_steps(desk, MORNING)
    logged = [each for each in caplog.records if "readonly" in each.getMessage()]
    assert len(logged) == 1
    (mail,) = (tmp_path / "outbox").glob("incident*/*.eml")
    assert b"attempt to write a readonly database" in mail.read_bytes()
    database.execute("PRAGMA query_only = OFF")
    run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.APPROVED}


@pytest.mark.parametrize(
    ("day", "send_at"),
    [
        (date(2026, 3, 29), "in the hour that the spring change skips"),
        (date(2026, 10, 25), "in the hour that the autumn change repeats"),
    ],
)
def test_a_night_of_a_clock_change_has_one_edition(
    database: Database, tmp_path: Path, day: date, send_at: str
) -> None:
    at_night = replace(
        MORNING, approve_by=None, send_by=None, send_at=time(2, 30), never_after=time(5)
    )
    settings = settings_in(tmp_path, at_night)
    settings = replace(
        settings, publication=replace(settings.publication, time_zone="Europe/Berlin")
    )
    save_articles(database, articles(at(22, day=day - timedelta(days=1))), now=at(1))
    add_recipient(database, "morning", "ada@example.com", now=at(1))
    clock = Clock(at(22, day=day - timedelta(days=1)))
    desk = ScheduleRunner(
        newsroom=newsroom_of(
            database,
            settings,
            open_templates(),
            secret=b"a secret of thirty-two characters",
            clock=clock,
        )
    )
    for _ in range(36):  # six hours, a look every ten minutes
        run_due_steps(desk, at_night)
        clock.set(clock.now + timedelta(minutes=10))
    assert states(database) == {f"morning-{day}": State.SENT}, send_at
    assert len(letters(tmp_path, f"morning-{day}")) == 1


def test_letters_that_failed_are_told(hire: Hire, database: Database) -> None:
    add_recipient(database, "morning", "eve@example.com", now=at(1))
    # an address that was fine when it came in, and was spoilt since
    database.execute("UPDATE recipients SET address = 'eve@exa mple.com' WHERE address LIKE 'eve%'")
    run_due_steps(hire(Clock(at(6, 30))), MORNING)
    words = told_of(database, TODAY)["letters failed"]
    assert words.startswith("2 of 3 letters went out. The rest: 1 × cannot be written to")


def test_a_watch_tells_and_touches_nothing(hire: Hire, database: Database) -> None:
    check_overdue(hire(Clock(at(7, 1))), MORNING)
    assert states(database) == {}
    assert set(told_of(database, TODAY)) == {"not approved in time", "not sent in time"}


def test_two_processes_that_look_at_once_send_one_edition(tmp_path: Path) -> None:
    import threading

    path = tmp_path / "digest.db"
    with_articles = open_database(path, create=True)
    save_articles(with_articles, articles(), now=at(5))
    for number in range(20):
        add_recipient(with_articles, "morning", f"reader{number}@example.com", now=at(1))
    settings = settings_in(tmp_path)

    def look() -> None:
        own = open_database(path)
        desk = ScheduleRunner(
            newsroom=newsroom_of(
                own,
                settings,
                open_templates(),
                secret=b"a secret of thirty-two characters",
                clock=Clock(at(6, 30)),
            )
        )
        run_due_steps(desk, MORNING)
        own.close()

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    look()  # whoever was told to wait looks again
    assert progress(with_articles, TODAY).sent == 20
    assert len(letters(tmp_path)) == 20
    after = [move.after for move in moves_of(with_articles, TODAY)]
    assert after.count(State.APPROVED) == after.count(State.SENDING) == 1
    with_articles.close()


def test_whoever_comes_second_at_the_same_moment_alarms_nobody(
    hire: Hire, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two jobs of one minute: the other one moves the edition between our look and our move."""

    def behind_another(*given: Any, **named: Any) -> EditionRecord:
        move_edition(*given, **named)
        return move_edition(*given, **named)

    monkeypatch.setattr("digest.pipelines.send.move_edition", behind_another)
    desk = hire(Clock(at(6, 30)))
    for _ in range(3):
        run_due_steps(desk, MORNING)
    assert states(database) == {TODAY: State.SENT}
    assert not told_of(database, TODAY)
    assert len(letters(tmp_path)) == 2


LOCAL = replace(MORNING, local_hour=True)


def test_readers_elsewhere_get_the_same_mail_at_the_same_hour_of_their_own(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    add_recipient(
        database,
        "morning",
        "eve@example.com",
        now=at(1),
        details=RecipientDetails(zone="America/New_York"),
    )
    clock = Clock(at(6, 30))
    desk = hire(clock, LOCAL)
    run_due_steps(desk, LOCAL)
    assert states(database) == {TODAY: State.SENDING}
    assert [name.split("@")[0] for name in letters(tmp_path)] == ["ada", "bob"]
    clock.set(at(10, 0))
    run_due_steps(desk, LOCAL)
    assert len(letters(tmp_path)) == 2
    clock.set(at(10, 30))  # half past six in New York
    run_due_steps(desk, LOCAL)
    assert states(database) == {TODAY: State.SENT}
    assert len(letters(tmp_path)) == 3
    assert told_of(database, TODAY) == {}


def test_a_reader_s_own_last_minute_holds_too(
    hire: Hire, database: Database, tmp_path: Path
) -> None:
    add_recipient(
        database,
        "morning",
        "eve@example.com",
        now=at(1),
        details=RecipientDetails(zone="America/New_York"),
    )
    clock = Clock(at(6, 30))
    desk = hire(clock, LOCAL)
    run_due_steps(desk, LOCAL)
    clock.set(at(14, 1))  # past ten in New York
    run_due_steps(desk, LOCAL)
    counts = progress(database, TODAY)
    assert (counts.sent, counts.failed) == (2, 1)
    assert states(database) == {TODAY: State.SENT}
