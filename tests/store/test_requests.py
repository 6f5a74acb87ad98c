"""Who was asked to approve what, as the database keeps it."""

from __future__ import annotations

from sqlite_utils import Database

from digest.model.edition import EditionRecord, State
from digest.model.users import Role
from digest.store.editions import claim_edition
from digest.store.requests import asked_of, claim_request
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
    ada = add_user(database, "ada", password="correct horse", role=Role.APPROVER, now=at(5))
    return ada.id


def claim(database: Database, user: int, revision: int) -> bool:
    return claim_request(
        database, edition=TODAY, user=user, revision=revision, mail="0" * 64, now=at(6)
    )


def test_of_two_processes_one_asks(database: Database) -> None:
    ada = begin(database)
    assert [claim(database, ada, 1), claim(database, ada, 1)] == [True, False]


def test_whoever_was_asked_is_asked_again_when_it_became_ready_again(database: Database) -> None:
    ada = begin(database)
    assert claim(database, ada, 1)
    assert asked_of(database, edition=TODAY, revision=1) == {ada}
    assert asked_of(database, edition=TODAY, revision=3) == frozenset()
    assert claim(database, ada, 3)
