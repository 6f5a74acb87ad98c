"""Layout: which story stands where, and which find no place.

The lead is the best story with a full article behind it whose genre may lead, and the top stories
follow in order of score, with two limits: neither one outlet nor one section may fill more than
half of the top while others have something to show. Then each section prints its best. A teaser or
brief does not stand in the top while its own outlet has a full article to offer, and some genres
never do, see ``genre_places``. Something leads all the same: on a day of nothing but columns, the
best column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from digest.compose.genre_places import standing_of
from digest.compose.rank import outlets
from digest.model.article import Genre, Kind
from digest.model.edition import MORE_NEWS, LeftOut, Story, StoryPlace
from digest.model.message import Message, Text
from digest.model.settings import Section, Sizes


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A story and the place it got, and why it got it."""

    story: Story
    place: StoryPlace
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionLayout:
    """The places of an edition: the lead, the top stories, and briefs by section id, in order."""

    lead: Placed | None
    top: tuple[Placed, ...]
    briefs: tuple[tuple[str, tuple[Placed, ...]], ...]
    left_out: tuple[LeftOut, ...]


def lay_out(
    stories: Sequence[Story],
    *,
    sections: Sequence[str],
    sizes: Sizes,
    like_news: Collection[Genre] = (),
) -> EditionLayout:
    """``stories`` come ranked; ``sections`` are the ids the newsletter carries, as printed; genres
    of ``like_news`` are placed like news."""
    carried, left_out = _carried(stories, sections, sizes)
    top = _top(carried, 1 + sizes.top_stories, like_news)
    placed_ids = {placed.story.id for placed in top}
    rest = [story for story in carried if story.id not in placed_ids]
    briefs: list[tuple[str, tuple[Placed, ...]]] = []
    for section in sections:
        here = [story for story in rest if story.section == section]
        printed, dropped = here[: sizes.briefs_per_section], here[sizes.briefs_per_section :]
        left_out.extend(_crowded(story, sizes.briefs_per_section) for story in dropped)
        if printed:
            briefs.append((section, tuple(_as_brief(story, like_news) for story in printed)))
    return EditionLayout(
        lead=top[0] if top else None,
        top=top[1:],
        briefs=tuple(briefs),
        left_out=tuple(left_out),
    )


def printed_sections(listed: Sequence[str], known: Sequence[Section]) -> tuple[str, ...]:
    """The ids of the sections a newsletter carries, in printed order. One that lists only some of
    the settings' sections carries just these; else what fits none of them closes the edition."""
    ids = [section.id for section in known]
    if not listed:
        return (*ids, MORE_NEWS)
    complete = set(ids) <= set(listed)
    return (*listed, MORE_NEWS) if complete and MORE_NEWS not in listed else tuple(listed)


def _carried(
    stories: Iterable[Story], sections: Sequence[str], sizes: Sizes
) -> tuple[list[Story], list[LeftOut]]:
    carried: list[Story] = []
    left_out: list[LeftOut] = []
    for story in stories:
        if story.section not in sections:
            why = Message("reason.section_not_carried")
        elif _as_news(story) < sizes.score_floor:
            score = _as_news(story)
            why = Message("reason.score_below_floor", score=score, floor=sizes.score_floor)
        else:
            carried.append(story)
            continue
        left_out.append(LeftOut(id=story.id, title=story.leading.title, why=why))
    return carried, left_out


def _as_news(story: Story) -> float:
    """The score without what its genre costs, which keeps it from the top and not out of print."""
    return story.score - sum(part.points for part in story.score_parts if part.name == "genre")


def _top(stories: Sequence[Story], places: int, like_news: Collection[Genre]) -> tuple[Placed, ...]:
    """The lead and the top stories: first within both limits, then without the section's, and
    only when nothing else is left without the outlet's."""
    lead = _lead(stories, like_news)
    if lead is None:
        return ()
    of_top = [story for story in stories if standing_of(story.genre, like_news).top]
    fit = [story for story in _with_text(of_top) if story.id != lead.story.id]
    half = max(1, (places + 1) // 2)
    chosen = [lead.story]
    reasons: dict[str, Message] = {}
    for by_outlet, by_section, why in (
        (half, half, Message("reason.top")),
        (half, places, Message("reason.top_despite_section")),
        (places, places, Message("reason.top_despite_outlet")),
    ):
        for story in fit:
            if len(chosen) == places:
                break
            if story in chosen or not _room(story, chosen, by_outlet, by_section):
                continue
            chosen.append(story)
            reasons[story.id] = why
    rest = (story for story in fit if story.id in reasons)
    below = (Placed(story=one, place=StoryPlace.TOP, why=reasons[one.id]) for one in rest)
    return (lead, *below)


def _lead(stories: Sequence[Story], like_news: Collection[Genre]) -> Placed | None:
    """The best of what may lead; else of what may stand in the top; else of all, what was paid for
    last. None where there is no story."""
    standings = {story.id: standing_of(story.genre, like_news) for story in stories}
    for among, why in (
        ([story for story in stories if standings[story.id].leads], Message("reason.leads")),
        ([story for story in stories if standings[story.id].top], None),
        ([story for story in stories if story.genre is not Genre.ADVERTORIAL], None),
        (stories, None),
    ):
        if among:
            best = _with_text(among)[0]
            why = why or Message("reason.leads_as_last_resort", genre=best.genre.message)
            return Placed(story=best, place=StoryPlace.LEAD, why=why)
    return None


def _room(story: Story, chosen: Sequence[Story], by_outlet: int, by_section: int) -> bool:
    by_leading = Counter(other.leading.source for other in chosen)
    filed = Counter(other.section for other in chosen)
    return by_leading[story.leading.source] < by_outlet and (
        story.section == MORE_NEWS or filed[story.section] < by_section
    )


def _with_text(stories: Sequence[Story]) -> list[Story]:
    """Stories with something to read behind them; all of them on a day that has nothing longer."""
    with_full = {s.leading.source for s in stories if s.leading.kind is Kind.ARTICLE}
    fit = [
        story
        for story in stories
        if story.leading.kind is Kind.ARTICLE
        or (story.leading.source not in with_full and story.leading.kind is Kind.TEASER)
        or len(outlets(story)) > 1
    ]
    return fit or list(stories)


def _as_brief(story: Story, like_news: Collection[Genre]) -> Placed:
    why = Message("reason.brief_by_score")
    if not standing_of(story.genre, like_news).top:
        why = Message("reason.brief_by_genre", genre=story.genre.message)
    return Placed(story=story, place=StoryPlace.BRIEF, why=why)


def _crowded(story: Story, places: int) -> LeftOut:
    why = Message("reason.places_taken", count=places)
    return LeftOut(id=story.id, title=story.leading.title, why=why)
