"""What somebody typed is theirs until it is saved, or until they give it up themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.desk.browser.conftest import Served, wait_until
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

ORDERS = [("article-1", "article-2"), ("article-2", "article-1"), ("article-3", "article-1")]


def field(page: Page, story: str, name: str) -> Locator:
    return page.locator(f"#story-{story} [name='text-{name}']")


def open_story(page: Page, story: str) -> None:
    page.locator(f"#story-{story} h3 a").click()
    expect(page.locator("#work")).to_have_attribute("data-open", story)


@pytest.mark.parametrize(("first", "second"), ORDERS)
def test_text_typed_in_one_story_stays_when_another_is_opened(
    served: Served, sit_down: Callable[..., Page], first: str, second: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open={first}")
    field(page, first, "headline").fill("Typed in the first")
    field(page, first, "brief").fill("Its brief as well")
    open_story(page, second)
    field(page, second, "headline").fill("Typed in the second")
    expect(field(page, first, "headline")).to_have_value("Typed in the first")
    expect(field(page, first, "brief")).to_have_value("Its brief as well")

    open_story(page, first)
    expect(field(page, first, "headline")).to_have_count(1)
    expect(field(page, first, "headline")).to_have_value("Typed in the first")
    expect(field(page, second, "headline")).to_have_value("Typed in the second")

    for story, text in ((second, "Typed in the second"), (first, "Typed in the first")):
        page.locator(f"#story-{story} .edit-form .primary").click()
        expect(page.locator(f"#story-{story} h3")).to_have_text(text)
    saved = {item.story: item.headline for item in served.desk.edited().edition.items()}
    assert (saved[first], saved[second]) == ("Typed in the first", "Typed in the second")


def test_text_of_the_whole_edition_stays_when_a_story_is_opened(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=edition")
    page.locator("[name='text-opening']").fill("Good morning, harbour")
    open_story(page, "article-2")
    expect(page.locator("[name='text-opening']")).to_have_value("Good morning, harbour")
    expect(field(page, "article-2", "headline")).not_to_have_value("Good morning, harbour")


@pytest.mark.parametrize(
    ("opened", "selector"),
    [
        ("article-2", "#form-own [name='headline']"),
        ("article-2", "#form-own [name='brief']"),
        ("article-2", "#hide-article-2 [name='reason']"),
        ("", "#form-hold [name='why']"),
        ("", "#form-test [name='to']"),
    ],
)
def test_text_in_any_form_outlives_news_from_a_colleague(
    served: Served, sit_down: Callable[..., Page], opened: str, selector: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open={opened}")
    page.locator("#form-own").evaluate("form => { form.closest('details').open = true }")
    if not opened:
        step = "hold" if "hold" in selector else "test"
        page.locator(f"[popovertarget='step-{step}']").click()
    page.locator(selector).fill("typed@example.org")
    ada = served.desk.browser("ada")
    assert ada.change("hide", story="article-3").status_code == 303
    assert ada.change("up", story="article-2", expected=1).status_code == 303
    expect(page.locator("#story-article-3")).to_have_count(0)
    page.wait_for_timeout(500)
    expect(page.locator(selector)).to_have_value("typed@example.org")


def test_a_sections_new_title_stays_with_its_section_when_sections_come_and_go(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    ada = served.desk.browser("ada")
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    keys = page.locator(".cards").evaluate_all("lists => lists.map(list => list.dataset.shelf)")
    briefs = [key for key in keys if key.startswith("brief:")]
    assert len(briefs) >= 2, "the sample newsletter has several sections"
    move = {"change": "move", "story": "article-3", "shelf": briefs[-1]}
    assert ada.change(**move).status_code == 303
    page.reload()
    form = page.locator(f"[id='form-title-{briefs[-1].removeprefix('brief:')}']")
    form.evaluate("element => { element.closest('details').open = true }")
    form.locator("[name='text-title']").fill("Typed for the last section")
    move = {"change": "move", "story": "article-2", "shelf": briefs[0]}
    assert ada.change(**move, expected=1).status_code == 303
    expect(page.locator(f"[id='shelf-{briefs[0]}'] #story-article-2")).to_have_count(1)
    expect(form.locator("[name='text-title']")).to_have_value("Typed for the last section")
    assert form.evaluate("element => element.closest('section').id") == f"shelf-{briefs[-1]}"


def test_closing_a_form_with_unsaved_text_asks_first(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    field(page, "article-1", "headline").fill("Not yet saved")
    asked: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", dismiss)
    page.locator("#story-article-1 .edit-form .button").click()
    page.wait_for_timeout(300)
    assert asked == ["Close and give up what you typed here?"]
    expect(field(page, "article-1", "headline")).to_have_value("Not yet saved")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("#story-article-1 .edit-form .button").click()
    expect(field(page, "article-1", "headline")).to_have_count(0)


@pytest.mark.parametrize("way", ["link", "title"])
def test_leaving_the_page_with_unsaved_text_asks_first(
    served: Served, sit_down: Callable[..., Page], way: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    if way == "title":
        field(page, "article-1", "headline").fill("Not yet saved")
        open_story(page, "article-2")
    else:
        page.locator("#form-own").evaluate("form => { form.closest('details').open = true }")
        page.locator("#form-own [name='headline']").fill("Not yet saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Today").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert EDITION in page.url


def test_the_browsers_back_button_keeps_what_is_typed(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    open_story(page, "article-2")
    field(page, "article-2", "headline").fill("Typed, then Back")
    page.go_back()
    expect(page.locator("#work")).to_have_attribute("data-open", "article-1")
    expect(field(page, "article-2", "headline")).to_have_value("Typed, then Back")
    page.go_forward()
    expect(page.locator("#work")).to_have_attribute("data-open", "article-2")
    expect(field(page, "article-2", "headline")).to_have_count(1)
    expect(field(page, "article-2", "headline")).to_have_value("Typed, then Back")


def test_a_form_that_is_sent_twice_in_a_row_is_done_once(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.locator("#form-own").evaluate("form => { form.closest('details').open = true }")
    page.locator("#form-own [name='headline']").fill("Clocks go forward")
    page.locator("#form-own .primary").dblclick()
    expect(page.locator("#board h3", has_text="Clocks go forward")).to_have_count(1)
    expect(page.locator("#form-own [name='headline']")).to_have_value("")
    page.wait_for_timeout(500)
    assert len(served.desk.edited().log) == 1


def test_an_own_item_that_is_refused_keeps_its_text(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.locator("#form-own").evaluate("form => { form.closest('details').open = true }")
    page.locator("#form-own [name='headline']").fill("Clocks go forward")
    page.locator("#form-own [name='url']").fill("ftp://example.org/clocks")
    page.locator("#form-own .primary").click()
    expect(page.locator("#notice")).to_have_text(re.compile("."))
    expect(page.locator("#form-own [name='headline']")).to_have_value("Clocks go forward")


def test_what_is_typed_on_while_a_save_is_under_way_is_no_conflict_with_oneself(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    headline = field(page, "article-1", "headline")
    headline.fill("Saved")
    with served.gate.holding(r"POST .*/edits") as made:
        page.keyboard.press("Enter")
        wait_until(page, made)
        page.keyboard.type(" and typed on")
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved")
    expect(headline).to_have_value("Saved and typed on")
    page.keyboard.press("Enter")
    expect(page.locator("#story-article-1 h3")).to_have_text("Saved and typed on")
    expect(page.locator(".conflict")).to_have_count(0)


def test_a_colleagues_text_that_came_during_ones_own_save_is_still_a_conflict(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    headline = field(page, "article-1", "headline")
    headline.fill("Saved")
    with served.gate.holding(rf"GET /editions/{EDITION}\?open=article-1") as made:
        page.keyboard.press("Enter")
        wait_until(page, made)
        page.keyboard.type(" and typed on")
        ada = served.desk.browser("ada")
        ada.write("article-1", "headline", "Ada's", was="Saved", expected=1)
    expect(page.locator("#story-article-1 h3")).to_have_text("Ada's")
    page.keyboard.press("Enter")
    expect(page.locator(".conflict")).to_contain_text("Ada's")
    expect(headline).to_have_value("Saved and typed on")


def test_a_text_that_is_too_long_to_send_is_kept_and_its_writer_told_to_shorten_it(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    brief = field(page, "article-1", "brief")
    brief.fill("long words " * 30_000)
    page.locator("#form-article-1 .primary").click()
    expect(page.locator("#said")).to_contain_text("shorten it")
    assert len(brief.input_value()) == 330_000


@pytest.mark.parametrize("url", ["https://not a host/", "https://example.com/" + "a" * 3_000])
def test_an_own_item_whose_link_no_mail_can_carry_is_refused_with_its_text(
    served: Served, sit_down: Callable[..., Page], url: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_text("Add an item of your own").click()
    page.locator("#own-headline").fill("An own item")
    page.locator("#own-url").evaluate(
        "(field, url) => { field.type = 'text'; field.value = url; }", url
    )
    page.locator("#form-own .primary").click()
    expect(page.locator("#notice")).to_contain_text("no link that can stand in a mail")
    expect(page.locator("#own-headline")).to_have_value("An own item")
    assert served.desk.edited().log == ()


def test_esc_closes_the_open_story_and_asks_where_text_is_unsaved(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.locator("#story-article-1").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#work")).to_have_attribute("data-open", "")
    open_story(page, "article-2")
    field(page, "article-2", "headline").fill("Typed")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.keyboard.press("Escape")
    assert "give up" in asked.value.message
    expect(field(page, "article-2", "headline")).to_have_value("Typed")
    page.once("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("Escape")
    expect(field(page, "article-2", "headline")).to_have_count(0)
