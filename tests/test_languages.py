"""Language tags: what they mean, and how their languages count and write a day."""

from __future__ import annotations

from datetime import date

import pytest

from digest.model.languages import (
    base_language,
    direction,
    fallbacks,
    same_language,
    standard_tag,
    written_day,
)
from digest.model.settings import Section
from digest.present.templates import open_templates


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en_gb", "en-GB"), ("EN", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("iw", "he"), ("nb", "nb")],
)
def test_a_tag_is_read_however_it_is_written(written: str, tag: str) -> None:
    assert standard_tag(written) == tag


@pytest.mark.parametrize("written", ["", "english", "xx", "und", "x-own", "en-", "en GB", "e\nn"])
def test_what_names_no_language_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match="en-GB"):
        standard_tag(written)
    assert base_language(written) == ""


def test_tags_of_one_language_in_several_regions_are_the_same_language() -> None:
    assert same_language("en", "en-GB")
    assert same_language("en-US", "en_gb")
    assert same_language("no", "nb-NO")
    assert same_language("zh-Hant", "zh-TW")
    assert not same_language("hr", "sr")
    assert not same_language("", "en")


def test_words_are_looked_for_from_the_region_to_the_language() -> None:
    assert fallbacks("zh-Hant-TW") == ("zh-Hant-TW", "zh-Hant", "zh")
    section = Section(id="a", title="Sport", titles={"pt-BR": "Esportes", "de": "Sport heute"})
    assert section.title_in("pt-BR") == section.title_in("pt") == "Esportes"
    assert section.title_in("de-AT") == "Sport heute"
    assert section.title_in("fr") == "Sport"


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar-EG", "rtl"), ("fa", "rtl"), ("pa-Arab", "rtl"), ("ku-Latn", "ltr"), ("", "ltr")],
)
def test_the_script_decides_the_direction_before_the_language(tag: str, way: str) -> None:
    assert direction(tag) == way


def test_a_day_is_written_as_the_region_writes_it() -> None:
    day = date(2026, 11, 27)
    assert written_day(day, "en-GB", "full") == "Friday, 27 November 2026"
    assert written_day(day, "en-US", "full") == "Friday, November 27, 2026"
    assert written_day(day, "de", "MMMd") == "27. Nov."
    assert written_day(day, "fa", "long") == "۲۷ نوامبر ۲۰۲۶"


COUNTED = {
    "ar": ["خبر آخر في المتصفح", "خبران آخران في المتصفح", "5 أخبار أخرى في المتصفح"],
    "de": [
        "Noch ein Beitrag im Browser",
        "Noch 2 Beiträge im Browser",
        "Noch 5 Beiträge im Browser",
    ],
    "fa": ["۱ خبر دیگر در مرورگر", "۲ خبر دیگر در مرورگر", "۵ خبر دیگر در مرورگر"],
    "he": ["עוד ידיעה אחת בדפדפן", "עוד שתי ידיעות בדפדפן", "עוד 5 ידיעות בדפדפן"],
    "pl": [
        "Jeszcze jeden artykuł w przeglądarce",
        "Jeszcze 2 artykuły w przeglądarce",
        "Jeszcze 5 artykułów w przeglądarce",
    ],
    "uk": ["Ще 1 новина в браузері", "Ще 2 новини в браузері", "Ще 5 новин у браузері"],
}


@pytest.mark.parametrize("language", COUNTED)
def test_one_two_and_five_stories_are_counted_as_people_count(language: str) -> None:
    counted = open_templates().words(language).more_in_browser
    assert [counted(number) for number in (1, 2, 5)] == COUNTED[language]


@pytest.mark.parametrize(
    ("tag", "number"), [("ar-EG", "٢٧"), ("ar-SA", "٢٧"), ("ar", "27"), ("ar-AE", "27")]
)
def test_arabic_has_the_digits_of_its_region(tag: str, number: str) -> None:
    assert number in written_day(date(2026, 11, 27), tag, "full")
    assert open_templates().catalogue(tag)("mail.reading_time", count=27).count(number) == 1
