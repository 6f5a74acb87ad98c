"""What a desk works on: the project's settings, its doors, and its templates as they are now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.model.settings import Settings
from digest.pipelines.newsroom import Newsroom
from digest.present.templates import Templates, open_templates, our_templates


class TemplateShelf:
    """The project's templates, opened again when one of their files has changed.

    The sender opens them anew each time; a preview must show what the sender would make.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[object, ...] = ()
        self._templates: Templates | None = None

    def templates(self) -> Templates:
        """The templates as their files are now.

        :raises PresentError: our own are missing: a broken installation.
        """
        seen = self.fingerprint()
        with self._lock:
            if self._templates is None or seen != self._seen:
                self._templates, self._seen = open_templates(self._folder), seen
            return self._templates

    def fingerprint(self) -> tuple[object, ...]:
        """Changes whenever a template, theme or words file does."""
        found = []
        for folder in (self._folder, our_templates()):
            for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
                if path.is_file():
                    about = path.stat()
                    found.append((path, about.st_mtime_ns, about.st_size))
        return tuple(found)


@dataclass(frozen=True, kw_only=True)
class DeskContext:
    """The doors of one project, for all threads that answer."""

    settings: Settings
    open_database: Callable[[], AbstractContextManager[Database]]  # a new one for each thread
    shelf: TemplateShelf
    secret: bytes = field(repr=False)
    clock: Callable[[], datetime]
    watch: bool = False  # tell open pages when a template changes

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.publication.zone

    def newsroom(self, database: Database) -> Newsroom:
        """What pipelines work with, on a thread's own connection."""
        return Newsroom(
            database=database,
            settings=self.settings,
            open_templates=self.shelf.templates,
            secret=self.secret,
            clock=self.clock,
        )

    @contextmanager
    def open_newsroom(self) -> Iterator[Newsroom]:
        """The same, on a connection that is closed afterwards."""
        with self.open_database() as database:
            yield self.newsroom(database)
