"""What a block's fields may hold: one reading for the settings and for the desk. Pure.

::

    kind + fields as they were given ─mistakes_in_fields→ FieldMistake …, each with its field
                                     ─read_block→ Block

Every mistake is found at once: a block with half its fields is refused, never printed by halves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    BlockKind,
    CorrectionBlock,
    FeedbackBlock,
    GoodThingBlock,
    MediaBlock,
    Medium,
    NumberBlock,
    QuoteBlock,
    SignatureBlock,
    SponsorBlock,
)
from digest.model.errors import UsageError
from digest.model.message import Message, Text

SHAPES: Mapping[BlockKind, type[Block]] = {
    BlockKind.NUMBER: NumberBlock,
    BlockKind.QUOTE: QuoteBlock,
    BlockKind.AGENDA: AgendaBlock,
    BlockKind.MEDIA: MediaBlock,
    BlockKind.GOOD_THING: GoodThingBlock,
    BlockKind.SPONSOR: SponsorBlock,
    BlockKind.CORRECTION: CorrectionBlock,
    BlockKind.SIGNATURE: SignatureBlock,
    BlockKind.FEEDBACK: FeedbackBlock,
}
"""The class that each kind of block becomes."""

MOST_ENTRIES = 8
LONGEST_TEXT = 1_500
LONGEST = {"figure": 16, "who": 160, "name": 80, "sponsor": 80, "headline": 160, "link_text": 40}
"""The most characters of a field; any other text may have ``LONGEST_TEXT``."""
_LONGEST_URL = 2_000
_LONGEST_ENTRY = {"when": 30, "what": 160}
_LARGEST_PICTURE = 20_000
_LONGEST_MEDIUM = 1_440
_NOT_GIVEN = {"kind", "correction"}
"""Fields that nobody writes: the kind is known, and the desk knows which note it prints."""
_TOGETHER = (("image_url", "image_alt"), ("image_width", "image_height"))
"""Of these, one is nothing without the other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldMistake:
    """What is wrong with a field of a block; ``field`` is empty for the block as a whole."""

    field: str
    why: Message


class BlockRefusedError(UsageError):
    """A block that cannot be printed. ``mistakes`` are all that is wrong with it."""

    def __init__(self, mistakes: Sequence[FieldMistake]) -> None:
        self.mistakes = tuple(mistakes)
        said = [Message("common.at", where=_named(each.field), what=each.why) for each in mistakes]
        super().__init__(Message("block.refused", mistakes=said))


def _named(field: str) -> Text:
    """A field as people call it; one that no kind has as it was written."""
    known = {entry.name for kind in BlockKind for entry in writable_fields(kind)}
    return Message(f"block.field_{field}") if field in known else field


def writable_fields(kind: BlockKind) -> tuple[Field[Any], ...]:
    """The fields that a person fills in, those that are needed first."""
    own = [entry for entry in fields(SHAPES[kind]) if entry.name not in _NOT_GIVEN]
    return tuple(sorted(own, key=lambda entry: not is_needed(entry)))


def is_needed(entry: Field[Any]) -> bool:
    """Whether a block is nothing without the field."""
    return entry.default is MISSING


def read_block(kind: object, given: Mapping[str, object]) -> Block:
    """The block of that kind with those fields; empty ones count as not given.

    :raises BlockRefusedError: there is no such kind, a field is missing, unknown, or cannot be
        what it is; all mistakes are in it.
    """
    mistakes = tuple(mistakes_in_fields(kind, given))
    if mistakes:
        raise BlockRefusedError(mistakes)
    shape: Any = SHAPES[BlockKind(str(kind))]
    made: Block = shape(**{name: _value(name, each) for name, each in _given(given).items()})
    return made


def mistakes_in_block(block: Block) -> tuple[FieldMistake, ...]:
    """What is wrong with a block that was put together otherwise than by ``read_block``."""
    given = asdict(block)
    return tuple(
        mistakes_in_fields(
            block.kind, {name: each for name, each in given.items() if name not in _NOT_GIVEN}
        )
    )


def mistakes_in_fields(kind: object, given: Mapping[str, object]) -> Iterator[FieldMistake]:
    """What is wrong with the fields of a block of that kind, all of it."""
    if not isinstance(kind, str) or kind not in tuple(BlockKind):
        kinds = [each.value for each in BlockKind]
        yield _mistake("kind", "unknown_kind", kind=str(kind), kinds=kinds)
        return
    written = _given(given)
    known = {entry.name: entry for entry in writable_fields(BlockKind(kind))}
    for name in written:
        if name not in known:
            yield _mistake(name, "unknown_field", kinds=list(known))
    for name, entry in known.items():
        if name in written:
            yield from _field_mistakes(name, written[name])
        elif is_needed(entry):
            yield _mistake(name, "field_missing")
    yield from _mistakes_together(BlockKind(kind), written, known)


def _given(given: Mapping[str, object]) -> dict[str, object]:
    """The fields that say something. A size of 0 says that nobody knows it."""
    stripped = {
        name: each.strip() if isinstance(each, str) else each for name, each in given.items()
    }
    return {name: each for name, each in stripped.items() if each not in ("", None, (), [], 0)}


def _value(name: str, given: object) -> object:
    match name:
        case "entries" if isinstance(given, Sequence):
            return tuple(
                AgendaEntry(when=each["when"].strip(), what=each["what"].strip()) for each in given
            )
        case "medium":
            return Medium(str(given))
    return given


def _field_mistakes(name: str, given: object) -> Iterator[FieldMistake]:
    match name:
        case "entries":
            yield from _entry_mistakes(given)
        case "first_day" | "last_day":
            if not isinstance(given, date) or isinstance(given, datetime):
                yield _mistake(name, "not_a_day", value=str(given)[:40])
        case "medium":
            if given not in tuple(Medium):
                yield _mistake(name, "not_a_medium", value=str(given)[:40], kinds=list(Medium))
        case "minutes":
            yield from _number_mistakes(name, given, _LONGEST_MEDIUM)
        case "image_width" | "image_height":
            yield from _number_mistakes(name, given, _LARGEST_PICTURE)
        case _:
            yield from _text_mistakes(name, given)


def _text_mistakes(name: str, given: object) -> Iterator[FieldMistake]:
    is_url = name.endswith("url")
    longest = _LONGEST_URL if is_url else LONGEST.get(name, LONGEST_TEXT)
    if not isinstance(given, str):
        yield _mistake(name, "not_text", value=str(given)[:40])
    elif len(given) > longest:
        yield _mistake(name, "too_long", length=len(given), longest=longest)
    elif is_url and not _is_link(given, only_safe=name == "image_url"):
        key = "no_picture_link" if name == "image_url" else "no_link"
        yield _mistake(name, key, url=given[:80])


def _number_mistakes(name: str, given: object, most: int) -> Iterator[FieldMistake]:
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= most:
        yield _mistake(name, "not_a_number", value=str(given)[:40], most=most)


def _entry_mistakes(given: object) -> Iterator[FieldMistake]:
    if not isinstance(given, list | tuple) or not all(isinstance(one, dict) for one in given):
        yield _mistake("entries", "not_entries")
        return
    if len(given) > MOST_ENTRIES:
        yield _mistake("entries", "too_many_entries", count=len(given), most=MOST_ENTRIES)
    for number, entry in enumerate(given, start=1):
        for name, longest in _LONGEST_ENTRY.items():
            words = entry.get(name)
            if not isinstance(words, str) or not words.strip():
                yield _mistake("entries", f"entry_without_{name}", number=number)
            elif len(words) > longest:
                yield _mistake("entries", "too_long", length=len(words), longest=longest)
        if unknown := [str(key) for key in entry if key not in _LONGEST_ENTRY]:
            yield _mistake("entries", "unknown_in_entry", number=number, names=unknown)


def _mistakes_together(
    kind: BlockKind, written: Mapping[str, object], known: Mapping[str, object]
) -> Iterator[FieldMistake]:
    """Fields that do not fit one another."""
    for pair in _TOGETHER:
        for one, other in (pair, pair[::-1]):
            # whose photo it is stands beside it
            shown = kind is BlockKind.SIGNATURE and other == "image_alt"
            if one in known and one in written and other not in written and not shown:
                yield _mistake(other, "half_missing")
    first, last = written.get("first_day"), written.get("last_day")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield _mistake("last_day", "ends_before_it_begins", first_day=first, last_day=last)


def _is_link(url: str, *, only_safe: bool) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # brackets that enclose no IPv6 address
        return False
    return parts.scheme in (("https",) if only_safe else ("https", "http")) and bool(host)


def _mistake(field: str, key: str, **values: Any) -> FieldMistake:  # noqa: ANN401 - as a message's
    return FieldMistake(field=field, why=Message(f"block.{key}", **values))
