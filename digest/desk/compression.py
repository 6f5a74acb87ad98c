"""Compressing pages, but for those that another site made the browser ask for.

Who can read how long an answer is, and can have it asked for with guesses in its address, finds out
what stands in it (BREACH, http://www.breachattack.com). Our pages carry no token that is worth it:
forms are guarded by ``Sec-Fetch-Site`` and ``Origin``, and the session's cookie is in no page and
not sent with what other sites embed. What such a site opens as a page of its own is sent as it is,
so that nothing of the news to come can be guessed either.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_OURS = frozenset({"same-origin", "none"})
_SMALLEST = 1_000  # bytes; below, compressing gains nothing
_LEVEL = 6  # zlib's own; 9 takes twice as long for two in a hundred less


class Compression:
    """Compresses what the desk's own pages, or a person by the address bar, asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressing = GZipMiddleware(app, minimum_size=_SMALLEST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and _is_ours(Headers(scope=scope))
        await (self._compressing if ours else self._plain)(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    """Whether no other site's page is behind the request, as far as the browser says it."""
    return headers.get("sec-fetch-site", "none") in _OURS
