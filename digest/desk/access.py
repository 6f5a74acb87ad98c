"""Signing in and out, and the language of the pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from digest.desk.device_cookies import device_of, has_mark, mark_device
from digest.desk.request_context import (
    KEPT,
    DeskRequests,
    Endpoint,
    Fields,
    Visit,
    answering,
    ask_to_sign_in,
    cookie_name,
    cut_off,
    form_of,
    page_for,
    words_of,
)
from digest.store.sessions import begin_session, end_session
from digest.store.sign_in_attempts import Client, seconds_to_wait
from digest.store.users import set_language, sign_in
from digest.wording.desk_words import desk_languages

SIGN_INS_WAITING = 20
"""Sign-ins that wait for the one at work: two or three seconds' worth."""
BUSY_SECONDS = 5
"""When somebody who found no room to wait may come back."""


def show_sign_in(visit: Visit) -> Response:
    """The form; whoever is signed in goes to Today."""
    if visit.user:
        return visit.go(visit.path("today"))
    return ask_to_sign_in(visit, back=visit.asked("back"), status=200)


def signing_in(desk: DeskRequests) -> Endpoint:
    """The endpoint that takes the form. A password takes a tenth of a second and fifty megabytes to
    work out, in the process that sends the mail: it is done for one at a time, and few wait.

    Browsers in which the person signed in before do not wait behind strangers.
    """
    take = answering(desk, take_sign_in, None)
    known = Turns(at_once=1, waiting=SIGN_INS_WAITING)
    strangers = Turns(at_once=1, waiting=SIGN_INS_WAITING)

    async def endpoint(request: Request) -> Response:
        if strangers.are_all_taken and not has_mark(request):
            return busy(request)  # before the form is read: that costs a flood least of us
        form = await form_of(request)
        if form is None:
            return cut_off(desk, request)
        name = str(form.get("name", ""))
        device = device_of(request, name, secret=desk.context.secret)
        async with (known if device else strangers).turn() as ours:
            return await take(request) if ours else busy(request)

    def busy(request: Request) -> Response:
        words = words_of(desk, request)
        root = str(request.scope.get("root_path", ""))
        if (words.language, root) not in pages:
            values = {"problem": words("sign_in_busy"), "name": "", "back": "", "kept": ()}
            page = page_for(desk, request, words, "sign_in.html", status=503, **values)
            pages[words.language, root] = bytes(page.body)
        wait = {"Retry-After": str(BUSY_SECONDS)}
        return HTMLResponse(pages[words.language, root], 503, wait)

    pages: dict[tuple[str, str], bytes] = {}  # the answer to a flood, made once
    return endpoint


def take_sign_in(visit: Visit) -> Response:
    """A new session for the right name and password; the form again, with a reason, for others.

    The session's id is always a new one, whatever cookie the request brought: an id that somebody
    else planted in the browser opens nothing (session fixation).
    """
    name, client = visit.field("name"), _client(visit)
    if wait := seconds_to_wait(visit.database, name, client, now=visit.now):
        problem = visit.words("too_many_guesses", count=max(1, round(wait / 60)))
        answer = _ask_again(visit, problem, 429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    user = sign_in(visit.database, name, visit.field("password"), client=client, now=visit.now)
    if user is None:
        return _ask_again(visit, visit.words("wrong_sign_in"), 401)
    _end_old_session(visit)
    answer = visit.go(_back(visit))
    if kept := _kept(visit):
        answer = visit.show("send_again.html", action=_back(visit), kept=kept)
    secret = begin_session(visit.database, user, now=visit.now)
    answer.set_cookie(
        cookie_name(visit.request),
        secret,
        httponly=True,
        samesite="lax",  # strict would sign out whoever follows a link from a mail
        secure=visit.request.url.scheme == "https",
        path="/",
    )
    mark_device(answer, visit.request, user.name, secret=visit.newsroom.secret)
    return answer


def _ask_again(visit: Visit, problem: str, status: int) -> Response:
    """The form again, with what waits in it."""
    name, back = visit.field("name"), visit.field("back")
    kept = _kept(visit)
    return ask_to_sign_in(visit, back=back, kept=kept, name=name, problem=problem, status=status)


def sign_out(visit: Visit) -> Response:
    """Ends the session in the database: a copy of the cookie is worth nothing from now on."""
    _end_old_session(visit)
    answer = visit.go(visit.path("sign_in"))
    answer.delete_cookie(cookie_name(visit.request), path="/", httponly=True)
    return answer


def choose_language(visit: Visit) -> Response:
    """The pages in another language, for this person from now on."""
    language = visit.field("language")
    if language in desk_languages():
        set_language(visit.database, visit.person.id, language)
    return visit.go(_back(visit))


def _kept(visit: Visit) -> Fields:
    """The fields of the form that was sent after its session had ended."""
    items = visit.form.multi_items()
    return tuple(
        (key.removeprefix(KEPT), one)
        for key, one in items
        if key.startswith(KEPT) and isinstance(one, str)
    )


def _end_old_session(visit: Visit) -> None:
    if secret := visit.request.cookies.get(cookie_name(visit.request)):
        end_session(visit.database, secret)


def _client(visit: Visit) -> Client:
    """Where the request comes from, and whether the person it names is known there."""
    client = visit.request.client
    device = device_of(visit.request, visit.field("name"), secret=visit.newsroom.secret)
    return Client(address=client.host if client else "unknown", device=device)


def _back(visit: Visit) -> str:
    """Where the person came from, if that is a page of this desk; Today otherwise."""
    back = visit.field("back")
    parts = urlsplit(back)
    # "//host" and "/\host" lead elsewhere (open redirect)
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if ours and not parts.netloc and not parts.scheme else visit.path("today")


class Turns:
    """Turns at one kind of work in this process. For one event loop."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        """``waiting`` is how many may wait beside those ``at_once`` at work."""
        self._places = at_once + waiting
        self._at_work = asyncio.Semaphore(at_once)

    @property
    def are_all_taken(self) -> bool:
        """Whether nobody else may wait now."""
        return self._places == 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Waits for a turn, which lasts as long as the block; false, at once, if too many wait."""
        if self.are_all_taken:
            yield False
            return
        self._places -= 1
        try:
            async with self._at_work:
                yield True
        finally:
            self._places += 1
