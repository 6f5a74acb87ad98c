"""Serving web pages beside other work: each application on a port and in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.cli.output import say
from digest.cli.project import Project, now
from digest.model.errors import BusyError

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from digest.cli.connection_limits import WebServer
    from digest.model.settings import Listening
    from digest.readers.page_style import PageStyle


@contextmanager
def all_pages(project: Project) -> Iterator[None]:
    """The readers' and the editors' pages, as the settings ask, for as long as the block lasts.

    :raises BusyError: a port is taken, perhaps by another ``digest run``.
    """
    from digest.cli.connection_limits import limits_for, web_server

    settings = project.settings
    limits = limits_for(bool(settings.pages.port) + bool(settings.desk.port))
    with ExitStack() as stack:
        if settings.pages.port:
            server = web_server(_readers_pages(project), limits=limits)
            stack.enter_context(_served("pages", "readers' pages", server, settings.pages))
        if settings.desk.port:
            prefix = urlsplit(settings.desk.url).path.rstrip("/")
            desk = desk_pages(project, settings.desk.host)
            server = web_server(desk, prefix=prefix, limits=limits)
            stack.enter_context(_served("desk", "desk", server, settings.desk))
        yield


def _readers_pages(project: Project) -> Starlette:
    from digest.pipelines.subscriptions import ListReadership
    from digest.readers.app import create_app

    readership = ListReadership(
        settings=project.settings,
        open_database=project.open_database,
        clock=now,
        secret=project.secret,
    )
    return create_app(readership, _look_of(project))


def _look_of(project: Project) -> PageStyle:
    """The mails' theme for the readers' pages."""
    from digest.pipelines.subscriptions import own_words
    from digest.readers.page_style import Colours, PageStyle

    def of_pages(palette: object) -> Colours:
        """Of a mail's colours those that pages have, too."""
        return Colours(**{one.name: getattr(palette, one.name) for one in fields(Colours)})

    theme = project.open_templates().theme()
    return PageStyle(
        publication=project.settings.publication.name,
        language=project.settings.publication.language,
        own_words=own_words(project.settings),
        light=of_pages(theme.light),
        dark=of_pages(theme.dark),
        **asdict(theme.type),
    )


def desk_pages(
    project: Project,
    host: str,
    *,
    names: Sequence[str] = (),
    watch: bool = False,
    clock: Callable[[], datetime] = now,
) -> Starlette:
    """The desk; it answers to ``host``, loopback, the settings' public hosts and ``names``."""
    from digest.desk.app import create_app
    from digest.desk.desk_context import DeskContext, TemplateShelf
    from digest.model.settings import LOOPBACK_HOSTS

    context = DeskContext(
        settings=project.settings,
        open_database=project.open_database,
        shelf=TemplateShelf(project.folder / "templates"),
        secret=project.secret,
        clock=clock,
        watch=watch,
    )
    urls = (project.settings.publication.base_url, project.settings.desk.url)
    public = {urlsplit(url).hostname or "" for url in urls}
    return create_app(context, hosts={*LOOPBACK_HOSTS, host, *public, *names})


@contextmanager
def _served(key: str, name: str, server: WebServer, where: Listening) -> Iterator[None]:
    listener = listen(key, where.host, where.port)
    # not the main thread: signals stay with the command
    thread = threading.Thread(target=server.run, args=[[listener]], name=name, daemon=True)
    thread.start()
    say(f"The {name} listen{'s' if name == 'desk' else ''} on http://{where.host}:{where.port}")
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def listen(key: str, host: str, port: int) -> socket.socket:
    """The port on which the pages that the settings call ``key`` are going to be served.

    :raises BusyError: it is taken, perhaps by another ``digest run``.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, reuse_port=False)
    except OSError as error:
        raise BusyError(
            f"{key}.port: {host}:{port} is taken ({error.strerror}); another"
            " `digest run`, perhaps: stop it, or choose another port"
        ) from error
