"""The real mail, byte for byte, for the frame: it may show itself, and do nothing else."""

from __future__ import annotations

import re
from base64 import b64encode

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
    over https, so that no headline can make an editor's browser ask the newsroom's own network.
    """
    record = edition_record(visit.database, visit.part("edition"))
    now = edited(visit.newsroom, record.id, now=visit.now)
    shown, _ = mail_of(visit, record, now)
    if shown.mail is None:
        return visit.show("no_mail.html", trouble=shown.trouble, status=409)
    sight = sight_of(visit, record, shown.mail)
    note_shown(visit, record.id, shown.mail, sight)
    mail = sight.variant.mail
    html = with_hosted_pictures(
        in_scheme(mail.html, visit.asked("scheme")), visit.newsroom.settings
    )
    answer = HTMLResponse(html)
    answer.headers["Content-Security-Policy"] = _policy(images=visit.asked("images") != "off")
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def with_hosted_pictures(html: str, settings: Settings) -> str:
    """The mail with our own pictures inside it: an editor's browser need not reach the readers'
    pages, and before a web server stands before them none does."""
    address = re.escape(f"{settings.publication.base_url.rstrip('/')}/pictures/")
    folder = settings.project / settings.pictures.folder

    def inside(link: re.Match[str]) -> str:
        name = link.group(1)
        content = read_picture(folder, name)
        if content is None:
            return link.group()
        return f"data:{media_type_of(name)};base64,{b64encode(content).decode('ascii')}"

    return re.sub(rf"{address}([0-9a-f]+\.(?:jpg|png))(?=[\"'])", inside, html)


def in_scheme(html: str, scheme: str) -> str:
    """The mail as a program with a light or dark scheme shows it; untouched for any other word.

    A frame follows the editor's own system (a browser lets no page choose for a frame of another
    origin), so the one question that the mail asks is answered in its place.
    """
    if scheme not in SCHEMES:
        return html

    def answered(question: re.Match[str]) -> str:
        return "(min-width:0)" if question.group(1) == scheme else "(max-width:0)"

    return _SCHEME_ASKED.sub(answered, html)


def _policy(*, images: bool) -> str:
    return "; ".join(
        (
            "sandbox",
            "default-src 'none'",
            f"img-src {'https: data:' if images else chr(39) + 'none' + chr(39)}",
            "style-src 'unsafe-inline'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
