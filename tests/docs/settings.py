"""The parts of ``settings.md``: from the fields of the settings and the example's comments."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from annotated_types import Ge, Gt, Le, MinLen

from digest.model import settings
from digest.model.block_fields import SHAPES, is_needed, writable_fields
from digest.model.blocks import BlockKind
from tests.docs.markdown import code, comments_on, prose, table
from tests.test_architecture import ROOT

_TABLES: dict[str, type] = {
    "": settings.Settings,
    "publication": settings.Publication,
    "sources.<id>": settings.Source,
    "sections.<id>": settings.Section,
    "newsletters.<id>": settings.Newsletter,
    "newsletters.<id>.sizes": settings.Sizes,
    "newsletters.<id>.blocks": settings.RecurringBlock,
    "mail": settings.MailServer,
    "mail.dkim": settings.DkimKey,
    "returns": settings.ReturnsMailbox,
    "gathering": settings.Gathering,
    "pictures": settings.Pictures,
    "pages": settings.Listening,
    "desk": settings.DeskPages,
}
"""Every table of ``schedules.toml`` with the class that it becomes."""

_TITLES = {
    "": "## At the top",
    "mail.dkim": "## `[[mail.dkim]]`",
    "newsletters.<id>.blocks": "## `[[newsletters.<id>.blocks]]`",
}

_MORE: dict[str, str] = {
    "publication.name": "the publisher's name, as readers know it",
    "sources.<id>.url": "the feed or page that is fetched",
    "sections.<id>.title": "what is printed above its stories",
    "sections.<id>.aliases": "other names that sources have for it",
    "sections.<id>.weight": "how much more, or less, its stories count when they are ranked",
    "newsletters.<id>.name": "the newsletter's name, as readers know it",
    "newsletters.<id>.sender": "who its mails are from: `Name <address>`",
    "newsletters.<id>.days": "the days on which it comes out",
    "newsletters.<id>.send_at": "when it goes out, in the publication's zone",
    "newsletters.<id>.reply_to": "where replies go, if not to the sender",
    "newsletters.<id>.sizes.top_stories": "stories below the lead with a text of their own",
    "newsletters.<id>.sizes.briefs_per_section": "briefs in each section, at most",
    "newsletters.<id>.sizes.score_floor": "stories with a lower score are left out",
    "newsletters.<id>.sizes.lead_words": "words of the lead, at most",
    "newsletters.<id>.sizes.top_words": "words of a top story, at most",
    "newsletters.<id>.sizes.brief_words": "words of a brief; a whole sentence may have up to 45",
    "mail.host": "the mail server; empty: letters are written to `outbox`",
    "mail.port": "587 for STARTTLS, 465 for TLS",
    "mail.password": "from the environment, never from the file",
    "mail.password_file": "a file that holds the password",
    "mail.letters_per_connection": "a connection is opened anew after so many",
    "mail.outbox": "the folder for letters when there is no `host`",
    "mail.dkim.selector": "the name under which the key stands in the DNS",
    "mail.dkim.file": "the private key, as PEM",
    "mail.dkim.domain": "the domain that signs; the sender's if empty",
    "returns.port": "993 for TLS, 143 for STARTTLS",
    "returns.security": "how the connection to the mailbox is protected",
    "returns.username": "the login at the IMAP server",
    "returns.password": "from the environment, never from the file",
    "returns.folder": "the folder that returned mail arrives in",
    "gathering.timeout_seconds": "how long a server may take to answer",
    "gathering.maximum_megabytes": "a larger document is refused",
    "gathering.maximum_redirects": "how many redirects are followed",
    "gathering.every_minutes": "how often `digest run` fetches the sources",
    "pages.host": "the address that is listened on",
    "pages.port": "the port of the readers' pages; 0: they are not served",
    "desk.host": "the address that is listened on",
    "desk.port": "the port of the desk; 0: `digest run` does not serve it",
}
"""What a key means where neither the class nor the example says it."""

_NOT_WRITTEN = {"id", "project"}
"""Fields that are no keys: a table's own name, and the folder of the file."""

_HEADER = re.compile(r"(?:# )?(\[+)([\w.]+)\]+(?:\s+#.*)?")
_KEY = re.compile(r"(?:# )?([a-z_]+) = (?:.*?\s{2,}# (.*)|.*)")
_GOES_ON = re.compile(r"#?\s{10,}#\s+(.*)")
_NAMES: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    time: "time of day",
    date: "date",
}

_Hint: TypeAlias = Any


def blocks() -> str:
    """Each kind of block with its fields, those that it is nothing without first."""

    def named(kind: BlockKind, *, needed: bool) -> str:
        entries = (each for each in writable_fields(kind) if is_needed(each) is needed)
        return ", ".join(code(entry.name) for entry in entries)

    rows = (
        (
            code(kind.value),
            prose(SHAPES[kind].__doc__ or ""),
            named(kind, needed=True),
            named(kind, needed=False),
        )
        for kind in BlockKind
    )
    return table(("kind", "what it is", "needs", "may have"), rows)


def tables() -> str:
    """A section for each table of the settings: what it is for, and its keys."""
    said = _example()
    return "\n\n".join(
        _section(name, shape, said.get(name.replace("<id>", "*"), _Said()))
        for name, shape in _TABLES.items()
    )


@dataclass
class _Said:
    """What the documented example says of a table and of its keys."""

    table: str = ""
    keys: dict[str, str] = field(default_factory=dict)


def _section(name: str, shape: type, said: _Said) -> str:
    hints, comments = get_type_hints(shape, include_extras=True), comments_on(shape)
    for base in shape.__bases__:
        comments |= comments_on(base) if is_dataclass(base) else {}
    rows = (
        (
            code(entry.name),
            _kind(hints[entry.name]),
            _default(entry),
            _choices(hints[entry.name])
            or prose(comments.get(entry.name, ""))
            or said.keys.get(entry.name)
            or _MORE[f"{name}.{entry.name}"],
        )
        for entry in fields(shape)
        if entry.name not in _NOT_WRITTEN and not _is_table(hints[entry.name])
    )
    title = _TITLES.get(name, f"## `[{name}]`")
    intro = "\n\n".join(
        filter(None, (said.table, _without(prose(shape.__doc__ or ""), said.table)))
    )
    return f"{title}\n\n{intro}\n\n{table(('key', 'value', 'default', 'meaning'), rows)}"


def _without(text: str, said: str) -> str:
    """The sentences of a text that were not said already."""
    sentences = re.split(r"(?<=\.)\s+", text)
    return " ".join(each for each in sentences if each.removesuffix(".") not in said)


def _choices(hint: _Hint) -> str:
    """What each of a few words means, where they are all that may be written."""
    if not (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return ""
    comments = comments_on(hint)
    said = [f"{code(each.value)}: {comments[each.name]}" for each in hint if comments[each.name]]
    return prose("; ".join(said))


def _is_table(hint: _Hint) -> bool:
    """Whether a field is a table of its own, or a table of tables."""
    return any(isinstance(each, type) and is_dataclass(each) for each in (hint, *get_args(hint)))


def _kind(hint: _Hint) -> str:
    origin: Any = get_origin(hint)
    if origin is Annotated:
        bare, *limits = get_args(hint)
        return f"{_kind(bare)}{_limits(limits, bare)}"
    arguments = [each for each in get_args(hint) if each not in (type(None), Ellipsis)]
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin is dict:
        return f"table of {_kind(arguments[1])}"
    if arguments:  # it may be left out
        return _kind(arguments[0])
    if issubclass(hint, StrEnum):
        return ", ".join(f'`"{member.value}"`' for member in hint)
    return _NAMES[hint]


def _limits(limits: list[object], bare: _Hint) -> str:
    least = next((each for each in limits if isinstance(each, Ge | Gt)), None)
    most = next((each.le for each in limits if isinstance(each, Le)), None)
    if any(isinstance(each, MinLen) for each in limits):
        return ", not empty" if bare is str else ", at least one"
    if isinstance(least, Gt):
        return f", more than {least.gt}"
    if isinstance(least, Ge):
        return f", {least.ge} to {most}" if most is not None else f", at least {least.ge}"
    return ""


def _default(entry: Field[Any]) -> str:
    if entry.default is not MISSING:
        value = entry.default
    elif entry.default_factory is not MISSING:
        value = entry.default_factory()
    else:
        return "required"
    if value is None:
        return "none"
    if isinstance(value, bool):
        return code(str(value).lower())
    if isinstance(value, str):
        return code(f'"{value}"')
    return code("[]" if value == () else str(value))


def _example() -> dict[str, _Said]:
    """What ``schedules.toml`` says, by table; the tables of the example's own names as "*"."""
    found: dict[str, _Said] = {"": _Said()}
    name, last, waiting = "", "", list[str]()
    for line in (ROOT / "schedules.toml").read_text("utf-8").splitlines():
        if header := _HEADER.fullmatch(line):
            name, last = _pattern(header[2]), ""
            found.setdefault(name, _Said()).table = " ".join(waiting)
            waiting = []
        elif (key := _KEY.fullmatch(line)) and _is_key(name, key[1]):
            last, waiting = key[1], []
            found[name].keys[last] = key[2] or found[name].keys.get(last, "")
        elif last and (more := _GOES_ON.fullmatch(line)):
            found[name].keys[last] += f" {more[1]}"
        else:
            waiting = [*waiting, line.removeprefix("# ")] if line.startswith("# ") else []
    return found


def _pattern(header: str) -> str:
    """ "newsletters.*.sizes" for "newsletters.morning.sizes"."""
    parts = header.split(".")
    if parts[0] in ("sources", "sections", "newsletters"):
        parts[1:2] = "*"
    return ".".join(parts)


def _is_key(pattern: str, name: str) -> bool:
    shape = _TABLES.get(pattern.replace("*", "<id>"))
    return shape is not None and name in {entry.name for entry in fields(shape)}
