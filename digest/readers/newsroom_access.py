"""What the public pages can see and do of the newsroom, and no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LinkPage(StrEnum):
    """The page that a reader's own link leads to; the link for one opens no other."""

    LEAVING = "unsubscribe"
    CHOOSING = "preferences"


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicChoice:
    """A section that a reader may have in their letters or not."""

    id: str
    title: str
    chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkHolder:
    """A person as their own page shows them. ``language`` is the newsletter's, for the page.

    ``topics`` are all sections there are to choose from.
    """

    newsletter: str  # its name
    address: str
    subscribed: bool
    can_return: bool  # after leaving; not when the address bounced, complained or was deleted
    language: str = "en"
    topics: tuple[TopicChoice, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class HostedPicture:
    """A picture of a mail: its bytes as they are sent, and their media type."""

    content: bytes
    media_type: str


class Readership(Protocol):
    """The list, as far as a link permits. Each answers nothing for a link that is not ours."""

    def look(self, page: LinkPage, token: str) -> LinkHolder | None:
        """Whom a link to that page was made for. Changes nothing."""

    def leave(self, page: LinkPage, token: str) -> LinkHolder | None:
        """Takes the link's reader off the list; again is the same as once."""

    def come_back(self, page: LinkPage, token: str) -> LinkHolder | None:
        """Puts a reader who left back on the list, as far as they may."""

    def choose(self, token: str, topics: Sequence[str]) -> LinkHolder | None:
        """Notes which sections the reader of a link for choosing wants, by id; ids that are none
        change nothing."""

    def mail(self, token: str) -> str | None:
        """The HTML of the mail that a link for reading was made for, with nobody's own links;
        nothing for a reader who was deleted."""

    def public_mail(self, edition: str) -> str | None:
        """The HTML of a sent edition that anybody may read, with nobody's own links; nothing where
        its newsletter's editions are not public, or where it did not go out."""

    def was_deleted(self, token: str) -> bool:
        """Whether a link, of any kind, was made for somebody who is on no list any more."""

    def picture(self, name: str) -> HostedPicture | None:
        """The hosted picture of that file name, which needs no link; None if there is none."""
