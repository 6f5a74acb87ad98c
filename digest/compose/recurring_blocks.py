"""Which of a newsletter's recurring blocks stand in an edition, by its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from digest.model.blocks import EditionBlock, SponsorBlock
from digest.model.settings import Day, RecurringBlock


def blocks_on(day: date, recurring: Sequence[RecurringBlock]) -> tuple[EditionBlock, ...]:
    """The blocks that the settings print on that day, in their order, as values.

    A sponsor whose last day is over is among them: presenting leaves it out and says so, since
    somebody may have forgotten to take it out of the settings.
    """
    return tuple(_blocks(day, recurring))


def _blocks(day: date, recurring: Sequence[RecurringBlock]) -> Iterator[EditionBlock]:
    counted: Counter[str] = Counter()
    for each in recurring:
        kind = each.block.kind
        counted[kind] += 1
        if _is_due(each, day):
            yield EditionBlock(id=f"{kind}-{counted[kind]}", content=each.block)


def _is_due(each: RecurringBlock, day: date) -> bool:
    if each.days and list(Day)[day.weekday()] not in each.days:
        return False
    if isinstance(each.block, SponsorBlock):
        return each.block.first_day <= day
    return (each.first_day or day) <= day <= (each.last_day or day)
