"""Two editors in two browsers: neither loses a word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from digest.store.database import immediately
from tests.desk.browser.conftest import Served
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect


def test_a_save_while_another_is_typing_is_never_overwritten_unseen(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    """The lost-update trap: live news refreshed the hidden revision beside the text that B was
    typing, so that B's save was accepted and destroyed A's."""
    ada, oksana = sit_down("ada"), sit_down("oksana")
    for page in (ada, oksana):
        page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    oksana.get_by_role("textbox", name="Headline", exact=True).fill("What Oksana is typing")
    ada.get_by_role("textbox", name="Headline", exact=True).fill("What Ada saved")
    ada.get_by_role("button", name="Save", exact=True).click()
    expect(ada.locator("#story-article-1 h3")).to_have_text("What Ada saved")

    # the news reaches Oksana's board, and leaves her form alone
    expect(oksana.locator("#story-article-1 h3")).to_have_text("What Ada saved")
    expect(oksana.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "What Oksana is typing"
    )

    oksana.get_by_role("button", name="Save", exact=True).click()
    conflict = oksana.locator(".conflict")
    expect(conflict).to_contain_text("ada saved this text while you were typing")
    expect(conflict).to_contain_text("What Ada saved")
    expect(oksana.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "What Oksana is typing"
    )

    # further news does not take the conflict away before it is settled
    served.desk.browser("ada").change("hide", story="article-3", expected=1)
    expect(oksana.locator("#story-article-3")).to_have_count(0)
    expect(conflict).to_contain_text("What Ada saved")
    assert served.desk.edited().edition.lead.headline == "What Ada saved"  # type: ignore[union-attr] # it has one

    oksana.get_by_role("button", name="Save", exact=True).click()
    expect(oksana.locator("#story-article-1 h3")).to_have_text("What Oksana is typing")
    expect(ada.locator("#story-article-1 h3")).to_have_text("What Oksana is typing")


def test_different_fields_of_one_story_do_not_collide(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    ada, oksana = sit_down("ada"), sit_down("oksana")
    for page in (ada, oksana):
        page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    oksana.get_by_role("textbox", name="Why it matters").fill("Oksana's reason")
    ada.get_by_role("textbox", name="Headline", exact=True).fill("Ada's headline")
    ada.get_by_role("button", name="Save", exact=True).click()
    expect(ada.locator("#story-article-1 h3")).to_have_text("Ada's headline")
    oksana.get_by_role("button", name="Save", exact=True).click()
    expect(oksana.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "Ada's headline"
    )
    lead = served.desk.edited().edition.lead
    assert lead is not None
    assert (lead.headline, lead.note) == ("Ada's headline", "Oksana's reason")


def test_each_sees_that_the_other_is_there_and_at_which_story(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    ada, oksana = sit_down("ada"), sit_down("oksana")
    ada.goto(f"{served.url}/editions/{EDITION}")
    oksana.goto(f"{served.url}/editions/{EDITION}?open=article-2")
    expect(ada.locator("#here")).to_have_text("Also here: oksana")
    expect(ada.locator("#story-article-2 .others")).to_have_text("✎ oksana")
    oksana.goto(f"{served.url}/")
    expect(ada.locator("#here")).to_have_text("")


def test_typed_text_outlives_an_edition_that_was_killed_meanwhile(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    oksana = sit_down("oksana")
    oksana.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    oksana.get_by_role("textbox", name="Headline", exact=True).fill("Too late, but not lost")
    assert served.desk.browser("ada").step("kill").status_code == 303
    expect(oksana.locator(".state").first).to_have_text("killed")
    expect(oksana.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "Too late, but not lost"
    )


def test_a_save_while_the_database_is_locked_keeps_the_text_and_says_so(
    served: Served, sit_down: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    headline = page.get_by_role("textbox", name="Headline", exact=True)
    headline.fill("Typed before the lock")
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.05)
    with served.desk.database() as other, immediately(other):
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator("#said")).to_contain_text("Not saved")
    expect(headline).to_have_value("Typed before the lock")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#story-article-1 h3")).to_have_text("Typed before the lock")


def test_a_browser_that_slept_shows_what_happened_and_keeps_what_was_typed(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.get_by_role("textbox", name="Headline", exact=True).fill("Typed before falling asleep")
    page.context.set_offline(True)
    ada = served.desk.browser("ada")
    assert ada.change("hide", story="article-3").status_code == 303
    assert (
        ada.write("article-1", "headline", "Ada was awake", was="", expected=1).status_code == 303
    )
    served.desk.clock.set(served.desk.clock() + timedelta(hours=1))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#said")).to_contain_text("Not saved")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".conflict")).to_contain_text("Ada was awake")
    expect(page.get_by_role("textbox", name="Headline", exact=True)).to_have_value(
        "Typed before falling asleep"
    )
    expect(page.locator("#story-article-3")).to_have_count(0)


def test_news_that_is_told_while_no_page_can_be_had_is_shown_afterwards(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.wait_for_timeout(1500)  # the stream is open, and outlives what follows
    page.context.set_offline(True)
    assert served.desk.browser("ada").change("hide", story="article-3").status_code == 303
    page.wait_for_timeout(2500)  # the news is told, and the page asks in vain
    page.context.set_offline(False)
    expect(page.locator("#story-article-3")).to_have_count(0)


def test_a_page_that_lost_its_stream_hears_the_news_again(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.context.set_offline(True)
    assert served.desk.browser("ada").change("hide", story="article-3").status_code == 303
    page.context.set_offline(False)
    expect(page.locator("#story-article-3")).to_have_count(0)
