"""How the desk answers: what is missing or went wrong as a page, compressed, and kept by browsers
only where that is safe."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from digest.desk import access
from tests.desk.desks import EDITION, HOST, Browser, Desk


@pytest.mark.parametrize("path", ["/nowhere", "/static/nothing.js", f"/editions/{EDITION}/nowhere"])
@pytest.mark.parametrize(
    ("language", "title"), [("en", "<h1>Not found</h1>"), ("uk", "<h1>Не знайдено</h1>")]
)
def test_an_address_that_is_none_of_ours_gets_a_page(
    desk: Desk, path: str, language: str, title: str
) -> None:
    answer = desk.browser().get(path, **{"accept-language": language})
    assert answer.status_code == 404
    assert title in answer.text
    assert 'rel="stylesheet"' in answer.text
    assert desk.browser("ada").get(path).status_code == 404


def test_a_wrong_method_gets_a_page_that_says_which_are_right(desk: Desk) -> None:
    answer = desk.browser("ada").get("/sign-out")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert "<h1>Not found</h1>" in answer.text


@pytest.mark.parametrize(("language", "title"), [("en", "went wrong"), ("uk", "пішло не так")])
def test_a_mistake_of_ours_is_a_page_with_all_headers_and_none_of_its_details(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, language: str, title: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a secret of the code")

    monkeypatch.setattr(access, "sign_in", fail)
    client = TestClient(
        desk.app,
        base_url=f"https://{HOST}",
        raise_server_exceptions=False,
        headers={"accept-language": language},
    )
    answer = Browser(client).sign_in("ada")
    assert answer.status_code == 500
    assert title in answer.text
    assert "a secret" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_behind_https_a_browser_is_told_to_stay_there(desk: Desk) -> None:
    secure = desk.browser(secure=True).get("/sign-in")
    assert secure.headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in desk.browser().get("/sign-in").headers


def test_pages_and_files_are_sent_compressed(desk: Desk) -> None:
    browser = desk.browser("ada")
    page = browser.get(f"/editions/{EDITION}")
    script = re.findall(r'src="(/static/htmx[^"]+)"', page.text)[0]
    for path in (f"/editions/{EDITION}", f"/editions/{EDITION}/mail", script):
        answer = browser.get(path, **{"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in answer.headers["vary"].lower()
        sent = answer.num_bytes_downloaded
        assert sent < len(answer.content) / 2, path


@pytest.mark.parametrize(
    ("site", "compressed"),
    [("same-origin", True), ("none", True), ("cross-site", False), ("same-site", False)],
)
def test_what_another_site_made_the_browser_ask_for_is_not_compressed(
    desk: Desk, site: str, compressed: bool
) -> None:
    headers = {"accept-encoding": "gzip", "sec-fetch-site": site}
    answer = desk.browser("ada").get(f"/editions/{EDITION}", **headers)
    assert ("content-encoding" in answer.headers) is compressed


def test_a_file_is_kept_for_ever_only_under_the_address_that_names_its_content(desk: Desk) -> None:
    browser = desk.browser("ada")
    script = re.findall(r'src="(/static/desk.js\?v=[^"]+)"', browser.get("/").text)[0]
    kept = browser.get(script)
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    for address in ("/static/desk.js", "/static/desk.js?v=another"):
        answer = browser.get(address)
        assert answer.headers["cache-control"] == "public, no-cache"
        again = browser.get(address, **{"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["/sign-in/", "/archive/", "/static"])
def test_no_redirect_names_the_host_that_the_request_named(desk: Desk, path: str) -> None:
    answer = desk.browser("ada").get(path)
    assert answer.status_code == 404
    assert "location" not in answer.headers
