"""Captions apart from their credits, in many outlets' conventions and by what a page shows."""

from __future__ import annotations

import pytest

from digest.gather.page_credits import caption_apart, credit_of
from digest.gather.page_unmarked_credits import (
    collage_of,
    credited_first,
    rejoined,
    with_unmarked_credit,
)
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
    "Los pasajeros caminan hacia la estación de la costaAda Quill - MAREA": (
        "Los pasajeros caminan hacia la estación de la costa",
        "Ada Quill - MAREA",
    ),
    "Water from Merrow costs the shire a fortune a week. (Supplied: Merrow Council)": (
        "Water from Merrow costs the shire a fortune a week.",
        "Supplied: Merrow Council",
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
    "Човни стоять у порту / фото Хвиля, Ада Квіль": ("Човни стоять у порту", "Хвиля, Ада Квіль"),
    "Ein Boot liegt im Hafen. (Symbolbild) Ada Quill/dpx/Archiv": (
        "Ein Boot liegt im Hafen. (Symbolbild)",
        "Ada Quill/dpx/Archiv",
    ),
    "Ein Boot liegt im Hafen. (Archivbild)": ("Ein Boot liegt im Hafen. (Archivbild)", ""),
    "Los barcos salen del puerto al alba. J. A. QUILL": (
        "Los barcos salen del puerto al alba.",
        "J. A. QUILL",
    ),
    "[Ада Квіль] Човни в порту на світанку": ("Човни в порту на світанку", "Ада Квіль"),
    "Les bateaux quittent le port. Photo L’Écho/Ada QUILL": (
        "Les bateaux quittent le port.",
        "L’Écho/Ada QUILL",
    ),
    "جانب من توقيع الاتفاقية في مقر الوزارة": ("جانب من توقيع الاتفاقية في مقر الوزارة", ""),
}
UNMARKED = {
    "Ада Квіль у порту, фото ФК «Хвиля-Порт»": ("Ада Квіль у порту", "ФК «Хвиля-Порт»"),
    "Łodzie w porcie nad ranem fot. materiały prasowe urzędu portu": (
        "Łodzie w porcie nad ranem",
        "materiały prasowe urzędu portu",
    ),
    "Łodzie stoją w porcie do 2034 r. (Adobe Stock, Ada Q.)": (
        "Łodzie stoją w porcie do 2034 r.",
        "Adobe Stock, Ada Q.",
    ),
    "Les bateaux ont quitté le port à l’aube. - Belga Image": (
        "Les bateaux ont quitté le port à l’aube.",
        "Belga Image",
    ),
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


@pytest.mark.parametrize(("line", "parts"), UNMARKED.items(), ids=UNMARKED)
def test_the_credit_of_a_press_office_or_a_stock_agency_is_told_from_its_caption(
    line: str, parts: tuple[str, str]
) -> None:
    told = with_unmarked_credit(line)
    assert told is not None
    assert (told.caption, told.credit) == parts


@pytest.mark.parametrize("mark", ["/", "|"])
def test_a_credit_in_two_parts_is_taken_whole(mark: str) -> None:
    caption = "The boats are back in the harbour."
    line = f"{caption} {mark} Tidepix / Ada Quill"
    assert rejoined(line, f"{caption} {mark} Tidepix", "Ada Quill") == (
        caption,
        "Tidepix / Ada Quill",
    )


def test_a_bar_within_a_caption_that_sets_no_name_apart_stays() -> None:
    caption = "The boats are back | and leave again on Friday"
    assert rejoined(f"{caption} / Ada Quill", caption, "Ada Quill") == (caption, "Ada Quill")


def test_the_word_for_a_picture_is_no_part_of_its_credit() -> None:
    line = "Човни стоять у порту / фото ФК «Хвиля»"
    assert rejoined(line, "Човни стоять у порту", "фото ФК «Хвиля»")[1] == "ФК «Хвиля»"


def test_a_line_that_tells_who_put_a_picture_together_is_no_caption() -> None:
    assert collage_of("Колаж: Хвиля / Getty Images") == "Getty Images"
    assert collage_of("Collage: the boats leave the harbour at dusk.") == ""


def test_a_bare_name_right_under_a_caption_is_its_credit() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday."
    read = ours(PAGE.format(picture=f"{caption}\nBo Lee / The Merrow Tide", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee / The Merrow Tide")


def test_what_describes_a_picture_under_the_same_credit_is_not_its_caption() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday."
    shown = "Two people in yellow vests beside a thick steel cable."
    picture = f"{shown} | Tide/Bo Lee\n{caption} | Tide/Bo Lee"
    read = ours(PAGE.format(picture=picture, second=""))
    assert (read.caption, read.credit) == (caption, "Tide/Bo Lee")


@pytest.mark.parametrize("credit", ["Source: Bo Lee", "Джерело: Bo Lee", "صور: Bo Lee"])
def test_the_word_for_a_source_is_no_part_of_a_credit(credit: str) -> None:
    assert credit_of(credit) == "Bo Lee"


def test_what_a_licence_costs_is_no_part_of_a_credit() -> None:
    line = "TIDE/Bo Lee Purchase Licensing Rights, opens new tab"
    assert credit_of(line) == "TIDE/Bo Lee"


def test_a_button_behind_a_name_is_no_part_of_it() -> None:
    page = PAGE.format(picture="", second="")
    read = ours(page.replace("By Ada Quill", "10 May 2025 by Ada Quill Leave a Comment"))
    assert read.authors == ("Ada Quill",)


def test_initials_behind_the_word_for_the_author_are_the_author() -> None:
    page = PAGE.format(picture="", second="")
    assert ours(page.replace("By Ada Quill", "12.08.2026 09:10, Autor: AGA")).authors == ("AGA",)


def test_who_signs_for_an_agency_below_the_text_is_the_author() -> None:
    page = PAGE.format(picture="", second="").replace("By Ada Quill", "9 May 2025")
    assert ours(page.replace("©", "Bo Lee (TIW)\nPrint\n\n©")).authors == ("Bo Lee",)


CREDITED_FIRST = {
    "Foto Ada Quill / Tide – De schapen grazen op de dijk bij Merrow.": "Ada Quill / Tide",
    "Getty Images / Колаж Ади Квіль / Елеватор у порту вміщує тонни зерна": (
        "Getty Images / Колаж Ади Квіль"
    ),
}


@pytest.mark.parametrize("line", CREDITED_FIRST)
def test_a_credit_may_stand_before_its_caption_on_one_line(line: str) -> None:
    told = credited_first(line)
    assert told is not None
    assert (told.credit, line.endswith(told.caption)) == (CREDITED_FIRST[line], True)


def test_a_person_before_a_dash_is_no_credit() -> None:
    assert credited_first("Ada Quill – the engineer who has looked at all the cables") is None


def test_of_a_caption_printed_in_short_and_in_full_the_full_one_is_read() -> None:
    short = "Workers look at one of the cables on the harbour bridge"
    caption = f"{short}, which has been closed since the end of March"
    read = ours(PAGE.format(picture=f"{caption}\n{short} (Image: Bo Lee)", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee")


def test_a_caption_that_is_printed_twice_is_no_second_headline() -> None:
    caption = "Workers look at one of the cables on the harbour bridge on Thursday"
    read = ours(PAGE.format(picture=f"{caption}\n{caption}\nBo Lee / The Merrow Tide", second=""))
    assert (read.caption, read.credit) == (caption, "Bo Lee / The Merrow Tide")
