"""Reading ``schedules.toml`` into ``digest.model.settings``: the one door to the settings.

The environment comes before the file (``DIGEST_MAIL__PASSWORD``), and all mistakes are reported
together, each with its key. What a single field may hold is written beside the field in the model;
what a type cannot say is looked for in ``digest.settings.validate``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from os import environ, fsync
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from digest.model.errors import SettingsError
from digest.model.languages import standard_tag
from digest.model.settings import (
    DeskPages,
    DkimKey,
    Gathering,
    Listening,
    MailServer,
    Newsletter,
    Pictures,
    Publication,
    ReturnsMailbox,
    Section,
    Settings,
    Sizes,
    Source,
)
from digest.model.toml_file import read_toml, why_unreadable
from digest.settings.block_tables import recurring_blocks
from digest.settings.validate import mistakes_in, secrets_written_down

SETTINGS_FILE = "schedules.toml"
SECRET_FILE = "secret.key"  # noqa: S105 - the name of the file, not a secret


def read_settings(path: Path) -> Settings:
    """The settings in ``path``, with the environment's ``DIGEST_…`` values laid over them.

    :raises SettingsError: the file is missing, is not TOML, or has mistakes: all are listed.
    """
    written = _read_toml(path)
    raw = _merged(written, EnvSettingsSource(_SettingsFile)())
    mistakes = [*secrets_written_down(written), *mistakes_in(raw)]
    try:
        read = _SettingsFile(**_with_blocks(_with_standard_tags(_with_ids(raw))))
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
    """The key that signs readers' links. Only ``make_secret`` makes one: another key than
    yesterday's breaks the unsubscribe links of every mail sent so far.

    :raises SettingsError: it is missing, cannot be read, or is too short.
    """
    if given := environ.get("DIGEST_SECRET"):
        return given.encode()
    path = project / SECRET_FILE
    try:
        secret = path.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise SettingsError(
            str(path),
            [
                "is missing, and with it the key of every link in the mails sent so far: put it"
                " back from where you keep it, or set DIGEST_SECRET; in a new project,"
                " `digest init` makes it; if it is lost for good, `digest init --new-secret`"
            ],
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), [f"cannot be read: {type(error).__name__}"]) from error
    if len(secret) < 32:
        raise SettingsError(
            str(path),
            ["is shorter than 32 characters: put the whole key back"],
        )
    return secret.encode()


def make_secret(project: Path) -> bytes:
    """A new key, readable by its owner only, kept on the disk when this returns; the one that is
    there already, if there is one.

    :raises SettingsError: the key that is there cannot be read, or is too short.
    """
    path = project / SECRET_FILE
    if not environ.get("DIGEST_SECRET") and not path.exists():
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
            file.flush()
            fsync(file.fileno())
    return read_secret(project)


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
    desk: DeskPages = DeskPages()
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
        return read_toml(path)
    except FileNotFoundError as error:
        raise SettingsError(
            str(path), ["there is no such file: run `digest init`, or name another with --project"]
        ) from error
    except OSError as error:
        raise SettingsError(str(path), [why_unreadable(path, error)]) from error
    except ValueError as error:
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


def _with_blocks(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The newsletters' blocks as values: which fields each has, its kind decides."""
    tables = raw.get("newsletters")
    if not isinstance(tables, dict):
        return dict(raw)
    read = {
        key: {**table, "blocks": recurring_blocks(table["blocks"])}
        if isinstance(table, dict) and "blocks" in table
        else table
        for key, table in tables.items()
    }
    return {**raw, "newsletters": read}


def _with_standard_tags(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Languages as BCP 47 writes them, "en-GB" for "en_gb", in every table and its tables."""
    named: dict[str, Any] = {}
    for key, value in raw.items():
        if key == "titles" and isinstance(value, dict):
            named[key] = {_standard(tag): title for tag, title in value.items()}
        elif isinstance(value, dict):
            named[key] = _with_standard_tags(value)
        else:
            named[key] = _standard(value) if key == "language" else value
    return named


def _standard(written: Any) -> Any:  # noqa: ANN401 - whatever stands in the file
    try:
        return standard_tag(written) if isinstance(written, str) else written
    except ValueError:  # reported where mistakes are looked for
        return written


def _with_password(mail: MailServer, settings_file: Path) -> MailServer:
    if not mail.password_file:
        return mail
    path = settings_file.parent / mail.password_file
    try:
        return replace(mail, password=path.read_text(encoding="utf-8-sig").strip())
    except OSError as error:
        raise SettingsError(
            str(settings_file), [f"mail.password_file: cannot read {path}: {error.strerror}"]
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            str(settings_file), [f"mail.password_file: {path} is not in UTF-8: save it as UTF-8"]
        ) from error


def _line(error: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails, a plain dict
    """One of the library's errors in our words: "key: what is wrong"."""
    path = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        meant = get_close_matches(str(error["loc"][-1]), _known_keys(), n=1)
        return f"{path}: unknown key" + (f"; is {meant[0]!r} meant?" if meant else "")
    if error["type"] in {"dataclass_type", "dict_type"}:
        return f"{path}: is no table (found {error['input']!r})"
    if error["type"] in {"missing", "missing_argument"}:
        return f"{path}: is missing"
    words = re.sub(r" after validation, not \d+", "", error["msg"].replace("Tuple", "List"))
    return f"{path}: {words[0].lower()}{words[1:]} (found {error['input']!r})"


def _known_keys() -> set[str]:
    """Every key that some table of the file may have."""
    tables = (Publication, Source, Section, Newsletter, Sizes, MailServer, Gathering)
    others = (ReturnsMailbox, Pictures, DeskPages, DkimKey)
    named = {each.name for table in (*tables, *others) for each in fields(table)} - {"id"}
    return named | set(_SettingsFile.model_fields)


def languages_without_words(settings: Settings, own: Path) -> list[str]:
    """A mistake for each newsletter in whose language nobody wrote what a mail says: neither we,
    nor the newsroom in the folder ``own``. Names the languages that there are."""
    from digest.model.catalogue import FOLDER, SOURCE
    from digest.model.catalogue import languages as known
    from digest.model.own_words import MAILS, has_words

    mistakes = []
    english = " and ".join(str(FOLDER / SOURCE / f"{area}.toml") for area in MAILS)
    for newsletter in settings.newsletters.values():
        language = newsletter.language or settings.publication.language
        if has_words(language, "mail", own):
            continue
        key = f"newsletters.{newsletter.id}" if newsletter.language else "publication"
        mistakes.append(
            f"{key}.language: there are no words in {language!r}, but in"
            f" {', '.join(known('mail'))}; or translate {english} into one file,"
            f" {own / language}.toml"
        )
    return list(dict.fromkeys(mistakes))
