"""Articles: stored, replaced by their later versions, taken back, and read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlite_utils import Database

from digest.model.article import Article, Image, Kind, Status
from digest.model.edition import Edition, Window
from digest.model.message import Message
from digest.model.reading import Retraction
from digest.store.database import immediately, reading, stamp, unstamp, writing

_WHAT = Message("database.stored_articles")

_BATCH = (
    500  # articles per transaction: SQLite's limit on variables allows it, and locks stay short
)
_Row = Mapping[str, Any]

_COLUMNS = tuple(field.name for field in fields(Article))
_BOOKKEEPING = ("moment", "content_hash", "revision")  # columns that are no article's content


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """How many articles a save found new, updated, and unchanged. ``withdrawn`` are the headlines
    of those that may not be printed any more, or not yet, though they could be before."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: tuple[str, ...] = ()

    def __add__(self, other: Saved) -> Saved:
        return Saved(
            new=self.new + other.new,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            withdrawn=(*self.withdrawn, *other.withdrawn),
        )


@writing(_WHAT)
def save_articles(
    database: Database, articles: Iterable[Article], *, now: datetime, cut: bool = False
) -> Saved:
    """Stores ``articles``, in batches that each hold or fall as a whole.

    An article whose content differs from the stored one replaces it, and the stored one is kept as
    a revision; the time it was first gathered stays. A version that its source dates before the
    stored one is an old one, seen again, and changes nothing. An article under a new id is the
    stored one if source and canonical URL are the same and so is its headline or its date of
    publication: some sources make a new guid for every correction. At the same URL with both
    different it is another article, as on a page that collects short items. ``cut`` says that their
    document ends in the middle: then a stored article stays where the new one is shorter.

    :raises DatabaseError: another process holds the database.
    """
    saved = Saved()
    remaining = iter(articles)
    while batch := list(islice(remaining, _BATCH)):
        with immediately(database, _WHAT):
            saved += _save_batch(database, batch, now, cut=cut)
    return saved


def _save_batch(database: Database, batch: Sequence[Article], now: datetime, *, cut: bool) -> Saved:
    known = _known(database, batch)
    by_url = {(row["source"], row["url"]): row for row in known.values() if row["url"]}
    changed: dict[str, dict[str, Any]] = {}
    revisions: list[dict[str, Any]] = []
    withdrawn: list[str] = []
    new = updated = 0
    for article in batch:
        row = _row(article, now)
        before = known.get(row["id"]) or _renamed(row, by_url.get((row["source"], row["url"])))
        if before is None:
            new += 1
        elif (
            before["content_hash"] == row["content_hash"]
            or _is_older(row, before, now)
            or (cut and _is_shorter(row, before))
            or _was_replaced(row, before, _earlier_versions(database, before["id"], revisions))
        ):
            continue
        else:
            updated += 1
            if _is_free(before, now) and not _is_free(row, now):
                withdrawn.append(before["title"])
            revisions.append(_revision(before, now))
            row |= {"id": before["id"], "revision": before["revision"] + 1}
            row |= {"gathered": before["gathered"]}
            row["moment"] = row["published"] or row["gathered"]
            # a source that does not say when it changed an article changed it when we saw that
            row["updated"] = row["updated"] or stamp(now)
        changed[row["id"]] = known[row["id"]] = row
        if row["url"]:
            by_url[row["source"], row["url"]] = row
    database.table("articles").upsert_all(changed.values(), pk="id")
    database.table("article_revisions").insert_all(revisions)
    return Saved(
        new=new,
        updated=updated,
        unchanged=len(batch) - new - updated,
        withdrawn=tuple(withdrawn),
    )


def _is_older(row: _Row, before: _Row, now: datetime) -> bool:
    """Whether the source dates the version before the stored one; a date to come proves nothing.
    What was canceled comes back only by a version that is dated later, for it was meant for good.
    """
    given, stored = unstamp(row["updated"]), unstamp(before["updated"])
    if before["status"] == Status.CANCELED != row["status"]:
        return given is None or (stored is not None and given <= stored)
    return given is not None and stored is not None and given < stored <= now


def _was_replaced(row: _Row, before: _Row, earlier: Sequence[_Row]) -> bool:
    """Whether the undated version was stored before, and another came in its place: a copy that a
    source left lying, seen again. It undoes no correction and no embargo.

    A source that dates nothing may go back to earlier words, once. Two versions that were there in
    one gathering, or have both come back, are two copies: the one that stands stays.
    """
    if row["updated"] or not before["updated"] or not earlier:
        return False
    same = [each for each in earlier if _undated_hash(each) == row["content_hash"]]
    if not same or earlier[-1]["seen"] != before["updated"]:
        return bool(same)
    # the date of the present one is ours: its source gives none
    if any(row[name] != before[name] for name in ("status", "embargo")):
        return False
    at_once = any(each["seen"] == _stored_at(each) for each in same)
    return at_once or any(_undated_hash(each) == before["content_hash"] for each in earlier)


def _undated_hash(revision: _Row) -> str:
    return _content_hash(json.loads(revision["content"]) | {"updated": None})


def _stored_at(revision: _Row) -> str | None:
    content = json.loads(revision["content"])
    moment: str | None = content["updated"] or content["gathered"]
    return moment


def _earlier_versions(
    database: Database, article: str, of_this_batch: Sequence[_Row]
) -> list[_Row]:
    """The revisions that are stored and those about to be, oldest first."""
    stored = database.query(
        "SELECT article, seen, content FROM article_revisions WHERE article = ? ORDER BY revision",
        [article],
    )
    return [*stored, *(each for each in of_this_batch if each["article"] == article)]


def _is_free(row: _Row, now: datetime) -> bool:
    embargo = unstamp(row["embargo"])
    return row["status"] == Status.USABLE and (embargo is None or embargo <= now)


@writing(_WHAT)
def take_back(
    database: Database, retractions: Sequence[Retraction], *, now: datetime
) -> tuple[Saved, tuple[Retraction, ...]]:
    """Gives the stored articles the statuses that their sources say; what is not stored comes back.

    :raises DatabaseError: another process holds the database.
    """
    stored = {each.id: each for each in articles_by_id(database, (r.article for r in retractions))}
    known = [each for each in retractions if each.article in stored]
    changed = [_taken_back(stored[each.article], each) for each in known]
    unknown = tuple(each for each in retractions if each.article not in stored)
    return save_articles(database, changed, now=now), unknown


def _taken_back(article: Article, retraction: Retraction) -> Article:
    if article.status is retraction.status:
        return article
    dates = [moment for moment in (article.updated, retraction.at) if moment]
    later = max(dates, default=None)
    return replace(article, status=retraction.status, updated=later)


def _is_shorter(row: _Row, before: _Row) -> bool:
    """Whether an article that stands as before says less than it did."""
    if row["status"] != before["status"]:
        return False
    new, old = (sum(len(each[name]) for name in ("title", "dek", "text")) for each in (row, before))
    return new < old


def _known(database: Database, batch: Sequence[Article]) -> dict[str, _Row]:
    """The stored rows that have an id or a URL of the batch, by id."""
    ids = json.dumps([article.id for article in batch])
    urls = json.dumps([article.url for article in batch if article.url])
    rows = database.query(
        "SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        " OR (url <> '' AND url IN (SELECT value FROM json_each(?)))",
        (ids, urls),
    )
    return {row["id"]: row for row in rows}


def _renamed(row: _Row, before: _Row | None) -> _Row | None:
    """``before``, a row of the same source and URL, if ``row`` is clearly the same article."""
    if before is None:
        return None
    same_date = row["published"] is not None and row["published"] == before["published"]
    return before if same_date or row["title"].casefold() == before["title"].casefold() else None


def _row(article: Article, now: datetime) -> dict[str, Any]:
    # not asdict(), which would make a deep copy of every value first
    row: dict[str, Any] = {name: getattr(article, name) for name in _COLUMNS}
    row["authors"] = json.dumps(article.authors, ensure_ascii=False)
    row["labels"] = json.dumps(article.labels, ensure_ascii=False)
    row["image"] = json.dumps(asdict(article.image), ensure_ascii=False) if article.image else None
    row["gathered"] = article.gathered or now
    for name in ("published", "updated", "embargo", "gathered"):
        row[name] = stamp(row[name])
    row["kind"], row["status"] = article.kind.value, article.status.value
    row["moment"] = row["published"] or row["gathered"]
    row["content_hash"] = _content_hash(row)
    row["revision"] = 1
    return row


def _content_hash(row: _Row) -> str:
    """A hash of what a reader or the newsroom would call another version of the article."""
    left_out = ("id", "gathered", "labels", *_BOOKKEEPING)
    seen = {key: value for key, value in row.items() if key not in left_out}
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _revision(before: _Row, now: datetime) -> dict[str, Any]:
    content = {key: value for key, value in before.items() if key not in _BOOKKEEPING}
    return {
        "article": before["id"],
        "revision": before["revision"],
        "seen": stamp(now),
        "content": json.dumps(content, ensure_ascii=False),
    }


def article_in(row: _Row) -> Article:
    image = json.loads(row["image"]) if row["image"] else None
    return Article(
        id=row["id"],
        source=row["source"],
        title=row["title"],
        url=row["url"],
        dek=row["dek"],
        text=row["text"],
        authors=tuple(json.loads(row["authors"])),
        published=unstamp(row["published"]),
        updated=unstamp(row["updated"]),
        section=row["section"],
        language=row["language"],
        kind=Kind(row["kind"]),
        reading_minutes=row["reading_minutes"],
        image=Image(**image) if image else None,
        embargo=unstamp(row["embargo"]),
        status=Status(row["status"]),
        gathered=unstamp(row["gathered"]),
        labels=tuple(json.loads(row.get("labels") or "[]")),
        revision=row["revision"],
    )


@reading(_WHAT)
def articles_for(database: Database, window: Window) -> tuple[Article, ...]:
    """The articles an edition with this window may want, oldest first.

    They are those whose moment lies in it, and of the week before it those that came to us, were
    updated or came out of an embargo within it. Which of them it takes, the edition decides.
    """
    times = {
        "start": stamp(window.start),
        "end": stamp(window.end),
        "week": stamp(window.start - timedelta(days=7)),
    }
    where = (
        "moment > :week AND moment <= :end AND (moment > :start"
        " OR gathered > :start AND gathered <= :end"
        " OR updated > :start AND updated <= :end"
        " OR embargo > :start AND embargo <= :end)"
    )
    return tuple(_articles(database, where, times, order_by="moment, id"))


@reading(_WHAT)
def articles_before(database: Database, moment: datetime, limit: int) -> tuple[Article, ...]:
    """The ``limit`` articles nearest before or at ``moment``, newest first."""
    found = _articles(
        database, "moment <= ?", (stamp(moment),), order_by="moment DESC, id", limit=limit
    )
    return tuple(found)


@reading(_WHAT)
def has_articles_since(database: Database, moment: datetime) -> bool:
    """Whether an article was gathered for the first time after ``moment``."""
    return next(_articles(database, "gathered > ?", (stamp(moment),), limit=1), None) is not None


@reading(_WHAT)
def articles_by_id(database: Database, ids: Iterable[str]) -> tuple[Article, ...]:
    """The stored articles among ``ids``, in the order of ``ids``, each once."""
    wanted = list(dict.fromkeys(ids))
    where = "id IN (SELECT value FROM json_each(?))"
    found = {article.id: article for article in _articles(database, where, (json.dumps(wanted),))}
    return tuple(found[one] for one in wanted if one in found)


@reading(_WHAT)
def withdrawn_articles(
    database: Database, ids: Iterable[str], *, now: datetime
) -> tuple[Article, ...]:
    """Those of ``ids`` that may not be printed at ``now``: canceled, withheld or under embargo."""
    found = _articles(
        database,
        "id IN (SELECT value FROM json_each(:ids)) AND (status <> 'usable' OR embargo > :now)",
        {"ids": json.dumps(sorted(ids)), "now": stamp(now)},
    )
    return tuple(found)


@reading(_WHAT)
def freed_articles(database: Database, edition: Edition, *, now: datetime) -> tuple[Article, ...]:
    """Articles that may be printed at ``now`` and could not be when the edition was built, though
    they are of its week: they came out of an embargo, or their source gave them free."""
    built = edition.window.end
    barred = [left.id for left in edition.left_out if left.barred]
    found = _articles(
        database,
        "status = 'usable' AND (embargo IS NULL OR embargo <= :now)"
        " AND moment > :week AND moment <= :now AND (id IN (SELECT value FROM json_each(:barred))"
        "  OR (embargo > :built AND gathered <= :built))",
        {
            "barred": json.dumps(barred),
            "built": stamp(built),
            "now": stamp(now),
            "week": stamp(built - timedelta(days=7)),
        },
    )
    return tuple(found)


def _articles(
    database: Database,
    where: str,
    values: Sequence[Any] | dict[str, Any],
    *,
    order_by: str = "id",
    limit: int | None = None,
) -> Iterator[Article]:
    rows = database["articles"].rows_where(where, values, order_by=order_by, limit=limit)
    return map(article_in, rows)


@reading(_WHAT)
def article_count(database: Database) -> int:
    """How many articles are stored."""
    return int(database.execute("SELECT count(*) FROM articles").fetchone()[0])
