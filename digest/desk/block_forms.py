"""Blocks at the desk: the cards of an edition's, the form that writes one, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from digest.desk.request_context import Visit
from digest.edit.descriptions import short
from digest.model.block_fields import MOST_ENTRIES, is_needed, read_block, writable_fields
from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    BlockKind,
    EditionBlock,
    Medium,
    gist_of,
    why_not_on,
)
from digest.model.edit import AddBlock, ChangeBlock, Edited
from digest.model.errors import UsageError
from digest.model.message import Message, Text

NEW = "new-"
"""Before a kind, in the address of a page whose form writes a new block."""
OLD = "block-"
"""Before a block's id, in the address of a page whose form writes that one anew."""
_LONG = frozenset({"text"})
_DAYS = frozenset({"first_day", "last_day"})
_NUMBERS = frozenset({"minutes", "image_width", "image_height"})


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockField:
    """A field of the form: its name, what stands before it, and what it has now. ``shape`` is
    "text", "long", "url", "date", "number" or "medium"."""

    name: str
    label: Text
    shape: str
    value: str
    needed: bool
    number: int = 0  # of the line of an agenda


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockForm:
    """The form that writes a block; ``id`` is empty for a new one."""

    key: str  # "new-number", "block-own-4"
    kind: BlockKind
    id: str
    fields: tuple[BlockField, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockCard:
    """A block of the edition on the board. ``touched`` names who added or changed it last, empty
    for the settings' own; ``why_not`` says why the mail does not print it."""

    id: str
    kind: BlockKind
    gist: str
    touched: str
    why_not: Text = ""


def block_cards(edited: Edited) -> tuple[BlockCard, ...]:
    """The edition's blocks as they stand on the board."""
    touched: dict[str, str] = {}
    for edit in edited.standing:
        if isinstance(edit.change, AddBlock):
            touched[f"own-{edit.number}"] = edit.who
        elif isinstance(edit.change, ChangeBlock):
            touched[edit.change.id] = edit.who
    return tuple(
        BlockCard(
            id=each.id,
            kind=BlockKind(each.content.kind),
            gist=short(gist_of(each.content)),
            touched=touched.get(each.id, ""),
            why_not=why_not_on(each.content, edited.edition.date) or "",
        )
        for each in edited.edition.blocks
    )


def block_form(edited: Edited, asked: str) -> BlockForm | None:
    """The form that the page's address asks for; None if it names no block and no kind."""
    if asked.startswith(NEW) and asked.removeprefix(NEW) in tuple(BlockKind):
        kind = BlockKind(asked.removeprefix(NEW))
        return BlockForm(key=asked, kind=kind, id="", fields=tuple(_fields(kind, None)))
    for each in edited.edition.blocks:
        if asked == OLD + each.id:
            kind = BlockKind(each.content.kind)
            fields = tuple(_fields(kind, each.content))
            return BlockForm(key=asked, kind=kind, id=each.id, fields=fields)
    return None


def copied_to(edited: Edited, earlier: tuple[EditionBlock, ...]) -> tuple[EditionBlock, ...]:
    """Those of an earlier edition's blocks that this one does not have, word for word."""
    ours = {each.content for each in edited.edition.blocks}
    return tuple(each for each in earlier if each.content not in ours)


def read_block_form(visit: Visit) -> Block:
    """The block that the form writes.

    :raises BlockRefusedError: it is not complete; every mistake is in it.
    :raises UsageError: there is no such kind of block.
    """
    if visit.field("kind") not in tuple(BlockKind):
        raise UsageError(visit.words("no_change", change=visit.field("kind")))
    kind = BlockKind(visit.field("kind"))
    given: dict[str, object] = {}
    for entry in writable_fields(kind):
        given[entry.name] = (
            list(_entries(visit))
            if entry.name == "entries"
            else _typed(entry.name, visit.field(f"text-{entry.name}").strip())
        )
    return read_block(kind, given)


def _typed(name: str, text: str) -> object:
    """What was typed as what the field holds; as it is where it is no such thing."""
    if name in _DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if name in _NUMBERS and text.isascii() and text.isdecimal() and len(text) < 9:
        return int(text)
    return text


def _entries(visit: Visit) -> Iterator[dict[str, str]]:
    """The lines of an agenda in which anything was typed."""
    for number in range(1, MOST_ENTRIES + 1):
        entry = {name: visit.field(f"text-{name}-{number}").strip() for name in ("when", "what")}
        if any(entry.values()):
            yield entry


def _fields(kind: BlockKind, block: Block | None) -> Iterator[BlockField]:
    for entry in writable_fields(kind):
        if entry.name == "entries":
            yield from _entry_fields(block.entries if isinstance(block, AgendaBlock) else ())
            continue
        value = getattr(block, entry.name, "") if block is not None else ""
        yield BlockField(
            name=entry.name,
            label=Message(f"block.field_{entry.name}"),
            shape=_shape(entry.name),
            value=str(value) if value else "",
            needed=is_needed(entry),
        )


def _entry_fields(entries: tuple[AgendaEntry, ...]) -> Iterator[BlockField]:
    for number in range(1, MOST_ENTRIES + 1):
        entry = entries[number - 1] if number <= len(entries) else None
        for name in ("when", "what"):
            yield BlockField(
                name=f"{name}-{number}",
                label=Message(f"block.field_{name}"),
                shape="text",
                value=getattr(entry, name, ""),
                needed=number == 1,
                number=number,
            )


def _shape(name: str) -> str:
    if name in _LONG:
        return "long"
    if name in _DAYS:
        return "date"
    if name in _NUMBERS:
        return "number"
    if name == "medium":
        return "medium"
    return "url" if name.endswith("url") else "text"


MEDIA = tuple(Medium)
"""What a form offers for how an item is taken in."""
