"""Editions with everything that may stand besides the stories, written for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    CorrectionBlock,
    EditionBlock,
    FeedbackBlock,
    GoodThingBlock,
    MediaBlock,
    Medium,
    NumberBlock,
    QuoteBlock,
    SignatureBlock,
    SponsorBlock,
)
from digest.model.edition import Edition
from tests.present.editions import ARABIC_EDITION, DAY, EDITION, link

SPONSOR = SponsorBlock(
    sponsor="Merrow Savings Bank",
    headline="Tide tables for your fridge",
    text="Printed on the quay, free at the counter until Easter.",
    link_text="Ask for one",
    url="https://bank.example.com/tides",
    first_day=DAY,
    last_day=DAY + timedelta(days=4),
    image_url="https://images.example.com/tides.jpg",
    image_alt="A tide table held by a magnet",
    image_width=720,
    image_height=480,
)
BLOCKS: tuple[Block, ...] = (
    SignatureBlock(
        name="Oksana Bilyk",
        text="On the night desk, with the last of the coffee.",
        image_url="https://images.example.com/oksana.jpg",
        image_width=112,
        image_height=112,
    ),
    NumberBlock(
        figure="2,318",
        text="toads carried across the Sandgate road last spring, by 41 people with buckets.",
        url=link("toads"),
    ),
    QuoteBlock(
        text="That is the trouble with leaving your account to someone else.",
        who="Ada Quill, at the trial of the bookkeeper",
        url=link("bookkeeper"),
    ),
    SPONSOR,
    MediaBlock(
        medium=Medium.AUDIO,
        headline="How four cracks closed a bridge",
        text="Orla Tennant talks to the engineer who found them.",
        url=link("bridge-podcast"),
        minutes=24,
    ),
    GoodThingBlock(
        text="A goose held up the number 4 for forty minutes. Nobody honked but the goose.",
        url=link("goose"),
    ),
    AgendaBlock(
        entries=(
            AgendaEntry(when="09:00", what="Crews begin to vote, Custom House."),
            AgendaEntry(when="19:30", what="Rovers at home, if the wind allows."),
        )
    ),
    CorrectionBlock(text="The ferry carries 400 people an hour, not 300."),
    CorrectionBlock(text="The mayor’s deputy is Ada Quill, not Quilt."),
    FeedbackBlock(
        yes_url="https://gazette.example.com/worth?it=yes&of={edition}",
        no_url="https://gazette.example.com/worth?it=no&of={edition}",
    ),
)


def with_blocks(edition: Edition, *blocks: Block) -> Edition:
    """The edition with these blocks, as an editor would have added them."""
    numbered = enumerate(blocks, start=1)
    own = tuple(EditionBlock(id=f"own-{number}", content=block) for number, block in numbered)
    return replace(edition, blocks=own)


FULL = with_blocks(EDITION, *BLOCKS)
ARABIC_FULL = with_blocks(
    ARABIC_EDITION,
    SignatureBlock(name="ليلى حداد"),
    NumberBlock(figure="2,318", text="ضفدعًا نُقلت عبر طريق الرمال في الربيع الماضي."),
    QuoteBlock(text="لا أحد يترك حسابه لغيره ثم ينام مطمئنًا.", who="آدا كويل"),
    SPONSOR,
    AgendaBlock(entries=(AgendaEntry(when="09:00", what="تبدأ الطواقم بالتصويت."),)),
    GoodThingBlock(text="جلست إوزة بين قضبان الترام وأوقفت الخط الرابع أربعين دقيقة."),
    FeedbackBlock(yes_url="https://gazette.example.com/y", no_url="https://gazette.example.com/n"),
)
