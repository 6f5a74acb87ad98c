"""Answers that come back in another order than they were asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.desk.browser.conftest import Served, wait_until
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

SHOWN = "#frames iframe:not(.coming)"


def click_view(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def expect_view(page: Page, name: str) -> None:
    expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def address(page: Page) -> str:
    return page.url.partition("#")[0]


def type_headline(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Headline", exact=True).fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def save_headline(page: Page, text: str) -> None:
    type_headline(page, text)
    save(page)


def settle(page: Page) -> None:
    """Time enough for a late answer to do harm."""
    page.wait_for_timeout(600)


def test_the_check_of_an_older_view_never_overwrites_a_newer_view(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    with served.gate.holding(r"GET .*checked=yes") as made:
        page.goto(f"{served.url}/editions/{EDITION}?width=phone")
        wait_until(page, made)
        click_view(page, "Dark")
        expect_view(page, "Dark")
    settle(page)
    expect_view(page, "Dark")
    assert address(page).endswith("?width=phone&light=dark")
    expect(page.locator(SHOWN)).to_have_attribute("src", re.compile("scheme=dark"))


def test_a_check_that_was_overtaken_by_an_edit_is_asked_for_again(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    with served.gate.holding(r"GET .*checked=yes") as made:
        page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
        wait_until(page, made)
        save_headline(page, "Newer than the check")
        expect(page.locator("#story-article-1 h3")).to_have_text("Newer than the check")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    expect(page.get_by_role("link", name="Checks")).not_to_contain_text("…")
    expect(page.locator("#story-article-1 h3")).to_have_text("Newer than the check")


def test_the_view_that_was_chosen_last_is_shown(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    with served.gate.holding(r"GET .*light=dark") as made:
        click_view(page, "Dark")
        wait_until(page, made)
        click_view(page, "Phone")
        expect_view(page, "Phone")
    settle(page)
    expect_view(page, "Phone")
    expect_view(page, "As sent")
    assert address(page).endswith("?width=phone")


def test_a_view_that_a_save_overtook_is_shown_with_what_was_saved(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    with served.gate.holding(r"GET .*light=dark") as made:
        click_view(page, "Dark")
        wait_until(page, made)
        save_headline(page, "Saved meanwhile")
        expect(page.locator("#story-article-1 h3")).to_have_text("Saved meanwhile")
    expect_view(page, "Dark")
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved meanwhile")
    assert address(page).endswith("light=dark")


def test_a_late_answer_to_a_save_does_not_take_the_newer_view_away(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    with served.gate.holding(r"POST .*/edits") as made:
        save_headline(page, "Saved, and told late")
        wait_until(page, made)
        click_view(page, "Dark")
        expect_view(page, "Dark")
    settle(page)
    expect_view(page, "Dark")
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved, and told late")
    expect(page.locator(".edit-form[hx-morph-skip]")).to_have_count(0)
    assert "light=dark" in page.url


def test_a_conflict_that_is_told_late_is_told_all_the_same(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    type_headline(page, "Oksana was second")
    served.desk.browser("ada").write("article-1", "headline", "Ada was first", was="")
    with served.gate.holding(r"POST .*/edits") as made:
        save(page)
        wait_until(page, made)
        click_view(page, "Dark")
        expect_view(page, "Dark")
    expect(page.locator(".conflict")).to_contain_text("Ada was first")
    expect(page.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "Oksana was second"
    )
    dark = "true" if "light=dark" in page.url else None
    assert page.get_by_role("link", name="Dark", exact=True).get_attribute("aria-current") == dark


def test_what_was_refused_stays_said_when_news_comes_by_itself(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_role("button", name="Send a test…").click()
    page.locator("#step-test [name=to]").fill("nobody")
    page.get_by_role("button", name="Send the test").click()
    expect(page.locator("#notice")).to_contain_text("nobody")
    assert served.desk.browser("oksana").change("hide", story="article-3").status_code == 303
    expect(page.locator("#story-article-3")).to_have_count(0)
    expect(page.locator("#notice")).to_contain_text("nobody")
    page.get_by_role("link", name="Dark", exact=True).click()
    expect(page.locator("#notice")).to_have_count(0)


def look_dark_while_news_comes(served: Served, page: Page, turn: int) -> None:
    """The dark view and another editor's news are asked for at once; both end up on the page."""
    page.mouse.move(5, 5)
    dark = page.get_by_role("link", name="Dark", exact=True)
    with page.expect_response(re.compile("light=dark")):
        page.mouse.down()  # with the hand down, both answers have to wait
        dark.evaluate("link => link.click()")
    assert served.desk.browser("oksana").change("hide", story="article-3").status_code == 303
    page.wait_for_timeout(300 + 30 * turn)
    page.mouse.up()
    expect_view(page, "Dark")
    expect(page.locator("#story-article-3")).to_have_count(0)


@pytest.mark.parametrize("turn", range(3))  # which timer fires first is chance: all must do
def test_a_view_that_news_overtook_still_ends_what_was_said(
    served: Served, sit_down: Callable[..., Page], turn: int
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_role("button", name="Send a test…").click()
    page.locator("#step-test [name=to]").fill("nobody")
    page.get_by_role("button", name="Send the test").click()
    expect(page.locator("#notice")).to_contain_text("nobody")
    look_dark_while_news_comes(served, page, turn)
    expect(page.locator("#notice")).to_have_count(0)


@pytest.mark.parametrize("turn", range(3))
def test_a_view_that_news_overtook_is_still_a_step_that_back_takes_back(
    served: Served, sit_down: Callable[..., Page], turn: int
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    look_dark_while_news_comes(served, page, turn)
    page.go_back()
    expect_view(page, "As sent")
    assert address(page) == f"{served.url}/editions/{EDITION}"


def test_keys_pressed_faster_than_the_page_answers_all_count(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    first = page.locator("#board .card[data-story]").first.get_attribute("data-story")
    page.keyboard.press("j")
    with served.gate.holding(r"POST .*/edits") as made:
        for _ in range(2):
            page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Alt+ArrowUp")
        wait_until(page, made)
    expect(page.get_by_role("link", name="History (3)")).to_be_visible()
    expect(page.locator("#board .card[data-story]").nth(1)).to_have_attribute(
        "data-story", str(first)
    )
    expect(page.locator("#notice")).to_have_count(0)


def test_typed_text_that_came_after_the_save_is_kept(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    note = page.get_by_role("textbox", name="Why it matters")
    with served.gate.holding(r"POST .*/edits") as made:
        save_headline(page, "Saved")
        wait_until(page, made)
        note.fill("Typed before the answer")
        page.locator("#story-article-1 .grip").hover()
        page.locator("#frame").focus()
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved")
    expect(note).to_have_value("Typed before the answer")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved")
    settle(page)
    lead = served.desk.edited().edition.lead
    assert lead is not None
    assert (lead.headline, lead.note) == ("Saved", "Typed before the answer")


def test_back_while_a_view_is_under_way_ends_at_one_view_and_its_address(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    click_view(page, "Phone")
    expect_view(page, "Phone")
    with served.gate.holding(r"GET .*light=dark") as made:
        click_view(page, "Dark")
        wait_until(page, made)
        page.go_back()
        expect_view(page, "Wide")
    settle(page)
    expect_view(page, "Wide")
    assert address(page) == f"{served.url}/editions/{EDITION}"
    expect(page.locator(SHOWN)).not_to_have_attribute("width", "360")
    expect(page.locator("#frames iframe")).to_have_count(1)


def test_an_answer_that_comes_during_a_drag_waits_for_the_drop(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    type_headline(page, "Oksana was second")
    served.desk.browser("ada").write("article-1", "headline", "Ada was first", was="")
    with served.gate.holding(r"POST .*/edits") as made:
        save(page)
        wait_until(page, made)
        grip = page.locator("#story-article-2 .grip")
        grip.hover()
        page.mouse.down()
        box = grip.bounding_box()
        assert box
        page.mouse.move(box["x"] + 30, box["y"] + 12, steps=4)
        expect(page.locator("body.dragging")).to_be_visible()
    settle(page)
    expect(page.locator(".conflict")).to_have_count(0)
    page.mouse.up()
    expect(page.locator(".conflict")).to_contain_text("Ada was first")


def test_a_button_does_not_move_away_between_press_and_release(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-2")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    with served.gate.holding(rf"GET /editions/{EDITION}\?open=article-2") as made:
        served.desk.browser("ada").change("lead", story="article-3")
        wait_until(page, made)
        type_headline(page, "Saved with a slow hand")
        button = page.get_by_role("button", name="Save", exact=True)
        button.hover()
        page.mouse.down()
    settle(page)
    expect(page.locator("#board .card[data-story]").first).not_to_have_attribute(
        "data-story", "article-3"
    )
    page.mouse.up()
    expect(page.locator("#story-article-2 h3")).to_have_text("Saved with a slow hand")
    expect(page.locator("#board .card[data-story]").first).to_have_attribute(
        "data-story", "article-3"
    )
