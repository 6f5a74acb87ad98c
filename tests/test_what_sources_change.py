"""What a source takes back, corrects or gives free: at every stage of an edition, whoever sees it,
and in every form in which sources say it. The expectations are data."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.testclient import TestClient

from digest.desk.app import create_app
from digest.desk.desk_context import DeskContext, TemplateShelf
from digest.model.edition import Item, State
from digest.model.errors import StateError
from digest.model.settings import Approval, DeskPages, Newsletter, Settings, Source
from digest.model.users import NewUser, Role
from digest.pipelines.edit import edited
from digest.pipelines.gather import collect
from digest.pipelines.publish import approve
from digest.pipelines.send import send_edition
from digest.pipelines.send_options import SendOptions
from digest.present.templates import Templates, open_templates
from digest.schedule.runner import ScheduleRunner, run_due_steps
from digest.store.alerts import alerts_of
from digest.store.database import open_database
from digest.store.editions import find_edition
from digest.store.edits import corrections_of
from digest.store.recipient_imports import add_recipient
from digest.store.users import add_user
from tests.newsroom import MORNING, THURSDAY, Clock, at, newsroom_of, settings_in
from tests.wires import (
    CHANGES,
    FORMS,
    OTHER_PICTURE,
    SAYS_NOTHING_OF,
    Told,
    afterwards,
    at_first,
)

EDITION = "morning-2026-03-12"
SECRET = b"a secret of thirty-two characters"
PASSWORD = "correct horse battery"
REQUIRED = replace(MORNING, approval=Approval.REQUIRED)
READERS = 3

# ---- the table -------------------------------------------------------------------------------

AS_SENT = "the words of before"
AS_NOW = "the words of now"
WITHOUT = "without it"

DROPPED = "Approval dropped"
ANEW = "Changed, to approve"
AFTER = "Changed after sending"
NOBODY = ""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What holds after the change was seen.

    ``has`` is what the edition, or the mail that went out, says of the story. ``operator`` is what
    the operator is told about it, ``mail`` how the subject begins of what the approver gets,
    ``note`` whether the page that readers see has a dated note.
    """

    state: State | None
    has: str
    operator: str = ""
    mail: str = NOBODY
    note: bool = False


def row(run: Expected, send: Expected | None, desk: Expected | None) -> dict[str, Expected]:
    """The three ways of seeing it; one that makes no sense has no expectation."""
    seen = {"run": run, "gather then send": send, "at the desk": desk}
    return {way: expected for way, expected in seen.items() if expected is not None}


def ready(has: str, operator: str = "", mail: str = NOBODY) -> Expected:
    return Expected(state=State.READY, has=has, operator=operator, mail=mail)


def sent(has: str, operator: str = "", mail: str = NOBODY, *, note: bool = False) -> Expected:
    return Expected(state=State.SENT, has=has, operator=operator, mail=mail, note=note)


def approved(has: str, operator: str = "") -> Expected:
    return Expected(state=State.APPROVED, has=has, operator=operator)


def going(has: str, *, note: bool = False) -> Expected:
    return Expected(state=State.SENDING, has=has, note=note)


# "draft": not built yet, so that the build has it. At the desk a ready edition is approved as it
# reads now; an approved or due one is looked at and sent. The desk notices and leaves the mails to
# the next look of `digest run`, so that nobody at a page waits for a mail server.
TABLE: dict[tuple[str, str], dict[str, Expected]] = {
    ("canceled", "draft"): row(ready(WITHOUT, mail="To approve"), None, None),
    ("canceled", "ready"): row(
        ready(WITHOUT, "withdrawn", ANEW), ready(WITHOUT, "withdrawn"), approved(WITHOUT)
    ),
    ("canceled", "approved"): row(
        ready(WITHOUT, "withdrawn", DROPPED), ready(WITHOUT, "withdrawn"), ready(WITHOUT)
    ),
    ("canceled", "due"): row(
        ready(WITHOUT, "withdrawn", DROPPED), ready(WITHOUT, "withdrawn"), ready(WITHOUT)
    ),
    ("canceled", "begun"): row(
        ready(WITHOUT, "withdrawn", DROPPED), ready(WITHOUT, "withdrawn"), None
    ),
    ("canceled", "being sent"): row(
        sent(AS_SENT, "withdrawn", AFTER, note=True),
        sent(AS_SENT, "withdrawn", AFTER, note=True),
        going(AS_SENT, note=True),
    ),
    ("canceled", "sent"): row(
        sent(AS_SENT, "withdrawn", AFTER, note=True),
        sent(AS_SENT, "withdrawn", AFTER, note=True),
        sent(AS_SENT, note=True),
    ),
    ("embargoed", "draft"): row(ready(WITHOUT, mail="To approve"), None, None),
    ("embargoed", "ready"): row(
        ready(WITHOUT, "embargoed", ANEW), ready(WITHOUT, "embargoed"), approved(WITHOUT)
    ),
    ("embargoed", "approved"): row(
        ready(WITHOUT, "embargoed", DROPPED), ready(WITHOUT, "embargoed"), ready(WITHOUT)
    ),
    ("embargoed", "due"): row(
        ready(WITHOUT, "embargoed", DROPPED), ready(WITHOUT, "embargoed"), ready(WITHOUT)
    ),
    ("embargoed", "begun"): row(
        ready(WITHOUT, "embargoed", DROPPED), ready(WITHOUT, "embargoed"), None
    ),
    # an embargo is the newsroom's own matter: readers' page says nothing of it
    ("embargoed", "being sent"): row(
        sent(AS_SENT, "embargoed", AFTER), sent(AS_SENT, "embargoed", AFTER), going(AS_SENT)
    ),
    ("embargoed", "sent"): row(
        sent(AS_SENT, "embargoed", AFTER), sent(AS_SENT, "embargoed", AFTER), sent(AS_SENT)
    ),
    ("embargo lifted", "draft"): row(ready(AS_NOW, mail="To approve"), None, None),
    # a send builds nothing; the next look of `digest run` does
    ("embargo lifted", "ready"): row(
        ready(AS_NOW, "restored", ANEW), ready(WITHOUT), approved(WITHOUT)
    ),
    ("embargo lifted", "approved"): row(
        ready(AS_NOW, "restored", DROPPED), ready(WITHOUT, "restored"), ready(WITHOUT)
    ),
    ("embargo lifted", "due"): row(
        ready(AS_NOW, "restored", DROPPED), ready(WITHOUT, "restored"), ready(WITHOUT)
    ),
    ("embargo lifted", "begun"): row(
        ready(AS_NOW, "restored", DROPPED), ready(WITHOUT, "restored"), None
    ),
    ("embargo lifted", "being sent"): row(sent(WITHOUT), sent(WITHOUT), going(WITHOUT)),
    ("embargo lifted", "sent"): row(sent(WITHOUT), sent(WITHOUT), sent(WITHOUT)),
    ("corrected", "draft"): row(ready(AS_NOW, mail="To approve"), None, None),
    # the draft has it, and nobody approved the other words
    ("corrected", "ready"): row(ready(AS_NOW), ready(AS_NOW), approved(AS_NOW)),
    ("corrected", "approved"): row(
        ready(AS_NOW, "corrected", DROPPED), ready(AS_NOW, "corrected"), ready(AS_NOW)
    ),
    ("corrected", "due"): row(
        ready(AS_NOW, "corrected", DROPPED), ready(AS_NOW, "corrected"), ready(AS_NOW)
    ),
    ("corrected", "begun"): row(
        ready(AS_NOW, "corrected", DROPPED), ready(AS_NOW, "corrected"), None
    ),
    ("corrected", "being sent"): row(
        sent(AS_SENT, "corrected", AFTER, note=True),
        sent(AS_SENT, "corrected", AFTER, note=True),
        going(AS_SENT, note=True),
    ),
    ("corrected", "sent"): row(
        sent(AS_SENT, "corrected", AFTER, note=True),
        sent(AS_SENT, "corrected", AFTER, note=True),
        sent(AS_SENT, note=True),
    ),
}
WHEN = {
    "draft": at(5, 46),
    "ready": at(5, 55),
    "approved": at(5, 55),
    "due": at(6, 30),
    "begun": at(6, 40),
    "being sent": at(6, 40),
    "sent": at(7, 30),
}
"""When the change is seen. "begun": the sender died after it had claimed the edition, before any
letter; the edition can be called back."""


def cells() -> Iterator[tuple[str, str, str, str]]:
    for form, change in product(FORMS, CHANGES):
        if (form, change) in SAYS_NOTHING_OF:
            continue
        for (kind, stage), ways in TABLE.items():
            if kind in (change, change.partition(" ")[0]):
                for way in ways:
                    yield form, change, stage, way


# ---- the newsroom ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Room:
    """A newsroom in a folder, with one source, three readers and Ada, who approves."""

    folder: Path
    form: str
    clock: Clock
    newsletter: Newsletter = REQUIRED

    @property
    def settings(self) -> Settings:
        settings = settings_in(self.folder, self.newsletter)
        publication = replace(settings.publication, operator="night@example.com")
        source = Source(id="wire", name="Aster Wire", path="wire.txt")
        return replace(
            settings,
            publication=publication,
            sources={"wire": source},
            desk=DeskPages(url="https://desk.example.com"),
        )

    def database(self) -> closing[Database]:
        return closing(open_database(self.folder / self.settings.database))

    def gather(self, articles: tuple[Told, ...], moment: datetime) -> None:
        self.clock.set(moment)
        (self.folder / "wire.txt").write_text(FORMS[self.form](articles), "utf-8")
        with self.database() as database:
            (report,) = collect(newsroom_of(database, self.settings), now=moment)
        assert not report.failed

    def attend(self, moment: datetime) -> None:
        self.clock.set(moment)
        with self.database() as database:
            desk = ScheduleRunner(
                newsroom=newsroom_of(
                    database, self.settings, templates(), secret=SECRET, clock=self.clock
                )
            )
            run_due_steps(desk, self.newsletter)

    def approve(self, moment: datetime) -> None:
        with self.database() as database:
            approve(
                newsroom_of(database, self.settings, templates()), EDITION, who="ada", now=moment
            )

    def send(self, moment: datetime, *, letters: int = READERS) -> None:
        """As `digest send` does; with fewer ``letters`` the sender ends early."""
        self.clock.set(moment)
        with self.database() as database:
            send_edition(
                newsroom_of(database, self.settings, secret=SECRET, clock=self.clock),
                EDITION,
                who="ada",
                options=SendOptions(should_stop=lambda: len(self.letters()) >= letters),
            )

    def letters(self) -> list[str]:
        paths = sorted((self.folder / "outbox" / EDITION).glob("*.eml"))
        return [
            str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"])
            for path in paths
        ]

    def mails(self) -> list[str]:
        """Subjects of what Ada got."""
        paths = sorted(
            (self.folder / "outbox").glob("*/ada@*.eml"), key=lambda path: path.stat().st_mtime_ns
        )
        return [
            str(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"])
            for path in paths
        ]

    def browser(self) -> TestClient:
        desk = DeskContext(
            settings=self.settings,
            open_database=self.database,
            shelf=TemplateShelf(self.folder / "templates"),
            secret=SECRET,
            clock=self.clock,
        )
        client = TestClient(
            create_app(desk, hosts={"desk.example.com"}),
            base_url="http://desk.example.com",
            follow_redirects=False,
        )
        signed_in = client.post("/sign-in", data={"name": "ada", "password": PASSWORD})
        assert signed_in.status_code == 303
        return client


@cache
def templates() -> Templates:
    return open_templates()


Prepare = Callable[[str, str, str], Room]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepare:
    """A newsroom whose edition is at the stage, made once and not to be changed."""

    @cache
    def made(form: str, first: tuple[Told, ...], stage: str) -> Room:
        folder = tmp_path_factory.mktemp("room")
        room = Room(folder, form, Clock(at(5)))
        with closing(open_database(folder / room.settings.database, create=True)) as database:
            for name in ("una", "bob", "eve")[:READERS]:
                add_recipient(database, "morning", f"{name}@example.com", now=at(1))
            add_user(
                database,
                NewUser(name="ada", role=Role.OPERATOR, mail="ada@gazette.example.com"),
                password=PASSWORD,
                now=at(1),
            )
        room.gather(first, at(5))
        _bring_to(room, stage)
        return room

    def prepare(form: str, change: str, stage: str) -> Room:
        return made(form, tuple(at_first(change)), stage)

    return prepare


def _bring_to(room: Room, stage: str) -> None:
    if stage == "draft":
        return
    room.attend(at(5, 46))
    if stage == "ready":
        return
    room.approve(at(5, 50))
    if stage == "begun":
        with pytest.raises(KeyboardInterrupt):
            _die_before_the_first_letter(room)
    elif stage == "being sent":
        room.send(at(6, 30), letters=1)
        assert len(room.letters()) == 1
    elif stage == "sent":
        room.send(at(6, 30))


def _die_before_the_first_letter(room: Room) -> None:
    with pytest.MonkeyPatch.context() as patch:

        def die(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("digest.pipelines.send.dispatch", die)
        room.send(at(6, 30))


@pytest.fixture
def at_stage(prepared: Prepare, tmp_path: Path) -> Prepare:
    """A copy of such a newsroom, to work in."""

    def copied(form: str, change: str, stage: str) -> Room:
        original = prepared(form, change, stage)
        folder = tmp_path / "room"
        shutil.copytree(original.folder, folder)
        return replace(original, folder=folder, clock=Clock(original.clock()))

    return copied


# ---- the ways of seeing it -------------------------------------------------------------------


def see(room: Room, way: str, stage: str) -> None:
    moment = WHEN[stage]
    room.clock.set(moment)
    if way == "run":
        room.attend(moment)
    elif way == "gather then send":
        with suppress(StateError):
            room.send(moment)
    else:
        _at_the_desk(room, stage)


def _at_the_desk(room: Room, stage: str) -> None:
    """Ada opens the page; she approves what is ready, and sends nothing that is not approved."""
    browser = room.browser()
    page = browser.get(f"/editions/{EDITION}")
    assert page.status_code == 200
    if stage == "ready":
        with room.database() as database:
            approve(
                newsroom_of(database, room.settings, templates()),
                EDITION,
                who="ada",
                now=room.clock(),
            )
    elif stage in {"approved", "due"}:
        with room.database() as database:
            record = find_edition(database, newsletter="morning", day=THURSDAY, slot="")
        assert record is not None
        if record.state is not State.APPROVED:
            fields = {"step": "send", "name": room.newsletter.name}
            assert browser.post(f"/editions/{EDITION}/steps", data=fields).status_code == 409


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every cell of one form; of the others, what a form alone can get wrong: of these a third.
    All with ``--whole``."""
    if "way" not in metafunc.fixturenames:
        return
    every = metafunc.config.getoption("--whole")
    chosen = [
        pytest.param(form, change, stage, way, id=f"{form}, {change}, {stage}, {way}")
        for form, change, stage, way in cells()
        if every or form == "JSON Lines" or (stage, way) == ("approved", "run")
    ]
    metafunc.parametrize(("form", "change", "stage", "way"), chosen)


@pytest.mark.one_in(3)
def test_what_a_source_changes_is_heeded(
    at_stage: Prepare, form: str, change: str, stage: str, way: str
) -> None:
    kind = change if (change, stage) in TABLE else "corrected"
    expected = TABLE[kind, stage][way]
    room = at_stage(form, change, stage)
    before = room.mails()
    room.gather(tuple(afterwards(change)), WHEN[stage])
    see(room, way, stage)
    assert observed(room, change, before) == expected
    went_out = READERS if expected.state is State.SENT else 1 if stage == "being sent" else 0
    assert len(room.letters()) == went_out
    assert len(set(room.letters())) <= 1, "letters of one edition are one mail"


def observed(room: Room, change: str, before: list[str]) -> Expected:
    with room.database() as database:
        record = find_edition(database, newsletter="morning", day=THURSDAY, slot="")
        assert record is not None
        shown = edited(newsroom_of(database, room.settings), EDITION, now=room.clock()).edition
        told = {alert.about.partition(" ")[0] for alert in alerts_of(database, EDITION)}
        notes = corrections_of(database, EDITION)
    new = room.mails()[len(before) :]
    about_sources = {"withdrawn", "embargoed", "restored", "corrected"}
    return Expected(
        state=record.state,
        has=_words_of(list(shown.items()), change),
        operator=" ".join(sorted(told & about_sources)),
        mail=new[-1].partition(":")[0] if new else NOBODY,
        note=bool(notes),
    )


def _words_of(items: list[Item], change: str) -> str:
    item = next((each for each in items if "order for three" in each.headline), None)
    if item is None:
        return WITHOUT
    now = {
        "corrected headline": "loses order" in item.headline,
        "corrected text": "has lost" in item.brief,
        "corrected picture": item.image is not None and item.image.url == OTHER_PICTURE,
        "embargo lifted": True,
    }
    return AS_NOW if now.get(change, False) else AS_SENT


def test_an_edition_that_was_called_back_before_its_first_letter_can_be_approved_and_sent(
    at_stage: Prepare,
) -> None:
    """Its sending had begun, and left a mark; no letter had gone, so that none went twice."""
    room = at_stage("JSON Lines", "canceled", "begun")
    room.gather(tuple(afterwards("canceled")), at(6, 40))
    room.attend(at(6, 40))
    room.approve(at(6, 45))
    room.send(at(6, 46))
    assert len(room.letters()) == READERS
