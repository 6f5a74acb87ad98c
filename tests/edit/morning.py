"""A morning in the newsroom for tests: its edition, and an editor called Ada who works on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.model.article import Article
from digest.model.edit import Change, Edit
from digest.model.edition import Edition, Item, State
from digest.model.mail import Mail
from digest.model.settings import Approval, Newsletter, Settings
from digest.pipelines.edit import change, edited
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.publish import Built, Preview, approve, build, preview_edition
from digest.present.templates import open_templates
from digest.schedule.runner import ScheduleRunner, run_due_steps
from digest.store.articles import articles_by_id, save_articles
from digest.store.editions import edition_record
from digest.timetable import timetable
from tests.newsroom import MORNING, THURSDAY, Clock, articles, at, newsroom_of, settings_in

TODAY = "morning-2026-03-12"
REQUIRED = replace(MORNING, approval=Approval.REQUIRED)


class Morning:
    """The newsroom, at 05:45 to begin with, and what an editor does there."""

    def __init__(self, database: Database, folder: Path, newsletter: Newsletter) -> None:
        self.database = database
        self.settings: Settings = settings_in(folder, newsletter)
        self.newsletter = newsletter
        self.templates = open_templates()
        self.clock = Clock(at(5, 45))

    @property
    def newsroom(self) -> Newsroom:
        return newsroom_of(
            self.database,
            self.settings,
            self.templates,
            secret=b"a secret of thirty-two characters",
            clock=self.clock,
        )

    def build(self, moment: datetime) -> Built:
        times = timetable(self.newsletter, THURSDAY, ZoneInfo("UTC"))
        self.clock.set(moment)
        return build(
            self.newsroom,
            times,
            at=moment,
            who="schedule",
        )

    def change(self, what: Change, *, who: str = "ada", expected: int | None = None) -> Edit:
        seen = edited(self.newsroom, TODAY, now=self.clock()).revision
        draft = Edit(edition=TODAY, who=who, at=self.clock(), change=what)
        return change(self.newsroom, draft, expected=seen if expected is None else expected)

    def edition(self) -> Edition:
        return edited(self.newsroom, TODAY, now=self.clock()).edition

    def find(self, story: str) -> Item:
        return next(item for item in self.edition().items() if item.story == story)

    def stories(self) -> list[str]:
        return [item.story for item in self.edition().items()]

    def gather(self, *changed: Article) -> None:
        save_articles(self.database, changed, now=self.clock())

    def article(self, name: str) -> Article:
        return articles_by_id(self.database, [name])[0]

    def approve(self, seen: str = "") -> None:
        approve(
            self.newsroom,
            TODAY,
            who="ada",
            now=self.clock(),
            seen=seen,
        )

    def preview(self) -> Preview:
        return preview_edition(self.newsroom, TODAY, now=self.clock())

    def mail(self) -> Mail:
        presented = self.preview().presented
        assert presented is not None
        return presented.mail

    def attend(self, moment: datetime) -> State:
        self.clock.set(moment)
        desk = ScheduleRunner(newsroom=self.newsroom)
        run_due_steps(desk, self.newsletter)
        return self.state()

    def state(self) -> State:
        return edition_record(self.database, TODAY).state


FERRY = (
    "Pensioners and schoolchildren ride free until the last crossing in October. Opponents called"
    " the subsidy a gift to commuters who own second homes on the island. The vessel needs new"
    " pumps before winter, and its captain retires in June. Councillor Tennant wants a private"
    " operator to take over the route next spring."
)
SHIPYARD = (
    "The first hull will be laid down in September beside the old drydock. Oceanographers from four"
    " universities drew up the laboratories on board. Welders had feared layoffs since the"
    " cruise-liner contract collapsed. A sonar winch, built abroad, arrives by rail next year."
)
ROWING = (
    "Juniors carried the oars down the slipway while a brass band played. Coach Doyle said that"
    " thirty beginners had signed up over the weekend. The roof is thatched with reeds cut"
    " upstream. Regatta day falls on the second Sunday of May."
)


def long_articles() -> Sequence[Article]:
    """The morning's articles with enough sentences that a brief depends on its place."""
    return [
        replace(each, text=f"{each.text} {more}")
        for each, more in zip(articles(), (FERRY, SHIPYARD, ROWING), strict=True)
    ]
