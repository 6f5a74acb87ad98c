"""What sources take back, correct or give free after an edition was built: noticed, and acted on.

::

    draft             printed as its sources have it now; who was asked to approve it is asked anew
                      when a story leaves it or comes back
    approved, due     the approval is dropped if what would be printed changed, or a source gave a
                      story free; an embargo that ends when it was said to changes nothing of what
                      a person approved
    sending begun,    as approved: nobody has the mail yet
      no letter out
    being sent, sent  the mail stays as it is: all its letters are one mail. A dated note stands on
                      the page that readers see, and is offered as a correction to the next edition

Whatever sends or approves looks here first. Each change is noticed once, by whichever process sees
it; the operator is told, and those who approve are by ``digest.pipelines.approval_requests``.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from digest.edit.article_sets import withdraw
from digest.model.alert import Alert
from digest.model.article import Status
from digest.model.edit import Corrected, Withdrawn
from digest.model.edition import GONE_OUT, Edition, EditionRecord, State
from digest.model.message import Message, Text
from digest.model.settings import Approval, Settings
from digest.model.source_change import ChangeKind, SourceChange
from digest.model.zones import in_local_times
from digest.notifications.alerts import tell_operator
from digest.pipelines.edit import edited
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.reprint import Press
from digest.readers.reader_words import words_in
from digest.store.article_revisions import article_as_of
from digest.store.articles import freed_articles, withdrawn_articles
from digest.store.audience import has_begun
from digest.store.editions import approved_edition, edition_record, moves_of
from digest.store.sent_markers import find_mark, forget_mark
from digest.store.source_changes import (
    in_words,
    save_changes_of_sent,
    save_source_changes,
    settle_change,
    source_changes_of,
    untold_changes,
)

log = logging.getLogger(__name__)

WATCHED = timedelta(days=7)
"""For how long the sources of an edition that went out are watched: as long as a correction of it
is offered to the next ones."""

_DRAFTS = (State.READY, State.HELD)
_LEAVING = frozenset({ChangeKind.WITHDRAWN, ChangeKind.EMBARGOED})
_SENT = "sent"  # the version of a change of what went out: one line for each story and kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """The edition as it stands after a look at its sources, the changes that were new, and those
    that dropped its approval in this look."""

    record: EditionRecord
    fresh: tuple[SourceChange, ...] = ()
    dropping: tuple[SourceChange, ...] = ()


def heed_sources(newsroom: Newsroom, edition: str, *, now: datetime) -> Looked:
    """As ``look_at_sources``, and the operator is told.

    :raises StateError: there is no such edition, or somebody moved it at the same moment.
    """
    looked = look_at_sources(newsroom, edition, now=now)
    tell_changes(newsroom, edition, now=now)
    return looked


def look_at_sources(newsroom: Newsroom, edition: str, *, now: datetime) -> Looked:
    """Notices what sources changed of the edition, and drops an approval of what they changed.

    Tells nobody yet: at the desk, nobody waits for a mail server.

    :raises StateError: there is no such edition, or somebody moved it at the same moment.
    """
    record = edition_record(newsroom.database, edition)
    if record.edition is None:
        return Looked(record=record)
    expected = frozenset[str]()
    if record.state in _DRAFTS:
        changes = tuple(_of_draft(newsroom, record, now))
        asking = {*_LEAVING, ChangeKind.RESTORED} if record.state is State.READY else set()
    elif record.state is State.APPROVED or _is_recallable(newsroom.database, record, now):
        changes = tuple(_of_approved(newsroom, record, now))
        asking = set(ChangeKind)
        if not _approves_itself(newsroom.settings, record):
            expected = _ended_as_announced(newsroom.database, record, changes, now)
    elif record.state in GONE_OUT:
        return Looked(record=record, fresh=_of_sent(newsroom, record, now))
    else:
        return Looked(record=record)
    leaves = any(change.kind is not ChangeKind.RESTORED for change in changes)
    if not _news(newsroom.database, changes) and (record.state in _DRAFTS or not leaves):
        return Looked(record=record)
    fresh = save_source_changes(
        newsroom.database,
        record,
        changes,
        asks=lambda one: one.kind in asking and one.story not in expected,
    )
    looked = edition_record(newsroom.database, edition)
    if record.state is State.SENDING and looked.state is State.READY:
        _forget_beginning(newsroom.database, edition)
    dropped = record.state not in _DRAFTS and looked.state is State.READY
    return Looked(record=looked, fresh=fresh, dropping=changes if dropped else ())


def unseen_changes(newsroom: Newsroom, edition: str, *, now: datetime) -> tuple[SourceChange, ...]:
    """Looks at the edition's sources, and gives what only this look found of an edition that was
    approved: nobody can have seen it who approves it now without a page or a mail before them.

    :raises StateError: there is no such edition, or somebody moved it at the same moment.
    """
    looked = look_at_sources(newsroom, edition, now=now)
    if looked.dropping or looked.record.state is not State.READY:
        return looked.dropping
    return looked.fresh if _dropped_by_sources(newsroom.database, edition) else ()


def changes_since_approval(database: Database, edition: str) -> tuple[SourceChange, ...]:
    """What sources changed of a ready edition that was approved before they did; the earliest
    first."""
    revision = _dropped_by_sources(database, edition)
    changes = source_changes_of(database, edition) if revision else ()
    return tuple(change for change in changes if change.move >= revision)


def _dropped_by_sources(database: Database, edition: str) -> int:
    """The revision of the move by which sources dropped the last approval; 0 if they did not."""
    for move in reversed(moves_of(database, edition)):
        if move.after is State.APPROVED:
            return 0
        if move.drops_approval:
            return move.revision if move.asks_again else 0
    return 0


def what_drops_approval(newsroom: Newsroom, record: EditionRecord, *, now: datetime) -> Text:
    """Why the approved edition would lose its approval if it were looked at; empty if it would not.
    Notes and changes nothing."""
    if record.state is not State.APPROVED:
        return ""
    changes = tuple(_of_approved(newsroom, record, now))
    expected = frozenset[str]()
    if not _approves_itself(newsroom.settings, record):
        expected = _ended_as_announced(newsroom.database, record, changes, now)
    dropping = (
        change
        for change in changes
        if change.story not in expected
        and (change.kind is not ChangeKind.RESTORED or _news(newsroom.database, [change]))
    )
    return next(map(in_words, dropping), "")


def _forget_beginning(database: Database, edition: str) -> None:
    """A sending that was called back before its first letter left no mark of a sent edition."""
    mark = find_mark(database, edition)
    if mark is not None and mark.ended is None:
        forget_mark(database, edition)


def freed(database: Database, record: EditionRecord, *, now: datetime) -> tuple[SourceChange, ...]:
    """Stories that the edition could not have when it was built and could have now, by their
    articles: they came out of an embargo, or their source gave them free."""
    if record.edition is None:
        return ()
    printed = {article for item in record.edition.items() for article in item.articles}
    return tuple(
        SourceChange(
            edition=record.id,
            story=article.id,
            kind=ChangeKind.RESTORED,
            headline=article.title,
            state=record.state,
            at=now,
        )
        for article in freed_articles(database, record.edition, now=now)
        if article.id not in printed and article.language in {"", record.edition.language}
    )


def note_freed(newsroom: Newsroom, before: EditionRecord, *, now: datetime) -> None:
    """Notes those of the ``freed`` stories that the edition, built again since ``before``, has."""
    candidates = freed(newsroom.database, before, now=now)
    laid = edited(newsroom, before.id, now=now)
    items = [*laid.edition.items(), *laid.late, *(each.item for each in laid.hidden)]
    there = {article for item in items for article in item.articles}
    found = [change for change in candidates if change.story in there]
    record = edition_record(newsroom.database, before.id)
    save_source_changes(
        newsroom.database, record, found, asks=lambda _: record.state is State.READY
    )


def tell_changes(newsroom: Newsroom, edition: str, *, now: datetime) -> None:
    """Tells the operator what was noticed of the edition and not told yet. Never raises for it."""
    for change in untold_changes(newsroom.database, edition):
        words: Text = Message(
            "alert.was_in_state", edition=edition, state=change.state.message, change=_said(change)
        )
        if change.kind is ChangeKind.CORRECTED and change.state in _DRAFTS:
            log.info("%s", words)  # the draft has it, and nobody approved the other words
        else:
            about = f"{change.kind} {change.story} {change.version}".strip()
            words = in_local_times(words, newsroom.zone)
            tell_operator(
                newsroom.database,
                newsroom.settings,
                Alert(edition=edition, about=about, words=words, first=now),
            )
        settle_change(newsroom.database, change)


def _news(database: Database, changes: Sequence[SourceChange]) -> bool:
    """Whether one of the changes is not noted yet, or reads otherwise by now."""
    if not changes:
        return False
    noted = source_changes_of(database, changes[0].edition)
    known = {(one.story, one.kind, one.version): one.now for one in noted}
    return any(known.get((one.story, one.kind, one.version)) != one.now for one in changes)


def _said(change: SourceChange) -> Message:
    if change.kind in _LEAVING and change.state not in GONE_OUT:
        why = Message("edit.source_withdrew", title=change.headline)
        if change.kind is ChangeKind.EMBARGOED:
            why = Message("edit.under_embargo", moment=change.until)
        return Message("alert.story_left", title=change.headline, why=why)
    return in_words(change)


def _approves_itself(settings: Settings, record: EditionRecord) -> bool:
    newsletter = settings.newsletters.get(record.newsletter)
    return newsletter is not None and newsletter.approval is Approval.AUTOMATIC


def _is_recallable(database: Database, record: EditionRecord, now: datetime) -> bool:
    return record.state is State.SENDING and not has_begun(database, record.id, now=now)


def _of_draft(newsroom: Newsroom, record: EditionRecord, now: datetime) -> Iterator[SourceChange]:
    laid = edited(newsroom, record.id, now=now)
    for gone in laid.withdrawn:
        yield _gone(record, gone, now)
    items = [*laid.edition.items(), *laid.late, *(each.item for each in laid.hidden)]
    there = {item.story for item in items}
    for before in source_changes_of(newsroom.database, record.id):
        if before.kind in _LEAVING and not before.version and before.story in there:
            yield replace(before, kind=ChangeKind.RESTORED, state=record.state, at=now, until=None)
    for each in laid.corrected:
        yield _corrected(record, each, now)


def _of_approved(
    newsroom: Newsroom, record: EditionRecord, now: datetime
) -> Iterator[SourceChange]:
    approved = approved_edition(newsroom.database, record.id)
    if approved is None:
        return
    yield from _of_frozen(newsroom, record, approved, now)
    there = {item.story for item in approved.items()}
    for gone in source_changes_of(newsroom.database, record.id):
        left = gone.kind in _LEAVING and not gone.version and gone.story not in there
        if left and _may_be_printed(newsroom.database, record, gone.story, now):
            yield replace(gone, kind=ChangeKind.RESTORED, state=record.state, at=now)
    yield from freed(newsroom.database, record, now=now)


def _may_be_printed(database: Database, record: EditionRecord, story: str, now: datetime) -> bool:
    leading = _leading_article(record, story)
    return bool(leading) and not withdrawn_articles(database, [leading], now=now)


def _leading_article(record: EditionRecord, story: str) -> str:
    items = record.edition.items() if record.edition else ()
    return next((item.articles[0] for item in items if item.story == story and item.articles), "")


def _ended_as_announced(
    database: Database, record: EditionRecord, changes: Sequence[SourceChange], now: datetime
) -> frozenset[str]:
    """Of the stories that may be printed now, those of which that was known when the edition was
    approved: they were to be under embargo until a time that has come."""
    turns = [move.at for move in moves_of(database, record.id) if move.after is State.APPROVED]
    ended = set()
    for change in changes:
        if change.kind is ChangeKind.RESTORED:
            article = _leading_article(record, change.story) or change.story
            then = article_as_of(database, article, turns[-1])
            usable = then is not None and then.status is Status.USABLE
            if usable and then and then.embargo and then.embargo <= now:
                ended.add(change.story)
    return frozenset(ended)


def _of_frozen(
    newsroom: Newsroom, record: EditionRecord, frozen: Edition, now: datetime
) -> Iterator[SourceChange]:
    """What sources changed of an edition that is printed as it was approved."""
    items = tuple(frozen.items())
    taken = withdrawn_articles(
        newsroom.database, {one for item in items for one in item.articles}, now=now
    )
    for gone in withdraw(items, taken)[1]:
        yield _gone(record, gone, now)
    leading = {item.articles[0] for item in items if item.articles}
    for article in taken:
        if article.id not in leading:  # a story that others tell too links to it
            home = next(item for item in items if article.id in item.articles)
            lone = replace(home, headline=article.title, articles=(article.id,))
            (gone,) = withdraw([lone], [article])[1]
            yield replace(_gone(record, gone, now), version=article.id)
    press = Press(newsroom, record.newsletter, frozen.language)
    for each in press.renew(items, barred={article.id for article in taken}):
        yield _corrected(record, each, now)


def _of_sent(newsroom: Newsroom, record: EditionRecord, now: datetime) -> tuple[SourceChange, ...]:
    sent = approved_edition(newsroom.database, record.id)
    if sent is None or now - record.send_at > WATCHED:
        return ()
    changes = [
        replace(each, version=f"{_SENT} {each.version}".strip())
        if each.kind in _LEAVING
        else replace(each, version=_SENT)
        for each in _of_frozen(newsroom, record, sent, now)
    ]
    if not _news(newsroom.database, changes):
        return ()
    noted = [(each, _note(each, sent.language)) for each in changes]
    return save_changes_of_sent(newsroom.database, noted)


def _note(change: SourceChange, language: str) -> str:
    """What readers are told beside the mail; nothing of an embargo, which is the newsroom's own
    matter, nor of a link among others."""
    words = words_in(language)
    if change.kind is ChangeKind.WITHDRAWN:
        return words.note_withdrawn if change.version == _SENT else ""
    if change.kind is not ChangeKind.CORRECTED:
        return ""
    weightiest = change.fields[0]
    if weightiest in {"headline", "brief"}:
        return words.note_corrected.format(text=change.now)
    return words.note_picture if weightiest == "image" else words.note_changed


def _gone(record: EditionRecord, gone: Withdrawn, now: datetime) -> SourceChange:
    return SourceChange(
        edition=record.id,
        story=gone.item.story,
        kind=ChangeKind.EMBARGOED if gone.until else ChangeKind.WITHDRAWN,
        headline=gone.item.headline,
        until=gone.until,
        state=record.state,
        at=now,
        move=record.revision,
    )


def _corrected(record: EditionRecord, change: Corrected, now: datetime) -> SourceChange:
    weightiest = change.fields[0]
    words = weightiest in {"headline", "brief", "byline", "url", "link_text"}
    version = json.dumps(sorted(change.new.revisions)).encode()
    return SourceChange(
        edition=record.id,
        story=change.was.story,
        kind=ChangeKind.CORRECTED,
        headline=change.was.headline,
        version=hashlib.sha256(version).hexdigest()[:8],
        fields=change.fields,
        was=getattr(change.old, weightiest) if words else "",
        now=getattr(change.new, weightiest) if words else "",
        state=record.state,
        at=now,
        move=record.revision,
    )
