"""Reading lists of recipients from files: CSV as spreadsheets write it, and JSON Lines.

Bytes in, one row per person out, in the file's order and without holding the file. What gives no
row is a ``BadRow`` with its line; one bad line never costs another.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from charset_normalizer import from_bytes

from digest.errors import UsageError
from digest.model.dispatching import BadRow
from digest.model.languages import standard_tag
from digest.store.formulas import with_formula

_LONGEST_LINE = 1_000_000  # characters: 10,000 columns of spreadsheet are no reason to give up
_MOST_LINES_IN_A_ROW = 20  # a quoted field may hold line breaks, but a lost quote ends somewhere
_SAMPLE = 1 << 18
_NAMES = {
    "address": ("address", "email", "e-mail", "mail", "emailaddress", "адреса", "пошта"),
    "name": ("name", "fullname", "displayname", "ім'я", "імя"),
    "language": ("language", "lang", "locale", "мова"),
    "status": ("status", "state"),
    "topics": ("topics", "topic", "sections", "interests", "теми", "розділи"),
    "zone": ("zone", "timezone", "tz", "часовийпояс"),
    "tags": ("tags", "tag", "segments", "labels", "мітки"),
    "consent_at": ("consentat", "consent", "subscribedat", "optin", "optinat", "згода"),
    "consent_how": ("consenthow", "consentsource", "optinsource", "source", "якзгода"),
}
_BETWEEN_WORDS = re.compile(r"[,;|]")
_UNDECODABLE = "\ufffd"
_CONTROLS_AND_DIRECTIONS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipientRow:
    """One person as a file names them; nothing is checked yet but that there is an address.

    What the file has no column for, or nothing in it, is empty.
    """

    line: int
    address: str
    name: str = ""
    language: str = ""
    status: str = ""
    topics: tuple[str, ...] = ()
    zone: str = ""
    tags: tuple[str, ...] = ()
    consent_at: str = ""
    consent_how: str = ""


def encoding_of(file: BinaryIO) -> str:
    """The encoding of a file that can be read twice; its position is at the start afterwards.

    UTF-8 if all of it is, by its mark if it has one, else what its first 256 KB look like.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_SAMPLE):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        file.seek(0)
        guess = from_bytes(file.read(_SAMPLE)).best()
        return guess.encoding if guess else "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


def read_rows(file: BinaryIO, encoding: str) -> Iterator[RecipientRow | BadRow]:
    """The file's people. JSON Lines if the first character is "{", else CSV with a header line.

    CSV may be separated by commas, semicolons or tabs. Columns are found by name: one of address or
    email is needed, the others (``RecipientRow``) are read where they are. Topics and tags are set
    apart by commas, semicolons or bars, or are a list in JSON.

    :raises UsageError: the file is empty, or has no column for the address.
    """
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        lines = _lines(text)
        first = next(lines, (0, ""))
        if first[1].lstrip().startswith("{"):
            yield from _read_json(first, lines)
        else:
            yield from _read_csv(first, lines)
    finally:
        text.detach()  # the file belongs to the caller


def _lines(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    """Numbered lines that are not empty; one without end is cut, so that it cannot fill memory.

    One that was cut has ``_LONGEST_LINE`` characters, and no other has.
    """
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        rest = line
        while rest and not rest.endswith("\n") and len(rest) == _LONGEST_LINE:
            rest = text.readline(_LONGEST_LINE)
        if line.strip():
            yield number, line.rstrip("\r\n")


def _read_json(
    first: tuple[int, str], lines: Iterator[tuple[int, str]]
) -> Iterator[RecipientRow | BadRow]:
    for number, line in _with_first(first, lines):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield _bad(number, line, f"not JSON: {error}")
            continue
        if not isinstance(value, dict):
            yield _bad(number, line, "not a JSON object")
            continue
        fields = {str(key): _as_cell(entry) for key, entry in value.items() if entry is not None}
        columns = _columns(list(fields))
        yield _to_row(number, line, list(fields.values()), columns)


def _read_csv(
    first: tuple[int, str], lines: Iterator[tuple[int, str]]
) -> Iterator[RecipientRow | BadRow]:
    header = first[1]
    delimiter = max(",;\t", key=header.count)
    try:
        names = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        names = []  # a field longer than any spreadsheet's: no list
    columns = _columns(names)
    if "address" not in columns:
        raise UsageError(
            "the file has no column named address or email in its first line: "
            f"{header[:80] or 'it is empty'!r}"
        )
    for number, line in _whole_rows(lines):
        try:
            fields = next(csv.reader([line], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            yield _bad(number, line, f"not CSV: {error}")
            continue
        yield _to_row(number, line, [with_formula(field) for field in fields], columns)


def _whole_rows(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Rows, with those joined again that a quoted line break cut.

    A quote that is never closed spoils its own line only, where a CSV reader would take all that
    follows into one field.
    """
    waiting: list[tuple[int, str]] = []
    while True:
        if not waiting:
            waiting = [line for line in [next(lines, None)] if line is not None]
        if not waiting:
            return
        number, row = waiting.pop(0)
        joined, taken = row, 0
        while joined.count('"') % 2 and taken < _MOST_LINES_IN_A_ROW:
            if taken == len(waiting):
                following = next(lines, None)
                if following is None:
                    break
                waiting.append(following)
            joined += "\n" + waiting[taken][1]
            taken += 1
        if joined.count('"') % 2:
            yield number, row
        else:
            del waiting[:taken]
            yield number, joined


def _columns(names: list[str]) -> dict[str, int]:
    """Where each field we know stands, by the column names of a file."""
    plain = [re.sub(r"[\s_]", "", name.strip("\ufeff \t")).casefold() for name in names]
    return {
        field: plain.index(name)
        for field, known in _NAMES.items()
        for name in reversed(known)
        if name in plain
    }


def _as_cell(entry: object) -> str:
    """A JSON value as a spreadsheet's cell would have it."""
    return ",".join(map(str, entry)) if isinstance(entry, list) else str(entry)


def _to_row(
    number: int, line: str, fields: list[str], columns: dict[str, int]
) -> RecipientRow | BadRow:
    if len(line) >= _LONGEST_LINE:
        return _bad(number, line, f"longer than {_LONGEST_LINE} characters")
    if _UNDECODABLE in line:
        return _bad(number, line, "characters that are not in the file's encoding")
    values = {
        field: fields[position].strip() if position < len(fields) else ""
        for field, position in columns.items()
    }
    if not values.get("address"):
        return _bad(number, line, "no address")
    return RecipientRow(
        line=number,
        address=values["address"],
        name=_one_line(values.get("name", "")),
        language=_tag(values.get("language", ""))[:35],
        status=values.get("status", "").casefold(),
        topics=_words(values.get("topics", "")),
        zone=values.get("zone", ""),
        tags=_words(values.get("tags", "")),
        consent_at=values.get("consent_at", ""),
        consent_how=_one_line(values.get("consent_how", "")),
    )


@lru_cache(maxsize=4096)
def _tag(written: str) -> str:
    """The language as BCP 47 writes it, "en-GB" for "en_gb"; as it is written where it is none."""
    try:
        return standard_tag(written)
    except ValueError:
        return written


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS_AND_DIRECTIONS.sub(" ", text).split())[:200]


@lru_cache(maxsize=4096)  # a million readers choose from few words
def _words(cell: str) -> tuple[str, ...]:
    """The words of a cell, each once."""
    if not cell:
        return ()
    words = (as_word(part) for part in _BETWEEN_WORDS.split(cell))
    return tuple(dict.fromkeys(word for word in words if word))


def as_word(text: str) -> str:
    """A tag or topic as lists keep it: in small letters, with hyphens for blanks."""
    return _one_line(text).casefold().replace(" ", "-")


def _bad(number: int, line: str, why: str) -> BadRow:
    return BadRow(line=number, text=_CONTROLS_AND_DIRECTIONS.sub(" ", line)[:80], why=why)


def _with_first(
    first: tuple[int, str], lines: Iterator[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    yield first
    yield from lines
