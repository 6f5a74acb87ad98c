"""The implementations of the ledger, each with the readers that its contract test needs.

A second implementation gets a class like ``SqliteHouse`` and a line in ``HOUSES``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from digest.model.delivery import Distribution
from digest.store.database import open_database
from digest.store.ledger import Ledger, Ledgers
from digest.store.recipient_imports import RecipientDetails, add_recipient
from digest.store.recipients import delete_person, find_recipient, suppress, unsubscribe
from digest.store.sqlite_ledger import SqliteLedgers

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
EDITION = "morning-2026-11-23"
MORNING = Distribution(edition=EDITION, newsletter="morning")


class LedgerHouse(Protocol):
    """Ledgers, and the lists of readers that they freeze."""

    ledgers: Ledgers

    def another_sender(self) -> Ledgers:
        """The same ledgers, as a second living sender sees them."""

    def lose_sender(self) -> None:
        """Whoever holds the edition has died, without a word."""

    def subscribe(
        self, address: str, *, newsletter: str = "morning", zone: str = "", tags: Sequence[str] = ()
    ) -> int:
        """A new reader's number."""

    def unsubscribe(self, address: str) -> None: ...
    def suppress(self, address: str) -> None: ...
    def delete(self, address: str) -> None: ...


class SqliteHouse:
    """Ledgers in a file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "digest.db"
        self._database = open_database(self._file, create=True)
        self.ledgers: Ledgers = SqliteLedgers(self._database)

    def another_sender(self) -> Ledgers:
        return SqliteLedgers(open_database(self._file))

    def lose_sender(self) -> None:
        self._database.execute("UPDATE audiences SET holder = json_set(holder, '$.pid', 999999999)")
        self._database.conn.commit()

    def subscribe(
        self, address: str, *, newsletter: str = "morning", zone: str = "", tags: Sequence[str] = ()
    ) -> int:
        return add_recipient(
            self._database,
            newsletter,
            address,
            now=NOW,
            details=RecipientDetails(zone=zone, tags=tags),
        ).id

    def unsubscribe(self, address: str) -> None:
        found = find_recipient(self._database, "morning", address)
        assert found is not None
        unsubscribe(self._database, found.id, now=NOW)

    def suppress(self, address: str) -> None:
        suppress(self._database, address, "complained", now=NOW)

    def delete(self, address: str) -> None:
        delete_person(self._database, address, now=NOW)


HOUSES: dict[str, Callable[[Path], LedgerHouse]] = {"SQLite": SqliteHouse}


def opened(house: LedgerHouse, distribution: Distribution = MORNING) -> Ledger:
    """The edition's ledger, held."""
    return house.ledgers.open(distribution, now=NOW, repeat_unknown=True)
