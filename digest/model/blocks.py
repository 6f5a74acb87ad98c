"""Blocks: what stands in an edition besides its stories, a small value for each kind.

An editor adds one at the desk, or it comes back by the settings on its days. Text is plain text, as
in an item; what is empty is not shown. ``digest.model.block_fields`` says what each field may hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

from digest.model.article import Image
from digest.model.message import Message


class BlockKind(StrEnum):
    """The kinds of blocks, in the order in which the desk offers them."""

    NUMBER = "number"  # the number of the day
    QUOTE = "quote"
    AGENDA = "agenda"  # what to watch today
    MEDIA = "media"  # something to hear or to watch
    GOOD_THING = "good_thing"  # the lighter story at the end
    SPONSOR = "sponsor"  # somebody paid for it
    CORRECTION = "correction"
    SIGNATURE = "signature"  # today's editor
    FEEDBACK = "feedback"  # "Worth your time? Yes / No"

    @property
    def place(self) -> BlockPlace:
        """Where in the mail blocks of this kind stand."""
        return _PLACES.get(self, BlockPlace.BETWEEN)

    @property
    def message(self) -> Message:
        """The kind as words in a sentence."""
        return Message(f"block.kind_{self}")


class BlockPlace(StrEnum):
    """Where in a mail a block stands; of one place, blocks keep the edition's order."""

    OPENING = "opening"  # under the editor's first words
    BETWEEN = "between"  # behind a section: spread over them, so that they break the rhythm
    CLOSE = "close"  # behind the last section
    FOOT = "foot"  # above the pages that the footer links to


_PLACES = {
    BlockKind.SIGNATURE: BlockPlace.OPENING,
    BlockKind.AGENDA: BlockPlace.CLOSE,
    BlockKind.GOOD_THING: BlockPlace.CLOSE,
    BlockKind.CORRECTION: BlockPlace.CLOSE,
    BlockKind.FEEDBACK: BlockPlace.FOOT,
}


class Medium(StrEnum):
    """How an item is taken in that is not to be read."""

    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pictured:
    """A block that may have a picture: its URL, what it shows in words, its size where known."""

    image_url: str = ""
    image_alt: str = ""
    image_width: int = 0
    image_height: int = 0

    @property
    def image(self) -> Image | None:
        """The picture as stories have theirs; None where there is none."""
        if not self.image_url:
            return None
        return Image(
            url=self.image_url,
            alt=self.image_alt,
            width=self.image_width or None,
            height=self.image_height or None,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberBlock:
    """A number of the day, and what it counts: "2,318", "toads carried across Sandgate Road"."""

    figure: str
    text: str
    url: str = ""
    kind: Literal["number"] = "number"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuoteBlock:
    """Somebody's words, without quotation marks, which each language sets in its own way."""

    text: str
    who: str
    url: str = ""  # where they said it
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaEntry:
    """What happens when: "09:00", "Crews begin to vote"."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaBlock:
    """What to watch: what the day holds, in its order."""

    entries: tuple[AgendaEntry, ...]
    kind: Literal["agenda"] = "agenda"


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaBlock(_Pictured):
    """Something to hear or to watch, on a page that plays it: no mail program does."""

    medium: Medium
    headline: str
    url: str
    text: str = ""
    minutes: int = 0
    kind: Literal["media"] = "media"


@dataclass(frozen=True, kw_only=True, slots=True)
class GoodThingBlock:
    """One good thing, with which a mail lets go of its reader."""

    text: str
    url: str = ""
    kind: Literal["good_thing"] = "good_thing"


@dataclass(frozen=True, kw_only=True, slots=True)
class SponsorBlock(_Pictured):
    """What somebody paid for, from its first to its last day; said to be so in every language."""

    sponsor: str  # who paid
    headline: str
    url: str
    first_day: date
    last_day: date
    text: str = ""
    link_text: str = ""
    kind: Literal["sponsor"] = "sponsor"


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectionBlock:
    """A correction of an earlier edition; ``correction`` is the id of the note on it, if any."""

    text: str
    correction: int | None = None
    kind: Literal["correction"] = "correction"


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureBlock(_Pictured):
    """Who edited the edition, with a photo; ``text`` says more: a role, a farewell."""

    name: str
    text: str = ""
    kind: Literal["signature"] = "signature"


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackBlock:
    """A question with two links for its answers; "{edition}" in them is the edition's id."""

    yes_url: str
    no_url: str
    question: str = ""  # "Worth your time?" in the edition's language if empty
    kind: Literal["feedback"] = "feedback"


Block: TypeAlias = (
    NumberBlock
    | QuoteBlock
    | AgendaBlock
    | MediaBlock
    | GoodThingBlock
    | SponsorBlock
    | CorrectionBlock
    | SignatureBlock
    | FeedbackBlock
)


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionBlock:
    """A block of an edition. ``id`` is its own among the edition's blocks, and a rebuild keeps it:
    "sponsor-1" is the first sponsor of the settings, "own-4" what the fourth edit added."""

    id: str
    content: Block


def gist_of(block: Block) -> str:
    """A block in a few words, by which people tell it from others of its kind."""
    match block:
        case NumberBlock():
            return f"{block.figure} {block.text}"
        case AgendaBlock(entries=entries):
            return ", ".join(f"{entry.when} {entry.what}" for entry in entries)
        case MediaBlock() | SponsorBlock():
            return block.headline
        case SignatureBlock():
            return block.name
        case FeedbackBlock():
            return block.question or block.yes_url
        case QuoteBlock() | GoodThingBlock() | CorrectionBlock():
            return block.text


def why_not_on(block: Block, day: date) -> Message | None:
    """Why a block is not printed on that day; None if it is. Only sponsors have days of their own,
    which they paid for, and no other."""
    if not isinstance(block, SponsorBlock) or block.first_day <= day <= block.last_day:
        return None
    key = "sponsor_over" if day > block.last_day else "sponsor_early"
    return Message(
        f"block.{key}",
        sponsor=block.sponsor,
        first_day=block.first_day,
        last_day=block.last_day,
    )


def links_of(block: Block) -> tuple[str, ...]:
    """The URLs that a block leads its readers to."""
    match block:
        case FeedbackBlock():
            return block.yes_url, block.no_url
        case AgendaBlock() | CorrectionBlock() | SignatureBlock():
            return ()
        case _:
            return (block.url,) if block.url else ()


def image_of(block: Block) -> Image | None:
    """The block's picture; None where it has none."""
    return block.image if isinstance(block, _Pictured) else None
