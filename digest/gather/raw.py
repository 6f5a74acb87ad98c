"""What an input form says about one article, before anything of it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from digest.model.article import Image, Kind, Status
from digest.model.message import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class RawArticle:
    """One entry of a document as its reader found it, with HTML already turned into plain text.

    ``where`` says where it stood ("entry 3"). ``guid`` is the source's own name for it, any string
    that stays the same when it is seen again; ``id`` is set only where the input gives our own id.
    ``source`` is set only where the input names another than the one being read. ``language`` is a
    statement about this text, ``declared_language`` one about its feed or page, whose template
    often says "en" whatever is written in it. ``remarks`` say what was left out of the entry.
    """

    where: Text
    id: str = ""
    guid: str = ""
    source: str = ""
    url: str = ""
    title: str = ""
    dek: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str = ""
    language: str = ""
    declared_language: str = ""
    kind: Kind | None = None
    reading_minutes: int | None = None
    image: Image | None = None
    embargo: datetime | None = None
    status: Status = Status.USABLE
    gathered: datetime | None = None
    labels: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()


_STATUSES = {
    "usable": Status.USABLE,
    "withheld": Status.WITHHELD,
    "canceled": Status.CANCELED,
    "cancelled": Status.CANCELED,
}


def status_of(word: str) -> Status | None:
    """The status that the word means, in either spelling and with a scheme before it or not
    ("stat:usable"); None for a word that is no status."""
    return _STATUSES.get(re.split(r"[:/]", word.strip())[-1].lower())
