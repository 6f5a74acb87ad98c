"""What the operator is told: no false alarms, an end to each true one, and one mail for many."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.cli.status import told_in_words as in_words
from digest.model.alert import Alert
from digest.model.edition import Decision, State
from digest.model.settings import Approval, Newsletter
from digest.pipelines.publish import approve
from digest.present.templates import open_templates
from digest.schedule.runner import ScheduleRunner, check_overdue, run_due_steps
from digest.store.alerts import alerts_of, claim_alert, troubles_of, unsent_alerts
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import edition_record, move_edition
from digest.store.recipient_imports import add_recipient
from tests.deliver.scripted_server import Moment, ScriptedServer, Taken
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
WAITING = replace(MORNING, approval=Approval.REQUIRED)
Hire = Callable[..., ScheduleRunner]


@pytest.fixture
def hire(database: Database, tmp_path: Path) -> Hire:
    """A newsroom with three articles, a reader and an operator."""

    def hired(clock: Clock, newsletter: Newsletter = MORNING, port: int = 0) -> ScheduleRunner:
        settings = settings_in(tmp_path, newsletter)
        publication = replace(settings.publication, operator="night@example.com")
        settings = replace(settings, publication=publication)
        return ScheduleRunner(
            newsroom=newsroom_of(
                database,
                mailing_by(settings, port) if port else settings,
                open_templates(),
                secret=b"a secret of thirty-two characters",
                clock=clock,
            )
        )

    save_articles(database, articles(), now=at(5))
    add_recipient(database, "morning", "ada@example.com", now=at(1))
    return hired


def on(database: Database, desk: ScheduleRunner) -> ScheduleRunner:
    """The same on another connection."""
    return replace(desk, newsroom=replace(desk.newsroom, database=database))


def alerts_in(server: ScriptedServer) -> list[str]:
    """The texts of the mails that the operator got."""
    return [text_of(taken) for taken in server.taken if b"To: night@" in taken.content]


def text_of(taken: Taken) -> str:
    message = message_from_bytes(taken.content, policy=policy.default)
    return f"{message['subject']}\n{message.get_content()}"


def send(desk: ScheduleRunner, clock: Clock) -> None:
    """An editor approves; the edition goes out."""
    approve(desk.newsroom, TODAY, who="ada", now=clock())
    run_due_steps(desk, desk.settings.newsletters["morning"])
    assert edition_record(desk.database, TODAY).state is State.SENT


def test_an_alert_that_no_server_took_is_not_told_after_its_trouble_is_over(hire: Hire) -> None:
    clock = Clock(at(6, 25))
    run_due_steps(hire(clock, WAITING, port=9), WAITING)  # not approved; no server is there
    assert [alert.told for alert in alerts_of(hire(clock).database, TODAY)] == [False]
    with ScriptedServer() as server:
        desk = hire(clock, WAITING, port=server.port)
        clock.set(at(6, 31))
        send(desk, clock)
        for minute in range(32, 60, 3):
            clock.set(at(6, minute))
            check_overdue(desk, WAITING)
        assert alerts_in(server) == []
        assert server.recipients == ["ada@example.com"]
    assert unsent_alerts(desk.database, now=at(9)) == []


def test_when_trouble_ends_that_a_server_took_one_all_clear_follows(hire: Hire) -> None:
    clock = Clock(at(6, 25))
    with ScriptedServer() as server:
        desk = hire(clock, WAITING, port=server.port)
        run_due_steps(desk, WAITING)
        clock.set(at(6, 31))
        send(desk, clock)
        for minute in range(32, 60, 3):
            clock.set(at(6, minute))
            check_overdue(desk, WAITING)
        trouble, clear = alerts_in(server)
    assert f"{TODAY} is not approved" in trouble
    assert f"{TODAY} is sent now; this is over: it is not approved in time" in clear
    assert troubles_of(desk.database, TODAY) == []


def test_an_all_clear_that_no_server_took_is_told_again(hire: Hire) -> None:
    clock = Clock(at(6, 25))
    with ScriptedServer() as server:
        run_due_steps(hire(clock, WAITING, port=server.port), WAITING)
        clock.set(at(6, 28))
        desk = hire(clock, WAITING, port=9)
        move_edition(
            desk.database, TODAY, State.KILLED, Decision(who="ada", why="no news", at=clock())
        )
        check_overdue(desk, WAITING)
        clock.set(at(6, 30))
        check_overdue(hire(clock, WAITING, port=server.port), WAITING)
        assert len(alerts_in(server)) == 2
        assert f"{TODAY} is killed now" in alerts_in(server)[1]


def test_an_alert_names_publication_newsletter_cause_remedy_and_place(hire: Hire) -> None:
    clock = Clock(at(6, 25))
    with ScriptedServer() as server:
        desk = hire(clock, WAITING, port=server.port)
        run_due_steps(desk, WAITING)
        (told,) = alerts_in(server)
    subject = "The Harbour Gazette: The Morning Tide, Thursday 12 March 2026: it is not approved in"
    assert told.startswith(f"{subject} time\n")
    for words in (
        f"The Harbour Gazette, The Morning Tide, Thursday 12 March 2026 ({TODAY})",
        f"{TODAY} is not approved; it goes out if it is by 2026-03-12 10:00 (UTC)",
        f"What to do: Look at it, then approve it at the desk, or `digest approve {TODAY}`.",
        f"{desk.settings.desk.address}/editions/{TODAY}",
        f"digest --project {desk.settings.project.resolve()} status {TODAY}",
    ):
        assert words in told


@pytest.mark.parametrize("state", [State.APPROVED, State.SENDING])
def test_an_edition_that_is_due_and_does_not_go_is_told_whatever_keeps_it(
    hire: Hire, state: State
) -> None:
    clock = Clock(at(5, 45))
    desk = hire(clock)
    run_due_steps(desk, MORNING)
    if state is State.SENDING:  # begun, and then nothing
        move_edition(desk.database, TODAY, State.SENDING, Decision(who="schedule", at=at(6, 30)))
    clock.set(at(6, 39))
    check_overdue(desk, MORNING)
    assert told_of(desk.database, TODAY) == {}
    clock.set(at(6, 41))
    check_overdue(desk, MORNING)
    expected = "not begun in time" if state is State.APPROVED else "no letter taken"
    assert list(told_of(desk.database, TODAY)) == [expected]


def test_after_a_week_away_one_mail_sums_up_what_was_missed(hire: Hire) -> None:
    clock = Clock(at(6, 30))
    with ScriptedServer() as server:
        desk = hire(clock, port=server.port)
        run_due_steps(desk, MORNING)
        clock.set(at(15, day=THURSDAY + timedelta(days=7)))
        check_overdue(desk, MORNING)  # whichever of the two looks first
        run_due_steps(desk, MORNING)
        for minute in range(1, 30):
            clock.set(at(15, minute, day=THURSDAY + timedelta(days=7)))
            run_due_steps(desk, MORNING)
        (told,) = alerts_in(server)
    days = [THURSDAY + timedelta(days=ahead) for ahead in range(1, 8)]
    assert [day for day in days if f"morning-{day} did not go out" not in told] == []
    assert "7 messages" in told


def test_a_trouble_that_ended_while_its_mail_was_under_way_gets_an_all_clear(
    hire: Hire, tmp_path: Path
) -> None:
    clock = Clock(at(6, 25))
    fixed: list[bool] = []
    database = open_database(tmp_path / "digest.db", create=True)
    save_articles(database, articles(), now=at(5))

    def fix(moment: Moment) -> str | None:
        """An editor kills the edition, and another process looks, before the server answers."""
        if moment.step == "dot" and not fixed:
            fixed.append(True)
            with closing(open_database(tmp_path / "digest.db")) as other:
                move_edition(
                    other, TODAY, State.KILLED, Decision(who="ada", why="no news", at=clock())
                )
                check_overdue(on(other, hire(clock, WAITING, port=9)), WAITING)
        return None

    with ScriptedServer(fix) as server:
        desk = on(database, hire(clock, WAITING, port=server.port))
        run_due_steps(desk, WAITING)
        clock.set(at(6, 27))
        check_overdue(desk, WAITING)
        assert len(alerts_in(server)) == 2


def test_an_alert_of_an_edition_that_no_settings_plan_any_more_is_left_alone(hire: Hire) -> None:
    desk = hire(Clock(at(6, 25)))
    assert claim_alert(
        desk.database, Alert(edition="gone-2026-03-12", about="x", words="w", first=at(6))
    )
    check_overdue(desk, MORNING)
    assert [alert.ended for alert in alerts_of(desk.database, "gone-2026-03-12")] == [None]


def test_a_failure_that_is_over_is_not_told_by_the_server_that_works_again(
    hire: Hire, tmp_path: Path
) -> None:
    """The mail server is away at the sending and back a minute later, whoever looks first."""
    clock = Clock(at(6, 30))
    run_due_steps(hire(clock, port=9), MORNING)
    (alert,) = alerts_of(hire(clock).database, TODAY)
    assert alert.about == "failed: DeliveryError"
    assert not alert.told
    with ScriptedServer() as server:
        desk = hire(clock, port=server.port)
        for minute, look in ((32, check_overdue), (33, run_due_steps), (45, check_overdue)):
            clock.set(at(6, minute))
            look(desk, MORNING)
        assert edition_record(desk.database, TODAY).state is State.SENT
        assert alerts_in(server) == []


def test_a_failure_that_goes_on_is_told_by_the_look_that_found_it(
    hire: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(at(5, 50))

    def fail(*_: object, **__: object) -> None:
        raise ValueError("odd")

    with ScriptedServer() as server:
        desk = hire(clock, port=server.port)
        with monkeypatch.context() as broken:
            broken.setattr("digest.schedule.runner.build", fail)
            run_due_steps(desk, MORNING)
        (told,) = alerts_in(server)
        assert told.startswith(
            "The Harbour Gazette: The Morning Tide, Thursday 12 March 2026: a step failed, and is"
            " tried again\n"
        )
        assert "ValueError: odd" in told
        clock.set(at(5, 51))
        run_due_steps(desk, MORNING)
        assert "over: a step failed" in alerts_in(server)[-1]


def test_status_says_told_only_when_a_server_took_the_mail() -> None:
    alert = Alert(edition=TODAY, about="x", words="w", first=at(6), unsent=True)
    assert in_words(alert) == "not yet told the operator, tried again"
    assert in_words(replace(alert, unsent=False)) == "the operator was not told"
    assert in_words(replace(alert, outcome="refused")) != "told the operator"
    taken = replace(alert, outcome="accepted", unsent=False)
    assert in_words(taken) == "told the operator"
    assert in_words(replace(taken, ended=at(7))) == "over; told the operator"
