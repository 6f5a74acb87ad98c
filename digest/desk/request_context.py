"""One request of one person: who they are, what they sent, on a connection of its own thread."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from digest.desk.desk_context import DeskContext
from digest.desk.live import Live
from digest.desk.page_templates import Pages, fingerprint, query
from digest.desk.previews import Previews
from digest.desk.send_queue import Sender
from digest.model.errors import DatabaseError, DigestError, text_of
from digest.model.users import Role, User
from digest.pipelines.newsroom import Newsroom
from digest.store.sessions import signed_in
from digest.wording.desk_words import DeskWords, languages_in, words_for

log = logging.getLogger(__name__)

COOKIE = "digest-desk"
SECURE_COOKIE = "__Host-digest-desk"
"""Behind https. The prefix keeps another host of the same domain from setting it (RFC 6265bis)."""


@dataclass(frozen=True, kw_only=True)
class DeskRequests:
    """What all visits share, besides the database. Nothing in it outlives a restart, or has to."""

    context: DeskContext
    pages: Pages
    previews: Previews
    live: Live
    sender: Sender


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A request, with everything that answering it takes. ``user`` is None before signing in."""

    request: Request
    form: FormData
    desk: DeskRequests
    database: Database
    words: DeskWords
    now: datetime
    user: User | None

    @property
    def newsroom(self) -> Newsroom:
        return self.desk.context.newsroom(self.database)

    @property
    def person(self) -> User:
        """Whoever is signed in; pages that anybody may see ask ``user`` instead."""
        assert self.user is not None  # noqa: S101 - ``answering`` let nobody else in
        return self.user

    def may(self, role: Role) -> bool:
        return self.user is not None and self.user.role.may(role)

    def path(self, name: str, **parts: str) -> str:
        """The path of a page, under the proxy's prefix; never with a host that a request named."""
        return path_to(self.request, name, **parts)

    def edition_path(self, *, anchor: str = "", **changes: str) -> str:
        """The page of the edition this visit is about, as the editor had it, with ``changes`` to
        its query; ``anchor`` is the story to show."""
        asked = dict(self.request.query_params) | {"checked": ""} | changes
        path = self.path("edition", edition=self.part("edition")) + query(**asked)
        return f"{path}#story-{anchor}" if anchor else path

    def part(self, name: str) -> str:
        """A part of the page's own path."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """A value of the address's query."""
        return self.request.query_params.get(name, default)

    def field(self, name: str) -> str:
        """A field of the form that was sent, without line-end variants; empty if missing."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def show(self, page: str, *, status: int = 200, **values: object) -> Response:
        """The template ``page``, filled in. After a form it keeps the page's address."""
        answer = page_for(
            self.desk,
            self.request,
            self.words,
            page,
            status=status,
            user=self.user,
            visit=self,
            **values,
        )
        if self.request.method != "GET":
            answer.headers["HX-Replace-Url"] = "false"
        return answer

    def go(self, path: str) -> Response:
        """On to another page of the desk, with GET."""
        return RedirectResponse(path, status_code=303)


def path_to(request: Request, name: str, **parts: str) -> str:
    """The path of a page, as ``Visit.path`` says it."""
    root = str(request.scope.get("root_path", ""))
    return root + str(request.app.url_path_for(name, **parts))


def page_for(
    desk: DeskRequests,
    request: Request,
    words: DeskWords,
    page: str,
    *,
    status: int,
    **values: object,
) -> Response:
    """The template ``page`` for whoever asks, also where there is no visit: of the values, ``user``
    is None unless it is given."""

    def path(name: str, **parts: str) -> str:
        return path_to(request, name, **parts)

    names: dict[str, object] = {
        "words": words,
        "user": None,
        "here": query(**dict(request.query_params) | {"checked": ""}),
        "path": path,
        "asset": lambda name: f"{path('static', path=name)}?v={fingerprint(name)}",
        "publication": desk.context.settings.publication,
    }
    return desk.pages.show(page, status=status, **names | values)


KEPT = "kept-"
"""Stands before the name of a field that waits in the sign-in page."""
Fields = tuple[tuple[str, str], ...]
"""A form's fields, each with its name."""
Answer = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def answering(desk: DeskRequests, answer: Answer, needs: Role | None) -> Endpoint:
    """The endpoint that lets in whoever has the role ``needs`` and answers them in a thread.

    With ``needs`` None anybody is let in. What went wrong on purpose becomes a page that says so.
    """

    async def endpoint(request: Request) -> Response:
        form = await form_of(request)
        if form is None:
            return cut_off(desk, request)
        return await run_in_threadpool(_answer, request, form)

    def _answer(request: Request, form: FormData) -> Response:
        words = words_of(desk, request)  # until it is known who asks
        try:
            with desk.context.open_database() as database:
                visit = open_visit(request, form, desk, database)
                words = visit.words
                return _let_in(visit, answer, needs)
        except DatabaseError as error:
            log.warning("%s", error)
            why = f"{words.say(text_of(error))} {words('nothing_changed')}"
            return page_for(desk, request, words, "refused.html", status=503, why=why)

    return endpoint


async def form_of(request: Request) -> FormData | None:
    """The fields that were sent; None if they did not come in full, or are too large."""
    try:
        return await request.form(max_files=0, max_fields=100)
    except ClientDisconnect:
        return None


def cut_off(desk: DeskRequests, request: Request) -> Response:
    """The answer to such a form."""
    return PlainTextResponse(words_of(desk, request)("cut_off"), 413)


def words_of(desk: DeskRequests, request: Request) -> DeskWords:
    """The words for somebody who is not known yet."""
    return words_for(_languages(request, None), desk.context.zone)


def open_visit(request: Request, form: FormData, desk: DeskRequests, database: Database) -> Visit:
    """The visit that a request begins."""
    now = desk.context.clock()
    user = who_asks(request, database, now=now)
    return Visit(
        request=request,
        form=form,
        desk=desk,
        database=database,
        words=words_for(_languages(request, user), desk.context.zone),
        now=now,
        user=user,
    )


def who_asks(request: Request, database: Database, *, now: datetime) -> User | None:
    """Whoever is signed in where the request comes from."""
    secret = request.cookies.get(cookie_name(request), "")
    return signed_in(database, secret, now=now) if secret else None


def cookie_name(request: Request) -> str:
    return SECURE_COOKIE if request.url.scheme == "https" else COOKIE


def _let_in(visit: Visit, answer: Answer, needs: Role | None) -> Response:
    if needs is not None and visit.user is None:
        return _to_sign_in(visit)
    if needs is not None and not visit.may(needs):
        return refused(visit, visit.words("not_allowed", role=visit.words(f"role_{needs}")), 403)
    try:
        return answer(visit)
    except DatabaseError:
        raise
    except DigestError as error:
        return refused(visit, visit.words.say(text_of(error)), 409)


def refused(visit: Visit, why: str, status: int) -> Response:
    """A page that says why something was not done."""
    return visit.show("refused.html", why=why, status=status)


def _to_sign_in(visit: Visit) -> Response:
    """To the sign-in page, and back from there; what a form held when its session ended waits."""
    if visit.request.headers.get("hx-request"):
        return PlainTextResponse(visit.words("signed_out"), 401)  # the page keeps what is typed
    asked = visit.request.url.query
    here = visit.request.url.path + (f"?{asked}" if asked else "")
    if visit.request.method == "GET":
        return visit.go(visit.path("sign_in") + query(back=here))
    return ask_to_sign_in(visit, back=here, kept=_sent(visit), problem=visit.words("text_kept"))


def ask_to_sign_in(
    visit: Visit,
    *,
    back: str,
    kept: Fields = (),
    name: str = "",
    problem: str = "",
    status: int = 401,
) -> Response:
    """The sign-in page. ``kept`` are the fields of a form that ``back`` takes: they wait in the
    page, and are offered to be sent again."""
    return visit.show(
        "sign_in.html", problem=problem, name=name, back=back, kept=kept, status=status
    )


def _sent(visit: Visit) -> Fields:
    """The fields of the form that was sent, in their order."""
    return tuple((key, one) for key, one in visit.form.multi_items() if isinstance(one, str))


def _languages(request: Request, user: User | None) -> list[str]:
    own = [user.language] if user and user.language else []
    return own + languages_in(request.headers.get("accept-language", ""))
