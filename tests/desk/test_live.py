"""News and presence: who is told what, and when."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from sqlite_utils import Database

from digest.desk import edition_page as edition_page
from digest.desk import live as lives
from digest.desk.live import Live
from digest.desk.mail_pane import Frame, frame_of
from digest.desk.request_context import Visit
from digest.model.edit import Edited
from digest.model.edition import Decision, EditionRecord, State
from digest.model.users import User
from digest.store.editions import move_edition
from digest.store.users import user_named
from tests.desk.desks import EDITION, Desk
from tests.newsroom import at


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lives, "LOOK_SECONDS", 0.02)


def user(desk: Desk, name: str) -> User:
    with desk.database() as database:
        return user_named(database, name)


async def next_event(stream: AsyncIterator[str], kind: str) -> str:
    """The data of the stream's next event of that kind."""
    async with asyncio.timeout(5):
        async for event in stream:
            if event.startswith(f"event: {kind}\n"):
                return event.split("data: ", 1)[1].strip()
    raise AssertionError(f"the stream ended without {kind}")


def test_an_edit_made_while_a_page_is_written_is_news_to_that_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page would otherwise think itself newer than it is, and never ask for the edit."""
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    draw_frame, edits = frame_of, iter(["hide"])

    def edited_meanwhile(visit: Visit, record: EditionRecord, now: Edited) -> Frame:
        for change in edits:  # once, and not again by the page that answers it
            oksana.change(change, story="article-3")
        return draw_frame(visit, record, now)

    monkeypatch.setattr(edition_page, "frame_of", edited_meanwhile)
    page = ada.page()
    assert 'id="story-article-3"' in page
    shown = re.search('data-signature="([^"]*)"', page)
    assert shown is not None
    assert shown[1] != Live(desk.context).signature([EDITION])[EDITION]


def test_a_page_is_told_when_another_process_moved_the_edition(desk: Desk) -> None:
    async def watch() -> str:
        live = Live(desk.context)
        shown = live.signature([EDITION])[EDITION]
        watching = asyncio.create_task(live.watch())
        stream = live.stream(user(desk, "ada"), EDITION, seen=shown, story="")
        with desk.database() as database:
            move_edition(database, EDITION, State.HELD, Decision(who="schedule", at=at(5, 50)))
        told = await next_event(stream, "changed")
        watching.cancel()
        assert told != shown
        return told

    assert asyncio.run(watch()) == Live(desk.context).signature([EDITION])[EDITION]


def test_a_page_that_shows_an_old_edition_is_told_when_it_comes_back(desk: Desk) -> None:
    async def wake() -> None:
        live = Live(desk.context)
        watching = asyncio.create_task(live.watch())
        stream = live.stream(user(desk, "ada"), EDITION, seen="an hour ago", story="")
        assert await next_event(stream, "changed")
        watching.cancel()

    asyncio.run(wake())


def test_everyone_is_told_who_else_is_here_and_at_which_story(desk: Desk) -> None:
    async def meet() -> list[dict[str, str]]:
        live = Live(desk.context)
        watching = asyncio.create_task(live.watch())
        mine = live.stream(user(desk, "ada"), EDITION, seen="", story="")
        first = await next_event(mine, "here")
        theirs = live.stream(user(desk, "oksana"), EDITION, seen="", story="article-2")
        await next_event(theirs, "here")
        second = await next_event(mine, "here")
        watching.cancel()
        assert json.loads(first) == []
        found: list[dict[str, str]] = json.loads(second)
        return found

    assert asyncio.run(meet()) == [{"title": "oksana", "story": "article-2"}]


def test_streams_end_when_the_server_stops(desk: Desk) -> None:
    async def stop() -> list[str]:
        live = Live(desk.context)
        stream = live.stream(user(desk, "ada"), EDITION, seen="", story="")
        events = [await anext(stream)]
        live.close()
        events += [event async for event in stream]
        return events

    assert len(asyncio.run(stop())) == 1


def test_with_watch_a_changed_template_is_news_too(desk: Desk) -> None:
    watching = Live(replace(desk.context, watch=True))
    before = watching.signature([EDITION])
    own = desk.settings.project / "templates" / "theme.toml"
    own.parent.mkdir()
    own.write_text("# mine\n")
    assert watching.signature([EDITION]) != before
    assert Live(desk.context).signature([EDITION]) == Live(desk.context).signature([EDITION])


def test_an_open_page_costs_one_look_at_the_database_now_and_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lives, "LOOK_SECONDS", 0.2)
    looks = 0

    def counted() -> AbstractContextManager[Database]:
        nonlocal looks
        looks += 1
        return desk.context.open_database()

    async def wait() -> None:
        live = Live(replace(desk.context, open_database=counted))
        watching = asyncio.create_task(live.watch())
        stream = live.stream(user(desk, "ada"), EDITION, seen="", story="")
        assert await next_event(stream, "changed")
        await asyncio.sleep(1)
        watching.cancel()

    asyncio.run(wait())
    assert 2 <= looks <= 8
