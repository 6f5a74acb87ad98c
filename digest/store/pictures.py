"""Pictures made fit for mails: their files, and what became of each picture that was fetched.

A file is named after its content and never changes, so that readers' programs may keep it for ever.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from digest.model.message import Message, Text, text_from_json, text_to_json
from digest.store.database import immediately, reading, stamp, writing

_WHAT = Message("database.stored_pictures")

_NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")
_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png"}
_ENDINGS = {media_type: ending for ending, media_type in _MEDIA_TYPES.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What became of a source's picture: ``name`` of its file, or the ``refusal``, never both.

    ``cut`` says how it was cropped and sized; ``width`` and ``height`` are the file's, in pixels.
    """

    url: str
    cut: str
    fetched: datetime
    name: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    refusal: Text = ""


@writing(_WHAT)
def save_pictures(database: Database, kept: Iterable[Kept]) -> None:
    """Remembers what became of pictures, in place of what was known of them before.

    :raises DatabaseError: another process holds the database.
    """
    with immediately(database, _WHAT):
        for one in kept:
            database.execute(
                "INSERT OR REPLACE INTO pictures"
                " (url, cut, name, width, height, bytes, refusal, fetched)"
                " VALUES (:url, :cut, :name, :width, :height, :bytes, :refusal, :fetched)",
                {
                    **asdict(one),
                    "refusal": text_to_json(one.refusal),
                    "fetched": stamp(one.fetched),
                },
            )


@reading(_WHAT)
def kept_picture(database: Database, url: str, cut: str) -> Kept | None:
    """What became of the picture in this cut; None if it was never fetched."""
    rows = list(database.table("pictures").rows_where("url = ? AND cut = ?", [url, cut]))
    if not rows:
        return None
    row = rows[0]
    return Kept(
        **{
            **row,
            "refusal": text_from_json(row["refusal"]),
            "fetched": datetime.fromisoformat(row["fetched"]),
        }
    )


def write_picture(folder: Path, content: bytes, media_type: str) -> str:
    """The name of the file in ``folder`` that now holds the picture, which appears there whole.

    :raises OSError: the folder cannot be written.
    """
    name = f"{hashlib.sha256(content).hexdigest()[:32]}.{_ENDINGS[media_type]}"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            file.write(content)
        unfinished = Path(file.name)
        unfinished.chmod(0o644)  # temporary files are their owner's alone; web servers read these
        unfinished.replace(path)
    return name


def read_picture(folder: Path, name: str) -> bytes | None:
    """The picture of that name; None if there is none, or the name is not of our making."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def media_type_of(name: str) -> str:
    """The media type of a picture by the name that ``write_picture`` gave it."""
    return _MEDIA_TYPES[name.rpartition(".")[2]]
