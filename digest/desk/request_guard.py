"""What keeps strangers out before a page is asked: hosts, origins, sizes, and strict headers."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digest.wording.desk_words import DeskWords, languages_in, words_for

LARGEST_FORM = 262_144
"""Bytes of a form; an editor's longest text is far below."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy of every page: no inline script or style, nothing from elsewhere."""

_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


STRICT_TRANSPORT = "max-age=31536000"
"""Behind https: a year, for this very host, since others of the domain are not ours."""


def put_headers(answer: MutableHeaders, scheme: str) -> None:
    """Puts the headers on an answer that every answer has, where it has none of its own."""
    for name, value in _HEADERS.items():
        answer.setdefault(name, value)
    if scheme == "https":
        answer["Strict-Transport-Security"] = STRICT_TRANSPORT


class Guard:
    """Refuses what no page should see, and puts the headers on every answer.

    ``hosts`` are the names, without ports, that the desk answers to: a name that an attacker points
    at this machine (DNS rebinding) is none of them. Who asks is not known here: a refusal is in the
    browser's language; ``zone`` is the newsroom's.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], zone: ZoneInfo) -> None:
        self._app = app
        self._zone = zone
        self._hosts = frozenset(host.casefold() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                put_headers(MutableHeaders(scope=message), scope["scheme"])
            await send(message)

        if refusal := self._refusal(scope["method"], headers):
            status, why = refusal
            words = self._words(headers)
            page = _page(words.language, words("refused"), why)
            await HTMLResponse(page, status)(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive), send_guarded)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        words = self._words(headers)
        if host_name(headers.get("host", "")) not in self._hosts:
            return 421, words("other_host")
        if method not in _SAFE and is_from_elsewhere(headers):
            return 403, words("from_elsewhere")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_FORM:
            return 413, words("form_too_large", most=words.n(LARGEST_FORM))
        return None

    def _words(self, headers: Headers) -> DeskWords:
        return words_for(languages_in(headers.get("accept-language", "")), self._zone)


def _page(language: str, title: str, why: str) -> str:
    """A page that loads nothing: what it could load would be refused as well."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head>\n<body><main><h1>{escape(title)}</h1>"
        f'<p role="alert">{escape(why)}</p></main></body></html>\n'
    )


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a request that changes something was made by another site's page.

    The rule of Go 1.25's ``http.CrossOriginProtection``: browsers say so in ``Sec-Fetch-Site``;
    where that is missing, a foreign ``Origin`` tells; where both are, it is no browser.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def host_name(host: str) -> str:
    """The name in a Host header: without the port, in lower case; empty if it is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _limited(receive: Receive) -> Receive:
    """Counts the bytes of a request that did not say its length, and cuts it off."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > LARGEST_FORM:
                return {"type": "http.disconnect"}
        return message

    return limited
