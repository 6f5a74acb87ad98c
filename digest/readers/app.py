"""The public pages as a web application."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from digest.readers.door import Reader, Readership
from digest.readers.look import Look
from digest.readers.pages import back_page, choosing_page, leaving_page, left_page, unknown_page

_LONGEST_TOKEN = 400
_LARGEST_FORM = 100_000  # octets
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",  # the link is the permission: it is told to nobody
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_OWN_PAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_MAIL_PAGE = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "img-src https: data:; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
)


_OUR_LOOK = Look()

_PICTURE_HEADERS = {
    # a picture's name is made from its content: what was fetched once never changes
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def create_app(readership: Readership, look: Look = _OUR_LOOK) -> Starlette:
    """The pages at /unsubscribe, /preferences and /browser, each followed by a link's token, and
    the mails' pictures at /pictures.

    To be mounted, or served, where the publication's ``base_url`` points.
    """
    pages = _Pages(readership, look)

    async def unknown(request: Request, error: Exception) -> Response:
        return pages.unknown()

    leaving = "/unsubscribe/{token}"
    choosing = "/preferences/{token}"
    return Starlette(
        routes=[
            Route(leaving, pages.ask, methods=["GET"]),
            Route(leaving, pages.leave, methods=["POST"]),
            Route(f"{leaving}/undo", pages.come_back, methods=["POST"]),
            Route(choosing, pages.ask_what, methods=["GET"]),
            Route(choosing, pages.choose, methods=["POST"]),
            Route(f"{choosing}/undo", pages.come_back, methods=["POST"]),
            Route("/browser/{token}", pages.mail, methods=["GET"]),
            Route("/pictures/{name}", pages.picture, methods=["GET"]),
        ],
        exception_handlers={404: unknown},
    )


class _Pages:
    def __init__(self, readership: Readership, look: Look) -> None:
        self._readership = readership
        self._look = look

    async def ask(self, request: Request) -> Response:
        """Changes nothing: a scanner may have fetched the link."""
        reader = await self._do(self._readership.look, request)
        return self._answer(
            leaving_page(self._look, reader, action=request.url.path) if reader else None
        )

    async def ask_what(self, request: Request) -> Response:
        """Changes nothing either."""
        reader = await self._do(self._readership.look, request)
        return self._answer(
            choosing_page(self._look, reader, action=request.url.path) if reader else None
        )

    async def choose(self, request: Request) -> Response:
        """Both forms of the page come here: the one with the sections says that it is that one."""
        fields = await _fields(request)
        if fields is None:
            return Response(status_code=413, headers=_HEADERS)
        if "chosen" not in fields:
            return await self.leave(request)
        token = request.path_params["token"][:_LONGEST_TOKEN]
        topics = fields.get("topic", [])
        reader = await run_in_threadpool(self._readership.choose, token, topics)
        page = (
            choosing_page(self._look, reader, action=request.url.path, saved=True)
            if reader
            else None
        )
        return self._answer(page)

    async def leave(self, request: Request) -> Response:
        """One click is enough, from the page or from a mail program (RFC 8058)."""
        reader = await self._do(self._readership.leave, request)
        return self._answer(
            left_page(self._look, reader, action=f"{request.url.path}/undo") if reader else None
        )

    async def come_back(self, request: Request) -> Response:
        reader = await self._do(self._readership.come_back, request)
        if reader is not None and not reader.subscribed:
            return self._answer(left_page(self._look, reader, action=request.url.path))
        return self._answer(back_page(self._look, reader) if reader else None)

    async def mail(self, request: Request) -> Response:
        token = request.path_params["token"][:_LONGEST_TOKEN]
        html = await run_in_threadpool(self._readership.mail, token)
        return self._answer(html, policy=_MAIL_PAGE)

    async def picture(self, request: Request) -> Response:
        name = request.path_params["name"][:_LONGEST_TOKEN]
        found = await run_in_threadpool(self._readership.picture, name)
        if found is None:
            return self._answer(None)
        return Response(found.content, headers=_PICTURE_HEADERS, media_type=found.media_type)

    def _answer(self, html: str | None, *, policy: str = _OWN_PAGE) -> Response:
        headers = {**_HEADERS, "Content-Security-Policy": policy if html else _OWN_PAGE}
        return HTMLResponse(html or unknown_page(self._look), 200 if html else 404, headers)

    def unknown(self) -> Response:
        """For an address that is none of ours: a link cut in two looks like one."""
        return self._answer(None)

    async def _do(self, action: Callable[[str], Reader | None], request: Request) -> Reader | None:
        token = request.path_params["token"][:_LONGEST_TOKEN]
        return await run_in_threadpool(action, token)


async def _fields(request: Request) -> dict[str, list[str]] | None:
    """The fields of a form; nothing if it is larger than any of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            return None
    return parse_qs(body.decode("utf-8", "replace"))
