"""Items: a placed story as an edition prints it, every word of it plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.compose.brief import write_brief
from digest.compose.edition_words import Wording
from digest.compose.genres import SHOWN, genre_of, headline_without_label
from digest.compose.headlines import headline_and_rest
from digest.compose.layout import Placed
from digest.compose.shorten import shorten
from digest.compose.tokenizer import plain, word_count
from digest.model.article import Article, Image, Kind
from digest.model.edition import Item, Link, Story, StoryPlace
from digest.model.languages import direction, same_language
from digest.model.message import Message, Text
from digest.model.settings import Sizes, Source

WORDS_PER_MINUTE = 220
"""How fast people read news in silence: 220 to 240 words a minute for prose (Brysbaert 2019)."""

LINK_HEADLINE_WORDS = 9
RELATED = 3
SMALLEST_IMAGE = 120
"""A picture narrower than this, in pixels, is a logo or a thumbnail and is not shown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Printer:
    """What every item of one edition shares: its language, our words in it, sizes, and the outlets'
    names."""

    language: str
    wording: Wording
    sizes: Sizes
    sources: Mapping[str, Source]

    def item(self, placed: Placed) -> Item:
        """The placed story, complete."""
        story, leading = placed.story, placed.story.leading
        headline, brief = self._texts(story, placed.place)
        language = leading.language or self.language
        if same_language(language, self.language):  # of another region, which nobody marks
            language = self.language
        related = self._related(story) if placed.place is StoryPlace.LEAD else ()
        return Item(
            story=story.id,
            place=placed.place,
            section=story.section,
            headline=headline,
            brief=brief,
            source=self._outlet(leading),
            url=leading.url,
            link_text=self._link_text(story, headline),
            byline=self._byline(leading),
            published=leading.moment,
            reading_minutes=_reading_minutes(leading),
            image=_image(story.articles),
            language=language,
            direction=direction(language),
            update=story.update_of is not None,
            continues=story.update_of.story if story.update_of else "",
            also=self._also(story, related),
            related=related,
            articles=tuple(article.id for article in story.articles),
            revisions=tuple((each.id, each.revision) for each in story.articles if each.revision),
            score=story.score,
            terms=tuple((part.name, part.value) for part in story.score_parts),
            genre=genre_of(leading),
            label=self._label(leading),
            why=_why(placed),
        )

    def _texts(self, story: Story, place: StoryPlace) -> tuple[str, str]:
        limit = {
            StoryPlace.LEAD: self.sizes.lead_words,
            StoryPlace.TOP: self.sizes.top_words,
            StoryPlace.BRIEF: self.sizes.brief_words,
        }[place]
        headline, rest = headline_and_rest(story.leading)
        if self._label(story.leading):
            genre = genre_of(story.leading)
            headline = headline_without_label(headline, genre, story.leading.language)
        if rest:
            return headline, rest
        others = [article for article in story.articles[1:] if article.id not in story.copies]
        brief = write_brief(story.leading, words=limit, others=others)
        return headline, "" if plain(brief) == plain(headline) else brief

    def _label(self, article: Article) -> str:
        """What readers are told of its genre; nothing where the newsletter's language has no words
        for it, for then its headline keeps its own."""
        genre = genre_of(article)
        return self.wording.genre(genre) if genre in SHOWN else ""

    def _outlet(self, article: Article) -> str:
        source = self.sources.get(article.source)
        return source.title if source else article.source

    def _byline(self, article: Article) -> str:
        """Who wrote it; nothing where the outlet signs for itself, since it is named beside."""
        outlet = plain(self._outlet(article))
        return ", ".join(author for author in article.authors if plain(author) != outlet)

    def _link_text(self, story: Story, headline: str) -> str:
        if not story.leading.url:
            return ""
        words = self.wording
        named = words.full if story.leading.kind is Kind.ARTICLE else words.short
        if story.update_of is not None:
            named = words.update
        return named(_short(headline))

    def _related(self, story: Story) -> tuple[Link, ...]:
        """Further articles of the story that say something else in their headlines."""
        seen = {plain(story.leading.title)}
        urls = {story.leading.url, ""}
        links: list[Link] = []
        for article in story.articles[1:]:
            key = plain(article.title)
            if article.id in story.copies or article.url in urls or not key or key in seen:
                continue
            seen.add(key)
            urls.add(article.url)
            links.append(Link(url=article.url, text=article.title, source=self._outlet(article)))
        return tuple(links[:RELATED])

    def _also(self, story: Story, related: Sequence[Link]) -> tuple[Link, ...]:
        """Other outlets telling the event, each once, by its name."""
        seen = {story.leading.source}
        taken = {story.leading.url, "", *(link.url for link in related)}
        links: list[Link] = []
        for article in story.articles[1:]:
            if not article.source or article.source in seen or article.url in taken:
                continue
            seen.add(article.source)
            outlet = self._outlet(article)
            links.append(Link(url=article.url, text=outlet, source=outlet))
        return tuple(links)


def minutes_to_read(items: Sequence[Item]) -> int:
    """Whole minutes that the edition itself takes to read, at least one."""
    words = sum(word_count(item.headline) + word_count(item.brief) for item in items)
    return max(1, round(words / WORDS_PER_MINUTE))


def _short(headline: str) -> str:
    if word_count(headline) <= LINK_HEADLINE_WORDS + 2:
        return headline
    return shorten(headline, LINK_HEADLINE_WORDS) or headline


def _reading_minutes(article: Article) -> int | None:
    if article.reading_minutes is not None or article.kind is not Kind.ARTICLE:
        return article.reading_minutes
    return max(1, round(word_count(article.text) / WORDS_PER_MINUTE)) if article.text else None


def _image(articles: Sequence[Article]) -> Image | None:
    """The leading article's picture, if it can be shown."""
    image = articles[0].image
    if image is None or not image.url:
        return None
    if image.width is not None and image.width < SMALLEST_IMAGE:
        return None
    return image


def _why(placed: Placed) -> tuple[Text, ...]:
    story = placed.story
    before = story.update_of
    return (
        placed.why,
        story.why_together,
        story.why_section,
        *(Message("reason.points", points=part.points, why=part.why) for part in story.score_parts),
        *(
            (Message("reason.carries_on_from", headline=before.headline, day=before.date),)
            if before
            else ()
        ),
    )
