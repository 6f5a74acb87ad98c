"""Edits: what editors change over a built edition, as an append-only log, and what comes of it.

An edit never changes the built edition; ``digest.edit.apply`` lays the log over it again whenever
either of them has grown. Stories are named by their ids, which a rebuild keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeAlias

from digest.model.blocks import Block
from digest.model.edition import Edition, Item, StoryPlace
from digest.model.message import Text


class ItemField(StrEnum):
    """What an editor may write anew in an item; each is the name of what it stands in for."""

    HEADLINE = "headline"
    BRIEF = "brief"
    LINK_TEXT = "link_text"
    IMAGE_URL = "image_url"
    IMAGE_ALT = "image_alt"
    NOTE = "note"  # "why it matters"; no source has one


class EditionField(StrEnum):
    """What an editor may write anew in the edition as a whole."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    OPENING = "opening"  # the first words, above the lead


@dataclass(frozen=True, kw_only=True, slots=True)
class PinLead:
    """The story leads; the one that led becomes the first of the top stories."""

    story: str
    kind: Literal["pin_lead"] = "pin_lead"


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """The story stands at ``place``; as a brief, in ``section``.

    An empty ``section`` keeps the story's own. ``after`` is the story it comes after, empty to be
    the first there; if that one stands elsewhere by now, ``index`` counts (from 0), None meaning
    last. A move of a story that waits in the tray of late ones accepts it.
    """

    story: str
    place: StoryPlace
    section: str = ""
    after: str = ""
    index: int | None = None
    kind: Literal["move"] = "move"


@dataclass(frozen=True, kw_only=True, slots=True)
class Merge:
    """The articles of ``story`` join ``into``; remembered for the next build."""

    story: str
    into: str
    kind: Literal["merge"] = "merge"


@dataclass(frozen=True, kw_only=True, slots=True)
class Split:
    """``articles`` (ids) leave the story and are one of their own behind it; remembered as well.

    The new story's id is that of the first of ``articles``.
    """

    story: str
    articles: tuple[str, ...]
    kind: Literal["split"] = "split"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hide:
    """The story leaves the edition and lies in the tray, with the reason."""

    story: str
    reason: str = ""
    kind: Literal["hide"] = "hide"


@dataclass(frozen=True, kw_only=True, slots=True)
class BringBack:
    """The hidden story returns to where it stood."""

    story: str
    kind: Literal["bring_back"] = "bring_back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Accept:
    """A story that came after editing began enters the edition where the build put it."""

    story: str
    kind: Literal["accept"] = "accept"


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """``text`` is printed instead of the source's words; an empty text means the source again."""

    story: str
    field: ItemField
    text: str
    kind: Literal["override"] = "override"


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveImage:
    """The story is printed without its picture."""

    story: str
    kind: Literal["remove_image"] = "remove_image"


@dataclass(frozen=True, kw_only=True, slots=True)
class OverrideEdition:
    """``text`` is the edition's subject, preheader or opening; an empty text means the built one.

    The built subject and preheader are those that presenting finds.
    """

    field: EditionField
    text: str
    kind: Literal["override_edition"] = "override_edition"


@dataclass(frozen=True, kw_only=True, slots=True)
class RetitleSection:
    """The section is printed under ``text``; an empty text means the settings' title."""

    section: str
    text: str
    kind: Literal["retitle_section"] = "retitle_section"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddItem:
    """An item of the editor's own; its story id is "own-" and the number of the edit.

    ``section`` and ``after`` as in ``Move``. ``correction`` is the id of the correction it prints,
    None for any other item.
    """

    headline: str
    brief: str = ""
    url: str = ""
    link_text: str = ""
    place: StoryPlace = StoryPlace.BRIEF
    section: str = ""
    after: str = ""
    correction: int | None = None
    kind: Literal["add_item"] = "add_item"


@dataclass(frozen=True, kw_only=True, slots=True)
class AddBlock:
    """A block of the editor's own, behind the others; its id is "own-" and the edit's number."""

    block: Block
    kind: Literal["add_block"] = "add_block"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeBlock:
    """The block of that id is printed as ``block``, which is of the same kind."""

    id: str
    block: Block
    kind: Literal["change_block"] = "change_block"


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveBlock:
    """The block of that id is not printed."""

    id: str
    kind: Literal["remove_block"] = "remove_block"


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo:
    """The edit of that number counts no longer; it stays in the log."""

    number: int
    kind: Literal["undo"] = "undo"


@dataclass(frozen=True, kw_only=True, slots=True)
class Redo:
    """The undone edit of that number counts again."""

    number: int
    kind: Literal["redo"] = "redo"


StoryChange: TypeAlias = (
    PinLead | Move | Merge | Split | Hide | BringBack | Accept | Override | RemoveImage
)
"""Changes of one story, which they name in ``story``."""

BlockChange: TypeAlias = AddBlock | ChangeBlock | RemoveBlock
"""Changes of what stands besides the stories."""

Change: TypeAlias = (
    StoryChange | BlockChange | OverrideEdition | RetitleSection | AddItem | Undo | Redo
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """One line of the log.

    ``number`` counts an edition's edits from 1; it is 0 until the edit is in the log. ``source`` is
    the source's text that an override stood in for when it was written, and ``place`` where the
    story stood then. ``item`` is the story as it was then, kept where the proof does not have it
    and a later build may not. ``articles`` are those of a story that was split, before it was.
    """

    edition: str
    who: str
    at: datetime
    change: Change
    number: int = 0
    source: str = ""
    place: StoryPlace | None = None
    item: Item | None = None
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hidden:
    """A story in the tray: as it would be printed, and who took it out, when and why."""

    item: Item
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Stale:
    """An override whose source changed after it was written: ``was`` then, ``now`` in this build.

    ``story`` is empty for a section's title, whose id is then in ``section``.
    """

    edit: int
    field: str
    was: str
    now: str
    story: str = ""
    section: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Vanished:
    """A story that stays though the last build does not carry it, and why it does not."""

    story: str
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """A story that its source took back, or put under embargo ``until`` then: it cannot be printed,
    whatever the edits say."""

    item: Item
    why: Text
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """A story whose source changed what is printed of it. ``was`` is the item as it is printed,
    ``now`` with the source's words of now; ``old`` and ``new`` are what the source alone makes of
    it, and ``fields`` name what differs between them, the weightiest first."""

    was: Item
    now: Item
    old: Item
    new: Item
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unapplied:
    """An edit that does nothing at present, and why: it no longer finds its story."""

    edit: Edit
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """An edition with its edits laid over it.

    ``edition`` is what would be sent. ``sources`` are its items, and those in the trays, before
    editors wrote in them. ``late`` are stories that the build added after the first edit: they
    wait to be accepted. ``corrected`` are stories that their sources changed since the build: they
    are printed as they read now. ``standing`` are the edits that count, in order, without those
    undone.
    """

    edition: Edition
    built: Edition
    log: tuple[Edit, ...] = ()
    standing: tuple[Edit, ...] = ()
    sources: tuple[Item, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    late: tuple[Item, ...] = ()
    stale: tuple[Stale, ...] = ()
    vanished: tuple[Vanished, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    unapplied: tuple[Unapplied, ...] = ()

    @property
    def revision(self) -> int:
        """The number of the last edit in the log, 0 for none: what the next edit expects."""
        return self.log[-1].number if self.log else 0

    def source_of(self, story: str) -> Item | None:
        """The story's item as the sources have it, at its present place; None if unknown."""
        return next((item for item in self.sources if item.story == story), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Links:
    """What editors said of articles (ids): ``together`` tell one event, ``apart`` do not."""

    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


class Turn(StrEnum):
    """How something differs between two editions."""

    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"
    CHANGED = "changed"  # other words, picture or links
    UPDATED = "updated"  # carries on from the earlier edition's story
    REPEATED = "repeated"  # in both, with nothing that marks it as an update


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One difference between two editions, in plain words. ``story`` is empty for the edition's
    own texts; ``was`` and ``now`` are the texts where a text differs."""

    turn: Turn
    words: str
    story: str = ""
    field: str = ""
    was: str = ""
    now: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """A dated note on an edition that was sent; ``story`` is empty if it is on the whole.

    ``id`` is 0 until it is stored.
    """

    id: int = 0
    edition: str
    text: str
    who: str
    at: datetime
    story: str = ""
