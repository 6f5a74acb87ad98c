"""How many of 45 invented news items a language, five for each of nine sections, a newsroom files
rightly on its first day: no archive, no seed words, nothing said by the source.

Their authors had not seen the words that are known of the sections. An item is filed only if the
model is sure; the floors are what was measured, less one or two.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.compose.filing import Filer
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.settings import Section

LABELLED = Path(__file__).with_name("labelled") / "sections"


def items(language: str) -> list[tuple[str, Article]]:
    lines = (LABELLED / f"{language}.txt").read_text("utf-8").splitlines()
    rows = [line.split(" | ") for line in lines]
    return [
        (section, Article(id=title, source="gazette", title=title, text=text, language=language))
        for section, title, text in rows
    ]


@pytest.mark.parametrize(
    ("language", "floor", "wrong"),
    [
        ("en", 40, 1),
        ("de", 34, 1),
        ("es", 37, 3),
        ("uk", 40, 2),
        # whose items and words are by one author, in this order
        ("fr", 43, 1),
        ("pl", 42, 1),
        ("ar", 43, 1),
    ],
)
def test_a_newsroom_without_an_archive_files_most_of_its_news_and_hardly_any_wrongly(
    language: str, floor: int, wrong: int
) -> None:
    labelled = items(language)
    sections = tuple(
        Section(id=one, title=one) for one in dict.fromkeys(due for due, _ in labelled)
    )
    filer = Filer(sections=sections, sources={}, language=language)
    filings = filer.file([[article] for _, article in labelled])
    filed = [(due, found.section) for (due, _), found in zip(labelled, filings, strict=True)]
    assert len(filed) == 45
    assert sum(due == found for due, found in filed) >= floor
    assert sum(found not in (due, MORE_NEWS) for due, found in filed) <= wrong
