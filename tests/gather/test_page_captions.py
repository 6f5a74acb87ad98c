"""Captions apart from their credits, in many outlets' conventions and by what a page shows."""

from __future__ import annotations

import pytest

from digest.gather.page_credits import caption_apart
from tests.bench.copied_pages_benchmark import ours

LINES: dict[str, tuple[str, str]] = {
    "The boats in the harbour at dusk (Pic: Ada Quill)": (
        "The boats in the harbour at dusk",
        "Ada Quill",
    ),
    "The boats leave the harbourCredit: Tide Pictures": (
        "The boats leave the harbour",
        "Tide Pictures",
    ),
    "The boats leave at dusk. (TBC Coast North West: Ada Quill)": (
        "The boats leave at dusk.",
        "TBC Coast North West: Ada Quill",
    ),
    "Los barcos salen del puerto EFE / Ada Quill": (
        "Los barcos salen del puerto",
        "EFE / Ada Quill",
    ),
    "Los barcos salen del puertoGentileza Ada Quill": (
        "Los barcos salen del puerto",
        "Gentileza Ada Quill",
    ),
    "Die Boote liegen im Hafen. © Flut Foto: Ada Quill": (
        "Die Boote liegen im Hafen.",
        "Ada Quill",
    ),
    "Die Boote liegen seit Montag im Hafen. | dpr": (
        "Die Boote liegen seit Montag im Hafen.",
        "dpr",
    ),
    "Łodzie w porcie nad ranem Foto: Ada Quill / Kurier24": (
        "Łodzie w porcie nad ranem",
        "Ada Quill / Kurier24",
    ),
    "Łodzie w porcie nad ranem /Ada Quill": ("Łodzie w porcie nad ranem", "Ada Quill"),
    "Човни стоять у порту на світанку, фото Ади Квіль": (
        "Човни стоять у порту на світанку",
        "Ади Квіль",
    ),
    "Човни стоять у порту до світанку. Фото надала майстерня": (
        "Човни стоять у порту до світанку.",
        "майстерня",
    ),
    "[Ада Квіль] Човни в порту на світанку": ("Човни в порту на світанку", "Ада Квіль"),
    "Les bateaux quittent le port. Photo L’Écho/Ada QUILL": (
        "Les bateaux quittent le port.",
        "L’Écho/Ada QUILL",
    ),
    "جانب من توقيع الاتفاقية في مقر الوزارة": ("جانب من توقيع الاتفاقية في مقر الوزارة", ""),
}
PAGE = """The Merrow Tide
News
Sport

Harbour bridge closes for a month of work on its cables
By Ada Quill
12 March 2026, 09:30

{picture}

The harbour bridge will be closed to all traffic from Monday, the port authority said on Thursday.

Engineers found that eleven of its forty cables had rusted, and they want to replace them by May.

"Nobody has to be afraid," said the harbour master, who has walked over the bridge for thirty years.

{second}

The buses will go around by the old road, which takes twenty minutes longer than over the bridge.

© 2026 The Merrow Tide
"""


@pytest.mark.parametrize(("line", "parts"), LINES.items(), ids=LINES)
def test_a_caption_is_told_from_its_credit(line: str, parts: tuple[str, str]) -> None:
    assert caption_apart(line) == parts


def test_of_a_caption_printed_twice_the_tail_is_the_credit() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday"
    read = ours(PAGE.format(picture=f"{caption}\n{caption} (Pic: Bo Lee)", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee")


def test_a_caption_behind_the_same_words_on_its_line_is_read_once() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday."
    read = ours(PAGE.format(picture=f"{caption} {caption} (Pic: Bo Lee)", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee")


def test_words_for_those_who_do_not_see_a_picture_are_not_its_caption() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday."
    shown = "Two people in yellow vests beside a thick steel cable"
    read = ours(PAGE.format(picture=f"{shown}\n{caption} (Pic: Bo Lee)", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee")


def test_the_end_that_two_captions_share_is_the_credit() -> None:
    first = "Workers look at one of the rusted cables on Thursday."
    tail = "Tide Region/Bo Lee"
    second = f"The old road winds around the harbour in the morning. {tail}"
    read = ours(PAGE.format(picture=f"{first} {tail}", second=second))
    assert (read.caption, read.credit) == (first, tail)
