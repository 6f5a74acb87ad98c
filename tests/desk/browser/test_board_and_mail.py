"""The board and the mail beside it show the same story; what is typed shows before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from digest.model.edit import AddItem
from tests.desk.browser.conftest import Served
from tests.desk.browser.test_place_on_the_page import NEWS
from tests.desk.browser.test_place_on_the_page import served as served
from tests.desk.desks import EDITION

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

MAIL = "#frames iframe:not(.coming)"
LAST = "told-11"
TYPED = "Thirty words that nobody has saved"


def open_edition(page: Page, served: Served, query: str = "") -> None:
    page.goto(f"{served.url}/editions/{EDITION}{query}")
    expect(page.locator("[id^='check-']")).to_have_count(0)
    page.wait_for_function(
        "() => document.querySelector('#frames iframe')?.contentDocument?.querySelector('h2, h3')"
    )


def headline_of(story: str) -> str:
    return NEWS[int(story.removeprefix("told-"))][0]


def in_mail(page: Page, text: str) -> dict[str, float]:
    """Where the heading with that text is: from the top of what is seen of the mail, in pixels."""
    found: dict[str, float] = page.evaluate(
        """text => {
            const frame = document.getElementById('frame').getBoundingClientRect();
            const iframe = document.querySelector('#frames iframe:not(.coming)');
            const heading = [...iframe.contentDocument.querySelectorAll('h1, h2, h3')]
                .find(each => each.textContent.replace(/\\u00ad/g, '').includes(text));
            const top = iframe.getBoundingClientRect().top + heading.getBoundingClientRect().top;
            return { top: top - frame.top, room: Math.min(frame.bottom, innerHeight) - frame.top };
        }""",
        text,
    )
    return found


def is_in_sight(page: Page, text: str) -> bool:
    place = in_mail(page, text)
    return 0 <= place["top"] < place["room"]


def wait_for_sight(page: Page, text: str) -> None:
    for _ in range(100):
        if is_in_sight(page, text):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{text!r} is not in sight: {in_mail(page, text)}")


def test_a_story_that_is_opened_or_has_the_focus_is_scrolled_to_in_the_mail(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    open_edition(page, served)
    assert not is_in_sight(page, headline_of(LAST))
    link = page.locator(f"#story-{LAST} h3 a")
    link.evaluate("link => link.click()")
    wait_for_sight(page, headline_of(LAST))
    lead = page.locator("#board .card[data-story]").first
    lead.evaluate("card => card.focus({preventScroll: true})")
    wait_for_sight(page, lead.locator("h3").inner_text().strip())
    mark = page.locator(".story-mark.at").bounding_box()
    assert mark is not None
    for _ in range(11):
        page.keyboard.press("j")
    focused = page.locator("#board .card:focus h3").inner_text().strip()
    wait_for_sight(page, focused)


def test_nothing_glides_for_those_who_asked_for_less_motion(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana", reduced_motion="reduce")
    open_edition(page, served)
    assert not is_in_sight(page, headline_of(LAST))
    page.locator(f"#story-{LAST}").evaluate("card => card.focus({preventScroll: true})")
    assert is_in_sight(page, headline_of(LAST))


def test_a_click_on_a_story_in_the_mail_opens_its_card_and_a_link_leads_nowhere(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana", viewport={"width": 1280, "height": 700})
    open_edition(page, served)
    mail = page.frame_locator(MAIL)
    address = page.evaluate("document.querySelector('#frames iframe').contentDocument.URL")
    mail.get_by_role("heading", name=headline_of(LAST)).get_by_role("link").click()
    expect(page.locator("#work")).to_have_attribute("data-open", LAST)
    card = page.locator(f"#story-{LAST}")
    expect(card).to_be_in_viewport()
    expect(card).to_be_focused()
    mail.locator("p").filter(has_text="because the mayor found money").click()
    expect(page.locator("#work")).to_have_attribute("data-open", "told-0")
    expect(page.locator("#story-told-0")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('#frames iframe').contentDocument.URL") == address


def test_the_keys_lead_from_the_mail_back_to_the_story(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    open_edition(page, served)
    link = (
        page.frame_locator(MAIL).get_by_role("heading", name=headline_of(LAST)).get_by_role("link")
    )
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#story-{LAST}")).to_be_focused()
    link.focus()
    page.keyboard.press("Escape")
    expect(page.locator(f"#story-{LAST}")).to_be_focused()


def test_stories_of_one_headline_are_told_apart_and_one_without_a_link_is_found(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    browser = served.desk.browser("ada")
    for story in ("told-3", "told-9"):
        browser.write(story, "headline", "The same words", was="", expected=9)
    browser.change("add", headline="An own item", brief="Of ours.", shelf="top", expected=9)
    own = next(
        f"own-{edit.number}"
        for edit in served.desk.edited().log
        if isinstance(edit.change, AddItem)
    )
    page = sit_down("oksana")
    open_edition(page, served)
    order = page.locator("#board .card[data-story]").evaluate_all(
        "cards => cards.map(card => card.dataset.story).filter(story => /told-[39]$/.test(story))"
    )
    same = page.frame_locator(MAIL).get_by_role("heading", name="The same words")
    for number, story in enumerate(order):
        same.nth(number).get_by_role("link").click()
        expect(page.locator("#work")).to_have_attribute("data-open", story)
    page.frame_locator(MAIL).get_by_role("heading", name="An own item").click()
    expect(page.locator("#work")).to_have_attribute("data-open", own)


def test_what_is_typed_shows_as_a_draft_and_is_the_mail_once_it_is_saved(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada", viewport={"width": 1280, "height": 700})
    open_edition(page, served, f"?open={LAST}")
    page.locator(f"#story-{LAST}").evaluate("card => card.scrollIntoView()")
    field, draft = page.locator("[name='text-headline']"), page.locator(".draft-says")
    body = page.frame_locator(MAIL).locator("body")
    approving = page.locator("#form-approve [name=seen]").input_value()
    before = page.evaluate("scrollY")
    expect(draft).to_be_empty()
    field.fill("")
    field.press_sequentially(TYPED, delay=20)
    expect(body).to_contain_text(TYPED)
    expect(draft).to_have_text("Draft, not saved")
    expect(page.locator(".story-mark.draft")).to_have_count(1)
    wait_for_sight(page, TYPED)
    style = "each => getComputedStyle(each).fontSize"
    heading = page.frame_locator(MAIL).get_by_role("heading", name=TYPED)
    assert heading.evaluate(style) == page.frame_locator(MAIL).locator("h3").first.evaluate(style)
    assert page.evaluate("scrollY") == before
    assert served.desk.edited().log == ()
    assert page.locator("#form-approve [name=seen]").input_value() == approving
    page.get_by_role("button", name="Save", exact=True).click()
    expect(draft).to_be_empty()
    expect(page.locator(".story-mark.draft")).to_have_count(0)
    expect(body).to_contain_text(TYPED)
    expect(page.locator("#form-approve [name=seen]")).not_to_have_value(approving)


def test_a_draft_that_is_given_up_or_typed_back_is_gone_from_the_mail(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    page.on("dialog", lambda dialog: dialog.accept())
    open_edition(page, served, f"?open={LAST}")
    field, draft = page.locator("[name='text-headline']"), page.locator(".draft-says")
    body = page.frame_locator(MAIL).locator("body")
    bytes_before = body.evaluate("body => body.outerHTML")
    ways: tuple[Callable[[], None], ...] = (
        lambda: field.press("Escape"),
        lambda: field.fill(headline_of(LAST)),
    )
    for give_up in ways:
        if not field.count():
            page.locator(f"#story-{LAST} h3 a").click()
        field.fill(TYPED)
        expect(body).to_contain_text(TYPED)
        expect(draft).not_to_be_empty()
        give_up()
        expect(draft).to_be_empty()
        expect(body).not_to_contain_text(TYPED)
        assert body.evaluate("body => body.outerHTML") == bytes_before


def test_a_colleagues_change_comes_under_a_draft_which_stays(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("oksana")
    open_edition(page, served, f"?open={LAST}")
    page.locator("[name='text-headline']").fill(TYPED)
    body = page.frame_locator(MAIL).locator("body")
    expect(body).to_contain_text(TYPED)
    served.desk.browser("ada").write("told-0", "headline", "Her words", was="")
    expect(body).to_contain_text("Her words")
    expect(body).to_contain_text(TYPED)
    expect(page.locator(".draft-says")).not_to_be_empty()


HOSTILE = (
    "<script>parent.harm = 1; top.location = '/archive'</script>"
    "<img src=x onerror=\"parent.harm = 1; top.location = '/archive'\">"
    '<a id=trap href="javascript:parent.harm = 1" target=_top>trap</a>'
    '<a id=away href="/archive" target=_top>away</a>'
    "<form id=sent action=/sign-out method=post target=_top><button id=press>x</button></form>"
    '<meta http-equiv=refresh content="0;url=/archive">'
    '<iframe srcdoc="<script>top.harm = 1</script>"></iframe>'
    '<svg onload="parent.harm = 1"></svg>'
)


def test_nothing_of_a_hostile_headline_runs_in_the_mail_or_its_draft(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    hostile = HOSTILE.replace("parent", "top.parent")
    served.desk.browser("ada").write("told-0", "headline", hostile, was="")
    page = sit_down("oksana")
    open_edition(page, served, f"?open={LAST}")
    page.locator("[name='text-headline']").fill(HOSTILE)
    expect(page.locator(".draft-says")).not_to_be_empty()
    words = (
        page.frame_locator(MAIL)
        .locator("body")
        .evaluate("body => body.textContent.replace(/[^a-z0-9]/g, '')")
    )
    assert "scripttopparentharm1" in words
    assert "scriptparentharm1" in words
    assert_nothing_happened(page, served)


def test_markup_that_came_through_could_neither_run_nor_lead_the_page_away(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    """What escaping stops is let through on the way, to try the walls behind it."""
    page = sit_down("oksana")

    def let_through(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</body>", f"{HOSTILE}</body>"))

    page.route("**/draft*", let_through)
    page.route("**/mail?*", let_through)
    open_edition(page, served, f"?open={LAST}")
    mail = page.frame_locator(MAIL)
    expect(mail.locator("#trap")).to_be_attached()
    press_everything(page)
    page.locator("[name='text-headline']").fill(TYPED)
    expect(mail.locator("body")).to_contain_text(TYPED)
    press_everything(page)
    assert_nothing_happened(page, served)


def press_everything(page: Page) -> None:
    """As if by a hand, and past what the desk's own script would stop."""
    mail = page.frame_locator(MAIL)
    for place in ("#trap", "#away", "#press"):
        mail.locator(place).first.click(force=True)
    page.evaluate(
        """() => {
            const page = document.querySelector('#frames iframe:not(.coming)').contentDocument;
            page.addEventListener('click', event => event.stopImmediatePropagation(), true);
            for (const place of ['#trap', '#away', '#press']) page.querySelector(place).click();
        }"""
    )


def assert_nothing_happened(page: Page, served: Served) -> None:
    page.wait_for_timeout(300)
    assert page.evaluate("window.harm") is None
    assert page.url.startswith(f"{served.url}/editions/{EDITION}")
    assert len(page.context.pages) == 1
