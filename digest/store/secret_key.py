"""Which key the links of this database's mails are signed with: its fingerprint, not the key."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlite_utils import Database

from digest.model.errors import SettingsError
from digest.store.database import immediately, reading, stamp, writing

_WHAT = "the key's fingerprint"


def fingerprint_of_key(secret: bytes) -> str:
    """Sixteen hexadecimal digits that tell keys apart, and nothing of them."""
    return hashlib.blake2b(secret, digest_size=8, person=b"digest secret").hexdigest()


@reading(_WHAT)
def stored_fingerprint(database: Database) -> str:
    """The fingerprint of the key that the database was used with last; empty for none yet."""
    row = database.execute(
        "SELECT fingerprint FROM secret_fingerprints ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else ""


@writing(_WHAT)
def save_fingerprint(database: Database, secret: bytes, *, now: datetime) -> None:
    """From now on the database goes with this key, and with no other."""
    with immediately(database, _WHAT):
        database.execute(
            "INSERT INTO secret_fingerprints VALUES (?, ?)",
            [fingerprint_of_key(secret), stamp(now)],
        )


def check_key(database: Database, secret: bytes, *, now: datetime) -> None:
    """Passes the key that the database goes with; a database without one takes it as its own.

    :raises SettingsError: it is another key.
    :raises DatabaseError: the database cannot be read, or its first fingerprint not be written.
    """
    stored, given = stored_fingerprint(database), fingerprint_of_key(secret)
    if not stored:
        save_fingerprint(database, secret, now=now)
    elif stored != given:
        raise SettingsError(
            "secret.key (or DIGEST_SECRET)",
            [
                f"its fingerprint is {given}, and the mails of this database were signed with"
                f" {stored}: their links would be dead. Put the right key back; if it is lost for"
                " good, `digest init --new-secret` goes on with a new one"
            ],
        )
