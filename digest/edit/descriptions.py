"""An edit in plain words, in the language of whoever reads the history.

Which sentence an edit takes is decided here; the sentences themselves are the reader's: ``Say`` is
given a key, "did_move" say, and the values that the sentence names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from digest.model.blocks import Block, BlockKind, gist_of
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BlockChange,
    BringBack,
    Change,
    ChangeBlock,
    Edit,
    Edited,
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
    StoryChange,
    Undo,
)
from digest.model.edition import StoryPlace
from digest.model.message import Message

_LONGEST = 60  # characters of a headline that is quoted to name a story

Say: TypeAlias = Callable[..., str]
"""The sentence for a key, with its named values filled in."""


def described(edit: Edit, edited: Edited, say: Say) -> str:
    """What the edit did: "moved “Ferry stays” to Politics". Stories go by their sources' headlines,
    and by their ids where they are known no longer."""
    known = (*edited.built.items(), *edited.sources)
    teller = _Teller(
        say=say,
        headlines={item.story: item.headline for item in known},
        titles=dict(edited.built.section_titles),
        blocks={each.id: each.content for each in edited.built.blocks}
        | {
            f"own-{each.number}": each.change.block
            for each in edited.log
            if isinstance(each.change, AddBlock)
        },
        log=edited.log,
    )
    return teller.told(edit.change)


@dataclass(frozen=True, kw_only=True)
class _Teller:
    say: Say
    headlines: Mapping[str, str]
    titles: Mapping[str, str]
    blocks: Mapping[str, Block]
    log: Sequence[Edit]

    def told(self, change: Change) -> str:
        match change:
            case OverrideEdition(field=field, text=text):
                return self.say(_wrote("did_write_edition", text), field=self.say(f"field_{field}"))
            case RetitleSection(section=section, text=text):
                title = self.titles.get(section, section)
                return self.say(_wrote("did_retitle", text), section=title, text=text)
            case AddItem():
                return self.say("did_add", headline=change.headline)
            case AddBlock() | ChangeBlock() | RemoveBlock():
                return self._of_a_block(change)
            case Undo() | Redo():
                return self._mark(change)
            case _:
                return self._of_a_story(change)

    def _of_a_story(self, change: StoryChange) -> str:
        story = self.headlines.get(change.story, change.story)
        match change:
            case PinLead() | Move(place=StoryPlace.LEAD):
                return self.say("did_lead", story=story)
            case Move(place=StoryPlace.TOP):
                return self.say("did_top", story=story)
            case Move(section=section):
                title = self.titles.get(section, section)
                key = "did_section" if section else "did_within"
                return self.say(key, story=story, section=title)
            case Merge(into=into):
                return self.say("did_merge", story=story, into=self.headlines.get(into, into))
            case Split():
                return self.say("did_split", story=story, count=len(change.articles))
            case Hide(reason=reason):
                return self.say("did_hide_why" if reason else "did_hide", story=story, why=reason)
            case Override(field=field, text=text):
                name = self.say(f"field_{field}")
                return self.say(_wrote("did_write", text), story=story, field=name)
            case BringBack() | Accept() | RemoveImage():
                return self.say(f"did_{change.kind}", story=story)

    def _of_a_block(self, change: BlockChange) -> str:
        block = self.blocks.get(change.id) if isinstance(change, RemoveBlock) else change.block
        told = named(block) if block is not None else getattr(change, "id", "")
        return self.say(f"did_{change.kind}", block=told)

    def _mark(self, mark: Undo | Redo) -> str:
        target = next((edit.change for edit in self.log if edit.number == mark.number), None)
        if target is None or isinstance(target, Undo | Redo):
            return self.say(f"did_{mark.kind}_nothing")
        return self.say(f"did_{mark.kind}", edit=self.told(target))


def named(block: Block) -> Message:
    """A block by its kind and in a few words: "number of the day “2,318 toads”"."""
    return Message("block.named", kind=BlockKind(block.kind).message, gist=short(gist_of(block)))


def short(text: str) -> str:
    """A text on one line, cut to what names a story or a block."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _wrote(key: str, text: str) -> str:
    """The key itself, or that of its opposite: an empty text gives the source's words back."""
    return key if text.strip() else f"{key}_back"
