"""What articles were before each of their updates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from digest.model.article import Article
from digest.model.message import Message
from digest.store.articles import article_in, articles_by_id
from digest.store.database import reading, stamp

_WHAT = Message("database.stored_articles")


@reading(_WHAT)
def article_as_of(database: Database, article: str, moment: datetime) -> Article | None:
    """The article as it was stored at ``moment``; nothing if it was not yet."""
    later = database["article_revisions"].rows_where(
        "article = ? AND seen > ?", (article, stamp(moment)), order_by="revision", limit=1
    )
    then = next(map(_earlier, later), None) or next(iter(articles_by_id(database, [article])), None)
    return then if then and then.gathered and then.gathered <= moment else None


def _earlier(row: Mapping[str, Any]) -> Article:
    return article_in(json.loads(row["content"]) | {"revision": row["revision"]})


@reading(_WHAT)
def revision_numbers(database: Database, ids: Iterable[str]) -> dict[str, int]:
    """The number of the present revision of each stored article among ``ids``."""
    rows = database.query(
        "SELECT id, revision FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return {row["id"]: row["revision"] for row in rows}


@reading(_WHAT)
def articles_at(
    database: Database, wanted: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], Article]:
    """The articles as they were at the revisions ``wanted``: (id, revision) → article."""
    pairs = set(wanted)
    present = revision_numbers(database, (each for each, _ in pairs))
    current = [each for each, revision in pairs if present.get(each) == revision]
    found = {(each.id, present[each.id]): each for each in articles_by_id(database, current)}
    older = json.dumps([each for each, revision in pairs if present.get(each) != revision])
    rows = database.query(
        "SELECT * FROM article_revisions WHERE article IN (SELECT value FROM json_each(?))",
        (older,),
    )
    for row in rows:
        if (key := (row["article"], row["revision"])) in pairs:
            found[key] = _earlier(row)
    return found
