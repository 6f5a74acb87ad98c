"""What ``schedules.toml`` says that has the right type and still cannot be meant. Pure.

These look at the file as it was written, not at validated values: a mistake in one field of a table
then hides none in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from email.utils import parseaddr
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from digest.model.languages import standard_tag
from digest.model.settings import LOOPBACK_HOSTS
from digest.model.zones import is_zone
from digest.settings.block_tables import mistakes_in_blocks


def mistakes_in(raw: Mapping[str, Any]) -> Iterator[str]:
    """Values that have the right type and still cannot be meant, as "key: what is wrong"."""
    checks: list[tuple[str, Callable[[Mapping[str, Any]], Iterator[str]]]] = [
        ("publication", _publication_mistakes),
        ("mail", _mail_mistakes),
        ("desk", _desk_mistakes),
    ]
    for name, check in checks:
        yield from (f"{name}.{mistake}" for mistake in check(_table(raw, name)))
    sections = _table(raw, "sections")
    for key in _table(raw, "sources"):
        table = _table(raw, "sources", key)
        yield from (f"sources.{key}.{mistake}" for mistake in _source_mistakes(table))
    for key in sections:
        table = _table(raw, "sections", key)
        yield from (f"sections.{key}.{mistake}" for mistake in _title_mistakes(table))
    for key in _table(raw, "newsletters"):
        table = _table(raw, "newsletters", key)
        yield from (f"newsletters.{key}.{mistake}" for mistake in _newsletter_mistakes(table))
        named = table.get("sections")
        for section in named if isinstance(named, list) else ():
            if section not in sections:
                yield f"newsletters.{key}.sections: there is no section {section!r}"


def secrets_written_down(written: Mapping[str, Any]) -> Iterator[str]:
    """Passwords in the file itself, which newsrooms keep under version control."""
    for name in ("mail", "returns"):
        if _table(written, name).get("password"):
            variable = f"DIGEST_{name.upper()}__PASSWORD"
            yield f"{name}.password: keep it out of this file; put it into {variable}"


def _table(raw: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The table under ``keys``; an empty one where something else stands there."""
    for key in keys:
        below = raw.get(key)
        raw = below if isinstance(below, dict) else {}
    return raw


def _publication_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    zone = table.get("time_zone")
    if isinstance(zone, str) and not is_zone(zone):
        yield f"time_zone: {zone!r} is no zone; write a tz database name such as 'Europe/Kyiv'"
    yield from _web_mistakes(table, "base_url")
    yield from _address_mistakes(table, "operator")
    yield from _language_mistakes(table)
    if table.get("language") == "":
        yield "language: is empty: write a tag like en, en-GB or zh-Hant"


def _desk_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    if table.get("url"):  # empty: people reach the desk where it is served
        yield from _web_mistakes(table, "url")


def _web_mistakes(table: Mapping[str, Any], key: str) -> Iterator[str]:
    """What is wrong with the public address of some pages under ``key``."""
    written = table.get(key)
    if isinstance(written, str):
        try:
            parts = urlsplit(written)
        except ValueError:  # brackets that enclose no IPv6 address
            parts = urlsplit("")
        local = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
        if not parts.hostname or not (parts.scheme == "https" or local):
            yield f"{key}: {written!r} must begin with https:// and name a host"


def _source_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    if bool(table.get("url")) == bool(table.get("path")):
        yield "url: give exactly one of url and path"
    yield from _language_mistakes(table)
    url = table.get("url")
    if isinstance(url, str) and url and urlsplit(url).scheme not in {"http", "https"}:
        yield f"url: {url!r} must begin with http:// or https://"


def _newsletter_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    yield from _address_mistakes(table, "sender")
    yield from _address_mistakes(table, "reply_to")
    yield from _language_mistakes(table)
    yield from mistakes_in_blocks(table.get("blocks", []))
    given = [
        (key, moment)
        for key in ("approve_by", "send_at", "send_by", "never_after")
        if (moment := _local_time(table.get(key))) is not None
    ]
    for (earlier, first), (later, second) in pairwise(given):
        if first > second:
            yield f"{later}: {second:%H:%M} comes before {earlier} ({first:%H:%M})"
        if first == second and later == "never_after":
            yield f"never_after: the same as {earlier}, which leaves no time to send"


def _mail_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    host = table.get("host")
    if not host and any(table.get(key) for key in ("username", "password", "password_file")):
        yield "host: a login is given, but no host to log in to"
    if table.get("username") and table.get("security") == "none" and host not in LOOPBACK_HOSTS:
        yield "security: 'none' would send the password in the clear; use 'starttls' or 'tls'"
    yield from _address_mistakes(table, "envelope_sender")
    yield from _address_mistakes(table, "unsubscribe_address")


def _language_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    written = table.get("language")
    if isinstance(written, str) and written:
        yield from (f"language: {why}" for why in _no_language(written))


def _title_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    for written in _table(table, "titles"):
        yield from (f"titles: {why}" for why in _no_language(written))


def _no_language(tag: str) -> Iterator[str]:
    try:
        standard_tag(tag)
    except ValueError as error:
        yield str(error)


def _address_mistakes(table: Mapping[str, Any], key: str) -> Iterator[str]:
    """What is wrong with "Name <address>", or a bare address, under ``key``; empty is right."""
    written = table.get(key)
    if not isinstance(written, str) or not written:
        return
    if any(ord(character) < 32 for character in written):
        yield f"{key}: must not contain line breaks or control characters"
        return
    try:
        validate_email(parseaddr(written)[1], check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        yield f"{key}: {written!r} is no mail address: {error}"


def _local_time(written: object) -> time | None:
    """The time, if it is one; a wrong type is reported where types are checked."""
    if isinstance(written, str):
        try:
            return time.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, time) else None
