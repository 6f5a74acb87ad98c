"""Pictures of the desk for the README, as ``make pictures`` takes them: two editors at work.

The desk is that of ``make desk``, in a folder of its own that is made anew.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from playwright.sync_api import Browser, Page, Route, sync_playwright

from samples import desk
from samples.newsroom import EDITION, SAMPLES
from samples.pictures import CHROMIUM, PICTURES

SITE = f"http://127.0.0.1:{desk.PORT}"
PAGE = f"{SITE}/editions/{EDITION}"


def main() -> None:
    """Takes ``desk-today.png`` and ``desk-edition.png``, and both pages in the dark on a phone."""
    shutil.rmtree(desk.PROJECT, ignore_errors=True)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with opened(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        oksana = signed_in(browser, "oksana")
        retitle(oksana)
        ada = signed_in(browser, "ada")
        ada.goto(SITE)
        picture(ada, "desk-today")
        ada.goto(PAGE)
        picture(ada, "desk-edition")
        phone = signed_in(browser, "ada", width=360, scheme="dark")
        picture(phone, "desk-today-phone")
        phone.goto(PAGE)
        picture(phone, "desk-edition-phone")
        browser.close()


@contextmanager
def opened() -> Iterator[None]:
    """The desk, for as long as the block lasts."""
    process = subprocess.Popen([sys.executable, "-m", "samples.desk"])
    try:
        until_it_answers(process)
        yield
    finally:
        process.terminate()
        process.wait()


def until_it_answers(process: subprocess.Popen[bytes]) -> None:
    """:raises SystemExit: the desk did not open."""
    for _ in range(600):
        try:
            HTTPConnection("127.0.0.1", int(desk.PORT), timeout=5).request("GET", "/")
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the desk did not open")


def signed_in(browser: Browser, name: str, *, width: int = 1280, scheme: str = "light") -> Page:
    """A page of a browser profile of that person's own."""
    context = browser.new_context(
        viewport={"width": width, "height": 860 if width > 500 else 780},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )
    page = context.new_page()
    page.route("https://images.example.com/**", hang)
    page.goto(f"{SITE}/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(desk.PASSWORD)
    page.locator("main button").click()
    page.wait_for_url(f"{SITE}/")
    return page


def hang(route: Route) -> None:
    """The samples' own pictures, whose host is on no network."""
    route.fulfill(path=SAMPLES / "images" / route.request.url.rsplit("/", 1)[-1])


def retitle(page: Page) -> None:
    """Gives the first top story a shorter headline, and stays at it."""
    page.goto(PAGE)
    page.locator(".shelf-top .card h3 a").first.click()
    headline = page.locator(".card.open [name='text-headline']")
    headline.fill("Budget passes by one vote; property tax rises")
    headline.press("Enter")
    page.wait_for_timeout(1500)


def picture(page: Page, name: str) -> None:
    """What is seen without scrolling, once the mail's checks are in."""
    page.wait_for_timeout(2500)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
