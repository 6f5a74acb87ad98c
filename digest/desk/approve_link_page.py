"""The page that a mailed approve link opens, and the button on it."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response

from digest.deliver.approve_links import ApproveLink, read_link
from digest.desk.actions import approve_seen
from digest.desk.request_context import Visit
from digest.model.errors import DatabaseError, DigestError, text_of
from digest.pipelines.publish import to_approve
from digest.store.editions import edition_record


def show_link(visit: Visit) -> Response:
    """The page with the button, or at once why the button would do nothing."""
    return _if_it_fits(visit, _show)


def take_link(visit: Visit) -> Response:
    """Approves the very mail that the link was made for, if it is still what would be sent."""
    return _if_it_fits(visit, _take)


def _if_it_fits(visit: Visit, act: Callable[[Visit, ApproveLink], Response]) -> Response:
    link = read_link(visit.part("token"), secret=visit.newsroom.secret, reader=visit.person)
    try:
        return act(visit, link)
    except DatabaseError:
        raise
    except DigestError as error:
        why = visit.words("link_refused", why=visit.words.say(text_of(error)))
        instead = visit.path("edition", edition=link.edition)
        return visit.show("refused.html", status=409, why=why, instead=instead)


def _show(visit: Visit, link: ApproveLink) -> Response:
    room = visit.newsroom
    to_approve(
        room,
        link.edition,
        now=visit.now,
        seen=link.seen,
    )
    record = edition_record(visit.database, link.edition)
    return visit.show("approve_link.html", record=record, link=link)


def _take(visit: Visit, link: ApproveLink) -> Response:
    approve_seen(visit, link.edition, link.seen)
    return visit.go(visit.path("edition", edition=link.edition))
