"""The parts of ``templates.md``: what a template sees, and what it was for one real edition."""

from __future__ import annotations

import re
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment

from digest.present.context import (
    AgendaView,
    BlocksView,
    BlockView,
    ColourView,
    Context,
    ImageView,
    LinkView,
    SectionView,
    StoryView,
)
from digest.present.mail_builder import present
from digest.present.templates import Templates, open_templates, our_templates
from digest.present.theme import Theme
from tests.docs.markdown import code, comments_on, prose, table
from tests.present.block_editions import FULL
from tests.present.editions import NEWSLETTER, PUBLICATION

_FIRST_COMMENT = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)
_WORD = re.compile(r"\bwords(?:\.(\w+)|\(['\"](\w+)['\"])")
_SHOWN = 60  # characters of an example
_KINDS: dict[Any, str] = {str: "text", int: "number", bool: "true or false"}

_Hint: TypeAlias = Any


def names() -> str:
    """Every name that a template sees, by the value that it belongs to."""
    context = _context()
    story = next(each for each in (context.lead, *context.top) if each and each.image)
    links = next(each.also for each in (context.lead, *context.top) if each and each.also)
    (agenda,) = (each for each in context.blocks.close if each.kind == "agenda")
    beside = (context.blocks, context.sections[0].blocks[0], agenda.entries[0])
    parts = (context.colours[0], story.image, links[0])
    examples = (context, story, context.sections[0], *beside, *parts)
    shapes = (
        *(Context, StoryView, SectionView, BlocksView, BlockView, AgendaView),
        *(ColourView, ImageView, LinkView),
    )
    return "\n\n".join(_section(*each) for each in zip(shapes, examples, strict=True))


def themes() -> str:
    """The keys of ``theme.toml`` by its tables, with what ours says."""
    ours = open_templates().theme()
    return "\n\n".join(_of_theme(entry.name, getattr(ours, entry.name)) for entry in fields(Theme))


def words() -> str:
    """The words that our templates print by themselves, in English."""
    folder, ours = our_templates(), open_templates().words("en")
    asked = {
        found[1] or found[2]
        for path in folder.rglob("*")
        if path.suffix in (".mjml", ".txt")
        for found in _WORD.finditer(path.read_text("utf-8"))
    }
    rows = ((code(f"words.{name}"), str(getattr(ours, name))) for name in sorted(asked))
    return table(("name", "in English"), rows)


def filters() -> str:
    """The filters that Digest adds to Jinja's own."""
    ours = open_templates()._environment.filters
    rows = (
        (code(name), prose(getattr(ours[name], "__doc__", "") or ""))
        for name in sorted(ours.keys() - Environment(autoescape=True).filters.keys())
    )
    return table(("filter", "what it gives"), rows)


def files() -> str:
    """Our template files with what each says of itself in its first comment."""
    folder = our_templates()
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".mjml", ".txt"))
    rows = (
        (code(path.relative_to(folder).as_posix()), _first_comment(path.read_text("utf-8")))
        for path in paths
    )
    return table(("file", "what it is"), rows)


class _Remembering(Templates):
    """Our templates, which keep the context they were last filled with."""

    context: Context

    def fill(self, name: str, context: Context) -> str:
        self.context = context
        return super().fill(name, context)


@cache
def _context() -> Context:
    templates = _Remembering((our_templates(),))
    present(FULL, publication=PUBLICATION, newsletter=NEWSLETTER, templates=templates)
    return templates.context


def _first_comment(source: str) -> str:
    found = _FIRST_COMMENT.match(source)
    return found[1] if found else ""


def _section(shape: type, example: object) -> str:
    hints, comments = get_type_hints(shape), comments_on(shape)
    rows = (
        (
            code(entry.name),
            _kind(hints[entry.name]),
            comments[entry.name],
            _shown(getattr(example, entry.name)),
        )
        for entry in fields(shape)
    )
    head = ("name", "value", "what it is", "for example")
    return f"### {shape.__name__}\n\n{prose(shape.__doc__ or '')}\n\n{table(head, rows)}"


def _of_theme(name: str, ours: Any) -> str:
    comments = comments_on(type(ours))
    # a table whose keys are the newsroom's own has none to list
    shown = {key: value for key, value in asdict(ours).items() if not isinstance(value, dict)}
    rows = ((code(key), comments[key], _shown(value)) for key, value in shown.items())
    keys = table(("key", "what it is", "ours"), rows)
    return f"### theme.{name}\n\n{prose(type(ours).__doc__ or '')}\n\n{keys}"


def _kind(hint: _Hint) -> str:
    origin: Any = get_origin(hint)
    arguments = get_args(hint)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin in (Union, UnionType):
        return f"{_kind(arguments[0])}, or none"
    return _KINDS.get(hint) or str(getattr(hint, "__name__", hint))


def _shown(value: object) -> str:
    """A value as an example: text cut, of what is large only how much it is."""
    if isinstance(value, tuple):
        return f"{len(value)} of them"
    if value is None or is_dataclass(value) or callable(value):
        return "" if value is not None else "none"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return code(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") if text else "empty"
