"""The golden mails: what the sample newsroom's editions look like, reviewed in the diff.

They are made anew by ``pytest tests/samples/test_golden.py --rewrite-golden``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html as lxml_html
from sqlite_utils import Database

from digest.model.edition import Decision, Edition, State
from digest.model.mail import Mail, Severity
from digest.pipelines import publish
from digest.pipelines.gather import collect
from digest.present.templates import open_templates
from digest.settings.load import read_settings
from digest.store.database import open_memory
from digest.store.editions import move_edition
from digest.timetable import timetable
from tests.newsroom import newsroom_of

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = SAMPLES / "golden"
WEDNESDAY, THURSDAY = date(2026, 3, 11), date(2026, 3, 12)
EDITIONS = ("morning-2026-03-11", "morning-2026-03-12", "ranok-2026-03-12")


@pytest.fixture(scope="module")
def published() -> Iterator[dict[str, tuple[Edition, Mail]]]:
    """Three editions of the sample newsroom, as they would have gone out."""
    database = open_memory()
    settings = read_settings(SAMPLES / "schedules.toml")
    collect(newsroom_of(database, settings), now=datetime(2026, 3, 12, 3, 45, tzinfo=UTC))
    found = dict(
        [
            _publish(database, "morning", WEDNESDAY),
            _publish(database, "morning", THURSDAY),
            _publish(database, "ranok", THURSDAY),
        ]
    )
    yield found
    database.close()


def _publish(database: Database, newsletter: str, day: date) -> tuple[str, tuple[Edition, Mail]]:
    """Builds, approves and marks as sent, so that the next day's edition knows of it."""
    from zoneinfo import ZoneInfo

    settings = read_settings(SAMPLES / "schedules.toml")
    chosen = settings.newsletters[newsletter]
    times = timetable(chosen, day, ZoneInfo(settings.publication.time_zone))
    templates = open_templates()
    at = times.build_at
    built = publish.build(newsroom_of(database, settings, templates), times, at=at, who="test")
    publish.approve(newsroom_of(database, settings, templates), times.edition, who="test", now=at)
    move_edition(database, times.edition, State.SENDING, Decision(who="test", at=times.send_at))
    move_edition(database, times.edition, State.SENT, Decision(who="test", at=times.send_at))
    assert built.presented is not None
    assert not [each for each in built.findings if each.severity is Severity.ERROR]
    return times.edition, (built.edition, built.presented.mail)


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_text_part_is_the_golden_one(
    published: dict[str, tuple[Edition, Mail]], edition: str, rewrite: bool
) -> None:
    mail = published[edition][1]
    path = GOLDEN / f"{edition}.txt"
    content = f"Subject: {mail.subject}\nPreheader: {mail.preheader}\n\n{mail.text}"
    if rewrite:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
    assert content == path.read_text("utf-8")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_html_part_is_the_golden_one(
    published: dict[str, tuple[Edition, Mail]], edition: str, rewrite: bool
) -> None:
    mail = published[edition][1]
    path = GOLDEN / f"{edition}.html"
    if rewrite:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(mail.html, "utf-8")
    assert _structure(mail.html) == _structure(path.read_text("utf-8"))


def _structure(markup: str) -> list[tuple[str, tuple[tuple[str, str], ...], str, str]]:
    """Every element in order: tag, attributes, and the text in and after it, white space folded."""
    return [
        (
            str(element.tag),
            tuple(sorted((str(key), str(value)) for key, value in element.attrib.items())),
            " ".join((element.text or "").split()),
            " ".join((element.tail or "").split()),
        )
        for element in lxml_html.document_fromstring(markup.encode()).iter()
    ]


def test_a_story_that_went_on_overnight_is_a_marked_update(
    published: dict[str, tuple[Edition, Mail]],
) -> None:
    """The ferry talks ended in a strike call on Wednesday, and in a deal that night."""
    updates = [item for item in published["morning-2026-03-12"][0].items() if item.update]
    assert any("ferry" in item.headline.lower() for item in updates), updates


def test_what_wednesday_carried_thursday_does_not_repeat(
    published: dict[str, tuple[Edition, Mail]],
) -> None:
    carried = {
        article for item in published["morning-2026-03-11"][0].items() for article in item.articles
    }
    for item in published["morning-2026-03-12"][0].items():
        assert item.update or not carried & set(item.articles), item.headline


def test_no_hostile_headline_becomes_markup(
    published: dict[str, tuple[Edition, Mail]],
) -> None:
    document = lxml_html.document_fromstring(published["morning-2026-03-11"][1].html.encode())
    assert document.xpath("//script | //iframe | //*[@onerror or @onload or @onclick]") == []


def test_embargoed_and_canceled_articles_stay_out(
    published: dict[str, tuple[Edition, Mail]],
) -> None:
    left_out = {
        str(left.why).split(" until")[0]
        for edition in ("morning-2026-03-11", "morning-2026-03-12")
        for left in published[edition][0].left_out
    }
    assert "embargoed" in left_out
    assert "canceled by its source" in left_out


def test_editions_know_each_other(published: dict[str, tuple[Edition, Mail]]) -> None:
    assert set(published) == set(EDITIONS)
    first, second = (published[f"morning-{day}"][0] for day in (WEDNESDAY, THURSDAY))
    assert second.window.start == first.window.end
