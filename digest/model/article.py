"""Articles: what a source gave us, cleaned, and ready to be stored."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.model.message import Message


class Kind(StrEnum):
    """How much of a story an article carries."""

    ARTICLE = "article"  # a full text
    TEASER = "teaser"  # a headline and a standfirst that point to a text elsewhere
    BRIEF = "brief"  # a short item that is complete in itself


class Genre(StrEnum):
    """What kind of text an article is; the names follow the IPTC's genres where it has one."""

    NEWS = "news"  # whatever nothing says to be something else
    LIVE = "live"  # a running log of an event
    INTERVIEW = "interview"
    LONG_READ = "long_read"  # features, reportage, background, explainers
    OBITUARY = "obituary"
    OPINION = "opinion"  # columns, editorials, letters, reviews
    ROUND_UP = "round_up"  # what was news already: briefings, galleries, questions and answers
    FORECAST = "forecast"  # of the weather
    CORRECTION = "correction"
    SERVICE = "service"  # recipes, puzzles, competitions, podcasts, listings
    ADVERTORIAL = "advertorial"  # somebody paid for it

    @property
    def message(self) -> Message:
        """The genre as words in a sentence."""
        return Message(f"reason.genre_{self}")


class Status(StrEnum):
    """Whether the source still stands by the article (ninjs ``pubstatus``)."""

    USABLE = "usable"
    WITHHELD = "withheld"  # not now; may come back
    CANCELED = "canceled"  # killed by the source: never to be published again


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture that belongs to an article.

    ``url`` is empty where only the caption is known (a page copied as text).
    ``alt`` describes the picture for those who do not see it; ``credit`` names the photographer
    and agency without the parentheses around them. Sizes are in pixels. The focus is the point that
    a crop keeps, in fractions of the picture from its upper left; its middle where nobody said.
    """

    url: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None
    focus_x: float | None = None
    focus_y: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One text from one source.

    All text is plain text (no markup), in Unicode NFC, without control characters; paragraphs of
    ``text`` are set apart by one empty line. Datetimes are aware and in UTC.

    ``id`` is stable: the same article seen again has the same one. ``url`` is canonical, and empty
    where the input names none. ``section`` is the source's own word for it, not one of ours;
    ``labels`` are all its genres and categories, which may name what kind of text this is.
    ``language`` is a primary BCP 47 subtag ("en", "uk"), empty if unknown. ``gathered`` is when we
    first stored it and stands in for a missing ``published``. ``revision`` counts the versions that
    the store has had of it, from 1; 0 for an article that did not come from the store.
    """

    id: str
    source: str
    title: str
    url: str = ""
    dek: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    section: str = ""
    language: str = ""
    kind: Kind = Kind.ARTICLE
    reading_minutes: int | None = None
    image: Image | None = None
    embargo: datetime | None = None
    status: Status = Status.USABLE
    gathered: datetime | None = None
    labels: tuple[str, ...] = ()
    revision: int = field(default=0, compare=False)

    @property
    def moment(self) -> datetime | None:
        """The time that the newsroom's windows go by: published, or when we first saw it."""
        return self.published or self.gathered
