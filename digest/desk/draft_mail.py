"""The mail with what somebody is typing, before it is saved: shown, and nothing more.

It is stored nowhere, is never taken for a mail that somebody was shown, and so cannot be approved.
"""

from __future__ import annotations

from starlette.responses import Response

from digest.desk.changes import typed_texts
from digest.desk.mail_frame import shut_in, with_hosted_pictures, with_names_of_pictures
from digest.desk.mail_pane import mail_of
from digest.desk.request_context import Visit
from digest.desk.view_as import sight_of
from digest.pipelines.edit import edited, tried
from digest.pipelines.publish import preview
from digest.store.editions import edition_record


def show_draft(visit: Visit) -> Response:
    """The mail's HTML with the texts of a form laid over it, as the address wants it looked at.

    A picture that the mail without them has too is only named: the frame has it. A person gets one
    at a time: who asks for another while the first is being made is told to wait.

    :raises StateError: the edition cannot be edited any more.
    :raises UsageError: a text is too long, or for a field that there is not.
    :raises PresentError: nothing is left to print, or a template has a mistake.
    """
    with visit.desk.previews.drafting(visit.person.name) as free:
        if not free:
            return Response(status_code=429, headers={"Retry-After": "1"})
        return shut_in(visit, _draft(visit))


def _draft(visit: Visit) -> str:
    record = edition_record(visit.database, visit.part("edition"))
    now = edited(visit.newsroom, record.id, now=visit.now)
    texts = typed_texts(visit, now)
    trial = tried(visit.newsroom, record.id, texts, who=visit.person.name, now=visit.now)
    settings = visit.newsroom.settings
    made = preview(visit.newsroom, settings.newsletters[record.newsletter], trial.edition)
    html = sight_of(visit, record, made.mail).variant.mail.html
    shown, _ = mail_of(visit, record, now)
    known = shown.mail.html if shown.mail else ""
    return with_hosted_pictures(with_names_of_pictures(html, settings, known), settings)
