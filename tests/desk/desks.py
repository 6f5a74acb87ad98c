"""A desk in a small newsroom: a project with one edition built, its people, their browsers."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from httpx2 import Response
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from digest.desk.app import create_app
from digest.desk.desk_context import DeskContext, TemplateShelf
from digest.model.article import Article
from digest.model.edit import Correction, Edited
from digest.model.edition import Decision, EditionRecord, State
from digest.model.settings import Approval, Newsletter, Settings
from digest.model.users import NewUser, Role
from digest.pipelines.edit import correct
from digest.pipelines.publish import approve, build
from digest.present.templates import Templates, open_templates
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import edition_record, move_edition
from digest.store.recipient_imports import add_recipient
from digest.store.users import add_user
from digest.timetable import timetable
from tests.newsroom import MORNING, THURSDAY, Clock, articles, at, newsroom_of, settings_in

EDITION = "morning-2026-03-12"
YESTERDAY = "morning-2026-03-11"
WEDNESDAY = THURSDAY - timedelta(days=1)
NONE: Mapping[str, str] = {}
PASSWORD = "correct horse battery"
PEOPLE = {
    "rex": Role.READER,
    "oksana": Role.EDITOR,
    "ada": Role.APPROVER,
    "olena": Role.OPERATOR,
}
HOST = "desk.example.com"


_OLDER = {
    "Lighthouse keeper retires after forty winters": "The keeper retires after forty winters on"
    " the rock, and nobody follows her.",
    "Bakers mourn the last coal oven": "The last coal oven of the town went out on Tuesday, and its"
    " bakers mourned it.",
}


@dataclass(frozen=True)
class Desk:
    """A desk as its tests hold it: the application, and what stands behind it."""

    app: Starlette
    context: DeskContext
    clock: Clock

    @property
    def settings(self) -> Settings:
        return self.context.settings

    @contextmanager
    def database(self) -> Iterator[Database]:
        with self.context.open_database() as database:
            yield database

    def record(self) -> EditionRecord:
        with self.database() as database:
            return edition_record(database, EDITION)

    def edited(self) -> Edited:
        from digest.pipelines.edit import edited

        with self.database() as database:
            return edited(self.context.newsroom(database), EDITION, now=self.clock())

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
        """The edition's page, with the mail in its frame: a browser asks for both."""
        answer = self.get(f"/editions/{EDITION}{query}")
        assert answer.status_code == 200, answer.text
        self.load_frame(answer.text)
        return answer.text

    def load_frame(self, page: str) -> None:
        """The mail that a page shows in its frame, if it has one."""
        if "<iframe sandbox=" in page:
            frame = page.split("<iframe sandbox=")[1].split(' src="')[1].split('"')[0]
            self.get(unescape(frame))

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
    watch: bool = False,
    yesterday: bool = False,
) -> Desk:
    """A desk on a new project in ``folder``, at a quarter to six, with the edition built."""
    chosen = newsletter or replace(MORNING, approval=Approval.REQUIRED)
    stored = articles() if stock is None else stock
    shutil.copytree(_project(chosen, tuple(stored), yesterday), folder, dirs_exist_ok=True)
    settings = settings_in(folder, chosen)
    clock = Clock(at(5, 45))

    def door() -> closing[Database]:
        return closing(open_database(folder / settings.database))

    context = DeskContext(
        settings=settings,
        open_database=door,
        shelf=_Shelf(folder / "templates"),
        secret=b"a secret for tests",
        clock=clock,
        watch=watch,
    )
    return Desk(app=create_app(context, hosts={HOST, "127.0.0.1"}), context=context, clock=clock)


class _Shelf(TemplateShelf):
    """Opens our own templates once for all desks whose project has none."""

    def templates(self) -> Templates:
        return super().templates() if self._folder.exists() else _our_templates()


@cache
def _our_templates() -> Templates:
    return open_templates(Path("no folder"))


_PROJECTS: dict[str, Path] = {}


def _project(newsletter: Newsletter, stock: tuple[Article, ...], yesterday: bool) -> Path:
    """A folder with the files of such a project. Made once and copied for each desk: people's
    passwords and a build take more of the processor than most tests."""
    key = repr((newsletter, stock, yesterday))
    if key not in _PROJECTS:
        folder = Path(tempfile.mkdtemp(prefix="desk-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        settings, now = settings_in(folder, newsletter), at(5, 45)
        with closing(open_database(folder / settings.database, create=True)) as database:
            for name, role in PEOPLE.items():
                add_user(database, NewUser(name=name, role=role), password=PASSWORD, now=now)
            add_recipient(database, newsletter.id, "reader@example.org", now=now)
            if yesterday:
                send_yesterdays(database, settings)
            save_articles(database, stock, now=now)
            build_edition(database, settings, now)
        _PROJECTS[key] = folder
    return _PROJECTS[key]


def correction_of(desk: Desk, edition: str) -> Correction:
    """A correction of an edition that was sent, made now."""
    draft = Correction(edition=edition, text="It was forty.", who="ada", at=desk.clock())
    with desk.database() as database:
        return correct(database, draft)


def hire_editors(desk: Desk, count: int) -> list[str]:
    """That many further editors, by name."""
    names = [f"editor-{number}" for number in range(count)]
    with desk.database() as database:
        for name in names:
            add_user(
                database, NewUser(name=name, role=Role.EDITOR), password=PASSWORD, now=desk.clock()
            )
    return names


def lived_in(desk: Desk) -> None:
    """The middle of a morning, with many edits: something hidden and added, a late story, and an
    approval that somebody's edit dropped."""
    oksana, ada = desk.browser("oksana"), desk.browser("ada")
    oksana.change("hide", story="article-3", reason="ran yesterday")
    oksana.write("article-1", "headline", "The ferry stays until autumn", was="")
    oksana.change("add", headline="Clocks go forward", brief="On Sunday.", shelf="top")
    ada.get(f"/editions/{EDITION}")
    with desk.database() as database:
        approve(
            desk.context.newsroom(database),
            EDITION,
            who="ada",
            now=desk.clock(),
        )
    oksana.write("article-1", "note", "Three hundred people use it.", was="", expected=3)
    with desk.database() as database:
        words = "The coast road is shut after a storm brought down trees in the night."
        late = told("late", "Storm closes the coast road", words, at(5, 40))
        save_articles(database, [late], now=at(5, 46))
        build_edition(database, desk.settings, at(5, 47))


def told(id_: str, title: str, text: str, published: datetime) -> Article:
    """An article on an event of its own."""
    url = f"https://news.example.com/{id_}"
    first = articles()[0]
    return replace(first, id=id_, title=title, text=text, url=url, published=published)


def send_yesterdays(database: Database, settings: Settings) -> None:
    """Wednesday's edition of two other stories, sent, and corrected since."""
    now = at(5, 45, day=WEDNESDAY)
    older = [
        told(f"older-{number}", title, text, at(5, day=WEDNESDAY))
        for number, (title, text) in enumerate(_OLDER.items())
    ]
    save_articles(database, older, now=now)
    build_edition(database, settings, now, day=WEDNESDAY)
    templates = open_templates(settings.project / "templates")
    approve(newsroom_of(database, settings, templates), YESTERDAY, who="ada", now=now)
    for state in (State.SENDING, State.SENT):
        move_edition(
            database, YESTERDAY, state, Decision(who="schedule", at=at(6, 30, day=WEDNESDAY))
        )
    correct(
        database,
        Correction(edition=YESTERDAY, text="The keeper is Ann, not Anne.", who="ada", at=at(5)),
    )


def build_edition(
    database: Database, settings: Settings, now: datetime, *, day: date = THURSDAY
) -> None:
    """The edition of a day, built or built again by the schedule."""
    (newsletter,) = settings.newsletters.values()
    times = timetable(newsletter, day, ZoneInfo(settings.publication.time_zone))
    templates = open_templates(settings.project / "templates")
    build(newsroom_of(database, settings, templates), times, at=now, who="schedule")


def seen(page: str) -> str:
    """The hash of the mail that the page shows."""
    return page.split('name="seen" value="')[1].split('"')[0]
