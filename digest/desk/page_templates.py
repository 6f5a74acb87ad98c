"""The pages' templates: the one place of the desk that fills them in."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from digest.model.message import Text
from digest.model.users import Role
from digest.wording.desk_words import DeskWords, desk_languages

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


class Pages:
    """The desk's templates. Every value is escaped where it is printed."""

    def show(self, page: str, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - whatever the template asks for
        """The template, filled in with the values and with what no request changes."""
        names = {"query": query, "languages": desk_languages(), "Role": Role}
        content = _environment().get_template(page).render(names | values)
        return HTMLResponse(content, status)


@cache
def _environment() -> Environment:
    """Compiled once in a process, however many desks it serves."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = _said
    return environment


def _said(text: Text, words: DeskWords) -> str:
    """A message in the language of the page."""
    return words.say(text)


def query(**values: object) -> str:
    """A query string of the values that are not empty, with its question mark; empty without."""
    said = urlencode({name: value for name, value in values.items() if value not in ("", None)})
    return f"?{said}" if said else ""


@cache
def fingerprint(name: str) -> str:
    """Changes with the file's content, so that browsers may keep it for ever."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
