"""What strangers and people with too little access try, and that all of it is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest.deliver.approve_links import ApproveLink, sign_link
from digest.model.edition import State
from digest.store.users import user_named
from tests.desk.desks import EDITION, Desk, open_desk
from tests.newsroom import articles

SCRIPT = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(1)>'


@pytest.mark.parametrize("headline", [SCRIPT, ATTRIBUTE, "{{ 7 * 7 }}", "</textarea><b>", "\x00é"])
def test_a_hostile_headline_is_only_ever_text(tmp_path: Path, headline: str) -> None:
    first, *others = articles()
    desk = open_desk(tmp_path, stock=(replace(first, title=f"{headline} x"), *others))
    browser = desk.browser("ada")
    lead = desk.edited().edition.lead
    assert lead is not None
    for page in ("/", f"/editions/{EDITION}?open={lead.story}", f"/editions/{EDITION}?view=source"):
        text = browser.get(page).text
        assert SCRIPT not in text, page
        assert "<img src=x" not in text, page
        assert "</textarea><b>" not in text, page


@pytest.mark.parametrize(
    ("name", "headers", "status"),
    [
        ("another site's form", {"sec-fetch-site": "cross-site"}, 403),
        ("a sister host's form", {"sec-fetch-site": "same-site"}, 403),
        ("an old browser from another site", {"origin": "https://evil.example"}, 403),
        ("a sandboxed frame", {"origin": "null"}, 403),
        ("another port", {"origin": "http://desk.example.com:81"}, 403),
        ("our own page", {"sec-fetch-site": "same-origin"}, 303),
        ("our own page in an old browser", {"origin": "http://desk.example.com"}, 303),
        ("no browser at all", {}, 303),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_only_our_own_pages_can_change_something(
    desk: Desk, name: str, headers: dict[str, str], status: int
) -> None:
    browser = desk.browser("ada")
    answer = browser.client.post(
        f"/editions/{EDITION}/steps", data={"step": "hold"}, headers=headers
    )
    assert answer.status_code == status
    assert (desk.record().state is State.HELD) is (status == 303)


@pytest.mark.parametrize(("language", "title"), [("uk", "Не виконано"), ("en", "Not done")])
@pytest.mark.parametrize("status", [421, 403, 413])
def test_what_the_guard_refuses_is_said_by_a_page_in_the_browsers_language(
    desk: Desk, language: str, title: str, status: int
) -> None:
    headers = {"accept-language": language}
    fields = {"step": "hold"}
    if status == 421:
        headers["host"] = "evil.example"
    elif status == 403:
        headers["origin"] = "https://evil.example"
    else:
        fields["why"] = "x" * 300_000
    client = desk.browser("ada").client
    answer = client.post(f"/editions/{EDITION}/steps", data=fields, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    assert f"<h1>{title}</h1>" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "desk.example.com.evil.example", "", "[::1", "@"])
def test_a_host_name_that_is_not_ours_gets_no_page(desk: Desk, host: str) -> None:
    assert desk.browser("ada").get("/", host=host).status_code == 421


def test_a_forwarded_host_is_not_believed(desk: Desk) -> None:
    page = desk.browser("ada").get("/", **{"x-forwarded-host": "evil.example"})
    assert "evil.example" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/editions/..%2f..%2fsecret",
        "/editions/%00",
    ],
)
def test_a_path_that_climbs_out_finds_nothing(desk: Desk, path: str) -> None:
    assert desk.browser("ada").get(path).status_code in {404, 409}


@pytest.mark.parametrize(
    ("name", "step", "may"),
    [
        ("rex", "hold", False),
        ("rex", "approve", False),
        ("oksana", "approve", False),
        ("oksana", "kill", False),
        ("oksana", "send", False),
        ("oksana", "hold", True),
        ("ada", "send", False),
        ("ada", "kill", True),
    ],
)
def test_nobody_takes_a_step_above_their_role(desk: Desk, name: str, step: str, may: bool) -> None:
    answer = desk.browser(name).step(step, seen="0" * 64, name="The Morning Tide")
    assert (answer.status_code == 303) is may
    assert (desk.record().state is State.READY) is not may


def test_a_reader_changes_nothing(desk: Desk) -> None:
    answer = desk.browser("rex").change("hide", story="article-1")
    assert answer.status_code == 403
    assert not desk.edited().log


def test_getting_a_page_never_changes_anything(desk: Desk) -> None:
    browser = desk.browser("ada")
    for path in ("edits", "steps", "look"):
        assert browser.get(f"/editions/{EDITION}/{path}").status_code == 405
    assert browser.get("/sign-out").status_code == 405


def test_every_page_forbids_scripts_from_elsewhere_and_frames_around_it(desk: Desk) -> None:
    policy = desk.browser("ada").get(f"/editions/{EDITION}").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_no_page_carries_an_inline_script_or_style(desk: Desk) -> None:
    browser = desk.browser("ada")
    for path in ("/", "/archive", f"/editions/{EDITION}?open=article-1", "/sign-in"):
        page = browser.get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page
        assert page.count("<script") == page.count("<script defer src=")


def test_the_mail_in_the_frame_is_shut_in(desk: Desk) -> None:
    browser = desk.browser("ada")
    policy = browser.get(f"/editions/{EDITION}/mail").headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin; default-src 'none'; script-src 'none'; ")
    assert policy.count("allow-") == 1
    assert policy.count("script") == 1
    page = browser.page()
    assert page.count("<iframe ") == 1
    assert '<iframe sandbox="allow-same-origin" title=' in page


def test_pictures_in_the_frame_never_come_from_the_newsrooms_own_network(desk: Desk) -> None:
    policy = desk.browser("ada").get(f"/editions/{EDITION}/mail").headers["content-security-policy"]
    assert "img-src https: data:;" in policy


def test_a_form_that_is_too_large_is_refused_unread(desk: Desk) -> None:
    answer = desk.browser("ada").change("hide", story="x" * 300_000)
    assert answer.status_code == 413


def _link(desk: Desk, name: str, seen: str, secret: bytes = b"a secret for tests") -> str:
    with desk.database() as database:
        user = user_named(database, name).id
    return sign_link(ApproveLink(edition=EDITION, user=user, seen=seen), secret=secret)


def _hash(desk: Desk) -> str:
    page = desk.browser("ada").page()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_an_approve_link_only_opens_a_page_until_its_button_is_pressed(desk: Desk) -> None:
    token = _link(desk, "ada", _hash(desk))
    browser = desk.browser("ada")
    assert browser.get(f"/approve/{token}").status_code == 200
    assert desk.record().state is State.READY
    assert browser.client.post(f"/approve/{token}").status_code == 303
    assert desk.record().state is State.APPROVED


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda desk: _link(desk, "ada", _hash(desk), b"another secret"), id="forged"),
        pytest.param(lambda desk: _link(desk, "olena", _hash(desk)), id="somebody else's"),
        pytest.param(lambda desk: _link(desk, "ada", "0" * 64), id="for another mail"),
        pytest.param(lambda desk: _link(desk, "ada", _hash(desk))[:-2], id="cut off"),
        pytest.param(lambda desk: "nonsense", id="nonsense"),
    ],
)
def test_an_approve_link_that_is_not_right_approves_nothing(desk: Desk, forge: object) -> None:
    assert callable(forge)
    token = forge(desk)
    assert desk.browser("ada").client.post(f"/approve/{token}").status_code == 409
    assert desk.record().state is State.READY


def test_the_stream_of_events_is_for_people_who_are_signed_in(desk: Desk) -> None:
    assert desk.browser().get(f"/editions/{EDITION}/events").status_code == 401
