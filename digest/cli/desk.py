"""``desk``: the editors' web pages, alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from digest.cli.languages import refuse_mistakes
from digest.cli.logs import begin_log
from digest.cli.output import say
from digest.cli.project import Project, at_option, clock_from, gather_options, pass_project
from digest.cli.serving import desk_pages, listen
from digest.model.settings import DESK_PORT


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskAddress:
    """Where the desk is to be found, where that is not as the settings say."""

    host: str
    port: int | None
    prefix: str
    names: tuple[str, ...]


@click.command()
@click.option("--host", default="", help="The address to listen on (default: desk.host).")
@click.option("--port", type=click.IntRange(1, 65535), help="The port (default: desk.port).")
@click.option(
    "--prefix", default="", help="The path under which a proxy shows it (default: desk.url's)."
)
@click.option("--allow-host", "names", multiple=True, help="A further host name to answer to.")
@click.option("--watch", is_flag=True, help="Show a changed template at once in every open page.")
@at_option
@pass_project
@gather_options("address", DeskAddress)
def desk(folder: Path, address: DeskAddress, watch: bool, at: datetime | None) -> None:
    """Serve the editors' pages: see tomorrow's digest, fix it, approve it.

    Add the first person with `digest user add NAME --role operator`. Behind a proxy, let it set
    X-Forwarded-Proto and X-Forwarded-For, and pass the Host header on.
    """
    from digest.cli.connection_limits import limits_for, web_server

    begin_log()
    project = Project(folder)
    refuse_mistakes(project)
    path = (address.prefix or urlsplit(project.settings.desk.url).path).strip("/")
    root = f"/{path}" if path else ""
    clock = clock_from(project, at)
    asked = project.settings.desk
    host, port = address.host or asked.host, address.port or asked.port or DESK_PORT
    listener = listen("desk", host, port)
    pages = desk_pages(project, host, names=address.names, watch=watch, clock=clock)
    _say_where(project, host, port, root)
    server = web_server(pages, prefix=root, limits=limits_for(1))
    with project.open_database():  # so that `digest restore` sees that somebody is at work
        server.run(sockets=[listener])


def _say_where(project: Project, host: str, port: int, root: str) -> None:
    """Where the desk is; after a look at the database, so that one that cannot be used is said
    now, not in a page."""
    from digest.store.users import users_of

    with project.open_database() as database:
        somebody = any(user.active for user in users_of(database))
    shown = f"[{host}]" if ":" in host else host
    say(f"The desk is open at http://{shown}:{port}{root}/")
    if not somebody:
        say("Nobody can sign in yet: run `digest user add NAME --role operator`")
