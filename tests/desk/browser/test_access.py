"""Pages that everyone can use: every one of them, in both schemes, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.deliver.approve_links import ApproveLink, sign_link
from digest.store.users import users_of
from tests.desk.browser.conftest import Served, sign_in
from tests.desk.desks import EDITION, YESTERDAY, Desk, lived_in

pytestmark = pytest.mark.one_in(3)  # a browser is dear: of alike cases `make test` takes some


playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
"""There after `npm install --no-save axe-core`."""

PATHS = (
    "/",
    "/archive",
    f"/editions/{EDITION}",
    f"/editions/{EDITION}?open=article-1",
    f"/editions/{EDITION}?open=edition",
    f"/editions/{EDITION}?view=text",
    f"/editions/{EDITION}?view=source",
    f"/editions/{EDITION}?view=headers",
    f"/editions/{EDITION}?view=inbox",
    f"/editions/{EDITION}?view=checks",
    f"/editions/{EDITION}/history",
    f"/editions/{EDITION}?as=smallest",
    f"/editions/{EDITION}?as=nobody@example.org",
    f"/editions/{EDITION}?width=phone&light=inverted&images=off",
    f"/editions/{EDITION}/yesterday",
    f"/editions/{YESTERDAY}",
    f"/editions/{YESTERDAY}/history",
    f"/editions/{YESTERDAY}/yesterday",
    "/editions/not-there",
    "/approve/forged",
)
LOOKS = [(1280, "light"), (360, "dark")]
"""Each width and each scheme: what axe says of sizes hangs on the one, of contrast on the other."""


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_wider_than_the_screen(
    served: Served, sit_down: Callable[..., Page], width: int
) -> None:
    lived_in(served.desk)
    page = sit_down("ada", viewport={"width": width, "height": 780})
    for path in (*PATHS, approve_link(served.desk)):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def approve_link(desk: Desk) -> str:
    """The path of a link that ada got by mail."""
    with desk.database() as database:
        ada = next(user for user in users_of(database) if user.name == "ada")
    link = ApproveLink(edition=EDITION, user=ada.id, seen="0" * 64)
    return f"/approve/{sign_link(link, secret=desk.context.secret)}"


def axe(page: Page) -> list[object]:
    """What axe finds on the page as it stands now; it need not name each element's path, nor list
    the elements that are right."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[object] = page.evaluate(
        "axe.run({iframes: false, selectors: false, resultTypes: ['violations']})"
        ".then(result => result.violations.map("
        "one => [one.id, one.nodes.map(node => node.html)]))"
    )
    return found


def sit_down_before_axe(sit_down: Callable[..., Page], width: int, scheme: str) -> Page:
    return sit_down(
        "ada",
        viewport={"width": width, "height": 780},
        color_scheme=scheme,
        bypass_csp=True,  # axe is put in from here; the page itself would refuse it
        reduced_motion="reduce",
    )


with_axe = pytest.mark.skipif(
    not AXE.exists(), reason="axe-core is not installed: npm install axe-core"
)


@with_axe
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.one_in(2)
def test_axe_finds_nothing_on_any_page(
    served: Served, sit_down: Callable[..., Page], width: int, scheme: str
) -> None:
    lived_in(served.desk)
    page = sit_down_before_axe(sit_down, width, scheme)
    found = []
    for path in (*PATHS, approve_link(served.desk)):
        page.goto(served.url + path)
        found += [(path, violation) for violation in axe(page)]
    page.context.clear_cookies()
    page.goto(f"{served.url}/sign-in")
    found += [("/sign-in", violation) for violation in axe(page)]
    assert found == []


@with_axe
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.one_in(2)
def test_axe_finds_nothing_in_what_opens_over_a_page(
    served: Served, sit_down: Callable[..., Page], width: int, scheme: str
) -> None:
    page = sit_down_before_axe(sit_down, width, scheme)
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    found = []
    for name in ("Hold…", "Build again…", "Send a test…", "Kill…"):
        page.get_by_role("button", name=name, exact=True).click()
        found += [(name, violation) for violation in axe(page)]
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    found += [("keys", violation) for violation in axe(page)]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("a")
    found += [("find", violation) for violation in axe(page)]
    page.keyboard.press("Escape")
    playwright.expect(page.get_by_role("dialog", name="Find")).to_be_hidden()
    page.get_by_role("textbox", name="Headline", exact=True).fill("Ada was second")
    served.desk.browser("oksana").write("article-1", "headline", "Oksana was first", was="")
    page.get_by_role("button", name="Save", exact=True).click()
    playwright.expect(page.locator(".conflict")).to_be_visible()
    found += [("conflict", violation) for violation in axe(page)]
    assert found == []


def test_the_checks_come_by_themselves_after_the_page(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada")
    page.goto(f"{served.url}/editions/{EDITION}")
    playwright.expect(page.locator("[id^='check-']")).to_have_count(0)
    playwright.expect(page.get_by_role("link", name="Checks")).not_to_contain_text("…")
    assert "checked" not in page.url


def test_without_scripts_every_step_still_works(
    served: Served, sit_down: Callable[..., Page]
) -> None:
    page = sit_down("ada", java_script_enabled=False)
    page.context.clear_cookies()
    sign_in(page, served, "ada")
    page.goto(f"{served.url}/editions/{EDITION}?open=article-1")
    page.locator("#text-article-1-headline").fill("Written without a script")
    page.get_by_role("button", name="Save", exact=True).click()
    playwright.expect(page.locator("#story-article-1 h3")).to_have_text("Written without a script")
    page.get_by_role("button", name="Approve", exact=True).click()
    playwright.expect(page.locator(".state").first).to_have_text("approved")
