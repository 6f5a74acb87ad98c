"""The mail that would be sent now, made by the sender's own function and kept until it changes."""

from __future__ import annotations

import gc
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from zlib import crc32

from digest.desk.desk_context import TemplateShelf
from digest.model.edit import Edited
from digest.model.edition import EditionRecord
from digest.model.errors import PresentError
from digest.model.mail import Finding, Mail, errors_in
from digest.model.message import Text
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.publish import check, preview

_KEPT = 32
"""Mails of other editions and versions that stay in memory: a hundred kilobytes each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A mail on a desk. ``trouble`` says why the newest could not be made (a template error);
    ``mail`` is then the last good one, or None if there has been none. ``checked`` tells whether
    the checker has looked at it yet: that takes as long as making it, and nobody waits for it."""

    version: str
    mail: Mail | None
    checked: bool = False
    findings: tuple[Finding, ...] = ()
    problems: tuple[Text, ...] = ()
    dropped: tuple[str, ...] = ()
    trouble: Text = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the edition from being approved."""
        return errors_in(self.findings)


class Previews:
    """Mails by edition and version. What is kept is only ever what could be made again."""

    def __init__(self, shelf: TemplateShelf) -> None:
        self._shelf = shelf
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._kept: OrderedDict[tuple[str, str], Shown] = OrderedDict()
        self._last_good: dict[str, Shown] = {}
        self._drafting: set[str] = set()

    def shown(
        self,
        newsroom: Newsroom,
        record: EditionRecord,
        edited: Edited,
        *,
        now: datetime,
        checked: bool,
    ) -> Shown:
        """The edition's mail as it is now, ``checked`` if that is asked for or was done before.

        Several editors who ask at once wait for one making.
        """
        version = version_of(self._shelf, record, edited)
        with self._lock:
            making = self._making.setdefault(record.id, threading.Lock())
        with making:
            kept = self._get(record.id, version)
            if kept is None:
                kept = self._make(newsroom, record, edited, version)
                self._put(record.id, kept)
                settle_memory("mail")
            if checked and not kept.checked:
                kept = _check(newsroom, record, kept, now)
                self._put(record.id, kept)
                settle_memory("check")
            return kept

    @contextmanager
    def drafting(self, person: str) -> Iterator[bool]:
        """Whether this person may have a draft made for as long as the block lasts: they may not
        while another is being made for them."""
        with self._lock:
            free = person not in self._drafting
            self._drafting.add(person)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._drafting.discard(person)

    def _make(
        self,
        newsroom: Newsroom,
        record: EditionRecord,
        edited: Edited,
        version: str,
    ) -> Shown:
        if not any(item.headline.strip() for item in edited.edition.items()):
            return Shown(version=version, mail=None, checked=True)
        newsletter = newsroom.settings.newsletters[record.newsletter]
        try:
            made = preview(newsroom, newsletter, edited.edition)
        except PresentError as error:
            last = self._last_good.get(record.id)
            mail = last.mail if last else None
            return Shown(version=version, mail=mail, checked=True, trouble=error.message)
        return Shown(version=version, mail=made.mail, problems=made.problems, dropped=made.dropped)

    def _get(self, edition: str, version: str) -> Shown | None:
        with self._lock:
            return self._kept.get((edition, version))

    def _put(self, edition: str, shown: Shown) -> None:
        with self._lock:
            self._kept[(edition, shown.version)] = shown
            if not shown.trouble:
                self._last_good[edition] = shown
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def _check(newsroom: Newsroom, record: EditionRecord, shown: Shown, now: datetime) -> Shown:
    assert shown.mail is not None  # noqa: S101 - one without a mail is made as checked
    newsletter = newsroom.settings.newsletters[record.newsletter]
    findings = check(newsroom.settings, newsletter, shown.mail, at=now)
    return replace(shown, checked=True, findings=findings)


@cache
def settle_memory(first: str) -> None:
    """Takes what the ``first`` mail or check brought (libraries, templates, the checker's tables)
    out of garbage collection: it stays, and to walk through it held up an edit by a tenth of a
    second.
    """
    gc.collect()
    gc.freeze()


def version_of(shelf: TemplateShelf, record: EditionRecord, edited: Edited) -> str:
    """Names what a mail is made from: the build, the edits, what sources changed, and the template
    files."""
    built = record.ready_at.timestamp() if record.ready_at else 0.0
    templates = hash(shelf.fingerprint()) & 0xFFFFFFFF
    sources = [(item.story, item.revisions) for item in edited.edition.items()]
    withdrawn = [each.item.story for each in edited.withdrawn]
    changed = crc32(repr((sources, withdrawn)).encode())
    return f"{built:.6f}-{edited.revision}-{changed:08x}-{templates:08x}"
