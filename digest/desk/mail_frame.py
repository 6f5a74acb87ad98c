"""The real mail, byte for byte, for the frame: it may show itself, and do nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable

from starlette.responses import HTMLResponse, Response

from digest.desk.mail_pane import SCHEMES, mail_of
from digest.desk.request_context import Visit
from digest.desk.view_as import note_shown, sight_of
from digest.model.settings import Settings
from digest.pipelines.edit import edited
from digest.store.editions import edition_record
from digest.store.pictures import media_type_of, read_picture

_SCHEME_ASKED = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)")


def show_mail(visit: Visit) -> Response:
    """The mail's HTML: the very bytes of the preview, or of what was approved, whole or as some
    readers get it; but for the pictures that we host, which come with it.

    The policy shuts the mail in: no scripts, no forms, no requests but for pictures, and those only
    over https, so that no headline can make an editor's browser ask the newsroom's own network. It
    is of the desk's own origin, so that the page around it can see where each story stands; as
    nothing in it can run, it can see nothing of that page.
    """
    record = edition_record(visit.database, visit.part("edition"))
    now = edited(visit.newsroom, record.id, now=visit.now)
    shown, _ = mail_of(visit, record, now)
    if shown.mail is None:
        return visit.show("no_mail.html", trouble=shown.trouble, status=409)
    sight = sight_of(visit, record, shown.mail)
    note_shown(visit, record.id, shown.mail, sight)
    mail = sight.variant.mail
    return shut_in(visit, with_hosted_pictures(mail.html, visit.newsroom.settings))


def shut_in(visit: Visit, html: str) -> Response:
    """The HTML of a mail as an answer that cannot do anything, in the scheme and with or without
    the pictures that the visit asks for."""
    answer = HTMLResponse(in_scheme(html, visit.asked("scheme")))
    answer.headers["Content-Security-Policy"] = _policy(images=visit.asked("images") != "off")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def with_hosted_pictures(html: str, settings: Settings) -> str:
    """The mail with our own pictures inside it: an editor's browser need not reach the readers'
    pages, and before a web server stands before them none does."""
    folder = settings.project / settings.pictures.folder

    def inside(link: re.Match[str]) -> str:
        name = link.group(1)
        content = read_picture(folder, name)
        if content is None:
            return link.group()
        return f"data:{media_type_of(name)};base64,{b64encode(content).decode('ascii')}"

    return _each_picture(html, settings, inside)


def with_names_of_pictures(html: str, settings: Settings, shown: str) -> str:
    """The mail with ``data:,NAME`` for each of our own pictures that the mail ``shown`` has too:
    whoever is shown that one has them already."""
    known: set[str] = set()

    def note(link: re.Match[str]) -> str:
        known.add(link.group(1))
        return link.group()

    def name(link: re.Match[str]) -> str:
        return f"data:,{link.group(1)}" if link.group(1) in known else link.group()

    _each_picture(shown, settings, note)
    return _each_picture(html, settings, name)


def _each_picture(html: str, settings: Settings, replaced: Callable[[re.Match[str]], str]) -> str:
    """The mail with the address of each hosted picture replaced; group 1 is the picture's name."""
    address = re.escape(f"{settings.publication.base_url.rstrip('/')}/pictures/")
    return re.sub(rf"{address}([0-9a-f]+\.(?:jpg|png))(?=[\"'])", replaced, html)


def in_scheme(html: str, scheme: str) -> str:
    """The mail as a program with a light or dark scheme shows it; untouched for any other word.

    A frame follows the editor's own system, as not every browser lets a page choose for it: so the
    one question that the mail asks is answered in its place.
    """
    if scheme not in SCHEMES:
        return html

    def answered(question: re.Match[str]) -> str:
        return "(min-width:0)" if question.group(1) == scheme else "(max-width:0)"

    return _SCHEME_ASKED.sub(answered, html)


def _policy(*, images: bool) -> str:
    return "; ".join(
        (
            "sandbox allow-same-origin",
            "default-src 'none'",
            "script-src 'none'",
            f"img-src {'https: data:' if images else chr(39) + 'none' + chr(39)}",
            "style-src 'unsafe-inline'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
