"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import Response

from digest.desk.visits import KEPT, Fields, Visit, ask_to_sign_in, cookie_name
from digest.store.sessions import begin_session, end_session
from digest.store.users import seconds_to_wait, set_language, sign_in
from digest.wording.words import LANGUAGES


def show_sign_in(visit: Visit) -> Response:
    """The form; whoever is signed in goes to Today."""
    if visit.user:
        return visit.go(visit.path("today"))
    return ask_to_sign_in(visit, back=visit.asked("back"), status=200)


def take_sign_in(visit: Visit) -> Response:
    """A new session for the right name and password; the form again, with a reason, for others.

    The session's id is always a new one, whatever cookie the request brought: an id that somebody
    else planted in the browser opens nothing (session fixation).
    """
    name, address = visit.field("name"), _address(visit)
    wait = seconds_to_wait(visit.database, name, address=address, now=visit.now)
    user = None
    if not wait:
        user = sign_in(
            visit.database, name, visit.field("password"), address=address, now=visit.now
        )
    if user is None:
        problem = visit.words("wrong_sign_in")
        if wait:
            problem = visit.words("too_many_guesses", count=max(1, round(wait / 60)))
        return ask_to_sign_in(
            visit,
            back=visit.field("back"),
            kept=_kept(visit),
            name=name,
            problem=problem,
            status=429 if wait else 401,
        )
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
    return answer


def sign_out(visit: Visit) -> Response:
    """Ends the session in the database: a copy of the cookie is worth nothing from now on."""
    _end_old_session(visit)
    answer = visit.go(visit.path("sign_in"))
    answer.delete_cookie(cookie_name(visit.request), path="/", httponly=True)
    return answer


def choose_language(visit: Visit) -> Response:
    """The pages in another language, for this person from now on."""
    language = visit.field("language")
    if language in LANGUAGES:
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


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client else "unknown"


def _back(visit: Visit) -> str:
    """Where the person came from, if that is a page of this desk; Today otherwise."""
    back = visit.field("back")
    parts = urlsplit(back)
    # "//host" and "/\host" lead elsewhere (open redirect)
    ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    return back if ours and not parts.netloc and not parts.scheme else visit.path("today")
