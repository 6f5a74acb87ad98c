"""Shifting: one step towards the lead or away from it, for those who move stories by keyboard."""

from __future__ import annotations

from digest.model.edit import Move
from digest.model.edition import Edition, Item, StoryPlace


def shifted(edition: Edition, story: str, by: int) -> Move | None:
    """The move that brings the story one step up (``by`` below 0) or down; None at either end.

    Steps go from the sections through the top stories to the lead and back. ``edition`` is the one
    the editor looks at. A story that leaves the lead changes places with the first top story.
    """
    return _up(edition, story) if by < 0 else _down(edition, story)


def _up(edition: Edition, story: str) -> Move | None:
    top = _ids(edition.top)
    if story in top:
        return _within(story, StoryPlace.TOP, "", top, top.index(story) - 1)
    above: tuple[str, list[str]] | None = None
    for section in edition.sections:
        briefs = _ids(section.items)
        if story in briefs:
            if briefs[0] != story:
                return _within(story, StoryPlace.BRIEF, section.id, briefs, briefs.index(story) - 1)
            if above is None:
                return _last(story, StoryPlace.TOP, "", top)
            return _last(story, StoryPlace.BRIEF, *above)
        above = (section.id, briefs)
    return None


def _down(edition: Edition, story: str) -> Move | None:
    top = _ids(edition.top)
    lists = [(section.id, _ids(section.items)) for section in edition.sections]
    if edition.lead is not None and edition.lead.story == story:
        # the first top story leads then, and this one comes right after it
        return Move(story=story, place=StoryPlace.TOP, index=0) if top else None
    if story in top and top[-1] != story:
        return _within(story, StoryPlace.TOP, "", top, top.index(story) + 1)
    for number, (section, briefs) in enumerate(lists):
        if story in briefs:
            if briefs[-1] != story:
                return _within(story, StoryPlace.BRIEF, section, briefs, briefs.index(story) + 1)
            below = lists[number + 1 :]
            return _first(story, below[0][0]) if below else None
    return _first(story, lists[0][0]) if story in top and lists else None


def _ids(items: tuple[Item, ...]) -> list[str]:
    return [item.story for item in items]


def _within(story: str, place: StoryPlace, section: str, stories: list[str], to: int) -> Move:
    """The move to the index ``to`` of the list the story is in; above its first, to the lead."""
    if to < 0:
        return Move(story=story, place=StoryPlace.LEAD)
    others = [other for other in stories if other != story]
    after = others[to - 1] if to else ""
    return Move(story=story, place=place, section=section, after=after, index=to)


def _last(story: str, place: StoryPlace, section: str, stories: list[str]) -> Move:
    if place is StoryPlace.TOP and not stories:
        return Move(story=story, place=StoryPlace.TOP)
    return Move(story=story, place=place, section=section, after=stories[-1], index=len(stories))


def _first(story: str, section: str) -> Move:
    return Move(story=story, place=StoryPlace.BRIEF, section=section, index=0)
