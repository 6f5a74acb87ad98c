"""Who gets in, for how long, and what guessing comes to."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from httpx2 import ASGITransport, AsyncClient, Response
from starlette.testclient import TestClient

from digest.desk.device_cookies import COOKIE as DEVICE_COOKIE
from digest.desk.request_context import COOKIE, SECURE_COOKIE
from digest.model.users import Role
from digest.store import users
from digest.store.sign_in_attempts import GUESSES_PER_ADDRESS, GUESSES_PER_DEVICE, GUESSES_PER_NAME
from digest.store.users import lock_out, set_password, set_role
from tests.desk.desks import EDITION, HOST, Browser, Desk, open_desk


def from_address(desk: Desk, address: str) -> Browser:
    """A browser of its own at that address."""
    client = TestClient(
        desk.app, base_url=f"http://{HOST}", follow_redirects=False, client=(address, 50_000)
    )
    return Browser(client)


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
    for number in range(GUESSES_PER_ADDRESS):
        browser.sign_in(f"name-{number}", "a guess of many")
    assert browser.sign_in("ada").status_code == 429


def test_guessing_one_name_from_many_addresses_has_to_wait_too(desk: Desk) -> None:
    for number in range(GUESSES_PER_NAME):
        from_address(desk, f"192.0.2.{number}").sign_in("ada", "a guess of many")
    assert from_address(desk, "198.51.100.1").sign_in("ada").status_code == 429


def test_all_addresses_of_one_ipv6_network_count_as_one(desk: Desk) -> None:
    for number in range(5):
        from_address(desk, f"2001:db8::{number + 1}").sign_in("ada", "a guess of many")
    assert from_address(desk, "2001:db8::ffff").sign_in("ada").status_code == 429
    assert from_address(desk, "2001:db8:0:1::1").sign_in("ada").status_code == 303


def test_a_strangers_guesses_lock_nobody_out_elsewhere(desk: Desk) -> None:
    stranger = from_address(desk, "198.51.100.1")
    for _ in range(20):
        stranger.sign_in("ada", "a guess of many")
    assert stranger.sign_in("ada").status_code == 429
    assert from_address(desk, "192.0.2.1").sign_in("ada").status_code == 303


def test_a_neighbours_guesses_at_other_names_lock_nobody_out(desk: Desk) -> None:
    neighbour, ada = desk.browser(), desk.browser()
    for number in range(20):
        neighbour.sign_in(f"name-{number}", "a guess of many")
    assert ada.sign_in("ada").status_code == 303


def test_a_browser_that_signed_in_before_is_let_through_whatever_others_guess(desk: Desk) -> None:
    ada, neighbour = desk.browser("ada"), desk.browser()
    ada.client.post("/sign-out")
    for number in range(GUESSES_PER_ADDRESS):
        neighbour.sign_in("ada" if number < 5 else f"name-{number}", "a guess of many")
    assert neighbour.sign_in("ada").status_code == 429
    assert ada.sign_in("ada", "a slip of the finger").status_code == 401
    assert ada.sign_in("ada").status_code == 303


def test_a_known_browser_has_to_wait_for_its_own_guesses(desk: Desk) -> None:
    ada = desk.browser("ada")
    ada.client.post("/sign-out")
    for _ in range(GUESSES_PER_DEVICE):
        assert ada.sign_in("ada", "a guess of many").status_code == 401
    assert ada.sign_in("ada").status_code == 429


@pytest.mark.parametrize("mark", ["", "nonsense", "WyJhZGEiLCJ4Il0.forged"])
def test_a_browser_is_known_by_our_own_mark_only_and_for_its_own_person(
    desk: Desk, mark: str
) -> None:
    stranger = desk.browser("oksana")  # has signed in, but as somebody else
    if mark:
        stranger.client.cookies.clear()
        stranger.client.cookies.set(DEVICE_COOKIE, mark)
    for _ in range(5):
        stranger.sign_in("ada", "a guess of many")
    assert stranger.sign_in("ada").status_code == 429


def test_a_new_password_from_the_operator_ends_the_waiting(desk: Desk) -> None:
    browser = desk.browser()
    for _ in range(5):
        browser.sign_in("ada", "a guess of many")
    with desk.database() as database:
        set_password(database, "Ada", "another long password")
    assert browser.sign_in("ada", "another long password").status_code == 303


class RememberingHasher:
    """Works out passwords, and remembers how many it had to, and how many at once."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._lock = threading.Lock()
        self._now = 0
        self.asked = self.most_at_once = 0

    def verify(self, stored: str, password: str) -> bool:
        with self._lock:
            self.asked += 1
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(0.02)
        try:
            return self._hasher.verify(stored, password)
        finally:
            with self._lock:
                self._now -= 1

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)


@pytest.fixture
def hasher(monkeypatch: pytest.MonkeyPatch) -> RememberingHasher:
    remembering = RememberingHasher(users._hasher())
    monkeypatch.setattr(users, "_hasher", lambda: remembering)
    return remembering


def post_at_once(desk: Desk, names: Sequence[str], password: str) -> list[Response]:
    """A sign-in for each of the names, all at the same time."""

    async def all_of_them() -> list[Response]:
        transport = ASGITransport(desk.app)
        async with AsyncClient(transport=transport, base_url="http://desk.example.com") as client:
            posts = (
                client.post("/sign-in", data={"name": name, "password": password}) for name in names
            )
            return await asyncio.gather(*posts)

    return asyncio.run(all_of_them())


def test_of_sixty_guesses_at_once_five_are_looked_at_one_after_the_other(
    desk: Desk, hasher: RememberingHasher
) -> None:
    answers = post_at_once(desk, ["ada"] * 60, "a guess of many")
    assert hasher.asked <= 5
    assert hasher.most_at_once == 1
    counts = Counter(answer.status_code for answer in answers)
    assert counts[401] + counts[429] + counts[503] == 60


def test_who_finds_no_room_to_wait_is_asked_to_come_back(
    desk: Desk, hasher: RememberingHasher
) -> None:
    answers = post_at_once(desk, [f"name-{number}" for number in range(60)], "a guess")
    refused = [answer for answer in answers if answer.status_code == 503]
    assert len(refused) == 60 - hasher.asked >= 30
    assert hasher.most_at_once == 1
    assert refused[0].headers["retry-after"] == "5"
    assert "Try again in a few seconds" in refused[0].text
    # what was not looked at does not count
    with desk.database() as database:
        assert database.table("sign_in_attempts").count == hasher.asked


def test_a_name_that_nobody_has_takes_as_long_from_the_first_time(
    desk: Desk, hasher: RememberingHasher
) -> None:
    desk.browser().sign_in("nobody", "a guess of many")
    desk.browser().sign_in("ada", "a guess of many")
    assert hasher.asked == 2


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
