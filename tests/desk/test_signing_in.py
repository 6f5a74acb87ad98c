"""Who gets in, for how long, and what guessing comes to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.desk.visits import COOKIE, SECURE_COOKIE
from digest.model.users import Role
from digest.store.users import lock_out, set_role
from tests.desk.desks import EDITION, Desk, open_desk


def test_a_stranger_is_sent_to_the_sign_in_page_and_back_afterwards(desk: Desk) -> None:
    answer = desk.browser().get(f"/editions/{EDITION}?view=text")
    assert answer.status_code == 303
    assert answer.headers["location"] == (f"/sign-in?back=%2Feditions%2F{EDITION}%3Fview%3Dtext")


def test_the_right_password_opens_today(desk: Desk) -> None:
    browser = desk.browser("oksana")
    assert "The Morning Tide" in browser.get("/").text


def test_a_wrong_password_says_nothing_about_the_name(desk: Desk) -> None:
    known = desk.browser().sign_in("ada", "wrong password!")
    unknown = desk.browser().sign_in("nobody", "wrong password!")
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("ada", "") == unknown.text.replace("nobody", "")


def test_the_cookie_holds_an_id_that_scripts_cannot_read(desk: Desk) -> None:
    cookie = desk.browser().sign_in("ada").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "ada" not in cookie


def test_behind_https_the_cookie_is_secure_and_bound_to_the_host(desk: Desk) -> None:
    browser = desk.browser(secure=True)
    cookie = browser.sign_in("ada").headers["set-cookie"]
    assert cookie.startswith(SECURE_COOKIE)
    assert "Secure" in cookie


def test_signing_out_ends_the_session_wherever_its_cookie_was_copied(desk: Desk) -> None:
    browser, thief = desk.browser("ada"), desk.browser()
    thief.client.cookies.set(COOKIE, browser.client.cookies[COOKIE])
    assert thief.get("/").status_code == 200
    browser.client.post("/sign-out")
    assert thief.get("/").status_code == 303


def test_a_session_id_that_was_planted_before_signing_in_opens_nothing(desk: Desk) -> None:
    victim, attacker = desk.browser(), desk.browser()
    for browser in (victim, attacker):
        browser.client.cookies.set(COOKIE, "planted", domain="desk.example.com")
    victim.sign_in("ada")
    assert attacker.get("/").status_code == 303


@pytest.mark.parametrize("pause", [timedelta(hours=13), timedelta(days=15)], ids=str)
def test_a_session_that_slept_too_long_is_over(desk: Desk, pause: timedelta) -> None:
    browser = desk.browser("ada")
    desk.clock.set(desk.clock() + pause)
    assert browser.get("/").status_code == 303


def test_guessing_a_password_has_to_wait_even_for_the_right_one(desk: Desk) -> None:
    browser = desk.browser()
    for _ in range(5):
        assert browser.sign_in("ada", "a guess of many").status_code == 401
    refused = browser.sign_in("ada")
    assert refused.status_code == 429
    assert "15 minutes" in refused.text


def test_after_the_wait_the_right_password_opens_again(desk: Desk) -> None:
    browser = desk.browser()
    for _ in range(5):
        browser.sign_in("ada", "a guess of many")
    desk.clock.set(desk.clock() + timedelta(minutes=16))
    assert browser.sign_in("ada").status_code == 303


def test_guessing_many_names_from_one_address_has_to_wait_too(desk: Desk) -> None:
    browser = desk.browser()
    for number in range(20):
        browser.sign_in(f"name-{number}", "a guess of many")
    assert browser.sign_in("ada").status_code == 429


def test_a_user_who_lost_access_is_out_at_once(desk: Desk) -> None:
    browser = desk.browser("oksana")
    with desk.database() as database:
        lock_out(database, "oksana")
    assert browser.get("/").status_code == 303


def test_a_role_that_was_taken_away_counts_from_the_next_request(desk: Desk) -> None:
    browser = desk.browser("oksana")
    with desk.database() as database:
        set_role(database, "oksana", Role.READER)
    assert browser.change("hide", story="article-1").status_code == 403


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\n/x"],
)
def test_signing_in_never_leads_to_another_site(desk: Desk, back: str) -> None:
    fields = {"name": "ada", "password": "correct horse battery", "back": back}
    answer = desk.browser().client.post("/sign-in", data=fields)
    assert answer.headers["location"] == "/"


def test_the_pages_speak_the_language_that_a_user_chose(desk: Desk) -> None:
    browser = desk.browser("ada")
    browser.client.post("/language", data={"language": "uk", "back": "/"})
    assert "Сьогодні" in browser.get("/").text


def test_the_pages_follow_the_browsers_language_until_then(desk: Desk) -> None:
    page = desk.browser().get("/sign-in", **{"accept-language": "uk-UA,uk;q=0.9,en;q=0.8"})
    assert "Увійти" in page.text


def test_behind_a_proxy_every_link_stays_under_the_prefix(tmp_path: object) -> None:
    from pathlib import Path

    from starlette.testclient import TestClient

    desk = open_desk(Path(str(tmp_path)))
    client = TestClient(
        desk.app, base_url="http://desk.example.com", root_path="/desk", follow_redirects=False
    )
    answer = client.get("/desk/")
    assert answer.headers["location"].startswith("/desk/sign-in")
    client.post("/desk/sign-in", data={"name": "ada", "password": "correct horse battery"})
    page = client.get("/desk/").text
    assert 'href="/desk/editions/' in page
    assert 'href="/editions/' not in page
