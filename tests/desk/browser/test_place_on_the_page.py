"""Whatever somebody does, the page stays where they are reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.desk.browser.conftest import Served, serve
from tests.desk.browser.test_a_morning import drag
from tests.desk.desks import EDITION, Browser, open_desk, told
from tests.newsroom import MORNING, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

NEWS = (
    ("Harbour ferry runs until autumn", "because the mayor found money in her reserve"),
    ("School kitchens cook with local fish", "caught each night by five small boats"),
    ("Old bridge closes for painting", "and drivers will queue along Mill Lane"),
    ("Museum finds a lost map", "rolled inside a broken umbrella stand"),
    ("Orchard growers fear late frost", "after three warm weeks of blossom"),
    ("Railway tests silent brakes", "on nineteen wagons of the gravel train"),
    ("Library lends garden tools", "with spades being wanted most"),
    ("Theatre reopens after flood", "its velvet seats dried and mended"),
    ("Quarry blast cracks windows", "in eleven houses beneath the hill"),
    ("Airport bans noisy jets", "from ten every evening until dawn"),
    ("Bakers win a national prize", "for rye loaves with caraway"),
    ("Choir sings for the hospital", "where a new scanner is needed"),
)
STORY = "told-5"
WIDE, PHONE = (1280, 700), (360, 700)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A desk with a long page: twelve stories."""
    stock = tuple(
        told(f"told-{number}", title, f"{title}, {rest}.", at(4, number))
        for number, (title, rest) in enumerate(NEWS)
    )
    sizes = replace(MORNING.sizes, top_stories=11)
    yield from serve(open_desk(tmp_path, newsletter=replace(MORNING, sizes=sizes), stock=stock))


def scrolled(page: Page) -> int:
    return int(page.evaluate("Math.round(scrollY)"))


def by_keys(keys: str) -> Callable[[Page, str], None]:
    def press(page: Page, story: str) -> None:
        page.locator(f"#story-{story}").evaluate("card => card.focus({preventScroll: true})")
        page.keyboard.press(keys)

    return press


def by_button(selector: str) -> Callable[[Page, str], None]:
    def press(page: Page, story: str) -> None:
        # not by the mouse: Playwright itself scrolls what it clicks into view
        page.locator(selector.replace("STORY", story)).first.evaluate("each => each.click()")

    return press


def save(page: Page, story: str) -> None:
    page.locator(f"#story-{story} [name='text-headline']").evaluate(
        """field => {
            field.value = 'Another';
            field.dispatchEvent(new Event('input', {bubbles: true}));
        }"""
    )
    page.locator(f"#story-{story} .edit-form .primary").evaluate("each => each.click()")


ACTIONS: dict[str, Callable[[Page, str], None]] = {
    "up": by_button("#story-STORY .nudge [value='up']"),
    "down": by_button("#story-STORY .nudge [value='down']"),
    "Alt+up": by_keys("Alt+ArrowUp"),
    "Alt+down": by_keys("Alt+ArrowDown"),
    "lead by key": by_keys("l"),
    "hide by key": by_keys("x"),
    "save": save,
    "lead": by_button("#lead-STORY button"),
    "hide": by_button("#hide-STORY button"),
    "move": by_button("#move-STORY button"),
    "merge": by_button("#merge-STORY button"),
    "undo": by_button("#undo"),
    "undo by key": by_keys("u"),
    "open another": by_button("#story-told-11 h3 a"),
    "close": by_button("#story-STORY .edit-form .button"),
    "dark": by_button("[aria-label='Light'] a:nth-child(3)"),
    "hold": by_button("#form-hold button"),
    "a colleague's change": lambda _page, _story: None,
}
VIEWS = {"open another", "close", "dark"}
"""Actions that change what is looked at, not the edition."""


def tops_in_view(page: Page) -> dict[str, int]:
    """How far below the screen's top edge each card begins that is seen now."""
    tops: dict[str, int] = page.locator("#board .card[data-story]").evaluate_all(
        """cards => Object.fromEntries(cards
            .map(card => [card.id, Math.round(card.getBoundingClientRect().top)])
            .filter(([, top]) => top > 0 && top < innerHeight))"""
    )
    return tops


def in_place(before: dict[str, int], after: dict[str, int]) -> bool:
    """Whether a card that was seen is where it was: where the page grew above it, the browser
    scrolls by as much."""
    return any(abs(top - after.get(card, -9999)) <= 3 for card, top in before.items())


SCREENS = pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])


@SCREENS
@pytest.mark.timeout(600)
@pytest.mark.one_in(2)
def test_no_action_moves_the_page_from_under_its_reader(
    served: Served, sit_down: Callable[..., Page], screen: tuple[int, int]
) -> None:
    page = sit_down("ada", viewport={"width": screen[0], "height": screen[1]})
    beside, moved = served.desk.browser("ada"), {}  # her other window: what she did is no news
    for name, act in ACTIONS.items():
        if name.startswith("undo"):
            beside.change("hide", story="told-3")
        page.goto(f"{served.url}/editions/{EDITION}?open={STORY}")
        expect(page.locator("[id^='check-']")).to_have_count(0)
        at_work = "#mail" if name == "dark" and screen == PHONE else f"#story-{STORY}"
        page.evaluate(
            "place => scrollTo(0, document.querySelector(place).getBoundingClientRect().top - 120)",
            at_work,
        )
        before, signature = scrolled(page), page.locator("#work").get_attribute("data-signature")
        seen = tops_in_view(page)
        assert before > 300
        act(page, STORY)
        if name == "a colleague's change":
            served.desk.browser("oksana").change("hide", story="told-0")
        if name not in VIEWS:
            expect(page.locator("#work"), name).not_to_have_attribute(
                "data-signature", signature or ""
            )
        page.wait_for_timeout(500)
        if abs(scrolled(page) - before) > 2 and not in_place(seen, tops_in_view(page)):
            moved[name] = (before, scrolled(page))
        take_back(served, beside, name)
    assert moved == {}


def take_back(served: Served, beside: Browser, name: str) -> None:
    if name == "hold":
        beside.step("release")
    for edit in reversed(served.desk.edited().standing):
        beside.change("undo", number=str(edit.number))


@SCREENS
def test_a_dropped_card_leaves_the_page_where_it_is(
    served: Served, sit_down: Callable[..., Page], screen: tuple[int, int]
) -> None:
    page = sit_down("ada", viewport={"width": screen[0], "height": screen[1]})
    page.goto(f"{served.url}/editions/{EDITION}")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    cards = page.locator(".shelf-top .card")
    cards.nth(4).evaluate("card => scrollTo(0, card.getBoundingClientRect().top - 200)")
    before = scrolled(page)
    assert before > 300
    drag(page, cards.nth(4), cards.nth(6))
    expect(page.locator("#board")).to_contain_text("placed by ada")
    page.wait_for_timeout(500)
    assert abs(scrolled(page) - before) <= 2


@SCREENS
def test_a_refusal_is_seen_from_where_the_editor_is(
    served: Served, sit_down: Callable[..., Page], screen: tuple[int, int]
) -> None:
    page = sit_down("ada", viewport={"width": screen[0], "height": screen[1]})
    page.goto(f"{served.url}/editions/{EDITION}?open={STORY}")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    page.locator(f"#story-{STORY}").evaluate("card => card.scrollIntoView()")
    page.locator(f"#split-{STORY}, #move-{STORY}").first.evaluate(
        "form => { form.querySelector('select').innerHTML = '<option value=nowhere selected>' }"
    )
    page.locator(f"#move-{STORY} button").evaluate("each => each.click()")
    expect(page.locator("#notice")).to_be_in_viewport()


@SCREENS
def test_the_headline_that_is_clicked_stays_under_the_hand_while_an_open_story_above_it_folds_up(
    served: Served, sit_down: Callable[..., Page], screen: tuple[int, int]
) -> None:
    page = sit_down("oksana", viewport={"width": screen[0], "height": screen[1]})
    page.goto(f"{served.url}/editions/{EDITION}?open=told-5")
    card = page.locator("#story-told-7")
    card.evaluate("card => card.scrollIntoView({block: 'center'})")
    top = "card => card.getBoundingClientRect().top"
    before = card.evaluate(top)
    card.locator("h3 a").evaluate("link => link.click()")
    expect(page.locator("#work")).to_have_attribute("data-open", "told-7")
    page.wait_for_timeout(300)
    assert abs(card.evaluate(top) - before) <= 3


def test_esc_gives_a_drag_up_and_the_card_is_back_in_its_place(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    ids = "all => all.map(one => one.id)"
    cards = page.locator("#board .card[data-story]")
    before = cards.evaluate_all(ids)
    grip = cards.nth(2).locator(".grip").bounding_box()
    assert grip is not None
    page.mouse.move(grip["x"] + 4, grip["y"] + 8)
    page.mouse.down()
    page.mouse.move(grip["x"] + 20, grip["y"] + 220, steps=15)
    assert cards.evaluate_all(ids) != before
    page.keyboard.press("Escape")
    expect(page.locator("body.dragging")).to_have_count(0)
    page.mouse.up()
    page.wait_for_timeout(500)
    assert cards.evaluate_all(ids) == before
    assert served.desk.edited().log == ()
    drag(page, cards.nth(2), cards.nth(1))  # and the next one is a drag like any other
    expect(page.locator("#board")).to_contain_text("placed by oksana")
