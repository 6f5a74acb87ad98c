"""The project a command works in: the folder with ``schedules.toml``, opened piece by piece."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

import click

from digest.model.errors import UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from digest.model.settings import Newsletter, Settings
    from digest.pipelines.newsroom import Newsroom
    from digest.present.templates import Templates


@dataclass(frozen=True)
class Project:
    """A newsroom's folder. Nothing is read before it is asked for."""

    folder: Path

    @cached_property
    def settings(self) -> Settings:
        """:raises SettingsError: with every mistake in the file, or with the newsletters in whose
        language nobody wrote what a mail says.
        """
        from digest.model.errors import SettingsError
        from digest.model.own_words import MAILS, own_folders
        from digest.settings.load import (
            SETTINGS_FILE,
            languages_without_words,
            read_settings,
        )

        settings = read_settings(self.folder / SETTINGS_FILE)
        own = own_folders(self.folder)[MAILS]
        if mistakes := languages_without_words(settings, own):
            raise SettingsError(str(self.folder / SETTINGS_FILE), mistakes)
        return settings

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.publication.zone

    @cached_property
    def secret(self) -> bytes:
        from digest.settings.load import read_secret

        return read_secret(self.folder)

    def open_templates(self) -> Templates:
        """The project's templates, read anew: an editor may have changed them."""
        from digest.present.templates import open_templates

        return open_templates(self.folder / "templates")

    @property
    def database_path(self) -> Path:
        return self.folder / self.settings.database

    def open_database(self) -> closing[Database]:
        """The project's database; to be used in a ``with`` statement.

        Only ``digest init`` makes one: a ledger that is not where it was yesterday must stop us, or
        everybody would be sent everything again.

        :raises SettingsError: the key that signs links is missing, or is not this database's.
        :raises DatabaseError: it is not there, or cannot be used.
        """
        from digest.store.database import open_database
        from digest.store.secret_key import check_key

        path, secret = self.database_path, self.secret  # mistakes in the settings come first
        database = open_database(path)
        try:
            check_key(database, secret, now=now())
        except BaseException:
            database.close()
            raise
        return closing(database)

    def newsroom(self, database: Database, clock: Callable[[], datetime] | None = None) -> Newsroom:
        """What pipelines work with, on this connection; without a ``clock``, by the machine's."""
        from digest.pipelines.newsroom import Newsroom

        return Newsroom(
            database=database,
            settings=self.settings,
            open_templates=self.open_templates,
            secret=self.secret,
            clock=clock or now,
        )

    @contextmanager
    def open_newsroom(self, clock: Callable[[], datetime] | None = None) -> Iterator[Newsroom]:
        """The same, on a connection of its own that is closed afterwards.

        :raises SettingsError: as ``open_database``.
        :raises DatabaseError: as ``open_database``.
        """
        with self.open_database() as database:
            yield self.newsroom(database, clock)

    def newsletter(self, name: str) -> Newsletter:
        """:raises UsageError: the settings have no such newsletter."""
        try:
            return self.settings.newsletters[name]
        except KeyError:
            known = ", ".join(self.settings.newsletters)
            raise UsageError(f"there is no newsletter {name!r}; there are: {known}") from None


def now() -> datetime:
    """The clock, read at the edge and handed down from here."""
    return datetime.now(UTC)


class Moment(click.ParamType[datetime]):
    """A moment such as 2026-03-12T05:45; without an offset, in the publication's zone."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time: write it like 2026-03-12T05:45", param, context)


def at_or_now(moment: datetime | None, zone: ZoneInfo) -> datetime:
    """The moment given on the command line in UTC, or the present."""
    if moment is None:
        return now()
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def clock_from(project: Project, at: datetime | None) -> Callable[[], datetime]:
    """The clock; with --at, one that shows that time at the start and goes on from there."""
    if at is None:
        return now
    start, offset = time.monotonic(), at_or_now(at, project.zone)

    def shifted() -> datetime:
        return offset + timedelta(seconds=time.monotonic() - start)

    return shifted


_Answer = TypeVar("_Answer")


def gather_options(
    name: str, value: type
) -> Callable[[Callable[..., _Answer]], Callable[..., _Answer]]:
    """Hands a command those of its options that are fields of the dataclass ``value`` as one."""

    def decorate(command: Callable[..., _Answer]) -> Callable[..., _Answer]:
        @wraps(command)
        def gathered(*given: object, **options: object) -> _Answer:
            own = {field.name: options.pop(field.name) for field in fields(value)}
            return command(*given, **options, **{name: value(**own)})

        return gathered

    return decorate


at_option = click.option(
    "--at", type=Moment(), help="Act as if it were this time (local unless it has an offset)."
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, one object per line."
)
pass_project = click.make_pass_decorator(Path)
"""Hands a command the project's folder."""
