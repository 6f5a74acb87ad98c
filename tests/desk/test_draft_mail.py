"""The mail with what is being typed: shown, never stored, never approved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from httpx2 import Response

from digest.desk import draft_mail
from digest.model.edition import State
from digest.pipelines.publish import preview
from tests.desk.desks import EDITION, Browser, Desk, seen

WORDS = "Ferry crews win a longer night"


def type_in(
    browser: Browser, field: str = "headline", text: str = WORDS, *, query: str = "", **fields: str
) -> Response:
    """What a script sends while the form of the first story is typed in."""
    data = {"change": "texts", "story": "article-1", "expected": "0"}
    data |= {f"text-{field}": text, f"was-{field}": "as it was"} | fields
    return browser.client.post(f"/editions/{EDITION}/draft{query}", data=data)


def mail_of(browser: Browser) -> str:
    return browser.get(f"/editions/{EDITION}/mail").text


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("headline", {}),
        ("brief", {}),
        ("note", {}),
        ("opening", {"story": ""}),
    ],
)
def test_a_draft_is_the_mail_with_the_typed_text_and_changes_nothing(
    desk: Desk, field: str, fields: dict[str, str]
) -> None:
    browser = desk.browser("oksana")
    before = mail_of(browser)
    answer = type_in(browser, field, **fields)
    assert answer.status_code == 200
    assert WORDS in answer.text
    assert mail_of(browser) == before
    assert desk.edited().log == ()


def test_a_draft_is_what_saving_the_same_would_make(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.page()
    draft = type_in(browser).text
    assert browser.write("article-1", "headline", WORDS, was="as it was").status_code == 303
    assert mail_of(browser) == draft


def test_a_draft_cannot_be_approved_by_whoever_typed_it(desk: Desk) -> None:
    browser = desk.browser("ada")
    shown = seen(browser.page())
    draft = type_in(browser)
    assert seen(browser.page()) == shown
    for guess in (hashlib.sha256(draft.content).hexdigest(), _hash_if_saved(desk)):
        assert browser.step("approve", seen=guess).status_code == 409
    assert desk.record().state is State.READY


def _hash_if_saved(desk: Desk) -> str:
    """What the mail would be called with the draft saved; then it is taken back."""
    other = desk.browser("oksana")
    other.write("article-1", "headline", WORDS, was="as it was")
    saved = seen(desk.browser("olena").page())
    other.change("undo")
    return saved


def test_a_draft_is_shut_in_as_the_mail_is(desk: Desk) -> None:
    browser = desk.browser("oksana")
    for query in ("", "?images=off"):
        mail = browser.get(f"/editions/{EDITION}/mail{query}").headers
        draft = type_in(browser, query=query).headers
        for name in ("content-security-policy", "cache-control", "referrer-policy"):
            assert draft[name] == mail[name]


def test_a_draft_is_looked_at_as_the_mail_is(desk: Desk) -> None:
    browser = desk.browser("oksana")
    queries = ("", "?scheme=dark", "?as=-&scheme=light")
    drafts = [type_in(browser, query=query).text for query in queries]
    assert ["prefers-color-scheme" in draft for draft in drafts] == [True, False, False]
    browser.write("article-1", "headline", WORDS, was="as it was")
    mails = [browser.get(f"/editions/{EDITION}/mail{query}").text for query in queries]
    assert mails == drafts


@pytest.mark.parametrize(
    ("name", "status"), [("", 401), ("rex", 403), ("oksana", 200), ("ada", 200), ("olena", 200)]
)
def test_a_draft_is_for_those_who_may_edit(desk: Desk, name: str, status: int) -> None:
    assert type_in(desk.browser(name)).status_code == status


def test_a_draft_is_not_made_for_other_sites_or_by_a_link(desk: Desk) -> None:
    browser = desk.browser("oksana")
    address = f"/editions/{EDITION}/draft"
    assert (
        browser.client.post(address, headers={"origin": "https://evil.example"}).status_code == 403
    )
    assert browser.get(address).status_code == 405


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda one: type_in(one, text="x" * 20_001), id="too long"),
        pytest.param(lambda one: type_in(one, "colour"), id="no such field"),
    ],
)
def test_what_could_not_be_saved_has_no_draft(
    desk: Desk, ask: Callable[[Browser], Response]
) -> None:
    assert ask(desk.browser("oksana")).status_code == 409


def test_a_draft_that_is_too_large_is_refused_unread(desk: Desk) -> None:
    assert type_in(desk.browser("oksana"), text="x" * 300_000).status_code == 413


def test_an_edition_that_cannot_be_edited_has_no_draft(desk: Desk) -> None:
    desk.browser("olena").step("kill")
    assert desk.record().state is State.KILLED
    assert type_in(desk.browser("oksana")).status_code == 409


def test_a_person_has_one_draft_made_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, other = desk.browser("oksana"), desk.browser("ada")
    statuses = []

    def meanwhile(*given: object, **named: object) -> object:
        monkeypatch.setattr(draft_mail, "preview", preview)
        statuses.extend([type_in(browser).status_code, type_in(other).status_code])
        return preview(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(draft_mail, "preview", meanwhile)
    assert type_in(browser).status_code == 200
    assert statuses == [429, 200]
    assert type_in(browser).status_code == 200
