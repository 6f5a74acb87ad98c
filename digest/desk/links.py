"""The page that a mailed approve link opens, and the button on it."""

from __future__ import annotations

from starlette.responses import Response

from digest.deliver.approve_links import read_link
from digest.desk.steps import approve_seen
from digest.desk.visits import Visit
from digest.errors import DatabaseError, DigestError
from digest.store.editions import edition_record


def show_link(visit: Visit) -> Response:
    """The page with the button."""
    link = read_link(visit.part("token"), secret=visit.newsroom.secret, reader=visit.person)
    record = edition_record(visit.database, link.edition)
    return visit.show("approve_link.html", record=record, link=link)


def take_link(visit: Visit) -> Response:
    """Approves the very mail that the link was made for, if it is still what would be sent."""
    link = read_link(visit.part("token"), secret=visit.newsroom.secret, reader=visit.person)
    page = visit.path("edition", edition=link.edition)
    try:
        approve_seen(visit, link.edition, link.seen)
    except DatabaseError:
        raise
    except DigestError as error:
        why = visit.words("link_refused", why=visit.words.refusal(str(error)))
        return visit.show("refused.html", status=409, why=why, instead=page)
    return visit.go(page)
