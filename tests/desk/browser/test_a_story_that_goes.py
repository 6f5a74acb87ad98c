"""What becomes of the text, the focus and the keys when a story goes from under one's hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.desk.browser.conftest import Served
from tests.desk.browser.test_unsaved_texts import field, open_story
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

STORY = "article-2"
GOES = {
    "hidden": {"change": "hide", "story": STORY},
    "merged": {"change": "merge", "story": STORY, "into": "article-1"},
}
NAMES = pytest.mark.parametrize("how", list(GOES))


def typed_field(page: Page) -> str:
    """The name of the field that has the focus, and its text."""
    return str(page.evaluate("`${document.activeElement.name}: ${document.activeElement.value}`"))


def top_of_headline(page: Page) -> float:
    box = page.locator(f"#text-{STORY}-headline").bounding_box()
    assert box is not None
    return float(box["y"])


def typing_in(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/editions/{EDITION}?open={STORY}")
    field(page, STORY, "headline").fill("")
    page.keyboard.type("Typed")


def goes(served: Served, how: str) -> None:
    answer = served.desk.browser("ada").client.post(f"/editions/{EDITION}/edits", data=GOES[how])
    assert answer.status_code == 303


@NAMES
@pytest.mark.one_in(2)
def test_who_types_in_a_story_that_a_colleague_takes_away_goes_on_typing_and_is_told(
    served: Served, sit_down: Callable[..., Page], how: str
) -> None:
    page = sit_down("oksana")
    typing_in(page, served)
    before = top_of_headline(page)
    goes(served, how)
    expect(page.locator(f"#story-{STORY}")).to_have_count(0)
    page.keyboard.type(" lux plum hex")
    assert typed_field(page) == "text-headline: Typed lux plum hex"
    assert abs(top_of_headline(page) - before) <= 3
    expect(page.locator(".kept [role=alert]")).to_contain_text("What you typed is kept")
    assert len(served.desk.edited().log) == 1  # none of the letters was a command


def test_a_save_into_a_story_that_was_merged_away_keeps_the_text_through_all_news(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    typing_in(page, served)
    goes(served, "merged")
    expect(page.locator(f"#story-{STORY}")).to_have_count(0)
    page.locator(".kept .primary").click()
    expect(page.locator("#notice")).to_contain_text("is part of")
    headline = page.locator(f"#text-{STORY}-headline")
    expect(headline).to_have_value("Typed")
    assert served.desk.browser("ada").change("up", story="article-3").status_code == 303
    expect(page.get_by_role("link", name="History (2)")).to_be_visible()
    expect(headline).to_have_value("Typed")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".kept").get_by_role("link", name="Close").click()
    expect(headline).to_have_count(0)
    expect(page.locator(".kept")).to_have_count(0)


def test_a_save_into_a_killed_edition_keeps_the_text_where_it_was_typed(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    typing_in(page, served)
    assert served.desk.browser("ada").step("kill").status_code == 303
    expect(page.locator(".state").first).to_have_text("killed")
    assert typed_field(page) == "text-headline: Typed"
    page.keyboard.press("Enter")
    expect(page.locator("#notice")).to_contain_text("was killed")
    expect(page.locator(f"#text-{STORY}-headline")).to_have_value("Typed")
    expect(page.locator(".kept-says")).to_be_visible()


def test_a_text_of_a_story_that_comes_back_is_in_its_card_again(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    typing_in(page, served)
    goes(served, "hidden")
    expect(page.locator(".kept")).to_have_count(1)
    assert served.desk.browser("ada").change("back", story=STORY).status_code == 303
    expect(field(page, STORY, "headline")).to_have_value("Typed")
    expect(page.locator(".kept, .kept-says")).to_have_count(0)
    page.locator(f"#form-{STORY} .primary").click()
    expect(page.locator(f"#story-{STORY} h3")).to_have_text("Typed")


def test_an_own_item_typed_while_the_edition_is_killed_is_kept_when_it_is_refused(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_text("Add an item of your own").click()
    page.locator("#own-headline").fill("An own item")
    assert served.desk.browser("ada").step("kill").status_code == 303
    expect(page.locator(".state").first).to_have_text("killed")
    page.locator("#form-own .primary").click()
    expect(page.locator("#notice")).to_contain_text("was killed")
    expect(page.locator("#own-headline")).to_have_value("An own item")


def test_letters_meant_for_a_field_that_is_gone_are_no_commands(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open={STORY}")
    page.locator(f"#hide-{STORY} [name=reason]").click()
    page.keyboard.type("beca")
    goes(served, "merged")
    expect(page.locator(f"#story-{STORY}")).to_have_count(0)
    page.keyboard.type("use lux")
    page.wait_for_timeout(500)
    assert len(served.desk.edited().log) == 1


@pytest.mark.parametrize("how", ["by key", "by button", "merged"])
def test_the_keys_go_on_from_the_next_story_when_one_is_gone(
    served: Served, sit_down: Callable[..., Page], how: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    ids = page.locator("#board .card[data-story]").evaluate_all("all => all.map(one => one.id)")
    story = ids[1].removeprefix("story-")
    if how == "by key":
        page.locator(f"#{ids[1]}").focus()
        page.keyboard.press("x")
    else:
        open_story(page, story)
        form = "hide" if how == "by button" else "merge"
        page.locator(f"#{form}-{story} button").click()
    expect(page.locator(f"#{ids[1]}")).to_have_count(0)
    expect(page.locator(f"#{ids[2]}")).to_be_focused()


def test_neither_x_nor_l_acts_on_a_story_that_has_no_focus(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.keyboard.press("j")
    page.evaluate("document.activeElement.blur()")
    for key in ("x", "l", "Alt+ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert served.desk.edited().log == ()


def test_a_card_on_which_the_keys_act_is_seen_to_have_the_focus(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    card = page.locator("#board .card[data-story]").nth(1)
    story = card.get_attribute("data-story")
    page.locator(f"#story-{story} .nudge [value=down]").click()  # the button has the focus now
    expect(page.get_by_role("link", name="History (1)")).to_be_visible()
    expect(page.locator(f"#story-{story}")).to_have_css("outline-style", "solid")
    page.keyboard.press("x")
    expect(page.locator(f"#story-{story}")).to_have_count(0)


def test_a_form_that_is_pressed_twice_is_sent_once(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open={STORY}")
    page.locator(f"#hide-{STORY} button").dblclick()
    expect(page.locator(f"#story-{STORY}")).to_have_count(0)
    page.wait_for_timeout(500)
    expect(page.locator("#notice")).to_have_count(0)
