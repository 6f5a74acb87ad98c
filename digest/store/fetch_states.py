"""What is known for the next request of each source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from digest.model.message import Message, Text, text_from_json, text_to_json
from digest.store.database import immediately, reading, stamp, unstamp, writing

_WHAT = Message("database.stored_articles")


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchState:
    """What the last request of a location left for the next; ``failures`` counts those in a row."""

    etag: str = ""
    last_modified: str = ""
    at: datetime | None = None
    failures: int = 0
    problem: Text = ""


@reading(_WHAT)
def fetch_state(database: Database, source: str, location: str) -> FetchState:
    """What the last request of ``location`` for ``source`` left; all empty where there was none."""
    found = database["fetches"].rows_where("source = ? AND location = ?", (source, location))
    for row in found:
        return FetchState(
            etag=row["etag"],
            last_modified=row["last_modified"],
            at=unstamp(row["at"]),
            failures=row["failures"],
            problem=text_from_json(row["problem"]),
        )
    return FetchState()


@writing(_WHAT)
def save_fetch_state(database: Database, source: str, location: str, state: FetchState) -> None:
    """Keeps ``state`` for the next request.

    :raises DatabaseError: another process holds the database.
    """
    row = {
        "source": source,
        "location": location,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "at": stamp(state.at) or "",
        "failures": state.failures,
        "problem": text_to_json(state.problem),
    }
    with immediately(database, _WHAT):
        database.table("fetches").upsert(row, pk=("source", "location"))
