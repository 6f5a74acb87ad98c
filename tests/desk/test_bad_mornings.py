"""What can go wrong while editors work: nothing is lost, and nothing goes out unapproved."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from html import unescape

import pytest

from digest.model.edition import Decision, State
from digest.pipelines.publish import approve, preview_edition
from digest.store.database import immediately
from digest.store.editions import approved_mail, edition_record, move_edition
from tests.desk.desks import EDITION, Desk
from tests.newsroom import at


@pytest.mark.long
def test_an_approval_that_is_killed_anywhere_is_whole_or_has_not_been(desk: Desk) -> None:
    """The process dies before every single statement that an approval sends to the database."""
    with desk.database() as database:
        made = preview_edition(
            desk.context.newsroom(database),
            EDITION,
            now=desk.clock(),
        )
    assert made.presented is not None
    wanted = made.presented.mail
    statement = 0
    while desk.record().state is State.READY:
        statement += 1
        died = approve_and_die_before(desk, statement)
        record = desk.record()
        if record.state is State.READY:
            assert died
            assert not record.mail
    assert statement > 3  # it wrote, read and ended in several statements
    with desk.database() as database:
        assert approved_mail(database, EDITION) == wanted


def approve_and_die_before(desk: Desk, statement: int) -> bool:
    """Approves in a process of its own; whether it was killed before it had done everything."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    seen = 0

    def count(_: str) -> None:
        nonlocal seen
        seen += 1
        if seen == statement:
            os._exit(9)

    try:
        with desk.database() as database:
            assert isinstance(database.conn, sqlite3.Connection)
            database.conn.set_trace_callback(count)
            approve(
                desk.context.newsroom(database),
                EDITION,
                who="ada",
                now=desk.clock(),
            )
    finally:
        os._exit(0 if seen < statement else 9)


def test_an_edit_on_an_edition_that_was_sent_a_second_ago_gives_the_text_back(desk: Desk) -> None:
    browser = desk.browser("oksana")
    page = browser.page("?open=article-1")
    assert 'name="text-headline"' in page
    with desk.database() as database:
        approve(
            desk.context.newsroom(database),
            EDITION,
            who="ada",
            now=desk.clock(),
        )
        mail = approved_mail(database, EDITION)
        move_edition(database, EDITION, State.SENDING, Decision(who="schedule", at=at(6, 30)))
        move_edition(database, EDITION, State.SENT, Decision(who="schedule", at=at(6, 31)))
    desk.clock.set(at(6, 31, 1))
    answer = browser.write("article-1", "headline", "A second too late", was="x")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "was sent: it cannot be changed any more, only corrected" in page
    assert "A second too late" in page
    assert "Correct it" in page
    with desk.database() as database:
        assert approved_mail(database, EDITION) == mail


@pytest.mark.parametrize("step", ["hold", "release", "kill"])
def test_a_cancel_after_the_last_letter_says_that_it_is_too_late(desk: Desk, step: str) -> None:
    with desk.database() as database:
        approve(
            desk.context.newsroom(database),
            EDITION,
            who="ada",
            now=desk.clock(),
        )
        move_edition(database, EDITION, State.SENDING, Decision(who="schedule", at=at(6, 30)))
        move_edition(database, EDITION, State.SENT, Decision(who="schedule", at=at(6, 31)))
    answer = desk.browser("ada").step(step)
    assert answer.status_code == 409
    assert "Too late: it went out, or is just going out." in unescape(answer.text)
    assert desk.record().state is State.SENT


def test_an_edit_waits_for_a_database_that_is_locked_for_a_while(desk: Desk) -> None:
    browser = desk.browser("oksana")
    let_go, locked = threading.Event(), threading.Event()

    def hold() -> None:
        with desk.database() as other, immediately(other):
            locked.set()
            let_go.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(20)
    threading.Timer(1.5, let_go.set).start()
    began = time.monotonic()
    answer = browser.change("hide", story="article-3")
    holder.join()
    assert answer.status_code == 303
    assert time.monotonic() - began > 1
    assert [edit.change.kind for edit in desk.edited().log] == ["hide"]


def test_pages_are_read_while_somebody_writes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = desk.browser("oksana")
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.05)
    with desk.database() as other, immediately(other):
        assert "Rowing club" in browser.page()


def test_an_approval_and_an_edit_at_once_never_freeze_a_mail_without_the_edit(desk: Desk) -> None:
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    seen = ada.page().split('name="seen" value="')[1].split('"')[0]
    start = threading.Barrier(2)
    codes: dict[str, int] = {}

    def approving() -> None:
        start.wait()
        codes["approve"] = ada.step("approve", seen=seen).status_code

    def editing() -> None:
        start.wait()
        codes["edit"] = oksana.write(
            "article-1", "headline", "At the same time", was=""
        ).status_code

    threads = [threading.Thread(target=approving), threading.Thread(target=editing)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes["edit"] == 303  # an editor's work is never refused for an approval
    with desk.database() as database:
        record = edition_record(database, EDITION)
    assert record.state is State.READY  # dropped by the edit, or refused because of it
    lead = desk.edited().edition.lead
    assert lead is not None
    assert lead.headline == "At the same time"
