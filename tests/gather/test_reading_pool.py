"""Documents read in processes of their own: what one of them costs is bounded."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.gather.fetch import read_file_in_parts
from digest.gather.parts import joined
from digest.gather.read import read_document
from digest.gather.reading_pool import ReadingLimits, ReadingPool
from digest.model.errors import SourceError
from digest.model.message import Message
from digest.model.reading import Document, Reading
from digest.model.settings import Gathering, Source, SourceKind

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
LIMITS = ReadingLimits(seconds=2, seconds_per_megabyte=0, memory_bytes=200_000_000, memory_factor=0)


def rss(content: bytes = b"") -> bytes:
    return b"<rss version='2.0'><channel><item><title>A</title>%b</item></channel></rss>" % content


HOSTILE = {
    "100,000 attributes": rss(b"<p " + b" ".join(b"a%d='x'" % n for n in range(100_000)) + b"/>"),
    "two million ampersands": rss(b"<description>" + b"&a" * 2_000_000 + b"</description>"),
    "lists of lists of nothing": b"[" + b"[]," * 20_000_000 + b"[]]",
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool(limits=LIMITS, processes=1) as pool:
        yield pool


def read(pool: ReadingPool, content: bytes) -> Reading:
    document = Document(location="https://example.com/feed", content=content)
    return pool.read(document, source=Source(id="gazette"), now=NOW)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_takes_too_much_is_given_up_and_the_next_is_read(
    pool: ReadingPool, name: str
) -> None:
    start = time.process_time()
    reading = read(pool, HOSTILE[name])
    assert time.process_time() - start < 2
    assert str(reading.failed).startswith("reading it takes")
    assert [article.title for article in read(pool, rss()).articles] == ["A"]


def test_a_reading_is_the_same_as_without_a_process(pool: ReadingPool) -> None:
    document = Document(location="https://example.com/feed", content=rss())
    source = Source(id="gazette")
    assert pool.read(document, source=source, now=NOW) == read_document(
        document, source=source, now=NOW
    )


def test_a_process_that_is_ended_from_outside_costs_one_document(pool: ReadingPool) -> None:
    read(pool, rss())
    for child in multiprocessing.active_children():
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
    assert "SIGKILL" in str(read(pool, rss()).failed)
    assert len(read(pool, rss()).articles) == 1


# A file of article lines, part by part.


def in_parts(path: Path, *, part_bytes: int, lines: bool = False) -> list[Reading]:
    source = Source(id="desk", kind=SourceKind.LINES if lines else SourceKind.AUTO)
    parts = read_file_in_parts(path, limits=Gathering(), lines=lines, part_bytes=part_bytes)
    return list(joined((part, read_document(part, source=source, now=NOW)) for part in parts))


@pytest.mark.parametrize("part_bytes", [30, 64, 100, 333, 1_000_000])
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_a_file_of_lines_gives_in_parts_what_it_gives_in_one(
    tmp_path: Path, part_bytes: int, ending: str
) -> None:
    path = tmp_path / "lines.jsonl"
    written = [f'{{"id": "{n}", "title": "Harbour {n}"}}' for n in range(40)]
    written[7] = "not JSON"
    written[11] = ""
    path.write_bytes(("\n".join(written) + ending).encode())
    readings = in_parts(path, part_bytes=part_bytes, lines=True)
    whole = read_document(
        Document(location="", content=path.read_bytes()),
        source=Source(id="desk", kind=SourceKind.LINES),
        now=NOW,
    )
    assert tuple(article for reading in readings for article in reading.articles) == whole.articles
    assert tuple(left for reading in readings for left in reading.unplaced) == whole.unplaced
    assert [str(left.where) for left in whole.unplaced] == ["line 8"]
    assert (len(readings) == 1) is (part_bytes > len(path.read_bytes()))


def test_an_article_that_stood_in_a_part_before_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    same, other = '{"id": "1", "title": "Harbour"}', '{"id": "1", "title": "Ferry", "url": "%s"}'
    path.write_text("\n".join([same, same, other % "https://example.com/2"]))
    readings = in_parts(path, part_bytes=len(same) + 1)
    articles = [article for reading in readings for article in reading.articles]
    assert [article.title for article in articles] == ["Harbour", "Ferry"]
    assert len({article.id for article in articles}) == 2
    (left,) = [left for reading in readings for left in reading.unplaced]
    assert left.why == Message("reading.repeated")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_lines_in_wide_characters_are_never_cut(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "lines.jsonl"
    written = [f'{{"id": "{n}", "title": "Harbour {n}"}}' for n in range(40)]
    path.write_bytes("\n".join(written).encode(encoding))
    readings = in_parts(path, part_bytes=50, lines=True)
    assert sum(len(reading.articles) for reading in readings) == 40


@pytest.mark.parametrize("content", [b'{"version": "https://jsonfeed.org/version/1", "items": []}'])
def test_a_document_of_one_object_is_read_whole(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed.json"
    path.write_bytes(content)
    (part,) = read_file_in_parts(path, limits=Gathering())
    assert part == Document(location=str(path), content=content)


def test_a_file_over_the_limit_is_not_begun(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(11_000)
    with pytest.raises(SourceError, match="larger than"):
        list(read_file_in_parts(path, limits=Gathering(maximum_megabytes=0.001)))
