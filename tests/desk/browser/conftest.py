"""A real browser at a real desk: Chromium as the system has it, the desk on loopback."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.desk.desks import PASSWORD, Desk, open_desk
from tests.newsroom import articles

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

playwright.expect.set_options(timeout=15_000)
CHROMIUM = ("chromium-headless-shell", "chromium")
"""The first that is there: without windows, menus and extensions, a page costs half as much."""


class Gate:
    """Stands before the desk and holds chosen answers back, made but not sent, until let go."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._wanted: list[tuple[str, threading.Event, threading.Event]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        held = self._held(scope)
        if held is None:
            await self._app(scope, receive, send)
            return
        made, let_go = held
        parts: list[Message] = []

        async def keep(part: Message) -> None:
            parts.append(part)

        await self._app(scope, receive, keep)
        made.set()
        await asyncio.to_thread(let_go.wait, 30)
        for part in parts:
            await send(part)

    def _held(self, scope: Scope) -> tuple[threading.Event, threading.Event] | None:
        asked = (
            f"{scope.get('method')} {scope.get('path')}?{scope.get('query_string', b'').decode()}"
        )
        for wanted in self._wanted:
            pattern, made, let_go = wanted
            if re.search(pattern, asked):
                self._wanted.remove(wanted)
                return made, let_go
        return None

    @contextmanager
    def holding(self, pattern: str) -> Iterator[threading.Event]:
        """Holds the next answer to a request like ``"GET /page?query"``; lets it go at the end.

        The event tells that the answer is made.
        """
        made, let_go = threading.Event(), threading.Event()
        self._wanted.append((pattern, made, let_go))
        try:
            yield made
        finally:
            let_go.set()


def wait_until(page: Page, made: threading.Event) -> None:
    """Waits for a held answer to be made, while the page goes on."""
    for _ in range(300):
        if made.is_set():
            return
        page.wait_for_timeout(50)
    pytest.fail("the answer to be held was never asked for")


@dataclass(frozen=True)
class Served:
    """A desk that listens, its address, and the gate before it."""

    desk: Desk
    url: str
    gate: Gate


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file's tests; each person at the desk gets a profile of their own.

    Not for the session: while it is open, Playwright keeps an event loop in this thread, and no
    other test could run one.
    """
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip(f"there is no {' and no '.join(CHROMIUM)}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The desk on a free port of loopback, with Thursday's edition of three stories, the day after
    one that was sent."""
    yield from serve(open_desk(tmp_path, stock=tuple(articles()), yesterday=True))


def serve(desk: Desk) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    gate = Gate(desk.app)
    server = uvicorn.Server(uvicorn.Config(gate, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Served(desk=desk, url=f"http://127.0.0.1:{port}", gate=gate)
    server.should_exit = True
    thread.join()
    listener.close()


def sign_in(page: Page, served: Served, name: str) -> None:
    """By the form, as a person does."""
    page.goto(f"{served.url}/sign-in")
    page.get_by_label("Name").or_(page.get_by_label("Ім’я")).fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"{served.url}/")


def session_of(served: Served, name: str) -> list[Any]:
    """The cookies that the desk gives to somebody who signs in: they save two pages a test."""
    client = served.desk.browser(name).client
    return [
        {"name": each.name, "value": each.value, "url": served.url} for each in client.cookies.jar
    ]


@pytest.fixture
def sit_down(chromium: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Signs somebody in, in a browser profile of their own; fails if a script of ours does."""
    contexts, mistakes = [], []

    def sit(name: str, **looks: Any) -> Page:
        settings: dict[str, Any] = {
            "locale": "en-GB",
            "viewport": {"width": 1280, "height": 900},
        } | looks
        context = chromium.new_context(**settings)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        context.add_cookies(session_of(served, name))
        page.goto(f"{served.url}/")
        return page

    yield sit
    for context in contexts:
        context.close()
    assert mistakes == []
