"""The board: who stands where while edits are laid over an edition, with story ids on it; and the
move that shifts a story one step up or down, for those who work by keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.model.edit import Move
from digest.model.edition import Edition, Item, StoryPlace


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where a story stands: its place, as a brief its section, and how many stand before it."""

    place: StoryPlace
    section: str
    index: int


class Placements:
    """A working copy of who stands where. Every story is on it at most once.

    There is a lead whenever there is a top story: a lead that leaves is followed by the first.
    """

    def __init__(self, edition: Edition) -> None:
        self._lead = [edition.lead.story] if edition.lead else []
        self._top = [item.story for item in edition.top]
        self._briefs = {
            section.id: [item.story for item in section.items] for section in edition.sections
        }

    @property
    def lead(self) -> str | None:
        return self._lead[0] if self._lead else None

    @property
    def top(self) -> tuple[str, ...]:
        return tuple(self._top)

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(section for section, stories in self._briefs.items() if stories)

    def briefs(self, section: str) -> tuple[str, ...]:
        """The stories of the section, in order."""
        return tuple(self._briefs.get(section, ()))

    def __contains__(self, story: str) -> bool:
        return self.spot_of(story) is not None

    def spot_of(self, story: str) -> Spot | None:
        """Where the story stands; None if it is not on the board."""
        for place, section, stories in self._lists():
            if story in stories:
                return Spot(place=place, section=section, index=stories.index(story))
        return None

    def take(self, story: str) -> None:
        """The story leaves the board, if it is on it."""
        for _, _, stories in self._lists():
            if story in stories:
                stories.remove(story)
        self._fill_lead()

    def put(
        self,
        story: str,
        place: StoryPlace,
        section: str = "",
        after: str = "",
        index: int | None = None,
    ) -> None:
        """The story stands at ``place``, behind ``after``; first if ``after`` is empty.

        Where ``after`` is not there, ``index`` stories stand before it, or all of them.
        """
        self.take(story)
        if place is StoryPlace.LEAD:
            self._top[:0] = self._lead
            self._lead = [story]
            return
        stories = self._top if place is StoryPlace.TOP else self._briefs.setdefault(section, [])
        if after in stories:
            stories.insert(stories.index(after) + 1, story)
        elif not after:
            stories.insert(0, story)
        else:
            stories.insert(len(stories) if index is None else max(index, 0), story)
        self._fill_lead()

    def put_back(self, story: str, spot: Spot) -> None:
        """The story stands where it stood, as nearly as there is room."""
        self.put(story, spot.place, spot.section, after=_NOBODY, index=spot.index)

    def _lists(self) -> Iterator[tuple[StoryPlace, str, list[str]]]:
        yield StoryPlace.LEAD, "", self._lead
        yield StoryPlace.TOP, "", self._top
        for section, stories in self._briefs.items():
            yield StoryPlace.BRIEF, section, stories

    def _fill_lead(self) -> None:
        if not self._lead and self._top:
            self._lead = [self._top.pop(0)]


_NOBODY = "\0"  # no story has this id: the index decides


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
