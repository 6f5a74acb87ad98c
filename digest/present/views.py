"""An Edition becomes a Context: what a template may print, cleaned, with its links made safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename
from urllib.parse import unquote, urlsplit

from digest.model.article import Image
from digest.model.edition import Edition, Item, Link, StoryPlace
from digest.model.greetings import greeting_to
from digest.model.languages import join_sentences, same_language
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL
from digest.model.message import Message, Text
from digest.model.settings import Newsletter, Publication
from digest.present.context import Context, ImageView, LinkView, SectionView, StoryView
from digest.present.credit_words import ends_in_credit, without_credit_words
from digest.present.mail_words import MailWords, dateline
from digest.present.plain import cut, isolated, one_line, paragraphs, says_nothing
from digest.present.safe_links import image_link, web_link
from digest.present.theme import Theme

LONGEST_ALT = 125
"""Longer descriptions belong in the caption: rule 37."""
LONGEST_HEADLINE = 500
LONGEST_TEXT = 6_000
LONGEST_NAME = 200
_RELATED = 3
_SMALLEST_IMAGE = 48
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
    edition: Edition,
    look: MailStyle,
    inbox: InboxLine,
    *,
    plain: Collection[str] = (),
    repeat_browser_link: bool = False,
) -> Context:
    """The edition as templates see it. ``plain`` names the stories to be printed plainly."""
    view = _viewer(edition, look, plain)
    start, end = ("right", "left") if edition.direction == "rtl" else ("left", "right")
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
        start=start,
        end=end,
        greeting=one_line(greeting_to("", look.newsletter.greeting, edition.language)),
        opening=paragraphs(cut(edition.opening, LONGEST_TEXT)),
        lead=view(edition.lead) if edition.lead is not None else None,
        top=tuple(view(item) for item in edition.top),
        sections=_sections(edition, view),
        more=_more(edition, look.words),
        reason=look.words.reason.replace("{name}", name),
        unsubscribe_url=UNSUBSCRIBE_URL,
        preferences_url=PREFERENCES_URL,
        browser_url=BROWSER_URL,
        repeat_browser_link=repeat_browser_link,
        words=look.words,
        theme=look.theme,
    )


def _more(edition: Edition, words: MailWords) -> str:
    """How many stories there is no room for, in words; empty where all are in."""
    count = edition.more_in_browser
    return words.more_in_browser(count) if count else ""


def _viewer(
    edition: Edition, look: MailStyle, plain: Collection[str]
) -> Callable[[Item], StoryView]:
    """What makes a view of each of the edition's items."""
    numbers = {id(item): number for number, item in enumerate(edition.items(), start=1)}

    def view(item: Item) -> StoryView:
        shown = plainly(item) if item.story in plain else item
        return _story(shown, edition, look, numbers[id(item)], plain=item.story in plain)

    return view


def _sections(edition: Edition, view: Callable[[Item], StoryView]) -> tuple[SectionView, ...]:
    return tuple(
        SectionView(
            id=anchor_of(section.id),
            title=isolated(one_line(section.title), edition.direction),
            stories=tuple(view(item) for item in section.items),
        )
        for section in edition.sections
        if section.items
    )


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


def remarks(edition: Edition) -> tuple[Text, ...]:
    """What a story asked for and a mail cannot carry: links and pictures that are left out."""
    return tuple(remark for item in edition.items() for remark in _remarks(item))


def _remarks(item: Item) -> Iterable[Text]:
    story = item.story
    links = [item.url, *(link.url for link in (*item.also, *item.related))]
    for url in links:
        if url and not web_link(url):
            yield Message("rendering.link_left_out", story=story, url=cut(one_line(url), 80))
    if item.image is not None and item.image.url and not image_link(item.image.url):
        shown = cut(one_line(item.image.url), 80)
        yield Message("rendering.picture_left_out", story=story, url=shown)
    for text, limit in ((item.headline, LONGEST_HEADLINE), (item.brief, LONGEST_TEXT)):
        if len(text) > limit:
            yield Message("rendering.text_cut", story=story, length=len(text), limit=limit)


def _story(item: Item, edition: Edition, look: MailStyle, number: int, *, plain: bool) -> StoryView:
    titles = dict(edition.section_titles)
    headline = cut(one_line(item.headline), LONGEST_HEADLINE)
    brief = _brief(item, headline)
    source, byline = _name(item.source), _name(item.byline)
    minutes = item.reading_minutes
    reading_time = look.words.reading_time(minutes) if minutes else ""
    spoken = item.language or edition.language
    foreign = not same_language(spoken, edition.language) or item.direction != edition.direction
    url = web_link(item.url)
    above = item.place is not StoryPlace.BRIEF
    names = [isolated(name, edition.direction) for name in _shown_names(item, look)]
    return StoryView(
        id=item.story,
        number=number,
        section=one_line(titles.get(item.section, "")) if above else "",
        label=_label(item, titles),
        headline=headline,
        brief=brief,
        brief_line=join_sentences(brief, spoken),
        slug=_run_in(item, headline, brief),
        source=source,
        byline=byline,
        reading_time=reading_time,
        about=" · ".join([*names, reading_time] if reading_time else names),
        url=url,
        link_text=_name(item.link_text) if url else "",
        image=_image(item, look.theme, headline, look.words.photo),
        language=spoken if foreign else "",
        direction=item.direction,
        start="right" if item.direction == "rtl" else "left",
        update=item.update,
        note=one_line(cut(item.note, LONGEST_TEXT)),
        also=_links(item.also, by_source=True),
        related=_links(item.related, by_source=False)[:_RELATED],
        plain=plain,
    )


def _label(item: Item, titles: Mapping[str, str]) -> str:
    """What is said of its genre, unless the section's title says so already."""
    label = _name(item.label)
    filed_as = one_line(titles.get(item.section, ""))
    return "" if label.casefold() == filed_as.casefold() else label


def _shown_names(item: Item, look: MailStyle) -> Iterator[str]:
    """Who wrote a story and which outlet it is from, as far as that has to be said."""
    source, byline = _name(item.source), _name(item.byline)
    # an agency signs its stories with its own name
    if byline and item.place is not StoryPlace.BRIEF and byline.casefold() != source.casefold():
        yield byline
    # a newspaper need not name itself under each of its own stories
    if source and source != one_line(look.publication.name):
        yield source


def _name(text: str) -> str:
    return cut(one_line(text), LONGEST_NAME)


def _brief(item: Item, headline: str) -> tuple[str, ...]:
    """The brief's paragraphs; none where they only say the headline again."""
    brief = paragraphs(cut(item.brief, LONGEST_TEXT))
    said = headline.rstrip(".…").casefold()
    return () if " ".join(brief).rstrip(".…").casefold() == said else brief


def _run_in(item: Item, headline: str, brief: tuple[str, ...]) -> str:
    """The words set bold before a brief, with a colon; none where headline or brief begins with
    them, perhaps behind an article, or where there is no brief to run into."""
    slug = _name(item.slug).rstrip(_STOPS)
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
            url=web_link(link.url),
            text=_name((link.source or link.text) if by_source else (link.text or link.source)),
        )
        for link in links
    )
    # an outlet without a link is still worth naming; a further article without one is not
    return tuple(view for view in views if view.text and (by_source or view.url))


def _legend(caption: str, credit: str, photo: str) -> str:
    """Caption and credit in one line, with a full stop between them where the caption has none.

    The credit is said once: where the caption ends in it already, the caption says it all.
    """
    if not credit or ends_in_credit(caption, credit):
        return caption
    stop = "" if not caption or caption[-1] in ".!?…”»)؟。" else "."
    return f"{caption}{stop} {photo} {credit}".strip()


def _image(item: Item, theme: Theme, headline: str, photo: str) -> ImageView | None:
    image = item.image
    if image is None or item.place is StoryPlace.BRIEF:
        return None
    url = image_link(image.url)
    caption, credit = one_line(image.caption), without_credit_words(_name(image.credit))
    lead = item.place is StoryPlace.LEAD
    smallest = min(image.width or _SMALLEST_IMAGE, image.height or _SMALLEST_IMAGE)
    if not url or smallest < _SMALLEST_IMAGE:
        return None
    room = theme.layout.column if lead else theme.layout.thumbnail
    width = min(room, image.width or room)
    height = round(width * image.height / image.width) if image.width and image.height else 0
    return ImageView(
        url=url,
        alt=_alt(image, url, (headline, caption)),
        caption=caption if lead else "",
        credit=credit if lead else "",
        legend=_legend(caption, isolated(credit, item.direction), photo) if lead else "",
        width=width,
        height=height,
    )


def _alt(image: Image, url: str, beside: tuple[str, ...]) -> str:
    text = one_line(image.alt)
    file_name = unquote(basename(urlsplit(url).path)).casefold()
    repeats = text.casefold() in {words.casefold() for words in beside}
    if (
        repeats
        or says_nothing(text)
        or text.casefold() in (file_name, file_name.rpartition(".")[0])
    ):
        return ""
    return cut(text, LONGEST_ALT)
