"""Pages for what is not there, and for what went wrong here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from digest.desk.request_context import DeskRequests, Visit, answering, page_for, words_of
from digest.desk.request_guard import put_headers

Handler = Callable[[Request, Exception], Awaitable[Response]]


def missing(desk: DeskRequests) -> Handler:
    """For an address that is none of ours, or is not asked for in this way."""

    def answer(visit: Visit) -> Response:
        title, why = visit.words("not_found"), visit.words("no_such_page")
        return visit.show("refused.html", title=title, why=why, status=404)

    endpoint = answering(desk, answer, None)

    async def handler(request: Request, error: Exception) -> Response:
        shown = await endpoint(request)
        if isinstance(error, HTTPException) and shown.status_code == 404:
            shown.status_code = error.status_code
            shown.headers.update(error.headers or {})
        return shown

    return handler


def broken(desk: DeskRequests) -> Handler:
    """For a mistake of ours, which is in the log. Made without a visit: that may be what failed."""

    async def handler(request: Request, _: Exception) -> Response:
        words = words_of(desk, request)
        shown = page_for(
            desk,
            request,
            words,
            "refused.html",
            status=500,
            title=words("went_wrong"),
            why=words("went_wrong_here"),
        )
        put_headers(shown.headers, request.url.scheme)  # the guard stands further in
        return shown

    return handler
