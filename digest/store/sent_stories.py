"""What each edition printed: the stories, their places, and the articles as they were then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from digest.model.article import Article
from digest.model.edition import Edition, SentStory, StoryPlace
from digest.model.message import Message
from digest.store.article_revisions import articles_at, revision_numbers
from digest.store.database import reading, writing

_WHAT = Message("database.stored_stories")


@writing(_WHAT)
def save_printed(database: Database, edition: Edition) -> None:
    """Remembers what the edition prints; inside the transaction that approves it."""
    present = revision_numbers(
        database, [article for item in edition.items() for article in item.articles]
    )
    # the version that was printed, not one that came in since
    revisions = present | dict(pair for item in edition.items() for pair in item.revisions)
    table = database.table("printed")
    table.delete_where("edition = ?", [edition.id])
    table.insert_all(
        {
            "edition": edition.id,
            "story": item.story,
            "place": item.place.value,
            "headline": item.headline,
            # an article that changes later can be told from the one that was sent
            "articles": json.dumps([[each, revisions.get(each, 1)] for each in item.articles]),
        }
        for item in edition.items()
    )


@reading(_WHAT)
def sent_stories(
    database: Database, *, newsletter: str, since: date, before: date
) -> tuple[SentStory, ...]:
    """What the newsletter's editions from ``since`` to before ``before`` carried, oldest first.

    Their articles are as they were when the edition was approved.
    """
    rows = list(
        database.query(
            "SELECT printed.*, editions.date FROM printed JOIN editions ON editions.id = edition"
            " WHERE newsletter = ? AND date >= ? AND date < ?"
            " AND state IN ('approved', 'sending', 'sent') ORDER BY date, edition, printed.rowid",
            [newsletter, since.isoformat(), before.isoformat()],
        )
    )
    wanted = {(each, revision) for row in rows for each, revision in json.loads(row["articles"])}
    articles = articles_at(database, wanted)
    return tuple(_sent_story(row, articles) for row in rows)


def _sent_story(row: dict[str, Any], articles: Mapping[tuple[str, int], Article]) -> SentStory:
    members = (articles.get((each, revision)) for each, revision in json.loads(row["articles"]))
    return SentStory(
        story=row["story"],
        edition=row["edition"],
        date=date.fromisoformat(row["date"]),
        place=StoryPlace(row["place"]),
        headline=row["headline"],
        articles=tuple(article for article in members if article is not None),
    )
