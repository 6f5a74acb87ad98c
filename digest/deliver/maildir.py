"""Mail that came back, in a Maildir on this machine. Messages are moved, never written anew."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from digest.deliver.bounce import MOST_OCTETS
from digest.deliver.mailbox import StoredMail
from digest.model.errors import UsageError
from digest.model.message import Message, Text

UNREADABLE = ".Unreadable"
"""The subfolder (Maildir++) for messages that cannot be read; mail programs show it."""


class Maildir:
    """A Maildir: unread messages lie in ``new``, read ones in ``cur``.

    :raises UsageError: the folder is no Maildir.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "new").is_dir():
            raise UsageError(Message("returns.no_maildir", folder=folder))
        self._folder = folder

    def unread(self) -> Iterator[StoredMail]:
        for path in sorted((self._folder / "new").iterdir()):
            if path.name.startswith("."):
                continue  # by the Maildir's own rule no message
            try:
                yield StoredMail(name=path.name, content=_content_of(path))
            except FileNotFoundError:
                if not path.is_symlink():
                    continue  # another program took it meanwhile
                yield StoredMail(name=path.name, problem=Message("returns.link_to_nowhere"))
            except OSError as error:
                problem = Message("returns.not_opened", error=error.strerror)
                yield StoredMail(name=path.name, problem=problem)

    def mark_read(self, name: str) -> Text:
        return self._move(name, self._folder / "cur", flags="S") or ""

    def set_aside(self, name: str) -> Text:
        aside = self._folder / UNREADABLE
        try:
            for part in ("new", "cur", "tmp"):
                (aside / part).mkdir(parents=True, exist_ok=True)
            (aside / "maildirfolder").touch()
        except OSError as error:
            return Message("returns.not_set_aside", error=error)
        why_not = self._move(name, aside / "cur", flags="")
        return why_not or Message("returns.now_in", place=aside)

    def _move(self, name: str, folder: Path, *, flags: str) -> Message | None:
        path = self._folder / "new" / name
        try:
            folder.mkdir(exist_ok=True)
            path.rename(folder / f"{name.partition(':')[0]}:2,{flags}")
        except FileNotFoundError:
            return None  # another program took it meanwhile
        except OSError as error:
            return Message("returns.not_moved", place=folder, error=error.strerror)
        return None


def _content_of(path: Path) -> bytes:
    """The first ``MOST_OCTETS`` of a message.

    :raises OSError: it cannot be opened, or is no file: a pipe, say, which one would wait at.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(MOST_OCTETS)
