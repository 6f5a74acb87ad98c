"""Stories and editions: what the newsroom's articles become before they are a mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from digest.model.article import Article, Genre, Image
from digest.model.blocks import EditionBlock
from digest.model.message import Message, Text

LocalDate: TypeAlias = date
"""A day in the publication's zone. (A field named ``date`` hides the type of that name.)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """The time whose articles an edition may carry: ``start`` < moment ≤ ``end``, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ScorePart:
    """A term of a story's score: ``points`` = ``value`` × ``weight``; ``why`` says it in words."""

    name: str
    value: float
    weight: float
    why: Text

    @property
    def points(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, kw_only=True, slots=True)
class SentStory:
    """A story that a sent edition carried, with the articles it was made of."""

    story: str  # the story's id
    edition: str  # the edition's id
    date: LocalDate
    place: StoryPlace
    headline: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """The articles that tell one event, the leading one first, and why each choice was made.

    ``id`` is the id of the first-gathered of its articles, so that a rebuild keeps it and no other
    story of the day has it.
    ``section`` is the id of one of the settings' sections, or ``MORE_NEWS``.
    ``update_of`` is the story as it was last sent, when this one carries on from it; several of a
    day's stories may carry on from the same.
    ``copies`` are the ids of those articles that repeat another of them word for word.
    """

    id: str
    articles: tuple[Article, ...]
    why_together: Text
    section: str = ""
    why_section: Text = ""
    score: float = 0.0
    score_parts: tuple[ScorePart, ...] = ()
    update_of: SentStory | None = None
    copies: tuple[str, ...] = ()
    genre: Genre = Genre.NEWS

    @property
    def leading(self) -> Article:
        return self.articles[0]


MORE_NEWS = "more"
"""The section of what fits none of the settings' sections."""


class StoryPlace(StrEnum):
    """Where in an edition an item stands."""

    LEAD = "lead"
    TOP = "top"
    BRIEF = "brief"

    @property
    def message(self) -> Message:
        """The place as a word in a sentence."""
        return Message(f"edition.place_{self}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link and the words a reader sees; ``source`` is the outlet it leads to."""

    url: str
    text: str
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One story as an edition prints it. All text is plain text, to be escaped by the template.

    ``url`` is empty where the source gave none: then nothing is linked and ``link_text`` is empty.
    ``brief`` is the summary in the article's own sentences. ``also`` are other outlets telling the
    same event, ``related`` further articles of the story (the lead shows up to three).
    ``language`` and ``direction`` ("ltr", "rtl") are the story's, which may differ from the
    edition's. ``update`` marks a story that carries on from one already sent, whose id is then in
    ``continues``. ``genre`` is the leading article's, and ``label`` says it where readers are told.
    ``terms`` are the values of its score's terms by name. ``revisions`` are the stored versions of
    its articles that its words were made from, by id; one that is not named is unknown.
    """

    story: str  # the story's id
    place: StoryPlace
    section: str
    headline: str
    brief: str
    source: str  # the outlet's name, for people
    slug: str = ""  # set bold before a brief where headline and brief do not begin with it
    url: str = ""
    link_text: str = ""
    byline: str = ""
    published: datetime | None = None
    reading_minutes: int | None = None
    image: Image | None = None
    language: str = ""
    direction: str = "ltr"
    update: bool = False
    continues: str = ""
    note: str = ""  # "why it matters", written by an editor
    also: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    articles: tuple[str, ...] = ()  # ids, leading first
    revisions: tuple[tuple[str, int], ...] = ()
    score: float = 0.0
    terms: tuple[tuple[str, float], ...] = ()
    genre: Genre = Genre.NEWS
    label: str = ""
    why: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionSection:
    """A section as printed: its briefs in order. ``id`` is the settings' id or ``MORE_NEWS``."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A story, or an article, that the edition does not carry, and why. ``barred`` where its source
    did not let it be printed: that may change."""

    id: str
    title: str
    why: Text
    barred: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One newsletter for one local date and slot, before it is a mail.

    ``id`` reads "<newsletter>-<date>" and, where a day has several, "-<slot>". ``reading_minutes``
    is the time the mail itself takes to read. ``opening`` is an editor's first words, may be empty.
    ``subject`` and ``preheader`` are an editor's too; left empty, presenting finds them.
    ``section_titles`` names every section an item may be filed under, also those with no briefs.
    ``blocks`` are what stands besides the stories, which count as none.
    """

    id: str
    newsletter: str
    name: str  # the newsletter's name as readers know it
    date: LocalDate
    window: Window
    language: str
    direction: str = "ltr"
    slot: str = ""
    subject: str = ""
    preheader: str = ""
    opening: str = ""
    lead: Item | None = None
    top: tuple[Item, ...] = ()
    sections: tuple[EditionSection, ...] = ()
    section_titles: tuple[tuple[str, str], ...] = ()
    more_in_browser: int = 0  # items dropped so that the mail keeps under its size
    reading_minutes: int = 1
    left_out: tuple[LeftOut, ...] = ()
    blocks: tuple[EditionBlock, ...] = ()

    def items(self) -> Iterator[Item]:
        """Every item in the order a reader meets them."""
        if self.lead is not None:
            yield self.lead
        yield from self.top
        for section in self.sections:
            yield from section.items


class State(StrEnum):
    """Where an edition is on its way. ``MOVES`` says which state may follow which."""

    DRAFT = "draft"  # claimed; being built
    READY = "ready"  # built; waiting for approval
    HELD = "held"  # an editor stopped it for now
    APPROVED = "approved"  # frozen, byte for byte; waiting for its time
    SENDING = "sending"  # letters are going out
    SENT = "sent"  # every recipient has a final outcome
    KILLED = "killed"  # an editor stopped it for good
    EXPIRED = "expired"  # its never-after time passed before it went
    EMPTY = "empty"  # there was not enough to say that day

    @property
    def message(self) -> Message:
        """The state as a word in a sentence."""
        return Message(f"edition.state_{self}")


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.READY, State.EMPTY, State.EXPIRED, State.KILLED}),
    State.READY: frozenset(
        {State.READY, State.EMPTY, State.HELD, State.APPROVED, State.KILLED, State.EXPIRED}
    ),
    State.HELD: frozenset({State.HELD, State.READY, State.KILLED, State.EXPIRED}),
    State.APPROVED: frozenset(
        {State.SENDING, State.READY, State.HELD, State.KILLED, State.EXPIRED}
    ),
    # and READY, by ``ask_anew`` alone: what a source took back before the first letter went
    State.SENDING: frozenset({State.SENT}),
    State.SENT: frozenset({State.SENDING}),  # a resend to those it failed for
    State.KILLED: frozenset(),
    State.EXPIRED: frozenset(),
    State.EMPTY: frozenset({State.READY, State.EMPTY, State.EXPIRED}),
}

GONE_OUT = frozenset({State.SENDING, State.SENT})
"""States in which readers have the edition, or are getting it: nothing can be taken back."""
"""Which state may follow which. READY and HELD follow themselves when an edition is
built again."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionRecord:
    """An edition as the store knows it: its place in time, its state, and what it holds.

    ``revision`` counts the moves so far. ``edition`` is empty until it is built; ``mail`` is the
    hash of the approved mail, empty until then. ``send_at`` and ``never_after`` are in UTC.
    """

    id: str
    newsletter: str
    date: LocalDate
    slot: str
    state: State
    revision: int
    send_at: datetime
    never_after: datetime
    ready_at: datetime | None = None
    mail: str = ""
    edition: Edition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """Who has an edition move, when, and why, as it is written down with the move.

    ``who`` is a person's name, or "schedule" for what happens by itself.
    """

    who: str
    at: datetime
    why: Text = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StateChange:
    """One step of an edition from state to state: who did it, when and why. ``asks_again`` if those
    who were asked to approve the edition have to see what changed."""

    revision: int
    before: State
    after: State
    who: str
    why: Text
    at: datetime
    asks_again: bool = False

    @property
    def drops_approval(self) -> bool:
        """Whether the edition was approved before, and now waits for approval again."""
        approved = {State.APPROVED, State.SENDING}  # no letter was out when it was called back
        return self.before in approved and self.after is State.READY
