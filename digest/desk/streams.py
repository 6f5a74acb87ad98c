"""What open pages say and hear: at which story somebody works, and the stream of what changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from digest.desk.request_context import DeskRequests, Endpoint, Visit, who_asks
from digest.model.users import User


def streaming(desk: DeskRequests) -> Endpoint:
    """The endpoint of the streams."""

    async def endpoint(request: Request) -> Response:
        user = await run_in_threadpool(_user, desk, request)
        if user is None:
            return PlainTextResponse("sign in first", 401)
        edition = str(request.path_params["edition"])
        asked = request.query_params
        events = desk.live.stream(
            user, edition, seen=asked.get("seen", ""), story=asked.get("story", "")[:100]
        )
        return StreamingResponse(
            _while_signed_in(desk, request, events),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},  # nginx holds a stream back otherwise
        )

    return endpoint


async def _while_signed_in(
    desk: DeskRequests, request: Request, events: AsyncIterator[str]
) -> AsyncIterator[str]:
    """The events, until the session ends: a page left open tells nothing after signing out."""
    async for event in events:
        if await run_in_threadpool(_user, desk, request) is None:
            yield "event: signed-out\ndata:\n\n"
            return
        yield event


def _user(desk: DeskRequests, request: Request) -> User | None:
    with desk.context.open_database() as database:
        return who_asks(request, database, now=desk.context.clock())


def take_presence(visit: Visit) -> Response:
    """Notes the story; nothing is stored: it is gone with the page."""
    visit.desk.live.look_at(visit.person, visit.part("edition"), visit.field("story")[:100])
    return Response(status_code=204)
