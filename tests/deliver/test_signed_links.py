"""Signed links: only those we made are believed, each for its own purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.signed_links import Bearer, Purpose, links_for, read_token

SECRET = b"a key of the newsroom"


def token_of(url: str) -> str:
    return url.rsplit("/", 1)[1]


@given(recipient=st.integers(min_value=-10, max_value=2**40), edition=st.text(min_size=1))
def test_a_link_leads_back_to_its_recipient_and_edition(recipient: int, edition: str) -> None:
    links = links_for(recipient, edition, base_url="https://d.example.com", secret=SECRET)
    bearer = read_token(token_of(links.unsubscribe), Purpose.UNSUBSCRIBE, secret=SECRET)
    assert bearer == Bearer(recipient=recipient, edition=edition)


@given(recipient=st.integers(1, 10**9), edition=st.text(min_size=1))
def test_a_link_needs_no_encoding_in_a_url(recipient: int, edition: str) -> None:
    links = links_for(recipient, edition, base_url="https://d.example.com/", secret=SECRET)
    token = token_of(links.browser)
    assert token.isascii()
    assert not set(token) & set("/?#&<>\"' ")


def test_a_link_for_reading_cannot_be_made_into_one_for_leaving() -> None:
    links = links_for(7, "e", base_url="https://d.example.com", secret=SECRET)
    assert read_token(token_of(links.browser), Purpose.UNSUBSCRIBE, secret=SECRET) is None
    assert read_token(token_of(links.preferences), Purpose.UNSUBSCRIBE, secret=SECRET) is None


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token.replace("7.", "8.", 1),
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token[:-1],
        lambda token: token.split("~")[0],
        lambda token: token.split("~")[0] + "~",
        lambda _: "",
        lambda _: "~",
        lambda _: "\ud800~é",
    ],
)
def test_a_forged_or_cut_link_is_nobody_s(forge: object) -> None:
    assert callable(forge)
    links = links_for(7, "e", base_url="https://d.example.com", secret=SECRET)
    forged = forge(token_of(links.unsubscribe))
    assert read_token(forged, Purpose.UNSUBSCRIBE, secret=SECRET) is None


def test_a_link_made_with_another_key_is_nobody_s() -> None:
    links = links_for(7, "e", base_url="https://d.example.com", secret=b"other")
    assert read_token(token_of(links.unsubscribe), Purpose.UNSUBSCRIBE, secret=SECRET) is None


def test_without_an_address_there_is_no_unsubscribing_by_mail() -> None:
    links = links_for(7, "e", base_url="https://d.example.com", secret=SECRET)
    assert links.unsubscribe_mail == ""
