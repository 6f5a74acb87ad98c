"""One edit after the other, laid over the board. Each says why it does nothing, if it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.edit.article_sets import joined, making, parted
from digest.edit.block_edits import lay_block
from digest.edit.place_reasons import Placement
from digest.edit.placements import Placements, Spot
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BringBack,
    ChangeBlock,
    Edit,
    Hide,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveBlock,
    RemoveImage,
    RetitleSection,
    Split,
    Undo,
    Withdrawn,
)
from digest.model.edition import Edition, Item, StoryPlace
from digest.model.message import Message, Text

APPLIED = ""

Reprint = Callable[[Sequence[Item]], Sequence[Item]]
"""Gives items whose place or articles changed the texts that fit them, in the same order. An item
without a headline is new, and comes back without one if its articles cannot be found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tray:
    """A hidden story: where it stood, None if it waited, and what is told of it."""

    spot: Spot | None
    reason: str
    who: str
    at: datetime


class Layer:
    """The stories, the board they stand on and the tray, while edits are laid over them.

    ``items`` are all stories that can be printed, each as its texts were made; the board says which
    are printed, and where. ``first`` are the stories before any edit; ``placements`` say which
    editor gave a story its place last. ``blocks`` stand besides the stories, by their ids.
    """

    def __init__(
        self,
        board: Placements,
        items: Iterable[Item],
        withdrawn: Iterable[Withdrawn],
        built: Edition,
        sections: Mapping[str, str],
        reprint: Reprint,
    ) -> None:
        self.board = board
        self.items = {item.story: item for item in items}
        self.made_for = {story: making(item) for story, item in self.items.items()}
        self.withdrawn = {each.item.story: each for each in withdrawn}
        self.built = built
        self.sections = dict(sections)
        self.reprint = reprint
        self.hidden: dict[str, Tray] = {}
        self.merged: dict[str, str] = {}
        self.first = dict(self.items)
        self.placements: dict[str, Placement] = {}
        self.blocks = {each.id: each.content for each in built.blocks}

    def lay(self, edit: Edit) -> Text:
        """Lays the edit over what is there. Returns why it does nothing, or ``APPLIED``."""
        change = edit.change
        match change:
            case AddItem():
                return self._add(change, edit)
            case AddBlock() | ChangeBlock() | RemoveBlock():
                return lay_block(self.blocks, change, edit.number)
            case RetitleSection(section=section):
                return (
                    APPLIED
                    if section in self.sections
                    else Message("edit.no_such_section", section=section)
                )
            case OverrideEdition() | Undo() | Redo():
                return APPLIED
        if why := self._missing(change.story):
            return why
        match change:
            case PinLead(story=story):
                return self._place(Move(story=story, place=StoryPlace.LEAD), edit)
            case Move():
                return self._move(change, edit)
            case Merge(story=story, into=into):
                return self._merge(story, into)
            case Split(story=story, articles=articles):
                return self._split(story, articles, edit)
            case Hide():
                return self._hide(change, edit)
            case BringBack(story=story):
                return self._bring_back(story)
            case Accept(story=story):
                return self._accept(story, edit)
            case Override() | RemoveImage():
                return APPLIED

    def _free(self, story: str) -> str:
        """The id, made longer while another story has it: sources may call an article anything."""
        while story in self.items or story in self.withdrawn:
            story += "-"
        return story

    def _missing(self, story: str) -> Text:
        """Why the story cannot be edited; empty if it can."""
        if story in self.merged:
            return Message("edit.part_of_another", title=self.items[self.merged[story]].headline)
        if story in self.withdrawn:
            return self.withdrawn[story].why
        return "" if story in self.items else Message("edit.no_such_story")

    def _place(self, move: Move, edit: Edit) -> Text:
        story, section = move.story, move.section or self.items[move.story].section
        if move.place is StoryPlace.BRIEF and section not in self.sections:
            return Message("edit.no_such_section", section=section)
        self.hidden.pop(story, None)
        self.board.put(story, move.place, section, after=move.after, index=move.index)
        self.items[story] = replace(self.items[story], section=section)
        self.placements[story] = Placement(who=edit.who, place=move.place)
        return APPLIED

    def _move(self, move: Move, edit: Edit) -> Text:
        if move.section and move.section not in self.sections:
            return Message("edit.no_such_section", section=move.section)
        return self._place(move, edit)

    def _merge(self, story: str, into: str) -> Text:
        if story == into:
            return Message("edit.cannot_join_itself")
        if why := self._missing(into):
            return why
        self.board.take(story)
        self.hidden.pop(story, None)
        self.items[into] = joined(self.items[into], self.items[story])
        self.merged[story] = into
        for earlier, home in self.merged.items():
            if home == story:
                self.merged[earlier] = into
        return APPLIED

    def _split(self, story: str, articles: Iterable[str], edit: Edit) -> Text:
        item, leaving = self.items[story], set(articles) & set(self.items[story].articles)
        if not leaving:
            return self._part_from(story, articles, edit)
        if len(leaving) == len(item.articles):
            return Message("edit.needs_an_article")
        rest, blank = parted(item, leaving, self.built)
        if blank.story in self.items or blank.story in self.withdrawn:
            blank = replace(blank, story=self._free(f"split-{edit.number}"))
        (new,) = self.reprint([blank])
        if not new.headline.strip():
            return Message("edit.article_not_stored")
        self.items[story] = rest
        self.items[new.story] = new
        self.made_for[new.story] = making(new)
        return self._place_behind(story, new.story, edit)

    def _part_from(self, story: str, articles: Iterable[str], edit: Edit) -> Text:
        """The build may have split the story as it was told to: then the other one waits."""
        asked = set(articles)
        for other in self.items.values():
            waits = other.story not in self.board and other.story not in self.hidden
            if waits and other.story not in self.merged and asked & set(other.articles):
                return self._place_behind(story, other.story, edit)
        return Message("edit.articles_not_in_story")

    def _place_behind(self, story: str, new: str, edit: Edit) -> Text:
        spot = self.board.spot_of(story)
        if spot is None:  # both lie in the same tray
            if story in self.hidden:
                self.hidden[new] = self.hidden[story]
            return APPLIED
        place = StoryPlace.TOP if spot.place is StoryPlace.LEAD else spot.place
        section = spot.section or self.items[new].section
        after = "" if spot.place is StoryPlace.LEAD else story
        return self._place(Move(story=new, place=place, section=section, after=after), edit)

    def _hide(self, hide: Hide, edit: Edit) -> Text:
        if hide.story in self.hidden:
            return Message("edit.already_hidden")
        self.hidden[hide.story] = Tray(
            spot=self.board.spot_of(hide.story), reason=hide.reason, who=edit.who, at=edit.at
        )
        self.board.take(hide.story)
        return APPLIED

    def _bring_back(self, story: str) -> Text:
        tray = self.hidden.pop(story, None)
        if tray is None:
            return Message("edit.not_hidden")
        if tray.spot is not None:
            self.board.put_back(story, tray.spot)
        return APPLIED

    def _accept(self, story: str, edit: Edit) -> Text:
        """A story that the build would have put above the sections comes last there: whoever it
        would have moved was seen by an editor."""
        if story in self.board:
            return Message("edit.already_there")
        item = self.items[story]
        if item.place is not StoryPlace.BRIEF:
            return self._place(Move(story=story, place=StoryPlace.TOP, after=_LAST), edit)
        before = ""
        for section in self.built.sections:
            for other in section.items:
                if other.story == story:
                    return self._place(
                        Move(story=story, place=StoryPlace.BRIEF, after=before), edit
                    )
                if other.story in self.board.briefs(item.section):
                    before = other.story
        return self._place(Move(story=story, place=StoryPlace.BRIEF, after=_LAST), edit)

    def _add(self, own: AddItem, edit: Edit) -> Text:
        story = self._free(f"own-{edit.number}")
        self.items[story] = Item(
            story=story,
            place=own.place,
            section=own.section or next(reversed(self.sections), ""),
            headline=own.headline,
            brief=own.brief,
            source="",
            url=own.url,
            link_text=(own.link_text or own.headline) if own.url else "",
            language=self.built.language,
            direction=self.built.direction,
        )
        self.made_for[story] = making(self.items[story])
        why = self._place(
            Move(story=story, place=own.place, section=own.section, after=own.after), edit
        )
        if why:
            del self.items[story]
        return why


_LAST = "\0"  # no story has this id: behind all others
