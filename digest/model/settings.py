"""The settings as values. ``digest.settings.load`` reads them from ``schedules.toml``.

Limits stand here as ``Annotated`` metadata, so that each field is written down once; the reader
enforces them. Local times are wall-clock times in the publication's zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from annotated_types import Ge, Gt, Le, MinLen

from digest.model.article import Genre
from digest.model.blocks import Block
from digest.model.languages import fallbacks, same_language

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine that no other reaches: what is said there needs no TLS."""

_STRICT: dict[str, Any] = {"extra": "forbid"}  # read by pydantic: an unknown key is a mistake


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Who publishes. ``address`` is the postal address that mail law asks for in every mail."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    name: Annotated[str, MinLen(1)]
    base_url: Annotated[str, MinLen(1)]
    address: Annotated[str, MinLen(1)]
    time_zone: str = "UTC"
    language: str = "en"  # a tag such as "en-GB", here and below: its region decides about dates
    operator: str = ""  # told of trouble, in this language or English; empty: log and exit codes

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, whose clock the newsletters' times are read by."""
        return ZoneInfo(self.time_zone)


class SourceKind(StrEnum):
    """How a source is read; AUTO looks at the bytes."""

    AUTO = "auto"
    FEED = "feed"  # RSS, RDF, Atom, JSON Feed
    LINES = "lines"  # JSON Lines of articles
    TEXT = "text"  # a news page copied as text
    PAGE = "page"  # a news page as HTML


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source of articles: exactly one of ``url`` and ``path`` (which may be a glob pattern)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: str = ""  # for readers; the id if empty
    url: str = ""
    path: str = ""
    kind: SourceKind = SourceKind.AUTO
    section: str = ""  # the source's articles are filed here, unless an entry says otherwise
    language: str = ""  # when empty, detected from each article
    weight: Annotated[float, Ge(0), Le(10)] = 1.0

    @property
    def title(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section of the newsletters. An article is filed here by its source's own section name
    (the title, the id or one of ``aliases``), else by ``seeds``: words typical of the section, else
    by what it is most like. A section called as in most newspapers (World, National and Local too)
    knows its words without seeds; which places are abroad, the newsroom's time zone says.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    title: Annotated[str, MinLen(1)]
    titles: dict[str, str] = field(default_factory=dict)  # in other languages: {uk = "Політика"}
    seeds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    weight: Annotated[float, Ge(0), Le(10)] = 1.0

    def title_in(self, language: str) -> str:
        """The title as a newsletter in this language prints it: that of its very region, else of
        the language."""
        for tag in fallbacks(language):
            if tag in self.titles:
                return self.titles[tag]
        same = (words for tag, words in self.titles.items() if same_language(tag, language))
        return next(same, self.title)


class Ranking(StrEnum):
    """By which weights stories are ranked."""

    USUAL = "usual"  # those that come with Digest
    LEARNED = "learned"  # fitted to where editors moved stories, once they moved enough


class Day(StrEnum):
    """Days by name: numbers mean Monday to some programs and Sunday to others."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Approval(StrEnum):
    """What has to happen between a built edition and its sending."""

    REQUIRED = "required"  # a person approves, or it does not go
    AUTOMATIC = "automatic"  # approved as soon as the checker finds no error
    GRACE = "grace"  # approved by itself ``grace_minutes`` after it is ready, unless held


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much an edition carries; the three word counts are upper limits."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    top_stories: Annotated[int, Ge(0), Le(12)] = 4
    briefs_per_section: Annotated[int, Ge(0), Le(20)] = 4
    minimum: Annotated[int, Ge(1)] = 1  # fewer stories than this: no edition that day
    score_floor: float = 0.0
    lead_words: Annotated[int, Ge(10), Le(200)] = 80
    top_words: Annotated[int, Ge(10), Le(120)] = 45
    brief_words: Annotated[int, Ge(8), Le(60)] = 25


@dataclass(frozen=True, kw_only=True)
class RecurringBlock:
    """Something that a newsletter prints besides its stories, again and again: a sponsor, a number,
    an agenda. ``kind`` says which, and the other keys of the table are the block's own fields.
    """

    block: Block
    days: tuple[Day, ...] = ()  # on which it comes; empty: whenever the newsletter does
    first_day: date | None = None  # not before; a sponsor's own field, as is the last day
    last_day: date | None = None  # and not after


@dataclass(frozen=True, kw_only=True)
class Newsletter:
    """One newsletter: who writes, when it goes out, and what an edition holds.

    ``sections`` lists section ids in printed order; empty means all, in the settings' order.
    ``window_hours`` is how far back the first edition looks; each later one begins where the last
    one that went out ended, so that a weekend or a killed edition loses nothing. ``clients`` are
    mail programs by caniemail's names, with a platform ("gmail ios") or without one ("outlook").
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    name: Annotated[str, MinLen(1)]
    sender: Annotated[str, MinLen(3)]
    days: Annotated[tuple[Day, ...], MinLen(1)]
    send_at: time
    never_after: time
    send_by: time | None = None  # not sent by then: the operator is told; never_after if empty
    approve_by: time | None = None  # not approved by then: the operator is told
    reply_to: str = ""
    slot: str = ""  # set it where one newsletter id has several editions a day
    build_before_minutes: Annotated[int, Ge(0), Le(1440)] = 45
    skip_days: tuple[date, ...] = ()
    window_hours: Annotated[int, Ge(1), Le(336)] = 24
    approval: Approval = Approval.REQUIRED
    grace_minutes: Annotated[int, Ge(0), Le(1440)] = 30
    sections: tuple[str, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    lead_genres: tuple[Genre, ...] = ()  # kinds of text that lead and stand on top like news
    ranking: Ranking = Ranking.USUAL  # or "learned", from where editors move stories
    template: str = "morning"
    clients: tuple[str, ...] = ()  # what the mail must work in; empty: what most readers have
    language: str = ""  # the publication's if empty
    list_id: str = ""  # "<newsletter id>.<host of base_url>" if empty
    tags: tuple[str, ...] = ()  # only readers with one of these tags; empty: the whole list
    local_hour: bool = False  # send_at and never_after are by the clock of each reader's own zone
    greeting: str = ""  # "Good morning, {name}!", by first name; without one "Good morning!"
    public: bool = False  # anybody may read sent editions under base_url; mails offer to share them
    blocks: tuple[RecurringBlock, ...] = ()


class Security(StrEnum):
    """How the connection to the mail server is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, kw_only=True)
class DkimKey:
    """A key that signs letters; ``digest dkim keygen`` makes one, and names the DNS record.

    ``domain`` is the sender's if empty. ``file`` is a PEM file, relative to the project.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    selector: Annotated[str, MinLen(1)]
    file: Annotated[str, MinLen(1)]
    domain: str = ""


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """Where letters go. Without a ``host`` they are written to ``outbox`` as .eml files.

    The password comes from ``DIGEST_MAIL__PASSWORD`` or ``password_file``, never from the settings
    file itself, which newsrooms keep under version control.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    host: str = ""
    port: Annotated[int, Ge(1), Le(65535)] = 587
    security: Security = Security.STARTTLS
    username: str = ""
    password: str = field(default="", repr=False)
    password_file: str = ""
    connections: Annotated[int, Ge(1), Le(64)] = 4
    letters_per_connection: Annotated[int, Ge(1)] = 500
    letters_per_second: Annotated[float, Ge(0)] = 0.0  # over all connections; 0: as fast as it goes
    # to single recipient domains, on top of that: {"gmail.com" = 20.0}
    letters_per_second_to: dict[str, Annotated[float, Gt(0)]] = field(default_factory=dict)
    timeout_seconds: Annotated[float, Ge(1), Le(3600)] = 60.0
    envelope_sender: str = ""  # the newsletter's sender address if empty
    verp: bool = False  # puts a signed token into the envelope sender, by which bounces are known
    unsubscribe_address: str = ""  # for List-Unsubscribe's mailto; the sender's address if empty
    outbox: str = "outbox"
    # a letter whose answer was never read: sent again with the same Message-ID, or left to a person
    repeat_unknown: bool = True
    dkim: tuple[DkimKey, ...] = ()  # usually the mail server signs; with keys here, Digest does


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Limits on fetching. ``allow_private_addresses`` lets sources on the local network be read."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    timeout_seconds: Annotated[float, Ge(1), Le(300)] = 20.0
    maximum_megabytes: Annotated[float, Ge(0.001), Le(500)] = 20.0
    maximum_redirects: Annotated[int, Ge(0), Le(20)] = 5
    allow_private_addresses: bool = False
    every_minutes: Annotated[int, Ge(1), Le(1440)] = 15
    failed_sources_limit: Annotated[float, Ge(0), Le(1)] = (
        0.5  # more failed than this share: exit 5
    )


@dataclass(frozen=True, kw_only=True)
class ReturnsMailbox:
    """The mailbox that bounces, complaints and mails asking to unsubscribe come to, read by IMAP.

    The password comes from ``DIGEST_RETURNS__PASSWORD``. Without a ``host`` there is none.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    host: str = ""
    port: Annotated[int, Ge(1), Le(65535)] = 993
    security: Security = Security.TLS
    username: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"


DESK_PORT = 8000
"""Where ``digest desk`` serves the desk unless told otherwise."""


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Where ``digest run`` serves a set of web pages; with port 0 it does not."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    host: Annotated[str, MinLen(1)] = "127.0.0.1"
    port: Annotated[int, Ge(0), Le(65535)] = 0


@dataclass(frozen=True, kw_only=True)
class DeskPages(Listening):
    """Where the editors' pages are served, and the ``url`` under which people reach them; empty
    where they are served to people directly."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    url: str = ""

    @property
    def address(self) -> str:
        """What links to the desk begin with, without a slash at the end."""
        if self.url:
            return self.url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port or DESK_PORT}"


class Hosting(StrEnum):
    """Where readers' mail programs get an edition's pictures from."""

    REMOTE = "remote"  # from the sources, as they are: each outlet then sees who reads
    HOSTED = "hosted"  # from us, checked, cropped and small


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """How pictures reach readers. Hosted ones lie in ``folder``, relative to the project, and are
    linked under the publication's ``base_url`` as ``pictures/…``."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    hosting: Hosting = Hosting.REMOTE
    folder: Annotated[str, MinLen(1)] = "pictures"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything ``schedules.toml`` says. ``project`` is the folder relative paths start from."""

    publication: Publication
    newsletters: dict[str, Newsletter]
    sources: dict[str, Source] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    mail: MailServer = field(default_factory=MailServer)
    gathering: Gathering = field(default_factory=Gathering)
    returns: ReturnsMailbox = field(default_factory=ReturnsMailbox)
    pictures: Pictures = field(default_factory=Pictures)
    pages: Listening = field(default_factory=Listening)  # the readers': unsubscribe, browser
    desk: DeskPages = field(default_factory=DeskPages)  # the editors'
    database: str = "digest.db"
    project: Path = Path()

    def sections_of(self, newsletter: Newsletter) -> tuple[Section, ...]:
        """The sections that the newsletter prints, in its order: all, unless it names some."""
        if not newsletter.sections:
            return tuple(self.sections.values())
        return tuple(self.sections[key] for key in newsletter.sections)
