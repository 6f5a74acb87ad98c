"""The board: the edition's places while edits are laid over it, with story ids on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.model.edition import Edition, StoryPlace


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
