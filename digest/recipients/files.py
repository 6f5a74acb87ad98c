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
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from digest.model.delivery import BadRow
from digest.model.errors import UsageError
from digest.model.languages import standard_tag
from digest.recipients.spreadsheet_formulas import DELIMITERS, with_formula

_LONGEST_LINE = 1_000_000  # characters: 10,000 columns of spreadsheet are no reason to give up
_MOST_LINES_IN_A_ROW = 20  # a quoted field may hold line breaks, but a lost quote ends somewhere
_SAMPLE = 1 << 18
_MANY_LETTERS = 80  # beyond ASCII: from so many on, the guess is right about alphabets
_SPREADSHEETS = (  # encodings that spreadsheets and older programs write
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_u", "cp866", "mac_roman", "cp932", "gb18030", "big5", "cp949", "cp874"),
)
SURE_ENOUGH = 0.3
"""A guess below this is not acted on: names would be garbled in every letter."""

_NAMES = {
    "address": ("address", "email", "e-mail", "mail", "emailaddress", "адреса", "пошта"),
    "name": (
        *("name", "fullname", "displayname", "ім'я", "імя"),
        *("firstname", "givenname", "vorname", "prénom", "imię", "nombre", "nome"),
    ),
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
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoding:
    """How a file is written. ``sureness`` is from 0 to 1; 1 where it is known and not guessed."""

    name: str
    sureness: float = 1.0


@dataclass(frozen=True, slots=True)
class RecipientFile:
    """A list as a file that can be read twice, or its path; where ``encoding`` is empty, the file
    itself has to tell it."""

    content: BinaryIO | Path
    encoding: str = ""


def encoding_of(file: BinaryIO) -> Encoding:
    """The encoding of a file that can be read twice; its position is at the start afterwards.

    UTF-8 if all of it is, by its mark if it has one, else a guess from its first 256 KB.
    """
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Encoding(name="utf-32")  # before UTF-16, whose mark it begins with
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding(name="utf-16")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_SAMPLE):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        file.seek(0)
        return _guessed(file.read(_SAMPLE))
    finally:
        file.seek(0)
    return Encoding(name="utf-8-sig")


def encoding_named(name: str) -> Encoding:
    """The encoding that a person named.

    :raises UsageError: there is none of that name.
    """
    try:
        b" \0\0\0".decode(name, "replace")  # "hex" and "zip" are codecs, too, and fail here
    except (LookupError, ValueError) as error:
        raise UsageError(f"there is no encoding {name!r}; try cp1251, cp1252 or utf-8") from error
    return Encoding(name="utf-8-sig" if name.lower() in ("utf-8", "utf8") else name)


def _guessed(sample: bytes) -> Encoding:
    """The likeliest encoding, and how much likelier than the next that reads the words otherwise.

    The likelihood is how much the letters are those of a language; a few letters say nothing, for
    the same bytes are a name in one encoding and another name in the next.
    """
    found = list(from_bytes(sample, cp_isolation=list(_SPREADSHEETS)))
    if not found:
        return Encoding(name="cp1252", sureness=0.0)
    best = max(found, key=lambda match: (match.coherence, -match.chaos))
    rival = max((each.coherence for each in found if str(each) != str(best)), default=0.0)
    letters = sum(octet > 127 for octet in sample)
    margin = 1 - rival / best.coherence if best.coherence else 0.0
    return Encoding(name=best.encoding, sureness=margin * min(1.0, letters / _MANY_LETTERS))


def read_rows(file: BinaryIO, encoding: str) -> Iterator[RecipientRow | BadRow]:
    """The file's people. JSON Lines if the first character is "{", else CSV with a header line.

    CSV may be separated by commas, semicolons, tabs or bars: the one that sets most of the header's
    columns apart. Columns are found by name: one of address or email is needed, the others
    (``RecipientRow``) are read where they are. Topics and tags are set apart by commas, semicolons
    or bars, or are a list in JSON.

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
    delimiter = max(DELIMITERS, key=lambda each: _header_likelihood(header, each))
    columns = _columns(_names_in(header, delimiter))
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


def _header_likelihood(header: str, delimiter: str) -> tuple[int, int]:
    """How many columns that we know the delimiter sets apart, and how many in all."""
    names = _names_in(header, delimiter)
    return len(_columns(names)), len(names)


def _names_in(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header.lstrip("\ufeff")], delimiter=delimiter), [])
    except csv.Error:
        return []  # a field longer than any spreadsheet's: no list


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
    return " ".join(_CONTROLS.sub(" ", _DIRECTIONS.sub("", text)).split())[:200]


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
    return BadRow(line=number, text=_CONTROLS.sub(" ", _DIRECTIONS.sub("", line))[:80], why=why)


def _with_first(
    first: tuple[int, str], lines: Iterator[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    yield first
    yield from lines
