"""Users and sessions as the database keeps them."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.errors import UsageError
from digest.model.users import NewUser, Role, User
from digest.store.database import BUSY_SECONDS, open_database
from digest.store.last_seen import last_look, signature_of
from digest.store.sessions import begin_session, end_session, signed_in
from digest.store.sign_in_attempts import Client
from digest.store.users import (
    add_user,
    lock_out,
    set_mail,
    set_password,
    sign_in,
    user_named,
    users_of,
)
from tests.newsroom import at

PASSWORD = "correct horse battery"
HERE = Client(address="192.0.2.1")


def add(database: Database, name: str = "ada", role: Role = Role.EDITOR) -> User:
    return add_user(database, NewUser(name=name, role=role), password=PASSWORD, now=at(5))


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.READER, [Role.READER]),
        (Role.EDITOR, [Role.READER, Role.EDITOR]),
        (Role.APPROVER, [Role.READER, Role.EDITOR, Role.APPROVER]),
        (Role.OPERATOR, list(Role)),
    ],
)
def test_each_role_may_do_what_the_ones_before_it_may(role: Role, may: list[Role]) -> None:
    assert [needed for needed in Role if role.may(needed)] == may


@pytest.mark.usefixtures("real_passwords")
def test_a_password_is_kept_as_an_argon2_hash_only(database: Database) -> None:
    add(database)
    (row,) = database.table("users").rows
    assert row["password"].startswith("$argon2id$")
    assert PASSWORD not in str(row)
    assert sign_in(database, "ada", PASSWORD, client=HERE, now=at(5)) is not None


def test_a_copy_of_the_database_opens_no_session(database: Database) -> None:
    secret = begin_session(database, add(database), now=at(5))
    (row,) = database.table("sessions").rows
    assert secret not in str(row)
    assert signed_in(database, row["fingerprint"].hex(), now=at(5)) is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", "short"), ("ada", "x" * 1001), ("", PASSWORD), ("  ", PASSWORD), ("a\nb", PASSWORD)],
)
def test_a_user_without_a_name_or_a_fitting_password_is_refused(
    database: Database, name: str, password: str
) -> None:
    with pytest.raises(UsageError):
        add_user(database, NewUser(name=name, role=Role.EDITOR), password=password, now=at(5))
    assert users_of(database) == ()


def test_a_name_is_taken_whatever_its_case(database: Database) -> None:
    add(database)
    with pytest.raises(UsageError, match="already"):
        add(database, "ADA")


def test_a_mail_address_is_kept_as_letters_are_sent_to_it(database: Database) -> None:
    assert add(database).mail == ""
    assert set_mail(database, "ada", " Ada@Gazette.EXAMPLE.com").mail == "Ada@gazette.example.com"
    assert set_mail(database, "ada", "").mail == ""


@pytest.mark.parametrize(
    "address", ["ada", "ada@", "a@b.example\nBcc: x@y.example", "a b@c.example"]
)
def test_what_is_no_mail_address_is_refused(database: Database, address: str) -> None:
    with pytest.raises(UsageError, match="no mail address"):
        add_user(
            database,
            NewUser(name="ada", role=Role.EDITOR, mail=address),
            password=PASSWORD,
            now=at(5),
        )
    assert users_of(database) == ()
    add(database)
    with pytest.raises(UsageError, match="no mail address"):
        set_mail(database, "ada", address)


def test_a_database_from_before_there_were_addresses_has_none(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with closing(open_database(path, create=True)) as database:
        add(database)
        database.execute("ALTER TABLE users DROP COLUMN mail")
        database.execute("DROP TABLE approval_requests")
        database.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'approval_re%'")
    with closing(open_database(path)) as database:
        assert user_named(database, "ada").mail == ""


def test_the_right_password_is_right_whatever_the_case_of_the_name(database: Database) -> None:
    added = add(database)
    assert sign_in(database, "Ada", PASSWORD, client=HERE, now=at(5)) == added


def test_a_success_forgets_the_failed_guesses_of_that_name(database: Database) -> None:
    add(database)
    for _ in range(4):
        sign_in(database, "ada", "wrong", client=HERE, now=at(5))
    assert sign_in(database, "ada", PASSWORD, client=HERE, now=at(5))
    for _ in range(4):
        sign_in(database, "ada", "wrong", client=HERE, now=at(5))
    assert sign_in(database, "ada", PASSWORD, client=HERE, now=at(5))


def test_a_session_goes_on_while_it_is_used(database: Database) -> None:
    secret = begin_session(database, add(database), now=at(5))
    for hours in (6, 12, 18, 24):
        assert signed_in(database, secret, now=at(5) + timedelta(hours=hours))


def test_a_session_that_was_ended_is_gone(database: Database) -> None:
    secret = begin_session(database, add(database), now=at(5))
    end_session(database, secret)
    assert signed_in(database, secret, now=at(5)) is None


def test_a_new_password_signs_out_everywhere(database: Database) -> None:
    secret = begin_session(database, add(database), now=at(5))
    set_password(database, "ada", "another long password")
    assert signed_in(database, secret, now=at(5)) is None
    assert not sign_in(database, "ada", PASSWORD, client=HERE, now=at(5))


def test_who_is_locked_out_stays_on_the_list_without_access(database: Database) -> None:
    add(database)
    assert not lock_out(database, "ada").active
    assert not sign_in(database, "ada", PASSWORD, client=HERE, now=at(5))
    assert user_named(database, "ada").title == "ada"


def test_a_user_who_is_not_there_is_named(database: Database) -> None:
    with pytest.raises(UsageError, match="nobody"):
        user_named(database, "nobody")


def test_an_edition_that_is_not_there_has_no_signature(database: Database) -> None:
    assert signature_of(database, "evening-2026-03-12") == ""
    assert last_look(database, 1, "evening-2026-03-12") is None


def test_a_session_is_known_at_once_while_another_process_writes(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with closing(open_database(path, create=True)) as database:
        secret = begin_session(database, add(database), now=at(5))
        with closing(open_database(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            began = time.monotonic()
            assert signed_in(database, secret, now=at(6)) is not None
            assert time.monotonic() - began < BUSY_SECONDS / 2
            other.rollback()
        assert signed_in(database, secret, now=at(16)) is not None
        assert database.execute("PRAGMA busy_timeout").fetchone() == (BUSY_SECONDS * 1000,)
        assert signed_in(database, secret, now=at(16) + timedelta(hours=11)) is not None
