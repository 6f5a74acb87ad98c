"""Collect: every source's documents, read and stored; a line of the report for each.

::

    sources ─documents→ (source, location) ─fetch→ Document ─read→ Reading ─save→ SourceReport
                         a path's pattern    URLs at once,  in this thread, where the database is
                         gives several       in threads
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from digest.errors import SourceError
from digest.gather.fetch import fetch as fetch_url
from digest.gather.fetch import read_file
from digest.gather.read import read_document
from digest.model.reading import Document, SourceReport, Unplaced
from digest.model.settings import Gathering, Settings, Source
from digest.store.articles import (
    FetchState,
    fetch_state,
    save_articles,
    save_fetch_state,
    take_back,
)

AT_ONCE = 8
"""URLs fetched at the same time: a newsroom has dozens of sources, most of which wait."""

_PATTERN = "*?["


class Fetch(Protocol):
    """What ``digest.gather.fetch.fetch`` does; tests give one that remembers."""

    def __call__(
        self, url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document | None: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class _Errand:
    """One document to get: where it is, and what is known from the last time."""

    source: Source
    location: str
    state: FetchState = field(default_factory=FetchState)
    failed: str = ""  # it is known before asking that there is nothing to get


def collect(
    database: Database,
    settings: Settings,
    *,
    now: datetime,
    sources: Sequence[Source] | None = None,
    fetch: Fetch = fetch_url,
    on_report: Callable[[SourceReport], None] = lambda report: None,
) -> tuple[SourceReport, ...]:
    """Gathers ``sources`` (all of the settings' if None), reporting on each document as it is done.

    A source that cannot be fetched or read is a report with ``failed`` set, and the rest goes on.

    :raises DatabaseError: another process holds the database.
    """
    chosen = tuple(settings.sources.values()) if sources is None else sources
    errands = [errand for source in chosen for errand in _errands(database, settings, source)]
    reports: list[SourceReport] = []
    with ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="gather") as threads:
        for errand, answer in _asked(threads, errands, settings.gathering, fetch):
            report = _done(database, errand, answer, now)
            reports.append(report)
            on_report(report)
    return tuple(reports)


def _errands(database: Database, settings: Settings, source: Source) -> Iterator[_Errand]:
    """A source's documents: its URL, or every file that its path or pattern names, by name."""
    if source.url:
        state = fetch_state(database, source.id, source.url)
        yield _Errand(source=source, location=source.url, state=state)
        return
    path = settings.project / source.path
    is_pattern = any(sign in source.path for sign in _PATTERN) and not path.is_file()
    found = _matching(path) if is_pattern else [path]
    for each in found:
        yield _Errand(source=source, location=str(each))
    if not found:
        why = f"{path}: no file matches; correct the source's path"
        yield _Errand(source=source, location=str(path), failed=why)


def _matching(path: Path) -> list[Path]:
    fixed = Path(path.anchor)
    parts = path.parts[1:] if path.anchor else path.parts
    return sorted(each for each in fixed.glob(str(Path(*parts))) if each.is_file())


def _asked(
    threads: ThreadPoolExecutor, errands: Sequence[_Errand], limits: Gathering, fetch: Fetch
) -> Iterator[tuple[_Errand, Callable[[], Document | None]]]:
    """Each errand with its answer to come, in order.

    Only ``AT_ONCE`` answers wait at a time, so that a hundred large feeds do not lie in memory at
    once; files are read when their turn comes.
    """
    waiting: dict[int, Future[Document | None]] = {}
    remote = iter([place for place, errand in enumerate(errands) if errand.source.url])
    for place, errand in enumerate(errands):
        while len(waiting) < AT_ONCE and (next_one := next(remote, None)) is not None:
            waiting[next_one] = threads.submit(_fetched, errands[next_one], limits, fetch)
        if place in waiting:
            yield errand, waiting.pop(place).result
        else:
            yield errand, lambda errand=errand: _from_file(errand, limits)  # type: ignore[misc] # no type for defaults


def _fetched(errand: _Errand, limits: Gathering, fetch: Fetch) -> Document | None:
    state = errand.state
    return fetch(errand.location, limits=limits, etag=state.etag, last_modified=state.last_modified)


def _from_file(errand: _Errand, limits: Gathering) -> Document:
    if errand.failed:
        raise SourceError(errand.failed, permanent=True)
    return read_file(Path(errand.location), limits=limits)


def _done(
    database: Database, errand: _Errand, answer: Callable[[], Document | None], now: datetime
) -> SourceReport:
    """What became of one errand; its articles are stored and its state is kept."""
    report = SourceReport(source=errand.source.id, location=errand.location)
    try:
        document = answer()
        if document is not None:
            report = _stored(database, errand.source, document, report, now)
        else:
            report = replace(report, not_modified=True)
    except SourceError as error:
        report = replace(report, failed=str(error))
        document = None
    if errand.source.url:
        state = _next_state(errand.state, document, report.failed, now)
        save_fetch_state(database, errand.source.id, errand.location, state)
    return report


def _stored(
    database: Database, source: Source, document: Document, report: SourceReport, now: datetime
) -> SourceReport:
    reading = read_document(document, source=source, now=now)
    if reading.failed:
        return replace(report, failed=f"{document.location}: {reading.failed}")
    saved = save_articles(database, reading.articles, now=now)
    taken_back, unknown = take_back(database, reading.retractions, now=now)
    saved += taken_back
    named = {each.where for each in reading.unplaced}
    never = (
        Unplaced(where=each.where, text="", why="it takes back what was never stored")
        for each in unknown
        if each.where not in named
    )
    return replace(
        report,
        new=saved.new,
        updated=saved.updated,
        unchanged=saved.unchanged,
        withdrawn=saved.withdrawn,
        unplaced=(*reading.unplaced, *never),
        problems=reading.problems,
    )


def _next_state(
    before: FetchState, document: Document | None, failed: str, now: datetime
) -> FetchState:
    """What to remember: the new validators, or after no change and failure those from before."""
    if failed:
        return replace(before, at=now, failures=before.failures + 1, problem=failed)
    kept = replace(before, at=now, failures=0, problem="")
    if document is None:
        return kept
    return replace(kept, etag=document.etag, last_modified=document.last_modified)
