"""Why a story stands where it does, in the language of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.compose.default_sections import usual_name, usual_sections
from digest.model.catalogue import read_folder
from digest.model.edition import StoryPlace
from digest.model.message import Message, Text
from digest.pipelines.gather import collect
from digest.pipelines.publish import rehearse
from digest.present.templates import open_templates
from digest.settings.load import read_settings
from digest.store.database import open_memory
from digest.timetable import edition_at
from digest.wording.desk_words import DeskWords, words_for
from tests.newsroom import newsroom_of

SAMPLES = Path(__file__).parents[2] / "samples"
KYIV = ZoneInfo("Europe/Kyiv")
BREAKFAST = datetime(2026, 3, 12, 3, 45, tzinfo=UTC)
TUESDAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def ukrainian() -> DeskWords:
    return words_for(["uk"], KYIV)


@pytest.mark.parametrize(
    ("reason", "english", "said"),
    {
        "a term of the score": (
            Message("reason.points", points=2.0, why=Message("reason.sources", count=3)),
            "+2.00 told by 3 sources",
            "+2,00 джерел, що пишуть: 3",
        ),
        "an earlier edition, and why again": (
            Message(
                "reason.nothing_new",
                day=TUESDAY,
                place=StoryPlace.LEAD.message,
                why=Message("reason.few_words_are_new", share=0.12),
            ),
            "nothing new in a story sent on Tuesday, 10 March as lead:"
            " only 12% of its words are new",
            "нічого нового в історії, надісланій 10 березня як «Головне»: нових слів лише 12%",
        ),
        "a section that the newsroom has not got": (
            Message(
                "reason.section_not_here_about", section=usual_name("crime"), words="eels, Skipper"
            ),
            "reads like crime, which has no section here; it is about eels, Skipper",
            "схоже на розділ «кримінал», якого тут немає; мова про: eels, Skipper",
        ),
        "of an edition that an older version built": (
            "told by 3 sources",
            "told by 3 sources",
            "told by 3 sources",
        ),
    }.values(),
)
def test_a_reason_is_said_in_the_language_of_who_asks(
    ukrainian: DeskWords, reason: Text, english: str, said: str
) -> None:
    assert str(reason) == words_for(["en"], KYIV).say(reason) == english
    assert ukrainian.say(reason) == said


def test_every_usual_section_has_a_name_in_every_language_of_the_desk() -> None:
    for language in ("en", "uk"):
        named = {f"reason.usual_{section.id}" for section in usual_sections()}
        assert named <= read_folder(language).keys()


def test_every_reason_of_the_sample_edition_has_its_ukrainian() -> None:
    settings = read_settings(SAMPLES / "schedules.toml")
    newsletter = settings.newsletters["morning"]
    with open_memory() as database:
        collect(newsroom_of(database, settings), now=BREAKFAST)
        built = rehearse(
            newsroom_of(database, settings, open_templates()),
            edition_at(newsletter, KYIV, BREAKFAST),
            at=BREAKFAST,
        )
    reasons = [why for item in built.edition.items() for why in item.why if why]
    reasons += [one.why for one in built.edition.left_out]
    assert len(set(reasons)) > 50
    assert {key for why in reasons for key in keys_of(why)} <= read_folder("uk").keys()
    assert [why for why in reasons if isinstance(why, str)] == []


def keys_of(text: Text) -> Iterator[str]:
    """The key of a message, and those of all messages within it."""
    if isinstance(text, Message):
        yield text.key
        for value in text.values.values():
            for inner in value if isinstance(value, tuple) else (value,):
                if isinstance(inner, Message):
                    yield from keys_of(inner)
