"""Sends that an operator asked for, one after the other, in a thread beside the pages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from digest.desk.desk_context import DeskContext
from digest.model.alert import Alert
from digest.model.errors import BusyError, DigestError, text_of
from digest.notifications.alerts import tell_operator
from digest.pipelines.send import send_edition
from digest.pipelines.send_options import SendOptions
from digest.pipelines.source_watch import sources_watched

log = logging.getLogger(__name__)


class Sender:
    """A worker with a connection of its own. What it leaves undone, ``digest run`` goes on with."""

    def __init__(self, context: DeskContext) -> None:
        self._context = context
        self._stop = threading.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk-sender")

    def begin(self, edition: str, *, who: str, done: Callable[[], None]) -> None:
        """Sends the approved edition from now on; ``done`` is called when that has ended."""
        self._worker.submit(self._send, edition, who, done)

    def stop(self) -> None:
        """Ends after the letters under way; the ledger knows what is left."""
        self._stop.set()
        self._worker.shutdown(wait=True)

    def _send(self, edition: str, who: str, done: Callable[[], None]) -> None:
        try:
            watched = sources_watched(self._context.open_newsroom, edition)
            with watched, self._context.open_newsroom() as newsroom:
                try:
                    options = SendOptions(should_stop=self._stop.is_set)
                    send_edition(newsroom, edition, who=who, options=options)
                except BusyError as error:
                    log.info("%s", error)
                except DigestError as error:
                    tell_operator(
                        newsroom.database,
                        newsroom.settings,
                        Alert(
                            edition=edition,
                            about="send now failed",
                            words=text_of(error),
                            first=newsroom.clock(),
                        ),
                    )
        except Exception:
            # a thread's exception would vanish; the ledger is safe whatever this was
            log.exception("sending %s broke off", edition)
        finally:
            done()
