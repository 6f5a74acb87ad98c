"""Approve links that go by mail: signed, for one person, one edition and one very mail.

A link only opens a page with a button. Mail scanners follow links; what approves is the POST that
the button makes, by the person the link is for, signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from digest.model.errors import StateError
from digest.model.message import Message
from digest.model.users import User

LINK_LASTS = timedelta(hours=24)

_PURPOSE = "digest approve link"


@dataclass(frozen=True, kw_only=True, slots=True)
class ApproveLink:
    """What a link says: whose it is, for which edition, and the hash of the mail it approves."""

    edition: str
    user: int
    seen: str


def approve_url(link: ApproveLink, *, desk: str, secret: bytes) -> str:
    """The link as it stands in a mail. ``desk`` is the desk's public address."""
    return f"{desk.rstrip('/')}/approve/{sign_link(link, secret=secret)}"


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
        raise StateError(Message("delivery.link_not_valid")) from error
    if user != reader.id:
        raise StateError(Message("delivery.link_for_somebody_else"))
    return ApproveLink(edition=edition, user=user, seen=seen)


def _serializer(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=_PURPOSE)
