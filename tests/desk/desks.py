"""A desk in a small newsroom: a project with one edition built, its people, their browsers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from httpx2 import Response
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from digest.desk.app import create_app
from digest.desk.newsroom import Newsroom, TemplateShelf
from digest.model.article import Article
from digest.model.edit import Edited
from digest.model.edition import EditionRecord
from digest.model.settings import Approval, Newsletter, Settings
from digest.model.users import Role
from digest.present.templates import open_templates
from digest.publish import build
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import edition_record
from digest.store.recipients import add_recipient
from digest.store.users import add_user
from digest.timetable import timetable
from tests.newsroom import MORNING, THURSDAY, Clock, articles, at, settings_in

EDITION = "morning-2026-03-12"
NONE: Mapping[str, str] = {}
PASSWORD = "correct horse battery"
PEOPLE = {
    "rex": Role.READER,
    "oksana": Role.EDITOR,
    "ada": Role.APPROVER,
    "olena": Role.OPERATOR,
}
HOST = "desk.example.com"


@dataclass(frozen=True)
class Desk:
    """A desk as its tests hold it: the application, and what stands behind it."""

    app: Starlette
    newsroom: Newsroom
    clock: Clock

    @property
    def settings(self) -> Settings:
        return self.newsroom.settings

    @contextmanager
    def database(self) -> Iterator[Database]:
        with self.newsroom.open_database() as database:
            yield database

    def record(self) -> EditionRecord:
        with self.database() as database:
            return edition_record(database, EDITION)

    def edited(self) -> Edited:
        from digest.editing import edited

        with self.database() as database:
            return edited(database, self.settings, EDITION, now=self.clock())

    def browser(self, name: str = "", *, secure: bool = False) -> Browser:
        """A browser of its own; signed in if a name is given."""
        scheme = "https" if secure else "http"
        client = TestClient(self.app, base_url=f"{scheme}://{HOST}", follow_redirects=False)
        browser = Browser(client)
        if name:
            answer = browser.sign_in(name)
            assert answer.status_code == 303, answer.text
        return browser


@dataclass(frozen=True)
class Browser:
    """What a person does with their browser at the desk."""

    client: TestClient

    def sign_in(self, name: str, password: str = PASSWORD, **headers: str) -> Response:
        fields = {"name": name, "password": password}
        return self.client.post("/sign-in", data=fields, headers=headers)

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers=headers)

    def page(self, query: str = "") -> str:
        """The edition's page."""
        answer = self.get(f"/editions/{EDITION}{query}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def change(
        self, change: str, *, expected: int = 0, texts: Mapping[str, str] = NONE, **fields: str
    ) -> Response:
        """One of the forms on the board; ``texts`` are fields with a hyphen in their name."""
        data = {"change": change, "expected": str(expected), **texts, **fields}
        return self.client.post(f"/editions/{EDITION}/edits", data=data)

    def write(self, story: str, field: str, text: str, *, was: str, expected: int = 0) -> Response:
        """One text of a story, written anew and saved."""
        texts = {f"text-{field}": text, f"was-{field}": was}
        return self.change("texts", expected=expected, texts=texts, story=story)

    def step(self, step: str, **fields: str) -> Response:
        """One of the buttons for the edition as a whole."""
        return self.client.post(f"/editions/{EDITION}/steps", data={"step": step} | fields)


def open_desk(
    folder: Path,
    *,
    newsletter: Newsletter | None = None,
    stock: tuple[Article, ...] | None = None,
    prefix: str = "",
    watch: bool = False,
) -> Desk:
    """A desk on a new project in ``folder``, at a quarter to six, with the edition built."""
    chosen = newsletter or replace(MORNING, approval=Approval.REQUIRED)
    settings = settings_in(folder, chosen)
    clock = Clock(at(5, 45))

    def door() -> closing[Database]:
        return closing(open_database(folder / settings.database))

    with closing(open_database(folder / settings.database, create=True)) as database:
        for name, role in PEOPLE.items():
            add_user(database, name, password=PASSWORD, role=role, now=clock())
        add_recipient(database, chosen.id, "reader@example.org", now=clock())
        save_articles(database, stock if stock is not None else articles(), now=clock())
        build_edition(database, settings, clock())
    newsroom = Newsroom(
        settings=settings,
        open_database=door,
        shelf=TemplateShelf(folder / "templates"),
        secret=b"a secret for tests",
        clock=clock,
        prefix=prefix,
        watch=watch,
    )
    return Desk(app=create_app(newsroom, hosts={HOST, "127.0.0.1"}), newsroom=newsroom, clock=clock)


def build_edition(database: Database, settings: Settings, now: datetime) -> None:
    """The morning's edition, built or built again by the schedule."""
    (newsletter,) = settings.newsletters.values()
    times = timetable(newsletter, THURSDAY, ZoneInfo(settings.publication.time_zone))
    templates = open_templates(settings.project / "templates")
    build(database, settings, newsletter, templates, times, at=now, who="schedule")
