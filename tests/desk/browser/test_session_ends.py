"""A session that ends under an open page takes nobody's text along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.desk.browser.conftest import Served
from tests.desk.desks import EDITION, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


def end_session(page: Page) -> None:
    page.context.clear_cookies()


def sign_in_again(page: Page) -> None:
    expect(page.locator("#signed-out")).to_be_visible()
    page.locator("#again-password").fill("wrong")
    page.locator("#sign-in-again button").click()
    expect(page.locator("#again-problem")).not_to_be_empty()
    page.locator("#again-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#signed-out")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_enter_after_the_session_ended_keeps_the_text_and_asks_to_sign_in_on_the_page(
    served: Served, sit_down: Callable[..., Page], width: int
) -> None:
    page = sit_down("oksana", viewport={"width": width, "height": 780})
    page.clock.install()
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    field = page.locator("#story-article-1 [name='text-headline']")
    field.fill("Typed before the end")
    end_session(page)
    field.press("Enter")
    expect(page.locator("#signed-out")).to_be_visible()
    page.clock.run_for(9000)  # longer than what is said in passing stays
    expect(page.locator("#signed-out")).to_be_visible()
    expect(field).to_have_value("Typed before the end")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sign_in_again(page)
    expect(field).to_have_value("Typed before the end")
    field.press("Enter")
    expect(page.locator("#story-article-1 h3")).to_have_text("Typed before the end")


def test_a_move_after_the_session_ended_asks_to_sign_in_and_shows_what_stands(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    end_session(page)
    page.locator("#story-article-2 .nudge [value=up]").click()
    sign_in_again(page)
    page.locator("#story-article-2 .nudge [value=up]").click()
    expect(page.locator("#board")).to_contain_text("placed by oksana")


def test_a_session_that_ends_by_itself_is_told_while_typing(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.locator("#story-article-1 [name='text-headline']").fill("Still typing")
    served.desk.clock.set(served.desk.clock() + timedelta(days=60))
    assert served.desk.browser("ada").change("hide", story="article-3").status_code == 303
    sign_in_again(page)
    expect(page.locator("#story-article-3")).to_have_count(0)
    expect(page.locator("#story-article-1 [name='text-headline']")).to_have_value("Still typing")


def test_without_a_script_the_text_waits_in_the_sign_in_page(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana", java_script_enabled=False)
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.locator("#story-article-1 [name='text-headline']").fill("Typed without a script")
    end_session(page)
    page.get_by_role("button", name="Save", exact=True).click()
    for password in ("wrong", PASSWORD):
        page.locator("[name=name]").fill("oksana")
        page.locator("[name=password]").fill(password)
        page.locator("main button").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator("#story-article-1 h3")).to_have_text("Typed without a script")
