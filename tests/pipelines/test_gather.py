"""The gathering pipeline, from sources to stored articles and a line of the report for each."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.article import Article
from digest.model.edition import Window
from digest.model.errors import SourceError
from digest.model.reading import Document, SourceReport
from digest.model.settings import Gathering, Publication, Settings, Source
from digest.pipelines.fetch_pool import AT_ONCE
from digest.pipelines.gather import collect
from digest.store.articles import articles_for
from digest.store.fetch_states import fetch_state
from tests.newsroom import newsroom_of

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
FEED = "https://gazette.example.com/feed"


def rss(*titles: str) -> bytes:
    items = "".join(
        f"<item><guid>{title[0]}</guid><title>{title}</title></item>" for title in titles
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def settings_of(tmp_path: Path, *sources: Source) -> Settings:
    return Settings(
        publication=Publication(name="Tide", base_url="https://tide.example", address="Here"),
        newsletters={},
        sources={source.id: source for source in sources},
        project=tmp_path,
    )


def stored(database: Database) -> list[Article]:
    window = Window(start=NOW - timedelta(days=9), end=NOW + timedelta(days=9))
    return list(articles_for(database, window))


class RememberingFetch:
    """A network of given answers that remembers what was asked for, and with which validators."""

    def __init__(self, *answers: Document | SourceError | None) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, str]] = []

    def __call__(
        self, url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document | None:
        self.asked.append((url, etag, last_modified))
        answer = self.answers.pop(0)
        if isinstance(answer, SourceError):
            raise answer
        return answer


def answer(content: bytes, *, etag: str = "", last_modified: str = "") -> Document:
    return Document(location=FEED, content=content, etag=etag, last_modified=last_modified)


def test_a_url_is_fetched_read_and_stored(database: Database, tmp_path: Path) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    reports = collect(
        newsroom_of(database, settings), now=NOW, fetch=RememberingFetch(answer(rss("A", "B")))
    )
    assert reports == (SourceReport(source="gazette", location=FEED, new=2),)
    assert {article.title for article in stored(database)} == {"A", "B"}


def test_the_next_request_carries_what_the_last_answer_gave(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    fetch = RememberingFetch(answer(rss("A"), etag='"7"', last_modified="Mon"), None, None)
    for _ in range(3):
        reports = collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
    assert fetch.asked[1:] == [(FEED, '"7"', "Mon")] * 2
    assert reports[0].not_modified


def test_a_failed_source_is_a_line_and_the_rest_goes_on(database: Database, tmp_path: Path) -> None:
    sources = [Source(id="bad", url=FEED), Source(id="good", url=FEED)]
    fetch = RememberingFetch(SourceError(f"{FEED}: gone"), answer(rss("A")))

    def in_order(
        url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document | None:
        with lock:
            return fetch(url, limits=limits, etag=etag, last_modified=last_modified)

    lock = threading.Lock()
    reports = collect(
        newsroom_of(database, settings_of(tmp_path, *sources)), now=NOW, fetch=in_order
    )
    assert [report.source for report in reports] == ["bad", "good"]
    assert sorted(str(report.failed) for report in reports) == ["", f"{FEED}: gone"]
    assert len(stored(database)) == 1


def test_failures_in_a_row_are_counted_and_forgotten_at_the_next_success(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    failure = SourceError(f"{FEED}: slow")
    fetch = RememberingFetch(answer(rss("A"), etag="1"), failure, failure, None)
    failures = []
    for _ in range(4):
        collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
        failures.append(fetch_state(database, "gazette", FEED).failures)
    assert failures == [0, 1, 2, 0]
    assert fetch.asked[-1] == (FEED, "1", "")


def test_a_pattern_gives_a_line_for_each_file_in_order(database: Database, tmp_path: Path) -> None:
    for name in ("b.xml", "a.xml", "c.txt"):
        (tmp_path / name).write_bytes(rss(name))
    settings = settings_of(tmp_path, Source(id="files", path="*.xml"))
    reports = collect(newsroom_of(database, settings), now=NOW)
    assert [Path(report.location).name for report in reports] == ["a.xml", "b.xml"]


def test_a_file_whose_name_looks_like_a_pattern_is_read(database: Database, tmp_path: Path) -> None:
    (tmp_path / "feed[1].xml").write_bytes(rss("a"))
    (line,) = collect(
        newsroom_of(database, settings_of(tmp_path, Source(id="desk", path="feed[1].xml"))), now=NOW
    )
    assert line.new == 1


def test_a_line_counts_what_was_stored_and_what_was_not(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(rss("a", "b").replace(b"</channel>", b"<item/></channel>"))
    (line,) = collect(
        newsroom_of(database, settings_of(tmp_path, Source(id="desk", path="a.xml"))), now=NOW
    )
    assert (line.new, len(line.unplaced), line.entries) == (2, 1, 3)


def test_files_without_an_outlet_do_not_share_numbers_as_guids(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_bytes(rss("1 in the north"))
    (tmp_path / "b.xml").write_bytes(rss("1 in the south"))
    collect(newsroom_of(database, settings_of(tmp_path, Source(id="", path="*.xml"))), now=NOW)
    assert {article.title for article in stored(database)} == {"1 in the north", "1 in the south"}


@pytest.mark.parametrize("path", ["*.xml", "missing.xml", "."])
def test_a_path_without_a_file_fails_with_advice(
    path: str, database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, Source(id="files", path=path))
    (report,) = collect(newsroom_of(database, settings), now=NOW)
    assert str(report.failed).endswith("correct the source's path")


def test_an_article_gathered_twice_is_unchanged_and_a_corrected_one_updated(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    fetch = RememberingFetch(*(answer(rss(*titles)) for titles in [("A", "B"), ("A", "Bcd")]))
    collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
    (report,) = collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
    assert (report.new, report.updated, report.unchanged) == (0, 1, 1)


def test_each_line_is_reported_as_soon_as_it_is_done(database: Database, tmp_path: Path) -> None:
    seen: list[SourceReport] = []
    sources = [Source(id=f"s{number}", url=FEED) for number in range(3)]
    fetch = RememberingFetch(*(answer(rss("A")) for _ in sources))
    reports = collect(
        newsroom_of(database, settings_of(tmp_path, *sources)),
        now=NOW,
        fetch=fetch,
        on_report=seen.append,
    )
    assert sorted(seen, key=lambda report: report.source) == list(reports)


def test_urls_are_fetched_at_the_same_time(database: Database, tmp_path: Path) -> None:
    together = threading.Barrier(AT_ONCE)

    def waits_for_the_others(
        url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document:
        together.wait(timeout=20)  # breaks, and fails the test, unless all arrive
        return answer(rss("A"))

    sources = [Source(id=f"s{number}", url=FEED) for number in range(AT_ONCE)]
    settings = settings_of(tmp_path, *sources)
    assert (
        len(collect(newsroom_of(database, settings), now=NOW, fetch=waits_for_the_others))
        == AT_ONCE
    )


def test_only_the_sources_asked_for_are_gathered(database: Database, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(rss("A"))
    settings = settings_of(tmp_path, Source(id="one", url=FEED))
    reports = collect(
        newsroom_of(database, settings), now=NOW, sources=[Source(id="two", path="a.xml")]
    )
    assert [report.source for report in reports] == ["two"]


def test_a_source_that_takes_too_long_to_read_costs_its_own_line_only(
    database: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_bytes(rss("A"))
    attributes = " ".join(f"a{number}='x'" for number in range(100_000))
    (tmp_path / "b.xml").write_bytes(rss("B").replace(b"<item>", f"<item {attributes}>".encode()))
    (tmp_path / "c.xml").write_bytes(rss("C"))
    reports = collect(
        newsroom_of(database, settings_of(tmp_path, Source(id="files", path="*.xml"))), now=NOW
    )
    assert [report.new for report in reports] == [1, 0, 1]
    assert "b.xml: reading it takes more than" in str(reports[1].failed)


def test_a_url_that_does_not_answer_delays_no_other(database: Database, tmp_path: Path) -> None:
    quick_is_done = threading.Event()
    seen: list[str] = []

    def slow_first(
        url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document:
        if url.endswith("slow"):
            quick_is_done.wait(timeout=30)
        return answer(rss("A"))

    def note(report: SourceReport) -> None:
        seen.append(report.source)
        quick_is_done.set()

    sources = [Source(id="slow", url=f"{FEED}/slow"), Source(id="quick", url=FEED)]
    settings = settings_of(tmp_path, *sources)
    reports = collect(newsroom_of(database, settings), now=NOW, fetch=slow_first, on_report=note)
    assert seen == ["quick", "slow"]
    assert [report.source for report in reports] == ["slow", "quick"]


def test_a_file_of_many_lines_is_stored_part_by_part_and_counted_as_one(
    database: Database, tmp_path: Path
) -> None:
    lines = [f'{{"title": "Harbour {n}", "text": "{"word " * 400}"}}' for n in range(1_500)]
    lines[1_400] = "nonsense"
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    settings = settings_of(tmp_path, Source(id="archive", path="a.jsonl"))
    (line,) = collect(newsroom_of(database, settings), now=NOW)
    assert (line.new, [str(left.where) for left in line.unplaced]) == (1_499, ["line 1401"])


FULL = (
    b'<rss version="2.0"><channel>'
    b"<item><guid>1</guid><title>Ferry sails</title>"
    b"<description>It sails again.</description></item>"
    b"<item><guid>2</guid><title>Harbour opens</title>"
    b"<description>The harbour opens again after nine long years.</description></item>"
    b"</channel></rss>"
)
WHOLE = ("Harbour opens", "The harbour opens again after nine long years.")


@pytest.mark.parametrize("length", range(FULL.index(b"Harbour"), len(FULL) - 7, 5))
def test_a_feed_cut_short_shortens_no_stored_article(
    database: Database, tmp_path: Path, length: int
) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    fetch = RememberingFetch(answer(FULL), answer(FULL[:length], etag="cut"), answer(FULL))
    for _ in range(2):
        reports = collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
    found = {(article.title, article.text or article.dek) for article in stored(database)}
    assert found == {("Ferry sails", "It sails again."), WHOLE}
    assert any("ends in the middle" in str(words) for words in reports[0].problems)
    collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
    assert fetch.asked[2] == (FEED, "", "")  # or the server would say that nothing changed


def test_a_part_that_nobody_asked_for_shortens_no_stored_article_and_a_whole_one_may(
    database: Database, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path, Source(id="gazette", url=FEED))
    short = FULL.replace(b" after nine long years", b"")
    fetch = RememberingFetch(
        answer(FULL), replace(answer(short), cut=True), answer(short, etag="whole")
    )
    texts = []
    for _ in range(3):
        collect(newsroom_of(database, settings), now=NOW, fetch=fetch)
        texts += [a.text or a.dek for a in stored(database) if a.title == "Harbour opens"]
    assert texts == [WHOLE[1], WHOLE[1], "The harbour opens again."]
