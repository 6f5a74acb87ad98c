"""An edition from articles: the order of the steps, written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from digest.compose.arrivals import Arrivals
from digest.compose.edition_words import Wording
from digest.compose.filing import Filer, sections_named
from digest.compose.genres import with_genre
from digest.compose.items import Printer, minutes_to_read
from digest.compose.layout import EditionLayout, Placed, lay_out, printed_sections
from digest.compose.pair_features import usual_language
from digest.compose.rank import WEIGHTS, rank
from digest.compose.recurring_blocks import blocks_on
from digest.compose.select import remembered, select
from digest.compose.stories import build_stories
from digest.model.article import Article
from digest.model.edit import Links
from digest.model.edition import (
    MORE_NEWS,
    Edition,
    EditionSection,
    Item,
    SentStory,
    Story,
    Window,
)
from digest.model.languages import base_language, direction
from digest.model.message import Message, Text
from digest.model.settings import Newsletter, Section, Source

NO_LINKS = Links()
"""No editor said anything of the day's articles."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupedArticle:
    """One article as ``digest group`` prints it. ``story`` is the story's id, ``topic`` a section's
    id or ``MORE_NEWS``; ``lead`` says whether the article leads its story."""

    id: str
    story: str
    topic: str
    lead: bool
    score: float
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionPlan:
    """Which edition is to be made. ``id`` is the new edition's, ``language`` the newsletter's, and
    ``wording`` says what stands beside stories; articles of ``window`` may come into it."""

    id: str
    newsletter: Newsletter
    date: date
    language: str
    wording: Wording
    window: Window


@dataclass(frozen=True, kw_only=True, slots=True)
class Background:
    """What the newsroom knows beside the articles of the day.

    ``archive`` are older articles, whose words tell what is rare, the latest last. ``history`` are
    stories sent lately; those of the seven days before an edition are kept from coming back as
    news. ``filed`` are the sections that editors moved stories to, by article.
    ``weights`` are those of the score's terms, learned from editors; the usual ones if None.
    ``home`` are the newsroom's own countries, by their ISO 3166 codes.
    """

    sections: Sequence[Section]
    sources: Mapping[str, Source]
    archive: Sequence[Article] = ()
    history: Sequence[SentStory] = ()
    filed: Mapping[str, str] | None = None
    weights: Mapping[str, float] | None = None
    home: Set[str] = frozenset()

    def filer(self, language: str) -> Filer:
        """What files stories; ``language`` is that of articles which do not say theirs."""
        return Filer(
            sections=self.sections,
            sources=self.sources,
            language=language,
            archive=self.archive,
            moved=self.filed,
            home=self.home,
        )


def compose_edition(
    articles: Sequence[Article],
    plan: EditionPlan,
    background: Background,
    *,
    now: datetime,
    links: Links = NO_LINKS,
) -> Edition:
    """One newsletter for one date, from the articles in store.

    ::

        articles ─select→ of the window ─tell→ stories ─file→ with sections ─rank→ with scores
                 ─lay_out→ places ─print→ Edition

    ``links`` are the articles that editors put into one story, or set apart. Nothing is raised: an
    edition without a lead is one for which there was nothing to say.
    """
    sources = background.sources
    past = _past(background, plan)
    selection = select(articles, history=past, language=plan.language, window=plan.window, now=now)
    telling = build_stories(
        selection.articles,
        archive=background.archive,
        history=past,
        links=links,
        weights=_weights(sources),
    )
    layout = _laid_out(telling.stories, plan, background, now)
    sections, sizes = background.sections, plan.newsletter.sizes
    carried = printed_sections(plan.newsletter.sections, sections)
    blank = replace(
        _blank(plan, _titles(carried, sections, plan)),
        left_out=(*selection.left_out, *telling.left_out, *layout.left_out),
    )
    printer = Printer(language=plan.language, wording=plan.wording, sizes=sizes, sources=sources)
    return _print(layout, blank, printer)


def _laid_out(
    told: Sequence[Story], plan: EditionPlan, background: Background, now: datetime
) -> EditionLayout:
    newsletter = plan.newsletter
    filer = background.filer(base_language(plan.language))
    titled = [replace(one, title=one.title_in(plan.language)) for one in background.sections]
    ranked = rank(
        _file([with_genre(story) for story in told], filer),
        sections=titled,
        sources=background.sources,
        now=now,
        like_news=newsletter.lead_genres,
        weights=background.weights or WEIGHTS,
    )
    return lay_out(
        ranked,
        sections=printed_sections(newsletter.sections, background.sections),
        sizes=newsletter.sizes,
        like_news=newsletter.lead_genres,
    )


def _past(background: Background, plan: EditionPlan) -> Sequence[SentStory]:
    """What earlier editions printed; an edition that is built anew does not repeat itself."""
    others = [story for story in background.history if story.edition != plan.id]
    return remembered(others, plan.date)


def group_articles(
    articles: Sequence[Article],
    *,
    archive: Sequence[Article] = (),
    sections: Sequence[Section] = (),
    sources: Mapping[str, Source] | None = None,
    now: datetime | None = None,
) -> tuple[Story, ...]:
    """Every article in exactly one story, the stories ranked: what an edition is made from, without
    a window or a history. ``now`` is the time of the latest article if not given; without
    ``sections``, those that archive and articles name serve, else the usual ones."""
    known, in_order = sources or {}, sections  # sections that sources name have no order
    sections = sections or sections_named((*archive, *articles))
    moments = [article.moment for article in articles if article.moment]
    moment = now or max(moments, default=datetime(1970, 1, 1, tzinfo=UTC))
    language = usual_language(articles)
    filer = Filer(sections=sections, sources=known, language=language, archive=archive)
    # as they come back from each step, the stories before it are let go
    filed = _file(
        [
            with_genre(story)
            for story in build_stories(articles, archive=archive, weights=_weights(known)).stories
        ],
        filer,
    )
    return rank(filed, sections=in_order, sources=known, now=moment)


def group_arrivals(
    articles: Iterable[Article],
    *,
    archive: Sequence[Article] = (),
    sections: Sequence[Section] = (),
    sources: Mapping[str, Source] | None = None,
) -> Iterator[GroupedArticle]:
    """Each article as soon as it comes: with its story so far, and that story's section and score
    at the article's own time. What was said of an earlier article is not taken back."""
    known, in_order = sources or {}, sections
    sections = sections or sections_named(archive)
    language = usual_language(archive)
    filer = Filer(sections=sections, sources=known, language=language, archive=archive)
    arrivals, stories = Arrivals(archive), dict[str, Story]()
    for article in articles:
        arrival = arrivals.add(article)
        before = stories.get(arrival.story)
        story = replace(
            before or Story(id=arrival.story, articles=(), why_together=""),
            articles=(*(before.articles if before else ()), article),
            copies=(*(before.copies if before else ()), *([article.id] if arrival.copy else [])),
            why_together=arrival.why,
        )
        filed = _file([story], filer)
        stories[story.id] = filed[0]
        moment = article.moment or datetime(1970, 1, 1, tzinfo=UTC)
        ranked = rank(filed, sections=in_order, sources=known, now=moment)
        yield _grouped(ranked[0], article)


def _weights(sources: Mapping[str, Source]) -> dict[str, float]:
    return {key: source.weight for key, source in sources.items()}


def grouped(stories: Iterable[Story]) -> Iterator[GroupedArticle]:
    """A line for each article of the stories, in the stories' order, the leading one first."""
    return (_grouped(story, article) for story in stories for article in story.articles)


def _grouped(story: Story, article: Article) -> GroupedArticle:
    return GroupedArticle(
        id=article.id,
        story=story.id,
        topic=story.section,
        lead=article is story.leading,
        score=story.score,
        why=_why_grouped(story, article),
    )


def _why_grouped(story: Story, article: Article) -> Message:
    return Message(
        "reason.grouped_copy" if article.id in story.copies else "reason.grouped",
        together=story.why_together,
        section=story.why_section,
        points=[
            Message("reason.points", points=part.points, why=part.why) for part in story.score_parts
        ],
    )


def _file(stories: Sequence[Story], filer: Filer) -> list[Story]:
    filings = filer.file([story.articles for story in stories])
    return [
        replace(story, section=filing.section, why_section=filing.why)
        for story, filing in zip(stories, filings, strict=True)
    ]


def _titles(
    carried: Sequence[str], sections: Sequence[Section], plan: EditionPlan
) -> tuple[tuple[str, str], ...]:
    titles = {section.id: section.title_in(plan.language) for section in sections}
    titles.setdefault(MORE_NEWS, plan.wording.more_news)
    return tuple((name, titles[name]) for name in carried if name in titles)


def _blank(plan: EditionPlan, section_titles: tuple[tuple[str, str], ...]) -> Edition:
    """The edition as planned, with nothing in it yet."""
    return Edition(
        id=plan.id,
        newsletter=plan.newsletter.id,
        name=plan.newsletter.name,
        date=plan.date,
        window=plan.window,
        language=plan.language,
        direction=direction(plan.language),
        slot=plan.newsletter.slot,
        section_titles=section_titles,
        blocks=blocks_on(plan.date, plan.newsletter.blocks),
    )


def _print(layout: EditionLayout, blank: Edition, printer: Printer) -> Edition:
    """The edition with its items on it."""

    def items(placed: Sequence[Placed]) -> tuple[Item, ...]:
        return tuple(printer.item(one) for one in placed)

    titles = dict(blank.section_titles)
    edition = replace(
        blank,
        lead=printer.item(layout.lead) if layout.lead else None,
        top=items(layout.top),
        sections=tuple(
            EditionSection(id=section, title=titles[section], items=items(briefs))
            for section, briefs in layout.briefs
            if section in titles
        ),
    )
    return replace(edition, reading_minutes=minutes_to_read(tuple(edition.items())))
