"""The ``digest`` command: which commands there are, and what their errors mean to a shell.

Exit codes: 0 done; 1 done, with findings; 2 usage; 3 settings; 4 database; 5 too many sources
failed; 6 not approved, held or killed; 7 partly sent; 8 the mail server refused all; 9 another
process holds the work; 70 a mistake in Digest itself; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from digest import __version__

COMMANDS = {
    "init": ("project_setup", "begin: settings, templates, database, secret key"),
    "config": ("project_setup", "the settings as they were understood"),
    "doctor": ("project_setup", "is everything there that tomorrow's edition needs?"),
    "read": ("articles", "the articles in a file, feed or page, stored nowhere"),
    "gather": ("articles", "fetch and store articles: a line per source"),
    "group": ("articles", "story and topic of every article in a file, and why"),
    "languages": ("languages", "the languages there are words in, and what each lacks"),
    "build": ("editions", "build a newsletter's edition, or rehearse one"),
    "check": ("checking", "the mail checker: a mail, an edition, the templates"),
    "explain": ("editions", "why a story stands where it does, or was left out"),
    "ranking": ("ranking", "the weights of scores, and what editors teach"),
    "approve": ("editions", "freeze an edition's mail: it goes out at its time"),
    "hold": ("editions", "keep an edition back until it is released"),
    "release": ("editions", "let a held edition wait for approval again"),
    "kill": ("editions", "an edition that shall never go out"),
    "send": ("send", "send now, a test, or again to those it failed for"),
    "recipients": ("recipients", "a newsletter's list: import, export, add, …"),
    "returns": ("returns_and_dkim", "heed bounces, complaints and goodbyes"),
    "dkim": ("returns_and_dkim", "keys that sign letters"),
    "backup": ("backups", "copy the database, also while it is used"),
    "restore": ("backups", "put such a copy in the database's place"),
    "status": ("status", "what went out, what waits, what failed"),
    "user": ("users", "the editors' accounts"),
    "desk": ("desk", "serve the editors' pages alone"),
    "run": ("run", "everything by itself, until stopped"),
}
"""Each command with the module of this folder that holds it and what it does in a few words, in the
order the help shows them."""


class _Commands(click.Group):
    """Commands that are imported when they are asked for; the list of them is shown without."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"digest.cli.{COMMANDS[name][0]}")
        command = getattr(module, name)
        assert isinstance(command, click.Command)  # noqa: S101 - ours by construction
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder that holds schedules.toml (default: this one).",
)
@click.version_option(__version__, prog_name="digest")
@click.pass_context
def digest(context: click.Context, project: Path) -> None:
    """A newsroom's daily email digest, from stored articles to the inbox.

    Begin with `digest init`, then `digest gather`, `digest build NEWSLETTER` and `digest run`.
    """
    context.obj = project


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits the process with the documented code."""
    try:
        code = digest.main(arguments, prog_name="digest", standalone_mode=False)
    except click.exceptions.Abort:
        code = _complain("interrupted", 130)
    except KeyboardInterrupt:
        code = _complain("interrupted", 130)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output, `head` perhaps, has gone; nothing to say
        code = 0
    except OSError as error:  # a full disk, a folder that cannot be written
        where = f"{error.filename}: " if error.filename else ""
        code = _complain(f"{where}{error.strerror or error}", 1)
    except Exception as error:
        code = _failed(error)
    sys.exit(code if isinstance(code, int) else 0)


def _failed(error: Exception) -> int:
    # imported where something failed: the help and the good way need neither
    from digest.model.errors import DigestError

    if isinstance(error, DigestError):
        return _complain(str(error), error.exit_code)
    import traceback

    traceback.print_exception(error)
    return _complain("this is a mistake in Digest; please report the lines above", 70)


def _complain(words: str, code: int) -> int:
    click.secho("error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(words, err=True)
    return code
