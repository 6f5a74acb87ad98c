"""What a template sees: one frozen value, whose fields are the names in the template.

``morning.mjml`` and ``morning.txt`` are given the same :class:`Context`. All text is plain text on
one line; in ``.mjml`` it is escaped where it is printed. Every URL may stand in a mail as it is,
and is empty where there is none to link to.
"""

from __future__ import annotations

from dataclasses import dataclass

from digest.present.mail_words import MailWords
from digest.present.theme import Theme


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkView:
    """A link to show: ``text`` is what a reader sees. ``url`` may be empty: then only the text."""

    url: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ColourView:
    """A section's colour: "#rrggbb" by day and by night, and the class that dark rules find it by.

    The class stands on what holds the coloured words: an ``mj-text`` whose section is named.
    """

    name: str  # "c1"
    light: str
    dark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageView:
    """A picture to show. Sizes are in pixels, as shown, and both are always there.

    ``fills_phone`` where the file is large enough to be as wide as a phone. ``alt`` is at most 125
    characters, and empty where it would repeat the words beside it. ``legend`` is caption and
    credit in one line, with the word for "photo" between them.
    """

    url: str
    alt: str
    caption: str
    credit: str
    legend: str
    width: int
    height: int
    fills_phone: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaView:
    """A line of an agenda: "09:00", "Crews begin to vote"."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockView:
    """What stands in the mail besides the stories. ``kind`` says what it is ("number", "quote",
    "agenda", "media", "good_thing", "sponsor", "correction", "signature", "feedback"), and which of
    the other fields have something to say; the rest are empty.

    ``label`` is what stands above it; above a sponsor, that it is one, in the language's own word.
    ``direction`` is set where its own words run against the edition's, for a ``dir`` attribute.
    ``name`` is who said it, who pays, who edited. ``link_label`` says where a link leads: the name
    by which it is read aloud.
    """

    id: str
    kind: str
    label: str
    direction: str = ""
    headline: str = ""  # of what is heard, watched or advertised
    text: tuple[str, ...] = ()  # paragraphs; of corrections, one each
    figure: str = ""  # "2,318"
    name: str = ""
    url: str = ""
    link_text: str = ""
    link_label: str = ""
    image: ImageView | None = None
    entries: tuple[AgendaView, ...] = ()
    answers: tuple[LinkView, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class BlocksView:
    """The blocks that stand at no section, by where they stand; those of a section are its own."""

    opening: tuple[BlockView, ...] = ()  # under the editor's first words
    above: tuple[BlockView, ...] = ()  # behind the top stories, where there is no section
    close: tuple[BlockView, ...] = ()  # behind the last section
    foot: tuple[BlockView, ...] = ()  # above the footer's pages


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryView:
    """One story as a template prints it.

    ``number`` counts from 1 in reading order. ``section`` is the section's title, for a story above
    the sections, and ``colour`` that section's. ``label`` says what kind of text it is ("Opinion"),
    empty for news and where the section's title says it. ``standfirst`` and ``rest`` are the brief,
    its first sentence apart. ``button`` is what a button to the story says, and ``link_text`` says
    where it leads: the name by which a button is read aloud. ``language`` is set only where it
    differs from the edition's, and then goes into a ``lang`` attribute with ``direction``.
    ``start`` is the side that text begins on ("left", "right"). ``about`` tells in one line, as far
    as known: the byline where it matters (of a lead, of opinion, of long reads), the outlet if it
    is not the publication itself, and the reading time from three minutes. ``also`` are other
    outlets that tell the event: a brief, which is read at one glance, has one link. ``image`` is
    there for the lead, for top stories, and for one story of a section. ``share_url`` is a story
    above the sections on the edition's public page, where it is the anchor "s" with its number:
    empty where the newsletter has no such pages. ``plain`` is true for a story that could not be
    rendered otherwise: it has no picture and no markup characters.
    """

    id: str
    number: int
    section: str
    colour: ColourView
    label: str
    headline: str
    brief: tuple[str, ...]  # paragraphs
    brief_line: str  # the same in one
    standfirst: str
    rest: tuple[str, ...]  # paragraphs
    slug: str
    source: str
    byline: str
    reading_time: str  # "3 min read", empty below three minutes
    about: str  # "By Ada Byron · Channel 7 · 3 min read"
    url: str
    button: str  # "Read the story"
    link_text: str  # "Read the story: Ferry strike called off"
    image: ImageView | None
    language: str
    direction: str
    start: str
    update: bool
    note: str
    also: tuple[LinkView, ...]
    related: tuple[LinkView, ...]
    share_url: str
    plain: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    """A section with its stories in order, and the blocks that stand behind it, for the readers of
    all sections; ``id`` may serve as the anchor of a list of contents."""

    id: str
    title: str
    colour: ColourView
    stories: tuple[StoryView, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """Everything a template sees.

    ``today`` are the first stories once more, for those who have a minute: of a long edition, else
    empty. ``colours`` are those of all sections that have stories here. ``start`` and ``end`` are
    the sides that text begins and ends on. ``more`` is the line on what is only in the browser,
    empty if that is nothing. ``share_url`` is the page on which anybody may read the edition, empty
    where there is none: never a reader's own. The three ``*_url`` fields of a recipient are
    stand-ins that a letter replaces. ``repeat_browser_link`` asks a text template to end with that
    link once more, which makes the number of links in both parts even: rspamd takes an odd one for
    the mark of a text part that does not match (its rule URI_COUNT_ODD, 1.0 points).
    """

    subject: str
    preheader: str
    publication: str  # the publisher's name
    publication_url: str
    address: str  # the publisher's postal address
    name: str  # the newsletter's name
    date: str  # "Monday, November 23, 2026"
    reading_time: str  # "4 min read": the edition's own
    language: str
    direction: str
    start: str
    end: str
    greeting: str  # to nobody in particular; a letter greets its reader in its place
    opening: tuple[str, ...]  # an editor's first words, by paragraph
    today: tuple[StoryView, ...]
    lead: StoryView | None
    top: tuple[StoryView, ...]
    sections: tuple[SectionView, ...]
    colours: tuple[ColourView, ...]
    blocks: BlocksView
    more: str
    share_url: str
    reason: str  # why a reader gets this mail
    unsubscribe_url: str
    preferences_url: str
    browser_url: str
    repeat_browser_link: bool = False
    words: MailWords
    theme: Theme
