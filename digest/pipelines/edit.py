"""The editors' pipeline: a built edition with the log of edits laid over it, and new lines for it.

::

    edited  store → build · proof · log ─apply→ Edited          (presented by ``publish``)
    change  Edited ─would it do anything?→ Edit → store         (an approval is taken back with it)
    tried   store → build · proof · log · texts ─apply→ Edited  (nothing is stored)

What is withdrawn by its source leaves an edition here, whatever was built or edited, and what it
corrected is printed as it reads now; editors' own words stay, marked as written over older ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from digest.compose.items import minutes_to_read
from digest.edit.apply import apply
from digest.edit.edit_log import colliding, hiding, repeated, standing, undone
from digest.edit.edit_log import redo as redo_mark
from digest.edit.edit_log import undo as undo_mark
from digest.edit.sources import with_renewed
from digest.edit.story_links import links
from digest.edit.texts import text_of
from digest.model.article import Article
from digest.model.block_fields import BlockRefusedError, mistakes_in_block
from digest.model.blocks import Block, CorrectionBlock, EditionBlock, links_of
from digest.model.edit import (
    AddBlock,
    AddItem,
    Change,
    ChangeBlock,
    Corrected,
    Correction,
    Edit,
    Edited,
    Links,
    Move,
    Override,
    OverrideEdition,
    Redo,
    RemoveBlock,
    RetitleSection,
    Split,
    StoryChange,
    Undo,
)
from digest.model.edition import GONE_OUT, EditionRecord
from digest.model.errors import StateError, UsageError
from digest.model.message import Message
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.reprint import Press
from digest.present.safe_links import public_link
from digest.store.articles import withdrawn_articles
from digest.store.editions import approved_edition, edition_record, edition_records
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


def edited(newsroom: Newsroom, edition: str, *, now: datetime, upto: int | None = None) -> Edited:
    """The edition as it would be sent now. ``upto``: as it was after the edit of that number.

    :raises StateError: there is no such edition, or it is not built yet.
    """
    record = edition_record(newsroom.database, edition)
    log = edits_of(newsroom.database, edition)
    if upto is not None:
        log = tuple(edit for edit in log if edit.number <= upto)
    laid = _laid(newsroom, record, log, now)
    if (
        upto is None
        and record.state in GONE_OUT
        and (sent := approved_edition(newsroom.database, edition))
    ):
        return replace(laid, edition=sent)
    return laid


def change(newsroom: Newsroom, draft: Edit, *, expected: int) -> Edit:
    """The draft as a new edit of its edition; one on an approved edition drops the approval.

    Where the newsletter approves itself, duty approves again at its next look, with the edit in it.
    ``expected`` is the ``revision`` of the Edited that its editor looked at. Edits made since then
    by others do no harm unless they changed the same thing. An item that is added once more by
    the same form is the edit that is there.

    :raises ConflictError: they did; it carries them. :raises StateError: the edition's state allows
        no edits, or the change would do nothing: its story is gone or hidden.
    :raises UsageError: the change itself makes no sense.
    """
    _refuse_nonsense(draft.change)
    edition = draft.edition
    record = edition_record(newsroom.database, edition)
    before = _laid(newsroom, record, edits_of(newsroom.database, edition), draft.at)
    edit = _with_what_was(before, draft)

    def newer(log: Sequence[Edit]) -> tuple[Edit, ...]:
        if hide := hiding(log, edit.change):
            raise StateError(Message("edit.story_is_hidden", who=hide.who))
        return colliding(log, edit.change, expected=expected, who=edit.who)

    def same(log: Sequence[Edit]) -> Edit | None:
        return repeated(log, edit.change, expected=expected, who=edit.who)

    if record.state in EDITABLE and not newer(before.log):
        tried = _laid(newsroom, record, (*before.log, edit), edit.at)
        if why := next((each.why for each in tried.unapplied if each.edit is edit), ""):
            raise StateError(Message("edit.nothing_changed", edition=edition, why=why))
    return append_edit(newsroom.database, edit, colliding=newer, repeated=same)


def tried(
    newsroom: Newsroom, edition: str, texts: Sequence[Change], *, who: str, now: datetime
) -> Edited:
    """The edition as it would be with those texts as its last edits; nothing is stored.

    :raises StateError: there is no such edition, or its state allows no edits.
    :raises UsageError: a text is too long.
    """
    record = edition_record(newsroom.database, edition)
    if record.state not in EDITABLE:
        raise StateError(Message(f"edit.not_while_{record.state}", edition=edition))
    for text in texts:
        _refuse_nonsense(text)
    log = edits_of(newsroom.database, edition)
    first = max((edit.number for edit in log), default=0) + 1
    drafts = tuple(
        Edit(edition=edition, who=who, at=now, change=text, number=number)
        for number, text in enumerate(texts, start=first)
    )
    return _laid(newsroom, record, (*log, *drafts), now)


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


def correct(database: Database, draft: Correction) -> Correction:
    """The dated note on an edition that was sent, or on one story of it, stored.

    :raises StateError: it was not sent. :raises UsageError: the note is empty or too long.
    """
    text = draft.text.strip()
    _refuse_text(draft.text)
    if not text:
        raise UsageError(Message("edit.correction_needs_words"))
    return save_correction(database, replace(draft, text=text))


def offered_corrections(
    database: Database, newsletter: str, *, now: datetime
) -> tuple[Correction, ...]:
    """Corrections of the last seven days that no later edition prints, the oldest first."""
    since = now - timedelta(days=OFFER_DAYS)
    found = corrections_since(database, newsletter=newsletter, since=since)
    printed = {
        number
        for record in edition_records(database, newsletter=newsletter, limit=4 * OFFER_DAYS)
        if record.state in PRINTS
        for number in _printed_corrections(standing(edits_of(database, record.id)))
    }
    return tuple(each for each in found if each.id not in printed)


def _printed_corrections(edits: Sequence[Edit]) -> Iterator[int | None]:
    """The ids of the notes that standing edits print. (Items printed them before there were
    blocks.)"""
    removed = {edit.change.id for edit in edits if isinstance(edit.change, RemoveBlock)}
    for edit in edits:
        match edit.change:
            case AddItem(correction=number):
                yield number
            case AddBlock(block=CorrectionBlock(correction=number)):
                if f"own-{edit.number}" not in removed:
                    yield number


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierBlocks:
    """What the newsletter's last edition printed besides its stories; no ``edition``, no blocks."""

    edition: str = ""
    blocks: tuple[EditionBlock, ...] = ()


def earlier_blocks(database: Database, record: EditionRecord) -> EarlierBlocks:
    """The blocks of the newsletter's last edition before this one that went out, as they were sent,
    for an editor to copy; less its corrections, which are printed once."""
    went_out = edition_records(database, newsletter=record.newsletter, states=GONE_OUT, limit=10)
    earlier = next((each.id for each in went_out if each.send_at < record.send_at), "")
    sent = approved_edition(database, earlier) if earlier else None
    if sent is None:
        return EarlierBlocks()
    blocks = (each for each in sent.blocks if not isinstance(each.content, CorrectionBlock))
    return EarlierBlocks(edition=earlier, blocks=tuple(blocks))


def _laid(
    newsroom: Newsroom, record: EditionRecord, log: tuple[Edit, ...], now: datetime
) -> Edited:
    if record.edition is None:
        raise StateError(
            Message("edit.nothing_to_edit", edition=record.id, state=record.state.message)
        )
    built, proof = record.edition, proof_of(newsroom.database, record.id)
    press = Press(newsroom, record.newsletter, built.language)
    taken: tuple[Article, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    # what went out, went out: its sources do not change what it looked like
    if record.state in EDITABLE:
        late = [edit.item for edit in log if edit.item]
        stories = [*built.items(), *(proof.items() if proof else ()), *late]
        ids = {article for item in stories for article in item.articles}
        taken = withdrawn_articles(newsroom.database, ids, now=now)
        barred = {article.id for article in taken}
        corrected = press.renew(tuple(built.items()), barred=barred)
        log = _with_renewed_items(log, press.renew(late, barred=barred))
        if proof:
            proof = with_renewed(proof, press.renew(tuple(proof.items()), barred=barred))
    laid = apply(
        with_renewed(built, corrected),
        log,
        proof=proof,
        withdrawn=taken,
        reprint=press.reprint,
    )
    laid = replace(laid, corrected=corrected)
    if laid.edition == built:
        return laid
    minutes = minutes_to_read(tuple(laid.edition.items()))
    return replace(laid, edition=replace(laid.edition, reading_minutes=minutes))


def _with_renewed_items(log: tuple[Edit, ...], corrected: Sequence[Corrected]) -> tuple[Edit, ...]:
    """The log with the items it keeps of late stories as their sources have them now."""
    now = {each.was: each.now for each in corrected}
    return tuple(replace(edit, item=now[edit.item]) if edit.item in now else edit for edit in log)


def _with_what_was(before: Edited, draft: Edit) -> Edit:
    """The edit, with what is to be remembered of the story as it is now."""
    draft = replace(draft, number=before.revision + 1)
    change = draft.change
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
    return append_edit(database, Edit(edition=edition, who=who, at=now, change=mark))


def _refuse_nonsense(change: Change) -> None:
    """:raises UsageError: a text is too long, an item of one's own has no headline or a link that
    is none, or that the mail would leave out; or a block is not complete."""
    match change:
        case Override(text=text) | OverrideEdition(text=text) | RetitleSection(text=text):
            _refuse_text(text)
        case AddItem(headline=headline, brief=brief, url=url):
            _refuse_text(headline + brief + url)
            if not headline.strip():
                raise UsageError(Message("edit.item_needs_headline"))
            if url and not url.startswith(("https://", "http://")):
                raise UsageError(Message("edit.no_link", url=url[:80]))
            if url and not public_link(url):
                raise UsageError(Message("edit.link_not_for_mail", url=url[:80]))
        case AddBlock(block=block) | ChangeBlock(block=block):
            _refuse_block(block)


def _refuse_block(block: Block) -> None:
    """:raises UsageError: it is not complete, or has a link that the mail would leave out."""
    if mistakes := mistakes_in_block(block):
        raise BlockRefusedError(mistakes)
    for url in links_of(block):
        if not public_link(url.replace("{edition}", "1")):
            raise UsageError(Message("edit.link_not_for_mail", url=url[:80]))


def _refuse_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise UsageError(Message("edit.text_too_long", length=len(text), longest_text=LONGEST_TEXT))
