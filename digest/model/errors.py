"""Everything Digest raises on purpose.

::

    DigestError                 says what, where, and what to do; ``exit_code`` is for the shell
     ├── UsageError         2   the command's words do not fit
 │    └── BlockRefusedError 2  a block is not complete (digest.model.block_fields)
     ├── SettingsError      3   schedules.toml has mistakes; all of them are in ``mistakes``
     ├── DatabaseError      4   the database is missing, full, damaged, or of another version
     │    └── DatabaseLockedError 4   another process writes to it: waiting helps
     ├── SourceError        5   a source could not be fetched or read
     ├── StateError         6   the edition is not in a state that allows this
     │    ├── ConflictError 6   another editor changed the same thing meanwhile (digest.store.edits)
     │    ├── SentBeforeError 6  it went out, but the database does not know (sent_before)
     │    └── NoEditionError 2  there is no such edition
     ├── PresentError       6   the edition cannot become a mail: a template error
     │    └── WordsError    3   the newsroom's own words have mistakes
     ├── DeliveryError      8   the mail server cannot be used at all
     └── BusyError          9   another process holds the work

One bad source, story or recipient is not an error: it is a value in a report.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.model.message import Message, Text


class DigestError(Exception):
    """The root. ``message`` is one line that names its subject; ``str()`` says it in English."""

    exit_code = 1

    def __init__(self, message: Text) -> None:
        self.message = message
        super().__init__(message)


def text_of(error: BaseException) -> Text:
    """What an error says: the message that it carries, else its own words."""
    first = error.args[0] if len(error.args) == 1 else None
    return first if isinstance(first, Message) else str(error)


class UsageError(DigestError):
    """The command line asks for something that is not there or does not fit together."""

    exit_code = 2


class SettingsError(DigestError):
    """The settings file has mistakes. ``mistakes`` holds each as "key: what is wrong"."""

    exit_code = 3

    def __init__(self, file: str, mistakes: Sequence[str]) -> None:
        self.file = file
        self.mistakes = tuple(mistakes)
        if len(self.mistakes) == 1:
            super().__init__(f"{file}: {self.mistakes[0]}")
            return
        lines = "".join(f"\n  {mistake}" for mistake in self.mistakes)
        super().__init__(f"{file} has {len(self.mistakes)} mistakes:{lines}")


class DatabaseError(DigestError):
    """The database cannot be opened, read or written, or was made by a newer Digest."""

    exit_code = 4


class DatabaseLockedError(DatabaseError):
    """Another process kept the database's lock for longer than we wait: later it may be free."""


class SourceError(DigestError):
    """A source cannot be fetched or read. ``permanent`` tells whether trying again can help."""

    exit_code = 5

    def __init__(self, message: Text, *, permanent: bool = False) -> None:
        self.permanent = permanent
        super().__init__(message)


class StateError(DigestError):
    """An edition is not in a state that allows what was asked."""

    exit_code = 6


class SentBeforeError(StateError):
    """The edition went out before; the database, restored from an older copy, does not know."""


class NoEditionError(StateError):
    """There is no edition of that name: for a shell a matter of usage."""

    exit_code = 2


class PresentError(DigestError):
    """An edition cannot become a mail. ``where`` names the template and line where known."""

    exit_code = 6

    def __init__(self, message: Text, *, where: Text = "") -> None:
        self.what = message
        self.where = where
        super().__init__(Message("common.at", where=where, what=message) if where else message)


class WordsError(PresentError):
    """A file of the newsroom's own words has mistakes: a matter of its settings."""

    exit_code = SettingsError.exit_code


class DeliveryError(DigestError):
    """The mail server cannot be used at all: no connection, no TLS, login refused."""

    exit_code = 8


class BusyError(DigestError):
    """Another process holds the work; it will be done there."""

    exit_code = 9
