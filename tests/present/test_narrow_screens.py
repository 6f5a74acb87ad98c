"""A phone of 360 px: no word is wider, whatever a program leaves of a mail's styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, sync_playwright

from digest.model.edition import Edition
from tests.present.editions import EDITION, LEAD, SECTIONS, TOP
from tests.present.presenting import TEMPLATES, mail_of
from tests.proof.browser import CHROMIUM, stripped

PHONE = 360
DOT = b"GIF89a\x01\x00\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x01\x00;"
LONG = {
    "de": "Geschwindigkeitsüberwachungsanlagenverordnung",
    "en": "counterrevolutionaries’ internationalization",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def with_long_words(language: str) -> Edition:
    """An edition that says a long word wherever a story has words."""
    long = LONG[language]
    lead = replace(LEAD, headline=f"{long} im Rat", brief=f"{long} {long}.", note=long)
    top = replace(TOP[0], headline=f"{long} heute", brief=f"{long} {long}.", note=long)
    brief = replace(SECTIONS[0].items[0], headline=long, brief=f"{long}: {'x' * 60}.")
    named = [replace(item, language=language) for item in (lead, top, brief)]
    section = replace(SECTIONS[0], items=(named[2],))
    return replace(
        EDITION, name=long, language=language, opening=long,
        lead=named[0], top=(named[1],), sections=(section,),
    )  # fmt: skip


@pytest.mark.parametrize("inline", [True, False], ids=["no styles", "no sheets"])
@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.one_in(5)
def test_no_word_is_wider_than_a_phone(
    browser: Browser, template: str, language: str, inline: bool
) -> None:
    html = stripped(mail_of(with_long_words(language), template).html, inline=inline)
    context = browser.new_context(viewport={"width": PHONE, "height": 800})
    # every picture is the same dot, drawn in the size that the mail gives it
    context.route("**/*", lambda route: route.fulfill(body=DOT, content_type="image/gif"))
    page = context.new_page()
    page.set_content(html)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert width <= PHONE
