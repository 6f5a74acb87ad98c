"""Attempts to sign in: counted before a password is looked at, so that many at once cannot pass.

Who guesses has to wait; nobody else has. Attempts count by the name and where they come from: an
address, or a browser in which that very person signed in before (a device cookie), which no
stranger's guesses keep out. See OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlite_utils import Database

from digest.model.message import Message
from digest.store.database import immediately, reading, stamp, writing

_WHAT = Message("database.stored_sign_ins")

GUESSING_WINDOW = timedelta(minutes=15)
GUESSES_PER_NAME_AND_ADDRESS = 5
GUESSES_PER_DEVICE = 10
GUESSES_PER_ADDRESS = 100
GUESSES_PER_NAME = 50
"""Failed attempts within the window after which the next has to wait. Those per address and per
name are for guessing many names, or from many addresses; a known device has a count of its own."""

_LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Where somebody signs in from. ``device`` is the id of a browser in which the person of that
    name has signed in before; empty for none."""

    address: str
    device: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """An attempt as it is counted."""

    number: int
    name: str
    client: Client


@writing(_WHAT)
def begin_attempt(
    database: Database, name: str, client: Client, *, now: datetime
) -> Attempt | None:
    """The attempt, counted as failed until it turns out right; None if it has to wait."""
    with immediately(database, _WHAT):
        if seconds_to_wait(database, name, client, now=now):
            return None
        forget_old_attempts(database, now=now)
        written = database.execute(
            "INSERT INTO sign_in_attempts (name, address, device, at) VALUES (?, ?, ?, ?)",
            [_name(name), _network(client.address), client.device, stamp(now)],
        )
        return Attempt(number=int(written.lastrowid or 0), name=name, client=client)


@writing(_WHAT)
def attempt_was_right(database: Database, attempt: Attempt) -> None:
    """Forgets the attempt, and those before it of the same name from the same place. To be called
    within a transaction."""
    client = attempt.client
    database.execute(
        "DELETE FROM sign_in_attempts WHERE id = ?"
        " OR (name = ? AND address = ? AND device = '') OR (device = ? AND device != '')",
        [attempt.number, _name(attempt.name), _network(client.address), client.device],
    )


@writing(_WHAT)
def forget_attempts(database: Database, name: str) -> None:
    """Nobody has to wait any more who wants to sign in by that name. Within a transaction."""
    database.execute("DELETE FROM sign_in_attempts WHERE name = ?", [_name(name)])


@writing(_WHAT)
def forget_old_attempts(database: Database, *, now: datetime) -> None:
    """Forgets what counts no more. Within a transaction."""
    database.execute("DELETE FROM sign_in_attempts WHERE at < ?", [stamp(now - GUESSING_WINDOW)])


@reading(_WHAT)
def seconds_to_wait(database: Database, name: str, client: Client, *, now: datetime) -> int:
    """How long until somebody may try this name from this place again; 0 if at once."""
    since = stamp(now - GUESSING_WINDOW)
    waits = [0]
    for condition, values, limit in _counts(_name(name), client):
        rows = database.execute(
            f"SELECT at FROM sign_in_attempts WHERE {condition} AND at > ?"  # noqa: S608 - ours
            " ORDER BY at DESC LIMIT ?",
            [*values, since, limit],
        ).fetchall()
        if len(rows) == limit:
            free = datetime.fromisoformat(rows[-1][0]) + GUESSING_WINDOW
            waits.append(int((free - now).total_seconds()) + 1)
    return max(waits)


def _counts(name: str, client: Client) -> list[tuple[str, list[str], int]]:
    """What is counted for an attempt: a condition with its values, and how many there may be."""
    if client.device:
        return [("device = ?", [client.device], GUESSES_PER_DEVICE)]
    address = _network(client.address)
    return [
        (
            "name = ? AND address = ? AND device = ''",
            [name, address],
            GUESSES_PER_NAME_AND_ADDRESS,
        ),
        ("address = ? AND device = ''", [address], GUESSES_PER_ADDRESS),
        ("name = ? AND device = ''", [name], GUESSES_PER_NAME),
    ]


def _name(name: str) -> str:
    return name.casefold()[:_LONGEST_NAME]


def _network(address: str) -> str:
    """What counts as one address: of IPv6 the network, of which one household has all addresses."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:_LONGEST_NAME]
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed.packed, 64), strict=False))
