"""Fetching from a real server that behaves, and from one that does not."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.gather import connect
from digest.gather import fetch as fetch_module
from digest.gather.address_guard import why_refused
from digest.gather.fetch import FILE_FACTOR, PATIENCE, fetch, read_file
from digest.model.errors import SourceError
from digest.model.settings import Gathering

if TYPE_CHECKING:
    from tests.gather.conftest import Site


def test_a_document_carries_its_bytes_type_and_validators(site: Site, limits: Gathering) -> None:
    url = site.says("/feed", b"<rss/>", Content_Type="text/xml", ETag='"7"', Last_Modified="Mon")
    document = fetch(url, limits=limits)
    assert document is not None
    assert document.content == b"<rss/>"
    assert (document.location, document.media_type) == (url, "text/xml")
    assert (document.etag, document.last_modified) == ('"7"', "Mon")


def test_the_validators_of_the_last_answer_are_sent(site: Site, limits: Gathering) -> None:
    url = site.says("/feed", b"x")
    fetch(url, limits=limits, etag='"7"', last_modified="Mon, 02 Mar 2026 10:00:00 GMT")
    ((_, headers),) = site.asked
    assert headers["if-none-match"] == '"7"'
    assert headers["if-modified-since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_an_unchanged_document_is_none(site: Site, limits: Gathering) -> None:
    assert fetch(site.says("/feed", status=304), limits=limits, etag='"7"') is None


def test_the_host_header_is_the_urls_own(site: Site, limits: Gathering) -> None:
    url = site.says("/feed", b"x").replace("127.0.0.1", "localhost")
    fetch(url, limits=limits)
    assert site.asked[0][1]["host"] == url.removeprefix("http://").removesuffix("/feed")


def test_packed_content_is_unpacked(site: Site, limits: Gathering) -> None:
    url = site.says("/feed", gzip.compress(b"<rss/>" * 50), Content_Encoding="gzip")
    document = fetch(url, limits=limits)
    assert document is not None
    assert document.content == b"<rss/>" * 50


def test_redirects_are_followed_and_the_location_is_the_last(site: Site, limits: Gathering) -> None:
    last = site.says("/new/feed", b"x")
    site.says("/moved", status=301, Location="../new/feed")
    document = fetch(site.says("/old", status=302, Location="/moved"), limits=limits)
    assert document is not None
    assert document.location == last


def test_a_redirect_loop_ends_at_the_limit(site: Site, limits: Gathering) -> None:
    url = site.says("/loop", status=307, Location="/loop")
    with pytest.raises(SourceError, match="redirects more than 3 times") as caught:
        fetch(url, limits=limits)
    assert caught.value.permanent
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://[::1", "http://\x80", "x" * 70_000],
)
def test_a_redirect_away_from_the_web_is_refused(
    target: str, site: Site, limits: Gathering
) -> None:
    with pytest.raises(SourceError):
        fetch(site.says("/feed", status=302, Location=target), limits=limits)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://gazette.example.com:99999/",
        "ht!tp://x",
    ],
)
def test_what_is_no_web_address_is_refused(url: str, limits: Gathering) -> None:
    with pytest.raises(SourceError) as caught:
        fetch(url, limits=limits)
    assert caught.value.permanent


PRIVATE = {
    "loopback": "http://127.0.0.1:{port}/",
    "a name that leads to loopback": "http://localhost:{port}/",
    "loopback in IPv6": "http://[::1]:{port}/",
    "mapped into IPv6": "http://[::ffff:127.0.0.1]:{port}/",
    "unspecified": "http://0.0.0.0:{port}/",
    "private": "http://10.0.0.1:{port}/",
    "cloud metadata": "http://169.254.169.254:{port}/latest/",
}


@pytest.mark.parametrize("name", PRIVATE)
def test_private_addresses_are_refused_before_anything_is_sent(
    name: str, site: Site, limits: Gathering
) -> None:
    port = site.address.rpartition(":")[2]
    closed = replace(limits, allow_private_addresses=False)
    with pytest.raises(SourceError) as caught:
        fetch(PRIVATE[name].format(port=port), limits=closed)
    assert site.asked == []
    if name != "loopback in IPv6":  # a machine without IPv6 does not know the name at all
        assert "allow_private_addresses" in str(caught.value)


def test_every_hop_is_checked_not_only_the_first(
    site: Site, limits: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.says("/feed", status=302, Location="http://169.254.169.254/latest/meta-data/")
    # the site's own address counts as public here, since a test may not leave the machine
    monkeypatch.setattr(
        connect,
        "why_refused",
        lambda address: "" if address == "127.0.0.1" else why_refused(address),
    )
    with pytest.raises(SourceError, match="link-local"):
        fetch(url, limits=replace(limits, allow_private_addresses=False))


def test_a_name_is_looked_up_once_so_that_it_cannot_change_its_answer(
    site: Site, limits: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    true_lookup = socket.getaddrinfo

    def remembering(host: str, *arguments: object, **named: object) -> object:
        asked.append(host)
        return true_lookup(host, *arguments, **named)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(socket, "getaddrinfo", remembering)
    fetch(site.says("/feed", b"x").replace("127.0.0.1", "localhost"), limits=limits)
    assert asked.count("localhost") == 1


def drips(request: BaseHTTPRequestHandler, site: Site, piece: bytes) -> None:
    while not site.ended.wait(0.1):
        request.wfile.write(piece)


def slow_body(request: BaseHTTPRequestHandler, site: Site) -> None:
    request.send_response(200)
    request.end_headers()
    drips(request, site, b"x")


def slow_headers(request: BaseHTTPRequestHandler, site: Site) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    drips(request, site, b"x")


def silent(request: BaseHTTPRequestHandler, site: Site) -> None:
    site.ended.wait(30)


@pytest.mark.parametrize("behaviour", [slow_body, slow_headers, silent])
def test_a_server_that_never_comes_to_an_end_is_left(
    behaviour: Callable[[BaseHTTPRequestHandler, Site], None], site: Site, limits: Gathering
) -> None:
    url = site.does("/slow", lambda request: behaviour(request, site))
    start = time.monotonic()
    with pytest.raises(SourceError, match="did not answer in time") as caught:
        fetch(url, limits=limits)
    assert time.monotonic() - start < PATIENCE * limits.timeout_seconds + 1
    assert not caught.value.permanent


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"<item/>" * 1000)


def bomb(request: BaseHTTPRequestHandler) -> None:
    body = gzip.compress(b"\0" * 5_000_000)
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    request.wfile.write(body)


@pytest.mark.parametrize("answer", [endless, bomb])
def test_content_over_the_limit_is_refused_also_when_it_is_packed(
    answer: Callable[[BaseHTTPRequestHandler], None], site: Site, limits: Gathering
) -> None:
    with pytest.raises(SourceError, match=r"larger than 0\.1 MB") as caught:
        fetch(site.does("/large", answer), limits=limits)
    assert caught.value.permanent


def half(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"half of it")


def half_packed(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    request.wfile.write(gzip.compress(b"words " * 1000)[:-20])


def not_packed(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    request.wfile.write(b"<rss/>")


def unknown_packing(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Encoding", "br")
    request.end_headers()
    request.wfile.write(b"...")


def not_http(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()


BROKEN = [half, half_packed, not_packed, unknown_packing, not_http, hangs_up]


@pytest.mark.parametrize("answer", BROKEN)
def test_a_broken_answer_is_an_error_that_names_the_url(
    answer: Callable[[BaseHTTPRequestHandler], None], site: Site, limits: Gathering
) -> None:
    url = site.does("/broken", answer)
    with pytest.raises(SourceError) as caught:
        fetch(url, limits=limits)
    assert str(caught.value).startswith(f"{url}: ")
    assert not caught.value.permanent


def test_an_answer_that_is_cut_is_called_so(site: Site, limits: Gathering) -> None:
    with pytest.raises(SourceError, match="was cut before its end") as caught:
        fetch(site.does("/broken", half), limits=limits)
    assert "HTTP" not in str(caught.value)


STATUSES = {
    400: True,
    401: True,
    403: True,
    404: True,
    410: True,
    429: False,
    500: False,
    503: False,
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_refusal_says_what_to_do_and_whether_to_try_again(
    status: int, site: Site, limits: Gathering
) -> None:
    with pytest.raises(SourceError, match=f"answered {status}; ") as caught:
        fetch(site.says("/feed", b"no", status=status), limits=limits)
    assert caught.value.permanent is STATUSES[status]


def test_a_server_that_is_not_there_is_an_error(limits: Gathering) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with pytest.raises(SourceError, match="no connection"):
        fetch(url, limits=limits)


def test_a_server_that_does_not_speak_tls_is_an_error(site: Site, limits: Gathering) -> None:
    url = site.says("/feed", b"x").replace("http:", "https:")
    with pytest.raises(SourceError, match="no connection"):
        fetch(url, limits=limits)


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test's own certificate vouches for itself, as a newsroom's own authority would."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    fetch_module._trust.cache_clear()
    yield
    fetch_module._trust.cache_clear()


@pytest.mark.usefixtures("trusted")
def test_a_tls_server_is_called_by_its_name_though_connected_to_by_its_address(
    secure_site: Site, limits: Gathering
) -> None:
    document = fetch(secure_site.says("/feed", b"<rss/>"), limits=limits)
    assert document is not None
    assert secure_site.names == ["localhost"]


def test_a_certificate_nobody_vouches_for_is_refused(secure_site: Site, limits: Gathering) -> None:
    with pytest.raises(SourceError, match=r"no connection .*certificate"):
        fetch(secure_site.says("/feed", b"x"), limits=limits)
    assert secure_site.asked == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_is_refused(secure_site: Site, limits: Gathering) -> None:
    url = secure_site.says("/feed", b"x").replace("localhost", "127.0.0.1")
    with pytest.raises(SourceError, match=r"no connection .*certificate"):
        fetch(url, limits=limits)
    assert secure_site.asked == []


def test_a_wrong_media_type_is_handed_on_as_it_came(site: Site, limits: Gathering) -> None:
    document = fetch(site.says("/feed", b"<rss/>", Content_Type="image/png"), limits=limits)
    assert document is not None
    assert document.media_type == "image/png"


def test_a_file_is_a_document(tmp_path: Path, limits: Gathering) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(b"<rss/>")
    document = read_file(file, limits=limits)
    assert (document.location, document.content) == (str(file), b"<rss/>")


@pytest.mark.parametrize("name", ["missing.xml", ".", "nul\0l"])
def test_a_path_without_a_file_is_an_error_that_names_it(
    name: str, tmp_path: Path, limits: Gathering
) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(tmp_path / name, limits=limits)
    assert str(caught.value).startswith(str(tmp_path))


def test_a_file_over_the_limit_is_refused(tmp_path: Path, limits: Gathering) -> None:
    file = tmp_path / "large.jsonl"
    file.write_bytes(b"x" * (int(limits.maximum_megabytes * 1_000_000) * FILE_FACTOR + 1))
    with pytest.raises(SourceError, match="larger than 1 MB"):
        read_file(file, limits=limits)
