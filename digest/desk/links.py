"""Approve links that go by mail: signed, for one person, one edition and one very mail.

A link only opens a page with a button. Mail scanners follow links; what approves is the POST that
the button makes, by the person the link is for, signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.responses import Response

from digest.desk.visits import Visit
from digest.errors import DigestError, StateError
from digest.model.users import User
from digest.publish import approve
from digest.store.editions import edition_record

LINK_LASTS = timedelta(hours=24)

_PURPOSE = "digest approve link"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveLink:
    """What a link says: whose it is, for which edition, and the hash of the mail it approves."""

    edition: str
    user: int
    seen: str


def sign_link(link: ApproveLink, *, secret: bytes) -> str:
    """The link's token, for the end of a URL."""
    return str(_serializer(secret).dumps([link.edition, link.user, link.seen]))


def read_link(token: str, *, secret: bytes, reader: User) -> ApproveLink:
    """What the token says.

    :raises StateError: it is forged, too old, or somebody else's.
    """
    try:
        edition, user, seen = _serializer(secret).loads(
            token, max_age=int(LINK_LASTS.total_seconds())
        )
    except (BadSignature, ValueError, TypeError) as error:
        raise StateError("this approve link is not valid, or too old") from error
    if user != reader.id:
        raise StateError("this approve link is for somebody else")
    return ApproveLink(edition=edition, user=user, seen=seen)


def show_link(visit: Visit) -> Response:
    """The page with the button."""
    link = read_link(visit.part("token"), secret=visit.newsroom.secret, reader=visit.person)
    record = edition_record(visit.database, link.edition)
    return visit.show("approve_link.html", record=record, link=link)


def take_link(visit: Visit) -> Response:
    """Approves the very mail that the link was made for, if it is still what would be sent."""
    link = read_link(visit.part("token"), secret=visit.newsroom.secret, reader=visit.person)
    try:
        approve(
            visit.database,
            visit.newsroom.settings,
            visit.newsroom.shelf.templates(),
            link.edition,
            who=visit.person.name,
            now=visit.now,
            seen=link.seen,
        )
    except DigestError as error:
        raise StateError(f"not approved: {error}") from error
    return visit.go(visit.path("edition", edition=link.edition))


def _serializer(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=_PURPOSE)
