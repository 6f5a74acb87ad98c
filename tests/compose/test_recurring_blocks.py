"""Which blocks of the settings an edition has, by its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from digest.compose.recurring_blocks import blocks_on
from digest.model.blocks import GoodThingBlock, NumberBlock, SponsorBlock
from digest.model.settings import Day, RecurringBlock

MONDAY = date(2026, 11, 23)
GOOSE, TOADS = GoodThingBlock(text="A goose."), NumberBlock(figure="41", text="buckets")
SPONSOR = SponsorBlock(
    sponsor="Savings Bank",
    headline="Tide tables",
    url="https://bank.example.com",
    first_day=MONDAY,
    last_day=MONDAY + timedelta(days=4),
)


def due(each: RecurringBlock, *days: int) -> list[int]:
    return [day for day in days if blocks_on(MONDAY + timedelta(days=day), (each,))]


@pytest.mark.parametrize(
    ("each", "days"),
    [
        (RecurringBlock(block=GOOSE), [-1, 0, 1, 4, 5, 7]),
        (RecurringBlock(block=GOOSE, days=(Day.MONDAY, Day.FRIDAY)), [0, 4, 7]),
        (RecurringBlock(block=GOOSE, first_day=MONDAY), [0, 1, 4, 5, 7]),
        (RecurringBlock(block=GOOSE, last_day=MONDAY), [-1, 0]),
        # one whose days are over is there, so that the report can name it
        (RecurringBlock(block=SPONSOR, days=(Day.MONDAY, Day.SATURDAY)), [0, 5, 7]),
        (RecurringBlock(block=SPONSOR), [0, 1, 4, 5, 7]),
    ],
)
def test_a_block_comes_on_its_days(each: RecurringBlock, days: list[int]) -> None:
    assert due(each, -1, 0, 1, 4, 5, 7) == days


def test_a_block_keeps_its_id_on_days_when_others_do_not_come() -> None:
    recurring = (
        RecurringBlock(block=GOOSE, days=(Day.TUESDAY,)),
        RecurringBlock(block=TOADS),
        RecurringBlock(block=GoodThingBlock(text="A swallow.")),
    )
    assert [each.id for each in blocks_on(MONDAY, recurring)] == ["number-1", "good_thing-2"]
