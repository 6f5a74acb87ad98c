"""Who was asked to approve what, as the database keeps it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from digest.model.edition import EditionRecord, State
from digest.model.users import NewUser, Role
from digest.store.approval_requests import (
    ApprovalRequest,
    asked_of,
    claim_request,
    postpone_request,
)
from digest.store.database import open_database
from digest.store.editions import claim_edition
from digest.store.users import add_user
from tests.newsroom import THURSDAY, at

TODAY = "morning-2026-03-12"


def begin(database: Database) -> int:
    """An edition, and the id of somebody who may approve it."""
    record = EditionRecord(
        id=TODAY,
        newsletter="morning",
        date=THURSDAY,
        slot="",
        state=State.DRAFT,
        revision=0,
        send_at=at(6, 30),
        never_after=at(10),
    )
    claim_edition(database, record, now=at(5))
    ada = add_user(
        database, NewUser(name="ada", role=Role.APPROVER), password="correct horse", now=at(5)
    )
    return ada.id


def claim(database: Database, user: int, revision: int, minute: int = 0) -> int:
    return claim_request(
        database,
        ApprovalRequest(edition=TODAY, user=user, revision=revision),
        mail="0" * 64,
        now=at(6, minute),
    )


def asked(database: Database, revision: int, minute: int = 0) -> frozenset[int]:
    return asked_of(database, edition=TODAY, revision=revision, now=at(6, minute))


def test_of_two_processes_one_asks(database: Database) -> None:
    ada = begin(database)
    assert [claim(database, ada, 1), claim(database, ada, 1)] == [1, 0]


def test_whoever_was_asked_is_asked_again_when_it_became_ready_again(database: Database) -> None:
    ada = begin(database)
    assert claim(database, ada, 1)
    assert asked(database, 1) == {ada}
    assert asked(database, 3) == frozenset()
    assert claim(database, ada, 3)


def test_a_request_that_was_postponed_is_made_again_when_its_time_comes_by_one_process(
    database: Database,
) -> None:
    ada = begin(database)
    claim(database, ada, 1)
    postpone_request(database, ApprovalRequest(edition=TODAY, user=ada, revision=1), until=at(6, 5))
    assert asked(database, 1, minute=4) == {ada}
    assert claim(database, ada, 1, minute=4) == 0
    assert asked(database, 1, minute=5) == frozenset()
    assert [claim(database, ada, 1, minute=5), claim(database, ada, 1, minute=5)] == [2, 0]
    assert asked(database, 1, minute=59) == {ada}


def test_whoever_was_asked_by_an_earlier_digest_is_not_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with closing(open_database(path, create=True)) as database:
        ada = begin(database)
        claim(database, ada, 1)
        database.execute("ALTER TABLE approval_requests DROP COLUMN attempts")
        database.execute("ALTER TABLE approval_requests DROP COLUMN again_at")
        database.execute("DELETE FROM _sqlite_migrations WHERE name = 'approval_retries'")
    with closing(open_database(path)) as database:
        assert asked(database, 1) == {ada}
        assert claim(database, ada, 1) == 0
