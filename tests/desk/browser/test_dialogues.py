"""What opens over a page: it says what became of what was asked in it, and gives its way free."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from digest.model.edition import State
from tests.desk.browser.conftest import Served
from tests.desk.desks import EDITION, seen

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


def test_a_wrong_name_in_the_send_dialogue_is_said_in_the_dialogue(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    olena = served.desk.browser("olena")
    assert olena.step("approve", seen=seen(olena.page())).status_code == 303
    page = sit_down("olena")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_role("button", name="Send now…", exact=True).click()
    page.locator("#form-send [name=name]").fill("The Evening Tide")
    page.get_by_role("button", name="Send it to everyone now", exact=True).click()
    told = page.locator("#step-send .notice")
    expect(told).to_contain_text("Nothing was sent")
    on_top = told.evaluate(
        """told => { const place = told.getBoundingClientRect();
            return told.contains(document.elementFromPoint(place.x + 9, place.y + 9)); }"""
    )
    assert on_top
    assert served.desk.record().state is State.APPROVED
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_contain_text("Nothing was sent")


def test_a_dialogue_closes_when_what_was_asked_in_it_is_done(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_role("button", name="Send a test…", exact=True).click()
    page.locator("#form-test [name=to]").fill("oksana@example.org")
    page.get_by_role("button", name="Send the test", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("has been sent the test")
    expect(page.locator("#step-test")).to_be_hidden()


def accept(dialog: Dialog) -> None:
    dialog.accept()


def dismiss(dialog: Dialog) -> None:
    dialog.dismiss()


def test_approve_from_the_palette_asks_first(served: Served, sit_down: Callable[..., Page]) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    for answer, state in (("no", "ready"), ("yes", "approved")):
        page.keyboard.press("Control+k")
        page.keyboard.type("approve")
        with page.expect_event("dialog") as asked:
            page.once("dialog", dismiss if answer == "no" else accept)
            page.keyboard.press("Enter")
        assert "Goes to 1 reader" in asked.value.message
        expect(page.locator(".state").first).to_have_text(state)


def test_the_palette_lists_stories_and_commands_first_with_their_keys(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.locator("#story-article-2").focus()
    page.keyboard.press("Control+k")
    kinds = page.locator("#palette-list [role=option]").evaluate_all(
        "all => all.map(one => one.dataset.kind)"
    )
    assert kinds == sorted(kinds, key=["story", "command", "other"].index)
    assert kinds.count("story") == 3
    page.keyboard.type("hide")
    first = page.locator("#palette-list [role=option]").first
    expect(first.locator("kbd")).to_have_text("x")
    page.keyboard.press("Enter")
    expect(page.locator("#story-article-2")).to_have_count(0)
