"""The parts of ``commands.md``: from the commands themselves, and from the errors they end with."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from digest.cli import main
from digest.model import errors
from tests.docs.markdown import block, code, prose, table

_EXIT_CODES = re.compile(r"Exit codes: (.*?)\.\n", re.DOTALL)


def commands() -> str:
    """A section for each command, its arguments, options and what they mean."""
    top = click.Context(main.digest, info_name="digest")
    return "\n\n".join(_sections(main.digest, top))


def exit_codes() -> str:
    """The exit codes, and the errors that end a command with each."""
    said = _EXIT_CODES.search(f"{main.__doc__}\n")
    assert said, "the docstring of digest.cli.main lists the exit codes no more"
    rows = []
    for each in " ".join(said[1].split()).split("; "):
        number, _, meaning = each.partition(" ")
        raised = [code(error.__name__) for error in _errors() if str(error.exit_code) == number]
        rows.append((number, meaning, ", ".join(raised)))
    return table(("code", "meaning", "raised in the code as"), rows)


def _errors() -> Iterator[type[errors.DigestError]]:
    kinds = [value for value in vars(errors).values() if isinstance(value, type)]
    root = errors.DigestError
    yield from (kind for kind in kinds if issubclass(kind, root) and kind is not root)


def _sections(command: click.Command, context: click.Context) -> Iterator[str]:
    if context.parent is not None and not isinstance(command, click.Group):
        yield _section(command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            one = command.get_command(context, name)
            assert one is not None
            yield from _sections(one, click.Context(one, info_name=name, parent=context))


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}", block(usage, "text"), prose(command.help or "")]
    records = [
        record
        for parameter in command.get_params(context)
        if "--help" not in parameter.opts
        and (record := parameter.get_help_record(context)) is not None
    ]
    if any(meaning for _, meaning in records):
        rows = ((code(names), meaning) for names, meaning in records if meaning)
        parts.append(table(("option", "meaning"), rows))
    return "\n\n".join(parts)
