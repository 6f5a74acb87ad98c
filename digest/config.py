"""Reading ``schedules.toml`` into ``digest.model.settings``: the one door to the settings.

The environment comes before the file (``DIGEST_MAIL__PASSWORD``), and all mistakes are reported
together, each with its key. What a single field may hold is written beside the field in the model;
what a type cannot say is checked here.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import time
from email.utils import parseaddr
from itertools import pairwise
from os import environ
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from digest.errors import SettingsError
from digest.model.settings import (
    Gathering,
    Listening,
    MailServer,
    Newsletter,
    Pictures,
    Publication,
    ReturnsMailbox,
    Section,
    Settings,
    Source,
)

SETTINGS_FILE = "schedules.toml"
SECRET_FILE = "secret.key"  # noqa: S105 - the name of the file, not a secret

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def read_settings(path: Path) -> Settings:
    """The settings in ``path``, with the environment's ``DIGEST_…`` values laid over them.

    :raises SettingsError: the file is missing, is not TOML, or has mistakes: all are listed.
    """
    raw = _merged(_read_toml(path), EnvSettingsSource(_SettingsFile)())
    mistakes = list(_mistakes(raw))
    try:
        read = _SettingsFile(**_with_ids(raw))
    except ValidationError as error:
        mistakes = [_line(each) for each in error.errors()] + mistakes
    if mistakes:
        raise SettingsError(str(path), mistakes)
    return Settings(
        publication=read.publication,
        newsletters=read.newsletters,
        sources=read.sources,
        sections=read.sections,
        mail=_with_password(read.mail, path),
        gathering=read.gathering,
        returns=read.returns,
        pictures=read.pictures,
        pages=read.pages,
        desk=read.desk,
        database=read.database,
        project=path.parent,
    )


def read_secret(project: Path) -> bytes:
    """The key that signs readers' links; made at the first use, readable by its owner only.

    Whoever loses the file breaks the unsubscribe links of every mail sent so far: back it up.
    """
    if given := environ.get("DIGEST_SECRET"):
        return given.encode()
    path = project / SECRET_FILE
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise SettingsError(str(path), [f"{SECRET_FILE}: shorter than 32 characters: delete it"])
    return secret.encode()


# --- what a type cannot say -------------------------------------------------------------------
# These look at the file as it was written, not at validated values: a mistake in one field of a
# table then hides none in the others.


def _mistakes(raw: Mapping[str, Any]) -> Iterator[str]:
    """Values that have the right type and still cannot be meant, as "key: what is wrong"."""
    checks: list[tuple[str, Callable[[Mapping[str, Any]], Iterator[str]]]] = [
        ("publication", _publication_mistakes),
        ("mail", _mail_mistakes),
    ]
    for name, check in checks:
        yield from (f"{name}.{mistake}" for mistake in check(_table(raw, name)))
    sections = _table(raw, "sections")
    for key in _table(raw, "sources"):
        table = _table(raw, "sources", key)
        yield from (f"sources.{key}.{mistake}" for mistake in _source_mistakes(table))
    for key in _table(raw, "newsletters"):
        table = _table(raw, "newsletters", key)
        yield from (f"newsletters.{key}.{mistake}" for mistake in _newsletter_mistakes(table))
        named = table.get("sections")
        for section in named if isinstance(named, list) else ():
            if section not in sections:
                yield f"newsletters.{key}.sections: there is no section {section!r}"


def _table(raw: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The table under ``keys``; an empty one where something else stands there."""
    for key in keys:
        below = raw.get(key)
        raw = below if isinstance(below, dict) else {}
    return raw


def _publication_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    zone = table.get("time_zone")
    if isinstance(zone, str) and not _is_zone(zone):
        yield f"time_zone: {zone!r} is no zone; write a tz database name such as 'Europe/Kyiv'"
    base_url = table.get("base_url")
    if isinstance(base_url, str):
        parts = urlsplit(base_url)
        local = parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS
        if not parts.hostname or not (parts.scheme == "https" or local):
            yield f"base_url: {base_url!r} must begin with https:// and name a host"
    yield from _address_mistakes(table, "operator")


def _source_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    if bool(table.get("url")) == bool(table.get("path")):
        yield "url: give exactly one of url and path"
    url = table.get("url")
    if isinstance(url, str) and url and urlsplit(url).scheme not in {"http", "https"}:
        yield f"url: {url!r} must begin with http:// or https://"


def _newsletter_mistakes(table: Mapping[str, Any]) -> Iterator[str]:
    yield from _address_mistakes(table, "sender")
    yield from _address_mistakes(table, "reply_to")
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


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _local_time(written: object) -> time | None:
    """The time, if it is one; a wrong type is reported where types are checked."""
    if isinstance(written, str):
        try:
            return time.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, time) else None


Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
"""Keys of tables end up in ids, file names and links."""


class _SettingsFile(BaseSettings):
    """The file's top level, as the settings library reads it."""

    model_config = SettingsConfigDict(
        env_prefix="DIGEST_", env_nested_delimiter="__", extra="forbid"
    )

    publication: Publication
    newsletters: dict[Key, Newsletter] = Field(min_length=1)
    sources: dict[Key, Source] = {}
    sections: dict[Key, Section] = {}
    mail: MailServer = MailServer()
    gathering: Gathering = Gathering()
    returns: ReturnsMailbox = ReturnsMailbox()
    pictures: Pictures = Pictures()
    pages: Listening = Listening()
    desk: Listening = Listening()
    database: str = "digest.db"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        # file and environment are merged before, so that checks across tables see both
        return (init_settings,)


# --- reading ----------------------------------------------------------------------------------


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            str(path), ["there is no such file: run `digest init`, or name another with --project"]
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(str(path), [str(error)]) from error


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``, table by table."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _merged(under, value)
        else:
            merged[key] = value
    return merged


def _with_ids(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Each table of sources, sections and newsletters is given its own key as ``id``."""
    named = dict(raw)
    for kind in ("sources", "sections", "newsletters"):
        tables = raw.get(kind)
        if isinstance(tables, dict):
            named[kind] = {
                key: {**table, "id": key} if isinstance(table, dict) else table
                for key, table in tables.items()
            }
    return named


def _with_password(mail: MailServer, settings_file: Path) -> MailServer:
    if not mail.password_file:
        return mail
    path = settings_file.parent / mail.password_file
    try:
        return replace(mail, password=path.read_text(encoding="utf-8").strip())
    except OSError as error:
        raise SettingsError(
            str(settings_file), [f"mail.password_file: cannot read {path}: {error.strerror}"]
        ) from error


def _line(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails, a plain dict
    """One of the library's errors in our words: "key: what is wrong"."""
    path = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        return f"{path}: unknown key"
    if error["type"] in {"missing", "missing_argument"}:
        return f"{path}: is missing"
    return f"{path}: {error['msg'][0].lower()}{error['msg'][1:]} (found {error['input']!r})"
