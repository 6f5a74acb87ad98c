"""An Edition becomes a Context: what a template may print, cleaned, with its links made safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from digest.model.article import Genre
from digest.model.blocks import BlockPlace
from digest.model.edition import Edition, Item, Link, StoryPlace
from digest.model.greetings import greeting_to
from digest.model.languages import join_sentences, same_language
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL
from digest.model.message import Message, Text
from digest.model.public_pages import public_page
from digest.model.sentences import sentences
from digest.model.settings import Newsletter, Publication
from digest.present.block_views import block_remarks, block_views, spread
from digest.present.context import (
    BlocksView,
    ColourView,
    Context,
    LinkView,
    SectionView,
    StoryView,
)
from digest.present.mail_words import MailWords, dateline
from digest.present.picture_views import picture_view, why_left_out
from digest.present.plain import cut, is_seen, isolated, name_line, one_line, paragraphs
from digest.present.safe_links import public_link, web_link
from digest.present.theme import Theme

LONGEST_HEADLINE = 500
LONGEST_TEXT = 6_000
LONG_READ_MINUTES = 8
"""From here on a story is a long read, whose author matters."""
_RELATED = 3
_LEAST_MINUTES = 3  # below, the time to read is noise
_LONG_EDITION = 12  # stories, from which on the first of them are listed at the top
_TODAY = 3
_LONGEST_BUTTON = 40
_AUTHORED = frozenset({Genre.OPINION, Genre.LONG_READ, Genre.INTERVIEW, Genre.OBITUARY})
_OPINION = frozenset({"opinion", "comment", "commentary", "columns", "views", "analysis"})
"""Sections, by their ids, whose every story is somebody's view."""
_NO_ANCHOR = re.compile(r"[^\w-]", re.ASCII)
_WORDS = re.compile(r"\w+")
_STOPS = " .,:;–—-،؛"
_MARKUP = str.maketrans(dict.fromkeys('<>&"\\', " ") | {"'": "’", "{": "(", "}": ")"})


@dataclass(frozen=True, kw_only=True, slots=True)
class MailStyle:
    """What surrounds the stories: the same for every edition of a newsletter in one language."""

    publication: Publication
    newsletter: Newsletter
    words: MailWords
    theme: Theme


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxLine:
    """What a mailbox's list shows of a mail, before it is opened."""

    subject: str
    preheader: str


def context_of(
    edition: Edition, look: MailStyle, inbox: InboxLine, *, plain: Collection[str] = ()
) -> Context:
    """The edition as templates see it. ``plain`` names the stories to be printed plainly."""
    lead, top, bare_sections = _stories(edition, look, plain)
    blocks, sections = _with_blocks(edition, look, bare_sections)
    name = isolated(one_line(edition.name), edition.direction)
    return Context(
        subject=inbox.subject,
        preheader=inbox.preheader,
        publication=isolated(one_line(look.publication.name), edition.direction),
        publication_url=web_link(look.publication.base_url),
        address=one_line(look.publication.address),
        name=name,
        date=dateline(edition.date, edition.language),
        reading_time=look.words.reading_time(edition.reading_minutes),
        language=edition.language,
        direction=edition.direction,
        start=_start(edition.direction),
        end="left" if edition.direction == "rtl" else "right",
        greeting=one_line(greeting_to("", look.newsletter.greeting, edition.language)),
        opening=paragraphs(cut(edition.opening, LONGEST_TEXT)),
        today=_today(edition, (lead, *top)),
        lead=lead,
        top=top,
        sections=sections,
        colours=_colours([lead, *top], sections),
        blocks=blocks,
        more=_more(edition, look.words),
        share_url=_share_url(edition, look),
        reason=look.words.reason.replace("{name}", name),
        unsubscribe_url=UNSUBSCRIBE_URL,
        preferences_url=PREFERENCES_URL,
        browser_url=BROWSER_URL,
        words=look.words,
        theme=look.theme,
    )


def _start(direction: str) -> str:
    """The side on which lines begin."""
    return "right" if direction == "rtl" else "left"


def _more(edition: Edition, words: MailWords) -> str:
    """How many stories there is no room for, in words; empty where all are in."""
    count = edition.more_in_browser
    return words.more_in_browser(count) if count else ""


def _today(edition: Edition, above: Iterable[StoryView | None]) -> tuple[StoryView, ...]:
    """The first stories of a long edition once more."""
    first = [story for story in above if story is not None][:_TODAY]
    long = sum(1 for _ in edition.items()) >= _LONG_EDITION
    return tuple(first) if long and len(first) == _TODAY else ()


def _stories(
    edition: Edition, look: MailStyle, plain: Collection[str]
) -> tuple[StoryView | None, tuple[StoryView, ...], tuple[SectionView, ...]]:
    """The lead, the top stories and the sections of an edition."""
    numbers = {id(item): number for number, item in enumerate(edition.items(), start=1)}

    def view(item: Item) -> StoryView:
        shown = plainly(item) if item.story in plain else item
        return _story(shown, edition, look, numbers[id(item)], plain=item.story in plain)

    lead = view(edition.lead) if edition.lead is not None else None
    return lead, tuple(view(item) for item in edition.top), _sections(edition, view, look)


def _with_blocks(
    edition: Edition, look: MailStyle, sections: tuple[SectionView, ...]
) -> tuple[BlocksView, tuple[SectionView, ...]]:
    """The edition's blocks, those between the sections at the section that they stand behind."""
    by_place = block_views(edition, look.words, look.theme.layout)
    above, *behind = spread(by_place[BlockPlace.BETWEEN], len(sections))
    blocks = BlocksView(
        opening=by_place[BlockPlace.OPENING],
        above=above,
        close=by_place[BlockPlace.CLOSE],
        foot=by_place[BlockPlace.FOOT],
    )
    with_blocks = (
        replace(section, blocks=here) for section, here in zip(sections, behind, strict=True)
    )
    return blocks, tuple(with_blocks)


def _share_url(edition: Edition, look: MailStyle) -> str:
    """The public page of the edition; empty where its newsletter has none."""
    if not look.newsletter.public:
        return ""
    return web_link(public_page(look.publication.base_url, edition.id))


def _sections(
    edition: Edition, view: Callable[[Item], StoryView], look: MailStyle
) -> tuple[SectionView, ...]:
    return tuple(
        SectionView(
            id=anchor_of(section.id),
            title=isolated(one_line(section.title), edition.direction),
            colour=_colour(section.id, edition, look.theme),
            stories=_with_one_picture(tuple(view(item) for item in section.items)),
            blocks=(),
        )
        for section in edition.sections
        if section.items
    )


def _with_one_picture(stories: tuple[StoryView, ...]) -> tuple[StoryView, ...]:
    """A section's stories, of which only the first that has a picture keeps it."""
    first = next((story.id for story in stories if story.image is not None), "")
    return tuple(
        story if story.id == first or story.image is None else replace(story, image=None)
        for story in stories
    )


def _colour(section: str, edition: Edition, theme: Theme) -> ColourView:
    """The colour of a section, or the brand's."""
    every = [known for known, _ in edition.section_titles]
    own = theme.sections.of(section, every)
    if own is None:
        return ColourView(name="c0", light=theme.light.accent, dark=theme.dark.accent)
    name = f"c{every.index(section) + 1}" if section in every else f"c-{anchor_of(section)}"
    return ColourView(name=name, light=own.light, dark=own.dark)


def _colours(
    above: Iterable[StoryView | None], sections: Iterable[SectionView]
) -> tuple[ColourView, ...]:
    """The colours of an edition, each once."""
    stories = [story.colour for story in above if story is not None]
    return tuple(dict.fromkeys([*stories, *(section.colour for section in sections)]))


def anchor_of(section: str) -> str:
    """A section's id as an anchor in a page can be named."""
    return _NO_ANCHOR.sub("-", section)


def plainly(item: Item) -> Item:
    """The item without picture and further links, its text without characters that are markup."""

    def bare(text: str) -> str:
        return text.translate(_MARKUP)

    return Item(
        story=item.story,
        place=item.place,
        section=item.section,
        headline=bare(item.headline),
        brief=bare(item.brief),
        source=bare(item.source),
        url=item.url,  # becomes ASCII without markup below, as every link does
        link_text=bare(item.link_text),
        language=item.language,
        direction=item.direction,
        update=item.update,
        label=bare(item.label),
        reading_minutes=item.reading_minutes,
    )


def remarks(edition: Edition, theme: Theme) -> tuple[Text, ...]:
    """What a story or a block asked for and a mail cannot carry: links and pictures that are left
    out, sponsors outside their days; and a logo that was drawn for light paper alone."""
    found = [remark for item in edition.items() for remark in _remarks(item, theme)]
    found += block_remarks(edition, theme.layout)
    if theme.logo.url and not theme.logo.dark_url:
        found.append(Message("rendering.logo_without_dark"))
    return tuple(found)


def _remarks(item: Item, theme: Theme) -> Iterable[Text]:
    story = item.story
    links = [item.url, *(link.url for link in (*item.also, *item.related))]
    for url in links:
        if url and not public_link(url):
            yield Message("rendering.link_left_out", story=story, url=cut(one_line(url), 80))
    if item.image is not None and item.image.url and item.place is not StoryPlace.BRIEF:
        why = why_left_out(story, item.image, item.place, theme.layout)
        if why is not None:
            yield why
    for text, limit in ((item.headline, LONGEST_HEADLINE), (item.brief, LONGEST_TEXT)):
        if len(text) > limit:
            yield Message("rendering.text_cut", story=story, length=len(text), limit=limit)


def _story(item: Item, edition: Edition, look: MailStyle, number: int, *, plain: bool) -> StoryView:
    headline = _headline(item, look.words)
    brief = _brief(item, headline)
    reading_time = _reading_time(item, look.words)
    spoken = item.language or edition.language
    foreign = not same_language(spoken, edition.language) or item.direction != edition.direction
    url = public_link(item.url)
    above = item.place is not StoryPlace.BRIEF
    standfirst, rest = _standfirst(brief, spoken)
    button = _button(item, headline, look.words) if url else ""
    return StoryView(
        id=item.story,
        number=number,
        section=_section_title(item, edition) if above else "",
        colour=_colour(item.section, edition, look.theme),
        label=_label(item, edition),
        headline=headline,
        brief=brief,
        brief_line=join_sentences(brief, spoken),
        standfirst=standfirst,
        rest=rest,
        slug="" if above else _run_in(item, headline, brief),
        source=name_line(item.source),
        byline=name_line(item.byline),
        reading_time=reading_time,
        about=_about(item, edition, look, reading_time),
        url=url,
        button=button,
        link_text=f"{button}: {headline}" if url else "",
        image=picture_view(item, look.theme.layout, headline, look.words.photo),
        language=spoken if foreign else "",
        direction=item.direction,
        start=_start(item.direction),
        update=item.update,
        note=one_line(cut(item.note, LONGEST_TEXT)),
        also=_links(item.also, by_source=True) if above else (),
        related=_links(item.related, by_source=False)[:_RELATED],
        share_url=f"{shared}#s{number}" if above and (shared := _share_url(edition, look)) else "",
        plain=plain,
    )


def _headline(item: Item, words: MailWords) -> str:
    """The headline; where it says nothing the brief, or only that there is a story."""
    texts = (one_line(item.headline), one_line(item.brief), words.read_story)
    return cut(next(filter(is_seen, texts)), LONGEST_HEADLINE)


def _reading_time(item: Item, words: MailWords) -> str:
    """How long it takes to read a story, in words; empty where that goes without saying."""
    minutes = item.reading_minutes or 0
    return words.reading_time(minutes) if minutes >= _LEAST_MINUTES else ""


def _section_title(item: Item, edition: Edition) -> str:
    return one_line(dict(edition.section_titles).get(item.section, ""))


def _label(item: Item, edition: Edition) -> str:
    """What is said of its genre, unless the section's title says so already."""
    label = name_line(item.label)
    return "" if label.casefold() == _section_title(item, edition).casefold() else label


def _shown_names(item: Item, look: MailStyle) -> Iterator[str]:
    """Who wrote a story and which outlet it is from, as far as that has to be said."""
    source, byline = name_line(item.source), name_line(item.byline)
    # an agency signs its stories with its own name
    if byline and _author_matters(item) and byline.casefold() != source.casefold():
        yield byline
    # a newspaper need not name itself under each of its own stories
    if source and source != one_line(look.publication.name):
        yield source


def _about(item: Item, edition: Edition, look: MailStyle, reading_time: str) -> str:
    names = (isolated(name, edition.direction) for name in _shown_names(item, look))
    return " · ".join(filter(None, (*names, reading_time)))


def _author_matters(item: Item) -> bool:
    """Whether readers want to know who wrote a story before they read it."""
    return (
        item.place is StoryPlace.LEAD
        or item.genre in _AUTHORED
        or item.section.casefold() in _OPINION
        or (item.reading_minutes or 0) >= LONG_READ_MINUTES
    )


def _button(item: Item, headline: str, words: MailWords) -> str:
    """What a button to the story says: an editor's own words where they are few."""
    own = name_line(item.link_text)
    _, _, named = own.partition(":")
    by_itself = bool(named.strip()) and headline.startswith(named.strip().rstrip("…"))
    return own if own and not by_itself and len(own) <= _LONGEST_BUTTON else words.read_story


def _standfirst(brief: tuple[str, ...], language: str) -> tuple[str, tuple[str, ...]]:
    """A brief's first sentence, and what follows it by paragraphs."""
    if not brief:
        return "", ()
    first, *further = sentences(brief[0], language) or [brief[0]]
    rest = join_sentences(further, language)
    return first, (rest, *brief[1:]) if rest else brief[1:]


def _brief(item: Item, headline: str) -> tuple[str, ...]:
    """The brief's paragraphs; none where they only say the headline again."""
    brief = paragraphs(cut(item.brief, LONGEST_TEXT))
    said = headline.rstrip(".…").casefold()
    return () if " ".join(brief).rstrip(".…").casefold() == said else brief


def _run_in(item: Item, headline: str, brief: tuple[str, ...]) -> str:
    """The words set bold before a brief, with a colon; none where headline or brief begins with
    them, perhaps behind an article, or where there is no brief to run into."""
    slug = name_line(item.slug).rstrip(_STOPS)
    said = _WORDS.findall(slug.casefold())
    if not said or not brief:
        return ""
    for text in (headline, brief[0]):
        words = _WORDS.findall(text.casefold())
        if said in (words[start : start + len(said)] for start in range(2)):
            return ""
    return f"{slug}:"


def _links(links: tuple[Link, ...], *, by_source: bool) -> tuple[LinkView, ...]:
    views = (
        LinkView(
            url=public_link(link.url),
            text=name_line((link.source or link.text) if by_source else (link.text or link.source)),
        )
        for link in links
    )
    # an outlet without a link is still worth naming; a further article without one is not
    return tuple(view for view in views if view.text and (by_source or view.url))
