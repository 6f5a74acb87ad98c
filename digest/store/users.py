"""Users of the editors' pages, and their passwords.

Passwords are kept as argon2id hashes (RFC 9106), and are hashed again at a sign-in when the
parameters have changed.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any

from argon2 import Parameters, PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import ARGON2_VERSION
from sqlite_utils import Database

from digest.model.errors import UsageError
from digest.model.message import Message
from digest.model.users import NewUser, Role, User
from digest.recipients.addresses import normalise_address
from digest.store.database import immediately, reading, stamp, writing
from digest.store.sign_in_attempts import Client, attempt_was_right, begin_attempt, forget_attempts

_WHAT = Message("database.stored_users")

SHORTEST_PASSWORD = 12
"""Characters (NIST SP 800-63B asks for 8 at least, and for 15 where there is nothing else)."""
LONGEST_PASSWORD = 1_000  # hashing a megabyte would be a way to keep the machine busy

_PARAMETERS = Parameters(
    type=Type.ID,
    version=ARGON2_VERSION,
    salt_len=16,
    hash_len=32,
    time_cost=2,
    memory_cost=47_104,
    parallelism=1,
)
"""The memory that OWASP asks for (46 MiB), with twice its passes, on one processor core: what works
out a password also sends the mail, and a stranger may ask for it as often as the queue lets them.
"""


@writing(_WHAT)
def add_user(database: Database, new: NewUser, *, password: str, now: datetime) -> User:
    """The new user, who may sign in from now on.

    :raises UsageError: the name is empty or taken, the password too short or too long, or the mail
        address none.
    """
    _check_password(password)
    address = _address(new.mail)
    if not new.name.strip() or not new.name.isprintable():
        raise UsageError("a user needs a name that can be typed")
    with immediately(database, _WHAT):
        if _user_row(database, new.name):
            raise UsageError(f"there is a user {new.name!r} already")
        database.execute(
            "INSERT INTO users (name, title, role, language, mail, password, active, added)"
            " VALUES (?, ?, ?, ?, ?, ?, 1, ?)",
            [
                new.name,
                new.title or new.name,
                new.role.value,
                new.language,
                address,
                _hasher().hash(password),
                stamp(now),
            ],
        )
    return user_named(database, new.name)


@reading(_WHAT)
def user_named(database: Database, name: str) -> User:
    """:raises UsageError: there is no such user."""
    row = _user_row(database, name)
    if row is None:
        raise UsageError(f"there is no user {name!r}: `digest user list` shows them")
    return user_in(row)


@reading(_WHAT)
def users_of(database: Database) -> tuple[User, ...]:
    """Everyone with access, also those who had it, by name."""
    return tuple(user_in(row) for row in database.table("users").rows_where(order_by="name"))


@writing(_WHAT)
def set_password(database: Database, name: str, password: str) -> None:
    """A new password; whoever is signed in under that name is signed out, and whoever guessed too
    often may try again.

    :raises UsageError: no such user, or the password is too short or too long.
    """
    _check_password(password)
    user = user_named(database, name)
    with immediately(database, _WHAT):
        database.execute(
            "UPDATE users SET password = ? WHERE id = ?", [_hasher().hash(password), user.id]
        )
        database.execute("DELETE FROM sessions WHERE user = ?", [user.id])
        forget_attempts(database, user.name)


@writing(_WHAT)
def set_role(database: Database, name: str, role: Role) -> User:
    """The user with another role, from their next request on.

    :raises UsageError: there is no such user.
    """
    user = user_named(database, name)
    with immediately(database, _WHAT):
        database.execute("UPDATE users SET role = ? WHERE id = ?", [role.value, user.id])
    return user_named(database, name)


@writing(_WHAT)
def set_mail(database: Database, name: str, mail: str) -> User:
    """The user with another mail address; empty: they are told nothing by mail.

    :raises UsageError: there is no such user, or it is no address.
    """
    user, address = user_named(database, name), _address(mail)
    with immediately(database, _WHAT):
        database.execute("UPDATE users SET mail = ? WHERE id = ?", [address, user.id])
    return user_named(database, name)


@writing(_WHAT)
def set_language(database: Database, user: int, language: str) -> None:
    """The language a user reads the pages in."""
    with immediately(database, _WHAT):
        database.execute("UPDATE users SET language = ? WHERE id = ?", [language, user])


@writing(_WHAT)
def lock_out(database: Database, name: str) -> User:
    """Takes the user's access away and ends their sessions. What they did keeps their name.

    :raises UsageError: there is no such user.
    """
    user = user_named(database, name)
    with immediately(database, _WHAT):
        database.execute("UPDATE users SET active = 0 WHERE id = ?", [user.id])
        database.execute("DELETE FROM sessions WHERE user = ?", [user.id])
    return user_named(database, name)


@writing(_WHAT)
def sign_in(
    database: Database, name: str, password: str, *, client: Client, now: datetime
) -> User | None:
    """The user, if name and password are right; None if not, or after too many guesses.

    The attempt is counted before the password is looked at. A name that nobody has takes as long as
    a wrong password, so that names cannot be found out.
    """
    attempt = begin_attempt(database, name, client, now=now)
    if attempt is None:
        return None
    row = _user_row(database, name)
    stored = str(row["password"]) if row else _nobodys_hash()
    right = _is_right(stored, password)
    if row is None or not right or not row["active"]:
        return None
    better = _hasher().hash(password) if _hasher().check_needs_rehash(stored) else stored
    with immediately(database, _WHAT):
        attempt_was_right(database, attempt)
        if better != stored:
            database.execute("UPDATE users SET password = ? WHERE id = ?", [better, row["id"]])
    return user_in(row)


def prepare_sign_in() -> None:
    """Works out beforehand what the first unknown name would otherwise take longer for."""
    _nobodys_hash()


def _address(mail: str) -> str:
    """The address as letters are sent to it; empty for none."""
    if not mail.strip():
        return ""
    try:
        return normalise_address(mail)
    except ValueError as error:
        raise UsageError(f"{mail!r} is no mail address: {error}") from error


def _check_password(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(f"a password has at least {SHORTEST_PASSWORD} characters")
    if len(password) > LONGEST_PASSWORD:
        raise UsageError(f"a password has at most {LONGEST_PASSWORD} characters")


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher.from_parameters(_PARAMETERS)


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    """A hash that no password fits, for names that nobody has."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _is_right(stored: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _hasher().verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _user_row(database: Database, name: str) -> dict[str, Any] | None:
    rows = list(database.table("users").rows_where("name = ?", [name]))
    return rows[0] if rows else None


def user_in(row: dict[str, Any]) -> User:
    """The user in a row of the table ``users``, or of one joined to it."""
    return User(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        role=Role(row["role"]),
        language=row["language"],
        active=bool(row["active"]),
        mail=row["mail"],
    )
