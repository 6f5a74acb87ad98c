"""Whatever goes wrong in SQLite leaves the store as a ``DatabaseError`` that says what was done.

Every public function that takes a database is found by looking for it, and each method of the
ledger: one that is added tomorrow is tried as well, or fails here for want of a value to give it.
"""

from __future__ import annotations

import inspect
import io
import pkgutil
import random
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ContextDecorator, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO, get_type_hints

import pytest
from sqlite_utils import Database

import digest.store
from digest.model.alert import Alert
from digest.model.article import Article, Status
from digest.model.delivery import AttemptResult, Distribution, LetterState
from digest.model.edit import Correction, Edit, Edited, Hide
from digest.model.edition import Decision, Edition, EditionRecord, State, Window
from digest.model.errors import DatabaseError, DatabaseLockedError, DigestError
from digest.model.mail import Mail, Outcome
from digest.model.message import Message, Text
from digest.model.reading import Retraction
from digest.model.settings import Newsletter
from digest.model.source_change import ChangeKind, SourceChange
from digest.model.users import NewUser, Role, User
from digest.recipients.files import RecipientFile
from digest.store import database as door
from digest.store.alerts import claim_alert
from digest.store.approval_requests import ApprovalRequest, claim_request, postpone_request
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import move_edition
from digest.store.edits import append_edit
from digest.store.fetch_states import FetchState, save_fetch_state
from digest.store.last_seen import save_look
from digest.store.pictures import Kept, save_pictures
from digest.store.recipient_imports import RecipientDetails, add_recipient
from digest.store.returns import Bounce, note_bounce
from digest.store.sent_markers import Mark
from digest.store.sessions import begin_session
from digest.store.sign_in_attempts import Attempt, Client
from digest.store.source_changes import save_changes_of_sent
from digest.store.sqlite_ledger import SqliteLedger, SqliteLedgers
from digest.store.users import add_user, sign_in
from tests.newsroom import MORNING, THURSDAY, articles, at
from tests.store.test_editions import approved, blank, built, edition, mail

EDITION = f"morning-{THURSDAY}"
APPROVED = f"morning-{THURSDAY + timedelta(days=1)}"
PASSWORD = "correct horse battery staple"
SECRET = "STORED-TEXT"
NOW = at(7)

ALERT = Alert(edition=EDITION, about="late", words=SECRET, first=at(6), attempts=1)
CLOSING = AttemptResult(recipient=1, row=LetterState.SENT, at=NOW, code=250, words="ok")
EDIT = Edit(edition=EDITION, number=0, who="ada", at=NOW, change=Hide(story="article-1"))
CHANGE = SourceChange(
    edition=EDITION,
    story="article-1",
    kind=ChangeKind.CORRECTED,
    headline=SECRET,
    state=State.READY,
    at=NOW,
    version="1",
    id=1,
)
ADA = User(id=1, name="ada", title="Ada", role=Role.OPERATOR, language="en", active=True)
LIST = b"address\nnew@example.com\n"

BY_NAME: dict[str, object] = {
    "address": "reader1@example.com",
    "article": "article-1",
    "edition": EDITION,
    "name": "ada",
    "newsletter": "morning",
    "password": PASSWORD,
    "mail": "ada@example.com",
    "url": "https://news.example.com/1.jpg",
    "source": "gazette",
    "location": "gazette.xml",
    "kind": "hide",
    "statement": "DELETE FROM alerts WHERE edition <> ?",
}
BY_FUNCTION: dict[tuple[str, str], object] = {
    # one that is claimed already changes nothing
    ("claim_alert", "alert"): replace(ALERT, about="not begun"),
}
BY_TYPE: dict[object, object] = {
    str: "words",
    Text: Message("edition.built"),
    int: 1,
    bool: True,
    bytes: b"a message",
    datetime: NOW,
    date: THURSDAY,
    Window: Window(start=at(0), end=at(23)),
    Article: articles()[0],
    Edition: edition(),
    EditionRecord: blank(),
    Mail: mail(),
    Newsletter: MORNING,
    Edit: EDIT,
    Edited: Edited(edition=edition(), built=edition()),
    Correction: Correction(edition=APPROVED, text="It was 40.", who="ada", at=NOW),
    Decision: Decision(who="ada", at=NOW, why=Message("edition.built")),
    ApprovalRequest: ApprovalRequest(edition=EDITION, user=1, revision=1),
    Bounce: Bounce(kind="hard", status="5.1.1", words="no such user"),
    NewUser: NewUser(name="oksana", role=Role.EDITOR),
    RecipientFile: RecipientFile(io.BytesIO(LIST)),
    Outcome: Outcome.ACCEPTED,
    Alert: ALERT,
    Distribution: Distribution(edition=APPROVED, newsletter="morning"),
    FetchState: FetchState(etag="new", at=NOW),
    State: State.HELD,
    Role: Role.EDITOR,
    LetterState: LetterState.PENDING,
    User: ADA,
    Mark: Mark(edition=EDITION, newsletter="morning", mail="0" * 64, began=NOW),
    TextIO: io.StringIO(),
    Iterable[Article]: articles(at(6)),
    Iterable[str]: ["article-1"],
    Collection[str]: [EDITION],
    Sequence[str]: ["politics"],
    Sequence[object]: [""],
    Sequence[AttemptResult]: [CLOSING],
    Iterable[tuple[str, int]]: [("article-1", 1)],
    Sequence[Retraction]: [Retraction(article="article-1", status=Status.CANCELED, where="line 1")],
    Sequence[int]: [1],
    Client: Client(address="192.0.2.1"),
    Attempt: Attempt(number=1, name="ada", client=Client(address="192.0.2.1")),
    SourceChange: CHANGE,
    Sequence[SourceChange]: [CHANGE],
    Iterable[tuple[SourceChange, str]]: [(CHANGE, "a note")],
    Callable[[SourceChange], bool]: lambda change: True,
    Iterable[Kept]: [Kept(url="https://news.example.com/1.jpg", cut="lead", fetched=NOW)],
}


def public_functions() -> dict[str, Callable[..., object]]:
    """Every public function of the store that takes a database."""
    found: dict[str, Callable[..., object]] = {}
    for info in pkgutil.iter_modules(digest.store.__path__):
        module = import_module(f"digest.store.{info.name}")
        if info.name == "schema":
            continue  # migrations: they run behind ``open_database``
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and Database in list(parameters_of(function).values()):
                found[f"{info.name}.{name}"] = function
    return found


def parameters_of(function: Callable[..., object]) -> dict[str, object]:
    hints = get_type_hints(function)
    hints.pop("return", None)
    return hints


def ledger_methods(owner: type) -> list[str]:
    members = inspect.getmembers(owner, inspect.isfunction)
    return [name for name, _ in members if not name.startswith("_")]


FUNCTIONS = public_functions()
METHODS = [
    *(("SqliteLedger", name) for name in ledger_methods(SqliteLedger)),
    *(("SqliteLedgers", name) for name in ledger_methods(SqliteLedgers)),
]
CALLS = [*FUNCTIONS, *(".".join(each) for each in METHODS)]

TOUCHES_NO_TABLE = {
    "SqliteLedger.close",
    "SqliteLedger.give_back",
    "SqliteLedger.handing_over",
    "SqliteLedger.progress",
}
"""They write to the intent log or to nothing; the next ``claim`` or ``flush`` writes the table."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a database in which everything that may be asked for is there."""
    path = tmp_path_factory.mktemp("content") / "digest.db"
    database = open_database(path, create=True)
    add_user(database, NewUser(name="ada", role=Role.OPERATOR), password=PASSWORD, now=at(4))
    for number in (1, 2):
        add_recipient(
            database,
            "morning",
            f"reader{number}@example.com",
            now=at(4),
            details=RecipientDetails(name=SECRET),
        )
    save_articles(database, articles(), now=at(4))
    save_fetch_state(database, "gazette", "gazette.xml", FetchState(problem=SECRET, at=at(4)))
    kept = Kept(url="https://news.example.com/1.jpg", cut="words", fetched=at(4), refusal=SECRET)
    save_pictures(database, [kept])
    built(database)
    append_edit(database, EDIT)
    save_look(database, 1, edition(), now=at(5))
    claim_alert(
        database, Alert(edition=EDITION, about="late", words=SECRET, first=at(6)), mailed=True
    )
    claim_request(
        database, ApprovalRequest(edition=EDITION, user=1, revision=1), mail="", now=at(5)
    )
    postpone_request(database, ApprovalRequest(edition=EDITION, user=1, revision=1), until=at(6))
    note_bounce(database, 1, Bounce(kind="hard", status="5.1.1", words=SECRET), now=at(5))
    save_changes_of_sent(database, [(CHANGE, "a note")])
    begin_session(database, ADA, now=at(5))
    sign_in(database, "ada", "wrong", client=Client(address="192.0.2.1"), now=at(5))
    approved(database, THURSDAY + timedelta(days=1))
    move_edition(database, APPROVED, State.SENDING, Decision(who="schedule", at=at(6, 30)))
    database.close()
    return path.read_bytes()


@pytest.fixture
def path(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(door, "BUSY_SECONDS", 0.02)
    path = tmp_path / "digest.db"
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def changing(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """The calls that change a row, as they are made here."""
    found = set()
    for name in CALLS:
        path = tmp_path_factory.mktemp("changing") / "digest.db"
        path.write_bytes(content)
        database = open_database(path)
        call = prepared(name, database)
        before = database.conn.total_changes
        error_of(call)
        if database.conn.total_changes > before:
            found.add(name)
        database.close()
    return frozenset(found)


@pytest.fixture
def opened(path: Path) -> Iterator[Database]:
    database = open_database(path)
    yield database
    database.close()


def values_for(function: Callable[..., object], database: Database) -> dict[str, Any]:
    """A value for each parameter that needs one."""
    hints = parameters_of(function)
    values: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        kind = hints.get(name)
        if kind is Database:
            values[name] = database
        elif kind is Path:
            values[name] = Path(tempfile.mkdtemp()) / "new.db"
        elif (function.__name__, name) in BY_FUNCTION:
            values[name] = BY_FUNCTION[function.__name__, name]
        elif parameter.default is parameter.empty and name != "self":
            assert kind in BY_TYPE, f"{function.__name__} takes {kind}: give it one in BY_TYPE"
            values[name] = BY_NAME.get(name, BY_TYPE[kind]) if kind is str else BY_TYPE[kind]
    listed = BY_TYPE[RecipientFile]
    assert isinstance(listed, RecipientFile)
    for file in (BY_TYPE[TextIO], listed.content):
        assert isinstance(file, io.IOBase)
        file.seek(0)
    return values


def prepared(name: str, database: Database) -> Callable[[], object]:
    """The call of that name, ready to be made: a ledger is opened while all is well."""
    owner, _, method = name.partition(".")
    if owner == "SqliteLedgers":
        bound = getattr(SqliteLedgers(database), method)
    elif owner == "SqliteLedger":
        day = Distribution(edition=APPROVED, newsletter="morning")
        ledger = SqliteLedgers(database).open(day, now=NOW, repeat_unknown=True)
        claimed = ledger.claim(1, now=NOW)
        ledger.close(AttemptResult(recipient=claimed[0].recipient.id, row=LetterState.SENT, at=NOW))
        bound = getattr(ledger, method)
        if method == "close":
            return lambda: bound(CLOSING)
    else:
        bound = FUNCTIONS[name]
    values = values_for(bound, database)
    return lambda: exhausted(bound(**values))


def exhausted(answer: object) -> object:
    """What a function gives, with all that it would do only when it is asked for."""
    if isinstance(answer, AbstractContextManager) and isinstance(answer, ContextDecorator):
        with answer as inside:
            return inside
    return list(answer) if isinstance(answer, Iterator) else answer


def error_of(call: Callable[[], object]) -> DatabaseError | None:
    """The database error of a call; what else it refuses on purpose is its own affair."""
    try:
        call()
    except DatabaseError as error:
        return error
    except DigestError:
        return None
    return None


def ours(database: Database) -> list[str]:
    """The names of our tables."""
    names = database.table_names()
    return [name for name in names if not name.startswith(("sqlite_", "_")) and name != "filler"]


def with_triggers(database: Database, doing: str) -> None:
    """Every change of a row of any table does something else first."""
    for table in ours(database):
        for change in ("INSERT", "UPDATE", "DELETE"):
            database.conn.execute(
                f"CREATE TEMP TRIGGER bad_{table}_{change} BEFORE {change} ON main.[{table}]"
                f" BEGIN {doing}; END"
            )
    database.conn.commit()


@contextmanager
def full(database: Database) -> Iterator[None]:
    # each change needs 25 pages more than there may be
    database.conn.execute("CREATE TABLE filler (bytes BLOB)")
    with_triggers(database, "INSERT INTO filler VALUES (zeroblob(100000))")
    pages = database.execute("PRAGMA page_count").fetchone()[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    yield


@contextmanager
def broken_rule(database: Database) -> Iterator[None]:
    with_triggers(database, "SELECT RAISE(ABORT, 'a rule of the table')")
    yield


@contextmanager
def read_only(database: Database) -> Iterator[None]:
    database.execute("PRAGMA query_only = ON")
    yield


@contextmanager
def locked(database: Database) -> Iterator[None]:
    file = database.execute("PRAGMA database_list").fetchone()[2]
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


TROUBLES = {
    "disk full": (full, "database or disk is full"),
    "a constraint": (broken_rule, "a rule of the table"),
    "read-only": (read_only, "attempt to write a readonly database"),
    "locked": (locked, "database is locked"),
}


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.one_in(3)
def test_a_database_that_cannot_be_written_is_said_as_a_database_error(
    path: Path, changing: frozenset[str], name: str, trouble: str
) -> None:
    make, words = TROUBLES[trouble]
    database = open_database(path)
    call = prepared(name, database)
    with make(database):
        error = error_of(call)
        database.close()
    if name not in changing:
        return
    if name in {"sessions.signed_in", "database.write_if_free"}:
        return  # what they write may be forgotten
    assert error is not None, f"{name} says nothing"
    assert words in str(error)
    assert str(error).startswith("cannot write ")
    assert isinstance(error, DatabaseLockedError) is (trouble == "locked")


@pytest.mark.parametrize("name", sorted(set(CALLS) - TOUCHES_NO_TABLE))
def test_a_database_that_was_closed_is_said_as_a_database_error(
    opened: Database, name: str
) -> None:
    call = prepared(name, opened)
    opened.close()
    error = error_of(call)
    assert error is not None, f"{name} does not touch the database?"
    assert str(error).startswith("cannot ")


@pytest.mark.parametrize("damage", ["no UTF-8", "no JSON, no date, no known word"])
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.one_in(3)
def test_damaged_values_are_said_without_printing_them(
    opened: Database, name: str, damage: str
) -> None:
    call = prepared(name, opened)
    no_utf8 = f"CAST(x'ff{SECRET.encode().hex()}ff' AS TEXT)"
    spoilt = no_utf8 if damage == "no UTF-8" else f"'{SECRET}'"
    opened.conn.execute("PRAGMA ignore_check_constraints = ON")
    opened.conn.execute("PRAGMA foreign_keys = OFF")
    keys = {"id", "edition", "newsletter", "name", "recipient", "source", "location", "url", "cut"}
    for table in ours(opened):
        for column in opened.table(table).columns:
            if column.type == "TEXT" and column.name not in keys and not column.is_pk:
                opened.conn.execute(f"UPDATE OR IGNORE [{table}] SET [{column.name}] = {spoilt}")
    opened.conn.commit()
    error = error_of(call)
    assert error is None or SECRET not in str(error)


@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_flipped_bits_gives_nothing_but_database_errors(path: Path, seed: int) -> None:
    chance = random.Random(seed)
    spoilt = bytearray(path.read_bytes())
    for _ in range(200):
        spoilt[chance.randrange(4096, len(spoilt))] ^= 1 << chance.randrange(8)
    path.write_bytes(spoilt)
    for name in CALLS:
        try:
            database = open_database(path)
            call = prepared(name, database)
        except DigestError:
            continue
        error = error_of(call)
        assert error is None or SECRET not in str(error)
        database.close()
