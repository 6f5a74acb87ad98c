"""TOML files as people save them: read with or without a byte order mark, mistakes named by key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

_LINE = re.compile(r"at line (\d+)")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")


def read_toml(file: Path) -> dict[str, Any]:
    """What a TOML file holds.

    :raises OSError: it cannot be read.
    :raises ValueError: it is not UTF-8, or no TOML; the error says what is wrong and where.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"is not in UTF-8 (byte {error.start + 1}): save it as UTF-8 in your editor"
        ) from error
    return toml_of(text)


def toml_of(text: str) -> dict[str, Any]:
    """What a text in TOML holds.

    :raises ValueError: it is no TOML; the error names the key in whose line the mistake is.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.rstrip().split("\n")
        found = _LINE.search(str(error))
        line = lines[min(int(found[1]), len(lines)) - 1] if found else lines[-1]
        key = _KEY.match(line)
        where = f", in the line of the key {key[1]}" if key else ""
        raise ValueError(f"is not TOML: {error}{where}") from error


def why_unreadable(file: Path, error: OSError) -> str:
    """Why a file could not be read, in plain words."""
    if file.is_dir():
        return "is a folder, not a file"
    if file.is_symlink() and not file.exists():
        return "is a link to a file that is not there"
    return f"cannot be read: {error.strerror}"
