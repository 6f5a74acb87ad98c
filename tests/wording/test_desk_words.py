"""The interface in its two languages: nothing is missing, and numbers and times read well."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from digest.desk.page_templates import FOLDER
from digest.model.catalogue import Sentence, read_folder
from digest.wording.desk_words import desk_languages, words_for

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 3, 12, 3, 58, tzinfo=UTC)


@pytest.mark.parametrize("language", [code for code in desk_languages() if code != "en"])
def test_every_language_says_the_same_things(language: str) -> None:
    english, other = read_folder("en"), read_folder(language)
    for key, sentence in english.items():
        if key.startswith("desk."):
            assert sentence.placeholders == other[key].placeholders, key


@pytest.mark.parametrize("language", [code for code in desk_languages() if code != "en"])
def test_a_translation_names_no_command_that_the_english_does_not(language: str) -> None:
    english, other = read_folder("en"), read_folder(language)
    for key in english.keys() & other.keys():
        assert commands_in(other[key]) <= commands_in(english[key]), key


def commands_in(sentence: Sentence) -> set[str]:
    return {code for form in sentence.forms.values() for code in re.findall(r"`[^`]+`", form)}


def test_every_word_that_a_template_asks_for_is_there() -> None:
    known = read_folder("en").keys()
    for page in (FOLDER / "pages").glob("*.html"):
        for key in re.findall(r"words\('(\w+)'[,)]", page.read_text("utf-8")):
            assert f"desk.{key}" in known, f"{page.name}: {key}"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 reader"),
        ("en", 4210, "4,210 readers"),
        ("uk", 1, "1 читач"),
        ("uk", 3, "3 читачі"),
        ("uk", 11, "11 читачів"),
        ("uk", 4210, "4\u00a0210 читачів"),
    ],
)
def test_numbers_and_plurals_follow_the_language(language: str, count: int, said: str) -> None:
    assert words_for([language], KYIV)("readers", count=count) == said


@pytest.mark.parametrize(
    ("wanted", "language"),
    [(["uk-UA", "en"], "uk"), (["fr", "uk"], "uk"), (["fr"], "en"), ([], "en"), (["UK"], "uk")],
)
def test_the_first_language_that_we_speak_is_chosen(wanted: list[str], language: str) -> None:
    assert words_for(wanted, KYIV).language == language


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 12, 4, 30, tzinfo=UTC), "in 32 min"),
        (datetime(2026, 3, 12, 6, 12, tzinfo=UTC), "in 2 h 14 min"),
        (datetime(2026, 3, 12, 5, 58, tzinfo=UTC), "in 2 h"),
        (datetime(2026, 3, 12, 3, 59, tzinfo=UTC), "in 1 min"),
        (datetime(2026, 3, 12, 3, 58, 59, tzinfo=UTC), "in less than a minute"),
        (datetime(2026, 3, 15, 4, 0, tzinfo=UTC), "in 3 days"),
    ],
)
def test_how_long_is_said_to_the_minute(moment: datetime, said: str) -> None:
    assert words_for(["en"], KYIV).until(moment, now=NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 3, 12, 6, 12, tzinfo=UTC), "за 2 год 14 хв"),
        (datetime(2026, 3, 12, 3, 58, 59, tzinfo=UTC), "менш ніж за хвилину"),
        (datetime(2026, 3, 15, 4, 0, tzinfo=UTC), "за 3 дні"),
    ],
)
def test_how_long_is_said_in_ukrainian(moment: datetime, said: str) -> None:
    assert words_for(["uk"], KYIV).until(moment, now=NOW) == said


def test_times_are_those_of_the_newsroom() -> None:
    words = words_for(["en"], KYIV)
    assert words.moment(datetime(2026, 3, 12, 4, 30, tzinfo=UTC), now=NOW) == "06:30"
    assert words.moment(datetime(2026, 3, 11, 4, 30, tzinfo=UTC), now=NOW) == "11 Mar 06:30"
