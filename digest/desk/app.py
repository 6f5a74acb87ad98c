"""The desk as a web application: its pages, who may see each, and what stands around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from os import PathLike, stat_result
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from digest.desk.access import choose_language, show_sign_in, sign_out, signing_in
from digest.desk.actions import take_step
from digest.desk.approve_link_page import show_link, take_link
from digest.desk.archive import show_archive, show_history, show_yesterday, take_correction
from digest.desk.changes import take_change
from digest.desk.compression import Compression
from digest.desk.desk_context import DeskContext
from digest.desk.draft_mail import show_draft
from digest.desk.edition_page import show_edition, take_look
from digest.desk.error_pages import broken, missing
from digest.desk.live import Live
from digest.desk.mail_frame import show_mail
from digest.desk.page_templates import STATIC, Pages, fingerprint
from digest.desk.previews import Previews
from digest.desk.request_context import Answer, DeskRequests, answering
from digest.desk.request_guard import Guard
from digest.desk.send_queue import Sender
from digest.desk.streams import streaming, take_presence
from digest.desk.today import show_today
from digest.model.users import Role
from digest.store.users import prepare_sign_in


def create_app(context: DeskContext, *, hosts: Collection[str]) -> Starlette:
    """The application for one project. ``hosts`` are the names it answers to, without ports."""
    desk = DeskRequests(
        context=context,
        pages=Pages(),
        previews=Previews(context.shelf),
        live=Live(context),
        sender=Sender(context),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(desk.live.watch())
        await asyncio.to_thread(prepare_sign_in)
        yield
        desk.live.close()
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        await asyncio.to_thread(desk.sender.stop)

    app = Starlette(
        routes=_routes(desk),
        middleware=[Middleware(Guard, hosts=hosts, zone=context.zone), Middleware(Compression)],
        lifespan=lifespan,
        exception_handlers={404: missing(desk), 405: missing(desk), 500: broken(desk)},
    )
    app.router.redirect_slashes = False  # it names the host that the request named
    return app


def _routes(desk: DeskRequests) -> list[Route | Mount]:
    def page(path: str, name: str, answer: Answer, needs: Role | None = Role.READER) -> Route:
        return Route(path, answering(desk, answer, needs), name=name, methods=["GET"])

    def form(path: str, name: str, answer: Answer, needs: Role | None) -> Route:
        return Route(path, answering(desk, answer, needs), name=name, methods=["POST"])

    return [
        page("/", "today", show_today),
        page("/sign-in", "sign_in", show_sign_in, None),
        Route("/sign-in", signing_in(desk), name="take_sign_in", methods=["POST"]),
        form("/sign-out", "sign_out", sign_out, None),
        form("/language", "language", choose_language, Role.READER),
        page("/archive", "archive", show_archive),
        page("/editions/{edition}", "edition", show_edition),
        page("/editions/{edition}/mail", "mail", show_mail),
        page("/editions/{edition}/history", "history", show_history),
        page("/editions/{edition}/yesterday", "yesterday", show_yesterday),
        form("/editions/{edition}/edits", "edits", take_change, Role.EDITOR),
        form("/editions/{edition}/draft", "draft", show_draft, Role.EDITOR),
        form("/editions/{edition}/steps", "steps", take_step, Role.EDITOR),
        form("/editions/{edition}/look", "look", take_look, Role.READER),
        form("/editions/{edition}/presence", "presence", take_presence, Role.READER),
        form("/editions/{edition}/corrections", "corrections", take_correction, Role.EDITOR),
        Route("/editions/{edition}/events", streaming(desk), name="events", methods=["GET"]),
        page("/approve/{token}", "approve_link", show_link, Role.APPROVER),
        form("/approve/{token}", "take_approve_link", take_link, Role.APPROVER),
        Mount("/static", _Static(directory=STATIC), name="static"),
    ]


class _Static(StaticFiles):
    """Files that browsers may keep where the address carries their fingerprint."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        answer = super().file_response(full_path, stat_result, scope, status_code)
        asked = parse_qs(scope["query_string"].decode("ascii", "replace")).get("v", [""])[0]
        kept = asked == fingerprint(Path(full_path).name)
        answer.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if kept else "public, no-cache"
        )
        return answer
