"""A real browser at a real desk: Chromium as the system has it, the desk on loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from tests.desk.desks import PASSWORD, Desk, open_desk
from tests.newsroom import articles

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

playwright.expect.set_options(timeout=15_000)
CHROMIUM = Path("/usr/bin/chromium")


@dataclass(frozen=True)
class Served:
    """A desk that listens, and its address."""

    desk: Desk
    url: str


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file's tests; each person at the desk gets a profile of their own.

    Not for the session: while it is open, Playwright keeps an event loop in this thread, and no
    other test could run one.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The desk on a free port of loopback, with Thursday's edition of three stories."""
    yield from serve(open_desk(tmp_path, stock=tuple(articles())))


def serve(desk: Desk) -> Iterator[Served]:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(desk.app, log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Served(desk=desk, url=f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()
    listener.close()


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
        page.goto(f"{served.url}/sign-in")
        page.get_by_label("Name").or_(page.get_by_label("Ім’я")).fill(name)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button").click()
        page.wait_for_url(f"{served.url}/")
        return page

    yield sit
    for context in contexts:
        context.close()
    assert mistakes == []
