"""What the database keeps of an article as it was."""

from __future__ import annotations

from sqlite_utils import Database

from digest.model.article import Article
from digest.store.article_revisions import _earlier


def revisions_of(database: Database, article: str) -> tuple[Article, ...]:
    """What the article with this id was before each of its updates, oldest first."""
    rows = database["article_revisions"].rows_where("article = ?", (article,), order_by="revision")
    return tuple(_earlier(row) for row in rows)
