"""Labelled days of news, as stories: what a ranking is judged by.

A day is a JSON file: ``stories`` with their articles as outlets print them, ``kinds`` of text by
story, ``order`` (pairs of stories, the one that most editors would put higher first) and
``lead_candidates``. ``tests/bench/labels/days`` holds twenty, invented and written by hand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from digest.compose.genres import with_genre
from digest.model.article import Article, Genre, Image
from digest.model.edition import Story
from digest.model.settings import Section

DAYS = Path(__file__).parent / "labels" / "days"
MORNING = time(7, tzinfo=UTC)
_GENRES = {"roundup": Genre.ROUND_UP, "longread": Genre.LONG_READ}


@dataclass(frozen=True, kw_only=True)
class LabelledDay:
    """One day's stories, unranked, with what their labels say of them by id."""

    name: str
    now: datetime
    sections: tuple[Section, ...]
    stories: tuple[Story, ...]
    genres: dict[str, Genre]
    order: tuple[tuple[str, str], ...]
    leads: frozenset[str]


def read_days(folder: Path = DAYS) -> tuple[LabelledDay, ...]:
    """The days in the folder, by name."""
    return tuple(_day(file) for file in sorted(folder.glob("*.json")))


def _day(file: Path) -> LabelledDay:
    told = json.loads(file.read_text(encoding="utf-8"))
    date = datetime.fromisoformat(told["day"]).date()
    return LabelledDay(
        name=file.stem,
        now=datetime.combine(date, MORNING),
        sections=tuple(Section(id=name, title=name) for name in told["sections"]),
        stories=tuple(_story(story, told["language"]) for story in told["stories"]),
        genres={story: _GENRES.get(kind) or Genre(kind) for story, kind in told["kinds"].items()},
        order=tuple((first, second) for first, second in told["order"]),
        leads=frozenset(told["lead_candidates"]),
    )


def _story(told: dict[str, Any], language: str) -> Story:
    articles = tuple(
        Article(
            id=f"{told['id']}-{number}",
            source=article["source"],
            title=article["title"],
            text=article["text"],
            url=article.get("url", ""),
            published=datetime.fromisoformat(article["published"]),
            language=language,
            labels=tuple(article.get("labels", ())),
            image=Image(url="https://picture.example/") if article.get("picture") else None,
        )
        for number, article in enumerate(told["articles"])
    )
    return with_genre(
        Story(id=told["id"], articles=articles, why_together="", section=told["section"])
    )
