"""Who is at which edition, and that something changed: told to open pages as it happens.

A page holds one stream of server-sent events (HTML standard, section 9.2). It is told *that* there
is something new, never what: the page asks for itself, with its own reader's rights. One task looks
at the database for all of them, so that what other processes do is told as well.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool

from digest.desk.desk_context import DeskContext
from digest.model.errors import DigestError
from digest.model.users import User
from digest.store.last_seen import signature_of

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often the database is looked at while a page is open."""
BEAT_SECONDS = 15.0
"""A comment line this often keeps proxies from closing a quiet stream, and finds the dead ones."""


@dataclass(eq=False)
class PresentUser:
    """One open page: who looks at it, at which edition and story."""

    edition: str
    user: User
    story: str = ""
    news: asyncio.Event = field(default_factory=asyncio.Event)


class Live:
    """The open pages of this process, and the task that looks for news on their behalf."""

    def __init__(self, context: DeskContext) -> None:
        self._context = context
        self._readers: set[PresentUser] = set()
        self._signatures: dict[str, str] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._closing = False

    async def watch(self) -> None:
        """Looks at the database until cancelled, whenever a page is open."""
        self._loop = asyncio.get_running_loop()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()
            if not self._readers:
                continue
            editions = {reader.edition for reader in self._readers}
            try:
                fresh = await run_in_threadpool(self._look, editions)
            except DigestError as error:
                log.warning("cannot look for news: %s", error)
                continue
            moved = {one for one in editions if fresh[one] != self._signatures.get(one)}
            self._signatures = fresh
            self._tell(moved)

    def close(self) -> None:
        """Ends every stream: the server is stopping."""
        self._closing = True
        for reader in self._readers:
            reader.news.set()

    def changed(self, edition: str) -> None:
        """Looks now, not at the next turn; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    def look_at(self, user: User, edition: str, story: str) -> None:
        """The user works on that story now; from any thread."""
        for reader in list(self._readers):
            if reader.edition == edition and reader.user.id == user.id and reader.story != story:
                reader.story = story
                if self._loop is not None:
                    self._loop.call_soon_threadsafe(self._tell, {edition})

    def signature(self, editions: Collection[str]) -> dict[str, str]:
        """What the editions look like now, each as a short text that changes with it."""
        return self._look(editions)

    async def stream(
        self, user: User, edition: str, *, seen: str, story: str
    ) -> AsyncIterator[str]:
        """The events for one page, which shows the edition as ``seen`` and is open at ``story``.

        ``changed`` carries the new signature, ``here`` who else is there; ends when closing.
        """
        reader = PresentUser(edition=edition, user=user, story=story)
        self._readers.add(reader)
        self._tell({edition})
        self._wake.set()  # nobody may have looked at this edition yet
        told_here = ""
        try:
            while not self._closing:
                signature = self._signatures.get(edition, "")
                if signature and signature != seen:
                    seen = signature
                    yield f"event: changed\ndata: {signature}\n\n"
                here = self._others(reader)
                if here != told_here:
                    told_here = here
                    yield f"event: here\ndata: {here}\n\n"
                try:
                    await asyncio.wait_for(reader.news.wait(), BEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                reader.news.clear()
        finally:
            self._readers.discard(reader)
            self._tell({edition})

    def _tell(self, editions: Collection[str]) -> None:
        for reader in self._readers:
            if reader.edition in editions:
                reader.news.set()

    def _others(self, reader: PresentUser) -> str:
        """Everyone else at the edition, once each, as JSON for the page."""
        others = {
            other.user.id: {"title": other.user.title, "story": other.story}
            for other in sorted(self._readers, key=lambda one: one.story)
            if other.edition == reader.edition and other.user.id != reader.user.id
        }
        return json.dumps([others[key] for key in sorted(others)], ensure_ascii=False)

    def _look(self, editions: Collection[str]) -> dict[str, str]:
        templates = ""
        if self._context.watch:
            seen = repr(self._context.shelf.fingerprint())
            templates = hashlib.sha256(seen.encode()).hexdigest()[:8]
        with self._context.open_database() as database:
            return {one: signature_of(database, one) + templates for one in editions}
