"""``read``, ``gather`` and ``group``: articles from outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.output import (
    fields_of,
    first_of,
    print_json,
    printable,
    progress_bar,
    put,
    say,
    warn,
)
from digest.cli.project import Project, at_option, at_or_now, json_option, now, pass_project

if TYPE_CHECKING:
    from digest.model.article import Article
    from digest.model.reading import Document, Reading, SourceReport
    from digest.model.settings import Gathering, Source

STANDARD_INPUT = Path("-")
SOURCES_FAILED = 5
WITH_FINDINGS = 1


@click.command()
@click.argument("location")
@json_option
@pass_project
def read(folder: Path, location: str, as_json: bool) -> int:
    """The articles in a file, feed or page, stored nowhere: a line each.

    LOCATION is a path or a URL: RSS, RDF, Atom, JSON Feed, JSON Lines, ninjs, NewsML-G2, a news
    page as HTML, or a news page copied as text. What could not be placed is named on standard
    error.
    """
    from digest.gather.json_lines import article_to_line

    found = _Leftovers(location)
    for reading in _readings(folder, location):
        for article in reading.articles:
            if as_json:
                print_json(article_to_line(article))
            else:
                minutes = f"{article.reading_minutes} min" if article.reading_minutes else ""
                click.echo(f"{article.kind:8} {minutes:>7}  {printable(article.title)}")
        found.add(reading)
    return found.say()


def _is_url(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def _readings(folder: Path, location: str) -> Iterator[Reading]:
    """What is at the location, within the project's limits where there is a project."""
    from digest.gather.parts import joined
    from digest.gather.reading_pool import ReadingPool
    from digest.model.settings import Gathering, Source
    from digest.settings.load import SETTINGS_FILE

    in_project = (folder / SETTINGS_FILE).exists()
    limits = Project(folder).settings.gathering if in_project else Gathering()
    source = Source(id="read", url=location) if _is_url(location) else Source(id="read")
    with ReadingPool(processes=1) as pool:
        documents = _documents(location, limits)
        yield from joined((part, pool.read(part, source=source, now=now())) for part in documents)


def _documents(location: str, limits: Gathering) -> Iterator[Document]:
    from digest.gather.fetch import fetch, read_file_in_parts
    from digest.model.errors import SourceError

    if not _is_url(location):
        yield from read_file_in_parts(Path(location), limits=limits)
        return
    document = fetch(location, limits=limits)
    if document is None:
        raise SourceError(f"{location}: the server answered that nothing changed")
    yield document


class _Leftovers:
    """What could not be placed in the readings of one location, for a person to read at the end."""

    def __init__(self, location: str) -> None:
        self._location = location
        self._problems: list[str] = []
        self._unplaced: list[str] = []
        self._taken_back: list[str] = []
        self._articles = 0
        self._failed = False

    def add(self, reading: Reading) -> None:
        self._problems += [str(each) for each in (reading.failed, *reading.problems) if each]
        for left in reading.unplaced:
            self._unplaced.append(f"{left.where}: {printable(left.text)} ({left.why})")
        self._taken_back += [f"{each.where}: {each.article}" for each in reading.retractions]
        self._articles += len(reading.articles)
        self._failed = self._failed or bool(reading.failed)

    def say(self) -> int:
        """Names them on standard error; the exit code."""
        for problem in first_of(self._problems):
            warn(printable(f"{self._location}: {problem}"))
        for words in first_of(self._unplaced):
            say(f"not placed: {words}")
        for words in first_of(self._taken_back):
            say(printable(f"taken back: {words}"))
        if not (self._articles or self._taken_back or self._failed):
            warn(printable(f"{self._location}: no articles found"))
        found = self._problems or self._unplaced or not self._articles
        return WITH_FINDINGS if found else 0


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE|PATH|URL]...")
@click.option(
    "--source", "outlet", default="", help="The outlet that named files and URLs are from."
)
@at_option
@json_option
@pass_project
def gather(
    folder: Path, names: tuple[str, ...], outlet: str, at: datetime | None, as_json: bool
) -> int:
    """Fetch and store articles: from every source in the settings, or from those named.

    A line per source says what was new, updated, unchanged, not placed, or why it failed. Exit code
    1 when a source failed or a part of one was not placed, 5 when more than
    gathering.failed_sources_limit of them failed.
    """
    from digest.pipelines.gather import collect

    project = Project(folder)
    sources = _sources(project, names, outlet)
    reports: list[SourceReport] = []
    with project.open_newsroom() as newsroom, progress_bar("gathering") as advance:

        def report(line: SourceReport) -> None:
            reports.append(line)
            advance(len(reports), max(len(sources), len(reports)), line.source)
            print_json(_report_line(line)) if as_json else put(_in_words(line, folder))

        moment = at_or_now(at, project.zone)
        collect(newsroom, now=moment, sources=sources, on_report=report)
    return _gather_code(reports, project.settings.gathering.failed_sources_limit)


def _sources(project: Project, names: Sequence[str], outlet: str) -> list[Source]:
    """The settings' sources, or those the command line names: by key, by path, by URL. A place that
    is some source's in the settings is gathered as that source."""
    from digest.model.errors import UsageError
    from digest.model.settings import Source

    known = project.settings.sources
    if not names:
        if not known:
            raise UsageError("the settings have no sources: add one, or name a file or URL")
        return list(known.values())
    places = {
        source.url or str((project.folder / source.path).resolve()): source
        for source in known.values()
        if not outlet
    }
    sources = []
    for name in names:
        place = name if _is_url(name) else str(Path(name).resolve())
        if named := known.get(name) or places.get(place):
            sources.append(named)
        elif _is_url(name):
            sources.append(Source(id=outlet, url=name))
        elif Path(name).exists():
            sources.append(Source(id=outlet, path=place))
        else:
            raise UsageError(f"{name!r} is no source of the settings, no file and no URL")
    return sources


def _report_line(line: SourceReport) -> dict[str, Any]:
    return {
        "source": line.source,
        "location": line.location,
        "entries": line.entries,
        "new": line.new,
        "updated": line.updated,
        "unchanged": line.unchanged,
        "withdrawn": list(line.withdrawn),
        "unplaced": [{"where": each.where, "why": each.why} for each in line.unplaced],
        "problems": list(line.problems),
        "not_modified": line.not_modified,
        "failed": line.failed,
    }


def _in_words(line: SourceReport, folder: Path) -> str:
    place = line.location.removeprefix(f"{folder.resolve()}/").removeprefix(f"{folder}/")
    name = f"{line.source or '-':12} {printable(place)}"
    if line.failed:
        failed = str(line.failed).removeprefix(f"{line.location}: ")
        return f"{name}: FAILED: {printable(failed)}"
    if line.not_modified:
        return f"{name}: nothing changed since the last time"
    counts = f"{line.new} new, {line.updated} updated, {line.unchanged} unchanged"
    unplaced = [f"not placed: {each.where} ({each.why})" for each in line.unplaced]
    withdrawn = [f"withdrawn or put under embargo: “{title}”" for title in line.withdrawn]
    notes = (*withdrawn, *first_of(line.problems), *first_of(unplaced))
    rest = "".join(f"\n{'':12}   {printable(note)}" for note in notes)
    return f"{name}: {counts}, {len(line.unplaced)} not placed{rest}"


def _gather_code(reports: Sequence[SourceReport], limit: float) -> int:
    failed = sum(1 for line in reports if line.failed)
    if failed and failed > limit * len(reports):
        return SOURCES_FAILED
    return WITH_FINDINGS if failed or any(line.unplaced for line in reports) else 0


@click.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option(
    "--archive",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Older articles, which teach how common each word is and what belongs in which section.",
)
@click.option(
    "--live", is_flag=True, help="Print each article as it comes; what was said is not taken back."
)
@json_option
@pass_project
def group(folder: Path, file: Path, archive: Path | None, live: bool, as_json: bool) -> int:
    """The story and the topic of every article in FILE (JSON Lines), and why. Needs no database.

    FILE may be - for standard input. Lines that are no articles are named on standard error by
    their number; then the exit code is 1.
    """
    from digest.compose.compose_edition import group_arrivals, group_articles, grouped
    from digest.settings.load import SETTINGS_FILE

    older = _Lines(archive).at_once() if archive else []
    settings = Project(folder).settings if (folder / SETTINGS_FILE).exists() else None
    sections = tuple(settings.sections.values()) if settings else ()
    sources = settings.sources if settings else {}
    lines = _Lines(file)
    if live:
        found = group_arrivals(
            lines.one_by_one(), archive=older, sections=sections, sources=sources
        )
    else:
        stories = group_articles(lines.at_once(), archive=older, sections=sections, sources=sources)
        found = grouped(stories)
    for line in found:
        if as_json:
            print_json(fields_of(line))
        else:
            mark = "*" if line.lead else " "
            names = f"{line.story}  {line.topic:10}  {line.id}  {line.why}"
            click.echo(f"{mark} {printable(names)}")
    return WITH_FINDINGS if lines.bad else 0


class _Lines:
    """A file of article lines, or standard input; ``bad`` says whether one of them was none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bad = False

    def at_once(self) -> list[Article]:
        """All articles of the file."""
        from digest.gather.fetch import read_file_in_parts
        from digest.gather.parts import joined
        from digest.model.reading import Document
        from digest.model.settings import Gathering

        if self.path != STANDARD_INPUT:
            limits = Gathering(maximum_megabytes=500)
            parts = read_file_in_parts(self.path, limits=limits, lines=True)
        else:
            content = sys.stdin.buffer.read()
            parts = iter([Document(location="standard input", content=content)])
        readings = joined((part, self._reading(part)) for part in parts)
        return [article for reading in readings for article in self._taken(reading)]

    def one_by_one(self) -> Iterator[Article]:
        """Each article as soon as its line is there."""
        from digest.model.reading import Document

        piped = self.path == STANDARD_INPUT
        with sys.stdin.buffer if piped else self.path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    document = Document(location="", content=line, first_line=number)
                    yield from self._taken(self._reading(document))

    def _reading(self, document: Document) -> Reading:
        from digest.gather.read import read_document
        from digest.model.settings import Source, SourceKind

        source = Source(id=self.path.stem, kind=SourceKind.LINES)
        return read_document(document, source=source, now=now())

    def _taken(self, reading: Reading) -> tuple[Article, ...]:
        """The articles of a reading; what is none is said."""
        for problem in first_of([each for each in (reading.failed, *reading.problems) if each]):
            warn(printable(f"{self.path}: {problem}"))
        for words in first_of([f"{left.where}: {left.why}" for left in reading.unplaced]):
            say(f"{self.path}: {words}")
        self.bad = self.bad or bool(reading.unplaced)
        return reading.articles
