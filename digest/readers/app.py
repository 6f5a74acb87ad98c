"""The public pages as a web application."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from digest.model.errors import DatabaseError
from digest.model.public_pages import EDITIONS
from digest.readers.newsroom_access import LinkHolder, LinkPage, Readership
from digest.readers.page_html import (
    Trouble,
    back_page,
    choosing_page,
    leaving_page,
    left_page,
    trouble_page,
)
from digest.readers.page_style import PageStyle

log = logging.getLogger(__name__)

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


STRICT_TRANSPORT = "max-age=31536000"
"""A year, for this very host: others of the domain are none of our business."""

_OUR_LOOK = PageStyle()

_PICTURE_HEADERS = {
    # a picture's name is made from its content: what was fetched once never changes
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def create_app(readership: Readership, look: PageStyle = _OUR_LOOK) -> Starlette:
    """The pages at /unsubscribe, /preferences and /browser, each followed by a link's token, public
    editions at /editions, and the mails' pictures at /pictures.

    To be mounted, or served, where the publication's ``base_url`` points.
    """
    pages = _Pages(readership, look)
    leaving = _Link(LinkPage.LEAVING, pages)
    choosing = _Link(LinkPage.CHOOSING, pages)
    routes = [
        *leaving.routes(post=leaving.leave),
        *choosing.routes(post=choosing.choose),
        Route("/browser/{token}", pages.mail, methods=["GET"]),
        Route(f"/{EDITIONS}/{{edition}}", pages.public_mail, methods=["GET"]),
        Route("/pictures/{name}", pages.picture, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(StrictTransport),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
        ],
        exception_handlers={
            404: pages.unknown,
            405: pages.unknown,
            500: pages.trouble,
            DatabaseError: pages.trouble,  # locked, perhaps
        },
    )
    # Starlette's redirect to the address without a slash names the host that the request named
    app.router.redirect_slashes = False
    return app


class StrictTransport:
    """Tells browsers that came by https to come by nothing else from now on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["scheme"] == "https":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = STRICT_TRANSPORT
            await send(message)

        await self._app(scope, receive, send_strictly if scope["type"] == "http" else send)


class _Pages:
    def __init__(self, readership: Readership, look: PageStyle) -> None:
        self.readership = readership
        self.look = look

    async def mail(self, request: Request) -> Response:
        html = await run_in_threadpool(self.readership.mail, _token(request))
        return await self.answer(request, html, policy=_MAIL_PAGE)

    async def public_mail(self, request: Request) -> Response:
        edition = request.path_params["edition"][:_LONGEST_TOKEN]
        html = await run_in_threadpool(self.readership.public_mail, edition)
        if html is None:
            return self.refuse(request, Trouble.UNKNOWN, 404)
        return HTMLResponse(html, headers={**_HEADERS, "Content-Security-Policy": _MAIL_PAGE})

    async def picture(self, request: Request) -> Response:
        name = request.path_params["name"][:_LONGEST_TOKEN]
        found = await run_in_threadpool(self.readership.picture, name)
        if found is None:
            return self.refuse(request, Trouble.UNKNOWN, 404)
        return Response(found.content, headers=_PICTURE_HEADERS, media_type=found.media_type)

    async def answer(
        self, request: Request, html: str | None, *, policy: str = _OWN_PAGE
    ) -> Response:
        """The page. Without one, that its reader was deleted, or that the link is none of ours: one
        cut in two looks like that."""
        if html is None:
            if await run_in_threadpool(self.readership.was_deleted, _token(request)):
                return self.refuse(request, Trouble.GONE, 410)
            return self.refuse(request, Trouble.UNKNOWN, 404)
        return HTMLResponse(html, headers={**_HEADERS, "Content-Security-Policy": policy})

    def refuse(self, request: Request, trouble: Trouble, status: int) -> Response:
        html = trouble_page(self.look, trouble, request.headers.get("accept-language", ""))
        return HTMLResponse(html, status, {**_HEADERS, "Content-Security-Policy": _OWN_PAGE})

    async def unknown(self, request: Request, error: Exception) -> Response:
        """For an address that is none of ours: a link cut in two looks like one."""
        answer = self.refuse(request, Trouble.UNKNOWN, 404)
        if isinstance(error, HTTPException):
            answer.status_code = error.status_code
            answer.headers.update(error.headers or {})
        return answer

    async def trouble(self, request: Request, error: Exception) -> Response:
        """For what went wrong here."""
        if isinstance(error, DatabaseError):
            log.warning("%s", error)
        answer = self.refuse(
            request, Trouble.OURS, 503 if isinstance(error, DatabaseError) else 500
        )
        answer.headers["Retry-After"] = "60"
        return answer


class _Link:
    """The page that one kind of link leads to, and what its buttons do."""

    def __init__(self, page: LinkPage, pages: _Pages) -> None:
        self._page = page
        self._pages = pages
        self._ask = leaving_page if page is LinkPage.LEAVING else choosing_page

    def routes(self, *, post: Callable[[Request], Awaitable[Response]]) -> list[Route]:
        """The page's addresses; some programs put a slash at the end of a link."""
        path = f"/{self._page.value}/{{token}}"
        return [
            route
            for end in ("", "/")
            for route in (
                Route(path + end, self.ask, methods=["GET"]),
                Route(path + end, post, methods=["POST"]),
                Route(f"{path}/undo{end}", self.come_back, methods=["POST"]),
            )
        ]

    async def ask(self, request: Request) -> Response:
        """Changes nothing: a scanner may have fetched the link."""
        reader = await self._do(self._readership.look, request)
        return await self._pages.answer(
            request, self._ask(self._look, reader, action=_path(request)) if reader else None
        )

    async def choose(self, request: Request) -> Response:
        """Both forms of the page come here, and each says which it is; nothing else is done."""
        fields = await _fields(request)
        if fields is None:
            return self._pages.refuse(request, Trouble.TOO_LARGE, 413)
        if "leave" in fields:
            return await self.leave(request)
        if "chosen" not in fields:
            asked = await self.ask(request)
            asked.status_code = 400 if asked.status_code == 200 else asked.status_code
            return asked
        topics = fields.get("topic", [])
        reader = await run_in_threadpool(self._readership.choose, _token(request), topics)
        return await self._pages.answer(
            request,
            choosing_page(self._look, reader, action=_path(request), saved=True)
            if reader
            else None,
        )

    async def leave(self, request: Request) -> Response:
        """One click is enough, from the page or from a mail program (RFC 8058)."""
        reader = await self._do(self._readership.leave, request)
        return await self._pages.answer(
            request,
            left_page(self._look, reader, action=f"{_path(request)}/undo") if reader else None,
        )

    async def come_back(self, request: Request) -> Response:
        reader = await self._do(self._readership.come_back, request)
        if reader is not None and not reader.subscribed:
            return await self._pages.answer(
                request, left_page(self._look, reader, action=_path(request))
            )
        return await self._pages.answer(request, back_page(self._look, reader) if reader else None)

    @property
    def _readership(self) -> Readership:
        return self._pages.readership

    @property
    def _look(self) -> PageStyle:
        return self._pages.look

    async def _do(
        self, action: Callable[[LinkPage, str], LinkHolder | None], request: Request
    ) -> LinkHolder | None:
        return await run_in_threadpool(action, self._page, _token(request))


def _token(request: Request) -> str:
    return str(request.path_params["token"])[:_LONGEST_TOKEN]


def _path(request: Request) -> str:
    """The page's own path, for its forms."""
    return request.url.path.rstrip("/")


async def _fields(request: Request) -> dict[str, list[str]] | None:
    """The fields of a form; nothing if it is larger than any of ours, or did not come in full."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST_FORM:
                return None
    except ClientDisconnect:
        return None
    return parse_qs(body.decode("utf-8", "replace"))
