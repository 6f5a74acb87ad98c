"""Blocks under edits: what is added, changed and removed besides the stories."""

from __future__ import annotations

from digest.model.blocks import Block
from digest.model.edit import AddBlock, BlockChange, ChangeBlock, RemoveBlock
from digest.model.message import Message, Text


def lay_block(blocks: dict[str, Block], change: BlockChange, number: int) -> Text:
    """Lays the edit of that number over the blocks. Returns why it does nothing, or an empty text.

    A block of the settings that a later build does not have any more is not brought back by an
    edit: its sponsor may have left.
    """
    match change:
        case AddBlock(block=block):
            blocks[f"own-{number}"] = block
        case ChangeBlock(id=id_, block=block):
            if id_ not in blocks:
                return Message("edit.no_such_block")
            if blocks[id_].kind != block.kind:
                return Message("edit.block_of_other_kind")
            blocks[id_] = block
        case RemoveBlock(id=id_):
            if id_ not in blocks:
                return Message("edit.no_such_block")
            del blocks[id_]
    return ""
