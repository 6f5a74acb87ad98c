"""The editors' pipeline: a built edition with the log of edits laid over it, and new lines for it.

::

    edited  store → build · proof · log ─apply→ Edited          (presented by ``publish``)
    change  Edited ─would it do anything?→ Edit → store         (an approval is taken back with it)

What is withdrawn by its source leaves an edition here, whatever was built or edited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache

from sqlite_utils import Database

from digest.compose.items import Printer, minutes_to_read
from digest.compose.layout import Placed
from digest.edit.apply import apply
from digest.edit.history import colliding, standing, undone
from digest.edit.history import redo as redo_mark
from digest.edit.history import undo as undo_mark
from digest.edit.links import links
from digest.edit.texts import text_of
from digest.errors import StateError, UsageError
from digest.model.article import Article
from digest.model.edit import (
    AddItem,
    Change,
    Correction,
    Edit,
    Edited,
    Links,
    Move,
    Override,
    OverrideEdition,
    Redo,
    RetitleSection,
    Split,
    StoryChange,
    Undo,
    Withdrawn,
)
from digest.model.edition import GONE_OUT, Edition, EditionRecord, Item, State, Story
from digest.model.settings import Settings, Sizes, Source
from digest.store.articles import articles_by_id, withdrawn_articles
from digest.store.editions import (
    approved_edition,
    edition_record,
    edition_records,
    move_edition,
)
from digest.store.edits import (
    EDITABLE,
    append_edit,
    corrections_since,
    editions_with,
    edits_of,
    proof_of,
    save_correction,
)

LONGEST_TEXT = 20_000
"""Characters of one text that an editor may write: more is a slip of the clipboard."""

PRINTS = (*EDITABLE, *GONE_OUT)
"""States in which an edition prints, or may yet print, its edits."""

OFFER_DAYS = 7
"""For how many days a correction is offered to the next editions."""


def edited(
    database: Database,
    settings: Settings,
    edition: str,
    *,
    now: datetime,
    upto: int | None = None,
) -> Edited:
    """The edition as it would be sent now. ``upto``: as it was after the edit of that number.

    :raises StateError: there is no such edition, or it is not built yet.
    """
    record = edition_record(database, edition)
    log = edits_of(database, edition)
    if upto is not None:
        log = tuple(edit for edit in log if edit.number <= upto)
    return _laid(database, settings, record, log, now)


def change(
    database: Database,
    settings: Settings,
    edition: str,
    change: Change,
    *,
    who: str,
    now: datetime,
    expected: int,
) -> Edit:
    """The change as a new edit of the edition; one on an approved edition drops the approval.

    Where the newsletter approves itself, duty approves again at its next look, with the edit in it.
    ``expected`` is the ``revision`` of the Edited that ``who`` looked at. Edits made since then by
    others do no harm unless they changed the same thing.

    :raises ConflictError: they did; it carries them. :raises StateError: the edition's state allows
        no edits, or the change would do nothing: its story is gone.
    :raises UsageError: the change itself makes no sense.
    """
    _refuse_nonsense(change)
    record = edition_record(database, edition)
    before = _laid(database, settings, record, edits_of(database, edition), now)
    draft = _draft(before, change, who=who, now=now)

    def newer(log: Sequence[Edit]) -> tuple[Edit, ...]:
        return colliding(log, change, expected=expected, who=who)

    if record.state in EDITABLE and not newer(before.log):
        tried = _laid(database, settings, record, (*before.log, draft), now)
        if why := next((each.why for each in tried.unapplied if each.edit is draft), ""):
            raise StateError(f"{edition}: nothing was changed: {why}")
    return append_edit(database, draft, colliding=newer)


def undo(
    database: Database, edition: str, *, who: str, now: datetime, number: int | None = None
) -> Edit | None:
    """Takes back the edit of that number, or the last standing one of ``who``.

    None if there is nothing to take back. Other edits, also later ones, stay.

    :raises StateError: no such edition, or its state allows no edits.
    """
    log = edits_of(database, edition)
    mark = undo_mark(log, who) if number is None else Undo(number=number)
    if mark is None or mark.number not in {edit.number for edit in standing(log)}:
        return None
    return _mark(database, edition, mark, who=who, now=now)


def redo(
    database: Database, edition: str, *, who: str, now: datetime, number: int | None = None
) -> Edit | None:
    """Restores the edit of that number, or what ``who`` took back last; None if that is nothing.

    :raises StateError: no such edition, or its state allows no edits.
    """
    log = edits_of(database, edition)
    mark = redo_mark(log, who) if number is None else Redo(number=number)
    if mark is None or mark.number not in {edit.number for edit in undone(log)}:
        return None
    return _mark(database, edition, mark, who=who, now=now)


def article_links(database: Database, edition: str) -> Links:
    """What merges and splits in the edition tell its next build of articles."""
    return links(edits_of(database, edition))


def filed_by_editors(database: Database, *, since: datetime) -> dict[str, str]:
    """The section that editors moved a story to, by the id of the article it is known by; of two
    moves the later one. Moves that were undone do not count."""
    moves = [
        edit.change
        for edition in editions_with(database, "move", since=since)
        for edit in standing(edits_of(database, edition))
        if isinstance(edit.change, Move)
    ]
    return {move.story: move.section for move in moves if move.section}


def withdraw(
    database: Database, settings: Settings, edition: str, *, who: str, now: datetime
) -> tuple[Withdrawn, ...]:
    """The stories that their sources took back since they were built: no preview prints them.

    An approved mail that prints one, or links to one, is approved no longer.

    :raises StateError: there is no such edition, or it is not built yet.
    """
    record = edition_record(database, edition)
    if record.state not in EDITABLE:
        return ()
    laid = edited(database, settings, edition, now=now)
    if record.state is State.APPROVED and (approved := approved_edition(database, edition)):
        ids = {article for item in approved.items() for article in item.articles}
        if taken := withdrawn_articles(database, ids, now=now):
            why = f"“{taken[0].title}” was withdrawn by its source"
            move_edition(database, edition, State.READY, who=who, why=why, now=now)
    return laid.withdrawn


def correct(
    database: Database, edition: str, text: str, *, who: str, now: datetime, story: str = ""
) -> Correction:
    """A dated note on an edition that was sent, or on one story of it.

    :raises StateError: it was not sent. :raises UsageError: the note is empty or too long.
    """
    _refuse_text(text)
    if not text.strip():
        raise UsageError("a correction needs words")
    return save_correction(database, edition, text.strip(), who=who, now=now, story=story)


def offered_corrections(
    database: Database, newsletter: str, *, now: datetime
) -> tuple[Correction, ...]:
    """Corrections of the last seven days that no later edition prints, the oldest first."""
    since = now - timedelta(days=OFFER_DAYS)
    found = corrections_since(database, newsletter=newsletter, since=since)
    printed = {
        edit.change.correction
        for record in edition_records(database, newsletter=newsletter, limit=4 * OFFER_DAYS)
        if record.state in PRINTS
        for edit in standing(edits_of(database, record.id))
        if isinstance(edit.change, AddItem)
    }
    return tuple(each for each in found if each.id not in printed)


def _laid(
    database: Database,
    settings: Settings,
    record: EditionRecord,
    log: tuple[Edit, ...],
    now: datetime,
) -> Edited:
    if record.edition is None:
        raise StateError(f"{record.id} is {record.state}: there is nothing to edit yet")
    built, proof = record.edition, proof_of(database, record.id)
    stories = [*built.items(), *(proof.items() if proof else ())]
    ids = {article for item in stories for article in item.articles}
    ids |= {article for edit in log if edit.item for article in edit.item.articles}
    # what went out, went out: a later withdrawal does not change what it looked like
    over = record.state not in EDITABLE
    laid = apply(
        built,
        log,
        proof=proof,
        withdrawn=() if over else withdrawn_articles(database, ids, now=now),
        reprint=_Press(database, settings, record.newsletter, built).reprint,
    )
    if laid.edition == built:
        return laid
    minutes = minutes_to_read(tuple(laid.edition.items()))
    return replace(laid, edition=replace(laid.edition, reading_minutes=minutes))


class _Press:
    """Prints an item anew from its stored articles, as the build would at its place."""

    def __init__(
        self, database: Database, settings: Settings, newsletter: str, built: Edition
    ) -> None:
        self._database = database
        self._language = built.language
        known = settings.newsletters.get(newsletter)  # an old edition may outlive its newsletter
        self._sizes = known.sizes if known else Sizes()
        self._sources = tuple(settings.sources.items())

    def reprint(self, items: Sequence[Item]) -> list[Item]:
        """The items with the texts and links for their places and articles; unchanged where no
        article is stored. One without a headline is printed whole."""
        wanted = [article for item in items for article in item.articles]
        stored = {article.id: article for article in articles_by_id(self._database, wanted)}
        return [
            self._reprinted(item, tuple(stored[one] for one in item.articles if one in stored))
            for item in items
        ]

    def _reprinted(self, item: Item, articles: tuple[Article, ...]) -> Item:
        if not articles:
            return item
        story = Story(id=item.story, articles=articles, why_together="", section=item.section)
        placed = Placed(story=story, place=item.place, why="")
        printed = _printed(placed, self._language, self._sizes, self._sources)
        if not item.headline:
            return replace(printed, why=("split from another story by an editor",))
        return replace(
            item,
            brief=printed.brief,
            slug=printed.slug,
            also=printed.also,
            related=printed.related,
        )


# Editors see an edition again after each edit: briefs that were chosen once are not chosen anew.
@lru_cache(maxsize=2048)
def _printed(
    placed: Placed, language: str, sizes: Sizes, sources: tuple[tuple[str, Source], ...]
) -> Item:
    return Printer(language=language, sizes=sizes, sources=dict(sources)).item(placed)


def _draft(before: Edited, change: Change, *, who: str, now: datetime) -> Edit:
    """The edit, with what is to be remembered of the story as it is now."""
    draft = Edit(
        number=before.revision + 1, edition=before.edition.id, who=who, at=now, change=change
    )
    if isinstance(change, RetitleSection):
        titles = dict(before.built.section_titles)
        return replace(draft, source=titles.get(change.section, ""))
    if isinstance(change, OverrideEdition):
        return replace(draft, source=getattr(before.built, change.field.value))
    if not isinstance(change, StoryChange):
        return draft
    item = before.source_of(change.story)
    if item is None:
        return draft
    return replace(
        draft,
        source=text_of(item, change.field) if isinstance(change, Override) else "",
        place=item.place,
        item=item if item.story in {late.story for late in before.late} else None,
        articles=item.articles if isinstance(change, Split) else (),
    )


def _mark(database: Database, edition: str, mark: Undo | Redo, *, who: str, now: datetime) -> Edit:
    return append_edit(database, Edit(number=0, edition=edition, who=who, at=now, change=mark))


def _refuse_nonsense(change: Change) -> None:
    """:raises UsageError: a text is too long, or an item of one's own has no headline or a link
    that is none."""
    match change:
        case Override(text=text) | OverrideEdition(text=text) | RetitleSection(text=text):
            _refuse_text(text)
        case AddItem(headline=headline, brief=brief, url=url):
            _refuse_text(headline + brief + url)
            if not headline.strip():
                raise UsageError("an item needs a headline")
            if url and not url.startswith(("https://", "http://")):
                raise UsageError(f"{url[:80]!r} is no link: it must begin with https://")


def _refuse_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"a text of {len(text)} characters is too long: {LONGEST_TEXT} at most")
