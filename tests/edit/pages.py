"""Editions and logs of edits for tests: stories go by one letter, and so do their articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest.edit.layer import Reprint
from digest.model.article import Article, Image
from digest.model.edit import Change, Edit
from digest.model.edition import Edition, EditionSection, Item, Link, StoryPlace, Window

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
TITLES = (("politics", "Politics"), ("business", "Business"), ("culture", "Culture"))


def item(story: str, place: StoryPlace = StoryPlace.BRIEF, section: str = "politics") -> Item:
    """The story of that letter, with one article of the same name."""
    return Item(
        story=story,
        place=place,
        section=section,
        headline=f"Headline {story}",
        brief=f"Brief {story}.",
        source="The Harbour Gazette",
        url=f"https://news.example.com/{story}",
        link_text=f"Read {story}",
        image=Image(url=f"https://images.example.com/{story}.jpg", alt=f"Picture {story}"),
        language="en",
        articles=(story,),
    )


def page(
    lead: str = "a",
    top: str = "bc",
    politics: str = "de",
    business: str = "fg",
    culture: str = "",
) -> Edition:
    """An edition with a story for each letter, the lead of politics and the top of business."""
    briefs = (("politics", politics), ("business", business), ("culture", culture))
    titles = dict(TITLES)
    return Edition(
        id="morning-2026-03-12",
        newsletter="morning",
        name="The Morning Tide",
        date=date(2026, 3, 12),
        window=Window(start=NOON - timedelta(days=1), end=NOON),
        language="en",
        lead=item(lead, StoryPlace.LEAD) if lead else None,
        top=tuple(item(story, StoryPlace.TOP, "business") for story in top),
        sections=tuple(
            EditionSection(
                id=section,
                title=titles[section],
                items=tuple(item(story, StoryPlace.BRIEF, section) for story in stories),
            )
            for section, stories in briefs
            if stories
        ),
        section_titles=TITLES,
    )


def log(*changes: Change, who: str = "ada") -> tuple[Edit, ...]:
    """The changes as one editor's log, a minute apart."""
    return tuple(
        Edit(
            number=number,
            edition="morning-2026-03-12",
            who=who,
            at=NOON + timedelta(minutes=number),
            change=change,
        )
        for number, change in enumerate(changes, start=1)
    )


def shape(edition: Edition) -> dict[str, str]:
    """Who stands where, as ``page`` takes it."""
    found = {
        "lead": edition.lead.story if edition.lead else "",
        "top": "".join(each.story for each in edition.top),
    }
    for section in edition.sections:
        found[section.id] = "".join(each.story for each in section.items)
    return found


def article(story: str) -> Article:
    """The article behind a story of ``page``."""
    return Article(
        id=story,
        source="gazette",
        title=f"Headline {story}",
        url=f"https://news.example.com/{story}",
    )


def with_item(edition: Edition, changed: Item) -> Edition:
    """The edition with the story's item exchanged."""

    def swapped(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(changed if each.story == changed.story else each for each in items)

    return replace(
        edition,
        lead=next(iter(swapped((edition.lead,))), None) if edition.lead else None,
        top=swapped(edition.top),
        sections=tuple(replace(each, items=swapped(each.items)) for each in edition.sections),
    )


def press(of: Callable[[Item], Item]) -> Reprint:
    """A press that prints each item as ``of`` says."""
    return lambda items: [of(each) for each in items]


def find(edition: Edition, story: str) -> Item:
    """The story's item on the page."""
    return next(each for each in edition.items() if each.story == story)


def told_by(story: Item, *others: str) -> Item:
    """The story, told by other outlets' articles as well."""
    links = tuple(
        Link(url=f"https://wire.example.com/{other}", text=other, source=f"Outlet {other}")
        for other in others
    )
    return replace(story, articles=(*story.articles, *others), also=links)
