"""What sources change of an edition while it goes out and after: told to the operator and to those
who approve, whoever sends it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from digest.model.edition import GONE_OUT
from digest.model.errors import DigestError
from digest.pipelines.approval_requests import tell_of_changes
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.source_changes import heed_sources
from digest.store.editions import edition_record

log = logging.getLogger(__name__)

LOOK_SECONDS = 60.0
"""How often the sources of an edition that goes out are looked at, as ``digest run`` does."""


def heed_sources_of_sent(newsroom: Newsroom, edition: str, *, now: datetime) -> None:
    """Notes and tells what sources changed of an edition that is being sent or was. One in another
    state stays as it is. Never raises on purpose: it stops no sending."""
    try:
        if edition_record(newsroom.database, edition).state in GONE_OUT:
            record = heed_sources(newsroom, edition, now=now).record
            tell_of_changes(newsroom, record, now=now)
    except DigestError as error:
        log.error("%s: its sources cannot be looked at: %s", edition, error)


@contextmanager
def sources_watched(
    open_newsroom: Callable[[], AbstractContextManager[Newsroom]],
    edition: str,
    *,
    seconds: float = LOOK_SECONDS,
) -> Iterator[None]:
    """Looks at the sources of the edition every so many seconds, in a thread with a connection of
    its own, while what is inside sends it: nobody there waits for the mails."""
    stop = threading.Event()

    def look_again_and_again() -> None:
        while not stop.wait(seconds):
            try:
                with open_newsroom() as newsroom:
                    heed_sources_of_sent(newsroom, edition, now=newsroom.clock())
            except Exception:
                # a thread's exception would vanish; the next look may go well
                log.exception("%s: its sources cannot be looked at", edition)

    watcher = threading.Thread(target=look_again_and_again, name="source-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
