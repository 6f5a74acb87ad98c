"""Output: data on standard output, talk on standard error, bars only on a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, Protocol
from unicodedata import category

import click

from digest.model.message import Text

_JOINERS_AND_MARKS = frozenset("\u200c\u200d\u200e\u200f\u061c")
"""Persian and Indic spelling, emoji of several, and marks that touch only their neighbours."""


def say(words: str) -> None:
    """A line for a person."""
    click.echo(words, err=True)


def warn(words: str) -> None:
    """A line for a person about something that needs a look."""
    click.secho("warning: ", fg="yellow", nl=False, err=True)
    click.echo(words, err=True)


def put(words: str) -> None:
    """A line of data, above the progress bar where one is shown on the same terminal."""
    click.echo(words, file=sys.stdout)  # the stream as it is now: the bar puts itself before it


def fields_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """The fields of a dataclass for ``print_json``; messages in it are said in English."""
    return {entry.name: getattr(value, entry.name) for entry in fields(value)}


def print_json(value: Mapping[str, Any]) -> None:
    """One object on a line of its own."""
    put(json.dumps(value, ensure_ascii=False, default=str))


def printable(text: Text) -> str:
    """Text from outside without what could move a terminal's cursor, change its colours or turn the
    direction of its lines. What is not seen and joins or parts letters stays, for it spells words.
    """
    said = str(text)
    return said if said.isprintable() else "".join(map(_printable, said))


def _printable(character: str) -> str:
    if character.isprintable() or character in _JOINERS_AND_MARKS:
        return character
    return "" if category(character) == "Cf" else " "


def first_of(lines: Sequence[Text], most: int = 20) -> list[Text]:
    """The first of many lines, and one that says how many more there are."""
    more = len(lines) - most
    return [*lines[:most], f"… and {more} more"] if more > 1 else list(lines)


def counted(count: int, one: str, many: str) -> str:
    """So many of something: "1 story", "2 stories"."""
    return f"{count} {one if count == 1 else many}"


class Advance(Protocol):
    """Called with how much is done of how much, and a few words on what is at hand."""

    def __call__(self, done: int, total: int, words: str = "") -> None: ...


@contextmanager
def progress_bar(title: str) -> Iterator[Advance]:
    """A bar while the work lasts; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total, words="": None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # where standard output is a file or a pipe, no bar may come between
    shared = sys.stdout.isatty()
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=shared) as progress:
        task = progress.add_task(title, total=None)

        def advance(done: int, total: int, words: str = "") -> None:
            described = f"{title} {printable(words)}".strip()
            progress.update(task, completed=done, total=total, description=described)

        yield advance
