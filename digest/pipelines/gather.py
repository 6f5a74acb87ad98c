"""Collect: every source's documents, read and stored; a line of the report for each.

::

    sources ─documents→ (source, location) ─fetch→ Document ─read→ Reading ─save→ SourceReport
                         a path's pattern    URLs at once,  in         in this thread, where
                         gives several       in threads     processes  the database is
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from sqlite_utils import Database

from digest.gather.fetch import fetch as fetch_url
from digest.gather.fetch import read_file_in_parts
from digest.gather.parts import joined
from digest.gather.reading_pool import ReadingPool
from digest.model.errors import SourceError
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, SourceReport, Unplaced
from digest.model.settings import Gathering, Source, SourceKind
from digest.pipelines.fetch_pool import Fetch, FetchPool
from digest.pipelines.newsroom import Newsroom
from digest.store.articles import save_articles, take_back
from digest.store.fetch_states import FetchState, fetch_state, save_fetch_state

PARTS_AHEAD = 2
"""Parts of a file that are being read while the one before them is stored."""

_PATTERN = "*?["


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchJob:
    """One document to get: where it is, and what is known from the last time."""

    source: Source
    location: str
    state: FetchState = field(default_factory=FetchState)
    failed: Text = ""  # it is known before asking that there is nothing to get


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """What an errand brought: a document as it came, and what was read in it."""

    document: Document | None = None  # None where nothing changed since the last time
    readings: Iterable[Reading] = ()


def collect(
    newsroom: Newsroom,
    *,
    now: datetime,
    sources: Sequence[Source] | None = None,
    fetch: Fetch = fetch_url,
    on_report: Callable[[SourceReport], None] = lambda report: None,
) -> tuple[SourceReport, ...]:
    """Gathers ``sources`` (all of the settings' if None), reporting on each document as it is done,
    files first and URLs as they answer. Returns the reports in the sources' order.

    A source that cannot be fetched or read is a report with ``failed`` set, and the rest goes on.

    :raises DatabaseError: another process holds the database.
    """
    chosen = tuple(newsroom.settings.sources.values()) if sources is None else sources
    errands = [errand for source in chosen for errand in _errands(newsroom, source)]
    reports: dict[int, SourceReport] = {}
    with (
        ReadingPool() as pool,
        ThreadPoolExecutor(max_workers=PARTS_AHEAD, thread_name_prefix="read") as readers,
    ):
        work = _Work(pool, newsroom.settings.gathering, fetch, now)
        for place, answer in work.answers(errands, readers):
            reports[place] = _done(newsroom.database, errands[place], answer, now)
            on_report(reports[place])
    return tuple(reports[place] for place in range(len(errands)))


def _errands(newsroom: Newsroom, source: Source) -> Iterator[FetchJob]:
    """A source's documents: its URL, or every file that its path or pattern names, by name."""
    if source.url:
        state = fetch_state(newsroom.database, source.id, source.url)
        yield FetchJob(source=source, location=source.url, state=state)
        return
    path = newsroom.settings.project / source.path
    is_pattern = any(sign in source.path for sign in _PATTERN) and not path.is_file()
    found = _matching(path) if is_pattern else [path]
    for each in found:
        yield FetchJob(source=source, location=str(each))
    if not found:
        why = Message("fetch.no_file_matches", path=path)
        yield FetchJob(source=source, location=str(path), failed=why)


def _matching(path: Path) -> list[Path]:
    fixed = Path(path.anchor)
    parts = path.parts[1:] if path.anchor else path.parts
    return sorted(each for each in fixed.glob(str(Path(*parts))) if each.is_file())


class _Work:
    """Fetching and reading, in threads; storing is for the one that has the database."""

    def __init__(self, pool: ReadingPool, limits: Gathering, fetch: Fetch, now: datetime) -> None:
        self._pool = pool
        self._limits = limits
        self._fetch = fetch
        self._now = now

    def answers(
        self, errands: Sequence[FetchJob], readers: ThreadPoolExecutor
    ) -> Iterator[tuple[int, Callable[[], _Answer]]]:
        """The place of each errand and what to call for its answer: files in their order, while
        URLs are fetched, then those as they answer. Files are read when their turn comes."""
        remote = [place for place, errand in enumerate(errands) if errand.source.url]
        with FetchPool(lambda place: self._fetched(errands[place]), remote) as fetches:
            for place, errand in enumerate(errands):
                if not errand.source.url:
                    yield place, lambda errand=errand: self._from_file(errand, readers)  # type: ignore[misc] # no type for defaults
            for place, answer in fetches.answers():
                if answer is not None:  # each ends by its own limits
                    yield place, answer.result

    def _fetched(self, errand: FetchJob) -> _Answer:
        document = self._fetch(
            errand.location,
            limits=self._limits,
            etag=errand.state.etag,
            last_modified=errand.state.last_modified,
        )
        if document is None:
            return _Answer()
        reading = self._pool.read(document, source=errand.source, now=self._now)
        reading = replace(reading, cut=reading.cut or document.cut)
        if reading.cut:  # asked again with these, the server would say that nothing changed
            document = replace(document, etag="", last_modified="")
            note = Message("reading.ends_in_the_middle")
            reading = replace(reading, problems=(*reading.problems, note))
        return _Answer(document=replace(document, content=b""), readings=[reading])

    def _from_file(self, errand: FetchJob, readers: ThreadPoolExecutor) -> _Answer:
        if errand.failed:
            raise SourceError(errand.failed, permanent=True)
        path = Path(errand.location)
        lines = errand.source.kind is SourceKind.LINES
        parts = read_file_in_parts(path, limits=self._limits, lines=lines)
        readings = joined(self._read_ahead(parts, errand.source, readers))
        return _Answer(document=Document(location=str(path), content=b""), readings=readings)

    def _read_ahead(
        self, parts: Iterator[Document], source: Source, readers: ThreadPoolExecutor
    ) -> Iterator[tuple[Document, Reading]]:
        waiting: deque[tuple[Document, Future[Reading]]] = deque()
        while True:
            for part in islice(parts, PARTS_AHEAD - len(waiting)):
                reading = readers.submit(self._pool.read, part, source=source, now=self._now)
                waiting.append((part, reading))
            if not waiting:
                return
            part, reading = waiting.popleft()
            yield part, reading.result()


def _done(
    database: Database, errand: FetchJob, answer: Callable[[], _Answer], now: datetime
) -> SourceReport:
    """What became of one errand; its articles are stored and its state is kept."""
    report = SourceReport(source=errand.source.id, location=errand.location)
    document = None
    try:
        found = answer()
        document = found.document
        report = replace(report, not_modified=document is None)
        for reading in found.readings:
            report = _stored(database, reading, report, now)
    except SourceError as error:
        report = replace(report, failed=error.message)
    if errand.source.url:
        state = _next_state(errand.state, document, report.failed, now)
        save_fetch_state(database, errand.source.id, errand.location, state)
    return report


def _stored(
    database: Database, reading: Reading, report: SourceReport, now: datetime
) -> SourceReport:
    if reading.failed:
        failed = Message("common.at", where=report.location, what=reading.failed)
        return replace(report, failed=failed)
    saved = save_articles(database, reading.articles, now=now, cut=reading.cut)
    taken_back, unknown = take_back(database, reading.retractions, now=now)
    saved += taken_back
    named = {each.where for each in reading.unplaced}
    never = (
        Unplaced(where=each.where, text="", why=Message("reading.never_stored"))
        for each in unknown
        if each.where not in named
    )
    return replace(
        report,
        new=report.new + saved.new,
        updated=report.updated + saved.updated,
        unchanged=report.unchanged + saved.unchanged,
        withdrawn=(*report.withdrawn, *saved.withdrawn),
        unplaced=(*report.unplaced, *reading.unplaced, *never),
        problems=report.problems + reading.problems,
    )


def _next_state(
    before: FetchState, document: Document | None, failed: Text, now: datetime
) -> FetchState:
    """What to remember: the new validators, or after no change and failure those from before."""
    if failed:
        return replace(before, at=now, failures=before.failures + 1, problem=failed)
    kept = replace(before, at=now, failures=0, problem="")
    if document is None:
        return kept
    return replace(kept, etag=document.etag, last_modified=document.last_modified)
