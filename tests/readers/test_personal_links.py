"""A mail that anybody may be shown has nobody's own links, and no trace of where they were."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml.html import fromstring

from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL
from digest.readers.personal_links import without_own_links

GOLDEN = sorted((Path(__file__).parents[1] / "present" / "golden").glob("*.html"))


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_our_mails_in_the_browser_lead_nowhere_that_is_one_reader_s_own(file: Path) -> None:
    html = file.read_text("utf-8")
    assert UNSUBSCRIBE_URL in html
    page = without_own_links(html)
    assert "recipient.invalid" not in page
    assert 'href="#"' not in page
    assert left_over(page) <= left_over(html)
    # the stories and the rest of the footer are all there
    before, after = fromstring(html), fromstring(page)
    for tag in ("h1", "h2", "h3", "img"):
        assert len(after.findall(f".//{tag}")) == len(before.findall(f".//{tag}"))
    others = [link for link in before.xpath("//a/@href") if "recipient.invalid" not in link]
    assert after.xpath("//a/@href") == others


def left_over(page: str) -> set[str]:
    """The lines with a mark that sets nothing apart."""
    lines = (line.strip() for line in fromstring(page).text_content().splitlines())
    return {line for line in lines if re.search(r"^[·|]|[·|]$|[·|]\s*[·|]", line)}


def test_in_a_line_of_links_those_that_stay_are_set_apart_as_before() -> None:
    own = [f'<a href="{url}">x</a>' for url in (UNSUBSCRIBE_URL, PREFERENCES_URL, BROWSER_URL)]
    html = f"<p>{own[0]} · <a href='https://a.example'>About</a> | {own[1]} · {own[2]}</p>"
    assert without_own_links(html) == "<p><a href='https://a.example'>About</a></p>"
    assert without_own_links(f"<p>March 12 <span>·</span> {own[2]}</p>") == "<p>March 12</p>"
    assert without_own_links(f"<div><p>{own[0]}</p></div>") == "<div></div>"


def test_a_stand_in_that_is_in_no_link_leads_to_the_page_itself() -> None:
    html = f'<form action="{UNSUBSCRIBE_URL}"></form>'
    assert without_own_links(html) == '<form action="#"></form>'
