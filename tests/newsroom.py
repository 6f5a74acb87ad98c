"""A small newsroom for tests: settings, articles of one morning, and a clock that is set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlite_utils import Database

from digest.model.article import Article
from digest.model.settings import (
    Approval,
    Day,
    Gathering,
    MailServer,
    Newsletter,
    Publication,
    Section,
    Security,
    Settings,
    Sizes,
    Source,
)
from digest.pipelines.newsroom import Newsroom
from digest.present.templates import Templates, open_templates
from digest.store.alerts import alerts_of

THURSDAY = date(2026, 3, 12)

MORNING = Newsletter(
    id="morning",
    name="The Morning Tide",
    sender="The Harbour Gazette <morning@digest.example.com>",
    days=tuple(Day),
    approve_by=time(6, 20),
    send_at=time(6, 30),
    send_by=time(7, 0),
    never_after=time(10, 0),
    approval=Approval.AUTOMATIC,
    sizes=Sizes(minimum=2),
)

SETTINGS = Settings(
    publication=Publication(
        name="The Harbour Gazette",
        base_url="https://digest.example.com",
        address="4 Quay Street, Port Merrow",
    ),
    newsletters={"morning": MORNING},
    sources={
        "gazette": Source(id="gazette", name="The Harbour Gazette", path="gazette.xml"),
        "wire": Source(id="wire", name="Aster Wire", path="wire.xml"),
    },
    sections={
        "politics": Section(id="politics", title="Politics", seeds=("council", "mayor", "vote")),
        "business": Section(id="business", title="Business", seeds=("bank", "shipyard", "order")),
    },
    mail=MailServer(outbox="outbox"),
    gathering=Gathering(),
)


def at(hour: int, minute: int = 0, second: int = 0, *, day: date = THURSDAY) -> datetime:
    """A moment of that morning; the newsroom's zone is UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)


def settings_in(folder: Path, newsletter: Newsletter = MORNING, **changes: object) -> Settings:
    """The newsroom with its project in ``folder`` and its one newsletter as given."""
    newsletters = {newsletter.id: newsletter}
    return replace(SETTINGS, project=folder, newsletters=newsletters, **changes)  # type: ignore[arg-type] # the caller's fields


def mailing_by(settings: Settings, port: int) -> Settings:
    """The settings with a mail server on this machine's port; 9 is one where nobody listens."""
    server = MailServer(
        host="127.0.0.1", port=port, security=Security.NONE, connections=1, timeout_seconds=1
    )
    return replace(settings, mail=server)


def articles(published: datetime | None = None, *, day: int = 0) -> Sequence[Article]:
    """Three articles on three events, a few minutes apart. ``day`` makes those of another day."""
    last = published or at(5)
    texts = [
        (
            "gazette",
            "Council votes to keep the harbour ferry running",
            "The city council voted on Wednesday night to keep the harbour ferry running until"
            " autumn. The mayor said the money comes from the reserve.",
        ),
        (
            "wire",
            "Shipyard wins order for three research vessels",
            "The Merrow shipyard has won an order for three research vessels. The order keeps"
            " four hundred people at work for two years, the company said.",
        ),
        (
            "gazette",
            "Rowing club opens its new boathouse",
            "The rowing club opened its new boathouse on the river on Wednesday. Members built"
            " most of it themselves, with timber from the old pier.",
        ),
    ]
    suffix = f"-{day}" if day else ""
    return [
        Article(
            id=f"article-{number}{suffix}",
            source=source,
            title=f"{title} (day {day})" if day else title,
            url=f"https://news.example.com/{number}{suffix}",
            text=f"{text}\n\nIt was the day's news number {number} of day {day}." if day else text,
            published=last - timedelta(minutes=10 * number),
            language="en",
        )
        for number, (source, title, text) in enumerate(texts, start=1)
    ]


def newsroom_of(
    database: Database,
    settings: Settings = SETTINGS,
    templates: Templates | None = None,
    *,
    secret: bytes = b"a secret for tests",
    clock: Callable[[], datetime] | None = None,
) -> Newsroom:
    """What pipelines work with; with the settings' own templates, or else those that are given."""
    folder = settings.project / "templates"
    return Newsroom(
        database=database,
        settings=settings,
        open_templates=lambda: templates or open_templates(folder),
        secret=secret,
        clock=clock or Clock(at(6)),
    )


class Clock:
    """A clock that shows what it was set to, and goes on only when told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now


def told_of(database: Database, edition: str) -> dict[str, str]:
    """What the operator is told about the edition: the words by what they are about."""
    return {alert.about: str(alert.words) for alert in alerts_of(database, edition)}
