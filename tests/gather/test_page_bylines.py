"""The names in lines that tell who wrote an article, in the conventions of many languages."""

from __future__ import annotations

import pytest

from digest.gather.page_bylines import split_byline, told_names
from tests.bench.copied_pages_benchmark import ours

LINES: dict[str, tuple[str, ...]] = {
    # English
    "By Ada Quill": ("Ada Quill",),
    "By Ada Quill and Bo Lee": ("Ada Quill", "Bo Lee"),
    "BY ADA QUILL AND BO LEE": ("ADA QUILL", "BO LEE"),
    "By Ada Quill, Bo Lee and Cy Marsh": ("Ada Quill", "Bo Lee", "Cy Marsh"),
    "Ada Quill North of England correspondent": ("Ada Quill",),
    "Ada Quill Political editor": ("Ada Quill",),
    "Ada Quill Senior Health Correspondent": ("Ada Quill",),
    "Ada Quill in Port Merrow": ("Ada Quill",),
    "By Ada Quill · Published Nov 2, 2025 · 148 Comments": ("Ada Quill",),
    "By Ada Quill, Deputy Editor, and Bo Lee": ("Ada Quill", "Bo Lee"),
    "By Ada Quill | College of Engineering": ("Ada Quill",),
    "By ADA-ANNE QUILL, SENIOR SHOWBUSINESS REPORTER": ("ADA-ANNE QUILL",),
    "By Ada Quill, Umueke, and Bo Bello": ("Ada Quill", "Bo Bello"),
    "Words by Ada Quill, photos by Bo Lee": ("Ada Quill",),
    "Words: Ada Quill / Pictures: Bo Lee": ("Ada Quill",),
    "As told to Ada Quill": ("Ada Quill",),
    "Ada Quill is away": (),
    "By Ada O’Quill-Marsh": ("Ada O’Quill-Marsh",),
    "By Marcus T. Delacroix": ("Marcus T. Delacroix",),
    "By Ada van der Quill": ("Ada van der Quill",),
    "Updated Saturday": (),
    "Published Monday, 3 May": (),
    "By Ada Quill 12 March 2026, 09:30": ("Ada Quill",),
    "Ada Quill, 12 March 2026": ("Ada Quill",),
    "Ada Quill (text) and Bo Lee (photographs)": ("Ada Quill",),
    "Ada Quill — Staff Writer": ("Ada Quill",),
    "Ada Quill • 5 min read": ("Ada Quill",),
    "Analysis by Ada Quill, diplomatic editor": ("Ada Quill",),
    "By Ada Quill, New Delhi": ("Ada Quill",),
    "By Ada Quill, Coast TV": ("Ada Quill",),
    "Ada Quill & Bo Lee": ("Ada Quill", "Bo Lee"),
    "By Ada Quill for The Tide": ("Ada Quill",),
    "By Ada Quill aquill@tide.example": ("Ada Quill",),
    "Ada Quill @adaquill": ("Ada Quill",),
    # German
    "Von Ada Quill": ("Ada Quill",),
    "Aus Obernitz berichtet Ada Quill": ("Ada Quill",),
    "Aus Bad Merrow berichten Ada Quill und Bo Lee": ("Ada Quill", "Bo Lee"),
    "Von Ada Quill und Bo Lee, MRF": ("Ada Quill", "Bo Lee"),
    "Text: Ada Quill, Foto: Bo Lee": ("Ada Quill",),
    "Ein Kommentar von Ada Quill": ("Ada Quill",),
    "Ein Interview von Ada Quill": ("Ada Quill",),
    "Interview: Ada Quill": ("Ada Quill",),
    "Von Ada Quill, Redakteurin Lokales": ("Ada Quill",),
    "Von Dr. Falk Niemeyer": ("Dr. Falk Niemeyer",),
    "Ada Quill, Korrespondentin": ("Ada Quill",),
    "Ada Quill | Merrow": ("Ada Quill",),
    "Aktualisiert Samstag": (),
    "Beitrag von Ada Quill": ("Ada Quill",),
    "Par Ada Merrow QUILL - 08/07/2026 à 10:15": ("Ada Merrow QUILL",),
    "Suivre Port-Merrow": (),
    "كتب محمود عبد الراضي - هبة السيد": ("محمود عبد الراضي", "هبة السيد"),
    "Protokoll: Ada Quill": ("Ada Quill",),
    "Von Ada Quill (Text) und Bo Lee (Fotos)": ("Ada Quill",),
    "Es berichtet Ada Quill": ("Ada Quill",),
    "Ein Rezept von Ada Quill, Ökotrophologin": ("Ada Quill",),
    # French
    "Par Ada Quill": ("Ada Quill",),
    "Propos recueillis par Clément Astruc — Photos Bérénice Orsolani": ("Clément Astruc",),
    "Propos recueillis par Ada Quill et Bo Lee": ("Ada Quill", "Bo Lee"),
    "Par Ada Quill (Saint-Vorles, envoyée spéciale) et Bo Lee": ("Ada Quill", "Bo Lee"),
    "L'Arvor Yann LE GUERNIC": ("Yann LE GUERNIC",),
    "L'Écho du Morvent, Gwenola LE BIHEN.": ("Gwenola LE BIHEN",),
    "Par Ada Quill, le 29 septembre 2024": ("Ada Quill",),
    "Texte : Ada Quill – Photos : Bo Lee": ("Ada Quill",),
    "Ada Quill, correspondante à Merrow": ("Ada Quill",),
    "Par Ada Quill avec AFP": ("Ada Quill",),
    "Publié samedi": (),
    "Recueilli par Ada Quill": ("Ada Quill",),
    # Spanish
    "Por Ada Quill": ("Ada Quill",),
    "Actualizado Sábado": (),
    "Actualizado Sábado, 3 mayo": (),
    "Ada Quill | Madrid": ("Ada Quill",),
    "Por Nuria Alcaraz Peñalver y Hugo Bellmunt": ("Nuria Alcaraz Peñalver", "Hugo Bellmunt"),
    "Inés Tarrago / Hugo Bellmunt": ("Inés Tarrago", "Hugo Bellmunt"),
    "Texto de Ada Quill. Fotos de Bo Lee": ("Ada Quill",),
    "Ada Quill Corresponsal en París": ("Ada Quill",),
    "Una entrevista de Ada Quill": ("Ada Quill",),
    # Portuguese
    "Por Ada Quill e Bo Lee, Costa TV e Radio Mar": ("Ada Quill", "Bo Lee"),
    "Por Thaís Meirelles, R1 Vale do Pardinho": ("Thaís Meirelles",),
    "Ada Quill (texto) e Bo Lee (fotografia)": ("Ada Quill",),
    "Texto: Ada Quill; Fotos: Bo Lee": ("Ada Quill",),
    "Por Jurema Cavalcanti de Sá": ("Jurema Cavalcanti de Sá",),
    # Italian
    "di Ada Quill": ("Ada Quill",),
    "di Ada Quill, nostra inviata": ("Ada Quill",),
    "a cura di Ada Quill": ("Ada Quill",),
    "dal nostro inviato Ada Quill": ("Ada Quill",),
    "Ada Quill, inviata a Merrow": ("Ada Quill",),
    # Dutch
    "Door Ada Quill": ("Ada Quill",),
    "Door Ada de Quill en Bo van der Lee": ("Ada de Quill", "Bo van der Lee"),
    "Ada Quill vrijdag 2 mei 2025, 16:00": ("Ada Quill",),
    "Tekst: Ada Quill Beeld: Bo Lee": ("Ada Quill",),
    "Geschreven door Ada Quill": ("Ada Quill",),
    # Polish
    "Kamil Dreszer, dziennikarz Faktów24.info": ("Kamil Dreszer",),
    "Rozmawiała Ada Quill": ("Ada Quill",),
    "Rozmawiał: Jan Kowal": ("Jan Kowal",),
    "Autor: Ada Quill, oprac. MBR": ("Ada Quill",),
    "Ada Quill - dziennikarka działu reportażu": ("Ada Quill",),
    "Tekst: Ada Quill, zdjęcia: Bo Lee": ("Ada Quill",),
    # Ukrainian
    "Розмовляв Ігор Бабенчук": ("Ігор Бабенчук",),
    "Розмовляла Дарина Лісовець, фото Тараса Піха": ("Дарина Лісовець",),
    "Автор: Тарас Гнатишин": ("Тарас Гнатишин",),
    "Автори: Соломія Вергун, Тарас Дзюбинський": ("Соломія Вергун", "Тарас Дзюбинський"),
    "Аліна Ковтонюк — середа, 19 лютого 2025, 13:27": ("Аліна Ковтонюк",),
    "30 жовтня, 21:48 | Дмитро Залізняк | 👁 8912": ("Дмитро Залізняк",),
    "Роман Верховецький, спеціально для ДД": ("Роман Верховецький",),
    "Текст: Ада Квіль, фото: Бо Лі": ("Ада Квіль",),
    "Людмила ПАСТЕРНАК": ("Людмила ПАСТЕРНАК",),
    "Ада Квіль, кореспондентка": ("Ада Квіль",),
    # Russian
    "Беседовала Ада Квиль": ("Ада Квиль",),
    "Текст: Ада Квиль": ("Ада Квиль",),
    "Ада Квиль, корреспондент": ("Ада Квиль",),
    # Czech, Slovak
    "Autor: Dominika Vlčková, ČTK": ("Dominika Vlčková",),
    "Zdeněk Hrubeš, ČTK": ("Zdeněk Hrubeš",),
    "Ptala se Ada Quillová": ("Ada Quillová",),
    "Připravila Ada Quillová": ("Ada Quillová",),
    # Swedish, Danish, Norwegian, Finnish
    "Av Malin Öhrnell": ("Malin Öhrnell",),
    "Text: Malin Öhrnell Foto: Bo Lee": ("Malin Öhrnell",),
    "AF Signe Bjerregaard Holm": ("Signe Bjerregaard Holm",),
    "Skrevet af Signe Holm": ("Signe Holm",),
    "Tekst: Kari Nordby, foto: Bo Lee": ("Kari Nordby",),
    "Teksti: Elina Ruokamo": ("Elina Ruokamo",),
    "Elina Ruokamo, toimittaja": ("Elina Ruokamo",),
    # Hungarian, Romanian
    "Írta: Vadkerti Noémi": ("Vadkerti Noémi",),
    "Vadkerti Noémi, újságíró": ("Vadkerti Noémi",),
    "Autor: Cătălin Vlădoianu": ("Cătălin Vlădoianu",),
    "Un articol de Cătălin Vlădoianu": ("Cătălin Vlădoianu",),
    # Turkish
    "Haber Merkezi": (),
    "Haber: Sevgi Akıncı": ("Sevgi Akıncı",),
    "Haber: Sevgi Akıncı, Fotoğraf: Bo Lee": ("Sevgi Akıncı",),
    "Giriş Tarihi: 9 Kasım 2025": (),
    "Röportaj: Sevgi Akıncı": ("Sevgi Akıncı",),
    "Ekonomi Servisi": (),
    # Greek
    "Γράφει ο Νίκος Παππάς": ("Νίκος Παππάς",),
    "Ρεπορτάζ: Δέσποινα Καλογρίδου": ("Δέσποινα Καλογρίδου",),
    "Δέσποινα Καλογρίδου, δημοσιογράφος": ("Δέσποινα Καλογρίδου",),
    # Arabic, Persian, Hebrew
    "كتب - عماد الصيرفي:": ("عماد الصيرفي",),
    "كتابة: نوال الشماع ورامي دغمش": ("نوال الشماع", "رامي دغمش"),
    "بقلم: د. هشام بوعلام*": ("هشام بوعلام",),
    "كتب محمود الشاذلى - تصوير كريم عطية": ("محمود الشاذلى",),
    "حاورها: كريم الأتاسي": ("كريم الأتاسي",),
    "گزارش از: مریم سلطانی، خبرنگار کویر": ("مریم سلطانی",),
    "מאת: רוני אברג'יל": ("רוני אברג'יל",),
}


@pytest.mark.parametrize("line", LINES)
def test_of_a_byline_the_names_are_taken_and_nothing_else(line: str) -> None:
    assert split_byline(line) == LINES[line]


@pytest.mark.parametrize(
    "line",
    [
        "Published by Dispatch Newspapers Ltd",
        "Powered by PressWord Systems",
        "Mit Informationen von Jule Hartung",
        "Photo by Bo Lee",
        "Foto: Bo Lee",
        "Edited by Bo Lee",
        "Thème WordPress par Petit Atelier",
        "The bridge will be closed by Harbour Works on Monday, the port authority said.",
    ],
)
def test_who_made_something_else_is_no_author(line: str) -> None:
    assert told_names(line) == ()


PAGE = """\
The Merrow Tide
Menu

Harbour bridge closes for a month of work on its cables
{byline}
12 March 2026, 09:30

The harbour bridge will close to all traffic on Monday, the port authority said, and ferries run.

Engineers found that four of its 96 cables, which were fitted in 1974, had lost their strength.

"We would rather close it than explain it," said the chief engineer, Oren Vale, in the evening.
{end}
Share
Comments (12)
Contact us
"""


def authors(byline: str, end: str = "") -> tuple[str, ...]:
    return tuple(ours(PAGE.format(byline=byline, end=end)).authors)


def test_a_name_that_comes_back_in_a_note_is_the_author() -> None:
    end = "\nAda Quill covers the port. Write to her: aquill@tide.example\n"
    assert authors("Ada Quill Port correspondent", end) == ("Ada Quill",)


def test_who_signs_below_the_text_is_the_author() -> None:
    assert authors("Port", "\nInterview: Ada Quill\n") == ("Ada Quill",)


def test_the_paper_before_a_name_is_no_part_of_it() -> None:
    assert authors("By The Merrow Tide Ada Quill") == ("Ada Quill",)


def test_where_no_author_is_found_the_line_that_may_name_one_is_told() -> None:
    read = ours(PAGE.format(byline="Our reporters on the quay", end=""))
    assert not read.authors
    assert any("no author was found" in words for words in read.named)


def test_a_desk_is_the_author_where_nobody_else_is_named() -> None:
    assert authors("News desk") == ("News desk",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("22-01-2026 | Redactie Onder Glas", ("Redactie Onder Glas",)),
        ("Автор: Редакція Хвилі", ("Редакція Хвилі",)),
        ("Autoren: kmr, sth", ("kmr", "sth")),
    ],
)
def test_a_byline_without_people_names_its_desk_or_initials(
    byline: str, names: tuple[str, ...]
) -> None:
    assert authors(byline) == names


SIGNED: dict[str, tuple[str, ...]] = {
    "(mig, APX, 19.3.2026)": ("mig", "APX"),
    "red, burgenland.nachrichten.example": ("red",),
    "Bo Lee": ("Bo Lee",),
}


@pytest.mark.parametrize("end", SIGNED)
def test_what_stands_right_below_the_text_signs_it_where_the_header_names_nobody(end: str) -> None:
    assert authors("Share", f"\n{end}\n") == SIGNED[end]


def test_whom_the_text_speaks_of_does_not_sign_it() -> None:
    assert authors("Share", "\nOren Vale\n") == ()


SEVERAL: dict[str, tuple[str, ...]] = {
    "By\nAda Quill\nPort correspondent": ("Ada Quill",),
    "Author:\nAda Quill\nPhotos:\nBo Lee": ("Ada Quill",),
    "Porträt von Ada Quill\nVon Ada Quill": ("Ada Quill",),
    "By Ada Quill\nPowered by Tideline": ("Ada Quill",),
}


@pytest.mark.parametrize("byline", SEVERAL)
def test_of_names_under_each_other_those_who_wrote_are_the_authors(byline: str) -> None:
    assert authors(byline) == SEVERAL[byline]


def test_who_only_helped_is_no_author() -> None:
    end = "\nMit Informationen von Bo Lee, Tide\n"
    assert authors("Von Ada Quill", end) == ("Ada Quill",)


def test_a_headline_that_goes_on_under_its_colon_is_whole() -> None:
    read = ours(PAGE.replace(" for a month", ":\nwhat a month", 1).format(byline="", end=""))
    assert read.headline == "Harbour bridge closes: what a month of work on its cables"
