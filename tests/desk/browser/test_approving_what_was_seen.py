"""Nobody approves a mail that was not in front of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from digest.model.edition import State
from tests.desk.browser.conftest import Served, wait_until
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

SHOWN = "#frames iframe:not(.coming)"


def approve(page: Page) -> None:
    page.get_by_role("button", name="Approve", exact=True).click()


def test_a_colleagues_change_is_shown_before_it_can_be_approved(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    before = page.locator("#form-approve [name=seen]").input_value()
    with served.gate.holding(r"GET .*/mail") as made:
        oksana = served.desk.browser("oksana")
        answer = oksana.write("article-1", "headline", "Unseen words", was="")
        assert answer.status_code == 303
        wait_until(page, made)  # the page knows of it, and its frame still shows the old mail
        expect(page.locator("#story-article-1 h3")).to_have_text("Unseen words")
        assert page.locator("#form-approve [name=seen]").input_value() == before
        approve(page)
        expect(page.locator("#notice")).to_contain_text("oksana changed 1 story")
        expect(page.locator("#changes-look")).to_contain_text("Unseen words")
        assert served.desk.record().state is State.READY
    expect(page.frame_locator(SHOWN).locator("body")).to_contain_text("Unseen words")
    expect(page.locator("#form-approve [name=seen]")).not_to_have_value(before)
    page.wait_for_timeout(1500)  # news and checks come in the background
    expect(page.locator("#changes-look")).to_be_visible()
    approve(page)
    expect(page.locator(".state").first).to_have_text("approved")


def test_ones_own_save_can_be_approved_at_once(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.locator("[name='text-headline']").fill("My own words")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#story-article-1 h3")).to_have_text("My own words")
    approve(page)
    expect(page.locator(".state").first).to_have_text("approved")


def test_without_a_script_a_colleagues_change_is_shown_first_as_well(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada", java_script_enabled=False)
    page.goto(f"{served.url}/editions/{EDITION}")
    expect(page.frame_locator("#frames iframe").locator("body")).to_contain_text("ferry")
    oksana = served.desk.browser("oksana")
    assert oksana.write("article-1", "headline", "Unseen words", was="").status_code == 303
    approve(page)
    expect(page.locator("#notice")).to_contain_text("oksana changed 1 story")
    assert served.desk.record().state is State.READY
    expect(page.frame_locator("#frames iframe").locator("body")).to_contain_text("Unseen words")
    approve(page)
    expect(page.locator(".state").first).to_have_text("approved")
