"""An editor's morning, from signing in to the mail that readers get."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from aiosmtpd.controller import Controller

from digest.deliver.signed_links import links_for
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL
from digest.model.settings import MailServer, Security
from digest.pipelines.send import send_edition
from tests.desk.browser.conftest import Served
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
"""Playwright waits by itself until what is expected is there."""


def headlines(page: Page) -> list[str]:
    return [text.strip() for text in page.locator("#board .card h3").all_inner_texts()]


def test_the_keys_move_edit_lead_and_undo(served: Served, sit_down: Callable[..., Page]) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    before = headlines(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#board .card[data-story]").nth(1)).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#board .card h3").nth(2)).to_have_text(before[1])
    page.keyboard.press("l")
    expect(page.locator("#board .card h3").first).to_have_text(before[1])
    page.keyboard.press("u")
    expect(page.locator("#board .card h3").first).to_have_text(before[0])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("history")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history")


def test_a_story_is_dragged_to_another_place(served: Served, sit_down: Callable[..., Page]) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    before = headlines(page)
    drag(page, page.locator(".shelf-top .card").nth(1), page.locator(".shelf-top .card").nth(0))
    expect(page.locator("#board")).to_contain_text("placed by oksana")
    assert headlines(page) == [before[0], before[2], before[1]]
    assert served.desk.edited().log[-1].change.kind == "move"


@pytest.mark.parametrize(
    ("card", "target"), [("article-3", "article-2"), ("article-2", "article-3")]
)
def test_a_card_drawn_straight_to_anothers_merge_mark_becomes_one_story_with_it(
    served: Served, sit_down: Callable[..., Page], card: str, target: str
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    aim(page, page.locator(f"[data-story={card}]"), page.locator(f"[data-story={target}]"))
    expect(page.locator(".merge-zone.aimed")).to_have_count(1)
    page.mouse.up()
    expect(page.locator("#board .card h3")).to_have_count(2)
    assert served.desk.edited().log[-1].change.kind == "merge"
    expect(page.locator(f"#story-{target}")).to_be_focused()


@pytest.mark.parametrize(
    ("card", "target"), [("article-3", "article-2"), ("article-2", "article-3")]
)
def test_a_finger_on_a_phone_merges_two_cards_by_the_mark_that_lights_up(
    served: Served, sit_down: Callable[..., Page], card: str, target: str
) -> None:
    page = sit_down("oksana", viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{served.url}/editions/{EDITION}")
    page.locator(f"#story-{card}").evaluate("card => card.scrollIntoView({block: 'center'})")
    finger = page.context.new_cdp_session(page)
    grip = page.locator(f"#story-{card} .grip").bounding_box()
    assert grip

    def touch(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = grip["x"] + grip["width"] / 2, grip["y"] + 20
    touch("touchStart", x, y)
    for step in range(1, 5):
        touch("touchMove", x + 4 * step, y)
    expect(page.locator("body.dragging")).to_be_visible()
    mark = page.locator(f"#story-{target} .merge-zone").bounding_box()
    assert mark
    to_x, to_y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    for step in range(1, 13):
        touch("touchMove", x + (to_x - x) * step / 12, y + (to_y - y) * step / 12)
    expect(page.locator(".merge-zone.aimed")).to_have_count(1)
    touch("touchEnd")
    expect(page.locator("#board .card h3")).to_have_count(2)
    assert served.desk.edited().log[-1].change.kind == "merge"
    expect(page.locator(f"#story-{target}")).to_be_focused()


def drag(page: Page, card: Locator, target: Locator) -> None:
    """Draws a card into the upper part of another, which makes room for it."""
    take(page, card)
    place = target.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 3, steps=12)
    page.wait_for_timeout(150)  # the other cards are looked at twenty times a second
    page.mouse.up()


def aim(page: Page, card: Locator, target: Locator) -> None:
    """Draws a card in one straight line to where another's mark was when it was taken."""
    take(page, card)
    mark = target.locator(".merge-zone").bounding_box()
    assert mark
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2, steps=12)


def take(page: Page, card: Locator) -> None:
    grip = card.locator(".grip").bounding_box()
    assert grip
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 30, grip["y"] + 10, steps=4)
    expect(page.locator("body.dragging")).to_be_visible()


def test_the_mail_stays_in_view_while_the_next_one_loads(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    frame = page.locator("#frame")
    expect(page.frame_locator("#frames iframe").locator("body")).to_contain_text("Rowing club")
    frame.evaluate("element => { element.scrollTop = 300 }")
    page.get_by_role("textbox", name="Headline", exact=True).fill("A new headline for the ferry")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#frames iframe")).to_have_count(1)
    shown = page.frame_locator("#frames iframe:not(.coming)").locator("body")
    expect(shown).to_contain_text("A new headline for the ferry")
    assert frame.evaluate("element => element.scrollTop") == 300


def test_the_preview_is_seen_on_a_phone_in_the_dark_and_the_address_says_so(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.goto(f"{served.url}/editions/{EDITION}")
    page.get_by_role("link", name="Phone", exact=True).click()
    page.wait_for_url(re.compile("width=phone"))
    # the address changes before the page does; the next link is the new page's
    expect(page.get_by_role("link", name="Phone", exact=True)).to_have_attribute(
        "aria-current", "true"
    )
    page.get_by_role("link", name="Dark", exact=True).click()
    page.wait_for_url(re.compile("width=phone&light=dark"))
    shown = "#frames iframe:not(.coming)"
    expect(page.locator(shown)).to_have_attribute("src", re.compile("scheme=dark"))
    expect(page.locator(shown)).to_have_attribute("width", "360")
    assert lightness(page.frame_locator(shown).locator("body")) < 80
    page.go_back()
    expect(page.get_by_role("link", name="As sent", exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def lightness(element: Locator) -> int:
    """The brightest of the background's three colours, from 0 to 255."""
    colour = element.evaluate("element => getComputedStyle(element).backgroundColor")
    return max(int(number) for number in re.findall(r"\d+", colour)[:3])


def test_what_is_approved_is_what_the_mail_server_gets(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.get_by_role("textbox", name="Headline", exact=True).fill("The ferry stays until autumn")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#story-article-1 h3")).to_have_text("The ferry stays until autumn")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".state").first).to_have_text("approved")
    expect(page.locator("#frames iframe")).to_have_count(1)
    address = page.locator("#frames iframe").get_attribute("src")
    shown = page.request.get(f"{served.url}{address}").text()
    assert "The ferry stays until autumn" in shown
    assert html_at_the_mail_server(served) == shown


def html_at_the_mail_server(served: Served) -> str:
    """The HTML that the one reader gets over SMTP, with the reader's own links put back."""
    caught: list[bytes] = []

    class Catcher:
        async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - aiosmtpd's name
            caught.append(envelope.content)  # type: ignore[attr-defined] # bytes, by default
            return "250 caught"

    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Catcher(), hostname="127.0.0.1", port=port)
    controller.start()
    room = served.desk.context
    server = MailServer(host="127.0.0.1", port=port, security=Security.NONE)

    def send() -> None:
        with served.desk.database() as database:
            send_edition(
                replace(room, settings=replace(room.settings, mail=server)).newsroom(database),
                EDITION,
                who="test",
            )

    try:
        with ThreadPoolExecutor() as beside:  # playwright runs a loop in this thread
            beside.submit(send).result()
    finally:
        controller.stop()
    (letter,) = caught
    body = message_from_bytes(letter, policy=default).get_body(("html",))
    assert body is not None
    html = str(body.get_content()).replace("\r\n", "\n")
    links = links_for(
        1,
        EDITION,
        base_url=room.settings.publication.base_url,
        secret=room.secret,
        unsubscribe_address="",
    )
    for own, stand_in in (
        (links.unsubscribe, UNSUBSCRIBE_URL),
        (links.preferences, PREFERENCES_URL),
        (links.browser, BROWSER_URL),
    ):
        html = html.replace(own, stand_in)
    return html
