"""Device cookies: a browser in which somebody signed in before is known by a signed mark.

The mark opens nothing. It only keeps a stranger's wrong guesses at the same name from making this
person wait; guesses from this browser have a count of their own (``sign_in_attempts``).
"""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "digest-device"
SECURE_COOKIE = "__Host-digest-device"
LASTS_SECONDS = 180 * 24 * 60 * 60

_PURPOSE = "digest device cookie"


def device_of(request: Request, name: str, *, secret: bytes) -> str:
    """The id of the browser, if somebody of that name has signed in there; empty otherwise."""
    mark = request.cookies.get(_cookie_name(request), "")
    try:
        whose, device = URLSafeSerializer(secret, salt=_PURPOSE).loads(mark)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(device) if whose == name.casefold() else ""


def has_mark(request: Request) -> bool:
    """Whether the browser brought a mark at all, ours or not."""
    return _cookie_name(request) in request.cookies


def mark_device(answer: Response, request: Request, name: str, *, secret: bytes) -> None:
    """Marks the browser as one in which somebody of that name has signed in."""
    mark = URLSafeSerializer(secret, salt=_PURPOSE).dumps(
        [name.casefold(), secrets.token_urlsafe(16)]
    )
    answer.set_cookie(
        _cookie_name(request),
        str(mark),
        max_age=LASTS_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def _cookie_name(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE
