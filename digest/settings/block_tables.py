"""``[[newsletters.<id>.blocks]]``: tables of the settings into blocks, and what is wrong in them.

A table says when its block comes (``days``, ``first_day``, ``last_day``), and which it is: ``kind``
and the kind's own fields. Those are read as the desk reads them, by ``digest.model.block_fields``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from digest.model.block_fields import mistakes_in_fields, read_block
from digest.model.blocks import BlockKind
from digest.model.settings import Day, RecurringBlock

_DAYS = ("first_day", "last_day")


def mistakes_in_blocks(tables: object) -> Iterator[str]:
    """What is wrong with a newsletter's blocks, as "blocks.0.figure: what is wrong"."""
    if not isinstance(tables, list):
        yield f"blocks: is no list of tables (found {tables!r})"
        return
    for number, table in enumerate(tables):
        if not isinstance(table, dict):
            yield f"blocks.{number}: is no table (found {table!r})"
            continue
        for field, why in _mistakes(table):
            yield f"blocks.{number}.{field}: {why}"


def recurring_blocks(tables: object) -> tuple[RecurringBlock, ...]:
    """The blocks of a newsletter's tables; none where one of them has a mistake, which
    ``mistakes_in_blocks`` tells."""
    if any(mistakes_in_blocks(tables)) or not isinstance(tables, list):
        return ()
    return tuple(_recurring(table) for table in tables)


def _recurring(table: Mapping[str, Any]) -> RecurringBlock:
    when, own = _parted(table)
    return RecurringBlock(
        block=read_block(table["kind"], own),
        days=tuple(Day(day) for day in when.get("days", ())),
        first_day=when.get("first_day"),
        last_day=when.get("last_day"),
    )


def _parted(table: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """When a block comes, and its own fields. A sponsor's days are its own: it paid for them."""
    ours = {"days"} if table.get("kind") == BlockKind.SPONSOR else {"days", *_DAYS}
    when = {key: value for key, value in table.items() if key in ours}
    own = {key: value for key, value in table.items() if key not in ours and key != "kind"}
    return when, own


def _mistakes(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    when, own = _parted(table)
    if "kind" not in table:
        yield "kind", f"is missing; there are {', '.join(BlockKind)}"
        return
    for mistake in mistakes_in_fields(table["kind"], own):
        yield mistake.field, str(mistake.why)
    days = when.get("days", [])
    if not isinstance(days, list) or any(day not in tuple(Day) for day in days):
        yield "days", f"write the days by name, like {['monday', 'friday']!r} (found {days!r})"
    for key in _DAYS:
        if key in when and (not isinstance(when[key], date) or isinstance(when[key], datetime)):
            yield key, f"is no day: write it as 2026-12-31, without quotes (found {when[key]!r})"
    first, last = when.get("first_day"), when.get("last_day")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield "last_day", f"{last} comes before the first day, {first}"
