"""Why a story stands where it does, in the language of whoever asks."""

from __future__ import annotations

import re
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.collect import collect
from digest.config import read_settings
from digest.present.templates import open_templates
from digest.publish import rehearse
from digest.store.database import open_memory
from digest.timetable import edition_at
from digest.wording import sayings
from digest.wording.sayings import LONGEST, About
from digest.wording.words import Words, words_for

SAMPLES = Path(__file__).parents[2] / "samples"
KYIV = ZoneInfo("Europe/Kyiv")
BREAKFAST = datetime(2026, 3, 12, 3, 45, tzinfo=UTC)


@pytest.fixture(scope="module")
def ukrainian() -> Words:
    return words_for(["uk"], KYIV)


@pytest.mark.parametrize(
    ("reason", "said"),
    {
        "a term of the score": ("+2.00 told by 3 sources", "+2.00 джерел, що пишуть: 3"),
        "shared words": (
            "6 articles tell one event: they share Talks, Friday",
            "статей про одну подію: 6; спільне: Talks, Friday",
        ),
        "an earlier edition, and why again": (
            "nothing new in a story sent on Tuesday, 10 March as lead:"
            " only 12% of its words are new",
            "нічого нового в історії, надісланій 10 березня як «Головне»: нових слів лише 12%",
        ),
        "a leap day": ("carried on Thursday, 29 February", "надсилалося 29 лютого"),
        "a section that the newsroom has not got": (
            "reads like crime, which has no section here; it is about eels, Skipper",
            "схоже на розділ «кримінал», якого тут немає; мова про: eels, Skipper",
        ),
        "a section known by its words": (
            "reads like politics (77% sure)",
            "схоже на «politics» (упевненість 77%)",
        ),
        "what nobody has foreseen": ("because I say so", "because I say so"),
    }.values(),
)
def test_a_reason_is_said_in_ukrainian(ukrainian: Words, reason: str, said: str) -> None:
    assert ukrainian.reason(reason) == said


def test_english_needs_no_translation() -> None:
    assert words_for(["en"], KYIV).reason("told by 3 sources") == "told by 3 sources"


def test_every_reason_of_the_sample_edition_has_its_ukrainian(ukrainian: Words) -> None:
    settings = read_settings(SAMPLES / "schedules.toml")
    newsletter = settings.newsletters["morning"]
    with open_memory() as database:
        collect(database, settings, now=BREAKFAST)
        built = rehearse(
            database,
            settings,
            newsletter,
            open_templates(),
            edition_at(newsletter, KYIV, BREAKFAST),
            at=BREAKFAST,
        )
    reasons = {why for item in built.edition.items() for why in item.why}
    reasons |= {one.why for one in built.edition.left_out}
    assert len(reasons) > 50
    assert [why for why in sorted(reasons) if why and ukrainian.reason(why) == why] == []


@pytest.mark.parametrize("about", list(About))
def test_every_shape_is_said_with_what_its_english_has(about: About) -> None:
    path = Path(sayings.__file__).with_name("languages") / f"uk.{about}.toml"
    for english, said in tomllib.loads(path.read_text("utf-8")).items():
        values = dict.fromkeys(re.findall(r"{(\w+)}", english), "value")
        assert said.format_map(values), english


@pytest.mark.parametrize("piece", ["a (b) does not work in ", " is ", "“a” ", ": ", "' does not "])
@pytest.mark.parametrize("length", [LONGEST, 1_000_000])
def test_no_text_of_strangers_keeps_an_editor_waiting(
    ukrainian: Words, piece: str, length: int
) -> None:
    text = (piece * (length // len(piece) + 1))[:length]
    began = time.perf_counter()
    for said in (ukrainian.reason, ukrainian.refusal, ukrainian.finding):
        said(text)
    assert time.perf_counter() - began < 5  # without a bound it would take minutes
